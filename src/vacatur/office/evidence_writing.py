"""Write an exhibit: the paper, its figures as data, and its charts as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from vacatur.documents.typesetting import press
from vacatur.errors import UsageError
from vacatur.evidence.charts import Event
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.petitions import PetitionList
from vacatur.matters.store import Doing
from vacatur.office.evidence_cases import cases_of
from vacatur.office.evidence_dashboard import dashboard_files
from vacatur.office.evidence_figures import Evidence
from vacatur.office.evidence_paper import FONT, TEMPLATE, paper_data
from vacatur.office.evidence_public import publish
from vacatur.office.evidence_public_beside import publish_beside
from vacatur.office.evidence_shown import Shown, for_a_court, for_the_public
from vacatur.office.evidence_shown_data import in_bytes, shown_data
from vacatur.office.evidence_words import charts_of
from vacatur.office.packet_folder import own_folder
from vacatur.office.workspace import Workspace

PAPER, FIGURES = "exhibit.pdf", "figures.json"
RELEASES = "releases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What is to be written of some figures: an exhibit for a tier, a public page, or both."""

    exhibit: Path | None
    tier: Tier
    dashboard: Path | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What was written, and what of it was shown."""

    folder: Path
    files: tuple[str, ...]
    shown: Shown


def let_out(
    found: Evidence, leaving: Leaving, workspace: Workspace, *, by: str, on: date, at: datetime
) -> tuple[Exhibit, ...]:
    """Write what leaves. Both are of one release where both are public.

    Parameters
    ----------
    by, at
        Who answers for it and, for a court, reads the cases of the matters, and when.

    Raises
    ------
    UsageError
        A folder is there and is not empty; or there are matters to be listed for a court, and
        nobody on the staff is called so.
    DisclosureRefused
        Nobody answers for it, or it cannot be released.
    """
    folders = [each for each in (leaving.exhibit, leaving.dashboard) if each]
    for each in folders:
        require_empty(each)
    made, public, cases = [], None, None
    if leaving.exhibit and leaving.tier is Tier.COURT:
        # Before anything is released: whoever may not read them gives nothing out.
        cases = cases_of(workspace, Doing(actor=by, purpose="exhibit", at=at))
    if leaving.dashboard or leaving.tier is Tier.PUBLIC:
        public = shown_to(Tier.PUBLIC, found, workspace, by=by, on=on)
    if leaving.exhibit:
        shown = public
        if leaving.tier is Tier.COURT:
            shown = shown_to(Tier.COURT, found, workspace, by=by, on=on)
        assert shown is not None
        exhibit = leaving.exhibit
        made.append(
            write_exhibit(shown, exhibit, workspace, cases=cases, events=leaving.events, on=on)
        )
    if leaving.dashboard:
        assert public is not None
        made.append(write_dashboard(public, leaving.dashboard, events=leaving.events, on=on))
    return tuple(made)


def write_dashboard(shown: Shown, out: Path, *, events: Sequence[Event], on: date) -> Exhibit:
    """Write a folder of one page, its style, the figures and the tables as files.

    Raises
    ------
    UsageError
        The folder is there and is not empty.
    DisclosureRefused
        The figures are not those of the public tier.
    """
    require_empty(out)
    contents = dashboard_files(shown, charts_of(shown, events), on=on)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (out / name).write_bytes(content)
    return Exhibit(folder=out, files=tuple(contents), shown=shown)


def shown_to(tier: Tier, found: Evidence, workspace: Workspace, *, by: str, on: date) -> Shown:
    """The figures for a tier, written into the ledger of the workspace.

    Raises
    ------
    DisclosureRefused
        Nobody answers for it, or it cannot be released.
    """
    ledger = Ledger(workspace.folder / RELEASES)
    if tier is Tier.COURT:
        return for_a_court(found, ledger, by=by, on=on)
    public = publish(found, ledger, by=by, on=on)
    return for_the_public(publish_beside(public, ledger, by=by, on=on))


def write_exhibit(
    shown: Shown,
    out: Path,
    workspace: Workspace,
    *,
    cases: PetitionList | None,
    events: Sequence[Event],
    on: date,
) -> Exhibit:
    """Write a folder: the paper, the figures, and each chart as SVG and PNG.

    Parameters
    ----------
    cases
        For a court alone, one line each; null: no workspace has any.

    Raises
    ------
    UsageError
        The folder is there and is not empty.
    PaperRefused
        The paper cannot be set.
    """
    require_empty(out)
    charts = charts_of(shown, events)
    own = own_folder(workspace, "templates"), own_folder(workspace, "fonts")
    with press(own[0], fonts=own[1]) as setter:
        pdf = setter.pdf(TEMPLATE, paper_data(shown, charts, cases), on=on)
    out.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {PAPER: pdf, FIGURES: in_bytes(shown_data(shown))}
    for chart in charts:
        contents[f"{chart.name}.svg"] = chart.svg(font=FONT).encode()
        contents[f"{chart.name}.png"] = chart.png(font="sans-serif")
        contents[f"{chart.name}.txt"] = (chart.words + "\n").encode()
    for name, content in contents.items():
        (out / name).write_bytes(content)
    return Exhibit(folder=out, files=tuple(contents), shown=shown)


def require_empty(out: Path) -> None:
    """Refuse a folder in which something stands."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            f"[{out}] is there already, and it is not empty",
            why="An exhibit with a chart of another one beside it would say two things.",
            repair="Name a new or an empty folder.",
        )
