"""The words of a PDF read back, so that what was to be printed can be looked for in it.

A damaged file is for `conformance.faults_of` to name; here it ends in an error of pypdf.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import pypdf
from pypdf.generic import ContentStream, NameObject

# Hebrew and what is written like it; Arabic and what is written like it. Unicode Annex 9.
_RIGHT_TO_LEFT = {"R", "AL"}
_SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}


def page_count(pdf: bytes) -> int:
    """Count the pages, without reading them."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf: bytes) -> tuple[str, ...]:
    """Read all text of each page: headers, footers and page numbers too.

    Returns
    -------
    tuple of str
        One text for each page, in order; empty for a page without text.
    """
    return tuple(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def bodies_of(pdf: bytes) -> tuple[str, ...]:
    """Read the text of each page without its decoration: headers, footers, page numbers.

    What runs on from one page to the next stands together here. It is found by the marks of a
    tagged PDF (/Artifact); of one without tags this is what `pages_of` gives.

    Returns
    -------
    tuple of str
        One text for each page, in order.
    """
    return tuple(_body(page) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def holds(pages: Iterable[str], text: str) -> bool:
    """Say whether pages hold a text, but for white space and line breaks.

    Nothing else is forgiven: not case, not a hyphen, not a curled apostrophe for a straight one,
    not a letter written as two signs for one written as one. Zero-width signs are no white space.

    Parameters
    ----------
    pages
        Texts of pages that follow one another, from `bodies_of` or `pages_of`. With the latter, a
        text that runs over the end of a page is not found, as a footer stands in it.
    text
        What was typed. A text of white space alone is held by any pages.

    Returns
    -------
    bool
        True when it is there. Of a text with words written from right to left each word must be
        there and their order is not compared, as a PDF holds the words of such a line in the order
        of the paper. False for most Arabic, and for a letter with a mark that no font has as one
        sign, such as an o with a dot and an accent: fonts draw dots and marks as signs of their
        own, and the text of the PDF names the letter twice. Whoever prints such a name must look at
        the paper.
    """
    printed = "".join(_packed(page) for page in pages)
    return all(part in printed for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        yield from text.split()
    else:
        yield _packed(text)


def _packed(text: str) -> str:
    return "".join(text.split())


def _body(page: pypdf.PageObject) -> str:
    if "/Contents" not in page:
        return ""
    content = ContentStream(page["/Contents"], page.pdf, "bytes")  # as extract_text reads it
    content.operations = list(_undecorated(content.operations))
    page[NameObject("/Contents")] = content
    return page.extract_text()


def _undecorated(operations: list[tuple[Any, bytes]]) -> Iterator[tuple[Any, bytes]]:
    """Leave out what shows text between the marks of decoration; keep all else, as it moves."""
    marks: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BMC", b"BDC"):
            marks.append(operands[0] == "/Artifact" or (bool(marks) and marks[-1]))
        elif operator == b"EMC" and marks:
            marks.pop()
        if operator not in _SHOWS_TEXT or not (marks and marks[-1]):
            yield operands, operator
