"""Why some cases are one person's: the keys that they share, and which cases each one joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from vacatur.identity.exact_keys import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One key that several cases share. Its value is somebody's number, and is not told."""

    kind: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a person has these cases. `told`: the source itself names the person of each case."""

    person_id: str
    cases: tuple[str, ...]
    joints: tuple[Joint, ...]
    told: bool


def why(
    person_id: str, cases: Iterable[str], keys: Iterable[tuple[str, str, str]], *, told: bool
) -> Why:
    """Explain one person.

    Parameters
    ----------
    cases
        Names of the person's cases.
    keys
        Case, kind and value of every key that joins cases.
    """
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case, kind, value in keys:
        bearers[kind, value].add(case)
    joints = {
        Joint(kind=kind, cases=tuple(sorted(held)))
        for (kind, _), held in bearers.items()
        if len(held) > 1
    }
    order = sorted(joints, key=lambda joint: (KINDS.index(joint.kind), joint.cases))
    return Why(person_id=person_id, cases=tuple(sorted(cases)), joints=tuple(order), told=told)
