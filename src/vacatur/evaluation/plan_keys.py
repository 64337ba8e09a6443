"""The keys of a plan, read: a text, names, a day, events; for plans of every kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from vacatur.evaluation.calendar import Event
from vacatur.yaml_nodes import Items, Keys, day_of, scalars_of, text_of

_EVENT_KEYS = ("name", "date", "unit")


def require_keys(root: Keys, needed: Sequence[str], known: Mapping[str, str]) -> None:
    """Refuse a plan in which one that must be there is not; `known` says what each key is.

    Raises
    ------
    FigureRefused
        With what is to be written.
    """
    for key in needed:
        if key not in root.nodes or text_at(root, key) is None:
            raise root.place.error(
                f"the plan has no [{key}]",
                why="What is not settled before the data are seen is settled by them.",
                repair=f"Write under [{key}]: {known[key]}.",
            )


def events_at(root: Keys) -> tuple[Event, ...]:
    """What else happened; none where there is no [events]."""
    node = root.nodes.get("events")
    if node is None:
        return ()
    listed = node.nodes if isinstance(node, Items) else (node,)
    events = []
    for each in listed:
        if not isinstance(each, Keys):
            raise each.place.error("an event has a [name] and a [date]")
        each.require_known(_EVENT_KEYS, "an event")
        if not (text_at(each, "name") and "date" in each.nodes):
            raise each.place.error("an event has a [name] and a [date]")
        events.append(
            Event(
                name=text_at(each, "name") or "",
                on=day_of(each.nodes["date"]),
                unit=text_at(each, "unit"),
            )
        )
    return tuple(events)


def text_at(root: Keys, key: str) -> str | None:
    """One text; None: it is not there, or is blank."""
    node = root.nodes.get(key)
    return (text_of(node, "one value").strip() or None) if node else None


def names_at(root: Keys, key: str) -> tuple[str, ...] | None:
    """A list of names, which may be empty; None: it is not there."""
    node = root.nodes.get(key)
    if node is None:
        return None
    if isinstance(node, Items) and not node.nodes:
        return ()
    return tuple(each.text.strip() for each in scalars_of(node, "a name"))


def day_at(root: Keys, key: str) -> date | None:
    """A day; None: it is not there."""
    node = root.nodes.get(key)
    return day_of(node) if node else None
