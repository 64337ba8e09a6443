"""The moves of a diversion."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.diverting import Number, OnDay, do, doing, report
from vacatur.cli.matter_moving import By, one_of
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_divert import stale_in_words
from vacatur.errors import UsageError
from vacatur.office.casework import open_casework
from vacatur.office.diverting import take_back
from vacatur.office.formats import open_workspace
from vacatur.screening.diversion import commands as c
from vacatur.screening.diversion.services import FILE, read_directory
from vacatur.screening.diversion.states import StepEnd

Reason = Annotated[str, typer.Option(help="Why.", show_default=False)]
Text = Annotated[str, typer.Option(help="What was said, and how.", show_default=False)]


def consent_command(
    number: Number,
    text: Text,
    on: OnDay,
    by: By,
    service: Annotated[
        str, typer.Option(help="To a referral to this service, and not to the programme.")
    ] = "",
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="With --service: the consent is withdrawn.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that the person consents: to the programme's terms, or to one referral.

    Examples: vacatur divert consent 3 --text "Signed." --on 2017-04-03 --by "P. Lee" -w ws

    vacatur divert consent 3 --service river-class --text "May have the name." --on 2017-04-03
    --by "P. Lee" -w ws
    """
    if withdrawn and not service:
        raise UsageError(
            "--withdrawn speaks of a --service",
            repair=f"Who leaves the programme: [vacatur divert withdraw {number}].",
        )
    kind = c.WithdrawReferralConsent if withdrawn else c.ConsentToReferral
    if service and not withdrawn:
        read_directory(open_workspace(workspace).folder / FILE).service(service)
    do(
        workspace,
        number,
        lambda day: (
            kind(on=day, service=service, text=text) if service else c.Consent(on=day, text=text)
        ),
        on=on,
        by=by,
        as_json=as_json,
    )


