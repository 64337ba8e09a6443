"""The file as such: its first bytes, its outputs, what it would do, and what it carries.

Checked, ISO 19005-2: header (6.1.2), no encryption (6.1.3), no content outside the file (6.1.7.1),
no LZW (6.1.7.2), an output intent with a colour profile (6.2.3), annotations print and do not hide
(6.3.2), fields are drawn as they are (6.4.1), no XFA (6.4.2), no script and no launching (6.5.1),
nothing done by itself (6.5.2). ISO 14289-1: the window shows the title, MarkInfo (7.1), a language
(7.2), tab order (7.18.3), links say where they lead (7.18.5). Our own, stricter: nothing is
attached, though 19005-2 would admit a PDF/A file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# Actions that ISO 19005-2, 6.5.1 forbids.
_FORBIDDEN = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide"}
_FORBIDDEN |= {"/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/GoToE"}

_CARRIED = {
    "/JavaScript": "The file holds a script.",
    "/JS": "The file holds a script.",
    "/Launch": "The file would start a program.",
    "/AA": "The file acts by itself when it is opened, closed or printed.",
    "/EF": "Another file is attached to the file.",
    "/AF": "Another file is attached to the file.",
}

# Bits of an annotation's /F (ISO 32000-1, table 165).
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW = 1, 2, 4, 32
_UNSEEN = _INVISIBLE | _HIDDEN | _NO_VIEW


def header_faults(pdf: bytes) -> Iterator[str]:
    """Name the fault of the first bytes: the version, then four bytes no text file has."""
    if not _HEADER.match(pdf):
        yield "The file does not begin as a PDF of version 1.0 to 1.7 with a line of binary signs."


def file_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Name each fault of the document as a whole and of its pages."""
    root = pdf.Root
    if pdf.is_encrypted:
        yield "The file is encrypted."
    if not _has_output_profile(root):
        yield "The file has no output intent with a colour profile."
    if _entry(root, "/ViewerPreferences", "/DisplayDocTitle") is not True:
        yield "A window with this file shows the file's name, not its title."
    if not _LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "The file does not say its language."
    if _entry(root, "/MarkInfo", "/Marked") is not True:
        yield "The file does not say that it is tagged."
    if _entry(root, "/MarkInfo", "/Suspects") is True:
        yield "The file says that its tags are doubtful."
    if _entry(root, "/AcroForm", "/NeedAppearances") is True:
        yield "The file leaves it to the reader's program how fields look."
    if _entry(root, "/AcroForm", "/XFA") is not None:
        yield "The file holds an XFA form."
    for number, page in enumerate(pdf.pages, 1):
        yield from _page_faults(page.obj, number)


def action_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Name whatever the file would run, fetch or unpack, wherever in the file it stands."""
    for item in pdf.objects:
        yield from _held(item)


def _held(item: Any) -> Iterator[str]:
    """Look through one object and what lies directly in it; what it points to comes by itself."""
    waiting = [item]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            waiting.extend(_inside(here))
        elif isinstance(here, pikepdf.Stream | pikepdf.Dictionary):
            yield from _dictionary_faults(here)
            waiting.extend(_inside(here.values()))
            if isinstance(here, pikepdf.Stream):
                yield from _stream_faults(here)


def _inside(values: Any) -> list[Any]:
    """Keep what lies in the object itself: whatever has a number is met under its number."""
    return [
        value
        for value in values
        if isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect
    ]


def _dictionary_faults(item: Any) -> Iterator[str]:
    for key in ("/JS", "/AA", "/EF", "/AF"):
        if key in item:
            yield _CARRIED[key]
    kind = item.get("/S")
    if isinstance(kind, pikepdf.Name) and str(kind) in _FORBIDDEN and _is_action(item):
        yield _CARRIED.get(str(kind), f"The file holds an action [{str(kind)[1:]}].")


def _is_action(item: Any) -> bool:
    """Tell an action from a dictionary that has its /S for something else, as a tag does."""
    return item.get("/Type") in (None, pikepdf.Name.Action)


def _stream_faults(item: Any) -> Iterator[str]:
    if any(key in item for key in ("/F", "/FFilter", "/FDecodeParms")):
        yield "A part of the file lies in another file."
    filters = item.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if pikepdf.Name.LZWDecode in names:
        yield "A part of the file is packed with LZW, which archives refuse."


def _has_output_profile(root: Any) -> bool:
    intents = root.get("/OutputIntents")
    if not isinstance(intents, pikepdf.Array):
        return False
    return any(
        intent.get("/S") == pikepdf.Name.GTS_PDFA1
        and isinstance(intent.get("/DestOutputProfile"), pikepdf.Stream)
        and intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        for intent in intents
    )


def _page_faults(page: Any, number: int) -> Iterator[str]:
    annotations = page.get("/Annots", ())
    if page.get("/Tabs") != pikepdf.Name.S:
        yield f"Page {number}: the tab key does not follow the order of the tags."
    for annotation in annotations:
        if annotation.get("/Subtype") != pikepdf.Name.Popup:
            yield from _annotation_faults(annotation, f"Page {number}")


def _annotation_faults(annotation: Any, where: str) -> Iterator[str]:
    flags = int(annotation.get("/F", 0))
    is_link = annotation.get("/Subtype") == pikepdf.Name.Link
    thing = "a link" if is_link else "a note or field"
    if not flags & _PRINT:
        yield f"{where}: {thing} is not printed with the page."
    if flags & _UNSEEN:
        yield f"{where}: {thing} is hidden."
    if is_link and not str(annotation.get("/Contents", "")).strip():
        yield f"{where}: a link does not say where it leads."


def _entry(root: Any, *path: str) -> Any:
    """Follow names down from the catalog; None when a step is missing."""
    here = root
    for name in path:
        if not isinstance(here, pikepdf.Dictionary):
            return None
        here = here.get(name)
    return here
