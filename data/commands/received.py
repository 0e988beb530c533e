"""A file as it comes in: written down piece by piece, within a limit, with its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from data.domain.errors import BadRequestError, msg


def write_down(path: Path, chunks: Iterator[bytes], most: int) -> tuple[int, str]:
    """Write a file; gives its size and SHA-256.

    Raises
    ------
    BadRequestError
        When it is empty, or larger than ``most`` bytes.
    """
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise BadRequestError(msg("The file is larger than {n} MB; split it.", n=most // 1_048_576))
            digest.update(chunk)
            file.write(chunk)
    if size == 0:
        raise BadRequestError(msg("The file is empty (0 bytes)."))
    return size, digest.hexdigest()
