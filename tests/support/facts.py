"""A small county taken in and decided, with the files that agencies would send about it."""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from tests.support.quick import two_rules
from vacatur.facts.kinds import KINDS
from vacatur.law.rulebook import Rulebook
from vacatur.office.attaching import Attached, attach
from vacatur.office.decisions import decisions_of
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

DAY = date(2026, 2, 15)
RULE = "MD-EXP-105-12"
KINDS_OF_THE_COUNTY = ("history", "supervision", "laboratory")

Answers = dict[tuple[str, str], str]


def take_in(
    folder: Path, *, people: int, seed: int = 1, rulebook: Rulebook | None = None
) -> Workspace:
    """A county in `folder/export`, taken in and decided on DAY; under two rules if not said."""
    write_county(folder / "export", people=people, seed=seed)
    workspace = Workspace(folder / "workspace")
    ingest(export_of([folder / "export"]), workspace, progress=silent)
    run(workspace, rulebook or two_rules(), DAY, progress=silent)
    return workspace


def copy_of(workspace: Workspace, folder: Path) -> Workspace:
    """The same workspace in another place, to be changed."""
    return Workspace(Path(shutil.copytree(workspace.folder, folder / "workspace")))


def attach_file(workspace: Workspace, path: Path, kind: str) -> Attached:
    """Attach a file as the command does."""
    return attach(workspace, path, KINDS[kind], by="", document="", on=DAY, progress=silent)


def attach_rows(
    workspace: Workspace, kind: str, rows: Iterable[Mapping[str, str]], *, name: str = ""
) -> Attached:
    """Attach some rows; a cell that is not given is blank."""
    path = workspace.folder.parent / (name or f"{kind}-{len(workspace.facts().batches)}.csv")
    write_rows(path, KINDS[kind].columns(), rows)
    return attach_file(workspace, path, kind)


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def answers_of(workspace: Workspace, rule: str = "") -> Answers:
    """(charge, rule) -> answer of the latest run, as it stands."""
    with workspace.connection() as connection:
        table = decisions_of(connection, workspace.run_folder("latest"))
        rows = table.select("charge_id", "implements", "published").to_pyarrow().to_pylist()
    return {
        (row["charge_id"], row["implements"]): row["published"]
        for row in rows
        if not rule or row["implements"] == rule
    }


def changed(before: Answers, after: Answers) -> dict[tuple[str, str], tuple[str, str]]:
    """Every answer that differs: (before, after); no answer is ''."""
    return {
        key: (before.get(key, ""), after.get(key, ""))
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }


def truth_of(folder: Path) -> dict[str, dict[str, str]]:
    """charge -> its row of the truth file."""
    rows = read_rows(folder / "export" / "truth" / "charges.csv")
    return {f"{row['case_number']}/{row['charge_number']}": row for row in rows}


def true_answer(row: Mapping[str, str]) -> str:
    """What rule MD-EXP-105-12 says of a charge on DAY if everything is known; '' = out of reach.

    Worked out from the truth file alone: a conviction of possession of cannabis, whose sentence has
    ended, of somebody who is a defendant in no other case.
    """
    is_possession = row["act"] == "possession" and row["substance"] == "cannabis"
    if not is_possession or row["outcome"] not in ("convicted", "merged"):
        return ""
    if row["outcome"] == "merged" or row["kind"] != "" or row["text_contradicts"] == "yes":
        return "REVIEW"  # for a person, whatever is known
    pending = "yes" in (row["pending_elsewhere"], row["pending_in_another_state"])
    if pending or row["sentence_end"] > DAY.isoformat():
        return "NOT_YET"
    return "ELIGIBLE_PETITION"


def person_of(workspace: Workspace, charge: str) -> str:
    return _first(workspace, "charges", "person_id", charge_id=charge)


def key_of(workspace: Workspace, person: str) -> str:
    return _first(workspace, "person_keys", "person_key", person_id=person)


def _first(workspace: Workspace, table: str, column: str, **row: str) -> str:
    """The first value of a column, in order, among the rows that a value of another one names."""
    ((name, value),) = row.items()
    path = workspace.records_folder / f"{table}.parquet"
    found = duckdb.execute(
        f"select min({column}) from read_parquet('{path}') where {name} = ?", [value]
    ).fetchone()
    assert found
    assert found[0] is not None
    return str(found[0])


def supervision(charge: str, end: str, completion: str = "") -> dict[str, str]:
    case, _, number = charge.rpartition("/")
    return {
        "case_num": case,
        "charge_num": number,
        "sentence_end": end,
        "sentence_completion": completion,
    }


def search(workspace: Workspace, charge: str, **cells: str) -> dict[str, str]:
    """A row of a return: everything searched, on the day of decision."""
    case, _, number = charge.rpartition("/")
    return {
        "person_key": key_of(workspace, person_of(workspace, charge)),
        "searched_on": DAY.isoformat(),
        "searched": "statewide_and_national",
        "case_num": case,
        "charge_num": number,
        **cells,
    }


# A row of a return for a charge that is open before another court.
PENDING = {"case_num": "XX-1", "charge_num": "001", "state": "VA", "disposition": "pending"}
