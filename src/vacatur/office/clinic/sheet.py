"""The sheet that somebody takes home: their answers in plain words, in English and Spanish.

It states no law. What an answer means is said in a sentence; what is open is said as plainly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.documents.days import day_in_words
from vacatur.documents.particulars import ENGLISH, SPANISH
from vacatur.engine.explanation import ChargeExplanation, RuleExplanation
from vacatur.law.answers import POSITIVE, Published
from vacatur.office.clinic.drafts import charges_of
from vacatur.office.telling import question_in_words

_ANSWERS: Mapping[Published, tuple[str, str]] = {
    Published.ELIGIBLE_AUTOMATIC: (
        "An agency or a court must clear a record of this. You do not have to ask.",
        "Una agencia o un tribunal tiene que borrar un registro de esto. "
        "Usted no tiene que pedirlo.",
    ),
    Published.ELIGIBLE_STATE_MOTION: (
        "The prosecutor's office may ask the court to undo this. The court decides.",
        "La fiscalía puede pedir al tribunal que anule esto. El tribunal decide.",
    ),
    Published.DISMISS_SEAL: (
        "A court may dismiss and seal this.",
        "Un tribunal puede desechar y sellar esto.",
    ),
    Published.ELIGIBLE_PETITION: (
        "You may ask the court now to clear this.",
        "Usted puede pedir ahora al tribunal que borre esto.",
    ),
    Published.ELIGIBLE_DISCRETIONARY: (
        "You may ask the court. The court can say yes or no.",
        "Usted puede pedirlo al tribunal. El tribunal puede decir que sí o que no.",
    ),
    Published.ELIGIBLE_PARDON_PIPELINE: (
        "A pardon comes first. Then this may be cleared.",
        "Primero hace falta un indulto. Después se puede borrar esto.",
    ),
    Published.REDESIGNATE: (
        "A court may turn this into a lesser offense.",
        "Un tribunal puede cambiar esto a un delito menor.",
    ),
    Published.REDUCE_MISD: (
        "A court may turn this felony into a misdemeanor.",
        "Un tribunal puede cambiar este delito grave a uno menor.",
    ),
    Published.PARDON_COVERED: (
        "A pardon for many people covers this. A pardon does not erase the record.",
        "Un indulto para muchas personas incluye esto. Un indulto no borra los antecedentes.",
    ),
    Published.CASESEARCH_HIDE: (
        "This may be hidden on the court's website. The record stays.",
        "Esto se puede ocultar en la página web del tribunal. El registro se queda.",
    ),
    Published.NOT_YET: ("Not yet.", "Todavía no."),
    Published.REVIEW: (
        "We do not know yet. A lawyer must look at this.",
        "Todavía no sabemos. Un abogado tiene que ver esto.",
    ),
    Published.NOT_ELIGIBLE: (
        "We found no way to clear this now.",
        "No encontramos ahora una manera de borrar esto.",
    ),
}
STILL_OPEN = (
    "There may be another way. A lawyer must look at it.",
    "Puede haber otra manera. Un abogado tiene que verla.",
)
_FROM = ("The first day may be {day}.", "El primer día puede ser el {day}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One answer in plain words, English and Spanish, and the title of the rule that gives it."""

    english: str
    spanish: str
    title: str  # in English; empty: no rule speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One charge on the sheet. `ways` are all that help now; where none does, the best answer."""

    case_number: str
    charge: str
    ways: tuple[Way, ...]
    is_open: bool  # another rule leaves it open, and its answer may be better
    open: str  # the one fact that would decide it, in English; empty: there is no such fact


_NO_RULE = Way(
    english=_ANSWERS[Published.REVIEW][0], spanish=_ANSWERS[Published.REVIEW][1], title=""
)


def lines_of(docket: Mapping[str, Any], explanations: Sequence[ChargeExplanation]) -> list[Line]:
    """The lines of a sheet, one for each charge, in the order of the record."""
    by_id = {each.charge_id.rpartition("/")[2]: each for each in explanations}
    return [
        _line(case, charge, by_id[charge["id"]])
        for case, charge in charges_of(docket)
        if charge["id"] in by_id
    ]


def assumptions_of(docket: Mapping[str, Any]) -> Iterator[str]:
    """What the answers rest on that nobody has looked at: records that cannot be seen from here."""
    searched = docket["person"].get("history_checked_on")
    if searched is None:
        yield "Nobody has searched every court for this person. Other cases could change an answer."
    elif searched != docket["as_of"]:
        yield f"The courts were searched on {searched}, and not on the day of these answers."
    open_cases = [
        case.get("number") or case["id"]
        for case in docket["cases"]
        if case.get("charges_complete") is not True
    ]
    if open_cases:
        yield f"It is not known whether all charges are listed of: {', '.join(open_cases)}."
    yield "Not looked at, unless it is typed above: courts of other states, federal courts."
    yield "Not to be seen from here: juvenile, sealed, shielded and expunged records."
    yield "Arrests without a charge are in police files, and in no court's file."


def _line(
    case: Mapping[str, Any], charge: Mapping[str, Any], explanation: ChargeExplanation
) -> Line:
    # What an act was in law, and what a policy does with a pending charge, is no remedy.
    rules = [each for each in explanation.rules if each.decision.published in _ANSWERS]
    helping = [each for each in rules if each.decision.published in POSITIVE]
    shown = helping or rules[:1]
    undecided = any(each.decision.published is Published.REVIEW for each in rules)
    return Line(
        case_number=case.get("number") or "",
        charge=charge.get("description") or charge.get("statute") or "a charge",
        ways=tuple(_way(each) for each in shown) or (_NO_RULE,),
        is_open=undecided and shown[0].decision.published is not Published.REVIEW,
        open=_open(shown[0]) if shown else "",
    )


def _way(rule: RuleExplanation) -> Way:
    english, spanish = _ANSWERS[rule.decision.published]
    day = rule.decision.eligible_on
    if day is not None:
        english += " " + _FROM[0].format(day=day_in_words(day, ENGLISH))
        spanish += " " + _FROM[1].format(day=day_in_words(day, SPANISH))
    return Way(english=english, spanish=spanish, title=rule.title)


def _open(rule: RuleExplanation) -> str:

    alone = [each for each in rule.open_questions if each.decides]
    return question_in_words(alone[0].question) if alone else ""
