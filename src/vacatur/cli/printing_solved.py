"""What the solver found, for a terminal and for another program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from vacatur.cli.words import counted
from vacatur.office.law_solving import Solved


def solved_in_words(law: str, found: Sequence[Solved]) -> str:
    """Every finding with its example; faults first."""
    return "\n".join(_solved(law, found))


def solved_data(found: Sequence[Solved]) -> list[dict[str, object]]:
    """Every finding as data."""
    return [asdict(each) for each in found]


def _solved(law: str, found: Sequence[Solved]) -> Iterator[str]:
    for each in sorted(found, key=lambda each: not each.is_fault):
        yield f"{'FAULT' if each.is_fault else 'warning'} {each.where}: {each.what}"
        yield from (f"  {part}" for part in (each.why, each.repair) if part)
        if each.answer is not None:
            yield f"  The example comes out as: {each.answer}"
        if each.table is not None:
            yield from (f"    {line}" for line in each.table.splitlines())
        elif each.docket is not None:
            yield f"    {json.dumps(each.docket, ensure_ascii=False)}"
    faults = sum(each.is_fault for each in found)
    yield (
        f"{law}: the solver found {counted(faults, 'fault')} "
        f"and {counted(len(found) - faults, 'warning')}."
    )
