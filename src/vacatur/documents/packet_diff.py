"""What changed between two builds of a packet."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pypdf.errors import PyPdfError

from vacatur.documents.made import MadePaper
from vacatur.documents.manifest import Manifest, read_manifest
from vacatur.documents.pdf_text import bodies_of
from vacatur.errors import PaperRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One paper that is new, gone or another one. `lines` are those that differ, if asked for.

    `only_looks` says that the words are the same.
    """

    place: str
    what: str
    only_looks: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketDiff:
    """Papers of both packets, by what became of them. `same` counts those with the same bytes."""

    same: int
    changes: tuple[Change, ...]
    reasons: tuple[str, ...]


def diff_packets(before: Path, after: Path, *, with_text: bool) -> PacketDiff:
    """Compare two packets, paper by paper.

    Parameters
    ----------
    with_text
        Also the lines that differ; they hold what papers say of people.

    Raises
    ------
    PaperRefused
        A folder holds no packet, or a paper to be compared is not there or is damaged.
    """
    old, new = read_manifest(before), read_manifest(after)
    there, here = ({each.place: each.paper for each in of.placed()} for of in (old, new))
    same = [place for place in there if place in here and _alike(there[place], here[place])]
    changes = []
    for place in sorted({*there, *here} - set(same)):
        if place not in here:
            changes.append(Change(place=place, what="gone", only_looks=False, lines=()))
        elif place not in there:
            changes.append(Change(place=place, what="new", only_looks=False, lines=()))
        else:
            changes.append(_changed(place, before / place, after / place, with_text))
    return PacketDiff(same=len(same), changes=tuple(changes), reasons=tuple(_reasons(old, new)))


def _alike(one: MadePaper, other: MadePaper) -> bool:
    return one.sha256 == other.sha256


def _changed(place: str, before: Path, after: Path, with_text: bool) -> Change:
    old, new = _lines(before), _lines(after)
    lines = [each for each in difflib.ndiff(old, new) if each[0] in "+-"]
    return Change(
        place=place,
        what="changed",
        only_looks=not lines,
        lines=tuple(lines) if with_text else (),
    )


def _lines(path: Path) -> list[str]:
    try:
        return [line for page in bodies_of(path.read_bytes()) for line in page.splitlines()]
    except (FileNotFoundError, PyPdfError) as error:
        is_gone = isinstance(error, FileNotFoundError)
        raise PaperRefused(
            "the paper is not there" if is_gone else "the paper is damaged",
            where=str(path),
            why="The words of two papers are compared, and those of this one cannot be read.",
            repair="[vacatur packet verify] names what else is wrong; take it from a backup.",
        ) from None


def _reasons(old: Manifest, new: Manifest) -> Iterator[str]:
    """What the two were made from, where that differs."""
    told: Mapping[str, tuple[object, object]] = {
        "the day of the papers": (old.on, new.on),
        "the run": (old.run, new.run),
        "the version of vacatur": (old.made_by, new.made_by),
        "the declared papers": (old.papers_sha256, new.papers_sha256),
        "the templates": (old.templates_sha256, new.templates_sha256),
        "being a draft": (old.is_draft, new.is_draft),
    }
    yield from (name for name, (one, other) in told.items() if one != other)
