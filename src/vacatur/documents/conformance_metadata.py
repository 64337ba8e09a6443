"""Title, dates and declared standards: what a file says of itself, in both places it says it.

Checked: metadata are there (ISO 19005-2, 6.6.2.1); part 2, level A (6.6.4); PDF/UA part 1 (ISO
14289-1, 5); a title in the metadata (ISO 14289-1, 7.1). Our own, stricter: a title in the document
information too, and both places say the same title, author, program and instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pikepdf
from pikepdf.models.metadata import PdfMetadata, decode_pdf_date

_DECLARED = (
    ("pdfaid:part", "2", "The metadata do not say PDF/A part 2."),
    ("pdfaid:conformance", "A", "The metadata do not say PDF/A level A."),
    ("pdfuaid:part", "1", "The metadata do not say PDF/UA part 1."),
)
_PDFUAID = "{http://www.aiim.org/pdfua/ns/id/}part"

# Metadata, document information, and what a reader calls the thing.
_WORDS = (
    ("dc:title", "/Title", "title"),
    ("dc:creator", "/Author", "author"),
    ("xmp:CreatorTool", "/Creator", "program"),
    ("pdf:Producer", "/Producer", "producer"),
    ("dc:description", "/Subject", "subject"),
    ("pdf:Keywords", "/Keywords", "keywords"),
)
_DATES = (
    ("xmp:CreateDate", "/CreationDate", "date of making"),
    ("xmp:ModifyDate", "/ModDate", "date of change"),
)


def metadata_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Name each fault of what the file says of itself."""
    if not isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream):
        yield "The file has no metadata."
        return
    try:
        metadata = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True)
        told = _told(metadata)
    except (SyntaxError, ValueError):  # the first is how lxml calls XML that is none
        yield "The metadata cannot be read."
        return
    for key, value, fault in _DECLARED:
        if told.get(key) != value:
            yield fault
    if not told.get("dc:title", "").strip():
        yield "The metadata give no title."
    if not _known(pdf, "/Title").strip():
        yield "The document information gives no title."
    yield from _disagreements(pdf, told)


def _told(metadata: PdfMetadata) -> dict[str, str]:
    """Read what the metadata say, by their usual short names; a list is joined with "; "."""
    names = {name: name for name, *_ in (*_DECLARED, *_WORDS, *_DATES)}
    names["pdfuaid:part"] = _PDFUAID
    told = {}
    for name, key in names.items():
        value = metadata.get(key)
        if value is not None:
            told[name] = value if isinstance(value, str) else "; ".join(map(str, value))
    return told


def _known(pdf: pikepdf.Pdf, key: str) -> str:
    """Read one entry of the document information; empty when it has none."""
    information = pdf.trailer.get("/Info")
    if not isinstance(information, pikepdf.Dictionary):
        return ""
    return str(information.get(key, ""))


def _disagreements(pdf: pikepdf.Pdf, told: dict[str, str]) -> Iterator[str]:
    for key, entry, thing in _WORDS:
        known = _known(pdf, entry)
        if key in told and known and told[key] != known:
            yield f"The metadata and the document information give two different {thing}s."
    for key, entry, thing in _DATES:
        known = _known(pdf, entry)
        if key in told and known and not _same_instant(told[key], known):
            yield f"The metadata and the document information disagree on the {thing}."


def _same_instant(told: str, known: str) -> bool:
    """Compare a date of the metadata with one of the document information; unreadable is no."""
    try:
        first, second = datetime.fromisoformat(told), decode_pdf_date(known)
    except ValueError:
        return False
    if (first.tzinfo is None) != (second.tzinfo is None):
        return False
    return first == second
