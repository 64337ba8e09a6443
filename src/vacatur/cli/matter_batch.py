"""`vacatur matters batch`: many matters approved at once, on a sample that was read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.matter_moving import By, Which, today_in
from vacatur.cli.matter_numbers import asked_numbers
from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_batches import (
    approval_in_words,
    batch_in_words,
    batches_in_words,
    review_in_words,
)
from vacatur.cli.words import in_json
from vacatur.errors import MoveRefused, UsageError
from vacatur.matters.batch import Batch
from vacatur.matters.batch_store import batch_numbers, batch_of
from vacatur.matters.codec import as_data
from vacatur.matters.states import Review
from vacatur.matters.store import Doing
from vacatur.office.batching import (
    approve_batch,
    batch_file,
    draw_sample,
    freeze_batch,
    review_sampled,
    send_batch_back,
)
from vacatur.office.casework import open_casework
from vacatur.office.formats import open_workspace

app = typer.Typer(
    help="Approve many matters at once, on a sample that was read.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="A batch.", min=1, show_default=False)]
_MOST = 2**63 - 1  # what a column of the database holds


@app.callback()
def batch_app() -> None:
    """Approve many matters at once, on the strength of a sample that was read.

    The way of a batch, each step with --by NAME: freeze, sample, review (each drawn matter, by an
    attorney who did not prepare it), approve. One that is wrong sends all of them back.
    """


@app.command("freeze")
def freeze_command(
    which: Which, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Freeze prepared matters with their answers: what changes later is not approved with them.

    Example: vacatur matters batch freeze state=prepared pattern=3f2a9c41 --by "P. Lee" -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework:
        batch = freeze_batch(casework, asked_numbers(casework, which), _doing(by, "freezing"))
    _print(batch, as_json=as_json)


@app.command("sample")
def sample_command(
    number: Number,
    seed: Annotated[
        int, typer.Option(help="A number that nobody could foresee.", min=0, max=_MOST)
    ],
    by: By,
    size: Annotated[
        int,
        typer.Option(help="How many of the whole set; by default as many as it takes.", min=0),
    ] = 0,
    per_pattern: Annotated[
        bool, typer.Option("--per-pattern", help="Judge each pattern by itself, not all at once.")
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Draw the matters that are read before the batch is approved, at least one of each pattern.

    By default as many are drawn as bound the rate of wrong answers below 1 % (with 95 % confidence)
    when all are clean: in the whole set, or with --per-pattern in each pattern by itself. The draw
    is a function of the seed and the frozen set: anybody can draw it again.

    Examples: vacatur matters batch sample 3 --seed 20260215 --by "A. Roe" -w baltimore

    vacatur matters batch sample 3 --seed 20260215 --per-pattern --by "A. Roe" -w baltimore
    """
    if size and per_pattern:
        raise UsageError(
            "--size is of the whole set, and --per-pattern judges each pattern by itself",
            repair="Leave one of them out.",
        )
    with open_casework(open_workspace(workspace)) as casework:
        doing = _doing(by, f"batch {number}")
        batch = draw_sample(
            casework, number, doing, seed=seed, reviews=size or None, by_pattern=per_pattern
        )
    _print(batch, as_json=as_json)


@app.command("review")
def review_command(
    number: Number,
    matter: Annotated[int, typer.Argument(help="A drawn matter.", min=1, show_default=False)],
    answer: Annotated[
        str, typer.Option(help="The answer that you read: `show` tells it.", show_default=False)
    ],
    by: By,
    clean: Annotated[
        bool, typer.Option("--clean/--wrong", help="What you found.", show_default=False)
    ],
    reason: Annotated[str, typer.Option(help="What is wrong; or a remark.")] = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Say what you found of a drawn matter. One that is wrong sends the whole batch back.

    Examples: vacatur matters batch review 3 12 --answer 3f2a9c41 --clean --by "A. Roe" -w baltimore

    vacatur matters batch review 3 17 --answer 77ab01cc --wrong --reason "Not the person."
    --by "A. Roe"
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        done = review_sampled(
            place,
            casework,
            number,
            matter,
            _doing(by, f"batch {number}"),
            answer=answer,
            found=Review.CLEAN if clean else Review.WRONG,
            reason=reason,
            today=today_in(place),
        )
    print(in_json(as_data(done)) if as_json else review_in_words(done))


@app.command("approve")
def approve_command(
    number: Number, by: By, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Approve every matter of a batch whose sample is clean, each through the gates of `approve`.

    What a gate refuses is named and left out. If it breaks off, do it again: it goes on.

    Example: vacatur matters batch approve 3 --by "A. Roe" -w baltimore
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        doing = _doing(by, f"batch {number}")
        done = approve_batch(place, casework, number, doing, today=today_in(place))
    print(in_json(as_data(done)) if as_json else approval_in_words(done))
    if done.refused:
        raise typer.Exit(MoveRefused.exit_code)


@app.command("send-back")
def send_back_command(
    number: Number,
    reason: Annotated[str, typer.Option(help="Why.", show_default=False)],
    by: By,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """End a batch: all of it goes back to whoever prepared it, and can be frozen again later.

    Example: vacatur matters batch send-back 3 --reason "The law has changed." --by "A. Roe"
    """
    place = open_workspace(workspace)
    with open_casework(place) as casework:
        done = send_batch_back(
            casework, number, _doing(by, f"batch {number}"), reason=reason, today=today_in(place)
        )
    print(in_json(as_data(done)) if as_json else review_in_words(done))


@app.command("show")
def show_command(
    number: Number, workspace: WorkspaceFolder = Path(), as_json: AsJson = False
) -> None:
    """Show a batch: its patterns, its sample, what was found, and what that says of the rest.

    Example: vacatur matters batch show 3 -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        batch = batch_of(connection, number)
    _print(batch, as_json=as_json)


@app.command("list")
def list_command(workspace: WorkspaceFolder = Path(), as_json: AsJson = False) -> None:
    """List the batches, the latest first.

    Example: vacatur matters batch list -w baltimore
    """
    with open_casework(open_workspace(workspace)) as casework, casework.reading() as connection:
        files = [batch_file(batch_of(connection, each)) for each in batch_numbers(connection)]
    print(in_json(as_data(files)) if as_json else batches_in_words(files))


def _print(batch: Batch, *, as_json: bool) -> None:
    file = batch_file(batch)
    print(in_json(as_data(file)) if as_json else batch_in_words(file))


def _doing(by: str, purpose: str) -> Doing:
    return Doing(actor=by, purpose=purpose, at=datetime.now(UTC))
