"""Deciding one charge of one record, with the interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from vacatur.engine.decision import Decision
from vacatur.engine.interpret import NOTHING_ASSUMED, Assumptions, Interpreter
from vacatur.engine.known import as_known_on
from vacatur.engine.standing import verified_through, version_on
from vacatur.engine.truth import Truth, any_of
from vacatur.engine.waits import eligible_on
from vacatur.errors import GrantsConflict
from vacatur.law import nodes as n
from vacatur.law.answers import POSITIVE, Outcome, Published
from vacatur.law.page import Grant, Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.record.charge import Charge
from vacatur.record.record import Record


def decide_one(
    rulebook: Rulebook,
    page: Page,
    record: Record,
    charge_id: str,
    *,
    assume: Assumptions = NOTHING_ASSUMED,
) -> Decision | None:
    """Decide one charge under one page, on the record's `as_of`.

    Parameters
    ----------
    rulebook, page
        The page, and the rulebook whose code lists and other pages it refers to.
    record
        One person's record, as recorded: facts later than its `as_of` are set aside here.
    charge_id
        The charge.
    assume
        What to take as given; explanations use it to ask what would decide.

    Returns
    -------
    Decision or None
        None when the charge did not exist on `as_of` (the offence lies later).
    """
    last_verified = verified_through(rulebook, page)
    read_on = min(record.as_of, last_verified)
    known = as_known_on(record, read_on)
    charge = next((each for each in known.charges() if each.charge_id == charge_id), None)
    if charge is None:
        return _too_late_for_the_law(rulebook, page, record, charge_id)
    version = version_on(rulebook, page, read_on)
    if version is None:
        decision = _out_of_force(rulebook, page, known, charge)
    else:
        decision = _Reading(rulebook, page, version, known, charge, assume).decision()
    if record.as_of > last_verified:
        return _not_verified(decision)
    return decision


def conditions_of_one(
    rulebook: Rulebook, page: Page, record: Record, charge_id: str
) -> Mapping[str, Truth] | None:
    """Every condition of a page for one charge, as known on the record's `as_of`.

    Returns
    -------
    Mapping or None
        By name; a null value is unknown. None when the charge did not exist on that day or the page
        was not in force.
    """
    known = as_known_on(record, record.as_of)
    charge = next((each for each in known.charges() if each.charge_id == charge_id), None)
    version = version_on(rulebook, page, record.as_of)
    if charge is None or version is None:
        return None
    reader = Interpreter(rulebook, page, version, known)
    return {name: reader.condition(name, charge) for name in version.conditions}


def _too_late_for_the_law(
    rulebook: Rulebook, page: Page, record: Record, charge_id: str
) -> Decision | None:
    """An offence after the last verified day is on the record, but no law was read for it."""
    known = as_known_on(record, record.as_of)
    charge = next((each for each in known.charges() if each.charge_id == charge_id), None)
    last_verified = verified_through(rulebook, page)
    version = version_on(rulebook, page, last_verified)
    if charge is None or version is None:
        return None
    scope = Interpreter(rulebook, page, version, known).condition(version.scope.when.name, charge)
    return Decision(
        charge_id=charge_id,
        rule=page.page_id,
        implements=page.implements,
        reached=scope is not False,
        outcome=Outcome.UNKNOWN,
        published=Published.REVIEW,
        eligible_on=None,
        last_verified=None,
        conditions={},
        read_on=last_verified,
    )


def _out_of_force(rulebook: Rulebook, page: Page, record: Record, charge: Charge) -> Decision:
    """Before its first day and after its last a page answers with its `otherwise`.

    Which charges it would speak of is read from its first version (or its last, afterwards).
    """
    first = page.versions[0].span.first
    is_early = first is not None and record.as_of < first
    version = page.versions[0] if is_early else page.versions[-1]
    scope = Interpreter(rulebook, page, version, record).condition(version.scope.when.name, charge)
    return Decision(
        charge_id=charge.charge_id,
        rule=page.page_id,
        implements=page.implements,
        reached=scope is not False,
        outcome=Outcome.NOT_MET,
        published=page.otherwise,
        eligible_on=None,
        last_verified=None,
        conditions={},
        read_on=record.as_of,
    )


def _not_verified(decision: Decision) -> Decision:
    """After the last verified day only a lawyer can answer; the older answer stands beside."""
    if not decision.reached:
        return decision
    return replace(
        decision,
        outcome=Outcome.UNKNOWN,
        published=Published.REVIEW,
        eligible_on=None,
        last_verified=decision.published,
    )


class _Reading:
    """One charge read under one version of a page."""

    def __init__(
        self,
        rulebook: Rulebook,
        page: Page,
        version: Version,
        record: Record,
        charge: Charge,
        assume: Assumptions,
    ) -> None:
        self._page = page
        self._version = version
        self._charge = charge
        self._actual = Interpreter(rulebook, page, version, record, assume=assume)
        self._run = self._with(rulebook, record, replace(assume, waits_have_run=True))
        found = replace(assume, findings_are_made=True)
        self._found = self._with(rulebook, record, found)
        self._found_run = self._with(rulebook, record, replace(found, waits_have_run=True))

    def _with(self, rulebook: Rulebook, record: Record, assume: Assumptions) -> Interpreter:
        return Interpreter(rulebook, self._page, self._version, record, assume=assume)

    def decision(self) -> Decision:
        scope = self._holds(self._actual, self._version.scope.when.name)
        outcome, granted = self._outcome(self._actual, self._run)
        if outcome is Outcome.UNKNOWN:
            would_be, _ = self._outcome(self._found, self._found_run)
            if would_be is not Outcome.UNKNOWN:
                outcome = Outcome.NEEDS_FINDING
        if self._version.uncertain and scope is not False:
            outcome, granted = Outcome.UNKNOWN, None
        return Decision(
            charge_id=self._charge.charge_id,
            rule=self._page.page_id,
            implements=self._page.implements,
            reached=scope is not False,
            outcome=outcome,
            published=self._published(outcome, granted),
            eligible_on=self._eligible_on() if outcome is Outcome.NOT_YET else None,
            last_verified=None,
            conditions=self._conditions(),
            read_on=self._actual.record.as_of,
        )

    def _conditions(self) -> Mapping[str, Truth]:
        return {name: self._holds(self._actual, name) for name in self._version.conditions}

    def _holds(self, reader: Interpreter, name: str) -> Truth:
        return reader.condition(name, self._charge)

    def _outcome(self, actual: Interpreter, run: Interpreter) -> tuple[Outcome, Published | None]:
        """Combine scope, referrals, grants and bars; the order is the design's (section 4.8)."""
        version = self._version
        scope = self._holds(actual, version.scope.when.name)
        if scope is False:
            return Outcome.NOT_MET, None
        refers = any_of(self._refers(actual))
        if refers is True:
            return Outcome.NEEDS_FINDING, None
        if refers is None or scope is None:
            return Outcome.UNKNOWN, None
        now = {grant: self._holds(actual, grant.when.name) for grant in version.grants}
        ever = any_of(self._holds(run, grant.when.name) for grant in version.grants)
        if ever is not True:
            return (Outcome.NOT_MET if ever is False else Outcome.UNKNOWN), None
        worst, settled = self._bars(actual)
        if not settled:
            return Outcome.UNKNOWN, None
        if worst is not None:
            return Outcome.BARRED, worst
        if None in now.values():
            return Outcome.UNKNOWN, None
        return self._granted(now)

    def _bars(self, reader: Interpreter) -> tuple[Published | None, bool]:
        """The worst answer of the bars known to be true, and whether no open bar is worse."""
        held = {bar: self._holds(reader, bar.when.name) for bar in self._version.bars}
        known = [bar.answer.rank for bar, holds in held.items() if holds is True]
        worst = max(known, default=-1)
        settled = all(bar.answer.rank <= worst for bar, holds in held.items() if holds is None)
        return (list(Published)[worst] if known else None), settled

    def _refers(self, reader: Interpreter) -> Iterable[Truth]:
        for refer in self._version.refers:
            holds = self._holds(reader, refer.condition)
            yield holds is True if isinstance(refer.when, n.Flagged) else holds
        # What two sources disagree about is for a person, whatever a flag makes of it.
        yield False if reader.is_undisputed(self._charge) else None

    def _granted(self, now: Mapping[Grant, Truth]) -> tuple[Outcome, Published | None]:
        answers = {grant.answer for grant, holds in now.items() if holds is True}
        if len(answers) > 1:
            raise GrantsConflict(
                f"two answers are granted to charge [{self._charge.charge_id}]: "
                + " and ".join(sorted(answers)),
                where=self._page.path,
                why="The same record could be decided two ways; nothing is first-match-wins.",
                repair="Make the conditions of the two grants exclude each other.",
            )
        return (Outcome.MET, answers.pop()) if answers else (Outcome.NOT_YET, None)

    def _published(self, outcome: Outcome, granted: Published | None) -> Published:
        match outcome:
            case Outcome.NOT_MET:
                return self._page.otherwise
            case Outcome.NOT_YET:
                return Published.NOT_YET
            case Outcome.UNKNOWN | Outcome.NEEDS_FINDING:
                return Published.REVIEW
        assert granted is not None
        if granted in POSITIVE and self._version.confidence == "low":
            return Published.REVIEW
        return granted

    def _eligible_on(self) -> date | None:
        days = [
            eligible_on(grant, self._version, self._actual, self._charge)
            for grant in self._version.grants
            if self._holds(self._run, grant.when.name) is True
        ]
        known = [day for day in days if day is not None]
        last = self._version.span.last
        if len(known) != len(days) or (last is not None and min(known) > last):
            return None  # the law changes before that day, so it must be read again then
        return min(known)
