"""`vacatur screen`: what the office's policies say of charges that come in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, Rules, a_day
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.errors import UsageError
from vacatur.ingest.report import IngestReport, format_report
from vacatur.law.answers import Published
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.screening import (
    Booked,
    ScreenedRecord,
    booked_in,
    require_policies,
    screen_booked,
)
from vacatur.office.screening_export import booked_in_csv
from vacatur.record.terms import IntentEvidence
from vacatur.screening.screened import PolicyAnswer, ScreenedCharge
from vacatur.screening.terms import ShownBy

_UNSAID = {IntentEvidence.UNSPECIFIED}


Policy = Annotated[str, typer.Option(help="A folder of policies, or one that comes with vacatur.")]
Bookings = Annotated[
    Path,
    typer.Argument(
        help="Dockets (JSON, or one a line: JSONL), or a CSV file with its --mapping.",
        show_default=False,
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option(help="What the columns of a CSV file mean (YAML).", show_default=False),
]
AsOf = Annotated[str, typer.Option(help="With --mapping: the day of screening, YYYY-MM-DD.")]


def screen_command(
    bookings: Bookings,
    policy: Policy = "us-md-baltimore-city",
    mapping: Mapping = None,
    as_of: AsOf = "",
    rules: Rules = None,
    as_json: AsJson = False,
) -> None:
    """Screen incoming charges under the office's policies, and keep nothing.

    A docket states its day; a CSV file is screened on --as-of. DECLINE, DIVERT, PROSECUTE (the
    policy does not bar it), NO_POLICY or REVIEW, with the policy's words. Where two policies answer
    differently it is REVIEW. No policy clears a record.

    Examples: vacatur screen bookings.jsonl --policy us-md-baltimore-city --json

    vacatur screen bookings.csv --mapping jail.yaml --as-of 2022-05-02

    vacatur sample docket --out client.json && vacatur screen client.json
    """
    rulebook = load_rulebook(policy)
    rulebook = rulebook.only(rules) if rules else rulebook
    require_policies(rulebook)
    booked, report = read_bookings(bookings, rulebook, mapping, as_of)
    screened = list(screen_booked(booked, rulebook))
    if as_json:
        print(in_json([asdict(each) for each in screened]))
        if report is not None:  # what became of the rows is no part of the answers
            print(format_report(report), file=sys.stderr)
        return
    if report is not None:
        print(format_report(report))
    for record in screened:
        print("\n".join(_record(record)))
    print(_total(screened))
    print(NO_LAWYER)


def read_bookings(
    bookings: Path, rulebook: Rulebook, mapping: Path | None, as_of: str
) -> tuple[Sequence[Booked], IngestReport | None]:
    """The records of a file; of a CSV file, also what became of its rows."""
    if mapping is None:
        if as_of:
            raise UsageError(
                "a docket states its own day, and takes no --as-of",
                repair="Leave --as-of out, or name the --mapping of a CSV file.",
            )
        return booked_in(bookings, rulebook), None
    if not as_of:
        raise UsageError(
            "a CSV file states no day of screening",
            why="Which policy holds hangs on the day, so it is never guessed.",
            repair="Write it like [--as-of 2022-05-02].",
        )
    with progress_bar() as progress:
        found = booked_in_csv(bookings, mapping, a_day(as_of, "--as-of"), progress)
    return found.booked, found.report


def _total(screened: Sequence[ScreenedRecord]) -> str:
    answers = Counter(charge.published for record in screened for charge in record.charges)
    told = ", ".join(f"{answers[each]:,} {each}" for each in Published if answers[each])
    twice = sum(bool(record.same_case) for record in screened)
    return "\n".join(
        [
            f"{counted(answers.total(), 'charge')} of {counted(len(screened), 'record')} screened"
            + (f": {told}." if told else "."),
            *(
                [f"{counted(twice, 'record')} may be a booking that came in twice."]
                if twice
                else []
            ),
        ]
    )


def _record(record: ScreenedRecord) -> Iterator[str]:
    yield f"{record.record_id}, on {record.as_of}"
    if not record.charges:
        yield "  no charge is pending"
    if record.same_case:
        yield f"  the same case stands in: {', '.join(record.same_case)}; is it one booking, twice?"
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
    if answer.asks_for_intent:
        kinds = ", ".join(each.definition for each in IntentEvidence if each not in _UNSAID)
        yield f"    evidence asked for, beyond the amount: {kinds}"
        yield f"    and where it is shown: {', '.join(each.definition for each in ShownBy)}"
    if answer.last_verified is not None:
        yield (
            f"    checked through {answer.verified_through}; on that day the answer was "
            f"{answer.last_verified}"
        )
