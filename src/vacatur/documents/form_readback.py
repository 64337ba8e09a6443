"""A filled form, read back by another library, from its pages upward."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    StreamObject,
    TextStringObject,
)

from vacatur.documents.form_fields import OFF_STATE
from vacatur.errors import PaperRefused

_DEEPEST = 20
# What the library raises over a file whose parts are not of the kind that they must be.
_DAMAGED = (PyPdfError, AttributeError, KeyError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one field holds, and what its places show.

    `drawn` and `ticked` have an entry for each place: the letters that are drawn there without the
    spaces, and the state in which a box is.
    """

    value: str
    drawn: tuple[str, ...]
    ticked: tuple[str, ...]


def printed_text(blank: bytes, *, where: str) -> str:
    """The text of all pages, with single spaces."""
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(blank)).pages]
    except _DAMAGED:
        raise PaperRefused(
            "the text of the form cannot be read", where=where, repair="Fetch the form again."
        ) from None
    return " ".join(" ".join(pages).split())


def held_fields(pdf: bytes) -> dict[str, Held]:
    """Every field that has a place on a page, by its full name."""
    held: dict[str, Held] = {}
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        for widget in _widgets(page):
            name = ".".join(reversed([str(n["/T"]) for n in _lineage(widget) if "/T" in n]))
            before = held.get(name)
            held[name] = Held(
                value=_value(widget),
                drawn=(*(before.drawn if before else ()), _drawn(widget, reader)),
                ticked=(*(before.ticked if before else ()), str(widget.get("/AS", OFF_STATE))),
            )
    return held


def require_held(
    pdf: bytes,
    blank: bytes,
    *,
    texts: Mapping[str, tuple[str, str]],
    states: Mapping[str, str],
    where: str,
) -> None:
    """Refuse a filled form in which one field does not hold and show what it was to hold.

    Parameters
    ----------
    texts
        By field: the text that it holds, and the text that it shows.
    states
        By field: the state, without its stroke.

    Raises
    ------
    PaperRefused
        With the names of all fields that differ. A field that was not to be filled differs if it
        is not what it is in the blank form.
    """
    now, before = held_fields(pdf), held_fields(blank)
    wrong = sorted(now.keys() ^ before.keys())
    for name in sorted(now.keys() & before.keys()):
        if name in texts:
            value, shown = texts[name]
            right = now[name].value == value and set(now[name].drawn) == {_letters(shown)}
        elif name in states:
            right = _is_in_state(now[name], f"/{states[name]}")
        else:
            right = now[name] == before[name]
        wrong += [] if right else [name]
    if wrong:
        raise PaperRefused(
            "the filled form, read back, does not hold what was put into "
            + ", ".join(f"[{name}]" for name in wrong),
            where=where,
            why="A court would read another value, or none.",
            repair="Report it with the blank form. Fill this form by hand.",
        )


def _is_in_state(held: Held, state: str) -> bool:
    """The field has the state, and of its places exactly those are ticked that stand for it."""
    ticked = set(held.ticked) - {OFF_STATE}
    return held.value == state and ticked == {state} - {OFF_STATE}


def _widgets(page: DictionaryObject) -> Iterator[DictionaryObject]:
    annotations = _entry(page, "/Annots")
    for each in annotations if isinstance(annotations, ArrayObject) else ():
        annotation = each.get_object()
        if isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") == "/Widget":
            yield annotation


def _lineage(widget: DictionaryObject) -> Iterator[DictionaryObject]:
    node: Any = widget
    for _ in range(_DEEPEST):
        if not isinstance(node, DictionaryObject):
            return
        yield node
        node = _entry(node, "/Parent")


def _value(widget: DictionaryObject) -> str:
    for node in _lineage(widget):
        if (value := _entry(node, "/V")) is not None:
            return str(value)
    return OFF_STATE if _field_type(widget) == "/Btn" else ""


def _field_type(widget: DictionaryObject) -> Any:
    return next((node["/FT"] for node in _lineage(widget) if "/FT" in node), None)


def _entry(node: DictionaryObject, key: str) -> Any:
    """What stands under a key, itself and not a reference to it; None: nothing."""
    value = node.get(key)
    return None if value is None else value.get_object()


def _drawn(widget: DictionaryObject, reader: PdfReader) -> str:
    looks = _entry(widget, "/AP")
    stream = _entry(looks, "/N") if isinstance(looks, DictionaryObject) else None
    if not isinstance(stream, StreamObject):
        return ""
    shown = [
        _bytes(operands[0])
        for operands, operator in ContentStream(stream, reader).operations
        if operator == b"Tj"
    ]
    return _letters(b"".join(shown).decode("cp1252", errors="replace"))


def _bytes(operand: Any) -> bytes:
    if isinstance(operand, TextStringObject):
        return operand.original_bytes
    return bytes(operand) if isinstance(operand, ByteStringObject) else b""


def _letters(text: str) -> str:
    return "".join(text.split())
