"""What is known of each case of a petition list. An aggregate alone was refused by two courts.

Each line is of one case, for the sealed tier: it holds a number and no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import FigureRefused
from vacatur.record.terms import Term


class CaseFact(Term):
    """What a court asks of each case."""

    ELIGIBILITY = "eligibility", "the answer of the law pages"
    COMPANIONS = "companions", "whether the other charges of the case were looked at"
    STATUS = "status", "where the case stands today"
    CONSEQUENCE = "consequence", "what the person suffers from the conviction"


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionCase:
    """One case of a petition list."""

    case_id: str
    eligibility: str | None  # None: not decided
    companions_checked_on: date | None  # None: nobody looked at the other charges
    companions: tuple[str, ...]  # as recorded; empty on a day of a check: there are none
    status: str | None  # None: not known
    consequence: str | None  # None: not recorded

    def knows(self, fact: CaseFact) -> bool:
        if fact is CaseFact.COMPANIONS:
            return self.companions_checked_on is not None
        return bool((getattr(self, fact.value) or "").strip())

    def line(self) -> str:
        """Consequence, companion charges and status, in words."""
        companions = "not checked"
        if self.companions_checked_on is not None:
            listed = ", ".join(self.companions) or "none"
            companions = f"{listed} (checked {self.companions_checked_on})"
        return (
            f"{self.case_id}: eligibility: {self.eligibility or 'not decided'}; consequence: "
            f"{self.consequence or 'not recorded'}; companion charges: {companions}; status: "
            f"{self.status or 'not known'}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCount:
    """Of how many cases one fact is known."""

    fact: CaseFact
    known: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionList:
    """The cases of one petition list, and of how many each fact is known."""

    cases: tuple[PetitionCase, ...]
    facts: tuple[FactCount, ...]


def petition_list(cases: Sequence[PetitionCase]) -> PetitionList:
    """Count what is known of the cases.

    Raises
    ------
    FigureRefused
        There are no cases, or one of them stands twice.
    """
    if not cases:
        raise FigureRefused("a petition list without cases", why="Nothing would be asked.")
    numbers = Counter(each.case_id for each in cases)
    if twice := sorted(number for number, times in numbers.items() if times > 1):
        raise FigureRefused(
            f"[{len(twice)}] cases stand twice, such as [{twice[0]}]",
            why="A case is asked for once.",
        )
    return PetitionList(
        cases=tuple(cases),
        facts=tuple(
            FactCount(fact=fact, known=sum(each.knows(fact) for each in cases), total=len(cases))
            for fact in CaseFact
        ),
    )


def require_ready(found: PetitionList) -> PetitionList:
    """The list, of which the other charges of every case were looked at.

    Raises
    ------
    FigureRefused
        Of some case nobody looked at the companion charges.
    """
    without = [each.case_id for each in found.cases if not each.knows(CaseFact.COMPANIONS)]
    if without:
        raise FigureRefused(
            f"[{len(without)}] of [{len(found.cases)}] cases are not ready, such as [{without[0]}]",
            why="Nobody looked whether other charges stand beside the one that is asked for.",
            repair="Look at the companion charges of each case, and record the day.",
        )
    return found
