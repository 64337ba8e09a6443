"""`--json` prints one document and nothing beside it, for every command that reports something."""

from __future__ import annotations

import json
import shutil

import pytest

RULE = "MD-EXP-105-12"
PAGE = "src/vacatur/law/us_md/cp-10-105-a-12.law.md"


READ_ALONE = [
    ["init", "{new}"],
    ["ingest", "{county}", "-w", "{new}"],
    ["ingest", "{county}/charges.csv", "--suggest"],
    ["questions", "-w", "{office}"],
    ["questions", "--request", "history", "--out", "{new}", "-w", "{office}"],
    ["explain", "{charge}", "-w", "{office}"],
    ["yield", "-w", "{office}"],
    ["report", "--out", "{new}.pdf", "-w", "{office}"],
    ["facts", "attach", "--template", "supervision"],
    ["worklist", "--out", "{new}.csv", "-w", "{office}"],
    ["compare", "latest", "latest", "-w", "{office}"],
    ["law", "diff", "2022-12-31", "2023-01-01", "--rule", "MD-EXP-112", "-w", "{office}"],
    ["simulate", "--as-of", "2026-02-15", "--rule", "VARIANT-LAW", "-w", "{office}"],
    ["due", "--until", "2027-12-31", "-w", "{office}"],
    ["runs", "-w", "{office}"],
    ["doctor", "-w", "{office}"],
    ["coverage", "-w", "{office}"],
    ["coverage", "--template"],
    ["records", "log", "-w", "{office}"],
    ["records", "raw", "-w", "{office}"],
    ["backup", "{new}", "-w", "{office}"],
    ["link", "review", "-w", "{office}"],
    ["link", "log", "-w", "{office}"],
    ["link", "score", "{county}/truth/persons.csv", "-w", "{office}"],
    ["link", "quality", "{county}/truth/persons.csv", "--out", "{new}", "-w", "{office}"],
    ["link", "thresholds", "-w", "{office}"],
    ["link", "report", "--out", "{new}", "-w", "{office}"],
    ["link", "explain", "{person}", "-w", "{office}"],
    ["ground", "template"],
    ["ground", "log", "-w", "{office}"],
    ["law", "check"],
    ["law", "check", "us-xx", "--solve"],
    ["law", "test", "us-xx"],
    ["law", "lint"],
    ["divert", "programmes"],
    ["law", "format", "--check", PAGE],
    ["law", "site", "{new}", "us-xx"],
    ["sample", "county", "--people", "50", "--out", "{new}"],
]

# Each builds on those before it.
IN_ORDER = [
    ["link", "-w", "{place}"],
    ["decide", "--law", "us-md", "--rule", RULE, "--as-of", "2026-02-15", "-w", "{place}"],
    ["facts", "attach", "{county}/facts/history.csv", "--kind", "history", "-w", "{place}"],
    ["facts", "attach", "{supervision}", "--mapping", "{ours}", "-w", "{place}"],
    ["facts", "answer", "{charge}", "person.noncitizen", "no", "--by", "A", "-w", "{place}"],
    ["facts", "correct", "3.1", "yes", "--by", "A", "-w", "{place}"],
    ["facts", "withdraw", "4.1", "--by", "A", "-w", "{place}"],
    ["facts", "undo", "5", "--by", "A", "-w", "{place}"],
    ["facts", "log", "-w", "{place}"],
    ["link", "answer", "{case}", "{other}", "same", "--by", "A", "--reason", "B", "-w", "{place}"],
    ["link", "undo", "1", "--by", "A", "-w", "{place}"],
]


@pytest.fixture
def printed(vacatur, county, office, tmp_path):
    """Run one command with `--json`; its one document."""
    rows = (county / "charges.csv").read_text(encoding="utf-8").splitlines()
    charge, other = rows[1].split(","), rows[-1].split(",")
    named = {
        "new": tmp_path / "new",
        "office": office,
        "place": tmp_path / "workspace",
        "county": county,
        "supervision": county / "facts" / "supervision.csv",
        "ours": tmp_path / "ours.yaml",
        "charge": f"{charge[0]}/{charge[2]}",
        "person": f"p-{charge[0]}",
        "case": charge[0],
        "other": other[0],
    }

    def run(command):
        done = vacatur(*(part.format(**named) for part in command), "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    return run


@pytest.mark.parametrize(
    "command",
    READ_ALONE,
    ids=lambda command: " ".join(part for part in command if not part.startswith(("-", "{"))),
)
def test_json_is_one_document(printed, command):
    assert isinstance(printed(command), dict | list)


@pytest.mark.long
def test_what_changes_a_workspace_prints_one_document_each(printed, tmp_path):
    (tmp_path / "ours.yaml").write_text("format: 1\nkind: supervision\n", encoding="utf-8")
    printed(["ingest", "{county}", "-w", "{place}"])
    for command in IN_ORDER:
        assert isinstance(printed(command), dict | list)


def test_faults_of_pages_are_data_too(vacatur, tmp_path):
    folder = tmp_path / "us_md"
    shutil.copytree("src/vacatur/law/us_md", folder)
    page = folder / "cp-10-105-a-12.law.md"
    page.write_text(page.read_text().replace("has_passed(", "has_passd("))
    done = vacatur("law", "check", folder, "--json")

    assert done.code == 1
    (checked,) = json.loads(done.out)
    assert "cp-10-105-a-12.law.md" in checked["faults"][0]["where"]
