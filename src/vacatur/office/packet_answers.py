"""The tables of papers: the charges of a case, and what the law asks of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.documents.particulars import Table
from vacatur.engine.explanation import ConditionAnswer, Fact
from vacatur.engine.truth import Truth
from vacatur.office.packet_reading import ChargeRead
from vacatur.record.charge import Charge

NOT_RECORDED = "not recorded"
CHARGE_COLUMNS = ("No.", "Charge", "Statute", "Offense date", "Disposition", "Entered")


def charges_table(charges: Sequence[ChargeRead]) -> Table:
    """Each charge once, as the court recorded it."""
    unique = {each.charge.charge_id: each.charge for each in charges}
    return Table(
        columns=CHARGE_COLUMNS,
        widths=(0.6, 3, 1.2, 1.2, 1.4, 1.2),
        rows=tuple(_charge(each) for each in unique.values()),
    )


def _charge(charge: Charge) -> tuple[str, ...]:
    recorded = charge.disposition_recorded or str(charge.disposition or "").replace("_", " ")
    return (
        charge.charge_id.rpartition("/")[2],
        charge.description or NOT_RECORDED,
        charge.statute or NOT_RECORDED,
        str(charge.offense_date or NOT_RECORDED),
        recorded or NOT_RECORDED,
        str(charge.disposition_date or NOT_RECORDED),
    )


def answers_table(charges: Sequence[ChargeRead]) -> Table:
    """What each answer rests on: the provision, the condition, and the row it was read from."""
    return Table(
        columns=("No.", "What the law asks", "Answer", "Read from"),
        widths=(0.6, 3.4, 0.8, 3),
        rows=tuple(row for each in charges for row in _answers(each)),
    )


def _answers(read: ChargeRead) -> Iterator[tuple[str, ...]]:
    number = read.charge.charge_id.rpartition("/")[2]
    for rule in read.answers:
        for condition in rule.conditions:
            if condition.carries:
                yield (
                    number,
                    f"{condition.citation}: {condition.name.replace('_', ' ')}",
                    _said(condition.answer),
                    "; ".join(_fact(fact) for fact in condition.facts) or _follows(condition),
                )
        yield (number, f"{rule.title}: the answer", "", rule.decision.published.definition)


def _said(answer: Truth) -> str:
    if answer is None:
        return "not known"
    return "yes" if answer else "no"


def _fact(fact: Fact) -> str:
    value = fact.recorded or fact.value or fact.state
    column = fact.name.rpartition(".")[2].replace("_", " ")
    return f"{column}: {value} ({fact.source})" if fact.source else f"{column}: {value}"


def _follows(condition: ConditionAnswer) -> str:
    return "follows from: " + ", ".join(part.replace("_", " ") for part in condition.parts)
