"""Charges that look alike to a page: the interpreter asks the same of each, with the same effect.

Which facts a charge wants hangs on how each claim of the page came out, on which columns of an
open claim are empty or could not be read, and on the rows of sets that stay open. Each of these is
a column here, so charges that are equal in all of them can be looked into by one example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from vacatur.engine.compile.claim_parts import Part, parts_of, with_shared_flags
from vacatur.engine.compile.claims import ACTUAL, Claims, Mode
from vacatur.engine.compile.context import Context, contexts
from vacatur.engine.compile.frame import name_of
from vacatur.engine.compile.members import Members
from vacatur.engine.compile.needs import Kept, nothing_kept
from vacatur.engine.compile.page import PageFrame
from vacatur.engine.compile.shared import SharedCharges
from vacatur.engine.compile.told import told_by
from vacatur.engine.compile.verdicts import OffenseReader, predicates
from vacatur.engine.decide import Hold, unheld
from vacatur.law import nodes as n
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.tables import Records

MARKED = {row: {"unreadable"} for row in ("charge", "case", "person")}


def alike(
    rulebook: Rulebook,
    page: Page,
    records: Records,
    opened: ir.Table,
    day: Any,
    *,
    hold: Hold = unheld,
    shared: SharedCharges | None = None,
) -> ir.Table:
    """How each open charge looks to a page on the day of decision.

    Parameters
    ----------
    rulebook, page
        The page, in force and verified on `day`.
    records
        The record tables, linked.
    opened
        The charges to look at: a table with `charge_id`. The page left each of them open, and none
        of its conditions is known to refer them to a person.
    day
        Day of decision, a date.
    hold
        Given the charges with their case and person, returns the same rows, stored.
    shared
        What all pages read on that day, with `MARKED`; None: it is read anew for this one.

    Returns
    -------
    ibis.Table
        Unexecuted. One row for each charge: `charge_id`, `person_id`, and columns `alike_0`, ...
        Charges equal in all of these (null equals null) want the same facts.

    Raises
    ------
    LookupError
        The page is not in force on the day.
    """
    pieces = (piece for piece in contexts(rulebook, page) if day in piece.span)
    context = next(pieces, None)
    if context is None:
        raise LookupError(f"[{page.page_id}] is not in force on {day}")
    offenses = OffenseReader(rulebook, records["offenses"])
    frame = _Frame(context, records, offenses, shared)
    charges = frame.charges(ibis.literal(day, "date"))
    ids = opened.select(asked_id=opened.charge_id)
    charges = charges.semi_join(ids, charges[name_of("charge", "charge_id")] == ids.asked_id)
    modes = frame.modes()
    table = frame.with_sets(hold(frame.with_neighbours(charges)), modes)
    return _Likeness(frame, table, modes).table()


class _Frame(PageFrame):
    """A frame of what an open answer hangs on; it also carries what could not be read."""

    def __init__(
        self,
        context: Context,
        records: Records,
        offenses: OffenseReader,
        shared: SharedCharges | None,
    ) -> None:
        super().__init__(context, records, offenses, shared)
        version = context.version
        hanging: list[n.Truth] = [version.scope.when]
        hanging += [refer.when for refer in version.refers if isinstance(refer.when, n.Ref)]
        hanging += [grant.when for grant in version.grants]
        hanging += [bar.when for bar in version.bars]
        self._hanging, self.parts = _with_flagged_refers(context, hanging)

    def _claims(self) -> list[n.Node]:
        return list(self._hanging)

    def _shared_charges(self, more: Iterable[n.Node] = ()) -> ir.Table:
        assert self._shared is not None
        asked = [*predicates(self.context, self._claims()), *more]
        return self._shared.charges(self._needs(), asked)

    def _is_kept(self, mode: Mode) -> Kept:
        """What a condition of another page leaves open is looked into here as well."""
        return nothing_kept

    def _claims_under(self, mode: Mode) -> list[n.Node]:
        return list(self._hanging)

    def _needs(self) -> Mapping[str, set[str]]:
        needs = super()._needs()
        return {row: columns | MARKED.get(row, set()) for row, columns in needs.items()}


def _with_flagged_refers(
    context: Context, hanging: list[n.Truth]
) -> tuple[list[n.Truth], list[Part]]:
    """Add the flags that refer where an answer to an open claim could raise them; and all parts.

    A flag that shares no claim with what is open stays down whatever is answered.
    """
    refers = [r.when for r in context.version.refers if isinstance(r.when, n.Flagged)]
    while True:
        parts = with_shared_flags(x for claim in hanging for x in parts_of(context, claim))
        there = {part.key for part in parts}
        more = [
            flag
            for flag in refers
            if flag not in hanging
            and any(part.key in there for part in parts_of(context, flag.part))
        ]
        if not more:
            return hanging, parts
        hanging = [*hanging, *more]


class _Likeness:
    """Builds the columns in which charges are compared."""

    def __init__(self, frame: _Frame, table: ir.Table, modes: list[Mode]) -> None:
        self._frame = frame
        self._modes = modes
        self._members = Members(frame, table, frame.parts, modes)
        self._table = self._members.joined()

    def table(self) -> ir.Table:
        table = self._table
        looks = [*self._outside_sets(), *self._members.looks(table)]
        return table.select(
            charge_id=table[name_of("charge", "charge_id")],
            person_id=table[name_of("charge", "person_id")],
            **{f"alike_{i}": look for i, look in enumerate(looks)},
        )

    def _outside_sets(self) -> Iterator[ir.Value]:
        """How each claim came out, and what is missing where one stayed open."""
        told: dict[object, ir.Value] = {}
        for part in self._frame.parts:
            for mode in self._modes if any(part.sets) else [ACTUAL]:
                yield self._claims(part, mode).truth(part.node)
            told |= told_by(self._claims(part, ACTUAL), part)
        yield from told.values()
        for row in MARKED:
            disputed = self._table[name_of(row, "disputed")]
            yield disputed.sort().join(" ").fill_null("")

    def _claims(self, part: Part, mode: Mode) -> Claims:
        return Claims(self._table, part.context, mode, self._frame.set_column)
