"""Proposals to change or to sign a page of the law: a register in the audit chain.

A proposal holds the whole page as it would be. Somebody else accepts it; it is then a patch for
those who keep the pages. Nothing here writes to a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vacatur.errors import MoveRefused, UsageError
from vacatur.law.page import Page
from vacatur.matters.register_index import next_item
from vacatur.matters.registers import RegisterEntry, entries_of
from vacatur.matters.store import Casework, Doing
from vacatur.office.law_drafts import (
    Compared,
    compare_draft,
    plain_text,
    reviewer_in,
    with_reviewer,
    worked_of,
)
from vacatur.office.law_reading import shown_page
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress
from vacatur.record.terms import Term
from vacatur.site.laws import Law

REGISTER = "law"
NOBODY = "nobody"
MOST_REASON = 2_000  # characters
_PROPOSED, _COMPARED = "Proposed", "Compared"
_ACCEPTED, _REFUSED = "Accepted", "Refused"
_WITHDRAWN, _EXPORTED = "Withdrawn", "Exported"


class Asked(Term):
    """What a proposal asks for."""

    CHANGE = "change", "other words on the page; nobody has read them beside the law"
    SIGN_OFF = "sign_off", "a named lawyer has read the page beside the law"


class Standing(Term):
    """Where a proposal stands."""

    WAITING = "waiting", "waits for a second person"
    ACCEPTED = "accepted", "a second person accepted it: it can be given to the pages' maintainers"
    REFUSED = "refused", "a second person refused it"
    WITHDRAWN = "withdrawn", "whoever proposed it took it back"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedFlip:
    """How many charges a rule answers otherwise; which ones is not kept."""

    rule: str
    before: str
    after: str
    charges: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal as it stands. Days and times are UTC, as the chain has them.

    `is_compared`: the answers that it would change were counted; a sign-off changes none. `flips`
    null: there was nothing to compare; `notes` say why. `decided_by` is empty while it waits.
    """

    number: int
    asked: Asked
    law: str
    page: str
    file: str
    by: str
    at: str
    why: str
    before_sha256: str
    text: str
    cases: int
    failed: tuple[str, ...]
    is_compared: bool
    flips: tuple[CountedFlip, ...] | None
    as_of: str
    notes: tuple[str, ...]
    standing: Standing
    decided_by: str
    decided_at: str
    decided_why: str

    @property
    def flipped(self) -> int | None:
        """Answers that differ; null: nothing was compared."""
        return None if self.flips is None else sum(each.charges for each in self.flips)

    def is_stale(self, page: Page) -> bool:
        """Whether the page has changed since it was proposed."""
        return page.sha256 != self.before_sha256


def propose_change(casework: Casework, law: Law, page: Page, text: str, doing: Doing) -> int:
    """Propose other words for a page; the number of the proposal. `doing.purpose` says why.

    A page that was signed loses its reviewer: the reading was of other words.

    Raises
    ------
    UsageError
        Nothing is changed, or nobody says why.
    LawError
        The page would not hold.
    """
    draft = with_reviewer(plain_text(text), NOBODY)
    if draft == with_reviewer(current_text(law, page), NOBODY):
        raise UsageError("the page is as it was", repair="Change what you want changed.")
    return _add(casework, Asked.CHANGE, law, page, draft, doing)


def propose_sign_off(casework: Casework, law: Law, page: Page, doing: Doing) -> int:
    """Say that one has read a page beside the law; the number of the proposal.

    Whoever does it stands in the page's head: a name is given by nobody else.

    Raises
    ------
    UsageError
        The name cannot stand in a head, or stands there already.
    """
    signed = with_reviewer(current_text(law, page), doing.actor)
    if page.reviewed_by == doing.actor:
        raise UsageError("the page bears your name already", repair="Nothing is to be done.")
    if reviewer_in(signed, law.file_of(page).name) != doing.actor:
        raise UsageError(
            "the name cannot stand in the head of a page", repair="Use a name on one line."
        )
    return _add(casework, Asked.SIGN_OFF, law, page, signed, doing)


