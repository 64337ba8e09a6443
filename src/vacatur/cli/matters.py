"""`vacatur matters`: from a decision to the last agency's compliance."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import (
    matter_batch,
    matter_court,
    matter_moves,
    matter_plan,
    matter_staff,
    matter_vault,
)
from vacatur.cli.matter_moving import By, Purpose, today_in
from vacatur.cli.matter_numbers import wanted_of
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_matters import (
    due_in_words,
    listed_in_words,
    matter_in_words,
    opening_in_words,
    summary_in_words,
)
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import in_json
from vacatur.matters.codec import as_data
from vacatur.matters.queries import counted, due, listed
from vacatur.matters.reading import member_of
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, standing_run
from vacatur.office.formats import open_workspace
from vacatur.office.matter_file import due_of, matter_file
from vacatur.office.matter_opening import open_matters

app = typer.Typer(no_args_is_help=True)
app.add_typer(matter_staff.app, name="staff")
app.add_typer(matter_batch.app, name="batch")


@app.callback()
def matters() -> None:
    """Take relief from a decision to the last agency that must comply.

    The way of a matter, each step with --by NAME:

    1. staff add, open, assign, state (what papers must say), discharge (each duty), prepare

    2. another attorney: approve; of many alike: groups, batch

    3. packet, submit, receipt, notice, answer, hearing, heard, order

    4. changed (each record), told, close; if it is expunged: vault, obliterate

    Relief that the law gives of itself: approve, follow, changed, told, close.

    `show` says what may be done next, and `due` what runs out.
    """


@app.command("open")
def open_command(
    by: By,
    vehicle: Annotated[str, typer.Option(help="Only this vehicle.")] = "",
    undecided: Annotated[
        bool, typer.Option("--undecided", help="Also where a charge is for a person to decide.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Open a matter for each case and vehicle that the latest run can relieve.

    Examples: vacatur matters open --by "P. Lee" -w baltimore

    vacatur matters open --vehicle us-md/petition-for-expungement --by "P. Lee" -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework, progress_bar() as progress:
        with casework.reading() as connection:
            member = member_of(connection, by)
        done = open_matters(
            place,
            casework,
            standing_run(place),
            Doing(actor=member.name, purpose="opening matters", at=now()),
            on=today_in(place),
            vehicle=vehicle,
            undecided=undecided,
            progress=progress,
        )
    print(in_json(as_data(done)) if as_json else opening_in_words(done))


@app.command("list")
def list_command(
    which: Annotated[
        list[str] | None,
        typer.Argument(
            help="What they share: state=filed vehicle=... pattern=...", metavar="NAME=VALUE"
        ),
    ] = None,
    limit: Annotated[int, typer.Option(help="How many lines.", min=1)] = 50,
    skip: Annotated[int, typer.Option(help="How many lines to leave out first.", min=0)] = 0,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List matters in the order of work: the worst harm first, then the oldest judgment.

    Nothing on the list names a person.

    Example: vacatur matters list state=prepared --limit 25 -w baltimore
    """
    wanted = wanted_of(which or [])
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        rows = listed(connection, wanted, limit=limit, offset=skip)
        total = sum(each.matters for each in counted(connection, wanted))
    if as_json:
        print(in_json(as_data({"total": total, "matters": rows})))
    else:
        print(listed_in_words(rows, total, skip))


@app.command("summary")
def summary_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """How many matters stand where, by vehicle.

    Example: vacatur matters summary -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        rows = counted(connection, wanted_of([]))
    print(in_json(as_data(rows)) if as_json else summary_in_words(rows))


@app.command("show")
def show_command(
    number: Annotated[int, typer.Argument(help="A matter.", min=1, show_default=False)],
    by: By,
    purpose: Purpose = "casework",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show one matter whole: its charges, duties, clocks, history, and what may be done next.

    That it was read is written into the audit chain.

    Example: vacatur matters show 12 --by "A. Roe" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        file = matter_file(casework, number, Doing(actor=by, purpose=purpose, at=now()))
    print(in_json(as_data(file)) if as_json else matter_in_words(file))


@app.command("due")
def due_command(
    until: Annotated[str, typer.Option(help="Only what runs out by this day, YYYY-MM-DD.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """What runs, for whom and until when; the earliest first. What has passed is marked.

    Example: vacatur matters due --until 2026-03-31 -w baltimore
    """
    last = a_day(until, "--until") if until else None
    place = open_workspace(workspace)
    with open_casework(place) as casework, casework.reading() as connection:
        rows = due_of(due(connection, last), until=last)
    print(in_json(as_data(rows)) if as_json else due_in_words(rows, today_in(place)))


def now() -> datetime:
    """The moment at which something is done."""
    return datetime.now(UTC)


matter_plan.add_to(app)
matter_moves.add_first(app)
matter_court.add_to(app)
matter_moves.add_last(app)
matter_vault.add_to(app)
