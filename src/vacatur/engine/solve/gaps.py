"""Facts of which no page of a jurisdiction speaks: every page answers with its `otherwise`.

A pattern is an offence of a code list, how it ended, and the years of the offence. It is uncovered
when, on the last verified day and whatever else is on the record, no page grants, refers, bars or
asks anything. That is proved in the open world, for records whose days are in their natural order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import z3

from vacatur.dates import Span
from vacatur.engine.decision import Decision
from vacatur.engine.solve import days
from vacatur.engine.solve.answers import Reading
from vacatur.engine.solve.days import SymbolicDay, is_before, within
from vacatur.engine.solve.examples import TARGET, decided
from vacatur.engine.solve.report import Example, Finding, Kind
from vacatur.engine.solve.solving import Holds
from vacatur.engine.solve.study import Study, nodes_of
from vacatur.engine.solve.terms import Term
from vacatur.engine.standing import verified_through
from vacatur.law import nodes as n
from vacatur.law.answers import PageKind
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.record.terms import Disposition

_ORDER = ("arrest_date", "issued_date", "disposition_date")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Facts that a charge may have. `years` = days of the offence."""

    code_list: str
    disposition: Disposition
    years: Span


def uncovered_in(rulebook: Rulebook, *, seconds: float) -> Iterator[Finding]:
    """Every pattern that no page about relief covers; one finding for each list and its years."""
    pages = [page for page in rulebook.pages if _is_about_relief(page)]
    if not pages:
        return
    day = min(verified_through(rulebook, page) for page in pages)
    studies = [
        Study(rulebook, page, version, seconds=seconds)
        for page in pages
        for version in page.versions
        if day in version.span
    ]
    eras = _eras(pages, day)
    for code_list in _lists(pages):
        ended: dict[Span, list[Disposition]] = {}
        open_to: list[Disposition] = []
        # No relief is for a charge that is pending; policies speak of those.
        for disposition in (each for each in Disposition if each is not Disposition.PENDING):
            years, decided_all = _uncovered_years(studies, code_list, disposition, eras, day)
            for span in years:
                ended.setdefault(span, []).append(disposition)
            if not decided_all:
                open_to.append(disposition)
        for span, dispositions in ended.items():
            patterns = [Pattern(code_list, each, span) for each in dispositions]
            yield _finding(rulebook, studies, patterns, day)
        if open_to:
            yield _not_decided(rulebook, code_list, open_to, seconds)


def _is_about_relief(page: Page) -> bool:
    """A page of law that does more than grade conduct."""
    grants = {answer for version in page.versions for answer in version.answers}
    graded = all(answer.startswith("CLASS_") for answer in grants)
    return page.kind is PageKind.LAW and not graded


def _lists(pages: Sequence[Page]) -> list[str]:
    asked = (x.code_list for x in nodes_of(pages) if isinstance(x, n.IsOffense))
    return sorted(set(asked))


