"""`vacatur divert`: offers, enrolments, and what they wait for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli import divert_moves
from vacatur.cli.diverting import Number, OnDay, a_state, doing, report, stated_day
from vacatur.cli.matter_moving import By, today_in
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_divert import (
    due_in_words,
    enrolment_in_words,
    listed_data,
    listed_in_words,
    programmes_in_words,
    services_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.matters.codec import as_data
from vacatur.office.casework import open_casework
from vacatur.office.diverting import (
    due,
    note_reading,
    offer,
    read_enrolment,
    read_enrolments,
)
from vacatur.office.formats import open_workspace
from vacatur.office.programmes import (
    OfferedTo,
    programme_of,
    programmes_of,
    screened_docket,
    screened_item,
)
from vacatur.screening.diversion.events import Whose
from vacatur.screening.diversion.offering import Offer, StatedStep
from vacatur.screening.diversion.services import FILE, read_directory
from vacatur.screening.diversion.states import Waiting

app = typer.Typer(no_args_is_help=True)
app.command("consent")(divert_moves.consent_command)
app.command("enrol")(divert_moves.enrol_command)
app.command("step")(divert_moves.step_command)
app.command("extend")(divert_moves.extend_command)
app.command("complete")(divert_moves.complete_command)
app.command("record-end")(divert_moves.record_end_command)
app.command("notice")(divert_moves.notice_command)
app.command("answer")(divert_moves.answer_command)
app.command("lift")(divert_moves.lift_command)
app.command("return")(divert_moves.return_command)
app.command("withdraw")(divert_moves.withdraw_command)
app.command("refer")(divert_moves.refer_command)
app.command("undo")(divert_moves.undo_command)

Law = Annotated[str, typer.Option("--law", help="A folder with the programme's page.")]
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\s+(?P<text>.+)", re.DOTALL)


@app.callback()
def divert() -> None:
    """Take a person through a programme instead of a prosecution, to the end of the charge.

    1. programmes, offer, consent, enrol: nobody is put into a programme

    2. step (each one), extend, complete, then record-end: how the charge ended

    3. refer, once the person has consented to that service

    4. notice, answer, lift, return: nobody is returned without a notice

    Every day is stated with --on; what happened lies no later than today. `due` says what is waited
    for.
    """


@app.command("programmes")
def programmes_command(law: Law = "", as_json: AsJson = False) -> None:
    """List the programmes: their steps, fees and notices, and how far each page was checked.

    Example: vacatur divert programmes --law us-tx-harris
    """
    found = programmes_of(law)
    print(in_json(as_data(found)) if as_json else programmes_in_words(found))


@app.command("offer")
def offer_command(
    programme: Annotated[str, typer.Argument(help="Its id.", show_default=False)],
    case: Annotated[str, typer.Option(help="The number of the case.", show_default=False)],
    name: Annotated[str, typer.Option(help="Whom it is offered to.", show_default=False)],
    on: OnDay,
    by: By,
    docket: Annotated[
        Path | None, typer.Option(help="The charge as a docket: its policy is asked.")
    ] = None,
    screened: Annotated[
        int | None, typer.Option(help="The charge by its number among the screened.", min=1)
    ] = None,
    charges: Annotated[
        list[str] | None, typer.Option("--charge", help="Which charge; may be repeated.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, where no policy's answer offers it.")] = "",
    steps: Annotated[
        list[str] | None,
        typer.Option("--step", help="A step that the page does not state: 'DAY TEXT' or 'TEXT'."),
    ] = None,
    checked_terms: Annotated[
        str, typer.Option(help="Who found that a page still holds that was not checked so far.")
    ] = "",
    law: Law = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Offer a programme. The policies' answer DIVERT is enough; else an attorney says why.

    All policies of the office are asked, on the day of the offer.

    Examples: vacatur divert offer us-tx-harris/misdemeanor-marijuana --case 17-0412 --name "R. Poe"
    --docket client.json --on 2017-04-03 --by "P. Lee" -w ws

    vacatur divert offer us-md-baltimore-city/community-service --case 1B02345678 --name "R. Poe"
    --step "2024-05-01 eight hours at the park" --reason "First citation." --on 2024-02-05
    --by "A. Roe" -w ws
    """
    if docket is not None and screened is not None:
        raise UsageError("name one of --docket and --screened")
    page, rulebook = programme_of(programme, law)
    place = open_workspace(workspace)
    day = stated_day(on, today_in(place))
    with open_casework(place) as casework:
        offered = OfferedTo(programme=page, rulebook=rulebook, case=case, on=day)
        asked = screened_docket(offered, docket) if docket else None
        if screened is not None:
            asked = screened_item(casework, offered, screened, doing(by))
        named = charges or ([asked.charge] if asked else [])
        made = Offer(
            programme=page,
            on=day,
            whose=Whose(name=name, case=case, charges=tuple(named)),
            screened=asked.screened if asked else None,
            reason=reason,
            steps=[_stated(each) for each in steps or []],
            checked_terms=checked_terms,
        )
        found = offer(place, casework, made, doing(by))
    report(found, as_json=as_json)


