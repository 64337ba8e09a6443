"""One version of a page in the worlds of the solver, with the worked cases that examples follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from vacatur.engine.decide_one import decide_one
from vacatur.engine.interpret import offense_of
from vacatur.engine.solve.answers import Reading
from vacatur.engine.solve.offenses import catalogue_of
from vacatur.engine.solve.open_world import OpenWorld
from vacatur.engine.solve.records import record_in, wishes_for
from vacatur.engine.solve.small_world import SmallWorld
from vacatur.engine.solve.solving import Holds, Question
from vacatur.engine.solve.terms import Term
from vacatur.engine.solve.texts import texts_of
from vacatur.engine.worked_cases import record_of_case
from vacatur.law import nodes as n
from vacatur.law.answers import Outcome
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk
from vacatur.record.record import Record

# More other charges than this make the solver slow, and no page counts further.
MOST_OTHERS = 4


@dataclass(frozen=True, slots=True)
class Found:
    """An example: a record, or why there is none."""

    holds: Holds
    record: Record | None


class Study:
    """What the solver is asked about one version of a page."""

    def __init__(self, rulebook: Rulebook, page: Page, version: Version, *, seconds: float) -> None:
        self.rulebook = rulebook
        self.page = page
        self.version = version
        self.seconds = seconds
        self._nodes = list(nodes_of(rulebook.reached[page.page_id]))

    @cached_property
    def worked(self) -> dict[int, Record]:
        """The records of the page's worked cases, by line."""
        rows = (row for section in self.page.sections for row in section.cases)
        return {row.line: record_of_case(self.page, row) for row in rows}

    # ---- what can never be ------------------------------------------------------------------

    @cached_property
    def open(self) -> Reading:
        """The version where sets and code lists are free."""
        return Reading(self.rulebook, self.page, self.version, self._open_world(masked=True))

    @cached_property
    def unmasked(self) -> Reading:
        """The same before later facts are set aside."""
        return Reading(self.rulebook, self.page, self.version, self._open_world(masked=False))

    def can(self, reading: Reading, claims: Sequence[Term]) -> Holds:
        """Whether some claims can hold together on some day of the version."""
        return self._question(reading).can([*reading.day_rules, *claims])

    def clash(self, reading: Reading, claims: Sequence[Term]) -> list[int]:
        """Which of some claims exclude each other."""
        days = len(reading.day_rules)
        found = self._question(reading).clash([*reading.day_rules, *claims])
        return [place - days for place in found if place >= days]

    # ---- examples ---------------------------------------------------------------------------

    @cached_property
    def small(self) -> Reading:
        """The version where records are small and everything is read exactly."""
        seen = [offense_of(c) for r in self.worked.values() for c in r.charges()]
        citations = list(self._citations())
        lists = dict.fromkeys(x.code_list for x in self._nodes if isinstance(x, n.IsOffense))
        self.world = SmallWorld(
            self.rulebook,
            catalogue_of(self.rulebook, lists, citations, seen),
            citations,
            texts_of(self._nodes, self.worked.values()),
            others=self._others(),
        )
        return Reading(self.rulebook, self.page, self.version, self.world)

    def example(self, claims: Sequence[Term], wishes: Sequence[Term] = (), *, line: int) -> Found:
        """A record of which some claims hold, as like a worked case as can be.

        `wishes` come before that likeness. `line` says where on the page the claims stand.
        """
        reading = self.small
        question = self._question(reading)
        wishes = [*wishes, *wishes_for(self.world, self.usual(line))]
        holds, model = question.model([*reading.day_rules, *claims], wishes)
        return Found(holds, None if model is None else record_in(self.world, model))

    def usual(self, line: int) -> Record | None:
        """The worked case that examples for a line follow: the first below it that is granted.

        Without one, any that is granted; without that, any of the version; then any at all.
        """
        inside = [at for at, record in self.worked.items() if record.as_of in self.version.span]
        granted = [at for at in inside if at in self._granted]
        below = [at for at in granted if at > line]
        chosen = next(iter([*below, *granted, *inside, *self.worked]), None)
        return None if chosen is None else self.worked[chosen]

    @cached_property
    def _granted(self) -> set[int]:
        return {line for line, record in self.worked.items() if self._is_granted(record)}

    def _is_granted(self, record: Record) -> bool:
        target = next(record.charges()).charge_id
        decision = decide_one(self.rulebook, self.page, record, target)
        return decision is not None and decision.outcome is Outcome.MET

    # ---- worlds -----------------------------------------------------------------------------

    def _question(self, reading: Reading) -> Question:
        if reading not in self._questions:
            self._questions[reading] = Question(reading.world, seconds=self.seconds)
        return self._questions[reading]

    @cached_property
    def _questions(self) -> dict[Reading, Question]:
        return {}

    def _open_world(self, *, masked: bool) -> OpenWorld:
        return OpenWorld(self.rulebook, self._citations(), masked=masked)

    def _citations(self) -> Iterator[str]:
        named = (node.citation for node in self._nodes if isinstance(node, n.Under))
        yield from dict.fromkeys(named)

    def _others(self) -> int:
        """How many charges in other cases an example may need."""
        sets = {node.source for node in self._nodes if isinstance(node, n.RowSet)}
        if not sets & {n.SetName.PERSON_CHARGES, n.SetName.CHARGE_INCIDENT}:
            return 0
        return min(MOST_OTHERS, 1 + max((_limit(node) for node in self._nodes), default=0))


def studies_of(rulebook: Rulebook, page: Page, *, seconds: float) -> list[Study]:
    """A study of each version of a page."""
    return [Study(rulebook, page, version, seconds=seconds) for version in page.versions]


def nodes_of(pages: Sequence[Page]) -> Iterator[n.Node]:
    """Every node of every condition of some pages."""
    for page in pages:
        for condition in page.conditions():
            yield from walk(condition.truth)


def _limit(node: n.Node) -> int:
    match node:
        case n.Limit(left=n.Counted(), right=n.Literal(value=Decimal() as limit)):
            return int(limit)
    return 0
