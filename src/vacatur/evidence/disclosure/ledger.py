"""The ledger of releases: what was ever published, so that nothing later unmasks it.

It is a file of JSON lines, each with the hash of the one before. Counts that were not published
are not in it: of a hidden cell only that it was hidden, of a table under seal that it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.errors import ChainBroken, WorkspaceError
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.disclosure.tables import Basis, Dimension, Place, Shape
from vacatur.json_lines import read_json_lines, write_json_lines

LOG = "log.jsonl"
_WHERE = f"releases/{LOG}"


@dataclass(frozen=True, kw_only=True)
class Release:
    """One line. `values` has a number or null, hidden, for each place; it is empty under seal."""

    number: int  # from 1
    on: date
    by: str
    tier: Tier
    least_shown: int  # k of the rule
    shape: Shape
    values: Mapping[Place, int | None]
    rounded_to: int  # 1: not rounded
    previous: str  # hash of the line before; empty for the first

    def as_data(self) -> dict[str, Any]:
        """The same for the file."""
        shape = self.shape
        return {
            "number": self.number,
            "on": self.on.isoformat(),
            "by": self.by,
            "tier": self.tier,
            "least_shown": self.least_shown,
            "table": shape.name,
            "basis": asdict(shape.basis),
            "dimensions": [_dimension_data(each) for each in shape.dimensions],
            "only": {name: sorted(parts) for name, parts in sorted(shape.only.items())},
            "structural_zeros": sorted(shape.structural_zeros),
            "values": [self.values[place] for place in shape.places()] if self.values else [],
            "rounded_to": self.rounded_to,
            "previous": self.previous,
        }

    def sha256(self) -> str:
        """Hash of the line, which the next one holds."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger in a workspace's folder `releases`. Whoever writes holds the workspace's lock."""

    folder: Path

    def read(self) -> tuple[Release, ...]:
        """Every release, the first one first.

        Raises
        ------
        WorkspaceError
            A line cannot be read.
        ChainBroken
            A line is missing, or is not what was written.
        """
        why = "What was published would be forgotten, and a later table could unmask it."
        lines = read_json_lines(self.folder / LOG, _release, where=_WHERE, why=why)
        previous = ""
        for number, line in enumerate(lines, start=1):
            if line.number != number or line.previous != previous:
                raise ChainBroken(
                    "the line does not follow the one before it",
                    where=f"{_WHERE}, line {number}",
                    why=why,
                    repair=f"Take {_WHERE} from a backup.",
                )
            previous = line.sha256()
        return lines

    def append(self, before: Sequence[Release], line: Release) -> None:
        """Add a line to what was read.

        Raises
        ------
        WorkspaceError
            Something was released meanwhile, and this was not audited with it.
        """
        if len(self.read()) != len(before):
            raise WorkspaceError(
                "another table was released meanwhile",
                where=_WHERE,
                why="This one was not audited together with it.",
                repair="Release it again.",
            )
        write_json_lines(self.folder / LOG, (each.as_data() for each in (*before, line)))


def _dimension_data(dimension: Dimension) -> dict[str, Any]:
    made_of = {name: sorted(parts) for name, parts in sorted(dimension.made_of.items())}
    return {
        "name": dimension.name,
        "categories": list(dimension.categories),
        "whole": dimension.whole,
        "tells": dimension.tells,
        "total_printed": dimension.total_printed,
        "made_of": made_of,
    }


def _dimension(data: dict[str, Any]) -> Dimension:
    made_of = {name: frozenset(parts) for name, parts in data["made_of"].items()}
    return Dimension(**{**data, "categories": tuple(data["categories"]), "made_of": made_of})


def _release(data: dict[str, Any]) -> Release:
    shape = Shape(
        name=data["table"],
        basis=Basis(**data["basis"]),
        dimensions=tuple(_dimension(each) for each in data["dimensions"]),
        only={name: frozenset(parts) for name, parts in data["only"].items()},
        structural_zeros=frozenset(tuple(each) for each in data["structural_zeros"]),
    )
    tier = Tier(data["tier"])
    values = data["values"]
    places = list(shape.places()) if tier is Tier.PUBLIC else []
    return Release(
        number=data["number"],
        on=date.fromisoformat(data["on"]),
        by=data["by"],
        tier=tier,
        least_shown=data["least_shown"],
        shape=shape,
        values=dict(zip(places, values, strict=True)),
        rounded_to=data["rounded_to"],
        previous=data["previous"],
    )
