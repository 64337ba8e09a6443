"""What of the facts rests on grounds: read off the log of the facts, and off nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from vacatur.facts.ground import ground_stated
from vacatur.facts.store import Answer, FactsLog

ID, MATERIALITY = "findings.ground_id", "findings.ground_materiality"
# Answered together, case by case; one of them alone would say something that nobody said.
OF_AN_ANSWER = (ID, MATERIALITY, "findings.ground_role", "findings.ground_reason")
_ALL = (
    *OF_AN_ANSWER,
    "findings.ground_type",
    "findings.ground_received_date",
    "findings.ground_document",
    "findings.ground_known_before_judgment",
    "findings.ground_integrity",
    "findings.ground_justice",
    "findings.movant",
    "findings.movant_office",
)


# Charge -> column of a ground -> what is told there.
ToldNow = Mapping[str, Mapping[str, Set[str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of the log: its name as a fact, and what it says."""

    fact: str
    answer: Answer
    stands: bool


def facts_on(log: FactsLog, ground_id: str) -> dict[str, list[str]]:
    """What stands on a ground: charge -> names of the facts.

    All that was told of a ground's columns of a charge since the ground was named there, also what
    was corrected by hand, up to where another ground is named.
    """
    named: dict[str, str] = {}
    found: dict[str, list[str]] = defaultdict(list)
    for told in _told(log):
        answer = told.answer
        if answer.column == ID:
            named[answer.charge] = ground_stated(answer.value)[0]
        is_ours = named.get(answer.charge) == ground_id
        if answer.column in _ALL and is_ours and told.stands:
            found[answer.charge].append(told.fact)
    return dict(found)


def told_now(log: FactsLog) -> ToldNow:
    """What stands in the columns of a ground."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for told in _told(log):
        if told.stands and told.answer.column in _ALL:
            found[told.answer.charge][told.answer.column].add(told.answer.value)
    return found


def halved(log: FactsLog) -> Iterator[str]:
    """Charges of which a line of the log named a ground that no longer stands, and more does."""
    named: dict[tuple[str, str], bool] = {}
    for told in _told(log):
        line = (told.fact.partition(".")[0], told.answer.charge)
        if told.answer.column == ID:
            named[line] = told.stands
        elif told.answer.column in _ALL and told.stands and named.get(line) is False:
            yield told.answer.charge


def _told(log: FactsLog) -> Iterator[Told]:
    """Every answer, the columns that name a ground first within each line of the log."""
    standing = {batch.number for batch in log.standing()}
    withdrawn = log.withdrawn()
    for batch in log.batches:
        rows = list(enumerate(batch.answers, start=1))
        for row, answer in sorted(rows, key=lambda each: each[1].column != ID):
            fact = f"{batch.number}.{row}"
            yield Told(fact, answer, batch.number in standing and fact not in withdrawn)
