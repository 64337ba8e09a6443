"""One small county, ingested and decided once for all tests of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from vacatur.cli import main

Vacatur = Callable[..., "Result"]


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
