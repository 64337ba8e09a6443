"""Explaining one charge of a workspace: its person's rows, read back and decided again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from vacatur.engine.explain import explain
from vacatur.engine.explanation import ChargeExplanation, UncertainLink
from vacatur.errors import WorkspaceError
from vacatur.office.explaining_links import waiting_pairs
from vacatur.office.one_record import load_record
from vacatur.office.stale import refuse_changed
from vacatur.office.standing_rows import Row, standing_rows
from vacatur.office.told import attached_facts, earlier_answers
from vacatur.office.workspace import Workspace
from vacatur.record.record import Record


def explain_charge(workspace: Workspace, charge_id: str, *, run: str) -> ChargeExplanation:
    """Explain a charge as a run decided it (`explain_charges`)."""
    (explanation,) = explain_charges(workspace, [charge_id], run=run)
    return explanation


def explain_charges(
    workspace: Workspace, charge_ids: Sequence[str], *, run: str
) -> tuple[ChargeExplanation, ...]:
    """Explain charges of one person as a run decided them, each in the order asked.

    The record is decided again by the interpreter and compared with what the run wrote: if they
    differ, something has changed since, and an explanation would explain another answer.

    Raises
    ------
    UsageError
        The workspace has no such charge.
    WorkspaceError
        The records or the law have changed since the run.
    """
    refuse_changed(workspace, run)
    as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
    record = load_record(workspace, charge_ids[0], as_of=as_of)
    decisions = standing_rows(workspace.run_folder(run), charge_ids).decisions()
    links = _uncertain_links(workspace, record)
    return tuple(
        replace(
            each,
            attached=attached_facts(workspace, record, each.charge_id),
            earlier=earlier_answers(workspace, run, each.charge_id),
            uncertain_links=links,
        )
        for each in explain_record(workspace, record, charge_ids, decisions, run=run)
    )


def explain_record(
    workspace: Workspace,
    record: Record,
    charge_ids: Sequence[str],
    decisions: Iterable[Row],
    *,
    run: str,
) -> tuple[ChargeExplanation, ...]:
    """The same of a record that was read already, on the day of the run.

    `decisions` are the rows by which the charges, and maybe others, are decided in that run. What
    was added to the record, its earlier answers and its doubtful links are left out.
    """
    rulebook = refuse_changed(workspace, run)
    columns, decided = source_columns(workspace), _decided(charge_ids, decisions)
    explained = tuple(explain(rulebook, record, each, columns=columns) for each in charge_ids)
    for each in explained:
        _refuse_disagreement(each, decided[each.charge_id])
    return explained


def _uncertain_links(workspace: Workspace, record: Record) -> tuple[UncertainLink, ...]:
    pairs = (each.pair for each in waiting_pairs(workspace, record))
    return tuple(UncertainLink(case=x.cases[0], other_case=x.cases[1], why=x.doubts) for x in pairs)


def source_columns(workspace: Workspace) -> dict[str, str]:
    """From `table.column@file` to the columns of that file that it was made from.

    What was read of a defendant stands in the table of persons.
    """
    manifest = workspace.records_manifest()
    named: dict[str, list[str]] = {}
    for file in manifest["files"]:
        there = {f"{file['role']}.{column}" for column in file["columns"]}
        for name, made_from in manifest["columns"].items():
            found = [each.partition(".")[2] for each in made_from if each in there]
            table, _, column = name.partition(".")
            table = "persons" if table == "defendants" else table
            if found:
                named.setdefault(f"{table}.{column}@{file['name']}", []).extend(found)
    return {name: ", ".join(columns) for name, columns in named.items()}


def _decided(
    charge_ids: Sequence[str], decisions: Iterable[Row]
) -> Mapping[str, Mapping[str, str]]:
    """By charge: what each rule answered in a run, as it stands."""
    decided: dict[str, dict[str, str]] = {each: {} for each in charge_ids}
    for row in decisions:
        if row["charge_id"] in decided:
            decided[row["charge_id"]][row["rule"]] = row["published"]
    return decided


def _refuse_disagreement(explanation: ChargeExplanation, decided: Mapping[str, str]) -> None:
    told = {rule.decision.rule: str(rule.decision.published) for rule in explanation.rules}
    if told != decided:
        raise WorkspaceError(
            f"the two readers disagree about charge [{explanation.charge_id}]: "
            f"the run says {decided}, the interpreter {told}",
            why="One of them is wrong, and neither answer may be used.",
            repair="Report it with the page and the manifest of the run; no personal data needed.",
        )
