"""Facts given by hand: an attorney's answer, a correction, and what is taken back.

This is the one road by which something learned later changes a decision, and each step on it can be
undone: nothing is erased, and a line of the log takes back another.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from vacatur.errors import UsageError, nearest
from vacatur.facts.answers import told_by
from vacatur.facts.effect import Effect
from vacatur.facts.kinds import ANSWERS, CHARGE, HISTORY, KINDS
from vacatur.facts.store import ROWS, Answer, Batch, FactsLog, append
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.touched import find_touched, rows_of
from vacatur.office.deciding_again import Redecided, decide_again
from vacatur.office.effects import apply_facts
from vacatur.office.ground_guard import refuse_by_hand, refuse_loose_findings
from vacatur.office.workspace import Workspace

WITHDRAWAL = "withdrawal"
_FACT = re.compile(r"(?P<batch>[1-9]\d*)\.(?P<row>[1-9]\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one line of the log changed. `redecided` is None where no run could be added to."""

    batch: Batch
    effect: Effect
    redecided: Redecided | None


def answer(
    workspace: Workspace, charge: str, column: str, value: str, *, by: str, document: str, on: date
) -> Given:
    """Answer one question, and decide again the person whom it is about.

    Parameters
    ----------
    charge
        The charge that is asked about, or any charge of the case or person.
    column, value
        As `facts.answers.told_by` reads them.
    by, document, on
        Who says so, on what document, and the day.

    Raises
    ------
    UsageError
        There is no such charge or column, or the value cannot be its.
    """
    refuse_by_hand(column.strip())
    return tell(workspace, [(charge, column, value)], by=by, document=document, on=on)


def tell(
    workspace: Workspace,
    answers: Sequence[tuple[str, str, str]],
    *,
    withdraws: Sequence[str] = (),
    by: str,
    document: str,
    on: date,
) -> Given:
    """Answer several questions in one line of the log, and take back facts that they replace.

    `answers` are charge, column and value, each as for `answer`; `withdraws` are names of facts
    that stand.

    Raises
    ------
    UsageError
        As for `answer`.
    """
    require_author(by)
    told = [(charge, told_by(column, value)) for charge, column, value in answers]
    given = tuple(Answer(charge=c, column=each.column, value=each.value) for c, each in told)
    kind = ANSWERS if given else WITHDRAWAL
    batch = _line(workspace, kind, by=by, document=document, on=on)
    said = len(given)
    whole = replace(batch, answers=given, withdraws=tuple(withdraws), rows_in=said, attached=said)
    return _add(workspace, whole)


def correct(
    workspace: Workspace,
    fact: str,
    value: str,
    *,
    column: str,
    by: str,
    document: str,
    on: date,
) -> Given:
    """Withdraw one fact and say what is so instead; what else its row told is said again.

    `column` may be empty where the fact tells one column only.

    Raises
    ------
    UsageError
        There is no such fact that stands, or it cannot be corrected by hand.
    """
    require_author(by)
    kind, row = _standing_fact(workspace, fact)
    if kind == HISTORY or not (kind == ANSWERS or KINDS[kind].about == CHARGE):
        raise UsageError(
            f"a fact of the kind {kind} is not corrected by hand",
            repair="Withdraw it, and attach what is so.",
        )
    charge, told = _told_by_row(workspace, kind, row)
    name = column or (next(iter(told)) if len(told) == 1 else "")
    if name not in told:
        what = f"[{name}] is not among what" if name else "it is not said which of the columns that"
        raise UsageError(f"{what} the fact tells", repair=f"Name one: {', '.join(sorted(told))}.")
    refuse_by_hand(name)
    told[name] = told_by(name, value).value
    answers = tuple(Answer(charge=charge, column=each, value=told[each]) for each in told)
    batch = _line(workspace, ANSWERS, by=by, document=document, on=on)
    said = len(answers)
    whole = replace(batch, answers=answers, withdraws=(fact,), rows_in=said, attached=said)
    return _add(workspace, whole)


def withdraw(
    workspace: Workspace, facts: Sequence[str], *, by: str, document: str, on: date
) -> Given:
    """Take facts back. They stay in the log, and count for nothing.

    Raises
    ------
    UsageError
        There is no such fact, or it does not stand any more.
    """
    require_author(by)
    for fact in facts:
        _standing_fact(workspace, fact)
    return tell(workspace, (), withdraws=facts, by=by, document=document, on=on)


