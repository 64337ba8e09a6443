"""The world of small records: a few other charges, one row in each list, read exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import z3

from vacatur.engine.solve import days
from vacatur.engine.solve.days import SymbolicDay
from vacatur.engine.solve.offenses import OFFENSE, ListedOffenses
from vacatur.engine.solve.terms import (
    SymbolicList,
    SymbolicTruth,
    SymbolicValue,
    Term,
    all_of,
)
from vacatur.engine.solve.texts import Texts, others
from vacatur.engine.solve.world import Asked, ChargeRow, Held, Row, Rows, World
from vacatur.law import nodes as n
from vacatur.law.citation import parse_citation
from vacatur.law.codes import Offense
from vacatur.law.nodes import Entity, SetName
from vacatur.law.rows import entity_of_set
from vacatur.law.rulebook import Rulebook
from vacatur.record.columns import ColumnType

# The years of which examples are made. No two of them differ in the rule of leap years.
LIVED = (1901, 2099)
_CHARGE_SETS = (SetName.CASE_CHARGES, SetName.PERSON_CHARGES, SetName.CHARGE_INCIDENT)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """The one row that a list of the record may hold. `known` = somebody looked."""

    row: Row
    known: Term
    filled: Term


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a set: whether it is there at all, and whether it belongs."""

    row: Row
    there: Term
    belongs: SymbolicTruth


