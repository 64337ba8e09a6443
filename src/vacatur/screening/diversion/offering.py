"""Making an offer: the terms of a programme's page on a day, and who may be offered them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.dates import days_after
from vacatur.errors import MoveRefused
from vacatur.law.answers import Published
from vacatur.law.programme import Programme, ProgrammeEvent, ProgrammeStatement, ProgrammeWord
from vacatur.record.stated import require_not_before, require_text
from vacatur.screening.diversion import events as e
from vacatur.screening.diversion import gates as g


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedStep:
    """A step that an attorney states where no source does; `due` null: it has no last day."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What the policies answer of a charge on the day of the offer, and from what.

    `on` is the day of the record that they were asked about, or of the decision. `item` is its
    number in the register of screened charges, and `decided_by` the attorney who decided there that
    it is diverted; null: it is in no register, or nobody decided. `decision_holds` says that the
    policies of that decision are those of the day of the offer.
    """

    answer: Published
    on: date
    item: int | None = None
    decided_by: str | None = None
    decision_holds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What somebody offers to whom, on a day that they state.

    `screened` is what the policies answer of the charge; null: nobody asked them. `reason`
    is why an attorney offers it nevertheless. `checked_terms` says who found that the page still
    tells the terms, where the day lies after the last one to which it was checked.
    """

    programme: Programme
    on: date
    whose: e.Whose
    screened: Screened | None
    reason: str
    steps: Sequence[StatedStep]
    checked_terms: str


def event_of_offer(offer: Offer, member: g.Member) -> e.Offered:
    """The event that an offer becomes.

    Raises
    ------
    MoveRefused
        The programme is not in force, was not checked so far, or does not take the person; or its
        steps are not as its page says.
    """
    programme = offer.programme
    _require_in_force(programme, offer.on)
    require_text(offer.whose.name, "whom it is offered to")
    require_text(offer.whose.case, "in which case")
    if offer.screened is not None:
        require_not_before(offer.on, [("the day of the screening", offer.screened.on)])
    said = [cited.statement for cited in programme.on(offer.on)]
    (stage,) = [each.stage for each in said if each.stage]
    (completion,) = [each for each in said if each.word is ProgrammeWord.ON_COMPLETION]
    (notice,) = [each for each in said if each.word is ProgrammeWord.NOTICE]
    (back,) = [each for each in said if each.word is ProgrammeWord.ON_RETURN]
    assert completion.does is not None  # the reader of programmes demands it
    texts, clocks = _steps(offer, said, member)
    return e.Offered(
        programme=programme.programme_id,
        programme_sha256=programme.sha256,
        stage=stage,
        does=completion.does,
        vehicle=completion.vehicle,
        notice_days=notice.days,
        on_return=back.text or "",
        fee_dollars=next((each.dollars for each in said if each.dollars is not None), None),
        steps=clocks,
        records=tuple(
            e.RecordOutcome(how=each.word, holder=each.holder, text=each.text or "")
            for each in said
            if each.holder is not None
        ),
        on=offer.on,
        by=member.name,
        screened=offer.screened.answer.value if offer.screened else None,
        screened_on=offer.screened.on if offer.screened else None,
        screened_item=offer.screened.item if offer.screened else None,
        decided_by=offer.screened.decided_by if offer.screened else None,
        step_texts=texts,
        whose=offer.whose,
        reason=_reason(offer, said, member),
        checked_terms=_checked_terms(offer, member),
    )


def _require_in_force(programme: Programme, on: date) -> None:
    if not programme.is_in_force(on):
        spans = ", ".join(str(each) for each in dict.fromkeys(programme.dated))
        raise MoveRefused(
            f"the programme [{programme.programme_id}] is not in force on {on}",
            why=f"Its page speaks of {spans}.",
        )


def _checked_terms(offer: Offer, member: g.Member) -> str | None:
    checked = offer.programme.verified_through
    if offer.on <= checked:
        return None
    g.require_attorney(member, f"offer a programme that was checked through {checked}")
    if not offer.checked_terms.strip():
        raise MoveRefused(
            f"the page of the programme was checked through {checked}, and this is {offer.on}",
            where=offer.programme.path,
            why="Its terms may have changed since.",
            repair="Write [--checked-terms TEXT]: who looked, where, and when.",
        )
    return offer.checked_terms.strip()


def _reason(offer: Offer, said: Sequence[ProgrammeStatement], member: g.Member) -> str | None:
    """Why it is offered, where the policies of the day alone do not say so."""
    policies = [each.page for each in said if each.page]
    answer = offer.screened.answer if policies and offer.screened else None
    if answer is Published.DIVERT or (offer.screened and offer.screened.decision_holds):
        return offer.reason.strip() or None
    decided = offer.screened is not None and offer.screened.decided_by is not None
    if answer not in (None, Published.REVIEW) and not decided:
        raise MoveRefused(
            f"on {offer.on} the office's policies answer {answer} for [{policies[0]}]",
            why="A declined charge needs no programme, and any other is not this policy's.",
            repair="See [vacatur screen DOCKET].",
        )
    g.require_attorney(member, "offer what no policy's answer offers")
    return require_text(offer.reason, "why the person is offered it ([--reason])")


def _steps(
    offer: Offer, said: Sequence[ProgrammeStatement], member: g.Member
) -> tuple[tuple[str, ...], tuple[e.StepClock, ...]]:
    """The words of each step, and when it must be done."""
    of_page = [each for each in said if each.word is ProgrammeWord.STEP]
    if of_page and offer.steps:
        raise MoveRefused(
            "the page of the programme states its steps, and no others are added",
            where=offer.programme.path,
            why="A programme that asks more of one person than of another widens the net.",
        )
    if of_page:
        return tuple(each.text or "" for each in of_page), tuple(
            _clock(each, offer.on) for each in of_page
        )
    g.require_attorney(member, "state the steps of this programme")
    if not offer.steps:
        raise MoveRefused(
            "no steps are stated",
            where=offer.programme.path,
            why="No source tells them, and nobody consents to what nobody can tell.",
            repair='Write [--step "TEXT"], or [--step "DAY TEXT"] with its last day.',
        )
    for each in offer.steps:
        require_text(each.text, "what the step is")
        if each.due is not None:
            require_not_before(each.due, [("the offer", offer.on)])
    return tuple(each.text.strip() for each in offer.steps), tuple(
        e.StepClock(within_days=None, due=each.due) for each in offer.steps
    )


def _clock(said: ProgrammeStatement, on: date) -> e.StepClock:
    """Days after the offer run at once; those after the enrolment wait for it."""
    if said.after is ProgrammeEvent.OFFER and said.within_days is not None:
        return e.StepClock(within_days=None, due=days_after(on, said.within_days))
    return e.StepClock(within_days=said.within_days, due=None)
