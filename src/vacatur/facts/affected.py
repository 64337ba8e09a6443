"""The cases that a ground touches, and how each of them stands; pure, over rows held in memory.

A ground reaches a case through a participant whom it is about: by number, in a role, on a day of
the offence, in a unit and with a kind of evidence that it names. What a row does not say is not
held against the case: it is in the set, and a person looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.facts.ground import (
    JUDGMENTS,
    RESTS_ELSEWHERE,
    AffectedPerson,
    Ground,
    ground_stated,
    identifier_key,
    stated,
)
from vacatur.facts.ground_names import Link, Linked, Printed
from vacatur.record.terms import Disposition, Evidence, Materiality, ParticipantRole, Term


class Standing(Term):
    """How a case stands under a ground."""

    UNANSWERED = "materiality_unknown", "no attorney has answered how much rests on the person"
    SOLE_WITNESS = "sole_witness", "an attorney answered that the judgment rests on the person"
    EXCLUDED = "excluded", "an attorney answered that it does not"
    JUDGED_LATER = "judged_later", "the judgment is not earlier than the day of receipt"
    NO_JUDGMENT = "no_judgment", "no charge of the case ended in a judgment"
    TO_CHECK = "to_check", "a fact is missing that says whether the ground touches the case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One participant's part in one case, as recorded; None: not recorded."""

    case_id: str
    charge: str | None
    role: ParticipantRole | None
    printed: Printed
    unit: str | None
    evidence: Evidence | None
    source: str  # file and row


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeThere:
    """One charge of a touched case, with what a ground's answer says of it so far.

    `told` is the ground of an attorney's answer that stands in the log of the facts; `ground` is
    what the record has of it, None also where its sources differ. Both as `ground.stated` names it.
    """

    charge_id: str
    offense_date: date | None
    disposition: Disposition | None
    disposition_date: date | None
    told: str | None = None
    ground: str | None = None
    found_by_hand: bool = False  # findings about a ground that nobody named
    brought: bool = False  # findings about a ground that no line of the log told
    materiality: Materiality | None = None
    reason: str | None = None

    @property
    def is_judged(self) -> bool:
        return self.disposition in JUDGMENTS

    def bears(self, ground_id: str) -> bool:
        """Whether an attorney's answer about the ground stands on it."""
        return self.told is not None and ground_stated(self.told)[0] == ground_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One part in a case through which the ground reaches it."""

    label: str
    part: Part
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedCase:
    """One case that a ground touches. `charges` are the judgments that would be vacated.

    `bearing` are the charges on which an attorney's answer about the ground stands.
    """

    case_id: str
    standing: Standing
    why: str
    charges: tuple[ChargeThere, ...]
    bearing: tuple[ChargeThere, ...]
    touches: tuple[Touch, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether the case is put to an attorney, or was, and rests on the person."""
        return self.standing in (Standing.UNANSWERED, Standing.SOLE_WITNESS)

    @property
    def can_be_answered(self) -> bool:
        """Whether an attorney is asked about it, or has answered: an answer can always fall."""
        return self.is_put or bool(self.bearing)

    @property
    def is_put(self) -> bool:
        """Whether every answer can be given: nothing that is missing speaks against a yes."""
        return (self.is_proposed or self.standing is Standing.EXCLUDED) and bool(self.touches)

    @property
    def answered_for(self) -> tuple[ChargeThere, ...]:
        """The charges of which an answer is recorded."""
        return self.charges if self.is_put else self.bearing

    @property
    def role(self) -> ParticipantRole | None:
        """The first of the person's roles, in the order in which the roles are defined."""
        sure = [touch for touch in self.touches if touch.link is Link.BY_NUMBER]
        there = {touch.part.role for touch in sure or self.touches}
        return next((role for role in ParticipantRole if role in there), None)


