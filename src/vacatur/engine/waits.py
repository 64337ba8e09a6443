"""The first day on which a grant's periods have all run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vacatur.engine.interpret import Interpreter
from vacatur.law import nodes as n
from vacatur.law.page import Grant, Version
from vacatur.law.walk import walk
from vacatur.record.charge import Charge

Wait = n.Waited | n.NotWithin | n.HasPassed


def joined_waits(node: n.Truth, version: Version) -> Iterator[Wait | None]:
    """The periods that must all run; None stands for one that is only an alternative.

    Only periods joined by `all_of` give a first day. Where a period is one of several ways to
    satisfy a claim, or belongs to another row, no single day can be named.
    """
    match node:
        case n.AllOf():
            for part in node.parts:
                yield from joined_waits(part, version)
        case n.Ref(page=""):
            yield from joined_waits(version.conditions[node.name].truth, version)
        case n.Waited() | n.NotWithin() | n.HasPassed():
            yield node
        case _:
            if any(_holds_a_wait(each, version) for each in walk(node)):
                yield None


def _holds_a_wait(node: n.Node, version: Version) -> bool:
    if isinstance(node, n.Ref):
        # a condition of another page is read there; its periods give no day here
        return node.page != "" or any(
            _holds_a_wait(each, version) for each in walk(version.conditions[node.name].truth)
        )
    return isinstance(node, Wait)


def eligible_on(grant: Grant, version: Version, reader: Interpreter, charge: Charge) -> date | None:
    """First day on which every period of a grant has run; None where it cannot be said."""
    waits = list(joined_waits(grant.when, version))
    rows = reader.rows_for(charge)
    days = [None if wait is None else reader.first_day(wait, rows) for wait in waits]
    return None if not days or None in days else max(day for day in days if day)
