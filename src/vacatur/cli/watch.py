"""`vacatur watch`: what comes in after a policy begins, and what should not have."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.facts import today
from vacatur.cli.matter_moving import By as StaffBy
from vacatur.cli.matter_moving import On, today_in
from vacatur.cli.options import AsJson, Rules, WorkspaceFolder, a_day
from vacatur.cli.printing_watch import arrests_data, arrests_words
from vacatur.cli.printing_watch_filings import (
    approvals_data,
    approvals_words,
    filings_data,
    filings_words,
    no_rule_data,
    no_rule_words,
    public_filings_data,
    public_filings_words,
)
from vacatur.cli.progress import progress_bar
from vacatur.cli.screen import Policy
from vacatur.cli.words import in_json
from vacatur.errors import UsageError, VacaturError, nearest
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.matters.store import Doing
from vacatur.office.formats import open_workspace, writing
from vacatur.office.watch_acknowledged import acknowledge
from vacatur.office.watch_approvals import COLUMNS as APPROVAL_COLUMNS
from vacatur.office.watch_approvals import watch_approvals
from vacatur.office.watch_filings import watch_filings
from vacatur.office.watch_public import public_filings, public_view
from vacatur.office.watch_settings import approval_since
from vacatur.office.watching import watch_arrests
from vacatur.screening.watched import Dimension

app = typer.Typer(
    help="Watch what comes in after a policy begins: arrests, filings, approvals.",
    no_args_is_help=True,
)

FeedFile = Annotated[
    Path,
    typer.Argument(help="The arrest feed: CSV, or packed as .gz or .zip.", show_default=False),
]
Since = Annotated[
    str, typer.Option(help="The first day that counts, YYYY-MM-DD.", show_default=False)
]
ReleasedBy = Annotated[
    str, typer.Option("--released-by", help="With --public: who answers for what is published.")
]
By = Annotated[str, typer.Option(help=f"Beside the month, one of: {', '.join(Dimension)}.")]


@app.callback()
def watch_app() -> None:
    """Watch what comes in after a policy begins: arrests, filings, approvals."""


@app.command("arrests")
def arrests_command(
    feed: FeedFile,
    since: Since,
    policy: Policy = "us-md-baltimore-city",
    rules: Rules = None,
    by: By = Dimension.MONTH.value,
    earlier: Annotated[
        Path | None,
        typer.Option(help="An earlier snapshot of the feed, to hold it against."),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Only what may be published: small counts hidden.")
    ] = False,
    released_by: ReleasedBy = "",
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Work in this workspace's folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Count the arrests of the kinds that a policy covers, by month, after testing the feed.

    The kind is told by the charge's code. Nothing of the feed is kept.

    Examples: vacatur watch arrests arrests.csv.gz --since 2019-01-29 --rule BAL-2019

    vacatur watch arrests arrests.csv.gz --since 2020-04-01 --by district --public
    --released-by "A. Roe" -w baltimore
    """
    day, dimension = a_day(since, "--since"), _dimension(by)
    rulebook = _law(policy, rules)
    with _beside(workspace) as folder:
        watch = watch_arrests(
            feed,
            rulebook,
            since=day,
            by=dimension,
            read_on=today(),
            beside=folder,
            earlier=earlier,
        )
    shown = None
    if public:
        with writing(_public_place(workspace), "vacatur watch arrests") as place:
            shown = public_view(watch, place, by=released_by, on=today_in(place))
    told = arrests_data(watch, shown)
    print(in_json(told) if as_json else "\n".join(arrests_words(watch, shown)))


def _public_place(workspace: Path | None) -> Path:
    if workspace is None:
        raise UsageError(
            "nothing is published without a workspace",
            why="What was published before is written down there, and would else be forgotten.",
            repair="Name one with --workspace, or make one: [vacatur init FOLDER].",
        )
    return workspace


def _law(policy: str, rules: list[str] | None) -> Rulebook:
    rulebook = load_rulebook(policy)
    return rulebook.only(rules) if rules else rulebook


