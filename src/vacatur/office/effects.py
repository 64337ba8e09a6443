"""Applying the facts to the records: for the people whom new facts touch, or for all of them."""

from __future__ import annotations

import shutil

import duckdb

from vacatur.facts.effect import Effect, work_out, write_effect
from vacatur.facts.store import EFFECT, FactsLog
from vacatur.facts.tables import open_facts, open_records
from vacatur.facts.touched import find_touched
from vacatur.office.workspace import Workspace
from vacatur.scratch import scratch_database


def apply_facts(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, log: FactsLog
) -> Effect:
    """Write the effect of the log's last batch on the people in the table `touched`.

    The records are open, and so are the facts of the log.
    """
    folder = log.batch_folder(log.last) / EFFECT
    shutil.rmtree(folder, ignore_errors=True)
    effect = work_out(connection, log, workspace.key())
    write_effect(connection, folder, workspace.records_sha256())
    return effect


def apply_all(workspace: Workspace) -> None:
    """Work the effects out again, as one: after the records were made or linked anew."""
    log = workspace.facts()
    if not log.batches:
        return
    for batch in log.batches:
        shutil.rmtree(log.batch_folder(batch.number) / EFFECT, ignore_errors=True)
    with scratch_database(workspace.folder) as connection:
        open_records(connection, workspace.records_folder)
        open_facts(connection, log)
        find_touched(connection)
        apply_facts(connection, workspace, log)
