"""The interpreter: the slow, obvious reading of one claim for one charge.

It is the reference. The compiler must agree with it row for row, and explanations are told from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from vacatur.dates import age_on, anniversary, days_after
from vacatur.engine import amounts
from vacatur.engine.disputes import OFFENSE, ROWS, columns_read, nodes_followed
from vacatur.engine.questions import OpenClaim, Question, Why
from vacatur.engine.sets import Interval, Member, members_of
from vacatur.engine.truth import Truth, all_of, any_of, negation
from vacatur.law import nodes as n
from vacatur.law.citation import parse_citation
from vacatur.law.codes import Offense
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.record.charge import Charge
from vacatur.record.columns import columns_of
from vacatur.record.findings import Findings
from vacatur.record.record import Record


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What to take as given beyond the record.

    `waits_have_run` asks what an answer would be once every period has run; `findings_are_made`
    what it would be once every open finding is made. `answers` settles single open claims.
    """

    waits_have_run: bool = False
    findings_are_made: bool = False
    answers: Mapping[OpenClaim, bool] = field(default_factory=dict)


NOTHING_ASSUMED = Assumptions()


class _Answer(NamedTuple):
    """A condition's answer, and the claims that left it open; none where it is settled."""

    answer: Truth
    open_claims: Mapping[OpenClaim, tuple[Question, ...]]


