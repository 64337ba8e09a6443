"""The moves of a matter between the office and the court."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, On, Which, move, one_of, today_in
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_matters import receipts_in_words
from vacatur.cli.words import in_json
from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event
from vacatur.matters import commands as c
from vacatur.matters.codec import as_data
from vacatur.matters.states import Answer, Order, Receipt
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.court_files import import_rows
from vacatur.office.formats import open_workspace
from vacatur.office.receipts import COLUMNS, RECEIPTS, read_receipts


def submit_command(
    which: Which,
    document: Annotated[
        str, typer.Option(help="The main paper, as the court titles it.", show_default=False)
    ],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Write down that the packet goes to the court, and then send it: never the other way round.

    Until the court has answered (`receipt`) nobody knows whether it has the paper, and nothing can
    be sent again.

    Example: vacatur matters submit 12 --document "Motion to vacate" --by "P. Lee" -w baltimore
    """
    move(
        workspace,
        which,
        lambda _, day: c.Submit(by=by, document=document, on=day),
        by=by,
        on=on,
        as_json=as_json,
    )


def receipt_command(
    which: Which,
    said: Annotated[str, typer.Option(help=f"One of: {', '.join(Receipt)}.", show_default=False)],
    reference: Annotated[
        str, typer.Option(help="The court's number, or its words.", show_default=False)
    ],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what the court said of the paper: that it has it, sent it back, or never had it.

    Examples: vacatur matters receipt 12 --said accepted --reference "Envelope 4711" --by "P. Lee"

    vacatur matters receipt 12 --said not_received --reference "Clerk, by telephone" --by "P. Lee"
    """
    receipt = one_of(said, Receipt)
    move(
        workspace,
        which,
        lambda _, day: c.RecordReceipt(by=by, receipt=receipt, on=day, reference=reference),
        by=by,
        on=on,
        as_json=as_json,
    )


def receipts_command(
    file: Annotated[
        Path, typer.Argument(help=f"A CSV file: {', '.join(COLUMNS)}.", show_default=False)
    ],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record the receipts that a file of the court's holds. Doing it again changes nothing.

    A row that fits no paper, or contradicts what is recorded, is kept out and named.

    Example: vacatur matters receipts receipts-2026-02-17.csv --by "P. Lee" -w baltimore
    """
    place = open_workspace(workspace)
    rows = read_receipts(file)
    doing = Doing(actor=by, purpose="receipts of the court", at=datetime.now(UTC))
    with open_casework(place) as casework:
        done = import_rows(casework, RECEIPTS, rows, doing, today=today_in(place))
    print(in_json(as_data(done)) if as_json else receipts_in_words(done))
    if done.quarantined:
        raise typer.Exit(MoveRefused.exit_code)


def notice_command(
    which: Which,
    evidence: Annotated[str, typer.Option(help="What proves it.", show_default=False)],
    by: By,
    event: Annotated[str, typer.Option(help="NOTICE, SERVICE or MAILING.")] = Event.NOTICE,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record the day on which the papers reached whoever may answer: their time begins.

    Example: vacatur matters notice 12 --on 2026-02-05 --evidence "Return receipt." --by "P. Lee"
    """
    kind = one_of(event, Event)
    move(
        workspace,
        which,
        lambda _, day: c.RecordNotice(by=by, event=kind, on=day, evidence=evidence),
        by=by,
        on=on,
        as_json=as_json,
    )


def answer_command(
    which: Which,
    said: Annotated[str, typer.Option(help=f"One of: {', '.join(Answer)}.", show_default=False)],
    text: Annotated[str, typer.Option(help="What was said, and where.", show_default=False)],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what the other side said, or that its time ran and nothing came.

    Example: vacatur matters answer 12 --said objects --text "Paper of the defence." --by "P. Lee"
    """
    answer = one_of(said, Answer)
    move(
        workspace,
        which,
        lambda _, day: c.RecordAnswer(by=by, answer=answer, on=day, text=text),
        by=by,
        on=on,
        as_json=as_json,
    )


def hearing_command(
    which: Which,
    day: Annotated[str, typer.Option(help="YYYY-MM-DD.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record the day for which a hearing is set.

    Example: vacatur matters hearing 12 --day 2026-04-20 --by "P. Lee" -w baltimore
    """
    set_for = a_day(day, "--day")
    move(workspace, which, lambda *_: c.SetHearing(by=by, day=set_for), by=by, as_json=as_json)


def heard_command(
    which: Which,
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that the hearing was held. Every duty before it must be discharged.

    Example: vacatur matters heard 12 --on 2026-04-20 --by "A. Roe" -w baltimore
    """
    move(
        workspace,
        which,
        lambda _, day: c.RecordHearing(by=by, on=day),
        by=by,
        on=on,
        as_json=as_json,
    )


def order_command(
    which: Which,
    said: Annotated[str, typer.Option(help=f"One of: {', '.join(Order)}.", show_default=False)],
    reasons: Annotated[
        str, typer.Option(help="Where the order is; of a denial, its reasons.", show_default=False)
    ],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what the court ordered.

    Example: vacatur matters order 12 --said granted --reasons "Order of 20 April." --by "P. Lee"
    """
    order = one_of(said, Order)
    move(
        workspace,
        which,
        lambda _, day: c.RecordOrder(by=by, order=order, on=day, reasons=reasons),
        by=by,
        on=on,
        as_json=as_json,
    )


def add_to(app: typer.Typer) -> None:
    """Give the moves to the command line, in the order of a matter's way."""
    commands: dict[str, Callable[..., None]] = {
        "submit": submit_command,
        "receipt": receipt_command,
        "receipts": receipts_command,
        "notice": notice_command,
        "answer": answer_command,
        "hearing": hearing_command,
        "heard": heard_command,
        "order": order_command,
    }
    for name, command in commands.items():
        app.command(name)(command)
