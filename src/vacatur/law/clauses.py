"""The clauses of a policy: the named conditions that each must hold, and those that must not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vacatur.law.nodes import AllOf, Flagged, Ref
from vacatur.law.page import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One named condition on which a grant hangs. `must_hold` is false for that of a bar."""

    name: str
    must_hold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Conditions that together send a charge to a person.

    `flagged` says that what is unknown sends nobody: it counts as not checked.
    """

    parts: tuple[str, ...]
    flagged: bool


def grant_clauses(version: Version) -> tuple[tuple[str, ...], ...]:
    """For each grant, the conditions that all must hold for it."""
    return tuple(tuple(_parts(version, grant.when.name)) for grant in version.grants)


def clauses_of(version: Version) -> tuple[Clause, ...]:
    """Every clause of a version, those of its grants first, each once."""
    wanted = dict.fromkeys(name for grant in grant_clauses(version) for name in grant)
    barring = dict.fromkeys(bar.when.name for bar in version.bars)
    return (
        *(Clause(name=name, must_hold=True) for name in wanted),
        *(Clause(name=name, must_hold=False) for name in barring if name not in wanted),
    )


def referrals_of(version: Version) -> tuple[Referral, ...]:
    """What sends a charge to a person, taken apart."""
    return tuple(
        Referral(
            parts=tuple(dict.fromkeys(_parts(version, refer.condition))),
            flagged=isinstance(refer.when, Flagged),
        )
        for refer in version.refers
    )


def _parts(version: Version, name: str) -> Iterator[str]:
    """The conditions of which a condition is made by `all_of`, as far as all of them have names."""
    truth = version.conditions[name].truth
    parts = truth.parts if isinstance(truth, AllOf) else (truth,)
    named = [part.name for part in parts if isinstance(part, Ref) and not part.page]
    if len(named) < len(parts):
        yield name
        return
    for each in named:
        yield from _parts(version, each)