def _dimension(by: str) -> Dimension:
    if by not in list(Dimension):
        raise UsageError(f"nothing is counted by [{by}]", repair=nearest(by, list(Dimension)))
    return Dimension(by)


@contextmanager
def _beside(workspace: Path | None) -> Iterator[Path]:
    """Where the work is done: in a workspace, which may have a disk of its own, or in passing."""
    if workspace is not None:
        yield open_workspace(workspace).folder
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@app.command("filings")
def filings_command(
    since: Since,
    by: By = Dimension.MONTH.value,
    public: Annotated[
        bool, typer.Option("--public", help="Only what may be published: no charge is listed.")
    ] = False,
    released_by: ReleasedBy = "",
    fail_on_alert: Annotated[
        bool,
        typer.Option("--fail-on-alert", help="End with exit code 1 if an alert is unanswered."),
    ] = False,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Count the filed charges that a policy declined on their day of filing, and list them.

    The policies and the records are those of the latest run, which must be of policies. What is
    for an attorney is counted apart. An alert that somebody answered for is not raised again.

    Examples: vacatur watch filings --since 2019-01-29 -w baltimore --fail-on-alert

    vacatur watch filings --since 2019-01-29 --by race --public --released-by "A. Roe" -w baltimore
    """
    day, dimension = a_day(since, "--since"), _dimension(by)
    with progress_bar() as progress:
        place = open_workspace(workspace)
        watch = watch_filings(place, since=day, by=dimension, progress=progress)
    if public:
        with writing(workspace, "vacatur watch filings") as place:
            shown = public_filings(watch, place, by=released_by, on=today_in(place))
        data, words = public_filings_data(watch, shown), public_filings_words(watch, shown)
    else:
        data, words = filings_data(watch), filings_words(watch)
    print(in_json(data) if as_json else "\n".join(words))
    if fail_on_alert and watch.unanswered:
        raise typer.Exit(VacaturError.exit_code)


@app.command("acknowledge")
def acknowledge_command(
    charge: Annotated[
        str, typer.Argument(help="The charge, as `watch filings` lists it.", show_default=False)
    ],
    by: StaffBy,
    reason: Annotated[str, typer.Option(help="Why it was filed; it is kept.", show_default=False)],
    on: On = "",
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Answer for the filing of a declined kind of charge, so that no alert is raised again.

    It is written into the audit chain, sealed under the key of the case.

    Example: vacatur watch acknowledge 7B00000001/001 --by "A. Roe" --reason "Beside a handgun."
    """
    doing = Doing(actor=by, purpose="watch of filings", at=datetime.now(UTC))
    with writing(workspace, "vacatur watch acknowledge") as place:
        day = a_day(on, "--on") if on else today_in(place)
        said = acknowledge(place, charge, reason=reason, on=day, doing=doing)
    print(in_json(asdict(said)) if as_json else f"{said.by} answers for {said.charge_id}.")


@app.command("approvals")
def approvals_command(
    feed: FeedFile,
    approvals: Annotated[
        Path,
        typer.Argument(
            help=f"CSV of approvals: {', '.join(APPROVAL_COLUMNS)}.", show_default=False
        ),
    ],
    policy: Policy = "us-md-baltimore-city",
    rules: Rules = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Hold a log of supervisors' approvals against the arrests that a policy covers.

    From which day on an arrest needs one is the office's to state: approval_since, a day, under
    watch in vacatur.toml. Without it nothing is asked.

    Example: vacatur watch approvals arrests.csv.gz approvals.csv --rule BAL-2019 -w baltimore
    """
    place = open_workspace(workspace)
    since = approval_since(place)
    if since is None:
        print(in_json(no_rule_data()) if as_json else "\n".join(no_rule_words()))
        return
    rulebook = _law(policy, rules)
    watch = watch_approvals(
        feed, approvals, rulebook, since=since, read_on=today(), beside=place.folder
    )
    print(in_json(approvals_data(watch)) if as_json else "\n".join(approvals_words(watch)))