def _eras(pages: Sequence[Page], day: date) -> list[Span]:
    """The days of offences, cut wherever a page names a day."""
    named = {
        node.value
        for node in nodes_of(pages)
        if isinstance(node, n.Literal) and isinstance(node.value, date)
    }
    cuts = sorted(each for each in named if each <= day)
    firsts = [None, *cuts]
    lasts = [*(each - timedelta(days=1) for each in cuts), day]
    return [Span(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _uncovered_years(
    studies: Sequence[Study],
    code_list: str,
    disposition: Disposition,
    eras: Sequence[Span],
    day: date,
) -> tuple[list[Span], bool]:
    """The years of a pattern in which no page speaks, neighbours joined; whether all is decided."""
    always = Span(None, day)
    if _coverage(studies, Pattern(code_list, disposition, always), day) is Holds.NEVER:
        return [always], True
    found: list[Span] = []
    decided_all = True
    for era in eras:
        holds = _coverage(studies, Pattern(code_list, disposition, era), day)
        decided_all = decided_all and holds is not Holds.NOT_DECIDED
        if holds is Holds.NEVER:
            follows = found and found[-1].last == _day_before(era)
            found[-1:] = [Span(found[-1].first, era.last)] if follows else [*found[-1:], era]
    return found, decided_all


def _day_before(era: Span) -> date | None:
    return None if era.first is None else era.first - timedelta(days=1)


def _coverage(studies: Sequence[Study], pattern: Pattern, day: date) -> Holds:
    """Whether some page can speak of a charge with a pattern."""
    answers = set()
    for study in studies:
        claims = [*_claims(study.open, pattern, day), _speaks(study.open)]
        answers.add(study.can(study.open, claims))
        if Holds.YES in answers:
            return Holds.YES
    return Holds.NOT_DECIDED if Holds.NOT_DECIDED in answers else Holds.NEVER


def _speaks(reading: Reading) -> Term:
    return z3.Not(reading.answer().is_(reading.page.otherwise))


def _claims(reading: Reading, pattern: Pattern, day: date) -> list[Term]:
    """That a charge has the pattern, with its days in their order, on a day of decision."""
    world = reading.world
    charge = world.target.row
    disposition = world.value(charge, "disposition")
    offense = _day(reading, "offense_date")
    claims = [
        days.is_days_from(world.as_of, days.constant(day), 0),
        world.is_on(charge, pattern.code_list).yes,
        disposition.known,
        disposition.value == world.words.number(pattern.disposition.value),
        offense.known,
        within(offense, pattern.years),
    ]
    for name in _ORDER:
        later = _day(reading, name)
        claims.append(z3.Implies(later.known, is_before(offense, later, inclusive=True)))
    return claims


def _day(reading: Reading, name: str) -> SymbolicDay:
    held = reading.world.field(reading.world.target.row, name)
    assert isinstance(held, SymbolicDay)
    return held


def _finding(
    rulebook: Rulebook, studies: Sequence[Study], patterns: Sequence[Pattern], day: date
) -> Finding:
    first = patterns[0]
    ended = ", ".join(each.disposition for each in patterns)
    example = _example(rulebook, studies, first, day)
    pages = ", ".join(dict.fromkeys(study.page.page_id for study in studies))
    return Finding(
        kind=Kind.UNCOVERED if example else Kind.UNCONFIRMED,
        page_id=rulebook.name,
        where=rulebook.name,
        what=f"no page speaks of an offense of [{first.code_list}] of {_in_words(first.years)} "
        f"that ended so: {ended}",
        why=f"On {day} every page about relief answers with its otherwise, whatever else is "
        f"recorded: {pages}.",
        repair="Write the page, or leave it: the law may give nothing here.",
        example=example,
    )


def _not_decided(
    rulebook: Rulebook, code_list: str, ended: Sequence[Disposition], seconds: float
) -> Finding:
    return Finding(
        kind=Kind.NOT_DECIDED,
        page_id=rulebook.name,
        where=rulebook.name,
        what=f"whether some page speaks of an offense of [{code_list}] that ended so: "
        f"{', '.join(ended)}: not decided in {seconds:g} s",
        repair="Give it more time with --seconds.",
    )


def _in_words(years: Span) -> str:
    return "any day" if years.first is None else f"the days {years}"


def _example(
    rulebook: Rulebook, studies: Sequence[Study], pattern: Pattern, day: date
) -> Example | None:
    """A record with the pattern on which every page answers with its otherwise."""
    study = next(each for each in studies if pattern.code_list in _lists([each.page]))
    found = study.example(_claims(study.small, pattern, day), line=0)
    if found.record is None:
        return None
    pages = {each.page.page_id: each.page for each in studies}
    decisions = [decided(rulebook, page, found.record) for page in pages.values()]
    for page, decision in zip(pages.values(), decisions, strict=True):
        if not isinstance(decision, Decision) or decision.published is not page.otherwise:
            return None
    return Example(record=found.record, target=TARGET, answer=str(study.page.otherwise))
