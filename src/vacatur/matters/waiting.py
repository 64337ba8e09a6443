"""The clocks of a matter: what runs, for whom, and until when.

A day that may not be ours is not counted. What the office must do falls due on the last court day
that is not after the period; what another may do runs to the first court day that is not before its
end. So no rule on how a period is counted is relied on in anybody's disfavour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vacatur.dates import days_after
from vacatur.law.vehicle import Actor, Event
from vacatur.matters.court_days import court_day_from, court_day_until
from vacatur.matters.matter import Clock, Matter
from vacatur.matters.states import Receipt, State

# Md. Rule 20-203(a)(3): a paper that was sent back for its case number may be filed again.
REFILE_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that runs. `day` is null where the page names no number of days."""

    what: str
    who: Actor
    day: date | None
    after: str
    since: date


def waiting(matter: Matter) -> tuple[Waiting, ...]:
    """What runs for a matter now, the earliest day first, those without a day last."""
    found = [*_of_clocks(matter), *_of_receipts(matter), *_of_duties(matter)]
    return tuple(sorted(found, key=lambda each: (each.day is None, each.day or each.since)))


def next_due(matter: Matter) -> date | None:
    """The first day on which something runs out; None: nothing runs."""
    days = [each.day for each in waiting(matter) if each.day is not None]
    return min(days, default=None)


def _of_clocks(matter: Matter) -> Iterator[Waiting]:
    if matter.state in {State.CLOSED, State.SET_ASIDE, State.REFUSED}:
        return
    for clock in matter.clocks:
        since = matter.happened.get(clock.after)
        if since is not None and not _has_stopped(matter, clock):
            yield Waiting(
                what=clock.text,
                who=clock.who,
                day=_last_day(clock, since),
                after=str(clock.after),
                since=since,
            )


def _last_day(clock: Clock, since: date) -> date | None:
    day = days_after(since, clock.days)
    if day is None:
        return None
    return court_day_from(day) if clock.is_response else court_day_until(day)


def _has_stopped(matter: Matter, clock: Clock) -> bool:
    if clock.is_response:
        return matter.answer is not None or matter.order is not None
    if clock.who is Actor.AGENCY:
        return all(each.changed_on is not None for each in matter.records)
    # What the office itself must do is a duty too, and ends with it.
    return any(each.text == clock.text and not each.is_open for each in matter.duties)


def _of_receipts(matter: Matter) -> Iterator[Waiting]:
    last = matter.filings[-1] if matter.filings else None
    if last is None or matter.state is State.SET_ASIDE:
        return
    if matter.state is State.SUBMITTED:
        yield Waiting(
            what="ask the court whether it has the paper",
            who=matter.moves,
            day=court_day_from(last.submitted_on),
            after="sent",
            since=last.submitted_on,
        )
    if last.receipt is Receipt.REJECTED and last.answered_on is not None:
        day = days_after(last.answered_on, REFILE_DAYS)
        yield Waiting(
            what="mend the paper and file it again",
            who=matter.moves,
            day=court_day_until(day) if day else None,
            after="sent back",
            since=last.answered_on,
        )


def _of_duties(matter: Matter) -> Iterator[Waiting]:
    if matter.hearing_set_for is None or Event.HEARING in matter.happened:
        return
    for duty in matter.open_duties(Event.HEARING):
        yield Waiting(
            what=duty.text,
            who=matter.moves,
            day=court_day_until(matter.hearing_set_for),
            after="hearing set",
            since=matter.hearing_set_for,
        )
