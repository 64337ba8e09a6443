"""What the process with limits reads: one person's record into a docket, a table into rows.

Nothing is guessed: what no reader knows is handed back as a line that was not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vacatur.errors import IngestError
from vacatur.ingest.unpack import content as unpacked

_Reader = Callable[[bytes, str], tuple[str, tuple[str, ...]]]


def read_as(kind: str, argument: str, content: bytes) -> Mapping[str, Any]:
    """Read what was sent, as one kind of file.

    Raises
    ------
    VacaturError
        It is no such file.
    """
    if kind == "look":
        look(Path(argument))
        return {}
    if kind == "court":
        from vacatur.office.court_kinds import cells_in

        return {"rows": cells_in(argument, content)}
    if kind == "told":
        from vacatur.office.particulars_file import cells_of

        return {"rows": cells_of(content)}
    from vacatur.office.record_readers import READERS

    docket, unread = READERS[kind](content, argument)
    return {"docket": docket, "unread": list(unread)}


def look(path: Path) -> None:
    """Refuse a file of which already the first piece is no text.

    Raises
    ------
    IngestError
        It is not.
    """
    first = next(unpacked(path, name=path.name), b"")
    if not first.strip():
        raise IngestError("the file is empty", where=path.name, repair="Export it again.")
    if b"\0" in first[:65536] or first.startswith((b"%PDF", b"PK")):
        raise IngestError(
            "the file is no text", where=path.name, repair="Export it as CSV or JSON, in UTF-8."
        )
