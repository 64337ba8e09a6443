"""The arrests that the records of a workspace hold, each followed to its end and its relief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
from ibis.backends.duckdb import Backend

from vacatur.evidence.cohort import CohortCase, End, Stage
from vacatur.evidence.sources import DeclaredSource, Unit
from vacatur.matters.queries import relieved_on
from vacatur.office.casework import has_casework, open_casework
from vacatur.office.evidence_selecting import Offense, select_codes
from vacatur.office.workspace import Workspace
from vacatur.record.tables import Records
from vacatur.record.terms import Disposition

_TABLE = "funnel_charges"
NO_ARREST = "no day of arrest is recorded"
_SEVERAL = "one case with several days of arrest"
_CANNOT_BE_READ = "how a charge ended cannot be read, or is disputed"
_ENDS = {
    Disposition.CONVICTED: End.CONVICTED,
    Disposition.PBJ: End.CONVICTED,
    Disposition.MERGED: End.CONVICTED,
    Disposition.SUPERVISION: End.ADJUDICATED,
    Disposition.ADJUDICATED_JUVENILE: End.ADJUDICATED,
    Disposition.CIVIL_ADJUDICATED: End.ADJUDICATED,
    Disposition.ACQUITTED: End.ACQUITTED,
    Disposition.DISMISSED: End.DISMISSED,
    Disposition.NOLLE_PROSEQUI: End.DROPPED,
    Disposition.STET: End.DROPPED,
    Disposition.ABATED: End.ABATED,
    Disposition.TRANSFERRED_JUVENILE: End.ABATED,
    Disposition.NOT_CHARGED: End.NOT_CHARGED,
}
# An arrest of several charges ended as the first of these that one of them did.
_FIRST = (
    End.CONVICTED, End.ADJUDICATED, End.ACQUITTED, End.DISMISSED, End.DROPPED, End.ABATED,
    End.NOT_CHARGED,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Arrests to be followed, those that cannot be, and what each stage counts by itself.

    `told` are the stages of which the source holds days. `unlinked` counts, by reason, what could
    not be linked to one arrest; `stages` counts each stage by its own days, whatever the arrest.
    """

    source: DeclaredSource
    cases: tuple[CohortCase, ...]
    told: tuple[Stage, ...]
    unlinked: Mapping[str, int]
    stages: Mapping[Stage, int]
    stages_source: DeclaredSource
    notes: tuple[str, ...]


def cohort_of_records(
    workspace: Workspace,
    offense: Offense,
    *,
    first: date,
    last: date,
    extracted_on: date,
    said_by: str,
) -> Cohort:
    """Arrests with a charge of the offense, in the days from `first` to `last`.

    An arrest is a person and a day of arrest, with every case that has this day and no other. It
    is filed on the first day on which a case of it was, and has ended when all its charges have.
    A charge of which no end is recorded is open.
    """
    relief = _relief_of_matters(workspace)
    with workspace.connection() as connection:
        records = workspace.records(connection)
        rows = _cases(connection, records, offense)
        granted = _relief_of_records(records)
    if relief is not None:
        keyed, keys = relief
        for row in rows:
            if (day := keyed.get(keys(row["case_id"]))) is not None:
                granted[row["case_id"]] = min(day, granted.get(row["case_id"], day))
    linked: dict[tuple[str, date], list[dict[str, Any]]] = {}
    unlinked: Counter[str] = Counter()
    for row in rows:
        if len(row["arrests"]) == 1:
            linked.setdefault((row["person_id"], row["arrests"][0]), []).append(row)
        elif row["wanted"] and first <= (row["day"] or first) <= last:
            unlinked[_SEVERAL if row["arrests"] else NO_ARREST] += 1
    cases = []
    for number, ((_, day), of) in enumerate(sorted(linked.items(), key=lambda each: each[0][1])):
        if not (first <= day <= last and any(row["wanted"] for row in of)):
            continue
        if any(row["unread"] for row in of):
            unlinked[_CANNOT_BE_READ] += 1
        else:
            cases.append(_followed(f"arrest {number + 1}", day, of, granted))
    wanted = [row for row in rows if row["wanted"]]
    told = [Stage.FILED] if any(row["filed"] for row in wanted) else []
    told += [Stage.DISPOSED] if any(_end(row["charges"])[0] for row in wanted) else []
    told += [Stage.RELIEVED] if relief is not None or granted else []
    source = DeclaredSource(
        name=f"records of the workspace [{workspace.folder.resolve().name}]",
        unit=Unit.ARREST,
        first=first,
        last=last,
        extracted_on=extracted_on,
        said_by=said_by,
        sha256=workspace.records_sha256(),
    )
    return Cohort(
        source=source,
        cases=tuple(cases),
        told=tuple(told),
        unlinked=dict(unlinked),
        stages=_by_their_own_days(wanted, granted, told, first, last),
        stages_source=replace(source, unit=Unit.CASE),
        notes=_NOTES,
    )


