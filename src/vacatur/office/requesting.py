"""A request to an agency: a letter, and a template with one row for each person, case or charge."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.errors import UsageError
from vacatur.facts.kinds import CASE, PERSON, FactKind, kind_named
from vacatur.facts.letters import letter
from vacatur.law.rulebook import Rulebook
from vacatur.office.asked_rows import charges_waiting, ids_asked
from vacatur.office.groups import look_into
from vacatur.office.stale import refuse_changed
from vacatur.office.worklist import FORMULA_STARTS
from vacatur.office.workspace import Workspace
from vacatur.record.tables import Records

# Under which name an export's own key of a person stands in the table `identifiers`.
FEED_KEY = "feed_person_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was written: a letter and a template, and what they ask about.

    `without_key` counts persons, cases or charges that the export gives no key for; the template
    cannot name them, so they are not asked about.
    """

    kind: str
    letter: Path
    template: Path
    rows: int
    charges: int
    persons: int
    without_key: int


def write_request(
    workspace: Workspace, rulebook: Rulebook, run: str, kind_name: str, out: Path
) -> Request:
    """Write the letter and the template by which an agency is asked for one kind of file.

    Neither holds a name or a date of birth. The legal basis is a line for the office to fill in.

    Raises
    ------
    UsageError
        There is no such kind, no charge waits for it, or one of the files is there already.
    WorkspaceError
        The records or the law have changed since the run.
    """
    kind = kind_named(kind_name)
    paths = out / f"request-{kind.name}.md", out / f"{kind.name}.csv"
    _refuse_unwritable(out, paths)
    refuse_changed(workspace, run)
    folder = workspace.run_folder(run)
    as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
    with workspace.connection() as connection:
        records = workspace.records(connection)
        opened = look_into(connection, records, rulebook, folder, as_of)
        waiting = charges_waiting(opened, kind)
        if not waiting:
            raise UsageError(
                f"no charge waits for a file [{kind.name}] alone or with others",
                repair="[vacatur questions] lists the kinds of file that would decide charges.",
            )
        ids = ids_asked(records, rulebook, waiting, kind, as_of=as_of)
        keys = _keys(workspace, connection, records, kind, ids)
    rows, without_key = keys
    request = Request(
        kind=kind.name,
        letter=paths[0],
        template=paths[1],
        rows=len(rows),
        charges=len({charge for _, charge, _, _ in waiting}),
        persons=len({person for _, _, person, _ in waiting}),
        without_key=without_key,
    )
    out.mkdir(exist_ok=True)
    _write(request.template, template_of(kind, rows))
    _write(request.letter, letter(kind, as_of=as_of, rows=len(rows), charges=request.charges))
    return request


def _refuse_unwritable(out: Path, paths: Iterable[Path]) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"[{out}] is a file", repair="Name a folder with --out.")
    if not out.parent.is_dir():
        raise UsageError(f"the folder [{out.parent}] is not there", repair="Make it first.")
    for path in paths:
        if path.exists():
            raise UsageError(
                f"there is a file [{path.name}] already",
                where=str(out),
                why="It may have been sent, or answers may stand in it.",
                repair="Name another folder with --out.",
            )


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)


# ---- keys -------------------------------------------------------------------------------------


def _keys(
    workspace: Workspace,
    connection: Backend,
    records: Records,
    kind: FactKind,
    ids: Iterable[str],
) -> tuple[list[dict[str, str]], int]:
    """The key cells of each row, and how many of the ids have no key."""
    wanted = ibis.memtable(pa.table({"asked_id": pa.array(list(ids), pa.string())}))
    cases = records["cases"].select("case_id", "person_id", "number")
    if kind.about == PERSON:
        identifiers = connection.read_parquet(workspace.records_folder / "identifiers.parquet")
        named = identifiers.filter(identifiers.kind == FEED_KEY).inner_join(cases, "case_id")
        keys = named.select(asked_id=named.person_id, person_key=named.value)
    elif kind.about == CASE:
        keys = cases.select(asked_id=cases.case_id, case_num=cases.number)
    else:
        charges = records["charges"].select("charge_id", "case_id").inner_join(cases, "case_id")
        keys = charges.select(
            asked_id=charges.charge_id,
            case_num=charges.number,
            charge_num=charges.charge_id.re_extract("([^/]*)$", 1),
        )
    return _found(wanted, keys)


def _found(wanted: ir.Table, keys: ir.Table) -> tuple[list[dict[str, str]], int]:
    names = [name for name in keys.columns if name != "asked_id"]
    joined = wanted.left_join(keys, "asked_id").select("asked_id", *names).distinct()
    rows: list[dict[str, Any]] = joined.order_by(*names).to_pyarrow().to_pylist()
    there = [row for row in rows if all(row[name] for name in names)]
    without = {row["asked_id"] for row in rows} - {row["asked_id"] for row in there}
    return [{name: row[name] for name in names} for row in there], len(without)


# ---- the template -----------------------------------------------------------------------------


def template_of(kind: FactKind, rows: Iterable[Mapping[str, str]]) -> str:
    """A file of a kind as CSV, with the key cells of each row and the rest blank."""
    text = io.StringIO()
    writer = csv.DictWriter(text, kind.columns(), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def _safe(cell: str) -> str:
    """A spreadsheet runs a cell that begins like a formula; a quotation mark keeps it text."""
    return f"'{cell}" if cell.startswith(tuple(FORMULA_STARTS)) else cell
