"""`vacatur ground answer` and `withdraw`: an attorney's findings, and taking them back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import By, Document, today
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_ground import (
    answered_data,
    answered_in_words,
    reopened_data,
    reopened_in_words,
    sheet_data,
    sheet_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.facts.ground import YES_NO
from vacatur.office.formats import writing
from vacatur.office.ground_answers import (
    MaterialityAnswer,
    answer_materiality,
    withdraw_ground,
)
from vacatur.office.ground_sheets import answer_sheet
from vacatur.record.terms import Materiality

GroundId = Annotated[str, typer.Argument(help="Id of a ground.", show_default=False)]


def answer_command(
    ground_id: GroundId,
    case: Annotated[str, typer.Argument(help="Case number.", show_default=False)] = "",
    materiality: Annotated[
        str, typer.Argument(help=f"{', '.join(Materiality)}.", show_default=False)
    ] = "",
    reason: Annotated[str, typer.Option(help="One sentence: why.")] = "",
    integrity: Annotated[
        str, typer.Option(help="yes or no: does it call this judgment into question?")
    ] = "",
    justice: Annotated[
        str, typer.Option(help="yes or no: do justice and fairness justify vacating it?")
    ] = "",
    sheet: Annotated[
        Path | None, typer.Option(help="A sheet of `ground apply --out`, filled by an attorney.")
    ] = None,
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Answer how much of a judgment rests on the person whom a ground is about.

    Only sole_witness records what a motion needs, and findings that are left out stay open.
    Answering a case again replaces its answer; `vacatur facts undo NUMBER` takes a whole line of
    the log back, of a sheet every case.

    Examples: vacatur ground answer unit-2017 7B00000001 sole_witness
    --reason "No other witness saw the seizure." --document "trial transcript, p. 12"
    --integrity yes --justice yes --by "A. Attorney" -w baltimore

    vacatur ground answer unit-2017 --sheet sheet.csv --by "A. Attorney" -w baltimore
    """
    if (sheet is None) == (not case):
        raise UsageError("name one CASE, or a --sheet of many")
    if sheet is not None and any((reason, document, integrity, justice)):
        raise UsageError("a sheet says its reasons, documents and findings row by row")
    with writing(workspace, "vacatur ground answer") as place:
        if sheet is None:
            one = _one(case, materiality, reason, document, integrity, justice)
            done = answer_materiality(place, ground_id, [one], by=by, on=today())
            print(in_json(answered_data(done)) if as_json else answered_in_words(done))
            return
        read, answered = answer_sheet(place, ground_id, sheet, by=by, on=today())
    if as_json:
        print(in_json(sheet_data(read, answered)))
    else:
        print(sheet_in_words(read, answered))
    if read.refused:
        raise typer.Exit(1)


def _one(
    case: str, materiality: str, reason: str, document: str, integrity: str, justice: str
) -> MaterialityAnswer:
    if materiality not in list(Materiality):
        raise UsageError(
            f"[{materiality}] is no materiality", repair=nearest(materiality, Materiality)
        )
    return MaterialityAnswer(
        case_number=case,
        materiality=Materiality(materiality),
        reason=reason,
        document=document,
        integrity=_yes_or_no("--integrity", integrity),
        justice=_yes_or_no("--justice", justice),
    )


def _yes_or_no(option: str, said: str) -> bool | None:
    if said and said.lower() not in YES_NO:
        raise UsageError(f"{option} is [{said}]", repair="Write yes or no, or leave it out.")
    return YES_NO.get(said.lower())


def withdraw_command(
    ground_id: GroundId,
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Withdraw a ground. Every case that rests on it is open again, and no other.

    Example: vacatur ground withdraw unit-2017 --by "A. Attorney" --document "memo of 3 May"
    """
    with writing(workspace, "vacatur ground withdraw") as place:
        done = withdraw_ground(place, ground_id, by=by, document=document, on=today())
    print(in_json(reopened_data(done)) if as_json else reopened_in_words(done))
