"""`vacatur law diff`: which answers differ between two days, two laws or two runs, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from vacatur.cli.options import AsJson, Rules, SupposeSearched, WorkspaceFolder, a_day
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import NO_LAWYER, counted, in_json
from vacatur.office.differences import Amendment, Cause, Difference, Flip
from vacatur.office.differing import Asked, differing
from vacatur.office.formats import open_workspace


def diff_command(
    before: Annotated[
        str, typer.Argument(help="A day, a law or folder of pages, or a run.", show_default=False)
    ],
    after: Annotated[
        str, typer.Argument(help="The same kind of thing, later or changed.", show_default=False)
    ],
    law: Annotated[
        str, typer.Option(help="Between two days: the law, or a folder of pages.")
    ] = "us-md",
    as_of: Annotated[
        str, typer.Option(help="Between two laws: the day of decision, YYYY-MM-DD.")
    ] = "",
    rules: Rules = None,
    suppose_searched: SupposeSearched = False,
    examples: Annotated[
        int, typer.Option(help="How many charges to name for each kind of flip.", min=0)
    ] = 3,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show which answers differ between two days, two laws or two runs, with the cause of each.

    Writes no run. Two runs are compared from what they kept; see docs/comparing.md.

    Examples: vacatur law diff 2019-12-01 2023-07-01 --law us-md --workspace baltimore

    vacatur law diff us-md drafts/us_md --as-of 2026-02-15 --workspace baltimore
    """
    asked = Asked(
        law=law,
        rules=tuple(rules or ()),
        as_of=a_day(as_of, "--as-of") if as_of else None,
        suppose_searched=suppose_searched,
        examples=examples,
    )
    with progress_bar() as progress:
        place = open_workspace(workspace)
        found = differing(place, before, after, asked, progress=progress)
    print(in_json(_data(found)) if as_json else "\n".join(_words(found)))


def _data(found: Difference) -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "charges": found.charges,
        "unverified": list(found.unverified),
        "notes": list(found.notes),
        "amendments": [
            {
                "rule": each.implements,
                "day": each.day,
                "sections": [
                    {"citation": s.citation, "title": s.title, "what": s.what}
                    for s in each.sections
                ],
            }
            for each in found.amendments
        ],
        "flips": [
            {
                "rule": each.implements,
                "before": each.before,
                "after": each.after,
                "cause": str(each.cause),
                "changed_on": list(each.changed_on),
                "charges": each.charges,
                "examples": list(each.examples),
            }
            for each in found.flips
        ],
    }


def _words(found: Difference) -> Iterator[str]:
    yield f"From {found.before} to {found.after}, {counted(found.charges, 'charge')} on record"
    yield from (f"  {sentence}" for sentence in (*found.unverified, *found.notes))
    yield ""
    for flip in found.flips:
        yield from _flip(flip)
    if not found.flips:
        yield "  No answer differs."
    yield ""
    yield from _causes(found)
    yield from _amendments(found.amendments)
    yield NO_LAWYER


def _flip(flip: Flip) -> Iterator[str]:
    way = f"{flip.before:<20} -> {flip.after:<20}"
    on = f" of {', '.join(map(str, flip.changed_on))}" if flip.changed_on else ""
    yield f"  {flip.implements:<15} {way} {flip.charges:>11,}  {flip.cause}{on}"
    if flip.examples:
        more = " ..." if flip.charges > len(flip.examples) else ""
        yield f"                  {', '.join(flip.examples)}{more}"


def _causes(found: Difference) -> Iterator[str]:
    """What each cause that occurs means, with the answers that differ for it."""
    answers: Counter[Cause] = Counter()
    for flip in found.flips:
        answers[flip.cause] += flip.charges
    for cause in Cause:
        if answers[cause]:
            yield f"  {cause:<10} {counted(answers[cause], 'answer'):>14}: {cause.definition}"


def _amendments(amendments: tuple[Amendment, ...]) -> Iterator[str]:
    if amendments:
        yield ""
        yield "  What the law changed between:"
    for each in amendments:
        for section in each.sections:
            words = f"{section.citation} | {section.title}: {section.what}"
            yield f"  {each.implements:<15} {each.day}  {words}"
