"""What a page reads of a charge, its case and its person: a dispute about it is for a person.

A disputed value is null, as an unknown one is. But where nobody has looked, a flag stays down, and
where two sources disagree, somebody has looked, and one of them may be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from vacatur.law import nodes as n
from vacatur.law.page import Version
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk

ROWS = ("charge", "case", "person")
# What says what a charge is for. Print alone does not settle what a laboratory disputes.
OFFENSE = ("act", "description", "kind", "local_code", "statute", "substance")
_AMOUNT = (
    "product_form",
    "plant_count",
    "quantity_grams",
    "quantity_below_grams",
    "quantity_at_least_grams",
    "thc_mg",
    "weight_basis",
)


def nodes_followed(rulebook: Rulebook, version: Version, as_of: date) -> Iterator[n.Node]:
    """Every node of a version's conditions, and of the conditions of other pages that they name."""
    waiting = [(version, condition.truth) for condition in version.conditions.values()]
    while waiting:
        holder, claim = waiting.pop()
        for node in walk(claim):
            yield node
            if not isinstance(node, n.Ref) or (not node.page and holder is version):
                continue  # the version's own conditions are all in line already
            named = rulebook.by_identifier[node.page].version_on(as_of) if node.page else holder
            if named is not None:
                waiting.append((named, named.conditions[node.name].truth))


def columns_read(nodes: Iterable[n.Node]) -> Mapping[str, tuple[str, ...]]:
    """The columns of each of `ROWS` that some claims read, whatever they make of them.

    `nodes` are all nodes of the claims, with those behind the names in them.
    """
    found: dict[str, set[str]] = {row: set() for row in ROWS}
    for node in nodes:
        for row, column in _read(node):
            if row in found:
                found[row].add(column)
    return {row: tuple(sorted(columns)) for row, columns in found.items()}


def _read(node: n.Node) -> Iterator[tuple[str, str]]:
    match node:
        case n.Field():
            yield node.row, node.column
        case n.Amount():
            yield from ((node.row, column) for column in _AMOUNT)
        case n.IsOffense():
            yield from ((node.row, column) for column in (*OFFENSE, "offense_date"))
        case n.AgeOn():
            yield "person", "birth_date"
        case n.RowSet(source=n.SetName() as source):
            yield from _closing(source)


def _closing(source: n.SetName) -> Iterator[tuple[str, str]]:
    """What says whether a set is whole."""
    match source:
        case n.SetName.CASE_CHARGES | n.SetName.CHARGE_INCIDENT:
            yield "case", "charges_complete"
        case n.SetName.PERSON_CHARGES:
            yield "person", "history_checked_on"
        case _:
            owner, _, name = source.partition(".")
            yield owner, f"{name}_checked"
