"""Applying the facts to the records: for the people whom new facts touch, or for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from vacatur.facts.effect import Effect, work_out, write_effect
from vacatur.facts.store import EFFECTS, FactsLog
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.taking_over import rows_taken_over, short_effects
from vacatur.facts.touched import find_touched
from vacatur.office.workspace import Workspace
from vacatur.scratch import scratch_database

_AS_BEFORE = "effect"  # where an earlier vacatur put a batch's effect, in the batch's folder


def apply_facts(
    connection: duckdb.DuckDBPyConnection,
    workspace: Workspace,
    log: FactsLog,
    *,
    before: Sequence[Path],
) -> Effect:
    """Write the effect of the log's last batch on the people in the table `touched`.

    The records are open, and so are the facts of the log. The short ones of the effects `before` it
    are taken over.
    """
    folder = log.effect_folder(log.last)
    shutil.rmtree(folder, ignore_errors=True)
    effect = work_out(connection, log, workspace.key())
    taken_over = rows_taken_over(connection, before)
    write_effect(connection, folder, workspace.records_sha256(), taken_over=taken_over)
    # The one before it stands until its line is written, and for whoever still reads it.
    for superseded in short_effects(before[:-1]):
        shutil.rmtree(superseded)
    return effect


def apply_all(workspace: Workspace) -> None:
    """Work the effects out again, as one: after the records were made or linked anew."""
    log = workspace.facts()
    if not log.batches:
        return
    for folder in (log.folder / EFFECTS, *log.folder.glob(f"[0-9]*/{_AS_BEFORE}")):
        shutil.rmtree(folder, ignore_errors=True)
    with scratch_database(workspace.folder) as connection:
        open_records(connection, workspace.records_folder)
        open_facts(connection, log)
        find_touched(connection)
        apply_facts(connection, workspace, log, before=())
