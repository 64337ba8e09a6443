"""Read and check a coverage file: what a source declares that its silence means."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from vacatur.errors import nearest
from vacatur.ingest.coverage import ChargeLists, Coverage, Searches, WarrantLists
from vacatur.record.terms import Court, Term
from vacatur.yaml_nodes import (
    Keys,
    Node,
    Scalar,
    day_of,
    read_nodes,
    require_format,
    scalars_of,
    text_of,
)

FILE = "coverage.yaml"
FORMAT = 1
KEYS = ("format", "courts", "counties", "first_day", "last_day", "charges", "searches",
        "warrants", "exported_on", "source")  # fmt: skip

_Word = TypeVar("_Word", bound=Term)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageFile:
    """A coverage file, read."""

    path: Path
    sha256: str
    coverage: Coverage


def load_coverage(path: Path) -> CoverageFile:
    """Read a coverage file.

    Parameters
    ----------
    path
        A YAML file; docs/coverage.md has its keys.

    Returns
    -------
    CoverageFile
        A key that is left out is None: not declared.

    Raises
    ------
    IngestError
        With the line: a key or a term is not known (the nearest is named), a day is no day or is
        out of order, a name stands twice, or a place is still [?].
    """
    root = read_nodes(path)
    root.require_known(KEYS, "a coverage file")
    require_format(root, FORMAT, "the coverage file")
    nodes = root.nodes
    coverage = Coverage(
        courts=_courts(nodes.get("courts")),
        counties=_counties(nodes.get("counties")),
        first_day=_day(nodes.get("first_day")),
        last_day=_day(nodes.get("last_day")),
        charges=_term(nodes.get("charges"), ChargeLists),
        searches=_term(nodes.get("searches"), Searches),
        warrants=_term(nodes.get("warrants"), WarrantLists),
        exported_on=_day(nodes.get("exported_on")),
        source=_source(nodes.get("source")),
    )
    _require_order(root, coverage)
    return CoverageFile(
        path=path, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), coverage=coverage
    )


def template() -> str:
    """A coverage file with its places open, each with what it means."""
    return Path(__file__).with_name("coverage_template.yaml").read_text(encoding="utf-8")


def _courts(node: Node | None) -> tuple[Court, ...] | None:
    if node is None:
        return None
    return tuple(_word(each, Court) for each in _once(node, "a court"))


def _counties(node: Node | None) -> tuple[str, ...] | None:
    if node is None:
        return None
    return tuple(each.text.strip() for each in _once(node, "a name of a county"))


def _once(node: Node, what: str) -> tuple[Scalar, ...]:
    """Values that are not blank, each of them once."""
    scalars = tuple(scalars_of(node, what))
    seen: set[str] = set()
    for each in scalars:
        text = each.text.strip()
        if not text:
            raise each.place.error(f"{what} is blank", repair="Remove it.")
        if text in seen:
            raise each.place.error(f"[{text}] stands twice", repair="Name it once.")
        seen.add(text)
    return scalars


def _term(node: Node | None, terms: type[_Word]) -> _Word | None:
    if node is None:
        return None
    text_of(node, "one word")
    return _word(scalars_of(node, "one word")[0], terms)


def _word(scalar: Scalar, terms: type[_Word]) -> _Word:
    known = [term.value for term in terms]
    if scalar.text not in known:
        raise scalar.place.error(
            f"[{scalar.text}] is not known here", repair=nearest(scalar.text, known)
        )
    return terms(scalar.text)


def _day(node: Node | None) -> date | None:
    return None if node is None else day_of(node)


def _source(node: Node | None) -> str | None:
    return None if node is None else text_of(node, "a text").strip() or None


def _require_order(root: Keys, coverage: Coverage) -> None:
    days = (
        ("first_day", coverage.first_day),
        ("last_day", coverage.last_day),
        ("exported_on", coverage.exported_on),
    )
    known = [(name, day) for name, day in days if day]
    for (name, day), (later_name, later) in pairwise(known):
        if day > later:
            raise root.keys[later_name].error(
                f"[{later_name}] is {later}, and [{name}] is {day}, which is later",
                why="An export holds nothing of the days after it was made.",
                repair="Correct one of the two days.",
            )
