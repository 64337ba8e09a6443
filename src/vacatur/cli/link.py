"""`vacatur link`: which cases are one person's, why, and how right that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from vacatur.cli.link_answers import answer_command, log_command, undo_command
from vacatur.cli.link_quality import quality_command
from vacatur.cli.link_report import report_command, thresholds_command
from vacatur.cli.link_review import review_command
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_scores import (
    in_review,
    mixed_and_split,
    of_the_truth,
    precision_and_recall,
)
from vacatur.cli.words import counted, in_json
from vacatur.identity.engines import engine_named
from vacatur.identity.evidence import NamePair
from vacatur.identity.score import LEVEL
from vacatur.identity.why import Why
from vacatur.office.explaining_links import explain_person
from vacatur.office.formats import open_workspace, writing
from vacatur.office.intake import link_again
from vacatur.office.link_model import forget_link_model, train_link_model
from vacatur.office.linkage import LinkageScore, score_linkage

app = typer.Typer(
    help="Link cases to persons, explain a person, score the links.", invoke_without_command=True
)

app.command("quality")(quality_command)
app.command("thresholds")(thresholds_command)
app.command("report")(report_command)
app.command("review")(review_command)
app.command("answer")(answer_command)
app.command("undo")(undo_command)
app.command("log")(log_command)


@app.callback()
def link_command(
    context: typer.Context,
    engine: Annotated[
        str | None,
        typer.Option(
            help="What weighs the pairs of names: duckdb, or spark where there are very many people"
            " (needs the extra `spark`). The links are the same. By default as link_engine in"
            " vacatur.toml says, or duckdb.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Link cases to persons again: by exact keys, by what people said, and by names.

    Examples: vacatur link --workspace baltimore

    vacatur link --engine spark --workspace the_state
    """
    if context.invoked_subcommand is not None:
        return
    chosen = engine_named(engine, where="--engine") if engine is not None else None
    with writing(workspace, "vacatur link") as place:
        result = link_again(place, engine=chosen)
    print(in_json(result.as_data()) if as_json else result.in_words())


@app.command("train")
def train_command(
    forget: Annotated[
        bool, typer.Option("--forget", help="Go back to the model that comes with vacatur.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Learn from this office's own people how names differ, and link again with that.

    Examples: vacatur link train -w baltimore

    vacatur link train --forget -w baltimore
    """
    with writing(workspace, "vacatur link train") as place:
        done = forget_link_model(place) if forget else train_link_model(place)
    if as_json:
        print(in_json({"spellings": done.spellings, **done.relinked.as_data()}))
        return
    if done.spellings:
        print(f"Learned from {counted(done.spellings, 'spelling')} of people.")
    print(done.relinked.in_words())


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
    """Show why these cases are one person's, and what else may be: without names or numbers.

    Example: vacatur link explain p-7B00000001 -w ws
    """
    found = explain_person(open_workspace(workspace), person)
    print(in_json(asdict(found)) if as_json else "\n".join(_why_words(found)))


def _score_data(found: LinkageScore) -> dict[str, Any]:
    score, judged = found.score, found.judged
    return {
        "precision": score.precision.value,
        "precision_interval": [score.precision.low, score.precision.high],
        "recall": score.recall.value,
        "recall_interval": [score.recall.low, score.recall.high],
        "level": LEVEL,
        "review": asdict(found.review),
        **{name: value for name, value in asdict(score).items() if isinstance(value, int)},
        "rows_in": judged.rows_in,
        "not_here": judged.not_here,
        "blank": judged.blank,
        "repeated": judged.repeated,
        "ambiguous": judged.ambiguous,
        "not_judged": judged.not_judged,
    }


def _score_words(found: LinkageScore) -> Iterator[str]:
    yield from precision_and_recall(found.score)
    yield from mixed_and_split(found.score)
    yield in_review(found.review)
    yield of_the_truth(found.judged)


def _why_words(found: Why) -> Iterator[str]:
    yield f"{found.person_id}: {counted(len(found.cases), 'case')}"
    if found.told:
        yield "  The source itself names the person of each case; nothing was linked."
    for joint in found.joints:
        yield f"  {joint.kind.replace('_', ' ')} joins {', '.join(joint.cases)}"
    if found.said:
        yield f"  what a person said joins {', '.join(found.said)}"
    for pair in found.by_name:
        yield f"  names join {' and '.join(pair.cases)}, {pair.bits:.1f} bits:"
        yield from _evidence(pair)
    if not found.told and len(found.cases) == 1:
        yield "  Nothing joins another case to it."
    elif not found.told:
        yield from (f"  {case} is joined to no other case" for case in found.alone)
    for rival in found.waiting:
        mine, other = rival.pair.cases
        yield f"  {mine} may be {other} of {rival.person_id}, {rival.pair.bits:.1f} bits:"
        yield from _evidence(rival.pair)
        yield from (f"    waits: {doubt}" for doubt in rival.pair.doubts)


def _evidence(pair: NamePair) -> Iterator[str]:
    yield f"    {pair.prior:+6.1f}  before anything is compared"
    yield from (f"    {each.bits:+6.1f}  {each.words}" for each in pair.evidence)
