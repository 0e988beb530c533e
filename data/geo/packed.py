"""Faces as bytes, for who keeps them and for who reads them without any geometry."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np

from data.geo.faces import Faces

FIELDS = ("area", "part", "point", "start", "middle")


def pack_faces(faces: Mapping[str, Faces]) -> bytes:
    """Several sets of faces by name as one compressed NumPy archive."""
    arrays = {f"{name}/{field}": getattr(each, field) for name, each in faces.items() for field in FIELDS}
    sizes = {f"{name}/areas": np.array(each.areas) for name, each in faces.items()}
    body = io.BytesIO()
    np.savez_compressed(body, **arrays, **sizes)  # type: ignore[arg-type]
    return body.getvalue()


def unpack_faces(body: bytes) -> dict[str, Faces]:
    """What `pack_faces` has packed; no pickled object is read."""
    with np.load(io.BytesIO(body), allow_pickle=False) as archive:
        names = sorted({key.partition("/")[0] for key in archive.files})
        return {
            name: Faces(int(archive[f"{name}/areas"]), *(archive[f"{name}/{field}"] for field in FIELDS))
            for name in names
        }
