"""A wrong command says what is wrong, suggests the nearest name, and exits non-zero."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["decide", "--law", "us-md"], 2, "--as-of"),
        (["decide", "--law", "us-mdd", "--as-of", "2026-02-15"], 2, "Did you mean [us-md]?"),
        (["decide", "--law", "us-md", "--as-of", "15/02/2026"], 2, "YYYY-MM-DD"),
        (["decide", "--law", "us-md", "--as-of", "2026-02-30"], 2, "--as-of"),
        (["decide", "--law", "us-md", "--as-of", "2026-02-15", "--rule", "MD-CLAS"], 2, "MD-CLASS"),
        (["decide", "--lw", "us-md"], 2, "--law"),
        (["explain"], 2, "one CHARGE"),
        (["ingest", "nowhere", "--adapter", "md-case-serch"], 2, "Did you mean [md-case-search]?"),
        (["law", "check", "us-mdd"], 2, "Did you mean [us-md]?"),
        (["questions"], 1, "is no workspace"),
        (["due"], 1, "is no workspace"),
        (["due", "--until", "2026-02-30"], 2, "--until"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_a_wrong_word_stops_with_the_nearest_one(
    vacatur, tmp_path, monkeypatch, arguments, code, said
):
    monkeypatch.chdir(tmp_path)

    done = vacatur(*arguments)

    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unknown_charge_names_the_charges_of_its_case(vacatur, office):
    import duckdb

    (known,) = duckdb.execute(
        f"select min(charge_id) from '{office}/records/charges.parquet'"
    ).fetchone()

    done = vacatur("explain", known[:-1] + "9", "--workspace", office)

    assert done.code == 2
    assert f"[{known}]" in done.err


def test_an_explanation_is_refused_when_the_records_changed_after_the_run(
    vacatur, office, tmp_path
):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    manifest = place / "records" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": ', '"version":  '))

    done = vacatur("explain", "any/1", "--workspace", place)

    assert done.code == 1
    assert "the records changed after run" in done.err


def test_two_readers_that_disagree_stop_the_explanation(vacatur, office, monkeypatch):
    import duckdb

    from vacatur.office import explaining

    (charge,) = duckdb.execute(
        f"select min(charge_id) from '{office}/records/charges.parquet' where disposition is null"
    ).fetchone()
    decided = {charge: {"us-md/x": "REVIEW"}}
    monkeypatch.setattr(explaining, "_decided", lambda *_: decided)

    done = vacatur("explain", charge, "--workspace", office)

    assert done.code == 1
    assert "the two readers disagree" in done.err


def test_a_truncated_gzip_loses_nothing_and_names_the_file(vacatur, county, tmp_path):
    export = tmp_path / "export"
    shutil.copytree(county, export)
    whole = gzip.compress((export / "charges.csv").read_bytes())
    (export / "charges.csv").unlink()
    (export / "charges.csv.gz").write_bytes(whole[: len(whole) // 2])
    place = tmp_path / "w"

    done = vacatur("ingest", export, "--workspace", place)

    assert done.code == 1
    assert "charges.csv.gz" in done.err
    assert not (place / "records").exists()


def test_a_failed_ingest_leaves_the_earlier_records_standing(vacatur, office, county, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    before = _everything(place / "records")
    export = tmp_path / "export"
    shutil.copytree(county, export)
    (export / "charges.csv").write_text("")

    done = vacatur("ingest", export, "--workspace", place)

    assert done.code == 1
    assert "empty" in done.err
    assert _everything(place / "records") == before


def test_an_export_of_which_no_row_can_be_mapped_is_no_ingest(vacatur, county, tmp_path):
    export, place = tmp_path / "export", tmp_path / "w"
    export.mkdir()
    for name in ("cases.csv", "charges.csv"):
        header = (county / name).read_text().partition("\n")[0]
        (export / name).write_text(header + "\n" + "," * header.count(",") + "\n")

    done = vacatur("ingest", export, "--workspace", place)

    assert done.code == 1
    assert "cases.csv, charges.csv: not one of 2 rows could be mapped" in done.err
    assert not (place / "records").exists()


def _everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_law_test_fails_when_a_case_fails(vacatur, tmp_path):
    from vacatur.law.rulebook import LAW_ROOT

    copy = tmp_path / "us_md"
    shutil.copytree(LAW_ROOT / "us_md", copy)
    page = copy / "cp-10-105-a-12.law.md"
    page.write_text(page.read_text().replace("years=4", "years=5"))

    done = vacatur("law", "test", copy)

    assert done.code == 1
    assert "FAILED us_md/cp-10-105-a-12.law.md, line" in done.out
    assert "the day after the anniversary" in done.out
    assert " failed, 0 skipped" in done.out


def test_a_page_that_tries_to_run_code_is_refused_and_runs_nothing(vacatur, tmp_path):
    from vacatur.law.rulebook import LAW_ROOT

    copy = tmp_path / "us_md"
    shutil.copytree(LAW_ROOT / "us_md", copy)
    page = copy / "cp-10-105-a-12.law.md"
    trap = tmp_path / "trap"
    wicked = f'__import__("pathlib").Path("{trap}").touch()'
    page.write_text(page.read_text().replace("has_passed(charge.sentence_end)", wicked))

    done = vacatur("law", "check", copy)

    assert done.code == 1
    assert "cp-10-105-a-12.law.md, line" in done.err
    assert not trap.exists()


@pytest.mark.long
def test_a_docket_whose_rule_has_no_page_fails_unless_it_is_left_out(vacatur, tmp_path):
    import json

    line = {
        "id": "Z-1",
        "rule": "ZZ-NONE",
        "as_of": "2026-01-01",
        "target": "c1",
        "title": None,
        "person": {
            "birth_date": None,
            "death_date": None,
            "race": None,
            "sex": None,
            "custody": "unknown",
            "history_checked_on": None,
        },
        "cases": [
            {
                "id": "k1",
                "state": "MD",
                "county": None,
                "court": "unknown",
                "prosecuting_office": None,
                "filed_date": None,
                "charges_complete": None,
                "victims": None,
                "restitution": None,
                "charges": [{"id": "c1", "disposition": "missing"}],
            }
        ],
        "findings": {},
        "expect": {"outcome": "REVIEW", "eligible_on": None},
    }
    path = tmp_path / "dockets.jsonl"
    path.write_text(json.dumps(line) + "\n")

    with_it = vacatur("law", "test", "us-md", "--dockets", path)
    mistyped = vacatur("law", "test", "us-md", "--dockets", path, "--rules", "ZZ-NON")
    alone = vacatur("law", "test", "us-md", "--rules", "ZZ-NONE")

    assert with_it.code == 1
    assert "no page implements [ZZ-NONE]" in with_it.out
    assert mistyped.code == 2
    assert "Did you mean [ZZ-NONE]?" in mistyped.err
    assert alone.code == 2


# ---- facts --------------------------------------------------------------------------------------


@pytest.fixture
def told(vacatur, office, county, tmp_path) -> Path:
    """A workspace with one file of facts and an answer."""
    place = tmp_path / "told"
    shutil.copytree(office, place)
    supervision = county / "facts" / "supervision.csv"
    lines = supervision.read_text().splitlines()
    file = tmp_path / "supervision.csv"
    file.write_text("\n".join(lines[:4]) + "\n")
    assert vacatur("facts", "attach", file, "--kind", "supervision", "-w", place).code == 0
    charge = "/".join(lines[1].split(",")[:2])
    by = ("--by", "A. Attorney", "-w", place)
    assert vacatur("facts", "answer", charge, "person.noncitizen", "no", *by).code == 0
    return place


def _whole(folder: Path) -> dict[str, bytes]:
    """Every folder, and every file with its content, but for the lock: it says who wrote last."""
    found = sorted(path for path in folder.rglob("*") if path.name not in (".lock", ".spill"))
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in found
    }


ATTACH = ["facts", "attach"]
ANSWER = ["facts", "answer"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([*ATTACH, "{good}", "--kind", "supervison"], 2, "Did you mean [supervision]?"),
        ([*ATTACH, "{good}"], 2, "--kind"),
        ([*ATTACH, "--kind", "supervision"], 2, "name one FILE"),
        ([*ATTACH, "{good}", "--kind", "supervision", "--out", "x.csv"], 2, "--template"),
        ([*ATTACH, "--template", "suprvision"], 2, "Did you mean [supervision]?"),
        ([*ATTACH, "{good}", "--kind", "deaths", "--mapping", "{mapping}"], 2, "is of the kind"),
        ([*ATTACH, "{good}", "--mapping", "{nowhere}"], 1, "there is no such file"),
        ([*ATTACH, "{misnamed}", "--kind", "supervision"], 1, "Did you mean [sentence_ends]?"),
        ([*ATTACH, "{more}", "--kind", "supervision"], 1, "[colour] is none of the kind"),
        ([*ATTACH, "{nowhere}", "--kind", "supervision"], 1, "there is no such file"),
        ([*ATTACH, "{empty}", "--kind", "supervision"], 1, "the file is empty"),
        ([*ANSWER, "{charge}", "charge.sentence_end", "2016-05-01"], 2, "--by"),
        ([*ANSWER, "{charge}", "charge.sentence_end", "2016-05-01", "--by", " "], 2, "--by"),
        ([*ANSWER, "{charge}9", "charge.sentence_end", "2016-05-01", "{by}"], 2, "no charge ["),
        ([*ANSWER, "{charge}", "charge.sentence_ends", "2016-05-01", "{by}"], 2, "[sentence_end]?"),
        ([*ANSWER, "{charge}", "charges.sentence_end", "2016-05-01", "{by}"], 2, "[charge]?"),
        ([*ANSWER, "{charge}", "charge.sentence_end", "1/5/2016", "{by}"], 2, "YYYY-MM-DD"),
        (["facts", "correct", "1.99", "2016-05-01", "{by}"], 2, "no fact [1.99] that stands"),
        (["facts", "correct", "2.1", "maybe", "{by}"], 2, "neither yes nor no"),
        (["facts", "correct", "2.1", "yes"], 2, "--by"),
        (["facts", "withdraw", "1.1", "3.1", "{by}"], 2, "no fact [3.1] that stands"),
        (["facts", "withdraw", "1", "{by}"], 2, "no fact [1] that stands"),
        (["facts", "withdraw", "1.1"], 2, "--by"),
        (["facts", "undo", "3", "{by}"], 2, "the log has no number [3]"),
        (["facts", "undo", "1"], 2, "--by"),
        (["facts", "undo", "last", "{by}"], 2, "valid integer"),
        (["yield", "--run", "latst"], 2, "there is no run [latst]"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_fact_stops_and_nothing_is_written(
    vacatur, told, tmp_path, monkeypatch, arguments, code, said
):
    monkeypatch.chdir(told)
    good = tmp_path / "supervision.csv"
    first = good.read_text().splitlines()[1].split(",")
    header, _, rest = good.read_text().partition("\n")
    made = {
        "misnamed": f"{header.replace('sentence_end,', 'sentence_ends,')}\n{rest}",
        "more": f"{header},colour\n" + rest.replace("\n", ",blue\n"),
        "empty": "",
        "mapping": "format: 1\nkind: supervision\n",
    }
    named = {"good": str(good), "charge": "/".join(first[:2]), "nowhere": str(tmp_path / "no.csv")}
    for name, text in made.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text)
        named[name] = str(path)
    by = ["--by", "A. Attorney"]
    parts = [by if part == "{by}" else [part.format(**named)] for part in arguments]
    before = _whole(told)

    done = vacatur(*(each for part in parts for each in part))

    assert done.code == code, done.err
    assert said in done.err
    assert "Traceback" not in done.err
    assert _whole(told) == before


@pytest.mark.parametrize("name", ["attach", "answer", "undo", "log", "yield"])
def test_facts_of_a_folder_that_is_no_workspace(vacatur, county, tmp_path, name):
    place = tmp_path / "papers"
    place.mkdir()
    (place / "note.txt").write_text("mine")
    by = ("--by", "A", "-w", place)
    commands = {
        "attach": (*ATTACH, county / "facts" / "history.csv", "--kind", "history", *by),
        "answer": (*ANSWER, "a/1", "person.noncitizen", "no", *by),
        "undo": ("facts", "undo", "1", *by),
        "log": ("facts", "log", "-w", place),
        "yield": ("yield", "-w", place),
    }

    done = vacatur(*commands[name])

    assert done.code == 1
    assert "is no workspace" in done.err
    assert _whole(place) == {"note.txt": b"mine"}


def test_the_yield_of_a_run_without_its_facts_is_refused(vacatur, told):
    whole = vacatur("yield", "-w", told)
    shutil.rmtree(next(told.glob("decisions/*/again/000002")))

    done = vacatur("yield", "-w", told)

    assert whole.code == 0
    assert done.code == 1
    assert "the facts changed after run" in done.err
