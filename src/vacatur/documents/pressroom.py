"""The press of a process of its own, opened once and used for one matter after another."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.documents.made import MadePaper, WordCopy
from vacatur.documents.making import FormJob, PaperJob, make_papers
from vacatur.documents.typesetting import Press, press
from vacatur.documents.word import WordTemplates
from vacatur.documents.word_copies import make_word_copies

# Of this process: a press takes a second to open.
_open: list[tuple[Press, WordTemplates | None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeMatter:
    """The papers of a matter that were written, and the copies of them in Word, if any."""

    papers: tuple[MadePaper, ...]
    word: tuple[WordCopy, ...]


def open_pressroom(own_templates: Path | None, fonts: Path | None, with_word: bool) -> None:
    """Open the press of this process, and templates of Word where copies are asked for."""
    kept = ExitStack()
    atexit.register(kept.close)
    setter = kept.enter_context(press(own_templates, fonts=fonts))
    _open.append((setter, WordTemplates(own_templates) if with_word else None))


def set_in_pressroom(
    folder: Path, word: Path, jobs: Sequence[PaperJob], forms: Sequence[FormJob], on: date
) -> MadeMatter:
    """Set the papers of a matter (`making.make_papers`), and copy them into the folder `word`.

    Forms of the court have no copies: they stay fields, which can be filled.
    """
    setter, templates = _open[-1]
    papers = make_papers(setter, folder, jobs, forms, on=on)
    named = [(paper.file, job) for paper, job in zip(papers, jobs, strict=False)]
    copies = make_word_copies(templates, word, named, on=on) if templates else ()
    return MadeMatter(papers=papers, word=copies)
