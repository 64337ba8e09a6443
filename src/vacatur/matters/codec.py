"""Events as text, and back: what everybody may read, and what is sealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from vacatur.errors import ChainBroken
from vacatur.matters import events as e
from vacatur.matters.batch_events import BatchEvent
from vacatur.matters.matter import Matter
from vacatur.record.private import PRIVATE

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Written:
    """An event in two parts, each canonical JSON; `private` is None where nothing is private."""

    kind: str
    public: str
    private: str | None


def write(event: e.MatterEvent | BatchEvent) -> Written:
    """An event as text."""
    public, private = parted(event)
    return Written(
        kind=type(event).__name__,
        public=canonical(public),
        private=canonical(private) if private else None,
    )


def parted(event: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What everybody may read of an event, and what is sealed of it (`record.private`)."""
    kind: type = type(event)
    cells = _adapter(kind).dump_python(event, mode="json")
    hidden = _private_fields(kind)
    private = {name: cells.pop(name) for name in hidden if cells[name] is not None}
    for name in hidden:
        cells.pop(name, None)
    return cells, private


def joined(kind: Any, public: Mapping[str, Any], private: Mapping[str, Any] | None) -> Any:
    """An event of the two parts of it. Without the private part, its private fields are None."""
    return _adapter(kind).validate_python({**public, **(private or {})})


def read(kind: str, public: str, private: str | None) -> e.MatterEvent:
    """An event of its text. Without the private part, its private fields are None.

    Raises
    ------
    ChainBroken
        This version of vacatur knows no such event.
    """
    kinds = {each.__name__: each for each in get_args(e.MatterEvent)}
    if kind not in kinds:
        raise ChainBroken(
            f"[{kind}] is no event of a matter",
            why="A newer vacatur may have written it.",
            repair="Install the newer version.",
        )
    cells = json.loads(public) | (json.loads(private) if private else {})
    event: e.MatterEvent = _adapter(kinds[kind]).validate_python(cells)
    return event


def read_of_batch(kind: str, public: str) -> BatchEvent | e.SampleReviewed:
    """An event of a batch of its text; of a review, without its reason."""
    kinds = {each.__name__: each for each in (*get_args(BatchEvent), e.SampleReviewed)}
    event: BatchEvent | e.SampleReviewed = _adapter(kinds[kind]).validate_json(public)
    return event


# What matters did not have from the beginning. As long as it says nothing it is not written, so
# that a matter of an earlier version is written as it was: its hash stands in the chain.
_ADDED_LATER: Mapping[str, object] = {"prepared_times": 0, "approved_printed_hash": ""}


def write_matter(matter: Matter) -> str:
    """A matter as canonical JSON: its hash stands in the chain."""
    said = _adapter(Matter).dump_python(matter, mode="json")
    for name, nothing in _ADDED_LATER.items():
        if said[name] == nothing:
            del said[name]
    for duty in said["duties"]:
        if duty["where"] is None:
            del duty["where"]
    return canonical(said)


def read_matter(content: str) -> Matter:
    """A matter of its text."""
    matter: Matter = _adapter(Matter).validate_json(content)
    return matter


def as_data(value: Any) -> Any:
    """A value of casework for machines: days and terms as text."""
    return to_jsonable_python(value)


def canonical(value: Any) -> str:
    """JSON that is the same wherever it is written."""
    return _CANONICAL.encode(value)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


@cache
def _private_fields(kind: Any) -> tuple[str, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        name for name, hint in hints.items() if PRIVATE in getattr(hint, "__metadata__", ())
    )
