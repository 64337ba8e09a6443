"""Why some cases are one person's: the keys and the names by which they are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from vacatur.identity.evidence import NamePair
from vacatur.identity.exact_keys import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One key that several cases share. Its value is somebody's number, and is not told."""

    kind: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A pair that waits for a person: a case of this person, and one of another's."""

    person_id: str  # the other one
    pair: NamePair  # its first case is this person's


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a person has these cases. `told`: the source itself names the person of each case."""

    person_id: str
    cases: tuple[str, ...]
    joints: tuple[Joint, ...]
    said: tuple[str, ...]  # cases of which a person said that they are this one's
    by_name: tuple[NamePair, ...]
    waiting: tuple[Rival, ...]
    alone: tuple[str, ...]  # cases that nothing joins to another one
    told: bool


def why(
    person_id: str,
    cases: Mapping[str, str],
    keys: Iterable[tuple[str, str, str]],
    linked: Mapping[tuple[str, str], NamePair],
    waiting: Iterable[Rival],
    *,
    said: Collection[str],
    told: bool,
) -> Why:
    """Explain one person.

    Parameters
    ----------
    cases
        Ids of the person's cases, and what each is called; two may be called the same.
    keys
        Case id, kind and value of every key that joins cases.
    linked
        Pairs of case ids that names join.
    waiting
        Pairs with another person's case that wait for a person.
    said
        Case ids that what a person said joins.
    told
        The source itself names the person of each case.
    """
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case, kind, value in keys:
        bearers[kind, value].add(case)
    shared = {(kind, frozenset(held)) for (kind, _), held in bearers.items() if len(held) > 1}
    joints = [
        Joint(kind=kind, cases=tuple(sorted(cases[case] for case in held))) for kind, held in shared
    ]
    joined = {case for _, held in shared for case in held} | {x for pair in linked for x in pair}
    joined |= set(said)
    return Why(
        person_id=person_id,
        cases=tuple(sorted(cases.values())),
        joints=tuple(sorted(joints, key=lambda joint: (KINDS.index(joint.kind), joint.cases))),
        said=tuple(sorted(cases[case] for case in said)),
        by_name=tuple(sorted(linked.values(), key=lambda pair: (-pair.bits, pair.cases))),
        waiting=tuple(sorted(waiting, key=lambda rival: (-rival.pair.bits, rival.pair.cases))),
        alone=tuple(sorted(name for case, name in cases.items() if case not in joined)),
        told=told,
    )