class SmallWorld(World):
    """Holds a charge, one other charge of its case, and `others` charges in cases of their own."""

    def __init__(
        self,
        rulebook: Rulebook,
        catalogue: Sequence[Offense],
        citations: Iterable[str],
        texts: Texts,
        *,
        others: int,
    ) -> None:
        super().__init__(years=LIVED)
        self.offenses = ListedOffenses(rulebook, self, catalogue)
        self._citations = tuple(citations)
        self._texts = texts
        beside = ChargeRow(Row("c2", Entity.CHARGE), self.target.case, Row("f2", Entity.FINDINGS))
        elsewhere = (
            ChargeRow(
                Row(f"c{number}", Entity.CHARGE),
                Row(f"k{number}", Entity.CASE),
                Row(f"f{number}", Entity.FINDINGS),
            )
            for number in range(3, 3 + others)
        )
        self.charges: tuple[ChargeRow, ...] = (self.target, beside, *elsewhere)
        self.lists: dict[SetName, ListedRow] = {}
        # Slots are alike, so the first ones are filled first.
        filled = [self.is_there(each) for each in self.charges[2:]]
        self.rules += [z3.Implies(later, earlier) for earlier, later in pairwise(filled)]

    # ---- rows -----------------------------------------------------------------------------

    def is_there(self, charge: ChargeRow) -> Term:
        """Whether a charge of the world is in the record."""
        return z3.BoolVal(True) if charge is self.target else z3.Bool(f"{charge.row.key} is there")

    def cases(self) -> list[Row]:
        """Every case that may be in the record."""
        return list(dict.fromkeys(each.case for each in self.charges))

    def listed(self, name: SetName) -> ListedRow:
        """The row of a list."""
        if name not in self.lists:
            row = Row(name.value, entity_of_set(name))
            self.lists[name] = ListedRow(
                row, z3.Bool(f"{name.value} known"), z3.Bool(f"{name.value} filled")
            )
        return self.lists[name]

    def rows_of(self, charge: Row) -> dict[str, Row]:
        return self.rows_for(next(each for each in self.charges if each.row is charge))

    def _variable(self, row: Row, column: ColumnType) -> Held:
        if row.entity is Entity.CHARGE and column.name in OFFENSE:
            return self.offenses.column(row, column.name, self.words)
        held = super()._variable(row, column)
        if isinstance(held, SymbolicValue) and z3.is_arith(held.value):
            self.rules.append(held.value >= 0)
        if column.kind is str and isinstance(held, SymbolicValue) and column.name != "charge_id":
            may_hold = sorted(self._may_hold(column.name))
            self.rules.append(z3.Or([held.value == self.words.number(each) for each in may_hold]))
        # Findings of another charge are not in a docket.
        if row.entity is Entity.FINDINGS and row is not self.target.findings:
            self.rules.append(z3.Not(held.known))
        return held

    def _may_hold(self, name: str) -> set[str]:
        """The texts of a column. One that names a row of the record holds ids of the record."""
        if name in ("charge", "underlying"):
            return {each.row.key for each in self.charges}
        if name == "case":
            return {each.key for each in self.cases()}
        cited = self._citations if "statute" in name else ()
        return {*self._texts.get(name, ()), *cited, *others(name)}

    # ---- offences -------------------------------------------------------------------------

    def is_on(self, row: Row, code_list: str) -> SymbolicTruth:
        offense_date = self.field(row, "offense_date")
        assert isinstance(offense_date, SymbolicDay)
        return self.offenses.is_on(row, code_list, offense_date)

    def is_under(self, row: Row, column: str, citation: str) -> SymbolicTruth:
        if row.entity is Entity.CHARGE and column == "statute":
            return self.offenses.is_under(row, citation)
        held, wanted = self.value(row, column), parse_citation(citation)
        read = ((each, parse_citation(each)) for each in self._citations)
        under = [each for each, cited in read if cited and wanted and cited.is_under(wanted)]
        named = z3.Or([held.value == self.words.number(each) for each in under])
        return SymbolicTruth(z3.And(held.known, named), z3.And(held.known, z3.Not(named)))

    def same_statute(self, left: tuple[Row, str], right: tuple[Row, str]) -> SymbolicTruth:
        mine, other = self._citation(*left), self._citation(*right)
        known, same = z3.And(mine.known, other.known), mine.value == other.value
        return SymbolicTruth(z3.And(known, same), z3.And(known, z3.Not(same)))

    def _citation(self, row: Row, column: str) -> SymbolicValue:
        if row.entity is Entity.CHARGE and column == "statute":
            return self.offenses.citation(row, self.words)
        return self.value(row, column)

    # ---- sets -----------------------------------------------------------------------------

    def there_is(self, row_set: n.RowSet, asked: Asked) -> SymbolicTruth:
        found = self._answers(row_set, asked)
        yes = z3.Or([z3.And(member.there, answer.yes) for member, answer in found])
        none = z3.And([z3.Or(z3.Not(m.there), answer.no) for m, answer in found])
        return SymbolicTruth(yes, z3.And(self._is_closed(row_set.source, asked.rows), none))

    def count(self, counted: n.Counted, limit: int, asked: Asked, *, strict: bool) -> SymbolicTruth:
        found = self._answers(counted.rows, asked)
        sure = [(m.row, z3.And(m.there, answer.yes)) for m, answer in found]
        possible = [(m.row, z3.And(m.there, z3.Not(answer.no))) for m, answer in found]
        low, high = self._number(sure, counted), self._number(possible, counted)
        most = limit - 1 if strict else limit
        closed = self._is_closed(counted.rows.source, asked.rows)
        return SymbolicTruth(z3.And(closed, high <= most), low > most)

    def _number(self, rows: list[tuple[Row, Term]], counted: n.Counted) -> Term:
        if not counted.cases:
            return z3.Sum([z3.If(holds, 1, 0) for _, holds in rows] or [z3.IntVal(0)])
        by_case: dict[Row, list[Term]] = {}
        for row, holds in rows:
            by_case.setdefault(self.rows_of(row)["case"], []).append(holds)
        return z3.Sum([z3.If(z3.Or(holds), 1, 0) for holds in by_case.values()])

    def picked(self, node: n.Picked, asked: Asked) -> SymbolicDay:
        found = self._answers(node.rows, asked)
        closed = self._is_closed(node.rows.source, asked.rows)
        known, chosen = [closed], z3.BoolVal(False)
        best = days.constant(date.min)
        for member, answer in found:
            day = self.field(member.row, node.day.column)
            assert isinstance(day, SymbolicDay)
            counts = z3.And(member.there, answer.yes)
            known += [z3.Implies(member.there, z3.Not(answer.unknown))]
            known += [z3.Implies(counts, day.known)]
            wins = day.code > best.code if node.last else day.code < best.code
            best = days.chosen(z3.And(counts, z3.Or(z3.Not(chosen), wins)), day, best)
            chosen = z3.Or(chosen, counts)
        return replace(best, known=z3.And([*known, chosen]))

    def members(self, source: SetName | n.Field, rows: Rows) -> Iterator[Member]:
        """The rows that a set may hold, as seen from some rows."""
        surely = SymbolicTruth(z3.BoolVal(True), z3.BoolVal(False))
        assert isinstance(source, SetName)  # a list of words has no condition
        if source is SetName.CHARGE_INCIDENT:
            yield from self._incident(rows["charge"])
        elif source in _CHARGE_SETS:
            for each in self.charges:
                if source is SetName.PERSON_CHARGES or each.case is rows["case"]:
                    yield Member(each.row, self.is_there(each), surely)
        else:
            listed = self.listed(source)
            yield Member(listed.row, z3.And(listed.known, listed.filled), surely)

    def _incident(self, charge: Row) -> Iterator[Member]:
        mine, my_day = self.value(charge, "incident"), self.field(charge, "offense_date")
        assert isinstance(my_day, SymbolicDay)
        for each in self.charges:
            if each.row is charge:
                belongs = SymbolicTruth(z3.BoolVal(True), z3.BoolVal(False))
            else:
                other, day = self.value(each.row, "incident"), self.field(each.row, "offense_date")
                assert isinstance(day, SymbolicDay)
                determined = z3.And(mine.known, other.known)
                same_case = each.case is self.rows_of(charge)["case"]
                one_day = z3.Or(
                    z3.BoolVal(same_case),
                    z3.Not(my_day.known),
                    z3.Not(day.known),
                    days.is_days_from(my_day, day, 0),
                )
                belongs = SymbolicTruth(
                    z3.And(determined, mine.value == other.value),
                    z3.Or(
                        z3.And(determined, mine.value != other.value),
                        z3.And(z3.Not(determined), z3.Not(one_day)),
                    ),
                )
            yield Member(each.row, self.is_there(each), belongs)

    def _answers(self, row_set: n.RowSet, asked: Asked) -> list[tuple[Member, SymbolicTruth]]:
        if isinstance(row_set.source, n.Field):
            held = self.field(asked.rows[row_set.source.row], row_set.source.column)
            assert isinstance(held, SymbolicList)
            there = z3.And(held.known, held.filled)
            surely = SymbolicTruth(z3.BoolVal(True), z3.BoolVal(False))
            return [(Member(self.person, there, surely), surely)]
        answers = []
        for member in self.members(row_set.source, asked.rows):
            parts = [member.belongs]
            if row_set.where is not None:
                inner = {**asked.rows, row_set.variable: member.row}
                parts.append(asked.truth(row_set.where, inner))
            answers.append((member, all_of(parts)))
        return answers

    def _is_closed(self, source: SetName | n.Field, rows: Rows) -> Term:
        if isinstance(source, n.Field):
            held = self.field(rows[source.row], source.column)
            return held.known
        if source in (SetName.CASE_CHARGES, SetName.CHARGE_INCIDENT):
            complete = self.value(rows["case"], "charges_complete")
            return z3.And(complete.known, complete.value)
        if source is not SetName.PERSON_CHARGES:
            return self.listed(source).known
        searched = self.field(self.person, "history_checked_on")
        assert isinstance(searched, SymbolicDay)
        cut = []
        for each in self.charges:
            complete = self.value(each.case, "charges_complete")
            cut.append(z3.And(self.is_there(each), complete.known, z3.Not(complete.value)))
        return z3.And(
            searched.known, days.is_days_from(searched, self.as_of, 0), z3.Not(z3.Or(cut))
        )
