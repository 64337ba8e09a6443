"""Which columns of which rows a page's claims read, so that nothing else is carried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from vacatur.engine.compile.context import Context
from vacatur.law import nodes as n
from vacatur.law.rows import entity_of_set
from vacatur.law.walk import children

AMOUNT_COLUMNS = (
    "product_form",
    "plant_count",
    "thc_mg",
    "quantity_grams",
    "quantity_below_grams",
    "quantity_at_least_grams",
    "weight_basis",
)


def columns_by_row(context: Context, claims: Iterable[n.Node]) -> Mapping[str, set[str]]:
    """For each row name, the columns that some claim (or a name inside it) reads."""
    return columns_of_nodes(node for claim in claims for _, node in context.followed(claim))


def columns_of_nodes(nodes: Iterable[n.Node]) -> Mapping[str, set[str]]:
    """For each row name, the columns that some nodes read, not counting what is inside them."""
    found: dict[str, set[str]] = {row: set() for row in ("charge", "case", "person", "findings")}
    for node in nodes:
        for row, column in _reads(node):
            found.setdefault(row, set()).add(column)
    return found


def _reads(node: n.Node) -> Iterator[tuple[str, str]]:
    match node:
        case n.Field(column="charge_id"):
            return  # every frame carries the keys
        case n.Field():
            yield node.row, node.column
        case n.Amount():
            yield from ((node.row, column) for column in AMOUNT_COLUMNS)
        case n.IsOffense():
            yield node.row, "offense_date"
        case n.AgeOn():
            yield "person", "birth_date"
        case n.RowSet(source=n.SetName() as source):
            yield from _set_reads(source, node.variable)


def _set_reads(source: n.SetName, variable: str) -> Iterator[tuple[str, str]]:
    match source:
        case n.SetName.CASE_CHARGES:
            yield "case", "charges_complete"
        case n.SetName.CHARGE_INCIDENT:
            yield "case", "charges_complete"
            for row in ("charge", variable):
                yield row, "incident"
                yield row, "offense_date"
        case n.SetName.PERSON_CHARGES:
            yield "person", "history_checked_on"


Kept = Callable[[Context, n.Ref], bool]


def nothing_kept(_context: Context, _ref: n.Ref) -> bool:
    """Every condition is read anew."""
    return False


def spoken_of_the_charge(
    context: Context, claim: n.Node, kept: Kept = nothing_kept
) -> Iterator[tuple[Context, n.Node]]:
    """A claim, everything inside it and behind the names in it, as far as it speaks of the charge.

    What is asked of another charge (`meets`) is read elsewhere, and a kept condition is at hand.
    """
    yield context, claim
    if isinstance(claim, n.Meets):
        return
    if isinstance(claim, n.Ref):
        found = None if kept(context, claim) else context.resolve(claim)
        if found is not None:
            yield from spoken_of_the_charge(found[0], found[1], kept)
    for child in children(claim):
        yield from spoken_of_the_charge(context, child, kept)


def sets_of(
    context: Context, claims: Iterable[n.Node], kept: Kept = nothing_kept
) -> Iterator[tuple[Context, n.Node]]:
    """Every node that looks through rows of a table, with its context."""
    for claim in claims:
        for where, node in spoken_of_the_charge(context, claim, kept):
            rows = getattr(node, "rows", None)
            if isinstance(rows, n.RowSet) and isinstance(rows.source, n.SetName):
                yield where, node


def entity_of(rows: n.RowSet) -> n.Entity:
    """What kind of row a set of table rows holds."""
    assert isinstance(rows.source, n.SetName)
    return entity_of_set(rows.source)
