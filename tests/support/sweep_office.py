"""An office with an invented export for a sweep: planned, and its matters opened."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from vacatur.law.vehicle import Actor, Circumstance
from vacatur.matters import commands as c
from vacatur.matters.matter import Matter
from vacatur.matters.reading import matter_of
from vacatur.matters.states import Discharge
from vacatur.matters.store import Doing
from vacatur.office.casework import Done, open_casework, perform
from vacatur.office.packet_settings import EXAMPLE
from vacatur.office.workspace import Workspace
from vacatur.sample.sweep import write_sweep
from vacatur.sample.sweep_cases import FIRST_DAY, SECOND_DAY

LAW = "us-md-baltimore-city"
LEE, ROE = "P. Lee", "A. Roe"
Run = Callable[..., object]


def take_in(
    folder: Path, run: Run, *, first: int, second: int, later: bool = False
) -> dict[str, dict[str, str]]:
    """Write an export, take it in, and decide it on its day. Returns the truth by case number."""
    export = folder / ("february" if later else "june")
    write_sweep(export, first=first, second=second, seed=7, later=later)
    workspace = folder / "workspace"
    run("ingest", export, "--coverage", export / "coverage.yaml", "-w", workspace)
    day = SECOND_DAY if later else FIRST_DAY
    run("decide", "--law", LAW, "--as-of", day.isoformat(), "-w", workspace)
    with (export / "truth" / "sweep.csv").open(encoding="utf-8", newline="") as file:
        return {row["case_number"]: row for row in csv.DictReader(file)}


def practise(workspace: Path, day: date) -> None:
    """Let matters be moved as on a day, whose papers are those of the example office."""
    settings = workspace / "vacatur.toml"
    told = settings.read_text(encoding="utf-8").partition("\n[practice]")[0]
    settings.write_text(f"{told}\n[practice]\nday = {day}\n\n{EXAMPLE}", encoding="utf-8")


def staff(workspace: Path, run: Run) -> None:
    """An attorney and a paralegal."""
    run("matters", "staff", "add", ROE, "--role", "attorney", "-w", workspace)
    run("matters", "staff", "add", LEE, "--role", "paralegal", "--by", ROE, "-w", workspace)


def do(
    workspace: Path, numbers: Iterable[int], command: Callable[[Matter], c.Command], day: date
) -> Done:
    """One command to each matter."""
    place = Workspace(workspace)
    with open_casework(place) as casework:
        with casework.reading() as connection:
            commands = {each: command(matter_of(connection, each)) for each in numbers}
        by = next(iter(commands.values())).by
        doing = Doing(actor=by, purpose="a test", at=datetime(2020, 6, 15, 12, tzinfo=UTC))
        return perform(place, casework, commands, doing, today=day)


def matters_of(workspace: Path, numbers: Iterable[int]) -> list[Matter]:
    """Matters as they stand."""
    with open_casework(Workspace(workspace)) as casework, casework.reading() as connection:
        return [matter_of(connection, each) for each in numbers]


def approve(workspace: Path, numbers: Iterable[int], day: date) -> None:
    """Everything from opening to approval: an attorney attests that no case has a victim."""
    some = list(numbers)
    for command in (
        lambda matter: c.Assign(by=ROE, to=LEE),
        lambda matter: discharge(matter, day, tells=Actor.VICTIM, how=Discharge.NOT_NEEDED),
        lambda matter: c.Prepare(by=LEE),
        lambda matter: c.Approve(by=ROE, decision_hash=matter.decision_hash),
    ):
        done = do(workspace, some, command, day)
        assert not done.refused, done.refused


def discharge(
    matter: Matter,
    day: date,
    *,
    tells: Actor | None = None,
    where: Circumstance | None = None,
    how: Discharge = Discharge.DONE,
) -> c.DischargeDuty:
    """The end of one duty, found by whom it tells and in which cases it is asked."""
    (duty,) = [x for x in matter.duties if x.is_open and (x.tells, x.where) == (tells, where)]
    return c.DischargeDuty(by=ROE, duty=duty.number, how=how, on=day, evidence="The file.")
