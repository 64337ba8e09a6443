"""What of the facts rests on grounds: read off the log of the facts, and off nothing else.

An answer given by hand stands in its line of the log; those of an attached file stand in its rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

import pyarrow.parquet as pq

from vacatur.facts.ground import ground_stated
from vacatur.facts.kinds import ANSWERS
from vacatur.facts.store import ROWS, Answer, Batch, FactsLog

ID, MATERIALITY = "findings.ground_id", "findings.ground_materiality"
# Answered together, case by case; one of them alone would say something that nobody said.
OF_AN_ANSWER = (ID, MATERIALITY, "findings.ground_role", "findings.ground_reason")
FINDINGS = (
    *OF_AN_ANSWER,
    "findings.ground_type",
    "findings.ground_received_date",
    "findings.ground_document",
    "findings.ground_known_before_judgment",
    "findings.ground_integrity",
    "findings.ground_justice",
)
# Who moves is recorded of motions without a ground as well.
_ALL = (*FINDINGS, "findings.movant", "findings.movant_office")


# Charge -> column of a ground -> what is told there.
ToldNow = Mapping[str, Mapping[str, Set[str]]]


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of the log: its name as a fact, and what it says."""

    fact: str
    answer: Answer
    stands: bool

    @property
    def line(self) -> int:
        """Number of its line."""
        return int(self.fact.partition(".")[0])


def facts_on(log: FactsLog, ground_id: str) -> dict[str, list[str]]:
    """What stands on a ground: charge -> names of the facts.

    All that was told of a ground's columns of a charge since the ground was named there, also what
    was corrected by hand or told by a file, up to where another ground is named or this one was
    taken back: what is found after that is not the ground's.
    """
    taken_back = {x: batch.number for batch in log.standing() for x in batch.withdraws}
    named: dict[str, Told] = {}
    found: dict[str, list[str]] = defaultdict(list)
    for told in _told(log):
        charge = told.answer.charge
        if told.answer.column == ID:
            named[charge] = told
        naming = named.get(charge)
        if naming is None or ground_stated(naming.answer.value)[0] != ground_id:
            continue
        until = taken_back.get(naming.fact)
        if told.stands and told.answer.column in _ALL and (until is None or told.line < until):
            found[charge].append(told.fact)
    return dict(found)


def told_now(log: FactsLog) -> ToldNow:
    """What stands in the columns of a ground."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for told in _told(log):
        if told.stands and told.answer.column in _ALL:
            found[told.answer.charge][told.answer.column].add(told.answer.value)
    return found


def told_by(log: FactsLog) -> Mapping[str, Mapping[str, Batch]]:
    """Charge -> column of a ground -> the line of the log that told it last, and so by whom."""
    lines = {batch.number: batch for batch in log.batches}
    found: dict[str, dict[str, Batch]] = defaultdict(dict)
    for told in _told(log):
        if told.stands and told.answer.column in _ALL:
            found[told.answer.charge][told.answer.column] = lines[told.line]
    return found


def halved(log: FactsLog) -> Iterator[str]:
    """Charges of which a line of the log named a ground that no longer stands, and more does."""
    named: dict[tuple[int, str], bool] = {}
    for told in _told(log):
        line = (told.line, told.answer.charge)
        if told.answer.column == ID:
            named[line] = told.stands
        elif told.answer.column in _ALL and told.stands and named.get(line) is False:
            yield told.answer.charge


def beside(log: FactsLog) -> Iterator[str]:
    """Charges that rest on a ground, and of which more was found before it was named there.

    A line that was undone, and is undone no more, brings such a finding back. It is no part of the
    answer, and would outlive the ground.
    """
    before: dict[str, bool] = defaultdict(bool)
    named: dict[str, bool] = {}
    for told in _told(log):
        answer = told.answer
        if answer.column == ID and told.stands:
            named[answer.charge] = before[answer.charge]
        elif answer.column in FINDINGS and told.stands and answer.charge not in named:
            before[answer.charge] = True
    yield from (charge for charge, has_more in named.items() if has_more)


def _told(log: FactsLog) -> Iterator[Told]:
    """Every answer, the columns that name a ground first within each line of the log."""
    standing = {batch.number for batch in log.standing()}
    withdrawn = log.withdrawn()
    for batch in log.batches:
        rows = _answers(log, batch)
        for row, answer in sorted(rows, key=lambda each: each[1].column != ID):
            fact = f"{batch.number}.{row}"
            yield Told(fact, answer, batch.number in standing and fact not in withdrawn)


def _answers(log: FactsLog, batch: Batch) -> list[tuple[int, Answer]]:
    """The answers of a line, with their rows; of a file those that are about a ground."""
    if batch.kind != ANSWERS or not batch.file:
        return list(enumerate(batch.answers, start=1))
    path = log.batch_folder(batch.number) / ROWS
    wanted = pq.read_table(path, filters=[("asked", "in", list(_ALL))]).to_pylist()
    return [
        (each["row"], Answer(charge=each["charge"], column=each["asked"], value=each["value"]))
        for each in sorted(wanted, key=lambda each: each["row"])
    ]
