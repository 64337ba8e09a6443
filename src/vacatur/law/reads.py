"""Which columns of the record a page reads: what it can ask, before any record is at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatur.law import nodes as n
from vacatur.law.page import Condition, Page
from vacatur.law.rows import column_of
from vacatur.law.walk import walk

# A name of a condition to follow: page id, name.
_Name = tuple[str, str]

_AMOUNT = (
    "product_form",
    "quantity_grams",
    "quantity_below_grams",
    "quantity_at_least_grams",
    "weight_basis",
    "plant_count",
    "thc_mg",
)
_WITNESSES = ("local_code", "description", "statute")
_CLOSED_BY: Mapping[n.SetName, tuple[n.Entity, str]] = {
    n.SetName.CASE_CHARGES: (n.Entity.CASE, "charges_complete"),
    n.SetName.CHARGE_INCIDENT: (n.Entity.CASE, "charges_complete"),
    n.SetName.PERSON_CHARGES: (n.Entity.PERSON, "history_checked_on"),
}


@dataclass(frozen=True, slots=True, order=True)
class Read:
    """One column; for a list of rows such as `person.warrants`, the list itself."""

    entity: n.Entity
    column: str

    @property
    def meaning(self) -> str:
        """What it is, in the record model's words."""
        column = column_of(self.entity, self.column)
        return column.about.meaning if column else "which there are, or that there are none"

    @property
    def unit(self) -> str:
        """Its unit; empty where it has none."""
        column = column_of(self.entity, self.column)
        return column.about.unit if column else ""

    @property
    def null(self) -> str:
        """What an empty value says."""
        column = column_of(self.entity, self.column)
        return column.about.null if column else "nobody looked"


def reads_of(page: Page, others: Sequence[Page] = ()) -> tuple[Read, ...]:
    """Every column that a page's conditions read, by kind of row and in the order of the page.

    `others` are pages that it may name; conditions on a page that is not among them are left out.
    """
    pages = {each.identifier: each for each in (page, *others)}
    found = dict.fromkeys(
        read
        for condition in _reached(page, pages)
        for node in walk(condition.truth)
        for read in _reads(node)
    )
    order = list(n.Entity)
    return tuple(sorted(found, key=lambda read: order.index(read.entity)))


def _reached(page: Page, pages: Mapping[str, Page]) -> Iterator[Condition]:
    """The page's conditions, and those of other pages that they name, near or far."""
    seen: set[_Name] = set()
    waiting: list[_Name] = [(page.identifier, name) for name in page.condition_names()]
    while waiting:
        where, name = waiting.pop(0)
        if (where, name) in seen or where not in pages:
            continue
        seen.add((where, name))
        for condition in (each for each in pages[where].conditions() if each.name == name):
            yield condition
            refs = [each for each in walk(condition.truth) if isinstance(each, n.Ref)]
            waiting += [(ref.page or where, ref.name) for ref in refs]


def _reads(node: n.Node) -> Iterator[Read]:
    match node:
        case n.Field():
            yield Read(node.entity, node.column)
        case n.AgeOn():
            yield Read(n.Entity.PERSON, "birth_date")
        case n.Amount():
            yield from (Read(n.Entity.CHARGE, name) for name in _AMOUNT)
        case n.IsOffense():
            yield from (Read(n.Entity.CHARGE, name) for name in _WITNESSES)
        case n.RowSet(source=n.SetName() as source):
            yield from _of_set(source)


def _of_set(source: n.SetName) -> Iterator[Read]:
    if source is n.SetName.CHARGE_INCIDENT:
        yield Read(n.Entity.CHARGE, "incident")
    if source in _CLOSED_BY:
        yield Read(*_CLOSED_BY[source])
    else:
        owner, _, name = source.partition(".")
        yield Read(n.Entity(owner), name)
