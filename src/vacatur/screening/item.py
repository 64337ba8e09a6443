"""A charge in the office's register: how it was screened, and what was recorded and decided of it.

It is folded from its entries of the audit chain, in their order. When they were written down
decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from vacatur.law.answers import Published
from vacatur.record.terms import IntentEvidence
from vacatur.screening.terms import ChargingDecision, ShownBy

SCREENED, INTENT, DECIDED = "Screened", "IntentRecorded", "Decided"
TAKEN_BACK, READ = "TakenBack", "Read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """What a list tells of a charge to everybody: nothing that is sealed, and nobody's judgment.

    `decision` null: not decided.
    """

    number: int
    on: date
    published: Published
    answers: Mapping[str, str]
    asks_for_intent: bool
    pieces_of_evidence: int
    decision: ChargingDecision | None
    decided_on: date | None
    changed_since: bool
    is_forgotten: bool


class Entry(Protocol):
    """What an entry of a register tells."""

    @property
    def seq(self) -> int: ...
    @property
    def actor(self) -> str: ...
    @property
    def item(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def public(self) -> dict[str, Any]: ...
    @property
    def private(self) -> dict[str, Any] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is private of a charge; gone once its case is forgotten.

    `docket` is the record as it was screened, as JSON. `race` is the source's word; null = not
    recorded.
    """

    record_id: str
    case_number: str
    charge: str  # within its record
    description: str
    race: str | None
    docket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Articulated:
    """Evidence of intent that an attorney recorded; no `what`: they looked, and there is none.

    `document` names what shows it; None: the case was forgotten.
    """

    on: date
    by: str
    what: tuple[IntentEvidence, ...]
    shown_by: ShownBy
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An attorney's decision, and what the policies said then.

    `reason` is None where none was given, and once the case was forgotten.
    """

    on: date
    by: str
    decision: ChargingDecision
    published: Published
    is_override: bool
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedItem:
    """One charge of the register. Grain: one charge of one case.

    `answers` are what each policy said, by its id. `pattern` is the same for charges that the
    policies see alike. `known` is None once its case was forgotten. `changed_since` says that it
    was screened again after it was decided, and the answer is another one.
    """

    number: int
    on: date
    published: Published
    answers: Mapping[str, str]
    pattern: str
    rests_on_intent: bool
    asks_for_intent: bool
    rulebook: str
    known: Known | None
    evidence: tuple[Articulated, ...] = ()
    decided: Decided | None = None
    changed_since: bool = False

    @property
    def articulated(self) -> tuple[IntentEvidence, ...] | None:
        """All that attorneys recorded; None: nobody has looked."""
        if not self.evidence:
            return None
        found = {what for each in self.evidence for what in each.what}
        return tuple(each for each in IntentEvidence if each in found)


def listed(item: ScreenedItem) -> ListedItem:
    """A charge as a list tells it."""
    decided = item.decided
    return ListedItem(
        number=item.number,
        on=item.on,
        published=item.published,
        answers=item.answers,
        asks_for_intent=item.asks_for_intent,
        pieces_of_evidence=len(item.evidence),
        decision=decided.decision if decided else None,
        decided_on=decided.on if decided else None,
        changed_since=item.changed_since,
        is_forgotten=item.known is None,
    )


def items_of(entries: Iterable[Entry]) -> list[ScreenedItem]:
    """Each item of a register, by number."""
    grouped: dict[int, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.item, []).append(entry)
    return [item_of(grouped[number]) for number in sorted(grouped)]


def item_of(entries: Iterable[Entry]) -> ScreenedItem:
    """One item, folded from its entries in the order of the chain."""
    item: ScreenedItem | None = None
    for entry in standing(entries):
        item = _screened(item, entry) if item is None else _apply(item, entry)
    assert item is not None  # an item begins by being screened, and that is not taken back
    return item


def standing(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries that say something of the item, without what was taken back."""
    known = list(entries)
    gone = {seq for each in known if each.kind == TAKEN_BACK for seq in each.public["takes_back"]}
    silent = (TAKEN_BACK, READ)
    return (each for each in known if each.seq not in gone and each.kind not in silent)


def _apply(item: ScreenedItem, entry: Entry) -> ScreenedItem:
    if entry.kind == INTENT:
        return replace(item, evidence=(*item.evidence, _articulated(entry)))
    if entry.kind == DECIDED:
        return replace(item, decided=_decided(item, entry), changed_since=False)
    return _screened(item, entry)


def _screened(before: ScreenedItem | None, entry: Entry) -> ScreenedItem:
    said, private = entry.public, entry.private
    published = Published(said["published"])
    decided = before.decided if before else None
    return ScreenedItem(
        number=entry.item,
        on=date.fromisoformat(said["on"]),
        published=published,
        answers=said["answers"],
        pattern=said["pattern"],
        rests_on_intent=said["rests_on_intent"],
        asks_for_intent=said["asks_for_intent"],
        rulebook=said["rulebook"],
        known=Known(**private) if private else None,
        evidence=before.evidence if before else (),
        decided=decided,
        changed_since=decided is not None and decided.published is not published,
    )


def _articulated(entry: Entry) -> Articulated:
    return Articulated(
        on=date.fromisoformat(entry.public["on"]),
        by=entry.actor,
        what=tuple(IntentEvidence(each) for each in entry.public["what"]),
        shown_by=ShownBy(entry.public["shown_by"]),
        document=entry.private["document"] if entry.private else None,
    )


def _decided(item: ScreenedItem, entry: Entry) -> Decided:
    return Decided(
        on=date.fromisoformat(entry.public["on"]),
        by=entry.actor,
        decision=ChargingDecision(entry.public["decision"]),
        published=item.published,
        is_override=entry.public["is_override"],
        reason=entry.private["reason"] if entry.private else None,
    )
