"""What is wrong with a PDF that is to be archived and read aloud: a list of plain sentences.

These are checks of structure, **not a validator**. They ask for the parts of PDF/A-2a (ISO 19005-2)
and PDF/UA-1 (ISO 14289-1) named below and nothing else; a paper without a fault has passed these
checks and has not been shown to conform. veraPDF, the validator of the trade, is not packaged for
Python. Each part stands in a file of its own, and each file says what it leaves out:

- `conformance_file`: the file as such, its outputs, its actions, its attachments;
- `conformance_metadata`: title, dates, and what the file says it conforms to;
- `conformance_tree`: the tags, and what each kind of tag must hold;
- `conformance_content`: whether everything on a page is tagged, or marked as decoration;
- `conformance_fonts`: whether each letter can be drawn and read.

Where a check is stricter than the standards, because our own papers can meet it, the file says so.
Not checked by any: colours and blending, the insides of font programs and of the colour profile,
glyph widths, the extension schemas of the metadata, the language of each passage, contrast, and
whether a description or a heading says something true. For those a person must look.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from vacatur.documents.conformance_content import content_faults
from vacatur.documents.conformance_file import action_faults, file_faults, header_faults
from vacatur.documents.conformance_fonts import font_faults
from vacatur.documents.conformance_metadata import metadata_faults
from vacatur.documents.conformance_tree import tree_faults
from vacatur.documents.page_content import read_contents
from vacatur.documents.tags import read_tags


def faults_of(pdf: bytes) -> tuple[str, ...]:
    """Name what keeps a PDF from being PDF/A-2a and PDF/UA-1, as far as it is checked here.

    Parameters
    ----------
    pdf
        The whole file.

    Returns
    -------
    tuple of str
        One sentence for each fault, without repeats and without anything of the paper's text;
        pages are counted from 1. Empty: these checks found none.
    """
    try:
        opened = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PasswordError:
        return ("The file asks for a password.",)
    except pikepdf.PdfError:
        return ("The file cannot be opened as a PDF.",)
    found = []
    with opened:
        try:
            for fault in _faults(pdf, opened):
                found.append(fault)  # one by one, so that what was found before a break stays
        except _BROKEN:
            found.append("A part of the file is not what a PDF must have there; checking stopped.")
    return tuple(dict.fromkeys(found))


# What pikepdf raises when an object is of another kind than its place asks for. A file that cannot
# be checked to its end has a fault; it has not passed.
_BROKEN = (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError)


def _faults(pdf: bytes, opened: pikepdf.Pdf) -> Iterator[str]:
    yield from header_faults(pdf)
    yield from metadata_faults(opened)
    yield from file_faults(opened)
    yield from action_faults(opened)
    tags = read_tags(opened)
    yield from tree_faults(opened, tags)
    contents = tuple(read_contents(opened))
    yield from content_faults(opened, tags, contents)
    yield from font_faults(contents)
