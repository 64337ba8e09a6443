"""The commands of vacatur, each with the place where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from vacatur import __version__
from vacatur.cli.commands import Commands, Stands

RECORDS = "The way of a record"
CASEWORK = "Casework, to the last agency"
CHARGES = "Charges that come in"
SERVED = "The office's app, the API and the letter page"
LAW = "Law and policy"
FIGURES = "Figures"
TRY = "To try, and to look after it"

# Name, where the help lists it, the module of vacatur.cli, and what stands there.
_COMMANDS = (
    ("init", RECORDS, "workspaces", "init_command"),
    ("ingest", RECORDS, "ingest", "ingest_command"),
    ("records", RECORDS, "records", "app"),
    ("coverage", RECORDS, "coverage", "coverage_command"),
    ("link", RECORDS, "link", "app"),
    ("decide", RECORDS, "runs", "decide_command"),
    ("explain", RECORDS, "explain", "explain_command"),
    ("worklist", RECORDS, "runs", "worklist_command"),
    ("questions", RECORDS, "questions", "questions_command"),
    ("facts", RECORDS, "facts", "app"),
    ("ground", RECORDS, "ground", "app"),
    ("yield", RECORDS, "yields", "yield_command"),
    ("due", RECORDS, "due", "due_command"),
    ("runs", RECORDS, "runs", "runs_command"),
    ("compare", RECORDS, "runs", "compare_command"),
    ("report", RECORDS, "report", "report_command"),
    ("matters", CASEWORK, "matters", "app"),
    ("packet", CASEWORK, "packet", "app"),
    ("audit", CASEWORK, "audit", "app"),
    ("backup", CASEWORK, "backup", "backup_command"),
    ("restore", CASEWORK, "backup", "restore_command"),
    ("screen", CHARGES, "screen", "screen_command"),
    ("screening", CHARGES, "screening", "app"),
    ("sweep", CHARGES, "sweep", "app"),
    ("divert", CHARGES, "divert", "app"),
    ("watch", CHARGES, "watch", "app"),
    ("serve", SERVED, "serve", "serve_command"),
    ("accounts", SERVED, "accounts", "app"),
    ("api-key", SERVED, "api_key", "app"),
    ("public", SERVED, "public", "app"),
    ("serve-public", SERVED, "serve_public", "serve_public_command"),
    ("law", LAW, "law", "app"),
    ("simulate", LAW, "simulate", "simulate_command"),
    ("evidence", FIGURES, "evidence", "app"),
    ("evaluate", FIGURES, "evaluate", "evaluate_command"),
    ("demo", TRY, "demo", "demo_command"),
    ("sample", TRY, "sample", "app"),
    ("doctor", TRY, "workspaces", "doctor_command"),
)


class _Vacatur(Commands):
    table = tuple(
        Stands(name=name, panel=panel, module=module, attribute=attribute)
        for name, panel, module, attribute in _COMMANDS
    )


app = typer.Typer(
    cls=_Vacatur,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"vacatur {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Find the convictions that can be relieved, and prove every answer.

    No lawyer has reviewed the law pages that come with vacatur; every output says so.
    """
