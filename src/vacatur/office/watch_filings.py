"""A watch of filings: the charges that a policy declined on the day on which they were filed.

The law and the records are those of the latest run, and each charge is decided again as of its own
day of filing. A run has one day, and by then a charge that should not have been filed may have
ended: the policy, which speaks of pending charges, would say nothing of it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import ibis
from ibis.backends.duckdb import Backend

from vacatur.dates import Span
from vacatur.engine.decide import Hold, decide
from vacatur.errors import UsageError
from vacatur.law.answers import Published
from vacatur.law.rulebook import Rulebook
from vacatur.office.runs import refuse_two_answers
from vacatur.office.stale import refuse_changed, standing
from vacatur.office.stored import stored_in
from vacatur.office.watch_acknowledged import Acknowledgement, acknowledged
from vacatur.office.watch_codes import policies_of
from vacatur.office.watch_copies import copied_id, copies
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.tables import Records
from vacatur.record.terms import ParticipantRole
from vacatur.screening.watch_artefacts import next_month
from vacatur.screening.watched import Dimension
from vacatur.sql import parquet

NOT_RECORDED = "not recorded"
_ONE_DAY = timedelta(days=1)
SEVERAL = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A charge that was filed although a policy declined it on that day.

    `policies` declined it. `acknowledged` null: nobody has said why yet.
    """

    charge_id: str
    case_number: str
    filed: date
    policies: tuple[str, ...]
    acknowledged: Acknowledgement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclinedMonth:
    """One month's declined filings, one count for each label of the watch.

    `whole` is false where the watch begins or ends within it.
    """

    month: date
    whole: bool
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingWatch:
    """What was filed from `since` to the day of the run, both included.

    `answers` counts the charges by what the policies said on the day of filing, and adds up to
    `filed`. `undated` counts those of which no day of filing is known, and that did not end before
    `since`; `later` those filed after the day of the run. Neither is asked.
    """

    run: str
    as_of: date
    since: date
    by: Dimension
    filed: int
    undated: int
    later: int
    answers: Mapping[Published, int]
    labels: tuple[str, ...]
    months: tuple[DeclinedMonth, ...]
    alerts: tuple[Alert, ...]

    @property
    def unanswered(self) -> tuple[Alert, ...]:
        """The alerts that nobody has answered for."""
        return tuple(each for each in self.alerts if each.acknowledged is None)


def watch_filings(
    workspace: Workspace, *, since: date, by: Dimension, progress: Progress
) -> FilingWatch:
    """Ask the policies of the latest run about each charge filed since a day, as of its filing.

    Raises
    ------
    UsageError
        The latest run is of no policy, or the records have nothing to count by.
    WorkspaceError
        There is no run, or the records, the facts or the law have changed since.
    """
    refuse_changed(workspace, "latest")
    run = standing(workspace, "latest")
    pages = [each.page_id for each in policies_of(run.rulebook)]
    if since > run.as_of:
        raise UsageError(
            f"{since} is after {run.as_of}, the day of the run",
            why="Nothing could be counted, and nought would look like an answer.",
            repair="Run [vacatur decide] as of a later day, or begin with an earlier one.",
        )
    if by is Dimension.DISTRICT:
        raise UsageError(
            "the records have no police district",
            why="A court's export names none, and an address is not turned into one.",
            repair="Count by month, race or unit; arrests may be counted by district.",
        )
    with workspace.connection() as connection, stored_in(connection, workspace.folder) as hold:
        records = workspace.records(connection)
        _find_filings(connection, workspace, records, since, run.as_of)
        within = Span(since, run.as_of)
        _ask(connection, run.rulebook.only(pages), records, within, hold, progress)
        answers = _answers(connection)
        labels, months = _months(connection, within, by)
        filed, undated, later = _sizes(connection, since, run.as_of)
        return FilingWatch(
            run=run.name,
            as_of=run.as_of,
            since=since,
            by=by,
            filed=filed,
            undated=undated,
            later=later,
            answers=answers,
            labels=labels,
            months=months,
            alerts=_alerts(connection, acknowledged(workspace)),
        )


