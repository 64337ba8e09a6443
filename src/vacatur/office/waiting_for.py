"""What waits for somebody today, by their roles: counts, and nobody's name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vacatur.matters.access.account import accounts_of
from vacatur.matters.access.giving_roles import waiting
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.audit import Sought, tally_log
from vacatur.matters.queries import Wanted, counted, due_by_state
from vacatur.matters.states import State
from vacatur.matters.store import Casework
from vacatur.office.law_proposals import Standing, proposals

SOON = timedelta(days=14)
_ATTORNEYS = {AccountRole.ATTORNEY, AccountRole.SUPERVISOR}
_STAFF = {*_ATTORNEYS, AccountRole.PARALEGAL}
_ENDED = {State.CLOSED, State.SET_ASIDE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """So many of something, and the screen on which it is done."""

    what: str
    number: int
    screen: str


def waits_for(
    casework: Casework,
    name: str,
    roles: Collection[AccountRole],
    *,
    today: date,
    now: datetime,
) -> list[Waiting]:
    """What waits for somebody, the most urgent first; what is nobody's of their roles is left out.

    Parameters
    ----------
    name
        Theirs on the staff.
    today
        The office's day, from which clocks are counted.
    """
    found: list[Waiting] = []
    if not _STAFF.isdisjoint(roles):
        found += _of_matters(casework, name, today, approves=not _ATTORNEYS.isdisjoint(roles))
    if not _ATTORNEYS.isdisjoint(roles) and (proposed := _proposed(casework, name)):
        found.append(Waiting(what="proposals about the law", number=proposed, screen="law"))
    if AccountRole.CLERK in roles:
        at_court = _number(casework, Wanted(states=(State.SUBMITTED.value, State.FILED.value)))
        found.append(Waiting(what="matters at a court", number=at_court, screen="filing"))
    if AccountRole.ADMINISTRATOR in roles:
        found += _of_accounts(casework, now)
    return found


def _of_matters(casework: Casework, name: str, today: date, *, approves: bool) -> Iterator[Waiting]:
    overdue = _due(casework, today - timedelta(days=1))
    soon = _due(casework, today + SOON)
    yield Waiting(what="matters in which something is overdue", number=overdue, screen="filing")
    yield Waiting(what="matters due within 14 days", number=soon - overdue, screen="filing")
    mine = Wanted(states=(State.ASSIGNED.value,), assigned_to=name)
    prepares = _number(casework, mine)
    yield Waiting(what="matters for you to prepare", number=prepares, screen="worklist")
    if approves:
        prepared = _number(casework, Wanted(states=(State.PREPARED.value,)))
        yield Waiting(what="matters prepared, to be approved", number=prepared, screen="approvals")
    approved = (State.APPROVED.value, State.PACKETED.value)
    to_file = _number(casework, Wanted(states=approved))
    yield Waiting(what="matters approved, to be filed", number=to_file, screen="filing")
    nobodys = _number(casework, Wanted(states=(State.OPEN.value,)))
    yield Waiting(what="matters that nobody has yet", number=nobodys, screen="worklist")


def _of_accounts(casework: Casework, now: datetime) -> Iterator[Waiting]:
    week = Sought(since=now.date() - timedelta(days=7), kind="SignInFailed")
    with casework.reading() as connection:
        standings = [each.standing(now) for each in accounts_of(connection)]
        requests = len(waiting(connection))
        failures = sum(number for _, _, number in tally_log(connection, week))
    screen = "administration"
    yield Waiting(what="roles that wait for confirmation", number=requests, screen=screen)
    locked = standings.count("locked")
    yield Waiting(what="accounts that are locked", number=locked, screen=screen)
    yield Waiting(what="accounts left idle", number=standings.count("idle"), screen=screen)
    yield Waiting(what="failures to sign in within a week", number=failures, screen="audit")


def _proposed(casework: Casework, name: str) -> int:
    """Proposals of others that wait: nobody decides about their own."""
    found = proposals(casework)
    return sum(each.standing is Standing.WAITING and each.by != name for each in found)


def _due(casework: Casework, until: date) -> int:
    with casework.reading() as connection:
        found = due_by_state(connection, until)
    return sum(found.get(each.value, 0) for each in State if each not in _ENDED)


def _number(casework: Casework, wanted: Wanted) -> int:
    with casework.reading() as connection:
        return sum(each.matters for each in counted(connection, wanted))
