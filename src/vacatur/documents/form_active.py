"""What a form does by itself is taken out: programs, calls to the outside, files inside it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from pikepdf.sanitize import Sanitizer

from vacatur.errors import PaperRefused

_DEEPEST = 50
# By action: what is said to have been taken out.
_ACTIONS: Mapping[str, str] = {
    "/JavaScript": "JavaScript",
    "/Launch": "programs to launch",
    "/SubmitForm": "sending to the web",
    "/ImportData": "reading of other files",
    "/GoToR": "links to other files",
    "/GoToE": "links to other files",
    "/URI": "links to the web",
}
_EMBEDDED = "embedded files"
_RIGHTS = "usage rights, which a changed form loses"


def strip(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Take out what the form does by itself, and say what it was; nothing else is changed."""
    found = _found(pdf)
    Sanitizer().remove_javascript().remove_external_access().remove_attachments().apply(pdf)
    if "/Perms" in pdf.Root:
        del pdf.Root["/Perms"]
        found.add(_RIGHTS)
    return tuple(sorted(found))


def require_stripped(pdf: bytes, *, where: str) -> None:
    """Refuse a form in which something active is left where nobody looked."""
    with pikepdf.open(io.BytesIO(pdf)) as written:
        left = _found(written)
    if left:
        raise PaperRefused(
            f"something active cannot be taken out of the form: {', '.join(sorted(left))}",
            where=where,
            why="A clerk's machine would run it.",
            repair="Ask the court for a form without it.",
        )


def _found(pdf: pikepdf.Pdf) -> set[str]:
    return {
        said for start in pdf.objects for each in _within(start, 0) if (said := _active_part(each))
    }


def _active_part(thing: Object) -> str:
    if "/EF" in thing or thing.get("/Type") == Name.EmbeddedFile:
        return _EMBEDDED
    if "/JS" in thing:
        return _ACTIONS["/JavaScript"]
    action = thing.get("/S")
    return _ACTIONS.get(str(action), "") if isinstance(action, Name) else ""


def _within(thing: Object, depth: int) -> Iterator[Object]:
    """A dictionary and the dictionaries that stand inside it, not what it refers to."""
    if depth > _DEEPEST or not isinstance(thing, Dictionary | Stream | Array):
        return
    if not isinstance(thing, Array):
        yield thing
    keys = () if isinstance(thing, Array) else sorted(thing.keys())
    inside: list[Any] = list(thing) if isinstance(thing, Array) else [thing[key] for key in keys]
    for each in inside:
        if isinstance(each, Object) and not each.is_indirect:
            yield from _within(each, depth + 1)
