"""A run: every page of a rulebook over every charge of a workspace, written once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from vacatur import __version__
from vacatur.engine.compile.alike import MARKED
from vacatur.engine.compile.claims import CONDITION
from vacatur.engine.compile.masks import begins
from vacatur.engine.decide import Hold, PageDecisions, SharedDays, decide
from vacatur.errors import GrantsConflict, UnlinkedRecords
from vacatur.facts.yields import RunYield
from vacatur.law.nodes import Entity
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.decisions import DECISIONS, conditions_file
from vacatur.office.stored import stored_in
from vacatur.office.workspace import Workspace
from vacatur.office.yields import write_yield, yield_of
from vacatur.progress import Progress
from vacatur.record.tables import Records
from vacatur.sql import LOOKED_UP_ROWS

# Hidden until whole: a run that fails leaves nothing that looks like one.
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """How many charges one page answered in one way.

    `last_verified` is the answer on the last verified day, where the day of the run lies later.
    """

    rule: str
    implements: str
    outcome: str
    published: str
    last_verified: str | None
    charges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run counted. `charges` = `reached` + `out_of_reach`, always.

    `later` counts the charges whose offence lies after `as_of`; they are part of `out_of_reach`.
    """

    name: str
    law: str
    as_of: date
    charges: int
    reached: int
    out_of_reach: int
    later: int
    pages: tuple[PageCount, ...]
    unreviewed: tuple[str, ...]
    folder: Path
    came_to: RunYield


def run(workspace: Workspace, rulebook: Rulebook, as_of: date, *, progress: Progress) -> RunReport:
    """Decide every charge of a workspace and write the run.

    Writes `decisions/RUN/decisions.parquet` (grain: one charge and one page that reaches it),
    `decisions/RUN/conditions/PAGE.parquet` (one nullable boolean for each named condition),
    `decisions/RUN/manifest.json`, `decisions/RUN/yield.json` (what it came to), and points
    `decisions/latest` at it. The same records, law and day give the same run.

    Raises
    ------
    UnlinkedRecords
        A charge has no person.
    GrantsConflict
        A page granted two different answers to one charge.
    """
    name = run_name(workspace, rulebook, as_of)
    workspace.decisions_folder.mkdir(parents=True, exist_ok=True)
    partial = workspace.decisions_folder / UNFINISHED
    shutil.rmtree(partial, ignore_errors=True)
    (partial / "conditions").mkdir(parents=True)
    with workspace.connection() as connection, stored_in(connection, partial) as hold:
        records = workspace.records(connection)
        _refuse_unlinked(records)
        shared = SharedDays(rulebook, records, hold, MARKED)
        tables = decide_pages(connection, rulebook, records, as_of, partial, hold, progress, shared)
        decisions = write_decisions(connection, workspace, records, tables, partial)
        progress("looking into what is open", len(tables), len(tables))
        came_to = yield_of(connection, records, rulebook, partial, as_of, shared)
        write_yield(came_to, partial)
        report = _report(name, rulebook, as_of, records, decisions, workspace, came_to)
    _write_manifest(partial, workspace, rulebook, report)
    final = workspace.decisions_folder / name
    shutil.rmtree(final, ignore_errors=True)
    partial.rename(final)
    workspace.point_latest_at(name)
    return report


def run_name(workspace: Workspace, rulebook: Rulebook, as_of: date) -> str:
    """Name a run after what it was made of; no clock, so the same inputs give the same name."""
    pages = ",".join(page.page_id for page in rulebook.pages)
    made_of = f"{workspace.records_sha256()} {rulebook.sha256} {pages} {as_of}"
    facts = workspace.facts_state().sha256
    made_of += f" {facts}" if facts else ""
    law = Path(rulebook.name).name
    return f"{law}_{as_of}_{hashlib.sha256(made_of.encode()).hexdigest()[:10]}"


def _refuse_unlinked(records: Records) -> None:
    unlinked = int(records["charges"].person_id.isnull().sum().fill_null(0).execute())
    if unlinked:
        raise UnlinkedRecords(
            f"{unlinked:,} charges have no person",
            why="A rule that asks about the person's other charges could not be answered.",
            repair="Run [vacatur link] in the workspace.",
        )


ANSWERS = (
    "charge_id",
    "case_id",
    "person_id",
    "outcome",
    "published",
    "eligible_on",
    "last_verified",
)


def decide_pages(
    connection: Backend,
    rulebook: Rulebook,
    records: Records,
    as_of: date,
    folder: Path,
    hold: Hold,
    progress: Progress,
    shared: SharedDays | None = None,
) -> dict[str, tuple[Page, ir.Table]]:
    """Decide records under every page, and write each page's conditions into `folder`.

    `hold` stores what several queries read, and `shared` is as for `decide`.
    """
    tables = {}
    progress("reading the records", 0, len(rulebook.pages))
    decided = decide(rulebook, records, as_of=as_of, hold=hold, shared=shared)
    for number, (page_id, page_decisions) in enumerate(decided.items()):
        progress(f"deciding {page_id}", number, len(decided))
        whole = hold(page_decisions.table)
        refuse_two_answers(page_decisions, whole)
        _write_conditions(connection, page_decisions.page, whole, folder)
        answers = whole.select(*ANSWERS)
        table = connection.create_table(f"page_{number}", answers, temp=True)
        tables[page_id] = (page_decisions.page, table)
    progress("writing", len(decided), len(decided))
    return tables


