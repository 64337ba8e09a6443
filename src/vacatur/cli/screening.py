"""`vacatur screening`: the register of charges that came in, and what attorneys decided."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, On, one_of, report, today_in
from vacatur.cli.matter_numbers import numbers_in
from vacatur.cli.options import AsJson, WorkspaceFolder, a_day
from vacatur.cli.printing_screening import (
    consistency_in_words,
    item_in_words,
    items_in_words,
    registered_in_words,
)
from vacatur.cli.screen import AsOf, Bookings, Mapping, Policy, read_bookings
from vacatur.cli.words import in_json
from vacatur.errors import MoveRefused, UsageError
from vacatur.ingest.report import format_report
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.matters.codec import as_data
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.consistency import consistency_for
from vacatur.office.formats import open_workspace
from vacatur.office.screening import require_policies
from vacatur.office.screening_moves import Evidence, decide_charges, record_evidence, take_back
from vacatur.office.screening_register import read_item, register_charges, screened_items
from vacatur.record.terms import IntentEvidence
from vacatur.screening.item import listed
from vacatur.screening.terms import ChargingDecision, ShownBy

app = typer.Typer(
    help="The register of charges that came in: evidence, decisions, consistency.",
    no_args_is_help=True,
)
Charges = Annotated[
    list[str],
    typer.Argument(help="Numbers (3) or ranges (5-40).", metavar="CHARGES", show_default=False),
]
Reason = Annotated[str, typer.Option(help="Why; it is sealed under the key of the case.")]
_CHARGE = "screened charge"


@app.command("register")
def register_command(
    bookings: Bookings,
    by: By,
    policy: Policy = "us-md-baltimore-city",
    mapping: Mapping = None,
    as_of: AsOf = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Screen charges and write them into the register, each once.

    A charge that came in before is screened again where its record, its day or the policies are
    others, and what was recorded of it stays.

    Example: vacatur screening register bookings.jsonl --by "P. Lee" -w baltimore
    """
    rulebook = _policies(policy)
    booked, rows = read_bookings(bookings, rulebook, mapping, as_of)
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        done = register_charges(place, casework, booked, rulebook, _doing(by))
    if as_json:
        print(in_json(as_data(done)))
    else:
        if rows is not None:
            print(format_report(rows))
        print(registered_in_words(done))
    if done.refused:
        raise typer.Exit(MoveRefused.exit_code)


@app.command("list")
def list_command(
    undecided: Annotated[
        bool, typer.Option("--undecided", help="Only what no attorney has decided.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """List the register. Nothing of it names a person.

    Example: vacatur screening list --undecided -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        items = [x for x in screened_items(casework) if not undecided or x.decided is None]
    if as_json:
        print(in_json([as_data(listed(each)) for each in items]))
    else:
        print(items_in_words(items))


@app.command("show")
def show_command(
    charge: Annotated[int, typer.Argument(help="Its number.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Read one charge. Who read it stands in the audit chain.

    Example: vacatur screening show 12 --by "A. Roe" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        item = read_item(casework, charge, _doing(by))
    print(in_json(as_data(item)) if as_json else item_in_words(item))


@app.command("evidence")
def evidence_command(
    charges: Charges,
    shown_by: Annotated[
        str,
        typer.Option(help=f"Where it is shown: {', '.join(ShownBy)}.", show_default=False),
    ],
    document: Annotated[
        str, typer.Option(help="Which document, and where in it.", show_default=False)
    ],
    by: By,
    what: Annotated[
        list[str] | None,
        typer.Option(help=f"One of: {', '.join(IntentEvidence)}; may be repeated."),
    ] = None,
    none: Annotated[
        bool, typer.Option("--none", help="You looked, and there is no such evidence.")
    ] = False,
    on: On = "",
    policy: Policy = "us-md-baltimore-city",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record evidence of intent beyond the amount, as an attorney; the charge is screened again.

    Example: vacatur screening evidence 12 --what scale --shown-by body_worn_camera --document
    "BWC 19-0301-7, 04:12" --by "A. Roe" -w baltimore
    """
    if none == bool(what):
        raise UsageError("say what there is with --what, or --none")
    found = tuple(one_of(each, IntentEvidence) for each in what or ())
    evidence = Evidence(what=found, shown_by=one_of(shown_by, ShownBy), document=document)
    place = open_workspace(workspace)
    day = a_day(on, "--on") if on else today_in(place)
    with open_casework(place) as casework:
        done = record_evidence(
            casework, numbers_in(charges), evidence, _policies(policy), _doing(by), on=day
        )
    report(done, "with this evidence", as_json=as_json, noun=_CHARGE)


@app.command("decide")
def decide_command(
    charges: Charges,
    decision: Annotated[
        str, typer.Option(help=f"One of: {', '.join(ChargingDecision)}.", show_default=False)
    ],
    by: By,
    reason: Reason = "",
    on: On = "",
    policy: Policy = "us-md-baltimore-city",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Record what an attorney decides. Who departs from the policies says why.

    Example: vacatur screening decide 12-40 --decision declined --by "A. Roe" -w baltimore
    """
    place = open_workspace(workspace)
    day = a_day(on, "--on") if on else today_in(place)
    with open_casework(place) as casework:
        done = decide_charges(
            casework,
            numbers_in(charges),
            one_of(decision, ChargingDecision),
            reason.strip(),
            _policies(policy),
            _doing(by),
            on=day,
        )
    report(done, decision, as_json=as_json, noun=_CHARGE)


@app.command("undo")
def undo_command(
    charges: Charges,
    reason: Reason,
    by: By,
    policy: Policy = "us-md-baltimore-city",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take back what was last recorded of a charge by mistake; both stay in the chain.

    Example: vacatur screening undo 12 --reason "Another case's footage." --by "A. Roe"
    """
    with open_casework(open_workspace(workspace)) as casework:
        done = take_back(casework, numbers_in(charges), reason, _policies(policy), _doing(by))
    report(done, "put back", as_json=as_json, noun=_CHARGE)


@app.command("consistency")
def consistency_command(
    by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """For a supervisor: like charges decided otherwise, and overrides by attorney and race.

    Example: vacatur screening consistency --by "S. Doe" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        found = consistency_for(casework, _doing(by))
    print(in_json(as_data(found)) if as_json else consistency_in_words(found))


def _doing(by: str) -> Doing:
    return Doing(actor=by, purpose="screening", at=datetime.now(UTC))


def _policies(policy: str) -> Rulebook:
    """All of the office's policies: a decision under some of them would pass by the others."""
    rulebook = load_rulebook(policy)
    require_policies(rulebook)
    return rulebook