def affected_cases(
    ground: Ground,
    version: int,
    linked: Mapping[Printed, Linked],
    parts: Iterable[Part],
    charges: Mapping[str, Sequence[ChargeThere]],
) -> tuple[AffectedCase, ...]:
    """The cases that a version of a ground touches, by id.

    Parameters
    ----------
    linked
        Whom of the ground each printed participant is, or may be.
    parts
        The parts in cases of those who are linked; others do no harm.
    charges
        By case: all charges of the cases in question.
    """
    persons = {person.label: person for person in ground.affects}
    by_case: dict[str, list[Touch]] = defaultdict(list)
    for part in parts:
        found = linked.get(part.printed)
        if found and _is_within(persons[found.label], part):
            touch = Touch(label=found.label, part=part, link=found.link)
            by_case[part.case_id].append(touch)
    cases = (
        _case(ground, version, persons, case_id, touches, charges.get(case_id, ()))
        for case_id, touches in sorted(by_case.items())
    )
    return tuple(each for each in cases if each is not None)


def _is_within(person: AffectedPerson, part: Part) -> bool:
    """Whether the part is in a role, a unit and a kind of evidence that count, or may be."""
    units = {identifier_key(each) for each in person.units}
    return (
        (not person.roles or part.role is None or part.role in person.roles)
        and (not units or not part.unit or identifier_key(part.unit) in units)
        and (not person.evidence or part.evidence is None or part.evidence in person.evidence)
    )


def _case(
    ground: Ground,
    version: int,
    persons: Mapping[str, AffectedPerson],
    case_id: str,
    touches: Sequence[Touch],
    charges: Sequence[ChargeThere],
) -> AffectedCase | None:
    """One case as the ground touches it; None where every offence lies outside its days."""
    within: list[tuple[Touch, list[ChargeThere]]] = []
    for touch in touches:
        mine = [x for x in charges if _may_fall_within(persons[touch.label], x.offense_date)]
        # Recorded beside one charge, a part may bear on the case's other judgments: a person looks.
        named = touch.part.charge
        if not charges or any(named in (None, each.charge_id) for each in mine):
            within.append((touch, mine))
    if not within:
        return None
    # Where a number links the case, what a name alone would add is not put to anybody.
    sure = [each for each in within if each[0].link is Link.BY_NUMBER]
    standing, why, judged = _standing_of(ground, version, persons, sure or within)
    if sure and standing in (Standing.NO_JUDGMENT, Standing.JUDGED_LATER):
        unsure = [each for each in within if each not in sure]
        may_be = _standing_of(ground, version, persons, unsure)
        if unsure and may_be[0] is Standing.TO_CHECK:
            standing, why, judged = may_be
    bearing = tuple(each for each in charges if each.bears(ground.ground_id))
    if standing not in _ANSWERABLE:
        why += _stands_on_it(bearing)
    elif {each.charge_id for each in bearing} - {each.charge_id for each in judged}:
        # One of them may bear a yes: whoever answers the case again takes it back.
        standing, why = Standing.UNANSWERED, "an answer stands on a charge that is not reached"
    return AffectedCase(
        case_id=case_id,
        standing=standing,
        why=why,
        charges=judged,
        bearing=bearing,
        touches=tuple(touch for touch, _ in within),
    )


def _standing_of(
    ground: Ground,
    version: int,
    persons: Mapping[str, AffectedPerson],
    within: Sequence[tuple[Touch, Sequence[ChargeThere]]],
) -> tuple[Standing, str, tuple[ChargeThere, ...]]:
    reached = {each.charge_id: each for _, mine in within for each in mine}
    return _standing(
        ground, version, persons, [touch for touch, _ in within], list(reached.values())
    )


_ANSWERABLE = (Standing.UNANSWERED, Standing.SOLE_WITNESS, Standing.EXCLUDED)


def _stands_on_it(bearing: Iterable[ChargeThere]) -> str:
    """What was answered of a case that is not proposed; blank: nothing."""
    words = sorted({str(each.materiality or "in dispute") for each in bearing})
    return f"; an answer stands on it: {', '.join(words)}" if words else ""


def _may_fall_within(person: AffectedPerson, day: date | None) -> bool:
    if day is None:
        return True
    return (person.first is None or person.first <= day) and (
        person.last is None or day <= person.last
    )


