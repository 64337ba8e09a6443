"""The laws that come with vacatur, as an app shows them: read once, since they do not change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from vacatur.engine.worked_cases import Verdict, try_cases
from vacatur.errors import UsageError, nearest
from vacatur.law.page import Page
from vacatur.office.laws import laws_offered
from vacatur.office.workspace import Workspace
from vacatur.site.laws import Law, load_law
from vacatur.site.reading import Reader


@cache
def law_reader() -> Reader:
    """Every law, and the pages of its site."""
    return Reader(tuple(load_law(name) for name in laws_offered()))


def shown_law(name: str) -> Law:
    """A law by its name.

    Raises
    ------
    UsageError
        There is none.
    """
    known = {law.jurisdiction: law for law in law_reader().laws}
    if name not in known:
        raise UsageError("there is no such law here", repair=nearest(name, known))
    return known[name]


def shown_page(page_id: str) -> tuple[Law, Page]:
    """A page by its id, and its law.

    Raises
    ------
    UsageError
        There is none.
    """
    known = {page.page_id: (law, page) for law in law_reader().laws for page in law.pages}
    if page_id not in known:
        raise UsageError("there is no such page of law here", repair=nearest(page_id, known))
    return known[page_id]


def latest_run(workspace: Workspace) -> str | None:
    """The name of the latest run; null: there is none."""
    pointer = workspace.decisions_folder / "latest"
    if not pointer.is_file():
        return None
    name = pointer.read_text("utf-8").strip()
    return name if name in workspace.run_names() else None


def usual_law(workspace: Workspace) -> str:
    """The law that forms name first: that of the latest run, or the first one there is."""
    known = [law.jurisdiction for law in law_reader().laws]
    run = latest_run(workspace)
    law = workspace.run_manifest(run).get("law") if run else None
    return law if law in known else known[0]


@cache
def worked_cases_of(page_id: str) -> Sequence[Verdict]:
    """Every worked case of a page, tried now."""
    law, page = shown_page(page_id)
    return tuple(try_cases(law.rulebook, page))
