"""Copies of papers in Word, written into a folder under the names of the papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from vacatur.documents.made import WordCopy
from vacatur.documents.making import PaperJob
from vacatur.documents.word import WordTemplates


def make_word_copies(
    templates: WordTemplates, folder: Path, papers: Sequence[tuple[str, PaperJob]], *, on: date
) -> tuple[WordCopy, ...]:
    """Write a copy of each paper.

    Parameters
    ----------
    papers
        Each with the name of its file, which the copy bears too, but for the ending.

    Raises
    ------
    PaperRefused
        One cannot be made; the folder then holds what came before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_copies(templates, folder, papers, on))


def _copies(
    templates: WordTemplates, folder: Path, papers: Sequence[tuple[str, PaperJob]], on: date
) -> Iterator[WordCopy]:
    for file, job in papers:
        docx = templates.copy(job.template, job.data, on=on)
        path = folder / Path(file).with_suffix(".docx").name
        path.write_bytes(docx)
        yield WordCopy(file=path.name, sha256=hashlib.sha256(docx).hexdigest())
