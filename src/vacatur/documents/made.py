"""What was written of a paper, as a manifest tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A paper that was written. `first` and `last` are the numbers of its pages.

    A form of the court bears no numbers of ours, and is counted with the others all the same.
    """

    file: str
    paper: str
    title: str
    pages: int
    first: int
    last: int
    sha256: str
    restricted: str = ""
    is_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCopy:
    """A copy of a paper in Word, to be edited. It is not the paper, and is not filed."""

    file: str
    sha256: str
