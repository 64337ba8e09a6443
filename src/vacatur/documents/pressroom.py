"""The press of a process of its own, opened once and used for one matter after another."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from vacatur.documents.making import FormJob, MadePaper, PaperJob, make_papers
from vacatur.documents.typesetting import Press, press

_open: list[Press] = []  # of this process: a press takes a second to open


def open_pressroom(own_templates: Path | None, fonts: Path | None) -> None:
    """Open the press of this process."""
    kept = ExitStack()
    atexit.register(kept.close)
    _open.append(kept.enter_context(press(own_templates, fonts=fonts)))


def set_in_pressroom(
    folder: Path, jobs: Sequence[PaperJob], forms: Sequence[FormJob], on: date
) -> tuple[MadePaper, ...]:
    """Set the papers of a matter (`making.make_papers`)."""
    return make_papers(_open[0], folder, jobs, forms, on=on)