def undo(workspace: Workspace, number: int, *, by: str, document: str, on: date) -> Given:
    """Undo one line of the log: a file, an answer, a withdrawal, or an earlier undoing.

    Raises
    ------
    UsageError
        There is no such line, or it is undone already.
    """
    require_author(by)
    log = workspace.facts()
    numbers = [str(batch.number) for batch in log.batches]
    if str(number) not in numbers:
        raise UsageError(f"the log has no number [{number}]", repair=nearest(str(number), numbers))
    if number not in {batch.number for batch in log.standing()}:
        raise UsageError(
            f"number [{number}] is undone already",
            repair="Undo the line that undid it: vacatur facts log names it.",
        )
    batch = _line(workspace, WITHDRAWAL, by=by, document=document, on=on)
    return _add(workspace, replace(batch, undoes=number))


# ---- one line of the log ------------------------------------------------------------------------


def _line(workspace: Workspace, kind: str, *, by: str, document: str, on: date) -> Batch:
    return Batch(number=workspace.facts().last + 1, on=on, kind=kind, by=by, document=document)


def _add(workspace: Workspace, batch: Batch) -> Given:
    log, before = workspace.facts(), workspace.effects()
    after = log.with_batch(batch)
    refuse_loose_findings(workspace, log, after)
    shutil.rmtree(after.batch_folder(batch.number), ignore_errors=True)
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        open_records(connection, workspace.records_folder)
        open_facts(connection, after)
        find_touched(connection, rows_of(after, batch))
        _require_somebody(connection, batch)
        effect = apply_facts(connection, workspace, after, before=before)
        append(log, batch)
        redecided = decide_again(connection, workspace, before=log.sha256())
    return Given(batch=batch, effect=effect, redecided=redecided)


def require_author(by: str) -> None:
    """Refuse a fact of which nobody says that it is so."""
    if not by.strip():
        raise UsageError(
            "it is not said who says so",
            why="A fact without an author is no fact that a court could ask about.",
            repair="Name the person: --by 'A. Attorney'.",
        )


def _require_somebody(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """An answer is about a charge that is there."""
    given = pa.table({"id": pa.array(sorted({each.charge for each in batch.answers}), pa.string())})
    connection.register("answered_charges", given)
    missing = connection.execute(
        """select id from answered_charges
        where id not in (
            select charge_id from base_charges semi join touched using (person_id))
        and not (starts_with(id, 'elsewhere/') and exists (from touched))
        order by id limit 1"""
    ).fetchone()
    connection.unregister("answered_charges")
    if missing:
        raise UsageError(
            f"the workspace has no charge [{missing[0]}]",
            repair="A charge is named CASE/NUMBER, as in the worklist.",
        )


def _standing_fact(workspace: Workspace, fact: str) -> tuple[str, Mapping[str, Any]]:
    """The kind of a fact that stands, and its row."""
    log = workspace.facts()
    named = _FACT.fullmatch(fact)
    batches = {batch.number: batch for batch in log.standing()}
    batch = batches.get(int(named["batch"])) if named else None
    row = _row_of(log, batch, int(named["row"])) if named and batch else None
    if batch is None or row is None or fact in log.withdrawn():
        raise UsageError(
            f"there is no fact [{fact}] that stands",
            repair="A fact is named NUMBER.ROW; vacatur explain CHARGE names those of a charge.",
        )
    return batch.kind, row


def _row_of(log: FactsLog, batch: Batch, row: int) -> Mapping[str, Any] | None:
    if not batch.file:
        if row > len(batch.answers):
            return None
        given = batch.answers[row - 1]
        return {"charge": given.charge, "asked": given.column, "value": given.value}
    path = log.batch_folder(batch.number) / ROWS
    found = pq.read_table(path, filters=[("row", "=", row)]).to_pylist()
    return found[0] if found else None


def _told_by_row(
    workspace: Workspace, kind: str, row: Mapping[str, Any]
) -> tuple[str, dict[str, str]]:
    """The charge that a row is about, and what it tells, as answers would tell it."""
    if kind == ANSWERS:
        return row["charge"], {row["asked"]: row["value"]}
    with workspace.connection() as connection:
        records = workspace.records(connection)
        cases = records["cases"].filter(lambda table: table.number == row["case_num"])
        charges = records["charges"].semi_join(cases, "case_id").charge_id.to_pyarrow().to_pylist()
    (charge,) = (each for each in charges if each.rpartition("/")[2] == row["charge_num"])
    told = {
        f"{entity}.{name}": _as_text(row[name])
        for entity, name in KINDS[kind].tells
        if row.get(name) is not None
    }
    return charge, told


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