def compare_proposal(
    workspace: Workspace, casework: Casework, number: int, doing: Doing, progress: Progress
) -> Proposal:
    """Count the answers on record that a proposal would change, and write the counts down.

    Which charges they are is not kept. It takes as long as two runs of the pages it touches.

    Raises
    ------
    MoveRefused
        It does not wait.
    """
    waiting = _waiting(casework, number)
    law, page = shown_page(waiting.page)
    found = compare_draft(workspace, law, page, waiting.text, examples=0, progress=progress)
    public = {
        "flips": _flips(found),
        "as_of": found.as_of.isoformat() if found.as_of else "",
        "notes": list(found.notes),
    }
    with casework.working(doing) as work:
        work.register(REGISTER, number, _COMPARED, public)
    return proposal(casework, number)


def decide_proposal(
    casework: Casework, number: int, law: Law, page: Page, doing: Doing, *, accept: bool
) -> None:
    """Accept or refuse a proposal of somebody else. `doing.purpose` says why.

    Raises
    ------
    MoveRefused
        It is one's own, it does not wait, the page has changed since, or its cases fail.
    """
    waiting = _waiting(casework, number)
    if waiting.by == doing.actor:
        raise MoveRefused(
            "nobody decides about a proposal of their own",
            why="A page of law stands with two names.",
            repair="Ask another attorney; or withdraw it.",
        )
    if accept:
        _require_sound(waiting, law, page)
    _note(casework, number, _ACCEPTED if accept else _REFUSED, doing)


def withdraw_proposal(casework: Casework, number: int, doing: Doing) -> None:
    """Take one's own proposal back.

    Raises
    ------
    MoveRefused
        It is somebody else's, or it does not wait.
    """
    if _waiting(casework, number).by != doing.actor:
        raise MoveRefused("the proposal is somebody else's", repair="They can withdraw it.")
    _note(casework, number, _WITHDRAWN, doing)


def note_export(casework: Casework, number: int, page: Page, doing: Doing) -> Proposal:
    """Say in the chain that an accepted proposal leaves as a patch, before it does.

    Raises
    ------
    MoveRefused
        Nobody accepted it, or the page has changed since.
    """
    found = proposal(casework, number)
    if found.standing is not Standing.ACCEPTED:
        raise MoveRefused(
            "only what a second person accepted leaves as a patch",
            repair="Have it accepted first.",
        )
    if found.is_stale(page):
        raise _stale()
    with casework.working(doing) as work:
        work.register(REGISTER, number, _EXPORTED, {})
        told = {"what": "patch of a law page", "rows": 1, "purpose": doing.purpose}
        work.note_access("Exported", told)
    return found


def proposals(casework: Casework) -> Sequence[Proposal]:
    """Every proposal, the latest first."""
    with casework.reading() as connection:
        entries = entries_of(connection, casework.keys, REGISTER)
    numbers = sorted({each.item for each in entries}, reverse=True)
    return [_folded([each for each in entries if each.item == number]) for number in numbers]


def proposal(casework: Casework, number: int) -> Proposal:
    """One proposal.

    Raises
    ------
    UsageError
        There is none of this number.
    """
    with casework.reading() as connection:
        entries = entries_of(connection, casework.keys, REGISTER, number)
        last = next_item(connection, REGISTER) - 1
    if not entries:
        repair = f"The last one is {last}." if last else "Nothing was proposed yet."
        raise UsageError(f"there is no proposal [{number}]", repair=repair)
    return _folded(entries)


def current_text(law: Law, page: Page) -> str:
    """The page as it stands in its folder."""
    return law.file_of(page).read_text(encoding="utf-8")


# ---- writing --------------------------------------------------------------------------------


def _add(casework: Casework, asked: Asked, law: Law, page: Page, text: str, doing: Doing) -> int:
    worked = worked_of(law, page, text)
    failed = [f"{each.title}: {'; '.join(each.failures)}" for each in worked if each.failures]
    public = {
        "asked": asked.value,
        "law": law.jurisdiction,
        "page": page.page_id,
        "file": law.file_of(page).name,
        "why": _reason(doing),
        "before_sha256": page.sha256,
        "text": text,
        "cases": len(worked),
        "failed": failed,
    }
    with casework.working(_named(doing, "law")) as work:
        number = work.next_item(REGISTER)
        work.register(REGISTER, number, _PROPOSED, public)
    return number


