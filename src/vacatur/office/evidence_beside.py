"""What another way of counting would have said, shown beside a figure and never instead of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vacatur.errors import FigureRefused, UsageError
from vacatur.evidence.race_codes import RaceCodes
from vacatur.evidence.sources import Unit
from vacatur.law.codes import normal_code
from vacatur.office.evidence_counting import Counter
from vacatur.sql import literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A count by a wrong code or by words. `also_right` of them are of the right code too."""

    asked: str  # the code or the word
    by: str  # "code" or "words"
    total: int
    also_right: int
    by_group: Mapping[str, int]  # "": race not recorded
    also_right_by_group: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """The same count in an earlier snapshot of the source, and what became of it.

    `gone`: their number stands nowhere in the later one; `recoded`: it does, and they are not
    counted there. `added`: counted in the later one alone. A record that is gone was probably
    expunged: it is neither listed nor put back.
    """

    file: str
    sha256: str
    before: int
    after: int
    gone: int
    recoded: int
    added: int
    before_by_group: Mapping[str, int]
    gone_by_group: Mapping[str, int]
    recoded_by_group: Mapping[str, int]
    added_by_group: Mapping[str, int]
    all_before: int  # arrests of any offense of the same months
    all_gone: int


def beside_of(
    counter: Counter, codes: RaceCodes | None, wrong: Sequence[str], words: Sequence[str]
) -> tuple[Beside, ...]:
    """Counts by codes and by words that do not stand for the offense."""
    found = [
        _one(
            counter,
            codes,
            f"regexp_replace(upper(code), '[ -]', '', 'g') = "
            f"{literal(normal_code(each).replace(' ', ''))}",
            asked=normal_code(each),
            by="code",
        )
        for each in wrong
    ]
    for word in words:
        if not word.strip():
            raise UsageError("a search for nothing", repair="Name a word.")
        condition = f"contains(upper(words), {literal(word.upper())})"
        found.append(_one(counter, codes, condition, asked=word, by="words"))
    return tuple(found)


def _one(
    counter: Counter, codes: RaceCodes | None, condition: str, *, asked: str, by: str
) -> Beside:
    other = replace(counter, condition=condition)
    right = "is_counted"
    if counter.by_number:  # another row of the arrest may be the right one
        numbers = f"select number from {counter.name}_told where is_counted and number is not null"
        right = f"is_counted or number in ({numbers})"
    both = replace(counter, condition=f"({condition}) and ({right})")
    return Beside(
        asked=asked,
        by=by,
        total=other.total(),
        also_right=both.total(),
        by_group=_groups(other, codes),
        also_right_by_group=_groups(both, codes),
    )


def _groups(counter: Counter, codes: RaceCodes | None) -> Mapping[str, int]:
    if codes is None:
        return {}
    found: dict[str, int] = {}
    for (race,), many in sorted(counter.cells("race").items()):
        group = codes.groups.get(race) or ""
        found[group] = found.get(group, 0) + many
    return found


def vanished_of(
    before: Counter, after: Counter, codes: RaceCodes | None, *, file: str, sha256: str
) -> Vanished:
    """Hold an earlier snapshot against the later one, by arrest number.

    Raises
    ------
    FigureRefused
        What is counted has no number by which it could be found again.
    """
    if before.unit is not Unit.ARREST:
        raise FigureRefused(
            f"[{before.unit}] of two snapshots cannot be held against each other",
            where=file,
            why="Only an arrest number tells which row of one file is which of the other.",
            repair="Count arrests of an arrest feed.",
        )
    in_later = f"number in (select number from {after.name} where number is not null)"
    counted_later = (
        f"number in (select number from {after.name}_told where is_counted and number is not null)"
    )
    in_earlier = (
        f"number in (select number from {before.name}_told where is_counted and number is not null)"
    )
    numbered = replace(before, condition="is_counted and number is not null")
    gone = replace(numbered, condition=f"{numbered.condition} and not ({in_later})")
    recoded = replace(
        numbered, condition=f"{numbered.condition} and {in_later} and not ({counted_later})"
    )
    added = replace(after, condition=f"is_counted and number is not null and not ({in_earlier})")
    everything = replace(before, condition="number is not null")
    return Vanished(
        file=file,
        sha256=sha256,
        before=numbered.total(),
        after=replace(after, condition="is_counted and number is not null").total(),
        gone=gone.total(),
        recoded=recoded.total(),
        added=added.total(),
        before_by_group=_groups(numbered, codes),
        gone_by_group=_groups(gone, codes),
        recoded_by_group=_groups(recoded, codes),
        added_by_group=_groups(added, codes),
        all_before=everything.total(),
        all_gone=replace(everything, condition=f"number is not null and not ({in_later})").total(),
    )
