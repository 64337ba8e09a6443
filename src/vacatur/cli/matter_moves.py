"""The moves of a matter before it goes to the court, and at its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, On, Which, move, one_of, packet_of, papers_of, report
from vacatur.cli.matter_numbers import asked_numbers
from vacatur.cli.matter_particulars import state_command
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.law.vehicle import Holder
from vacatur.matters import commands as c
from vacatur.matters.gates import require_read
from vacatur.matters.matter import Matter
from vacatur.matters.states import Discharge, Harm
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework, renew, take_back
from vacatur.office.formats import open_workspace


def assign_command(
    which: Which,
    to: Annotated[str, typer.Option(help="Who prepares them.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Give matters to somebody who prepares them.

    Example: vacatur matters assign 1-40 --to "P. Lee" --by "A. Roe" -w baltimore
    """
    move(workspace, which, lambda *_: c.Assign(by=by, to=to), by=by, as_json=as_json)


def harm_command(
    which: Which,
    harms: Annotated[
        list[str],
        typer.Option("--harm", help=f"One of: {', '.join(Harm)}; may be repeated."),
    ],
    evidence: Annotated[str, typer.Option(help="Who told of it.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what a conviction does to the person now: it comes first in the order of work.

    Example: vacatur matters harm 12 --harm job --evidence "Letter of the employer." --by "P. Lee"
    """
    found = tuple(one_of(each, Harm) for each in harms)
    move(
        workspace,
        which,
        lambda *_: c.RecordHarm(by=by, harms=found, evidence=evidence),
        by=by,
        as_json=as_json,
    )


def discharge_command(
    which: Which,
    duty: Annotated[int, typer.Option(help="Number of the duty, as `show` tells it.", min=1)],
    evidence: Annotated[str, typer.Option(help="What proves it.", show_default=False)],
    by: By,
    how: Annotated[str, typer.Option(help=f"One of: {', '.join(Discharge)}.")] = Discharge.DONE,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that a duty was done, or that an attorney attests that it is not needed.

    Examples: vacatur matters discharge 12 --duty 3 --on 2026-02-02 --evidence "Certified mail."
    --by "P. Lee"

    vacatur matters discharge 12 --duty 3 --how not_needed --evidence "The case lists no victim."
    --by "A. Roe"
    """
    ended = one_of(how, Discharge)
    move(
        workspace,
        which,
        lambda _, day: c.DischargeDuty(by=by, duty=duty, how=ended, on=day, evidence=evidence),
        by=by,
        on=on,
        as_json=as_json,
    )


def prepare_command(
    which: Which, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Say that matters are ready for somebody else to approve.

    Example: vacatur matters prepare 12 --by "P. Lee" -w baltimore
    """
    move(workspace, which, lambda *_: c.Prepare(by=by), by=by, as_json=as_json)


def send_back_command(
    which: Which,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Send matters back to whoever prepared them.

    Example: vacatur matters send-back 12 --reason "The ground is missing." --by "A. Roe"
    """
    move(workspace, which, lambda *_: c.SendBack(by=by, reason=reason), by=by, as_json=as_json)


def approve_command(
    number: Annotated[int, typer.Argument(help="A matter.", min=1, show_default=False)],
    answer: Annotated[
        str, typer.Option(help="The answer that you read: `show` tells it.", show_default=False)
    ],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Approve one matter that somebody else has prepared, as `show` showed it.

    Example: vacatur matters approve 12 --answer 3f2a9c41 --by "A. Roe" -w baltimore
    """

    def command(matter: Matter, _: date) -> c.Command:
        require_read(matter, answer)
        return c.Approve(by=by, decision_hash=matter.decision_hash)

    move(workspace, [str(number)], command, by=by, as_json=as_json)


def withdraw_command(
    which: Which,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take an approval back, before the paper has gone to the court.

    Example: vacatur matters withdraw 12 --reason "A second case was found." --by "A. Roe"
    """
    move(
        workspace,
        which,
        lambda *_: c.WithdrawApproval(by=by, reason=reason),
        by=by,
        as_json=as_json,
    )


def packet_command(
    which: Which,
    by: By,
    files: Annotated[
        list[Path] | None, typer.Option("--file", help="A paper of one matter; may be repeated.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="The papers of each matter, in a folder of its number.")
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record the papers of matters by their hashes: what is sent is what was recorded.

    Examples: vacatur matters packet 12 --file motion.pdf --file order.pdf --by "P. Lee"

    vacatur matters packet state=approved --folder packets --by "P. Lee" -w baltimore
    """
    papers = papers_of(which, files or [], folder)

    def command(matter: Matter, _: date) -> c.Command:
        names, sha256 = packet_of(papers(matter.number))
        return c.RecordPacket(by=by, packet_sha256=sha256, files=names)

    move(workspace, which, command, by=by, as_json=as_json)


def renew_command(
    which: Which, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Take over what the latest run answers now; what was approved before is approved no more.

    Example: vacatur matters renew state=assigned --by "P. Lee" -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        doing = Doing(actor=by, purpose="renewing", at=datetime.now(UTC))
        done = renew(place, casework, asked_numbers(casework, which), doing)
    report(done, "with another answer now", as_json=as_json)


def undo_command(
    which: Which,
    reason: Annotated[str, typer.Option(help="What was wrong.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take the last event of matters back, where it was a mistake. Both stay in the chain.

    A paper that went to the court, and what a run answers, cannot be taken back.

    Example: vacatur matters undo 12 --reason "The order is of another case." --by "A. Roe"
    """
    with open_casework(open_workspace(workspace)) as casework:
        doing = Doing(actor=by, purpose="taking back", at=datetime.now(UTC))
        done = take_back(casework, asked_numbers(casework, which), doing, reason)
    report(done, "taken back by one event", as_json=as_json)


def follow_command(
    which: Which,
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Begin to follow relief that the law gives of itself: nothing is filed.

    Example: vacatur matters follow state=approved vehicle=us-md/repository-removal --by "A. Roe"
    """
    move(workspace, which, lambda _, day: c.FollowLaw(by=by, on=day), by=by, on=on, as_json=as_json)


def changed_command(
    which: Which,
    holder: Annotated[str, typer.Option(help=f"One of: {', '.join(Holder)}.", show_default=False)],
    evidence: Annotated[str, typer.Option(help="Who looked, and where.", show_default=False)],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that a record has changed: somebody has looked.

    Example: vacatur matters changed 12 --holder COURT_FILE --evidence "Docket read." --by "P. Lee"
    """
    kept = one_of(holder, Holder)
    move(
        workspace,
        which,
        lambda _, day: c.RecordChange(by=by, holder=kept, on=day, evidence=evidence),
        by=by,
        on=on,
        as_json=as_json,
    )


def screeners_command(
    which: Which,
    evidence: Annotated[
        str, typer.Option(help="How the person asked, and who was told.", show_default=False)
    ],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that companies that sell background checks were told, as the person asked.

    Example: vacatur matters screeners 12 --evidence "Asked by letter; three told." --by "P. Lee"
    """
    move(
        workspace,
        which,
        lambda _, day: c.TellScreeners(by=by, on=day, evidence=evidence),
        by=by,
        on=on,
        as_json=as_json,
    )


def told_command(
    which: Which,
    how: Annotated[
        str, typer.Option(help="How the person was told, or why not.", show_default=False)
    ],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that the person was told of the outcome.

    Example: vacatur matters told 12 --how "Letter to the last known address." --by "P. Lee"
    """
    move(
        workspace,
        which,
        lambda _, day: c.TellPerson(by=by, on=day, how=how),
        by=by,
        on=on,
        as_json=as_json,
    )


def close_command(
    which: Which,
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Close matters in which nothing is left to do.

    Example: vacatur matters close state=relieved --by "A. Roe" -w baltimore
    """
    move(workspace, which, lambda _, day: c.Close(by=by, on=day), by=by, on=on, as_json=as_json)


def set_aside_command(
    which: Which,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    by: By,
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Stop to pursue matters; they can be taken up again.

    Example: vacatur matters set-aside 12 --reason "The person does not want it." --by "A. Roe"
    """
    move(
        workspace,
        which,
        lambda _, day: c.SetAside(by=by, on=day, reason=reason),
        by=by,
        on=on,
        as_json=as_json,
    )


def take_up_command(
    which: Which,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take up matters again that were set aside.

    Example: vacatur matters take-up 12 --reason "The person has called." --by "A. Roe"
    """
    move(workspace, which, lambda *_: c.TakeUp(by=by, reason=reason), by=by, as_json=as_json)


def add_first(app: typer.Typer) -> None:
    """Give the moves before the court's to the command line, in the order of a matter's way."""
    commands: dict[str, Callable[..., None]] = {
        "assign": assign_command,
        "harm": harm_command,
        "state": state_command,
        "discharge": discharge_command,
        "prepare": prepare_command,
        "approve": approve_command,
        "send-back": send_back_command,
        "withdraw": withdraw_command,
        "renew": renew_command,
        "packet": packet_command,
    }
    for name, command in commands.items():
        app.command(name)(command)


def add_last(app: typer.Typer) -> None:
    """Give the moves after the court's to the command line."""
    commands: dict[str, Callable[..., None]] = {
        "follow": follow_command,
        "changed": changed_command,
        "screeners": screeners_command,
        "told": told_command,
        "close": close_command,
        "set-aside": set_aside_command,
        "take-up": take_up_command,
        "undo": undo_command,
    }
    for name, command in commands.items():
        app.command(name)(command)
