"""`vacatur facts`: what agencies and attorneys add to the records."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.fact_reports import (
    as_data,
    attached_in_words,
    given_as_data,
    given_in_words,
    log_in_words,
)
from vacatur.cli.fact_template import header_of, template_as_data, template_in_words
from vacatur.cli.new_file import write_new
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.progress import progress_bar
from vacatur.cli.words import in_json
from vacatur.errors import UsageError
from vacatur.facts.fact_mapping import AS_OURS
from vacatur.facts.kinds import KINDS, FactKind, kind_named
from vacatur.office.answering import Given, answer, correct, undo, withdraw
from vacatur.office.attaching import attach
from vacatur.office.fact_mapping_file import kind_of, load_fact_mapping
from vacatur.office.formats import open_workspace, writing

app = typer.Typer(help="Add what agencies and attorneys know.", no_args_is_help=True)

By = Annotated[str, typer.Option(help="Who says so.", show_default=False)]
Document = Annotated[str, typer.Option(help="On what document.", show_default=False)]


@app.callback()
def facts() -> None:
    """Add what agencies and attorneys know to the records."""


def today() -> date:
    """The day on which a fact is added."""
    return datetime.now().astimezone().date()


@app.command("attach")
def attach_command(
    file: Annotated[Path | None, typer.Argument(help="A CSV file.", show_default=False)] = None,
    kind: Annotated[str, typer.Option(help=f"What it holds: {', '.join(KINDS)}.")] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="A YAML file that says how the file is written.")
    ] = None,
    template: Annotated[
        str, typer.Option(help="Print the columns of this kind of file, and nothing else.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="With --template: also write a CSV with its header.")
    ] = None,
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Attach a file of facts, and decide again everybody whom it touches.

    Rows in = attached + repeated + quarantined. The file is kept under raw/, sealed. Facts
    that contradict each other, or the records, stand side by side and make the answer a question.

    Examples: vacatur facts attach history.csv --kind history --by "CJIS Central Repository" -w ws

    vacatur facts attach closed.txt --mapping parole.yaml -w ws

    vacatur facts attach --template supervision --out supervision.csv
    """
    if bool(template) == (file is not None):
        raise UsageError("name one FILE, or one kind with --template")
    if out is not None and not template:
        raise UsageError("--out goes with --template")
    if file is None:
        _template(kind_named(template), out, as_json=as_json)
        return
    written = load_fact_mapping(mapping) if mapping else AS_OURS
    named = kind_of(kind, written)
    with writing(workspace, "vacatur facts attach") as place, progress_bar() as progress:
        done = attach(
            place,
            file,
            named,
            by=by,
            document=document,
            on=today(),
            progress=progress,
            mapping=written,
        )
    print(in_json(as_data(done)) if as_json else attached_in_words(done))


def _template(kind: FactKind, out: Path | None, *, as_json: bool) -> None:
    if out is not None:
        write_new(out, f"{header_of(kind)}\n", why="Facts may stand in it.")
    print(in_json(template_as_data(kind)) if as_json else template_in_words(kind))


@app.command("answer")
def answer_command(
    charge: Annotated[str, typer.Argument(help="CASE/NUMBER.", show_default=False)],
    column: Annotated[
        str, typer.Argument(help="What is answered: charge.sentence_end.", show_default=False)
    ],
    value: Annotated[
        str,
        typer.Argument(
            help="A day, a number, yes, no, a word; none of a list.", show_default=False
        ),
    ],
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Answer one question about a charge, its case or its person, and decide the person again.

    Examples: vacatur facts answer 7B00000001/001 charge.sentence_end 2013-06-01 --by "A. Attorney"

    vacatur facts answer 7B00000001/001 person.warrants none --by "A. Attorney"
    """
    with writing(workspace, "vacatur facts answer") as place:
        given = answer(place, charge, column, value, by=by, document=document, on=today())
    _print(given, as_json=as_json)


@app.command("correct")
def correct_command(
    fact: Annotated[str, typer.Argument(help="NUMBER.ROW, as explain names it.")],
    value: Annotated[str, typer.Argument(help="What is so instead.", show_default=False)],
    column: Annotated[
        str, typer.Option(help="Which column, where the fact tells several.", show_default=False)
    ] = "",
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Correct one fact: it is withdrawn, and what is so is said instead.

    Example: vacatur facts correct 2.17 2014-06-01 --column charge.sentence_end --by "A. Attorney"
    """
    with writing(workspace, "vacatur facts correct") as place:
        given = correct(place, fact, value, column=column, by=by, document=document, on=today())
    _print(given, as_json=as_json)


@app.command("withdraw")
def withdraw_command(
    facts: Annotated[
        list[str], typer.Argument(help="NUMBER.ROW, as explain names it.", show_default=False)
    ],
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Take facts back. They stay in the log, and count for nothing.

    Example: vacatur facts withdraw 2.17 2.18 --by "A. Attorney" --document "letter of the agency"
    """
    with writing(workspace, "vacatur facts withdraw") as place:
        given = withdraw(place, facts, by=by, document=document, on=today())
    _print(given, as_json=as_json)


@app.command("undo")
def undo_command(
    number: Annotated[int, typer.Argument(help="A number of the log.", show_default=False)],
    by: By = "",
    document: Document = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Undo one line of the log: a file, an answer, a withdrawal, or an undoing.

    Example: vacatur facts undo 3 --by "A. Attorney"
    """
    with writing(workspace, "vacatur facts undo") as place:
        given = undo(place, number, by=by, document=document, on=today())
    _print(given, as_json=as_json)


def _print(given: Given, *, as_json: bool) -> None:
    print(in_json(given_as_data(given)) if as_json else given_in_words(given))


@app.command("log")
def log_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """One line for each file, answer and withdrawal.

    Example: vacatur facts log --workspace baltimore
    """
    log = open_workspace(workspace).facts()
    print(in_json([batch.as_data() for batch in log.batches]) if as_json else log_in_words(log))
