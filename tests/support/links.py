"""A county with names, in which some pairs of cases wait for a look."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tests.support.facts import DAY, read_rows, write_rows
from tests.support.quick import two_rules
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.link_answers import Relinking, answer_pairs
from vacatur.office.link_checks import PairAnswer
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

BY = {"by": "A. Attorney", "on": DAY}
# Pairs of this county that wait: two strangers of one name and birth date, each with one case ...
STRANGERS = ("7B91201455", "8B59266629")
# ... and two brothers, one of whom has another case by a key.
BROTHERS = ("827287738", "8B43612217")
OF_A_BROTHER = "7B14964992"


def named_county(folder: Path) -> Path:
    """300 people with names and 405 cases, each case searched for by a key of its own on DAY."""
    write_county(folder, people=300, seed=7, names=True, names_noise=8)
    rows = read_rows(folder / "cases.csv")
    for row in rows:
        row["person_key"] = f"k-{row['case_num']}"
        if row["case_num"] == BROTHERS[1]:
            # With another middle name, too, nobody would have to look.
            row["defendant_name"] = row["defendant_name"].removesuffix(" KEIN")
    rewrite(folder, rows)
    searches = [{"person_key": f"k-{row['case_num']}", "searched_on": str(DAY)} for row in rows]
    write_rows(folder / "history_searches.csv", ("person_key", "searched_on"), searches)
    return folder


def rewrite(folder: Path, rows: list[dict[str, str]]) -> None:
    """Put other headers of cases in the place of those of an export."""
    write_rows(folder / "cases.csv", list(rows[0]), rows)


def taken_in(export: Path, folder: Path) -> Workspace:
    """A workspace with an export and one run of two rules on DAY."""
    workspace = Workspace(folder)
    ingest(export_of([export]), workspace, progress=silent)
    run(workspace, two_rules(), DAY, progress=silent)
    return workspace


def say(workspace: Workspace, pair: tuple[str, str], same: bool) -> Relinking:
    """Answer about one pair."""
    answer = PairAnswer(one=pair[0], other=pair[1], same=same, reason="Looked at both files.")
    return answer_pairs(workspace, [answer], **BY)


def content(workspace: Workspace) -> Mapping[str, str]:
    """Every file of the records, byte for byte."""
    files = sorted(workspace.records_folder.iterdir())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
