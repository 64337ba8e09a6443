"""`vacatur link review`: look at the pairs that wait, and answer them one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_links import relinking_in_words
from vacatur.cli.printing_review import (
    head_in_words,
    pair_in_words,
    review_as_data,
    review_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.identity.said_log import SaidLine
from vacatur.office.formats import open_workspace, writing
from vacatur.office.link_answers import answer_pairs
from vacatur.office.link_checks import PairAnswer, line_of
from vacatur.office.link_review import Review, ReviewPair, pairs_to_review
from vacatur.office.workspace import Workspace

_KEYS = {"y": True, "n": False}
_ASKED = "One person? y same, n two people, s skip, q quit"


def review_command(
    most: Annotated[int, typer.Option(help="Show at most so many pairs.", min=1)] = 20,
    by: Annotated[str, typer.Option(help="Who answers; asked for when not given.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show the pairs of records that wait for a look, and ask about them in a terminal.

    First come those on which most charges hang that cannot be decided yet. Names are shown, and go
    nowhere else. Answers are kept when you quit, and the cases are then linked once.

    Examples: vacatur link review --most 5 -w baltimore

    vacatur link review --json -w baltimore > pairs.json
    """
    place = open_workspace(workspace)
    review = pairs_to_review(place, most=most)
    if as_json or not review.pairs or not sys.stdin.isatty():
        print(in_json(review_as_data(review)) if as_json else review_in_words(review))
        return
    print(head_in_words(review))
    who = by or _ask("Who answers?")
    answers = _answers(place, review, who or "")
    if not answers:
        print("Nothing was answered, and nothing changed.")
        return
    with writing(workspace, "vacatur link review") as place:
        done = answer_pairs(place, answers, by=who or "", on=today())
    print(relinking_in_words(done))


def _answers(workspace: Workspace, review: Review, by: str) -> list[PairAnswer]:
    """What is answered until the end, or until somebody quits."""
    answers: list[PairAnswer] = []
    lines: list[SaidLine] = []

    def check(answer: PairAnswer) -> None:
        lines.append(line_of(workspace, answer, by=by, on=today(), pending=lines))
        answers.append(answer)

    for place, pair in enumerate(review.pairs, start=1):
        print(f"\n{pair_in_words(pair, f'{place} of {len(review.pairs)}')}\n")
        if not _answered(pair, check):
            break
    return answers


def _answered(pair: ReviewPair, check: Callable[[PairAnswer], None]) -> bool:
    """Ask about one pair until an answer stands or it is skipped; whether to go on."""
    while True:
        key = _ask(_ASKED)
        if key is None or key.lower().startswith("q"):
            return False
        if key.lower().startswith("s"):
            return True
        if key.lower() not in _KEYS:
            continue
        reason = _ask("Why, in a sentence without names?")
        if reason is None:
            return False
        same = _KEYS[key.lower()]
        one, other = pair.one.case_id, pair.other.case_id
        try:
            check(PairAnswer(one=one, other=other, same=same, reason=reason))
        except UsageError as error:
            print(error)
            continue
        return True


def _ask(text: str) -> str | None:
    """What is typed; None: nothing will be typed any more."""
    try:
        return str(typer.prompt(text, default="", show_default=False)).strip()
    except typer.Abort:
        return None
