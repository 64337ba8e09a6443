"""What a run came to: for each rule, how many charges it decided, and why it left the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vacatur.engine.questions import Why
from vacatur.facts.kinds import kinds_that_tell
from vacatur.record.terms import Term


class YieldClass(Term):
    """How far a charge is from an answer under one rule."""

    DECIDED = "decided", "answered, and not with REVIEW"
    ONE_FACT_AWAY = "one_fact_away", "one fact is open, and either answer to it decides"
    SEVERAL_FACTS_AWAY = (
        "several_facts_away",
        "only facts are open, and no one of them is known to decide by itself",
    )
    NEEDS_JUDGEMENT = "needs_judgement", "a person must judge, whatever facts are sent"
    LAW_UNCERTAIN = "law_uncertain", "the page is of low confidence, or when it began is uncertain"
    LAW_NOT_VERIFIED = "law_not_verified", "the day lies after the last day the law was verified"
    NOT_LOOKED_INTO = "not_looked_into", "left open, and not looked into why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What one column of a charge's record leaves open, in `rows` rows.

    `decides` says that one answer about the one row settles the charge either way.
    """

    entity: str
    column: str
    why: Why
    rows: int
    decides: bool

    @property
    def for_a_person(self) -> bool:
        """Whether no record can answer it, however whole."""
        if self.why is Why.DISAGREE:
            return not any(kinds_that_tell(self.entity, self.column))
        return self.why is Why.DOUBTFUL or self.entity == "findings"


def class_of(wants: Iterable[Want], *, needs_finding: bool) -> YieldClass:
    """How far an open charge is from an answer, by what it wants.

    `needs_finding` says that a finding is open, or that a condition refers the charge to a person.
    A charge that is open though no fact is wanted is for a person too.
    """
    wanted = tuple(wants)
    if needs_finding or not wanted or any(each.for_a_person for each in wanted):
        return YieldClass.NEEDS_JUDGEMENT
    if len(wanted) == 1 and wanted[0].rows == 1 and wanted[0].decides:
        return YieldClass.ONE_FACT_AWAY
    return YieldClass.SEVERAL_FACTS_AWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Charges, and the different persons who have them."""

    charges: int = 0
    persons: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleYield:
    """What a run came to under one rule. Grain: one page.

    `reached` are the charges that the rule reaches; those of the classes add up to them. The
    persons do not: one person may have charges in several classes. `on_paraphrase` is the part of
    the decided ones whose page, or a page it names, has a paraphrased section in force.
    `last_verified` counts the answers of the last verified day, which cannot be filed; the key is
    empty for offences after that day, for which no law was read.
    """

    rule: str
    implements: str
    reached: Count
    classes: Mapping[YieldClass, Count]
    on_paraphrase: Count
    last_verified: Mapping[str, Count]

    def __post_init__(self) -> None:
        total = sum(count.charges for count in self.classes.values())
        assert total == self.reached.charges, (
            f"{self.rule}: {total} charges in classes, {self.reached.charges} reached"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Searches:
    """Persons of the records by the day of the last search of their history.

    A search shows that there is no other case only on its own day, so one of another day does not
    count for the day of decision.
    """

    on_the_day: int
    on_other_days: int
    never: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunYield:
    """What a run came to, rule by rule."""

    rules: tuple[RuleYield, ...]
    searches: Searches