def _flips(effect: Compared) -> list[dict[str, Any]] | None:
    if effect.flips is None:
        return None
    return [
        {
            "rule": each.implements,
            "before": each.before,
            "after": each.after,
            "charges": each.charges,
        }
        for each in effect.flips
    ]


def _note(casework: Casework, number: int, kind: str, doing: Doing) -> None:
    why = doing.purpose.strip()[:MOST_REASON]
    if kind == _REFUSED:
        why = _reason(doing)
    with casework.working(_named(doing, "law")) as work:
        # Asked again in the transaction: two people may decide at once.
        entries = entries_of(work.connection, casework.keys, REGISTER, number)
        _require_waiting(_folded(entries))
        work.register(REGISTER, number, kind, {"why": why})


def _named(doing: Doing, purpose: str) -> Doing:
    return replace(doing, purpose=purpose)


def _reason(doing: Doing) -> str:
    """Why, in the words of whoever does it; they stay in the chain."""
    why = doing.purpose.strip()
    if not why or len(why) > MOST_REASON:
        raise UsageError(
            "nobody says why",
            repair="Write a sentence or two, without anybody's name: it is kept.",
        )
    return why


# ---- what must hold -------------------------------------------------------------------------


def _waiting(casework: Casework, number: int) -> Proposal:
    found = proposal(casework, number)
    _require_waiting(found)
    return found


def _require_waiting(found: Proposal) -> None:
    if found.standing is not Standing.WAITING:
        raise MoveRefused(
            f"proposal [{found.number}] is {found.standing} already",
            repair="Propose it anew, if it is to be changed.",
        )


def _require_sound(found: Proposal, law: Law, page: Page) -> None:
    if found.is_stale(page):
        raise _stale()
    if not found.is_compared:
        raise MoveRefused(
            "it is not counted yet which answers it would change",
            repair="Wait for the job that counts them, or have them counted again.",
        )
    failed = [each for each in worked_of(law, page, found.text) if each.failures]
    if failed:
        raise MoveRefused(
            f"{len(failed)} of its worked cases fail",
            why="A page whose own cases do not come out says two things.",
            repair="Have the page or its cases mended, and proposed anew.",
        )


def _stale() -> MoveRefused:
    return MoveRefused(
        "the page has changed since it was proposed",
        why="What was looked at is not what would stand.",
        repair="Propose it anew on the page as it is.",
    )


# ---- reading --------------------------------------------------------------------------------

_STANDS: dict[str, Standing] = {
    _ACCEPTED: Standing.ACCEPTED,
    _REFUSED: Standing.REFUSED,
    _WITHDRAWN: Standing.WITHDRAWN,
}
_Entries = Iterable[RegisterEntry]


def _folded(entries: _Entries) -> Proposal:
    first, *later = entries
    told = first.public
    decided = next((each for each in later if each.kind in _STANDS), None)
    compared = next((each.public for each in reversed(later) if each.kind == _COMPARED), None)
    flips = compared["flips"] if compared else None
    return Proposal(
        number=first.item,
        asked=Asked(told["asked"]),
        law=told["law"],
        page=told["page"],
        file=told["file"],
        by=first.actor,
        at=first.at,
        why=told["why"],
        before_sha256=told["before_sha256"],
        text=told["text"],
        cases=told["cases"],
        failed=tuple(told["failed"]),
        is_compared=compared is not None or told["asked"] == Asked.SIGN_OFF,
        flips=None if flips is None else tuple(CountedFlip(**each) for each in flips),
        as_of=compared["as_of"] if compared else "",
        notes=tuple(compared["notes"]) if compared else (),
        standing=_STANDS[decided.kind] if decided else Standing.WAITING,
        decided_by=decided.actor if decided else "",
        decided_at=decided.at if decided else "",
        decided_why=decided.public["why"] if decided else "",
    )