_NOTES = (
    "Records of courts hold no day of a referral and none of a sentence: there is no figure of "
    "them, and not 0.",
    "Where a record says that an arrest was closed without a charge, it does not say by whom: it "
    "stands neither with the police nor with the prosecutor.",
    "Records that were expunged are gone from the source, and stand in no stage: relief is counted "
    "too low.",
    "A charge of which no end is recorded is counted as open.",
)


def _cases(connection: Backend, records: Records, offense: Offense) -> list[dict[str, Any]]:
    """Every case: its days of arrest, its charges, and whether one of them is of the offense."""
    charges, cases = records["charges"], records["cases"]
    joined = charges.select(
        "case_id", "person_id", "arrest_date", "offense_date", "disposition",
        "disposition_recorded", "disposition_date", "unreadable", "disputed", code="local_code",
    ).join(cases.select("case_id", filed="filed_date"), "case_id", how="left")  # fmt: skip
    named = joined.mutate(day=joined.offense_date.coalesce(joined.arrest_date)).drop(
        "case_id_right"
    )
    connection.create_table(_TABLE, named, temp=True, overwrite=True)
    raw: duckdb.DuckDBPyConnection = connection.con
    select_codes(raw, _TABLE, offense)
    found = raw.execute(
        f"""select case_id, any_value(person_id) as person_id, any_value(filed) as filed,
            coalesce(any_value(filed), min(day), min(disposition_date)) as day,
            coalesce(list(distinct arrest_date) filter (arrest_date is not null), []) as arrests,
            coalesce(bool_or(is_counted), false) as wanted,
            bool_or(list_contains(coalesce(unreadable, []), 'disposition')
                or list_contains(coalesce(disputed, []), 'disposition')
                or (disposition is null and coalesce(disposition_recorded,
                    disposition_date::varchar) is not null)) as unread,
            list({{'how': disposition, 'day': disposition_date}}) as charges
        from {_TABLE}_told group by case_id order by case_id"""
    )
    rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
    return rows


def _relief_of_records(records: Records) -> dict[str, date]:
    """By case: the first day on which the records say that a charge of it was relieved."""
    relief, charges = records["relief"], records["charges"]
    joined = relief.filter(relief.granted_on.notnull()).join(
        charges.select("charge_id", "case_id"), relief.charge == charges.charge_id
    )
    rows = joined.group_by("case_id").agg(day=joined.granted_on.min()).to_pyarrow().to_pylist()
    return {row["case_id"]: row["day"] for row in rows}


def _relief_of_matters(workspace: Workspace) -> tuple[Mapping[str, date], Any] | None:
    """By keyed hash of a case: the day of its relief; and what makes the hash. None: no matters."""
    if not has_casework(workspace):
        return None
    with open_casework(workspace) as casework, casework.reading() as connection:
        return relieved_on(connection), casework.case_key


def _followed(
    number: str, day: date, rows: Sequence[Mapping[str, Any]], granted: Mapping[str, date]
) -> CohortCase:
    end, ended_on = _end([each for row in rows for each in row["charges"]])
    reached: dict[Stage, date] = {}
    if filed := [row["filed"] for row in rows if row["filed"]]:
        reached[Stage.FILED] = min(filed)
    if end not in (None, End.NOT_CHARGED) and ended_on is not None:
        reached[Stage.DISPOSED] = ended_on
    if relieved := [granted[row["case_id"]] for row in rows if row["case_id"] in granted]:
        reached[Stage.RELIEVED] = min(relieved)
    return CohortCase(case_id=number, arrested_on=day, reached=reached, end=end, ended_on=ended_on)


def _end(charges: Iterable[Mapping[str, Any]]) -> tuple[End | None, date | None]:
    """How charges ended together, and on which day; one that has not leaves all of them open."""
    ends, days = set(), []
    for each in charges:
        if each["how"] in (None, Disposition.PENDING.value):
            return None, None
        ends.add(_ENDS[Disposition(each["how"])])
        days.append(each["day"])
    end = next(each for each in _FIRST if each in ends)
    return end, None if None in days else max(days)


def _disposed(charges: Iterable[Mapping[str, Any]]) -> date | None:
    end, day = _end(charges)
    return None if end is End.NOT_CHARGED else day


def _by_their_own_days(
    rows: Sequence[Mapping[str, Any]],
    granted: Mapping[str, date],
    told: Sequence[Stage],
    first: date,
    last: date,
) -> Mapping[Stage, int]:
    """How many cases reached each stage in the period, whenever their arrest was."""
    days: dict[Stage, list[date | None]] = {
        Stage.FILED: [row["filed"] for row in rows],
        Stage.DISPOSED: [_disposed(row["charges"]) for row in rows],
        Stage.RELIEVED: [granted.get(row["case_id"]) for row in rows],
    }
    return {
        stage: sum(day is not None and first <= day <= last for day in days[stage])
        for stage in told
    }
