"""`vacatur doctor`: what is wrong is found and has a repair; nothing is changed by looking."""

import json
import os
import shutil
from collections import namedtuple
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from vacatur import __version__
from vacatur.law.rulebook import load_rulebook
from vacatur.office import installation
from vacatur.office.check import Check, State, fail, ok, warn
from vacatur.office.doctor import as_json, examine, in_words, worst
from vacatur.office.exports import export_of
from vacatur.office.formats import init, writing
from vacatur.office.installation import (
    Requirement,
    dependency_checks,
    disk_check,
    examine_installation,
    extra_check,
    known_bad_checks,
    platform_check,
    read_requirements,
)
from vacatur.office.intake import ingest
from vacatur.office.locks import locked
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.office.workspace_checks import examine_workspace
from vacatur.sample.county import write_county

ROOT = Path(__file__).resolve().parents[2]


def quiet(*_progress):
    pass


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A workspace with records and one run."""
    folder = tmp_path_factory.mktemp("doctor")
    write_county(folder / "county", people=50, seed=1, progress=quiet)
    init(folder / "office")
    with writing(folder / "office", "test") as workspace:
        ingest(export_of([folder / "county"]), workspace, progress=quiet)
        law = load_rulebook("us-md").only(["MD-CLASS"])
        run(workspace, law, date(2026, 2, 15), progress=quiet)
    return workspace.folder


@pytest.fixture
def office(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "office")


def found(folder):
    """What is not as it should be, by name."""
    checks = list(examine_workspace(folder))
    assert all(check.repair for check in checks if check.state is not State.OK)
    return {check.name: check for check in checks if check.state is not State.OK}


def content_of(folder):
    return {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(folder.rglob("*"))}


# ---- a workspace ------------------------------------------------------------------------------


def test_a_whole_workspace_is_well_and_is_not_changed(office):
    before = content_of(office)

    assert found(office) == {}
    assert content_of(office) == before


def test_an_empty_workspace_is_well(tmp_path):
    assert found(init(tmp_path / "new").folder) == {}


def test_a_folder_that_is_no_workspace(tmp_path):
    assert found(tmp_path)["workspace"].state is State.FAIL


def test_an_older_and_a_newer_format(office):
    (office / "vacatur.toml").unlink()
    assert found(office)["workspace"].state is State.WARN

    (office / "vacatur.toml").write_text('format = 99\ncreated_by = "9.0"\n', encoding="utf-8")
    assert "written by vacatur 9.0" in found(office)["workspace"].what


def test_a_table_that_is_missing_short_or_damaged(office):
    records = office / "records"
    charges = pq.read_table(records / "charges.parquet")
    pq.write_table(charges.slice(1), records / "charges.parquet")
    assert f"{charges.num_rows - 1:,} rows" in found(office)["records"].what

    (records / "charges.parquet").write_bytes(b"PAR1")
    assert "cannot be read" in found(office)["records"].what

    (records / "charges.parquet").unlink()
    assert "charges.parquet is missing" in found(office)["records"].what
    assert found(office)["records"].state is State.FAIL


@pytest.mark.parametrize(("table", "column"), [("links", "person_id"), ("persons", "sex")])
def test_persons_that_are_not_those_of_the_last_link(office, table, column):
    path = office / "records" / f"{table}.parquet"
    rows = pq.read_table(path)
    place = rows.schema.get_field_index(column)
    other = rows.column(column).to_pylist()
    other[0] = "p-x"
    pq.write_table(rows.set_column(place, rows.schema.field(place), [other]), path)

    assert "not those of which" in found(office)["links"].what
    assert found(office)["links"].state is State.FAIL


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"tables": {"charges": "many"}}'])
def test_a_manifest_that_cannot_be_read(office, text):
    (office / "records" / "manifest.json").write_text(text, encoding="utf-8")

    assert "manifest.json cannot be read" in found(office)["records"].what


def test_a_missing_manifest(office):
    (office / "records" / "manifest.json").unlink()

    assert "no records/manifest.json" in found(office)["records"].what


def test_person_hashes_that_are_missing_or_too_few(office):
    path = office / "records" / "person_hashes.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    assert "hashes for" in found(office)["person hashes"].what

    path.unlink()
    assert "vacatur link" in found(office)["person hashes"].repair


def test_a_run_of_other_records_or_other_law(office):
    manifest = office / "records" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "records have changed" in found(office)["latest run"].what
    assert found(office)["latest run"].state is State.WARN

    (path,) = (office / "decisions").glob("*/manifest.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    told["rulebook_sha256"] = "0" * 64
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "law pages have changed" in found(office)["latest run"].what

    told["law"] = "us-nowhere"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert "cannot be loaded" in found(office)["latest run"].what


def test_a_run_with_a_file_missing(office):
    (folder,) = (path.parent for path in (office / "decisions").glob("*/manifest.json"))
    next((folder / "conditions").iterdir()).unlink()
    assert "is missing" in found(office)["latest run"].what

    path = folder / "decisions.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    (office / "decisions" / "latest").write_text("gone\n", encoding="utf-8")
    assert "no run [gone]" in found(office)["latest run"].what


@pytest.mark.parametrize(
    "name",
    [".records-x1", ".scratch-x1", ".intake", "decisions/.unfinished", ".spill/a.tmp"],
)
def test_what_was_left_over(office, name):
    (office / name).mkdir(parents=True)

    assert name in found(office)["left over"].what
    assert found(office)["left over"].state is State.WARN


def test_records_that_were_set_aside_are_not_to_be_removed(office):
    (office / "records").rename(office / ".records-replaced")

    assert found(office)["left over"].state is State.FAIL
    assert "Rename" in found(office)["left over"].repair


def test_an_ingest_that_counted_is_not_to_be_removed(office):
    (office / ".intake-ready").mkdir()

    assert found(office)["left over"].state is State.FAIL
    assert "Remove nothing" in found(office)["left over"].repair


def test_somebody_is_writing(office):
    with locked(office, "vacatur ingest"):
        assert f"process {os.getpid()}" in found(office)["lock"].what


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_a_key_that_others_may_read(office):
    (office / "workspace.key").chmod(0o644)

    assert "chmod 600" in found(office)["key"].repair


def test_a_key_that_is_gone_or_empty(office):
    (office / "workspace.key").write_text("", encoding="ascii")
    assert found(office)["key"].state is State.FAIL

    (office / "workspace.key").unlink()
    assert found(office)["key"].state is State.FAIL


# ---- the machine ------------------------------------------------------------------------------


@pytest.fixture
def installed(monkeypatch):
    """Packages that seem to be installed, by name."""
    packages = {}

    def version(name):
        if name not in packages:
            raise PackageNotFoundError(name)
        return packages[name]

    monkeypatch.setattr(installation, "version", version)
    return packages


def test_metadata_lines_are_read():
    lines = [
        "duckdb==1.5.6",
        "ibis-framework[duckdb]==12.0.0",
        "ruff==0.17.6; extra == 'dev'",
        'uv==0.13.9 ; python_version > "3" and extra == "dev"',
        "numpy>=2",
    ]

    assert read_requirements(lines) == [
        Requirement("duckdb", "1.5.6", ""),
        Requirement("ibis-framework", "12.0.0", ""),
        Requirement("ruff", "0.17.6", "dev"),
        Requirement("uv", "0.13.9", "dev"),
        Requirement("numpy", "", ""),
    ]


def test_other_and_missing_versions(installed):
    installed.update({"a": "1.0", "b": "2.1"})
    pins = [Requirement("a", "1.0", ""), Requirement("b", "2.0", ""), Requirement("c", "3.0", "")]

    states = {check.what.split()[0]: check.state for check in dependency_checks(pins)}

    assert states == {"b": State.WARN, "c": State.FAIL}
    assert [check.state for check in dependency_checks(pins[:1])] == [State.OK]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("duckdb", "1.5.6", "2.0.0"), ("sqlglot", "29.0.1", "30.1"), ("pandas", "2.3.3", "3.0.0rc1")],
)
def test_versions_that_are_known_to_break(installed, name, good, bad):
    installed[name] = good
    assert list(known_bad_checks()) == []

    installed[name] = bad
    assert [check.state for check in known_bad_checks()] == [State.FAIL]


def test_what_is_known_to_break_is_what_the_manual_says():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")

    for name, (main, _) in installation.KNOWN_BAD.items():
        assert f"| {name} {main}" in text


def test_an_extra_is_absent_whole_or_half_there(installed):
    pins = [Requirement("a", "1.0", "web"), Requirement("b", "1.0", "web")]

    absent = extra_check("web", pins)
    assert (absent.state, ".[web]" in absent.repair) == (State.OK, True)

    installed["a"] = "1.0"
    assert extra_check("web", pins).what == "lacks b"

    installed["b"] = "1.1"
    assert "b 1.1" in extra_check("web", pins).what

    installed["b"] = "1.0"
    assert extra_check("web", pins) == ok("extra [web]", "is installed, as pinned")


@pytest.mark.parametrize(
    ("system", "machine", "state"),
    [
        ("linux", "x86_64", State.OK),
        ("linux", "aarch64", State.WARN),
        ("darwin", "arm64", State.WARN),
        ("win32", "AMD64", State.WARN),
        ("sunos5", "sun4u", State.WARN),
    ],
)
def test_only_what_is_tested_is_called_tested(system, machine, state):
    check = platform_check(system, machine)

    assert check.state is state
    assert ("every test is run" in check.what) == (state is State.OK)


@pytest.mark.parametrize(
    ("free", "state"), [(10**8, State.FAIL), (10**9, State.WARN), (10**11, State.OK)]
)
def test_free_disk(tmp_path, monkeypatch, free, state):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(free))

    assert disk_check(tmp_path / "not" / "there").state is state


def test_this_machine_can_be_examined(tmp_path):
    names = [check.name for check in examine_installation(tmp_path)]

    assert {"python", "platform", "vacatur", "disk"} <= set(names)


def test_an_old_python_fails():
    assert installation._python((3, 10), "CPython").state is State.FAIL
    assert installation._python((3, 15), "CPython").state is State.WARN
    assert installation._python((3, 11), "CPython").state is State.OK


def test_metadata_of_another_version_are_told():
    assert installation._own_version(__version__).state is State.OK
    assert installation._own_version("0.0.1").state is State.WARN


# ---- together ---------------------------------------------------------------------------------


def test_a_report_counts_and_names_repairs():
    checks = [ok("a", "fine"), warn("bb", "odd", "Look."), fail("c", "broken", "Mend it.")]

    assert worst(checks) is State.FAIL
    assert worst(checks[:1]) is State.OK
    assert in_words(checks).splitlines() == [
        "ok    a   fine",
        "warn  bb  odd",
        "          Look.",
        "fail  c   broken",
        "          Mend it.",
        "",
        "1 well, 1 to look at, 1 ill",
    ]
    assert json.loads(as_json(checks))[2]["repair"] == "Mend it."


def test_examine_takes_a_workspace_or_none(office):
    without = examine(None)
    together = examine(Workspace(office))

    assert len(together) > len(without)
    assert all(isinstance(check, Check) for check in together)
