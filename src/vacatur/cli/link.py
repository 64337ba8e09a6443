"""`vacatur link`: which cases are one person's, why, and how right that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from vacatur.cli.link_answers import answer_command, log_command, undo_command
from vacatur.cli.link_review import review_command
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.words import counted, in_json
from vacatur.identity.score import LEVEL, Share
from vacatur.identity.why import Why
from vacatur.office.formats import open_workspace, writing
from vacatur.office.intake import link_again
from vacatur.office.linkage import LinkageScore, explain_person, score_linkage

app = typer.Typer(
    help="Link cases to persons, explain a person, score the links.", invoke_without_command=True
)

app.command("review")(review_command)
app.command("answer")(answer_command)
app.command("undo")(undo_command)
app.command("log")(log_command)


@app.callback()
def link_command(
    context: typer.Context, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Link cases to persons again: by exact keys, by what people said, and by names.

    Example: vacatur link --workspace baltimore
    """
    if context.invoked_subcommand is not None:
        return
    with writing(workspace, "vacatur link") as place:
        result = link_again(place)
    print(in_json(result.as_data()) if as_json else result.in_words())


@app.command("score")
def score_command(
    truth: Annotated[
        Path, typer.Argument(help="A CSV with case_number and person.", show_default=False)
    ],
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Hold the links against a truth: precision and recall of pairs of cases, with intervals.

    Example: vacatur link score county/truth/persons.csv -w ws
    """
    found = score_linkage(open_workspace(workspace), truth)
    print(in_json(_score_data(found)) if as_json else "\n".join(_score_words(found)))


@app.command("explain")
def explain_command(
    person: Annotated[str, typer.Argument(help="Id of a person.", show_default=False)],
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Show why these cases are one person's. Numbers of persons are not printed.

    Example: vacatur link explain p-7B00000001 -w ws
    """
    found = explain_person(open_workspace(workspace), person)
    print(in_json(asdict(found)) if as_json else "\n".join(_why_words(found)))


def _score_data(found: LinkageScore) -> dict[str, Any]:
    score = found.score
    return {
        "precision": score.precision.value,
        "precision_interval": [score.precision.low, score.precision.high],
        "recall": score.recall.value,
        "recall_interval": [score.recall.low, score.recall.high],
        "level": LEVEL,
        "review": {"cases": found.review},
        **{name: value for name, value in asdict(score).items() if isinstance(value, int)},
        "rows_in": found.rows_in,
        "not_here": found.not_here,
        "blank": found.blank,
        "ambiguous": found.ambiguous,
        "not_judged": found.not_judged,
    }


def _score_words(found: LinkageScore) -> Iterator[str]:
    score = found.score
    right = f"{score.pairs_right:,} of"
    linked, true = f"{score.pairs_linked:,} linked pairs", f"{score.pairs_true:,} true pairs"
    yield f"Precision {_share(score.precision)}: {right} {linked} are true"
    yield f"Recall    {_share(score.recall)}: {right} {true} are linked"
    yield (
        f"{counted(score.cases, 'case')} judged: {score.persons_true:,} true persons,"
        f" {score.persons_linked:,} linked ones"
    )
    yield f"  {score.merged:>10,}  linked persons hold cases of several true ones"
    yield f"  {score.split:>10,}  true persons are split over several linked ones"
    yield f"  {found.review:>10,}  cases wait for a person to look: exact keys leave none"
    yield (
        f"{counted(found.rows_in, 'row')} of the truth = {score.cases:,} judged +"
        f" {found.not_here:,} of cases that are not here + {found.ambiguous:,} ambiguous +"
        f" {found.blank:,} blank;"
        f" {found.not_judged:,} cases of the workspace are not judged"
    )


def _share(share: Share) -> str:
    if share.value is None or share.low is None or share.high is None:
        return "not defined (no pair)"
    return f"{share.value:.4f} ({LEVEL:.0%} interval {share.low:.4f} to {share.high:.4f})"


def _why_words(found: Why) -> Iterator[str]:
    yield f"{found.person_id}: {counted(len(found.cases), 'case')}"
    if found.told:
        yield "  The source itself names the person of each case; nothing was linked."
    for joint in found.joints:
        yield f"  {joint.kind.replace('_', ' ')} joins {', '.join(joint.cases)}"
    joined = {case for joint in found.joints for case in joint.cases}
    if not found.told and len(found.cases) == 1:
        yield "  No other case shares a key with it."
    for case in sorted(set(found.cases) - joined if joined else ()):
        yield f"  {case} shares no key with the others"
