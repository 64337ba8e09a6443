"""Cohorts and stage counts that an office wrote into a CSV file of its own."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.dates import parse_day
from vacatur.errors import FigureRefused, IngestError, nearest
from vacatur.evidence.cohort import CohortCase, End, Stage
from vacatur.evidence.sources import FIELDS, DeclaredSource, declare_source, unit_named
from vacatur.evidence.unlinked import BoundedShare, StageCount, StatedCount, bounded_share
from vacatur.office.funnel_records import NO_ARREST, Cohort
from vacatur.office.hand_csv import rows_of_csv

COHORT = ("case_id", "arrested_on", *(each.value for each in Stage), "end", "ended_on")
COUNTS = ("stage", "count", "of", *FIELDS)
_COUNT = re.compile(r"(more than )?(\d{1,3}(?:,\d{3})+|\d+)")


def cohort_of_file(
    path: Path, *, unit: str, first: date, last: date, extracted_on: date, said_by: str
) -> Cohort:
    """Linked cases from a file, one row each.

    Parameters
    ----------
    path
        Columns `case_id`, `arrested_on`, one for each stage of which days are held, `end` and
        `ended_on`. Days are YYYY-MM-DD; a blank stage was not reached, a blank end is open.

    Raises
    ------
    IngestError
        The file cannot be read, or a row holds no day or no end of that name.
    """
    rows = rows_of_csv(path, COHORT, ("case_id", "arrested_on", "end", "ended_on"))
    told = tuple(each for each in Stage if rows and each.value in rows[0])
    source = DeclaredSource(
        name=path.name,
        unit=unit_named(unit, where=path.name),
        first=first,
        last=last,
        extracted_on=extracted_on,
        said_by=said_by,
        sha256=_sha256(path),
    )
    cases, unlinked = [], 0
    reached: Counter[Stage] = Counter()
    for number, row in enumerate(rows, start=2):
        where = f"{path.name}, row {number}"
        days = {each: day for each in told if (day := _day(row[each.value], where)) is not None}
        reached.update(stage for stage, day in days.items() if first <= day <= last)
        arrested = _day(row["arrested_on"], where)
        if arrested is None:
            unlinked += 1
        elif first <= arrested <= last:
            cases.append(
                CohortCase(
                    case_id=row["case_id"],
                    arrested_on=arrested,
                    reached=days,
                    end=_end(row["end"], where),
                    ended_on=_day(row["ended_on"], where),
                )
            )
    return Cohort(
        source=source,
        cases=tuple(cases),
        told=told,
        unlinked={NO_ARREST: unlinked} if unlinked else {},
        stages={stage: reached[stage] for stage in told},
        stages_source=source,
        notes=(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Counts as sources state them, and the bounds that "more than so many" gives."""

    stages: tuple[StageCount, ...]
    bounds: tuple[tuple[str, str, BoundedShare], ...]  # what, of what, and the share


def stated_counts(path: Path) -> Stated:
    """Counts of stages, one row each with its own declared source.

    Parameters
    ----------
    path
        Columns `stage`, `count` ("78" or "more than 1,100"), and those of a declared source;
        without `sha256` this file's own hash stands for it. `of` names the stage of which a count
        is said to be a part, by the same source.

    Raises
    ------
    IngestError
        A count is no count.
    FigureRefused
        A source is not declared, or a part cannot be one.
    """
    own = _sha256(path)
    rows = rows_of_csv(path, COUNTS, [each for each in COUNTS if each not in ("of", "sha256")])
    found: dict[str, StageCount] = {}
    for number, row in enumerate(rows, start=2):
        where = f"{path.name}, row {number}"
        told = {name: row.get(name, "") for name in FIELDS}
        told["sha256"] = told["sha256"] or own
        if row["stage"] in found:
            raise IngestError(f"the stage [{row['stage']}] stands twice", where=where)
        found[row["stage"]] = StageCount(
            stage=Stage(row["stage"]) if row["stage"] in list(Stage) else row["stage"],
            count=_count(row["count"], where),
            source=declare_source(told),
        )
    return Stated(stages=tuple(found.values()), bounds=tuple(_bounds(rows, found, path.name)))


def _bounds(
    rows: Sequence[Mapping[str, str]], found: Mapping[str, StageCount], where: str
) -> list[tuple[str, str, BoundedShare]]:
    bounds = []
    for row in rows:
        if not (of := row.get("of", "")):
            continue
        if of not in found:
            raise IngestError(f"no stage is called [{of}]", where=where, repair=nearest(of, found))
        part, whole = found[row["stage"]], found[of]
        if part.source != whole.source:
            raise FigureRefused(
                f"[{row['stage']}] as a part of [{of}]",
                where=where,
                why="Two sources, periods or units do not count the same cases.",
                repair="Leave [of] blank: each stage then stands by itself.",
            )
        share = bounded_share(part.count, whole.count, said_by=part.source.said_by)
        bounds.append((row["stage"], of, share))
    return bounds


def _count(text: str, where: str) -> StatedCount:
    found = _COUNT.fullmatch(text.strip().lower())
    if found is None:
        raise IngestError(
            f"[{text}] is no count", where=where, repair="Write [78] or [more than 1,100]."
        )
    return StatedCount(count=int(found[2].replace(",", "")), more_than=found[1] is not None)


def _end(text: str, where: str) -> End | None:
    if not text:
        return None
    if text not in list(End):
        raise IngestError(
            f"no end is called [{text}]",
            where=where,
            why="An end that is not known would count as open.",
            repair=nearest(text, list(End)) or f"Known: {', '.join(End)}.",
        )
    return End(text)


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as problem:
        raise IngestError(str(problem), where=where, repair="Write YYYY-MM-DD.") from None


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as problem:
        raise IngestError(
            f"the file cannot be read ({type(problem).__name__})", where=path.name
        ) from None
