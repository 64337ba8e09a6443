"""One small county, and one case with its matters, made once for all tests of the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from vacatur.cli import main

Vacatur = Callable[..., "Result"]
_ROE = ("--by", "A. Roe")
_RULES = ("--rule", "MD-EXP-105-12", "--rule", "MD-EXP-112")


@dataclass(frozen=True)
class Result:
    """What one command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def vacatur(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Vacatur:
    """Run the command line in this process, exactly as the console script does."""

    def run(*arguments: object) -> Result:
        monkeypatch.setattr("sys.argv", ["vacatur", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented county of 300 people."""
    from vacatur.sample.county import write_county

    folder = tmp_path_factory.mktemp("county") / "export"
    write_county(folder, people=300, seed=7)
    return folder


@pytest.fixture(scope="session")
def office(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the county's records and one run of five rules. Do not change it."""
    from datetime import date

    from tests.support.quick import five_rules
    from vacatur.office.exports import export_of
    from vacatur.office.intake import ingest
    from vacatur.office.runs import run
    from vacatur.office.workspace import Workspace

    workspace = Workspace(tmp_path_factory.mktemp("office") / "workspace")
    ingest(export_of([county]), workspace, progress=_silent)
    run(workspace, five_rules(), date(2026, 2, 15), progress=_silent)
    return workspace.folder


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one case, decided, with a staff and a matter of each kind. Copy it."""
    folder = tmp_path_factory.mktemp("matters")
    place = folder / "workspace"
    docket = folder / "client.jsonl"
    _run("sample", "docket", "--out", folder / "client.json")
    typed = json.loads((folder / "client.json").read_text(encoding="utf-8"))
    docket.write_text(json.dumps(typed) + "\n", encoding="utf-8")
    law = ("--law", "us-md", *_RULES, "--as-of", "2026-02-15")
    for command in (
        ("ingest", docket, "--adapter", "docket"),
        ("decide", *law),
        ("matters", "staff", "add", "A. Roe", "--role", "attorney"),
        ("matters", "staff", "add", "P. Lee", "--role", "paralegal", *_ROE),
        ("matters", "staff", "add", "S. Doe", "--role", "supervisor", *_ROE),
    ):
        _run(*command, "-w", place)
    settings = place / "vacatur.toml"
    told = settings.read_text(encoding="utf-8") if settings.exists() else ""
    settings.write_text(f"{told}\n[practice]\nday = 2026-02-17\n", encoding="utf-8")
    _run("matters", "open", *_ROE, "-w", place)
    return place


def _run(*arguments: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["vacatur", *map(str, arguments)])
        with suppress(SystemExit):
            main()


@pytest.fixture
def matters(vacatur: Vacatur, one_case: Path, tmp_path: Path) -> Callable[..., str]:
    """Run `vacatur matters ...` in a copy of `one_case`; it must end well, or with a code."""
    place = tmp_path / "workspace"
    shutil.copytree(one_case, place)

    def run(*arguments: object, code: int = 0, of: str = "matters") -> str:
        done = vacatur(of, *arguments, "-w", place)
        assert done.code == code, done.out + done.err
        assert "Traceback" not in done.err
        return done.out + done.err if code else done.out

    run.place = place
    return run
