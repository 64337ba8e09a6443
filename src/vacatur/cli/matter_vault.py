"""Forgetting: a case that was expunged goes into the vault, and is obliterated on its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, On, Which, report, today_in
from vacatur.cli.matter_numbers import asked_numbers
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_matters import vaulting_in_words
from vacatur.cli.words import in_json
from vacatur.errors import MoveRefused
from vacatur.matters.codec import as_data
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.formats import writing
from vacatur.office.vaulting import (
    COPIES_LEFT,
    VaultAsked,
    obliterate_matters,
    unseal_matter,
    vault_matters,
)


def vault_command(
    which: Which,
    obliterate_on: Annotated[
        str,
        typer.Option(
            help="The first day on which the key may be destroyed, YYYY-MM-DD.", show_default=False
        ),
    ],
    source: Annotated[
        str, typer.Option(help="What law or order sets that day.", show_default=False)
    ],
    by: By,
    on: On = "",
    whole_case: Annotated[
        str,
        typer.Option(help="Where the order says that it reaches charges not in the matter, too."),
    ] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Put expunged cases into the vault: they leave every table, run, raw file and packet at once.

    What was known of a case is sealed with its own key, so that a court can order it opened. No
    page of ours says when it may be obliterated: the office names the day and what sets it.
    Afterwards decide again: runs that held the case are removed.

    Example: vacatur matters vault 12 --obliterate-on 2029-05-01 --source "Order of 1 May, par. 3"
    --by "A. Roe" -w baltimore
    """
    until = a_day(obliterate_on, "--obliterate-on")
    with writing(workspace, "vacatur matters vault") as place, open_casework(place) as casework:
        today = today_in(place)
        asked = VaultAsked(
            on=a_day(on, "--on") if on else today,
            obliterate_on=until,
            source=source,
            whole_case=whole_case,
        )
        numbers = asked_numbers(casework, which)
        doing = Doing(actor=by, purpose="vault", at=datetime.now(UTC))
        done = vault_matters(place, casework, numbers, asked, doing, today=today)
    print(in_json(as_data(done)) if as_json else vaulting_in_words(done))
    if done.refused:
        raise typer.Exit(MoveRefused.exit_code)


def unseal_command(
    number: Annotated[int, typer.Argument(help="A matter.", min=1, show_default=False)],
    order: Annotated[
        str, typer.Option(help="Which court ordered it, and when.", show_default=False)
    ],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Read what the vault holds of a case, because a court ordered it. It is logged first.

    It prints JSON and puts nothing back.

    Example: vacatur matters unseal 12 --order "Circuit Court, order of 3 June 2027" --by "A. Roe"
    """
    del as_json  # it is always JSON
    with writing(workspace, "vacatur matters unseal") as place, open_casework(place) as casework:
        doing = Doing(actor=by, purpose="unseal", at=datetime.now(UTC))
        held = unseal_matter(casework, number, order, doing, today=today_in(place))
    print(in_json(held))


def obliterate_command(
    which: Which,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Destroy the keys of cases that are in the vault, from their day on. Nobody can undo it.

    The audit chain holds afterwards as before, and the store keeps no page of what was deleted.
    Copies of keys.db hold the keys on: see docs/operations.md.

    Example: vacatur matters obliterate 12 --by "A. Roe" -w baltimore
    """
    with (
        writing(workspace, "vacatur matters obliterate") as place,
        open_casework(place) as casework,
    ):
        doing = Doing(actor=by, purpose="obliterate", at=datetime.now(UTC))
        numbers = asked_numbers(casework, which)
        done = obliterate_matters(place, casework, numbers, doing, today=today_in(place))
    if done.done and not as_json:
        print(COPIES_LEFT)
    report(done, "obliterated", as_json=as_json)


def add_to(app: typer.Typer) -> None:
    """Give the commands to the command line."""
    commands: dict[str, Callable[..., None]] = {
        "vault": vault_command,
        "unseal": unseal_command,
        "obliterate": obliterate_command,
    }
    for name, command in commands.items():
        app.command(name)(command)
