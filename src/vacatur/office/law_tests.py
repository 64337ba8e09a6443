"""`vacatur law test`: every `cases` table of the pages, and worked dockets from files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatur.engine.decide_one import decide_one
from vacatur.engine.worked_cases import try_cases
from vacatur.errors import UsageError, nearest
from vacatur.ingest.docket import Docket, read_dockets
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One worked case. `failures` empty = passed; `skipped` says why it was not tried."""

    where: str
    rule: str
    title: str
    failures: tuple[str, ...] = ()
    skipped: str = ""


def try_pages(rulebook: Rulebook) -> Iterator[Tried]:
    """Try every `cases` table of every page, definitions too."""
    for page in (*rulebook.pages, *rulebook.definitions):
        for verdict in try_cases(rulebook, page):
            yield Tried(
                where=verdict.where,
                rule=page.implements,
                title=verdict.title,
                failures=verdict.failures,
            )


def try_dockets(
    rulebooks: Sequence[Rulebook], path: Path, *, rules: Sequence[str], jurisdictions: Sequence[str]
) -> Iterator[Tried]:
    """Try every worked docket of a file.

    A docket whose rule has no page fails, unless `rules` or `jurisdictions` leave it out: a rule
    that nobody wrote down must not pass for one that was tested.

    Parameters
    ----------
    rules
        Rule ids to try; empty = all.
    jurisdictions
        Two-letter states to try (`MD`); empty = all.

    Raises
    ------
    UsageError
        A rule or a state that no docket of the file has.
    """
    pages = {page.implements: (book, page) for book in rulebooks for page in book.pages}
    codes = {name: table for book in rulebooks for name, table in book.codes.items()}
    dockets = list(read_dockets(path, codes=codes))
    _refuse_unknown(rules, {each.rule for each in dockets}, "rule", path)
    _refuse_unknown(jurisdictions, {_state(each) for each in dockets}, "state", path)
    for docket in dockets:
        chosen = not rules or docket.rule in rules
        if chosen and (not jurisdictions or _state(docket) in jurisdictions):
            yield _try(docket, pages, path)


def _state(docket: Docket) -> str | None:
    return docket.record.cases[0].state if docket.record.cases else None


def _refuse_unknown(wanted: Sequence[str], there: set[str | None], what: str, path: Path) -> None:
    """A filter that selects nothing would let a test pass that was never made."""
    known = {each for each in there if each}
    for each in wanted:
        if each not in known:
            raise UsageError(
                f"no docket of [{path.name}] is of the {what} [{each}]",
                repair=nearest(each, known),
            )


def _try(docket: Docket, pages: dict[str, tuple[Rulebook, Page]], path: Path) -> Tried:
    name = docket.record.record_id
    where, rule = f"{path.name}, {name}", docket.rule or ""
    if docket.skip:
        return Tried(where=where, rule=rule, title=name, skipped=docket.skip)
    if rule not in pages:
        reason = f"no page implements [{rule}]; leave it out with --rules or --jurisdiction"
        return Tried(where=where, rule=rule, title=name, failures=(reason,))
    book, page = pages[rule]
    return Tried(where=where, rule=rule, title=name, failures=tuple(_failures(docket, book, page)))


def _failures(docket: Docket, book: Rulebook, page: Page) -> Iterator[str]:
    if docket.target is None or docket.expect is None:
        yield "the docket names no target or expects nothing, so there is nothing to compare"
        return
    decision = decide_one(book, page, docket.record, docket.target)
    if decision is None:
        yield "the charge does not exist on that day"
        return
    wanted = docket.expect["outcome"]
    if str(decision.published) != wanted:
        why = ", ".join(
            f"{name} {'unknown' if answer is None else answer}"
            for name, answer in decision.conditions.items()
            if answer is not True
        )
        yield f"outcome: expected [{wanted}], got [{decision.published}]; {why}"
    day = docket.expect.get("eligible_on")
    if day is not None and str(decision.eligible_on) != str(day):
        yield f"eligible_on: expected [{day}], got [{decision.eligible_on}]"
