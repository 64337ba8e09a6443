"""What else happened: named events, and which of them a policy date cannot be told apart from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused
from vacatur.evaluation.series import months_between

# An event so many months from the policy, or nearer, collides with it.
COLLISION_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day. `unit` None: it happened to all units alike."""

    name: str
    on: date
    unit: str | None = None


# Always on the calendar: a plan that forgets it must not find it as an effect. The day is that of
# the World Health Organization's statement that it is a pandemic.
COVID_19 = Event(name="COVID-19", on=date(2020, 3, 11))


def calendar_of(events: Sequence[Event]) -> tuple[Event, ...]:
    """The plan's events and COVID-19, by day."""
    named = {event.name.casefold().replace(" ", "-") for event in events}
    known = () if "covid-19" in named else (COVID_19,)
    return tuple(sorted((*events, *known), key=lambda event: (event.on, event.name)))


def collisions(events: Sequence[Event], policy_date: date, treated: str) -> tuple[Event, ...]:
    """The events within three months of the policy, on either side, that touched its unit."""
    return tuple(
        event
        for event in events
        if event.unit in (None, treated)
        and abs(months_between(policy_date, event.on)) <= COLLISION_MONTHS
    )


def within(events: Sequence[Event], first: date, last: date) -> tuple[Event, ...]:
    """The events from the first to the last month, both included."""
    return tuple(
        each
        for each in events
        if months_between(first, each.on) >= 0 and months_between(each.on, last) >= 0
    )


def refuse_changed_donors(
    events: Sequence[Event], donors: Sequence[str], first: date, last: date
) -> None:
    """Refuse a donor to which something happened of its own while the series ran.

    Raises
    ------
    FigureRefused
        An event names a donor: it does not show what happens without a policy.
    """
    for event in within(events, first, last):
        if event.unit in donors:
            raise FigureRefused(
                f"the donor [{event.unit}] changed too: [{event.name}] on [{event.on}]",
                why="A donor shows what happens where nothing was changed.",
                repair="List under [donors] only units that changed nothing in these months.",
            )
