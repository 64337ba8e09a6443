"""`vacatur link answer`, `undo` and `log`: what people say of pairs of cases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import By, today
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_links import (
    log_as_data,
    log_in_words,
    relinking_as_data,
    relinking_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, nearest
from vacatur.office.formats import open_workspace, writing
from vacatur.office.link_answers import Relinking, answer_pairs, undo_answer
from vacatur.office.link_checks import PairAnswer

SAME, DIFFERENT = "same", "different"
Case = Annotated[str, typer.Argument(help="A case, by number or id.", show_default=False)]
Reason = Annotated[
    str, typer.Option(help="One sentence: why. Without names: it is kept.", show_default=False)
]


def answer_command(
    one: Case,
    other: Case,
    said: Annotated[
        str, typer.Argument(help="same person, or different people.", metavar="same|different")
    ],
    by: By = "",
    reason: Reason = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say that two cases are one person's, or two people's; link again, and decide again.

    Every later link hears it. An answer that contradicts another, or a key, is refused.

    Examples: vacatur link answer 7B00000001 8B00000002 same --by "A. Attorney"
    --reason "One fingerprint on both arrest cards." -w baltimore

    vacatur link answer 7B00000001 8B00000003 different --by "A. Attorney"
    --reason "Father and son: both stood in court on one day." -w baltimore
    """
    if said not in (SAME, DIFFERENT):
        raise UsageError(f"[{said}] is no answer", repair=nearest(said, (SAME, DIFFERENT)))
    answer = PairAnswer(one=one, other=other, same=said == SAME, reason=reason)
    with writing(workspace, "vacatur link answer") as place:
        done = answer_pairs(place, [answer], by=by, on=today())
    _print(done, as_json=as_json)


def undo_command(
    number: Annotated[int, typer.Argument(help="A number of the log.", show_default=False)],
    by: By = "",
    reason: Reason = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take an answer about a link back. The cases are linked as if it had never been given.

    Example: vacatur link undo 3 --by "A. Attorney" --reason "The cards were mixed up." -w baltimore
    """
    with writing(workspace, "vacatur link undo") as place:
        done = undo_answer(place, number, by=by, reason=reason, on=today())
    _print(done, as_json=as_json)


def log_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """One line for each answer about a link, and for each that was taken back.

    Example: vacatur link log -w baltimore
    """
    log = open_workspace(workspace).said()
    print(in_json(log_as_data(log.lines)) if as_json else log_in_words(log))


def _print(done: Relinking, *, as_json: bool) -> None:
    print(in_json(relinking_as_data(done)) if as_json else relinking_in_words(done))
