"""A paper with everything that a paper may hold, set by Typst, and ways to find its parts."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import typst

import vacatur.documents

FONTS = Path(vacatur.documents.__file__).parent / "fonts"
NEW_YEAR_2026 = 1767225600

HEAD = """
#set document(title: "Motion to vacate", author: "Office")
#set text(
  lang: "en",
  hyphenate: false,
  font: (
    "Libertinus Serif", "Noto Sans SC", "Noto Sans KR", "Noto Sans Hebrew", "Noto Sans Arabic",
  ),
)
#set page(paper: "us-letter", header: [Case 1], footer: context [Page #counter(page).display()])
"""

EVERYTHING = (
    HEAD
    + """
#title()
= The charges
The name is O’Neil, _stressed_.#footnote[Here it is.]
#figure(
  table(columns: 2, table.header([Charge], [Outcome]), [One], [Two], table.cell(colspan: 2)[Both]),
  caption: [Charges],
)
== What is asked
- one
+ first
/ Term: definition
#link("https://example.org/")[A link]
#figure(rect(width: 1cm, height: 1cm), alt: "A seal", caption: [Seal], kind: image)
#pagebreak()
= The list
#outline()
"""
)


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)]
    )


def printed(source: str, **inputs: str) -> bytes:
    """Set a paper as PDF/A-2a and PDF/UA-1; the inputs are `sys.inputs` of its source."""
    paper = typst.Compiler(font_paths=_fonts()).compile(
        input=source.encode(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=NEW_YEAR_2026,
    )
    assert isinstance(paper, bytes)
    return paper


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    """Write a PDF out again, with nothing mended on the way."""
    written = io.BytesIO()
    pdf.save(written, fix_metadata_version=False, **options)
    return written.getvalue()


def tags(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Find the tags that are called so in the file, in the order of reading."""
    waiting = list(pdf.Root.StructTreeRoot.K)[::-1]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if pikepdf.Name("/" + kind) == element.S:
                yield element
            kids = element.get("/K", ())
            waiting.extend(list(kids)[::-1] if isinstance(kids, pikepdf.Array) else [kids])


def tag(pdf: pikepdf.Pdf, kind: str) -> Any:
    """Find the first tag that is called so in the file."""
    return next(tags(pdf, kind))
