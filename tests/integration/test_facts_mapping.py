"""An agency's file in its own names, words and days tells what the same file of ours tells."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.facts import answers_of, read_rows
from vacatur.office.raw_files import raw_content
from vacatur.office.workspace import Workspace

MAPPING = """format: 1
kind: supervision
columns: {case_num: DOCKET, charge_num: CT, sentence_end: END_DT, sentence_completion: STATUS}
unused: [AGENT]
words:
  sentence_completion: {CLSD-SAT: satisfactory, CLSD-UNSAT: unsatisfactory, OPEN: not_complete}
days: "%m/%d/%Y"
delimiter: ";"
encoding: latin-1
"""
THEIRS = {"satisfactory": "Clsd-Sat", "unsatisfactory": "CLSD-UNSAT", "not_complete": "OPEN"}


def write_theirs(path: Path, rows: list[dict[str, str]]) -> None:
    """The rows as the agency would write them."""
    with path.open("w", newline="", encoding="latin-1") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["AGENT", "DOCKET", "CT", "STATUS", "END_DT"])
        for row in rows:
            day = row["sentence_end"]
            end = f"{date.fromisoformat(day):%m/%d/%Y}" if day else ""
            status = THEIRS.get(row["sentence_completion"], row["sentence_completion"])
            writer.writerow(["Peña; E.", row["case_num"], row["charge_num"], status, end])


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "parole.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


@pytest.mark.long
def test_a_mapped_file_gives_the_answers_of_the_same_file_of_ours(
    vacatur, office, county, tmp_path, mapping
):
    ours, theirs = (shutil.copytree(office, tmp_path / name) for name in ("ours", "theirs"))
    supervision = county / "facts" / "supervision.csv"
    closed = tmp_path / "closed.txt"
    write_theirs(closed, read_rows(supervision))

    one = vacatur("facts", "attach", supervision, "--kind", "supervision", "-w", ours, "--json")
    other = vacatur("facts", "attach", closed, "--mapping", mapping, "-w", theirs, "--json")

    assert (one.code, other.code) == (0, 0), other.err
    batch = json.loads(other.out)["batch"]
    assert batch["attached"] == json.loads(one.out)["batch"]["attached"] > 0
    assert batch["quarantined"] == 0
    assert answers_of(Workspace(ours)) == answers_of(Workspace(theirs))
    assert answers_of(Workspace(theirs)) != answers_of(Workspace(office))
    # The mapping is kept beside the file, and named in the log.
    kept = f"{batch['mapping_sha256'][:12]}-{batch['mapping']}"
    assert b"".join(raw_content(Workspace(theirs), kept)) == mapping.read_bytes()


def test_a_row_in_another_form_is_quarantined_and_not_guessed(
    vacatur, office, county, tmp_path, mapping
):
    place = shutil.copytree(office, tmp_path / "w")
    (first, *_) = read_rows(county / "facts" / "supervision.csv")
    closed = tmp_path / "closed.txt"
    closed.write_text(
        "DOCKET;CT;STATUS;END_DT\n"
        f"{first['case_num']};{first['charge_num']};satisfactory;01/02/2015\n"
        f"{first['case_num']};{first['charge_num']};CLSD-SAT;2015-01-02\n"
    )

    done = vacatur("facts", "attach", closed, "--mapping", mapping, "-w", place, "--json")

    assert json.loads(done.out)["quarantined"] == {
        "the sentence_completion is not a word of the mapping": 1,
        "the sentence_end is not a day, %m/%d/%Y": 1,
    }


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("DOCKET;CT;STATUS", "the column [END_DT] is missing"),
        ("DOCKET;CT;STATUSES;END_DT", "Did you mean [STATUSES]?"),  # one that we could do without
        ("DOCKET;CT;STATUS;END_DT;AGENTS", "the column [AGENTS] is none of the kind"),
        ("DOCKET;CT;STATUS;END_DT;sentence_end", "the column [sentence_end] is none of the kind"),
        ("DOCKET;CT;STATUS;END_DT;CT", "the column [CT] stands twice"),
        ("DOCKET,CT,STATUS,END_DT", "the first line names no column of the kind supervision"),
    ],
)
def test_a_file_that_is_not_as_its_mapping_says_is_refused(
    vacatur, office, tmp_path, mapping, header, said
):
    place = shutil.copytree(office, tmp_path / "w")
    closed = tmp_path / "closed.txt"
    closed.write_text(f"{header}\n1;2;OPEN;01/02/2015\n")
    raw = sorted((place / "raw").iterdir())

    done = vacatur("facts", "attach", closed, "--mapping", mapping, "-w", place)

    assert done.code == 1
    assert said in done.err
    assert not (place / "facts").exists()
    assert sorted((place / "raw").iterdir()) == raw
    assert not list(place.glob(".*.text"))


def test_a_template_names_each_column_and_begins_a_file(vacatur, tmp_path):
    path = tmp_path / "supervision.csv"
    header = "case_num,charge_num,sentence_end,sentence_completion"

    told = vacatur("facts", "attach", "--template", "supervision").out.splitlines()
    written = vacatur("facts", "attach", "--template", "supervision", "--out", path)
    again = vacatur("facts", "attach", "--template", "supervision", "--out", path)

    assert told[-1] == path.read_text().rstrip("\n") == header
    assert (
        "# sentence_end (may be blank): last day of all of the sentence: custody, parole,"
        in (told[3])
    )
    assert told[3].endswith("; a day, YYYY-MM-DD")
    assert told[4].endswith("satisfactory | unsatisfactory | not_complete | not_applicable")
    assert written.code == 0
    assert (again.code, "already" in again.err) == (2, True)