class Interpreter:
    """Reads claims of one page for the charges of one record, as it was known on its `as_of`.

    `open_claims` collects every claim that came out unknown, with its questions.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        page: Page,
        version: Version,
        record: Record,
        *,
        assume: Assumptions = NOTHING_ASSUMED,
    ) -> None:
        self.rulebook = rulebook
        self.page = page
        self.version = version
        self.record = record
        self.assume = assume
        self.open_claims: dict[OpenClaim, tuple[Question, ...]] = {}
        self._read_before: dict[tuple[str, str, str], _Answer] = {}

    # ---- claims -------------------------------------------------------------------------

    def condition(self, name: str, charge: Charge) -> Truth:
        """A named condition for a charge."""
        return self._named(name, self.rows_for(charge))

    def _named(self, name: str, rows: Mapping[str, Any]) -> Truth:
        """A condition of this page, read once for each charge: many other conditions may name it.

        It sees the charge under decision and its neighbours, never the row of a set around it.
        """
        key = (self.page.page_id, name, rows["charge"].charge_id)
        if key not in self._read_before:
            around, self.open_claims = self.open_claims, {}
            answer = self.truth(self.version.conditions[name].truth, rows)
            self._read_before[key] = _Answer(answer, self.open_claims)
            self.open_claims = around
        return self._again(self._read_before[key])

    def _again(self, read: _Answer) -> Truth:
        self.open_claims.update(read.open_claims)
        return read.answer

    def is_undisputed(self, charge: Charge) -> bool:
        """Whether nothing that the page reads of a charge, its case and its person is disputed.

        Each dispute is noted as an open claim, unless it is assumed to be settled.
        """
        rows = self.rows_for(charge)
        if not any(rows[name].disputed for name in ROWS):
            return True
        nodes = nodes_followed(self.rulebook, self.version, self.record.as_of)
        undisputed = True
        for name, columns in columns_read(nodes).items():
            for column in sorted(rows[name].disputed.intersection(columns)):
                claim = OpenClaim(0, f"{name}.{column} is disputed", (_row_id(rows[name]),))
                if claim not in self.assume.answers:
                    question = Question(
                        name, getattr(rows[name], f"{name}_id"), column, Why.DISPUTED
                    )
                    self.open_claims[claim] = (question,)
                    undisputed = False
        return undisputed

    def rows_for(self, charge: Charge) -> dict[str, Any]:
        """The rows that a rule sees for one charge."""
        return {
            "charge": charge,
            "case": self.record.case_of(charge),
            "person": self.record.person,
            "findings": self.record.findings.get(charge.charge_id) or _no_findings(charge),
        }

    def truth(self, node: n.Truth, rows: Mapping[str, Any]) -> Truth:
        """Whether a claim is true, false or unknown.

        A part that stayed open inside a claim that came out settled asks for nothing.
        """
        before = len(self.open_claims)
        answer = self._read(node, rows)
        if answer is not None:
            while len(self.open_claims) > before:
                self.open_claims.popitem()  # the last that was noted
        return answer

    def _read(self, node: n.Truth, rows: Mapping[str, Any]) -> Truth:
        match node:
            case n.AllOf():
                return all_of([self.truth(part, rows) for part in node.parts])
            case n.AnyOf():
                return any_of([self.truth(part, rows) for part in node.parts])
            case n.Not():
                return negation(self.truth(node.part, rows))
            case n.Flagged():
                return self.truth(node.part, rows) is True
            case n.Ref():
                return self._referred(node, rows)
            case n.Meets():
                return self.truth(node.condition, self.rows_for(rows[node.row]))
            case n.ThereIs():
                return self._there_is(node, node.rows, rows)
            case n.Every():
                return negation(self._there_is(node, node.rows.denied(), rows))
            case n.Waited() | n.NotWithin() | n.HasPassed() if self.assume.waits_have_run:
                return True
            case n.Finding() if self.assume.findings_are_made:
                recorded = self.value(node.recorded_as, rows)
                return True if recorded is None else bool(recorded)
            case _:
                return self._settled(node, rows, self._leaf(node, rows))

    def _referred(self, ref: n.Ref, rows: Mapping[str, Any]) -> Truth:
        if not ref.page:
            return self._named(ref.name, rows)
        other = self.rulebook.by_identifier[ref.page]
        if read := self._read_before.get((other.page_id, ref.name, rows["charge"].charge_id)):
            return self._again(read)
        version = other.version_on(self.record.as_of)
        if version is None:
            return False  # a page that is not in force makes no condition true
        inner = Interpreter(self.rulebook, other, version, self.record, assume=self.assume)
        inner._read_before = self._read_before  # the same record, under the same assumptions
        answer = inner._named(ref.name, rows)
        self.open_claims.update(inner.open_claims)
        return answer

    def _leaf(self, node: n.Truth, rows: Mapping[str, Any]) -> Truth:
        match node:
            case n.Field():
                held = self.value(node, rows)
                return None if held is None else bool(held)
            case n.Equal():
                left, right = self.value(node.left, rows), self.value(node.right, rows)
                if left is None or right is None:
                    return None
                return bool((left == right) != node.negated)
            case n.SameRow():
                same = rows[node.left].charge_id == rows[node.right].charge_id
                return bool(same) != node.negated
            case n.IsIn():
                held = self.value(node.left, rows)
                return None if held is None else held in node.terms
            case n.IsOffense():
                return self._is_offense(node, rows[node.row])
            case n.Under():
                return self._is_under(self.value(node.left, rows), node.citation)
            case n.SameStatute():
                cited = [parse_citation(self.value(s, rows)) for s in (node.left, node.right)]
                return None if None in cited else cited[0] == cited[1]
            case n.Before():
                left, right = self.value(node.left, rows), self.value(node.right, rows)
                if left is None or right is None:
                    return None
                return bool(left <= right if node.inclusive else left < right)
            case n.Waited() | n.NotWithin() | n.HasPassed():
                return self._wait(node, rows)
            case n.Limit():
                return self._limit(node, rows)
            case n.Finding():
                held = self.value(node.recorded_as, rows)
                return None if held is None else bool(held)
        raise AssertionError(f"no reading for {type(node).__name__}")

    def _is_offense(self, node: n.IsOffense, charge: Charge) -> Truth:
        jurisdiction, _, name = node.code_list.rpartition("/")
        verdict = self.rulebook.codes[jurisdiction].verdict(offense_of(charge), name)
        if charge.disputed.intersection(OFFENSE):
            return None
        day = charge.offense_date
        outside = verdict.answer is True and day is not None and day not in verdict.used
        return None if outside else verdict.answer

    def _is_under(self, statute: str | None, ancestor: str) -> Truth:
        cited, wanted = parse_citation(statute), parse_citation(ancestor)
        return None if cited is None or wanted is None else cited.is_under(wanted)

    def first_day(self, node: n.Waited | n.NotWithin | n.HasPassed, rows: Mapping[str, Any]) -> Any:
        """First day on which a period has run; None where it cannot be said."""
        match node:
            case n.HasPassed():
                return self.value(node.day, rows)
            case n.Waited():
                since = self.value(node.since, rows)
                if since is None:
                    return None
                return (
                    anniversary(since, node.years) if node.years else days_after(since, node.days)
                )
            case n.NotWithin():
                after = self.value(node.after, rows)
                reached = None if after is None else anniversary(after, node.years)
                return None if reached is None else days_after(reached, 1)

    def _wait(self, node: n.Waited | n.NotWithin | n.HasPassed, rows: Mapping[str, Any]) -> Truth:
        first = self.first_day(node, rows)
        if first is None:
            return None
        # The anniversary itself is left open; a first day may be the first of the calendar.
        if isinstance(node, n.NotWithin) and days_after(self.record.as_of, 1) == first:
            return None
        return bool(self.record.as_of >= first)

    def _limit(self, node: n.Limit, rows: Mapping[str, Any]) -> Truth:
        if isinstance(node.left, n.Amount):
            assert isinstance(node.right, n.DatedValue)
            charge = rows[node.left.row]
            day = self.value(node.right.on, rows)
            limit = amounts.limit_on(self.page.amounts(node.right.name), charge, day)
            return amounts.compare(charge, limit, strict=node.strict)
        limit = self.value(node.right, rows)
        if isinstance(node.left, n.Counted):
            return self.count(node.left, rows).limited(limit, strict=node.strict)
        number = self.value(node.left, rows)
        if number is None or limit is None:
            return None
        return bool(number < limit if node.strict else number <= limit)

    # ---- sets ---------------------------------------------------------------------------

    def _members(self, source: n.SetName | n.Field, rows: Mapping[str, Any]) -> list[Member]:
        if isinstance(source, n.Field):
            return [Member(each, True) for each in self.value(source, rows) or ()]
        return members_of(source, rows, self.record)

    def each(self, row_set: n.RowSet, rows: Mapping[str, Any]) -> list[tuple[Member, Truth]]:
        """Each row of a set, with whether it belongs and satisfies the condition."""
        answers = []
        for member in self._members(row_set.source, rows):
            inner = {**rows, row_set.variable: member.row}
            holds = True if row_set.where is None else self.truth(row_set.where, inner)
            belongs = member.belongs
            if belongs is None and holds is not False:
                belongs = self._belonging(row_set, inner)
            answers.append((member, all_of([belongs, holds])))
        return answers

    def _belonging(self, row_set: n.RowSet, rows: Mapping[str, Any]) -> Truth:
        """A charge of the case whose incident nobody determined."""
        charge = rows[row_set.variable]
        claim = OpenClaim(row_set.line, f"{row_set.variable} in charge.incident", _row_ids(rows))
        if claim in self.assume.answers:
            return self.assume.answers[claim]
        question = Question("charge", charge.charge_id, "incident", Why.MISSING)
        self.open_claims[claim] = (question,)
        return None

    def _there_is(self, node: n.Truth, row_set: n.RowSet, rows: Mapping[str, Any]) -> Truth:
        found = any_of(answer for _, answer in self.each(row_set, rows))
        if found is not False:
            return found
        closed = self.is_closed(row_set.source, rows)
        return self._settled(node, rows, None if not closed else False)

    def is_closed(self, source: n.SetName | n.Field, rows: Mapping[str, Any]) -> bool:
        """Whether the set is known to hold every row there is."""
        if isinstance(source, n.Field):
            return self.value(source, rows) is not None
        match source:
            case n.SetName.CASE_CHARGES | n.SetName.CHARGE_INCIDENT:
                return rows["case"].charges_complete is True
            case n.SetName.PERSON_CHARGES:
                searched = rows["person"].history_checked_on == self.record.as_of
                # A search whose results are known to be cut short shows no absence.
                return searched and all(c.charges_complete is not False for c in self.record.cases)
            case _:
                owner, _, name = source.partition(".")
                return getattr(rows[owner], name) is not None

    def count(self, node: n.Counted, rows: Mapping[str, Any]) -> Interval:
        """How many rows of a set satisfy its condition, as far as that is known."""
        each = self.each(node.rows, rows)
        sure = [member.row for member, answer in each if answer is True]
        possible = [member.row for member, answer in each if answer is not False]
        low, high = (
            (len({row.case_id for row in chosen}) for chosen in (sure, possible))
            if node.cases
            else (len(sure), len(possible))
        )
        return Interval(low, high if self.is_closed(node.rows.source, rows) else None)

    # ---- values -------------------------------------------------------------------------

    def value(self, node: n.Value, rows: Mapping[str, Any]) -> Any:
        """What a value is; None where it is not known."""
        match node:
            case n.Literal():
                return node.value
            case n.Field():
                return getattr(rows[node.row], node.column)
            case n.AsOf():
                return self.record.as_of
            case n.LaterOf():
                days = [self.value(each, rows) for each in node.days]
                return None if None in days else max(days)
            case n.AgeOn():
                return self._age(rows["person"].birth_date, self.value(node.day, rows))
            case n.Picked():
                return self._picked(node, rows)
        raise AssertionError(f"{type(node).__name__} has no value by itself")

    def _age(self, born: date | None, day: date | None) -> Decimal | None:
        years = None if born is None or day is None else age_on(born, day)
        return None if years is None else Decimal(years)

    def _picked(self, node: n.Picked, rows: Mapping[str, Any]) -> date | None:
        each = self.each(node.rows, rows)
        if any(answer is None for _, answer in each) or not self.is_closed(node.rows.source, rows):
            return None
        days = [
            self.value(node.day, {**rows, node.rows.variable: member.row})
            for member, answer in each
            if answer is True
        ]
        if not days or None in days:
            return None
        picked: date = max(days) if node.last else min(days)
        return picked

    # ---- what stays open ----------------------------------------------------------------

    def _settled(self, node: n.Truth, rows: Mapping[str, Any], answer: Truth) -> Truth:
        """Note an unknown claim, unless an assumption settles it."""
        if answer is not None:
            return answer
        claim = OpenClaim(node.line, node.text, _row_ids(rows))
        if claim in self.assume.answers:
            return self.assume.answers[claim]
        self.open_claims[claim] = self._questions(node, rows)
        return None

    def _questions(self, node: n.Truth, rows: Mapping[str, Any]) -> tuple[Question, ...]:
        from vacatur.engine.asking import questions_of  # asking reads claims back

        return questions_of(node, rows, self)


def offense_of(charge: Charge) -> Offense:
    """What a charge's record says of its offence."""
    return Offense(
        statute=charge.statute,
        local_code=charge.local_code,
        description=charge.description,
        act=charge.act,
        substance=charge.substance,
        kind=charge.kind,
    )


def _row_ids(rows: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_row_id(row) for row in rows.values())


def _row_id(row: Any) -> str:
    for key in ("charge_id", "case_id", "person_id"):
        if hasattr(row, key):
            return f"{type(row).__name__.lower()} {getattr(row, key)}"
    return str(row)


_NOTHING_FOUND: Mapping[str, Any] = {each.name: None for each in columns_of(Findings)}


def _no_findings(charge: Charge) -> Findings:
    return Findings(charge_id=charge.charge_id, **_NOTHING_FOUND)
