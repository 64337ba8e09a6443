"""`vacatur audit`: whether the chain of what was done is what was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.words import in_json
from vacatur.matters.audit import log_of
from vacatur.matters.codec import as_data
from vacatur.office.auditing import export_head, verify_audit, week_sheet
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace

app = typer.Typer(help="Whether what was done is what was written.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Whether what was done is what was written, and who did and read what."""


@app.command("verify")
def verify_command(
    heads: Annotated[
        list[Path] | None,
        typer.Option("--head", help="A head that was kept elsewhere; may be repeated."),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Follow the chain to its end, and hold every matter against it. It names the first bad entry.

    A chain that was cut off at its end still looks whole: only a head that was kept elsewhere shows
    that it was longer.

    Example: vacatur audit verify --head /mnt/elsewhere/head-2026-02-15.json -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        found = verify_audit(casework, place, heads or [])
    if as_json:
        print(in_json(as_data(found)))
    else:
        print(
            f"The chain holds: {found.entries:,} entries, {found.matters:,} matters as they say,"
            f" {found.heads:,} heads kept elsewhere."
        )


@app.command("week")
def week_command(
    until: Annotated[str, typer.Option(help="The last of its seven days, in UTC.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Print what is reviewed each week: who did what how often, and what is looked at singly.

    Example: vacatur audit week --until 2026-02-15 -w baltimore
    """
    last = a_day(until, "--until") if until else datetime.now(UTC).date() - timedelta(days=1)
    with open_casework(open_workspace(workspace)) as casework:
        sheet = week_sheet(casework, last)
    if as_json:
        print(in_json(as_data(sheet)))
        return
    print(f"{sheet.first} to {sheet.last}. Entry {sheet.head.seq:,}: {sheet.head.hash}")
    for who, kinds in sheet.people.items():
        print(f"{who}: {'; '.join(f'{kind} {number:,}' for kind, number in kinds.items())}")
    for lines in sheet.looked_at.values():
        for each in lines:
            told = each.line
            print(f"{told.seq:>8}  {told.at}  {told.actor:<20} {told.kind:<18} {each.about}")


@app.command("head")
def head_command(
    out: Annotated[Path, typer.Option(help="A new file, to be kept elsewhere.")],
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the signed head of the chain into a file: keep it on another machine, or print it.

    Example: vacatur audit head --out /mnt/elsewhere/head-2026-02-15.json -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        head = export_head(casework, place, out)
    print(in_json(head) if as_json else f"Entry {head['seq']:,} in {out}.")


@app.command("log")
def log_command(
    matter: Annotated[int, typer.Option(help="Only this matter.", min=0)] = 0,
    actor: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    last: Annotated[int, typer.Option(help="How many entries, from the end.", min=1)] = 50,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Who did and read what, when and for what purpose. It names no person's record.

    Example: vacatur audit log --matter 12 -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        lines = log_of(connection, matter=matter, actor=actor, last=last)
    if as_json:
        print(in_json(as_data(lines)))
        return
    for line in lines:
        of = f"matter {line.matter}" if line.matter else "-"
        print(f"{line.seq:>8}  {line.at}  {line.actor:<20} {line.kind:<18} {of:<12} {line.purpose}")
