"""What else happened: named events, and which of them a policy date cannot be told apart from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused, nearest
from vacatur.evaluation.series import months_between

# An event so many months from the policy, or nearer, collides with it.
COLLISION_MONTHS = 3
# What a lone series looks at after the policy, and before it as the trend that leads there.
YEAR = 12


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
    known = () if any(_is_covid_19(event) for event in events) else (COVID_19,)
    return tuple(sorted((*events, *known), key=lambda event: (event.on, event.name)))


def _is_covid_19(event: Event) -> bool:
    """The same event by another day of its month. Another month would take it off the calendar."""
    named = event.name.casefold().replace(" ", "-") == COVID_19.name.casefold()
    return named and event.unit is None and months_between(event.on, COVID_19.on) == 0


def collisions(events: Sequence[Event], policy_date: date, treated: str) -> tuple[Event, ...]:
    """The events within three months of the policy, on either side, that touched its unit."""
    return tuple(
        event
        for event in events
        if event.unit in (None, treated)
        and abs(months_between(policy_date, event.on)) <= COLLISION_MONTHS
    )


def neighbours(
    events: Sequence[Event], policy_date: date, treated: str, last: date
) -> tuple[Event, ...]:
    """Events that do not collide and can still be taken for the policy.

    Those that touched the unit alone while the policy ran; and those of all units within a year,
    on either side, which a lone series cannot leave out.
    """
    colliding = collisions(events, policy_date, treated)
    return tuple(
        event
        for event in within(events, date.min, last)
        if event not in colliding
        and (
            (event.unit == treated and months_between(policy_date, event.on) > 0)
            or (event.unit is None and abs(months_between(policy_date, event.on)) <= YEAR)
        )
    )


def refuse_unknown_units(events: Sequence[Event], units: Sequence[str]) -> None:
    """Refuse an event of a unit that is not in the data.

    Raises
    ------
    FigureRefused
        It would touch nobody: a donor that changed, or the treated unit, is passed over for a typo.
    """
    for event in events:
        if event.unit is not None and event.unit not in units:
            raise FigureRefused(
                f"the event [{event.name}] is of [{event.unit}], which is not in the data",
                why="It would touch nobody, and what it did would be the policy's.",
                repair=nearest(event.unit, units),
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