def _standing(
    ground: Ground,
    version: int,
    persons: Mapping[str, AffectedPerson],
    touches: Sequence[Touch],
    reached: Sequence[ChargeThere],
) -> tuple[Standing, str, tuple[ChargeThere, ...]]:
    judged = tuple(each for each in reached if each.is_judged)
    earlier = tuple(each for each in judged if _is_before(each, ground.received_on))
    open_facts = tuple(_missing(persons, touches, judged))
    if not reached:
        return Standing.TO_CHECK, "the records hold no charge of the case", ()
    if not judged:
        unknown = [each for each in reached if each.disposition is None]
        if unknown:
            return Standing.TO_CHECK, "how a charge ended is not recorded", ()
        return Standing.NO_JUDGMENT, Standing.NO_JUDGMENT.definition, ()
    if all(_is_not_before(each, ground.received_on) for each in judged):
        return Standing.JUDGED_LATER, Standing.JUDGED_LATER.definition, judged
    if open_facts:
        return Standing.TO_CHECK, "; ".join(open_facts), judged
    return _answered(ground, version, earlier)


def _is_before(charge: ChargeThere, day: date) -> bool:
    return charge.disposition_date is not None and charge.disposition_date < day


def _is_not_before(charge: ChargeThere, day: date) -> bool:
    return charge.disposition_date is not None and charge.disposition_date >= day


def _missing(
    persons: Mapping[str, AffectedPerson], touches: Sequence[Touch], judged: Sequence[ChargeThere]
) -> Iterator[str]:
    """What must be known before a case can be proposed."""
    sure = [each for each in touches if each.link is Link.BY_NUMBER]
    if not sure:
        links = {each.link for each in touches}
        if Link.BY_NAME_ONLY in links:
            yield "a name of the person stands there without a number"
        if Link.WITHOUT_AGENCY in links:
            yield "a number of the person stands there without its agency"
        if Link.OTHER_AGENCY in links:
            yield "a number and a name of the person stand there beside another agency"
        if Link.OTHER_SPELLING in links:
            yield "a number stands there that may be the person's, parted otherwise"
        if Link.OTHER_NAME in links:
            yield "a number of the person stands there beside another name"
    if any(each.disposition_date is None for each in judged):
        yield "the day of a judgment is not recorded"
    bounded = any(persons[each.label].first or persons[each.label].last for each in touches)
    if bounded and any(each.offense_date is None for each in judged):
        yield "the day of an offence is not recorded"
    narrowed = [each for each in sure if persons[each.label].roles]
    if narrowed and len(narrowed) == len(sure) and all(x.part.role is None for x in narrowed):
        yield "the person's role is not recorded"


def _answered(
    ground: Ground, version: int, judged: tuple[ChargeThere, ...]
) -> tuple[Standing, str, tuple[ChargeThere, ...]]:
    named = {ground_stated(each.ground)[0] for each in judged if each.ground}
    others = sorted(named - {ground.ground_id})
    if others:
        return Standing.TO_CHECK, f"it rests on the ground [{others[0]}]", judged
    if any(each.brought for each in judged):
        return Standing.TO_CHECK, "the records bring a finding of their own", judged
    if any(each.found_by_hand for each in judged):
        return Standing.TO_CHECK, "findings about a ground that nobody named stand there", judged
    answers = {each.materiality if each.told else None for each in judged}
    if None in answers:
        return Standing.UNANSWERED, Standing.UNANSWERED.definition, judged
    if {each.told for each in judged} != {stated(ground.ground_id, version)}:
        return Standing.UNANSWERED, "it was answered for another version of the ground", judged
    if answers == {Materiality.SOLE_WITNESS}:
        return Standing.SOLE_WITNESS, Standing.SOLE_WITNESS.definition, judged
    elsewhere = next(RESTS_ELSEWHERE[each] for each in RESTS_ELSEWHERE if each in answers)
    return Standing.EXCLUDED, elsewhere, judged


def untied(ground: Ground, case_id: str, charges: Sequence[ChargeThere]) -> AffectedCase:
    """A case that was answered, and that nothing in the records ties to the person any more.

    Where the answer was that the judgment rests elsewhere, there is nothing left to check.
    """
    bearing = tuple(each for each in charges if each.bears(ground.ground_id))
    answers = {each.materiality for each in charges}
    alone = len(bearing) == len(charges) and not any(each.brought for each in charges)
    if alone and answers <= set(RESTS_ELSEWHERE):
        standing = Standing.EXCLUDED
    else:
        standing = Standing.TO_CHECK
    return AffectedCase(
        case_id=case_id,
        standing=standing,
        why=f"no record ties it to the person any more{_stands_on_it(bearing)}",
        charges=tuple(charges),
        bearing=bearing,
        touches=(),
    )
