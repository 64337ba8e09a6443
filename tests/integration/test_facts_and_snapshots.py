"""A later export of a county to which facts were attached: they stay with those who are there."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.support.facts import (
    DAY,
    KINDS_OF_THE_COUNTY,
    RULE,
    answers_of,
    attach_file,
    attach_rows,
    copy_of,
    read_rows,
    take_in,
)
from tests.support.quick import one_rule
from vacatur.errors import WorkspaceError
from vacatur.office.answering import answer
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.runs import run
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county

BY = {"by": "A. Attorney", "document": "", "on": DAY}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`workspace` with the county's facts attached, and `later`, its next export."""
    folder = tmp_path_factory.mktemp("later")
    workspace = take_in(folder, people=1200, seed=3, rulebook=one_rule())
    for kind in KINDS_OF_THE_COUNTY:
        attach_file(workspace, folder / "export" / "facts" / f"{kind}.csv", kind)
    write_county(folder / "later", people=1200, seed=3, month_later=True)
    return folder


@pytest.fixture
def told(place: Path, tmp_path: Path) -> Workspace:
    return copy_of(Workspace(place / "workspace"), tmp_path)


def vanished_cases(place: Path) -> set[str]:
    return {
        row["key"].partition("/")[0]
        for row in read_rows(place / "later" / "truth" / "changes.csv")
        if row["change"] == "vanished" and row["file"] in ("cases.csv", "charges.csv")
    }


def take_in_later(workspace: Workspace, place: Path) -> None:
    ingest(export_of([place / "later"]), workspace, progress=silent)


def texts_under(folder: Path) -> str:
    """Everything that stands in the facts, as text."""
    told = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.jsonl"))]
    for path in sorted(folder.rglob("*.parquet")):
        rows = duckdb.execute(f"from read_parquet('{path}')").fetchall()
        told += [str(row) for row in rows]
    return "\n".join(told)


def test_what_vanished_is_in_no_fact_and_in_no_effect(told, place):
    gone = vanished_cases(place)
    case = min(gone)
    answer(told, f"{case}/001", "person.noncitizen", "no", **BY)
    before = texts_under(told.facts_folder)
    assert all(each in before for each in gone)
    take_in_later(told, place)
    after = texts_under(told.facts_folder)
    assert [each for each in gone if each in after] == []


def test_what_vanished_does_not_come_back_with_a_file(told, place):
    take_in_later(told, place)
    again = attach_file(told, place / "export" / "facts" / "history.csv", "history")
    assert again.batch.withheld > 0
    assert again.batch.rows_in == again.batch.repeated + again.batch.withheld + again.batch.attached
    after = texts_under(told.facts_folder)
    assert [each for each in vanished_cases(place) if each in after] == []


@pytest.mark.long
def test_the_facts_of_the_others_still_count(told, place, tmp_path):
    """As they would in a workspace that never saw what has vanished."""
    take_in_later(told, place)
    run(told, one_rule(), DAY, progress=silent)
    other = Workspace(tmp_path / "other")
    ingest(export_of([place / "later"]), other, progress=silent)
    run(other, one_rule(), DAY, progress=silent)
    bare = answers_of(other, RULE)
    for kind in KINDS_OF_THE_COUNTY:
        attach_file(other, place / "export" / "facts" / f"{kind}.csv", kind)
    # There, what has vanished seems to be a case elsewhere: it never stood in those records.
    gone = tuple(f"elsewhere/{case}/" for case in vanished_cases(place))
    expected = {key: x for key, x in answers_of(other).items() if not key[0].startswith(gone)}
    assert answers_of(told) == expected
    assert answers_of(told, RULE) != bare


def test_a_run_from_before_the_later_export_is_refused(told, place):
    take_in_later(told, place)
    with pytest.raises(WorkspaceError):
        refuse_changed(told, "latest")


def test_facts_that_were_not_applied_stop_every_reader(told):
    """An effect of other records is none: nobody reads answers without their facts."""
    effect = told.effects()[-1]
    (effect / "records_sha256").write_text("0" * 64, encoding="ascii")
    with told.connection() as connection, pytest.raises(WorkspaceError, match="not yet applied"):
        told.records(connection)


def test_an_attaching_that_was_broken_off_leaves_nothing(told):
    """Rows without their line in the log are nothing, and the next attaching removes them."""
    before = answers_of(told)
    number = told.facts().last + 1
    folder = told.facts().batch_folder(number)
    folder.mkdir()
    (folder / "rows.parquet").write_bytes(b"half")
    assert answers_of(told) == before
    refuse_changed(told, "latest")
    done = attach_rows(told, "deaths", [])
    assert done.batch.number == number
    assert answers_of(told) == before
