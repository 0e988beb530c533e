"""Files that belong to a case: taken for what their content is, kept once by their hash."""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, insert, select, update

from data.commands import audit
from data.commands.received import write_down
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Person
from data.settings import Settings
from data.tables.engine import writing
from data.tables.workflow import Attachment, CaseRow

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 20
TYPES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "text/csv": (".csv",),
}
"""What may be attached, by its content, and how such a file's name ends."""
SIGNS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
OFFICE = {"xl/workbook.xml": "spreadsheetml.sheet", "word/document.xml": "wordprocessingml.document"}


def media_type_of(path: Path) -> str | None:
    """What a file is by its content; None for what is not taken."""
    with path.open("rb") as file:
        start = file.read(4096)
    for sign, media_type in SIGNS.items():
        if start.startswith(sign):
            return media_type
    if start.startswith(b"PK\x03\x04"):
        return _office_type(path)
    if b"\0" in start:
        return None
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return None
    # A page of markup is text as well; a browser that was told so would run it.
    return "text/csv" if ("," in text or ";" in text) and not text.lstrip().startswith("<") else None


def _office_type(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    kind = next((kind for member, kind in OFFICE.items() if member in names), None)
    return None if kind is None else f"application/vnd.openxmlformats-officedocument.{kind}"


def attach(
    engine: Engine,
    settings: Settings,
    who: Person,
    case: int,
    name: str,
    chunks: Iterator[bytes],
    *,
    states: frozenset[str] | None = None,
) -> int:
    """Add a file to a case; gives the attachment's number.

    Parameters
    ----------
    states : frozenset of str or None
        Only in these the case takes a file, which then raises its version, so that who looked before has to look
        again. None takes one in any.

    Raises
    ------
    BadRequestError
        When it is empty or too large, is nothing that may be attached, or its name says that it is something else.
    NotFoundError
        When there is no such case.
    """
    folder = settings.data_dir / "attachments"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{secrets.token_hex(8)}.part"
    try:
        size, digest = write_down(kept, chunks, MOST_BYTES)
        media_type = media_type_of(kept)
        if media_type is None:
            raise BadRequestError(msg("Attach a PDF, a picture, a spreadsheet, a document or a table; this is none."))
        ending = Path(name).suffix.lower()
        if ending not in TYPES[media_type]:
            raise BadRequestError(
                msg("The file is called “{ending}”, but its content is {type}.", ending=ending[:12], type=media_type)
            )
        # In its place before anybody is told of it: a kill between the two leaves a file too many, never one too few.
        kept.replace(folder / digest)
        number = _note(engine, who, case, name, (digest, media_type, size), states)
    finally:
        kept.unlink(missing_ok=True)
    return number


def _note(
    engine: Engine, who: Person, case: int, name: str, content: tuple[str, str, int], states: frozenset[str] | None
) -> int:
    digest, media_type, size = content
    values = {
        "case_id": case,
        "sha256": digest,
        "name": "".join(letter for letter in Path(name).name if letter.isprintable())[-120:],
        "media_type": media_type,
        "size": size,
        "added_by": who.name,
        "added_at": audit.now(),
    }
    with writing(engine) as connection:
        row = connection.execute(select(CaseRow.state).where(CaseRow.id == case).with_for_update()).first()
        if row is None:
            raise NotFoundError(msg("There is no case {id}.", id=str(case)))
        if states is not None:
            if row.state not in states:
                raise BadRequestError(msg("It is on its way already; its files change no more."), field="file")
            connection.execute(update(CaseRow).where(CaseRow.id == case).values(version=CaseRow.version + 1))
        held = connection.execute(select(Attachment.id).where(Attachment.case_id == case)).all()
        if len(held) >= MOST_FILES:
            raise BadRequestError(msg("A case has at most {n} files.", n=MOST_FILES))
        number = int(connection.execute(insert(Attachment).values(**values).returning(Attachment.id)).scalar_one())
        audit.append(connection, [audit.line(who, "file attached", f"case {case}", sha256=digest, bytes=size)])
    return number
