"""`--json` prints one document and nothing beside it, for every command that reports something."""

from __future__ import annotations

import json
import shutil

import pytest

PAGE = "src/vacatur/law/us_md/cp-10-105-a-12.law.md"


@pytest.fixture(scope="module")
def place(county, tmp_path_factory):
    """A workspace that the command line filled, so that its log has a day."""
    return tmp_path_factory.mktemp("json") / "workspace"


@pytest.fixture
def filled(vacatur, county, place):
    if not place.exists():
        place.parent.joinpath("ours.yaml").write_text("format: 1\nkind: supervision\n")
        assert vacatur("ingest", county, "-w", place).code == 0
        assert vacatur("decide", "--law", "us-md", "--as-of", "2026-02-15", "-w", place).code == 0
    return place


# The rows build on each other, in this order, in one workspace.
@pytest.mark.xdist_group("json")
@pytest.mark.parametrize(
    "command",
    [
        ["init", "{new}"],
        ["ingest", "{county}", "-w", "{filled}"],
        ["ingest", "{county}/charges.csv", "--suggest"],
        ["link", "-w", "{filled}"],
        ["decide", "--law", "us-md", "--as-of", "2026-02-15", "-w", "{filled}"],
        ["questions", "-w", "{filled}"],
        ["questions", "--request", "history", "--out", "{new}", "-w", "{filled}"],
        ["explain", "{charge}", "-w", "{filled}"],
        ["yield", "-w", "{filled}"],
        ["facts", "attach", "--template", "supervision"],
        ["facts", "attach", "{county}/facts/history.csv", "--kind", "history", "-w", "{filled}"],
        ["facts", "attach", "{supervision}", "--mapping", "{ours}", "-w", "{filled}"],
        ["facts", "answer", "{charge}", "person.noncitizen", "no", "--by", "A", "-w", "{filled}"],
        ["facts", "correct", "3.1", "yes", "--by", "A", "-w", "{filled}"],
        ["facts", "withdraw", "4.1", "--by", "A", "-w", "{filled}"],
        ["facts", "undo", "5", "--by", "A", "-w", "{filled}"],
        ["facts", "log", "-w", "{filled}"],
        ["worklist", "--out", "{new}.csv", "-w", "{filled}"],
        ["compare", "latest", "latest", "-w", "{filled}"],
        ["law", "diff", "2022-12-31", "2023-01-01", "--rule", "MD-EXP-112", "-w", "{filled}"],
        ["simulate", "--as-of", "2026-02-15", "--rule", "VARIANT-LAW", "-w", "{filled}"],
        ["due", "--until", "2027-12-31", "-w", "{filled}"],
        ["runs", "-w", "{filled}"],
        ["doctor", "-w", "{filled}"],
        ["coverage", "-w", "{filled}"],
        ["coverage", "--template"],
        ["records", "log", "-w", "{filled}"],
        ["law", "check"],
        ["law", "check", "us-xx", "--solve"],
        ["law", "test", "us-xx"],
        ["law", "lint"],
        ["law", "format", "--check", PAGE],
        ["law", "site", "{new}", "us-xx"],
        ["sample", "county", "--people", "50", "--out", "{new}"],
    ],
    ids=lambda command: " ".join(part for part in command if not part.startswith(("-", "{"))),
)
def test_json_is_one_document(vacatur, filled, county, tmp_path, command):
    charge = (county / "charges.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    named = {
        "new": tmp_path / "new",
        "county": county,
        "filled": filled,
        "supervision": county / "facts" / "supervision.csv",
        "ours": filled.parent / "ours.yaml",
        "charge": f"{charge[0]}/{charge[2]}",
    }
    done = vacatur(*(part.format(**named) for part in command), "--json")

    assert done.code == 0, done.err
    assert isinstance(json.loads(done.out), dict | list)


def test_faults_of_pages_are_data_too(vacatur, tmp_path):
    folder = tmp_path / "us_md"
    shutil.copytree("src/vacatur/law/us_md", folder)
    page = folder / "cp-10-105-a-12.law.md"
    page.write_text(page.read_text().replace("has_passed(", "has_passd("))
    done = vacatur("law", "check", folder, "--json")

    assert done.code == 1
    (checked,) = json.loads(done.out)
    assert "cp-10-105-a-12.law.md" in checked["faults"][0]["where"]
