"""The lines of a PDF that somebody sent: text alone, and nothing of a picture."""

from __future__ import annotations

import pypdf.errors

from vacatur.documents.pdf_text import page_count, pages_of
from vacatur.errors import IngestError

# What pypdf raises of a file that breaks its own rules.
_DAMAGED = (
    pypdf.errors.PyPdfError,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


def lines_sent(pdf: bytes, *, most_pages: int) -> list[str]:
    """Read the lines of a PDF in their order; blank ones are left out.

    Raises
    ------
    IngestError
        It is damaged, locked or too long, or holds no text.
    """
    try:
        pages = page_count(pdf)
        texts = pages_of(pdf) if pages <= most_pages else ()
    except _DAMAGED:
        raise IngestError(
            "the PDF is damaged or locked", repair="Open it, print it into a PDF, and send that."
        ) from None
    if pages > most_pages:
        raise IngestError(
            f"the PDF has more than {most_pages} pages", repair="Send those about one person."
        )
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    if not lines:
        raise IngestError(
            "the PDF holds no text",
            why="It is a picture of paper, and nothing is guessed from pictures.",
            repair="Type the record into the form.",
        )
    return lines
