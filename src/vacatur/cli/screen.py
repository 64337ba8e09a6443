"""`vacatur screen`: what the office's policies say of charges that come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, Rules
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.law.rulebook import load_rulebook
from vacatur.office.screening import ScreenedRecord, screen_dockets
from vacatur.screening.screened import PolicyAnswer, ScreenedCharge


def screen_command(
    dockets: Annotated[
        Path, typer.Argument(help="Dockets: JSON, or one a line (JSONL).", show_default=False)
    ],
    policy: Annotated[
        str, typer.Option(help="A folder of policies, or one that comes with vacatur.")
    ] = "us-md-baltimore-city",
    rules: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Screen incoming charges under the office's policies, each on the day its docket states.

    DECLINE, DIVERT, PROSECUTE (the policy does not bar it), NO_POLICY or REVIEW, with the policy's
    words. Where two policies answer differently it is REVIEW. No policy clears a record.

    Examples: vacatur screen bookings.jsonl --policy us-md-baltimore-city --json

    vacatur sample docket --out client.json && vacatur screen client.json
    """
    rulebook = load_rulebook(policy)
    rulebook = rulebook.only(rules) if rules else rulebook
    screened = list(screen_dockets(dockets, rulebook))
    if as_json:
        print(in_json([asdict(each) for each in screened]))
        return
    for record in screened:
        print("\n".join(_record(record)))
    charges = sum(len(record.charges) for record in screened)
    print(f"{counted(charges, 'charge')} of {counted(len(screened), 'record')} screened.")
    print(NO_LAWYER)


def _record(record: ScreenedRecord) -> Iterator[str]:
    yield f"{record.record_id}, on {record.as_of}"
    if not record.charges:
        yield "  no charge is pending"
    for charge in record.charges:
        yield from (f"  {line}" for line in _charge(charge))


def _charge(charge: ScreenedCharge) -> Iterator[str]:
    yield f"{charge.charge_id}  {charge.published}: {charge.published.definition}"
    yield f"    {charge.description}"
    yield from (f"    {reason}" for reason in charge.reasons)
    for answer in charge.policies:
        yield from (f"    {line}" for line in _policy(answer))
    if charge.beside:
        yield f"    beside it in the case, and screened by itself: {', '.join(charge.beside)}"


def _policy(answer: PolicyAnswer) -> Iterator[str]:
    days = f", in force {answer.in_force}" if answer.in_force else ""
    yield f"{answer.policy} {answer.published}: {answer.title}{days}"
    for sentence in answer.sentences:
        kind = "" if sentence.verbatim else "Paraphrase: "
        yield f"    {sentence.citation}: {kind}{sentence.words}"
    if answer.not_known:
        yield f"    not known: {', '.join(answer.not_known)}"
    if answer.last_verified is not None:
        yield (
            f"    checked through {answer.verified_through}; on that day the answer was "
            f"{answer.last_verified}"
        )