@app.command("show")
def show_command(
    number: Number, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Show one diversion whole: terms, steps, what becomes of the record, and its history.

    That somebody read it stands in the audit chain.

    Example: vacatur divert show 3 --by "P. Lee" -w ws
    """
    with open_casework(open_workspace(workspace)) as casework:
        note_reading(casework, number, doing(by))
        read = read_enrolment(casework, number)
    print(in_json(as_data(read)) if as_json else enrolment_in_words(read))


@app.command("list")
def list_command(
    state: Annotated[str, typer.Option(help="Only those that stand so.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List diversions. No name is told.

    Example: vacatur divert list --state enrolled -w ws
    """
    wanted = a_state(state) if state else None
    with open_casework(open_workspace(workspace)) as casework:
        found = [each.enrolment for each in read_enrolments(casework)]
    found = [each for each in found if wanted in (None, each.state)]
    print(in_json(listed_data(found)) if as_json else listed_in_words(found))


@app.command("due")
def due_command(on: OnDay, workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """Say what diversions wait for as on a day: late steps, completions, ends, notices.

    Nothing follows from it of itself.

    Example: vacatur divert due --on 2017-07-10 -w ws
    """
    day = a_day(on, "--on")
    with open_casework(open_workspace(workspace)) as casework:
        found = due(casework, day)
    print(in_json(as_data(found)) if as_json else due_in_words(found, day))


@app.command("dismissals")
def dismissals_command(
    on: OnDay, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """List what was completed and has no recorded end of the charge: each is owed a dismissal.

    Enter it (for Maryland, a nolle prosequi), then: vacatur divert record-end.

    Example: vacatur divert dismissals --on 2024-06-03 -w ws
    """
    day = a_day(on, "--on")
    with open_casework(open_workspace(workspace)) as casework:
        found = [each for each in due(casework, day) if each.what is Waiting.DISMISSAL]
    print(in_json(as_data(found)) if as_json else due_in_words(found, day))


@app.command("services")
def services_command(
    on: OnDay, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Check the directory of services (services.yaml), and list it with what is stale on a day.

    Example: vacatur divert services --on 2026-02-16 -w ws
    """
    day = a_day(on, "--on")
    directory = read_directory(open_workspace(workspace).folder / FILE)
    if as_json:
        listed = [
            {**as_data(each), "is_stale": directory.is_stale(each, day)}
            for each in directory.services.values()
        ]
        print(in_json(listed))
    else:
        print(services_in_words(directory, day))


def _stated(text: str) -> StatedStep:
    found = _DAY_FIRST.fullmatch(text.strip())
    if found is None:
        return StatedStep(text=text, due=None)
    return StatedStep(text=found["text"], due=a_day(found["day"], "--step"))