def _find_filings(
    connection: Backend, workspace: Workspace, records: Records, since: date, as_of: date
) -> None:
    """Make `all_filings` (one row a charge, `filed` null where no day is known), and `filings`.

    `nth` numbers the days of filing of one person.
    """
    charges, cases = records["charges"], records["cases"]
    told = charges.select(
        "charge_id", "case_id", "person_id", "issued_date", "disposition_date"
    ).left_join(cases.select("case_id", "number", "filed_date"), "case_id")
    connection.create_table(
        "all_filings",
        told.select(
            "charge_id",
            "case_id",
            "person_id",
            "disposition_date",
            case_number=told.number,
            filed=ibis.coalesce(told.filed_date, told.issued_date),
        ),
        temp=True,
    )
    connection.con.execute(
        """create temp table filings as
        select *, dense_rank() over (partition by person_id order by filed) as nth
        from all_filings where filed between $since and $as_of""",
        {"since": since, "as_of": as_of},
    )
    defendants = workspace.records_folder / "defendants.parquet"
    participants = workspace.records_folder / "participants.parquet"
    connection.con.execute(
        f"""create temp table case_race as
        select case_id, any_value(race) as race from {parquet(defendants)} group by case_id"""
    )
    connection.con.execute(
        f"""create temp table case_unit as
        select case_id, case when count(distinct unit) > 1 then '{SEVERAL}'
            else any_value(unit) end as unit
        from {parquet(participants)}
        where role = '{ParticipantRole.COMPLAINING_OFFICER.value}' group by case_id"""
    )


def _ask(
    connection: Backend,
    policies: Rulebook,
    records: Records,
    within: Span,
    hold: Hold,
    progress: Progress,
) -> None:
    """Make `said`: what each policy said of each filing on its day."""
    connection.con.execute(
        "create temp table said (charge_id varchar, implements varchar, published varchar)"
    )
    filings = connection.table("filings")
    if not filings.count().execute():
        return
    as_filed, days = copies(records, filings, hold)
    names = hold(filings.select("charge_id", copy=copied_id(filings)))
    decided = decide(policies, as_filed, as_of=days, hold=hold, within=within)
    for number, each in enumerate(decided.values()):
        progress(f"asking {each.page.implements}", number, len(decided))
        stored = hold(each.table)
        refuse_two_answers(each, stored)
        mine = names.join(stored, names.copy == stored.charge_id).select(
            charge_id=names.charge_id,
            implements=ibis.literal(each.page.implements),
            published=stored.published,
        )
        connection.insert("said", mine)


# The one answer of several policies, as `screening.screened` gives it of one record.
_TOGETHER = f"""select filings.*, policies, case
        when len(answers) is null or len(answers) = 0 then '{Published.NO_POLICY.value}'
        when len(answers) = 1 then answers[1] else '{Published.REVIEW.value}' end as answer
    from filings left join (
        select charge_id, list(distinct published)
                filter (where published <> '{Published.NO_POLICY.value}') as answers,
            list(implements order by implements)
                filter (where published = '{Published.DECLINE.value}') as policies
        from said group by charge_id
    ) using (charge_id)"""


def _answers(connection: Backend) -> Mapping[Published, int]:
    connection.con.execute(f"create temp table answered as {_TOGETHER}")
    found = connection.con.execute(
        "select answer, count(*) from answered group by answer order by answer"
    ).fetchall()
    return {Published(answer): int(rows) for answer, rows in found}


def _sizes(connection: Backend, since: date, as_of: date) -> tuple[int, int, int]:
    filed, undated, later = connection.con.execute(
        """select count(*) filter (where filed between $since and $as_of),
            count(*) filter (where filed is null
                and (disposition_date is null or disposition_date >= $since)),
            count(*) filter (where filed > $as_of)
        from all_filings""",
        {"since": since, "as_of": as_of},
    ).fetchall()[0]
    return int(filed), int(undated), int(later)


def _months(
    connection: Backend, within: Span, by: Dimension
) -> tuple[tuple[str, ...], tuple[DeclinedMonth, ...]]:
    label = "'filings'" if by is Dimension.MONTH else f"coalesce({by.value}, '{NOT_RECORDED}')"
    found = connection.con.execute(
        f"""select date_trunc('month', filed)::date, {label},
            count(*) filter (where answer = '{Published.DECLINE.value}')
        from answered left join case_race using (case_id) left join case_unit using (case_id)
        group by all"""
    ).fetchall()
    names = sorted({each for _, each, _ in found} - {NOT_RECORDED})
    labels = tuple(names) if by is Dimension.MONTH else (NOT_RECORDED, *names)
    by_cell = {(month, each): int(rows) for month, each, rows in found}
    return labels, tuple(
        DeclinedMonth(
            month=month,
            whole=month in within and next_month(month) - _ONE_DAY in within,
            counts=tuple(by_cell.get((month, each), 0) for each in labels),
        )
        for month in sorted({month for month, _ in by_cell})
    )


def _alerts(connection: Backend, known: Mapping[str, Acknowledgement]) -> tuple[Alert, ...]:
    found = connection.con.execute(
        f"""select charge_id, coalesce(case_number, ''), filed, policies from answered
        where answer = '{Published.DECLINE.value}' order by filed, charge_id"""
    ).fetchall()
    return tuple(
        Alert(
            charge_id=charge_id,
            case_number=number,
            filed=filed,
            policies=tuple(policies),
            acknowledged=known.get(charge_id),
        )
        for charge_id, number, filed, policies in found
    )
