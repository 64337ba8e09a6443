"""What was added to a charge's record, and how the charge's answers changed with it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from vacatur.engine.explanation import AttachedFact, EarlierAnswer
from vacatur.facts.about import ToldFact, facts_about
from vacatur.facts.kinds import ANSWERS, HISTORY
from vacatur.facts.store import DOUBTS, QUARANTINE, Batch, FactsLog
from vacatur.office.decisions import numbers_of_part
from vacatur.office.taking_over import told_sql
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record
from vacatur.sql import parquet

NOT_ATTACHED = "not attached: "


def attached_facts(
    workspace: Workspace, record: Record, charge_id: str
) -> tuple[AttachedFact, ...]:
    """The facts about a charge, its case and its person, whether or not they count.

    Rows that name the charge and were never attached are among them.
    """
    log = workspace.facts()
    if not log.batches:
        return ()
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        told = facts_about(
            connection, workspace.records_folder, log, workspace.key(), record.person.person_id
        )
        refused = tuple(_refused(connection, log, record, charge_id))
    mine = {charge_id, record.charge(charge_id).case_id, record.person.person_id}
    by_number = {batch.number: batch for batch in log.batches}
    return (
        *(_attached(each, by_number) for each in told if each.row_id in mine),
        *refused,
    )


def earlier_answers(workspace: Workspace, run: str, charge_id: str) -> tuple[EarlierAnswer, ...]:
    """How each rule's answer changed as facts were added and cases linked, the first one first.

    A rule whose answer never changed is left out.
    """
    told: dict[str, list[EarlierAnswer]] = {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            told_sql(workspace.run_folder(run)), {"charge": charge_id}
        ).fetchall()
    for implements, published, decided_in in rows:
        before = told.setdefault(implements, [])
        if not before or before[-1].published != published:
            after, link = numbers_of_part(decided_in) if decided_in else (0, 0)
            before.append(
                EarlierAnswer(
                    implements=implements, after=after, after_link=link, published=published
                )
            )
    return tuple(each for answers in told.values() if len(answers) > 1 for each in answers)


def _attached(told: ToldFact, by_number: dict[int, Batch]) -> AttachedFact:
    batch = by_number[int(told.fact.partition(".")[0])]
    return _of(batch, told.fact, f"{told.entity}.{told.column}", value=told.value, state=told.state)


def _of(batch: Batch, fact: str, about: str, *, value: str, state: str) -> AttachedFact:
    return AttachedFact(
        fact=fact,
        about=about,
        value=value,
        by=batch.by,
        document=batch.document or batch.file,
        on=batch.on,
        state=state,
    )


def _refused(
    connection: duckdb.DuckDBPyConnection, log: FactsLog, record: Record, charge_id: str
) -> Iterator[AttachedFact]:
    """Rows that could not be read and tell of this charge or its case. Their text is not shown."""
    case = record.case_of(record.charge(charge_id)).number or ""
    named = {"case": case, "charge": charge_id.rpartition("/")[2]}
    for batch in log.batches:
        if not batch.quarantined or batch.kind in (HISTORY, ANSWERS):
            continue
        folder = log.batch_folder(batch.number)
        rows = connection.execute(
            f"""select distinct row, reason from {parquet(folder / QUARANTINE)} lost
            join {parquet(folder / DOUBTS)} named using (row)
            where case_num = $case and coalesce(charge_num, $charge) = $charge order by row""",
            named,
        ).fetchall()
        for row, reason in rows:
            yield _of(batch, f"{batch.number}.{row}", "", value="", state=f"{NOT_ATTACHED}{reason}")