def enrol_command(
    number: Number, on: OnDay, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Enrol a person who has consented: the days of the steps run from this day.

    Example: vacatur divert enrol 3 --on 2017-04-03 --by "P. Lee" -w ws
    """
    do(workspace, number, lambda day: c.Enrol(on=day), on=on, by=by, as_json=as_json)


def step_command(
    number: Number,
    step: Annotated[int, typer.Option(help="Number of the step.", min=1, show_default=False)],
    said_by: Annotated[str, typer.Option(help="Who says so.", show_default=False)],
    evidence: Annotated[str, typer.Option(help="What shows it.", show_default=False)],
    on: OnDay,
    by: By,
    how: Annotated[str, typer.Option(help=f"One of: {', '.join(StepEnd)}.")] = StepEnd.DONE,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that a step was done, or that an attorney attests that it is not needed.

    Example: vacatur divert step 3 --step 1 --said-by "The class." --evidence "Certificate 12."
    --on 2017-05-20 --by "P. Lee" -w ws
    """
    ended = one_of(how, StepEnd)
    do(
        workspace,
        number,
        lambda day: c.EndStep(on=day, step=step, how=ended, said_by=said_by, evidence=evidence),
        on=on,
        by=by,
        as_json=as_json,
    )


def extend_command(
    number: Number,
    step: Annotated[int, typer.Option(help="Number of the step.", min=1, show_default=False)],
    to: Annotated[str, typer.Option(help="Its new last day, YYYY-MM-DD.", show_default=False)],
    reason: Reason,
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Give a step a later last day, as an attorney who says why.

    Example: vacatur divert extend 3 --step 1 --to 2017-08-01 --reason "The class was full."
    --on 2017-06-30 --by "A. Roe" -w ws
    """
    due = a_day(to, "--to")
    do(
        workspace,
        number,
        lambda day: c.ExtendStep(on=day, step=step, due=due, reason=reason),
        on=on,
        by=by,
        as_json=as_json,
    )


def complete_command(
    number: Number, on: OnDay, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Record that the programme is completed, once every step is done. It is recorded once.

    Example: vacatur divert complete 3 --on 2017-05-22 --by "P. Lee" -w ws
    """
    do(workspace, number, lambda day: c.Complete(on=day), on=on, by=by, as_json=as_json)


def record_end_command(
    number: Number,
    evidence: Annotated[str, typer.Option(help="Where it stands.", show_default=False)],
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record how the charge ended after the completion: it was dismissed, or none was filed.

    Example: vacatur divert record-end 3 --evidence "Not charged; file note." --on 2017-05-22
    --by "P. Lee" -w ws
    """
    do(
        workspace,
        number,
        lambda day: c.RecordEnd(on=day, evidence=evidence),
        on=on,
        by=by,
        as_json=as_json,
    )


def notice_command(
    number: Number,
    reason: Reason,
    how: Annotated[str, typer.Option(help="How the person was told.", show_default=False)],
    on: OnDay,
    by: By,
    answer_by: Annotated[
        str, typer.Option(help="Last day to answer; the programme's days, if it names some.")
    ] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that the person was told that a return is meant, why, and until when they may answer.

    Example: vacatur divert notice 3 --reason "Step 1 is late." --how "Letter." --on 2017-07-10
    --answer-by 2017-07-31 --by "P. Lee" -w ws
    """
    until = a_day(answer_by, "--answer-by") if answer_by else None
    do(
        workspace,
        number,
        lambda day: c.GiveNotice(on=day, reason=reason, how=how, may_answer_until=until),
        on=on,
        by=by,
        as_json=as_json,
    )


def answer_command(
    number: Number,
    text: Text,
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what the person answered to a notice.

    Example: vacatur divert answer 3 --text "Was in hospital (call)." --on 2017-07-15
    --by "P. Lee" -w ws
    """
    do(
        workspace,
        number,
        lambda day: c.AnswerNotice(on=day, text=text),
        on=on,
        by=by,
        as_json=as_json,
    )


def lift_command(
    number: Number,
    reason: Reason,
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Lift a notice, as an attorney: the person goes on, and a return needs another notice.

    Example: vacatur divert lift 3 --reason "Was ill." --on 2017-07-16 --by "A. Roe" -w ws
    """
    do(
        workspace,
        number,
        lambda day: c.LiftNotice(on=day, reason=reason),
        on=on,
        by=by,
        as_json=as_json,
    )


def return_command(
    number: Number,
    reason: Reason,
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Return a case, as an attorney, after a notice whose days are over.

    Example: vacatur divert return 3 --reason "No answer." --on 2017-08-01 --by "A. Roe" -w ws
    """
    do(
        workspace,
        number,
        lambda day: c.ReturnCase(on=day, reason=reason),
        on=on,
        by=by,
        as_json=as_json,
    )


def withdraw_command(
    number: Number,
    reason: Annotated[str, typer.Option(help="What the person said.", show_default=False)],
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record that the person declines, or leaves: their word, and nobody else's.

    An offer that was made by mistake ends so too; then say that it was one.

    Example: vacatur divert withdraw 3 --reason "Wants a trial." --on 2017-04-10 --by "P. Lee" -w ws
    """
    do(
        workspace,
        number,
        lambda day: c.Withdraw(on=day, reason=reason),
        on=on,
        by=by,
        as_json=as_json,
    )


def refer_command(
    number: Number,
    service: Annotated[str, typer.Option(help="Its id in services.yaml.", show_default=False)],
    handed_over: Annotated[
        str, typer.Option(help="What it was told; nothing of a treatment.", show_default=False)
    ],
    on: OnDay,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Refer a person to a service that they have consented to.

    Treatment records have federal rules of their own (42 CFR part 2), which nobody here has read:
    no content of a treatment is recorded.

    Example: vacatur divert refer 3 --service river-class --handed-over "Name and telephone."
    --on 2017-04-04 --by "P. Lee" -w ws
    """
    directory = read_directory(open_workspace(workspace).folder / FILE)
    found = directory.service(service)
    if not as_json:
        print(stale_in_words(directory, found, a_day(on, "--on")))
    do(
        workspace,
        number,
        lambda day: c.Refer(on=day, service=service, handed_over=handed_over),
        on=on,
        by=by,
        as_json=as_json,
    )


def undo_command(
    number: Number,
    reason: Reason,
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take the last event back where it was a mistake, as an attorney. Both stay in the chain.

    Example: vacatur divert undo 3 --reason "It was number 4." --by "A. Roe" -w ws
    """
    with open_casework(open_workspace(workspace)) as casework:
        found = take_back(casework, number, reason, doing(by))
    report(found, as_json=as_json)
