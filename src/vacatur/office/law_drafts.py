"""A changed page before anybody takes it up: its folder is checked, its cases tried, runs compared.

The pages that come with vacatur are never written to: a draft stands in a copy of its folder.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.engine.worked_cases import Verdict, try_cases
from vacatur.errors import LawError, UsageError
from vacatur.law.page import Page
from vacatur.law.reader import read_page
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.differences import Flip
from vacatur.office.differing_laws import differing_laws
from vacatur.office.law_reading import latest_run
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.site.laws import Law

LONGEST = 400_000  # characters of a page; the longest that comes with vacatur has 95,000
_REVIEWER = re.compile(r"^reviewed_by:.*$", flags=re.MULTILINE)
_FRONT = re.compile(r"\A---\n.*?^---$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Answers on record that a draft would change, on the day of the latest run.

    `flips` and `as_of` are null where there is no run, or nothing that the draft touches decides;
    `notes` say so.
    """

    flips: tuple[Flip, ...] | None
    as_of: date | None
    notes: tuple[str, ...]


def plain_text(text: str) -> str:
    """A page as it came from a form: one line end, and one at the end.

    Raises
    ------
    UsageError
        It is empty, or far longer than a page.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    if not plain.strip() or len(plain) > LONGEST:
        raise UsageError("this is no page", repair="Send the whole page, from its first line.")
    return plain


def with_reviewer(text: str, name: str) -> str:
    """The page with another name in its head; `nobody`: no lawyer has read these words.

    Raises
    ------
    LawError
        The head says nothing of a reviewer.
    """
    head = _FRONT.match(text)
    if head is None or not _REVIEWER.search(head[0]):
        raise LawError(
            "the page's head does not say [reviewed_by]",
            where="front matter",
            repair="Write [reviewed_by: nobody] into it.",
        )
    line = f"reviewed_by: {name}"
    return _REVIEWER.sub(lambda _: line, head[0], count=1) + text[head.end() :]


def reviewer_in(text: str, name: str) -> str:
    """Whom a page's head names, read as every page is; empty: nobody."""
    with tempfile.TemporaryDirectory(prefix="vacatur-draft-") as scratch:
        path = Path(scratch) / name
        path.write_text(text, encoding="utf-8")
        return read_page(path, name=name).reviewed_by


@contextmanager
def drafted(law: Law, page: Page, text: str) -> Iterator[Rulebook]:
    """The law with one page changed, checked as any law is.

    Raises
    ------
    LawError
        It does not hold: the first fault, with its line.
    """
    with tempfile.TemporaryDirectory(prefix="vacatur-draft-") as scratch:
        folder = Path(scratch) / law.folder.name
        shutil.copytree(law.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / Path(page.path).name).write_text(text, encoding="utf-8")
        rulebook = load_rulebook(str(folder))
        _require_page(rulebook, page)
        yield rulebook


def compare_draft(
    workspace: Workspace,
    law: Law,
    page: Page,
    text: str,
    *,
    rules: Collection[str] | None = None,
    examples: int,
    progress: Progress,
) -> Compared:
    """Decide every charge on record under the law as it is and under a draft.

    Parameters
    ----------
    rules
        Only these, by what they implement; null: every rule that the draft touches.
    examples
        How many charges to name of each kind of flip.

    Raises
    ------
    LawError
        The draft does not hold.
    """
    run = latest_run(workspace)
    with drafted(law, page, text) as after:
        affected = [
            each.page_id
            for each in after.pages
            if _reaches(after, each, page) and (rules is None or each.implements in rules)
        ]
        if not affected or run is None:
            why = "There is no run to compare with." if affected else "The page decides nothing."
            return Compared(flips=None, as_of=None, notes=(why,))
        as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
        found = differing_laws(
            workspace,
            law.rulebook.only([each for each in affected if _has(law.rulebook, each)]),
            after.only(affected),
            as_of,
            suppose_searched=False,
            examples=examples,
            progress=progress,
        )
    return Compared(flips=found.flips, as_of=as_of, notes=(*found.unverified, *found.notes))


def worked_of(law: Law, page: Page, text: str) -> tuple[Verdict, ...]:
    """The worked cases of a draft: of the page, and of every page of its folder that names it.

    Raises
    ------
    LawError
        The draft does not hold.
    """
    with drafted(law, page, text) as after:
        return _worked(after, page)


def _worked(after: Rulebook, page: Page) -> tuple[Verdict, ...]:
    return tuple(
        verdict
        for each in (*after.pages, *after.definitions)
        if _reaches(after, each, page)
        for verdict in try_cases(after, each)
    )


def _reaches(after: Rulebook, each: Page, page: Page) -> bool:
    return page.page_id in {named.page_id for named in after.reached[each.page_id]}


def _has(rulebook: Rulebook, page_id: str) -> bool:
    return any(each.page_id == page_id for each in rulebook.pages)


def _require_page(after: Rulebook, page: Page) -> None:
    if page.page_id not in {each.page_id for each in (*after.pages, *after.definitions)}:
        raise LawError(
            f"the draft is no longer the page [{page.page_id}]",
            where="front matter, id",
            why="What names the page would not find it.",
            repair="Leave its id as it is.",
        )