def refuse_two_answers(decided: PageDecisions, table: ir.Table) -> None:
    """Refuse the stored decisions of a page that granted two answers to one charge.

    Raises
    ------
    GrantsConflict
        It did.
    """
    wrong = table.filter(table.two_answers).aggregate(
        charges=table.two_answers.count(), example=table.charge_id.min()
    )
    row = wrong.to_pyarrow().to_pylist()[0]
    if row["charges"]:
        raise GrantsConflict(
            f"two answers are granted to {row['charges']:,} charges, [{row['example']}] among them",
            where=decided.page.path,
            why="The same record could be decided two ways; nothing is first-match-wins.",
            repair="Make the conditions of the two grants exclude each other.",
        )


def _write_conditions(connection: Backend, page: Page, table: ir.Table, folder: Path) -> None:
    read = table.filter(table.was_read)
    names = {name: read[CONDITION + name] for name in page.condition_names()}
    rows = read.select(charge_id=read.charge_id, read_on=read.read_on, **names)
    path = conditions_file(folder, page.page_id)
    connection.to_parquet(rows.order_by("charge_id"), path, row_group_size=LOOKED_UP_ROWS)


def write_decisions(
    connection: Backend,
    workspace: Workspace,
    records: Records,
    tables: Mapping[str, tuple[Page, ir.Table]],
    folder: Path,
) -> ir.Table:
    """Write the answers of every page into `folder`, as one table."""
    rows = [_named(page, table) for page, table in tables.values()]
    decisions = rows[0].union(*rows[1:]) if len(rows) > 1 else rows[0]
    cases = records["cases"].select("case_id", case_number="number")
    hashes = workspace.person_hashes(connection)
    joined = decisions.left_join(cases, "case_id").left_join(hashes, "person_id")
    narrow = joined.select(
        "charge_id",
        "case_number",
        "rule",
        "implements",
        "outcome",
        "published",
        "eligible_on",
        "last_verified",
        "person_hash",
    ).order_by("charge_id", "rule")
    path = folder / DECISIONS
    connection.to_parquet(narrow, path, row_group_size=LOOKED_UP_ROWS)
    return connection.read_parquet(path)


def _named(page: Page, table: ir.Table) -> ir.Table:
    return table.select(
        *ANSWERS,
        rule=ibis.literal(page.page_id),
        implements=ibis.literal(page.implements),
    )


def _report(
    name: str,
    rulebook: Rulebook,
    as_of: date,
    records: Records,
    decisions: ir.Table,
    workspace: Workspace,
    came_to: RunYield,
) -> RunReport:
    charges = records["charges"]
    total = int(charges.count().execute())
    began = begins(Entity.CHARGE, lambda column: charges[column])
    later = int((began > ibis.literal(as_of)).sum().fill_null(0).execute())
    reached = int(decisions.charge_id.nunique().execute())
    return RunReport(
        name=name,
        law=rulebook.name,
        as_of=as_of,
        charges=total,
        reached=reached,
        out_of_reach=total - reached,
        later=later,
        pages=page_counts(decisions),
        unreviewed=tuple(page.page_id for page in rulebook.pages if not page.reviewed_by),
        folder=workspace.decisions_folder / name,
        came_to=came_to,
    )


def page_counts(decisions: ir.Table) -> tuple[PageCount, ...]:
    """Count decisions by page and answer; a charge counts under each page that reaches it."""
    counts = (
        decisions.group_by("rule", "implements", "outcome", "published", "last_verified")
        .agg(charges=lambda table: table.count())
        .order_by("implements", "published", "outcome", "last_verified")
    )
    return tuple(PageCount(**row) for row in counts.to_pyarrow().to_pylist())


def _write_manifest(
    folder: Path, workspace: Workspace, rulebook: Rulebook, report: RunReport
) -> None:
    manifest: dict[str, Any] = {
        "run": report.name,
        "law": report.law,
        "as_of": report.as_of.isoformat(),
        "rulebook_sha256": rulebook.sha256,
        "records_sha256": workspace.records_sha256(),
        "sources_sha256": workspace.sources_sha256(),
        "facts_sha256": workspace.facts_state().sha256 or None,
        "pages": [
            {
                "rule": page.page_id,
                "implements": page.implements,
                "sha256": page.sha256,
                "verified_through": page.verified_through.isoformat(),
                "confidence": page.confidence,
                "reviewed_by": page.reviewed_by or None,
            }
            for page in rulebook.pages
        ],
        "versions": {
            "vacatur": __version__,
            **{name: version(name) for name in ("ibis-framework", "duckdb")},
        },
        "counts": {
            "charges": report.charges,
            "reached": report.reached,
            "out_of_reach": report.out_of_reach,
            "offense_after_as_of": report.later,
            "answers": [
                {
                    "implements": each.implements,
                    "outcome": each.outcome,
                    "published": each.published,
                    "last_verified_not_fileable": each.last_verified,
                    "charges": each.charges,
                }
                for each in report.pages
            ],
        },
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
