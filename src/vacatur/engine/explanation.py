"""An explanation as data. The page, the paper and the JSON all print this one object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vacatur.engine.decision import Decision
from vacatur.engine.questions import Question
from vacatur.engine.spans import AnswerSpan
from vacatur.engine.truth import Truth
from vacatur.law.answers import Published
from vacatur.record.case import Participant
from vacatur.record.terms import GroundType, Materiality, ParticipantRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One value that a condition read, and the row and column it came from.

    `value` is empty where nothing is known; `state` then says why. `recorded` holds the source's
    own words where the value is our reading of them.
    """

    name: str
    value: str
    state: str
    recorded: str
    source: str
    source_column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionAnswer:
    """One named condition: its answer, the provision it stands under, the facts it read.

    `carries` says that the answer rests on it, and not only passes it by.
    """

    name: str
    answer: Truth
    role: str
    claim: str
    line: int
    citation: str
    title: str
    words: str
    verbatim: bool
    source: str
    facts: tuple[Fact, ...]
    parts: tuple[str, ...]
    carries: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """An open question, and the answer that would follow either way.

    `claims` are the page's own words that the question leaves open, `asked_by` the conditions they
    stand in. `if_true` and `if_false` are
    what would be published were the one claim true, or false; None where the question leaves
    several claims open, which cannot all be answered alike.
    """

    question: Question
    claims: tuple[str, ...]
    asked_by: tuple[str, ...]
    if_true: Published | None
    if_false: Published | None

    @property
    def decides(self) -> bool:
        """Whether either answer settles the charge."""
        settled = self.if_true is not None and self.if_false is not None
        return settled and Published.REVIEW not in (self.if_true, self.if_false)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedGround:
    """The ground on which relief is sought, as an attorney recorded it. None: nobody answered."""

    ground_id: str | None
    kind: GroundType | None
    received_on: date | None
    document: str | None
    role: ParticipantRole | None
    materiality: Materiality | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleExplanation:
    """One page's answer for one charge, with everything it rests on.

    `vehicle` is the paper by which the remedy is asked for, title and id; empty = none is named.
    `spans` is the same answer over time, as `engine.spans` describes it. `ground` is None where
    the page reads no ground, or none is stated.
    """

    decision: Decision
    title: str
    kind: str
    reviewed_by: str
    verified_through: date
    confidence: str
    why: tuple[str, ...]
    until: str
    conditions: tuple[ConditionAnswer, ...]
    open_questions: tuple[Decider, ...]
    not_checked: tuple[str, ...]
    duties: tuple[str, ...]
    vehicle: str
    ground: StatedGround | None
    spans: tuple[AnswerSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """One page's answer for one charge on one day, and the conditions it rests on."""

    title: str
    decision: Decision
    conditions: tuple[ConditionAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFact:
    """What somebody added to the record, and whether it counts.

    `fact` names it, `about` the row and column that it tells of. `state` is "stands", or why not.
    """

    fact: str
    about: str
    value: str
    by: str
    document: str
    on: date
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """What a rule answered when the facts up to a number of the log were known; 0: none were.

    `after_link` is the line of the log of links after which the person's cases were others; 0: it
    is none of those.
    """

    implements: str
    after: int
    after_link: int
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainLink:
    """A case of somebody else that may be this person's, and why nobody was joined by it."""

    case: str
    other_case: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeExplanation:
    """Every rule that reached one charge, best remedy first.

    `searched` says that the person was searched on `as_of`; only then do the spans of the rules
    take a search to stand for their other days. `attached` is what was added to the export's
    records about the charge, and `earlier` how its answers changed with it. `participants` are
    those of its case: a part beside another charge may bear on this one. None: nobody looked.
    While there are `uncertain_links`, no search of the person counts.
    """

    charge_id: str
    case_number: str
    as_of: date
    searched: bool
    headline: tuple[Fact, ...]
    rules: tuple[RuleExplanation, ...]
    out_of_reach: tuple[str, ...]
    participants: tuple[Participant, ...] | None
    attached: tuple[AttachedFact, ...] = ()
    earlier: tuple[EarlierAnswer, ...] = ()
    uncertain_links: tuple[UncertainLink, ...] = ()
