"""What each command does: the gates it must pass, and the one event that it becomes.

Nothing is read or written here. `standing` is what the latest run says of the case now; it is asked
for by the moves that need it, and None elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from vacatur.errors import MoveRefused
from vacatur.law.vehicle import Event
from vacatur.matters import commands as c
from vacatur.matters import events as e
from vacatur.matters import forgetting_gates as f
from vacatur.matters import gates as g
from vacatur.matters.matter import Matter
from vacatur.matters.states import Discharge, Order, Receipt
from vacatur.record.stated import require_not_before, require_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a command is done to, by whom, on which day, and what the latest run says now."""

    matter: Matter
    member: g.Member
    today: date
    standing: g.Standing | None = None

    @property
    def now(self) -> g.Standing:
        """What the latest run says.

        Raises
        ------
        ValueError
            Nobody asked it: a fault of the caller.
        """
        if self.standing is None:
            raise ValueError("this move needs what the latest run says")
        return self.standing


# Commands for which the latest run must be asked.
NEED_STANDING = frozenset({c.Approve, c.Submit, c.FollowLaw})


def event_of(command: c.Command, scene: Scene) -> e.MatterEvent:
    """The event that a command becomes.

    Raises
    ------
    MoveRefused
        The table of moves or a gate does not let it.
    """
    g.require_role(scene.member, type(command))
    g.require_allowed(scene.matter, type(command))
    return _event(command, scene)


@singledispatch
def _event(command: c.Command, scene: Scene) -> e.MatterEvent:
    raise ValueError(f"nothing says what {type(command).__name__} does")


@_event.register
def _(command: c.Assign, scene: Scene) -> e.MatterEvent:
    return e.Assigned(to=command.to)


@_event.register
def _(command: c.RecordHarm, scene: Scene) -> e.MatterEvent:
    harms = tuple(sorted(set(command.harms), key=lambda each: each.rank))
    return e.HarmRecorded(harms=harms, evidence=require_text(command.evidence, "who told of it"))


@_event.register
def _(command: c.StateParticular, scene: Scene) -> e.MatterEvent:
    text = require_text(command.text, f"what is stated of [{command.particular}]")
    text = text.replace("\r\n", "\n")
    g.require_printable(scene.matter, text, str(command.particular))
    return e.ParticularStated(particular=command.particular, text=text)


@_event.register
def _(command: c.DischargeDuty, scene: Scene) -> e.MatterEvent:
    duty = g.require_duty(scene.matter, command.duty)
    if command.how is Discharge.NOT_NEEDED:
        g.require_attorney(scene.member, "attest that a duty is not needed")
    require_not_before(scene.today, [("the day on which it was done", command.on)])
    return e.DutyDischarged(
        duty=duty.number,
        how=command.how,
        on=command.on,
        by=scene.member.name,
        evidence=require_text(command.evidence, "what proves it"),
    )


@_event.register
def _(command: c.Prepare, scene: Scene) -> e.MatterEvent:
    return e.Prepared(by=scene.member.name)


@_event.register
def _(command: c.SendBack, scene: Scene) -> e.MatterEvent:
    return e.SentBack(reason=require_text(command.reason, "why"))


@_event.register
def _(command: c.Approve, scene: Scene) -> e.MatterEvent:
    g.require_attorney(scene.member, "approve")
    g.require_someone_other_than(scene.matter, scene.member)
    g.require_fileable(scene.matter, scene.now, scene.today)
    g.require_unchanged(scene.matter, command.decision_hash, scene.now)
    g.require_nothing_new(scene.matter, scene.now)
    g.require_discharged(scene.matter, Event.FILING)
    return e.Approved(
        by=scene.member.name,
        decision_hash=command.decision_hash,
        printed_hash=scene.now.printed_hash,
    )


@_event.register
def _(command: c.WithdrawApproval, scene: Scene) -> e.MatterEvent:
    return e.ApprovalWithdrawn(reason=require_text(command.reason, "why"))


@_event.register
def _(command: c.RecordPacket, scene: Scene) -> e.MatterEvent:
    g.require_paper(scene.matter)
    return e.Packeted(packet_sha256=command.packet_sha256, files=command.files)


@_event.register
def _(command: c.Submit, scene: Scene) -> e.MatterEvent:
    matter, packet = scene.matter, scene.matter.packet_sha256
    g.require_paper(matter)
    g.require_fileable(matter, scene.now, scene.today)
    g.require_unchanged(matter, matter.approved_hash or "", scene.now)
    g.require_nothing_new(matter, scene.now)
    g.require_discharged(matter, Event.FILING)
    g.require_victim_notice(matter)
    document = " ".join(require_text(command.document, "what the paper is called").split())
    _require_not_filed(matter, document, packet or "")
    return e.Submitted(document=document, content_sha256=packet or "", on=command.on)


def _require_not_filed(matter: Matter, document: str, content_sha256: str) -> None:
    """The store's own constraint says the same; this says it in words."""
    for filing in matter.filings:
        is_same = (filing.document, filing.content_sha256) == (document, content_sha256)
        if is_same and filing.receipt is not Receipt.NOT_RECEIVED:
            raise MoveRefused(
                f"the same paper went to the court on {filing.submitted_on}",
                where=f"matter {matter.number}",
                why="Nothing is filed twice.",
                repair="Mend the paper and build the packet again.",
            )


@_event.register
def _(command: c.RecordReceipt, scene: Scene) -> e.MatterEvent:
    sent = scene.matter.filings[-1].submitted_on
    require_not_before(command.on, [("the paper was sent", sent)])
    reference = require_text(command.reference, "the court's number or words")
    return e.Received(receipt=command.receipt, on=command.on, reference=reference)


@_event.register
def _(command: c.RecordNotice, scene: Scene) -> e.MatterEvent:
    if command.event not in {Event.NOTICE, Event.SERVICE, Event.MAILING}:
        raise MoveRefused(f"[{command.event}] is no notice", repair="Say NOTICE or SERVICE.")
    filed = scene.matter.happened.get(Event.FILING)
    require_not_before(command.on, [("the filing", filed)])
    evidence = require_text(command.evidence, "what proves it")
    return e.NoticeReached(event=command.event, on=command.on, evidence=evidence)


@_event.register
def _(command: c.RecordAnswer, scene: Scene) -> e.MatterEvent:
    return e.Answered(
        answer=command.answer, on=command.on, text=require_text(command.text, "what was said")
    )


@_event.register
def _(command: c.SetHearing, scene: Scene) -> e.MatterEvent:
    require_not_before(command.day, [("the filing", scene.matter.happened.get(Event.FILING))])
    return e.HearingSet(day=command.day)


@_event.register
def _(command: c.RecordHearing, scene: Scene) -> e.MatterEvent:
    g.require_discharged(scene.matter, Event.FILING, Event.HEARING)
    require_not_before(command.on, [("the filing", scene.matter.happened.get(Event.FILING))])
    return e.Heard(on=command.on)


@_event.register
def _(command: c.RecordOrder, scene: Scene) -> e.MatterEvent:
    happened = scene.matter.happened
    require_not_before(
        command.on,
        [("the filing", happened.get(Event.FILING)), ("the hearing", happened.get(Event.HEARING))],
    )
    if command.order is Order.GRANTED:
        g.require_discharged(scene.matter, Event.FILING, Event.HEARING)
    what = "where the order is" if command.order is Order.GRANTED else "the court's reasons"
    reasons = require_text(command.reasons, what)
    return e.Ordered(order=command.order, on=command.on, reasons=reasons)


@_event.register
def _(command: c.FollowLaw, scene: Scene) -> e.MatterEvent:
    if scene.matter.files_paper:
        raise MoveRefused(
            "this relief must be asked for",
            where=f"matter {scene.matter.number}",
            repair=f"Build its packet: [vacatur matters packet {scene.matter.number}].",
        )
    g.require_fileable(scene.matter, scene.now, scene.today)
    g.require_unchanged(scene.matter, scene.matter.approved_hash or "", scene.now)
    return e.LawFollowed(on=command.on)


@_event.register
def _(command: c.RecordChange, scene: Scene) -> e.MatterEvent:
    reached = {each.holder for each in scene.matter.records}
    if command.holder not in reached:
        raise MoveRefused(
            f"this relief does not reach [{command.holder}]",
            where=f"matter {scene.matter.number}",
            repair=f"It reaches: {', '.join(sorted(reached))}.",
        )
    ordered = scene.matter.happened.get(Event.ORDER)
    require_not_before(command.on, [("the order", ordered)])
    evidence = require_text(command.evidence, "who looked, and where")
    return e.RecordChanged(holder=command.holder, on=command.on, evidence=evidence)


@_event.register
def _(command: c.TellScreeners, scene: Scene) -> e.MatterEvent:
    evidence = require_text(command.evidence, "how the person asked for it, and who was told")
    return e.ScreenersTold(on=command.on, evidence=evidence)


@_event.register
def _(command: c.TellPerson, scene: Scene) -> e.MatterEvent:
    return e.PersonTold(on=command.on, how=require_text(command.how, "how, or why not"))


@_event.register
def _(command: c.Close, scene: Scene) -> e.MatterEvent:
    if scene.matter.order in (None, Order.GRANTED):
        g.require_discharged(scene.matter, Event.FILING, Event.HEARING, Event.ORDER, None)
    g.require_complied(scene.matter)
    require_not_before(command.on, [("the person was told", scene.matter.person_told_on)])
    return e.Closed(on=command.on)


@_event.register
def _(command: c.Vault, scene: Scene) -> e.MatterEvent:
    f.require_expunged(scene.matter)
    f.require_whole(scene.matter, command.left_out, command.whole_case)
    f.require_days(command.on, command.obliterate_on, scene.matter.happened.get(Event.ORDER))
    return e.Vaulted(
        on=command.on,
        obliterate_on=command.obliterate_on,
        source=require_text(command.source, "what law or order sets the day of obliteration"),
        whole_case=command.whole_case.strip() or None,
    )


@_event.register
def _(command: c.Unseal, scene: Scene) -> e.MatterEvent:
    f.require_in_vault(scene.matter)
    g.require_attorney(scene.member, "open a vault")
    order = require_text(command.order, "which court ordered it, and when")
    return e.Unsealed(on=command.on, order=order)


@_event.register
def _(command: c.Obliterate, scene: Scene) -> e.MatterEvent:
    f.require_in_vault(scene.matter)
    g.require_attorney(scene.member, "destroy a key")
    f.require_day_come(scene.matter, scene.today)
    return e.Obliterated(on=command.on)


@_event.register
def _(command: c.SetAside, scene: Scene) -> e.MatterEvent:
    return e.SetAside(on=command.on, reason=require_text(command.reason, "why"))


@_event.register
def _(command: c.TakeUp, scene: Scene) -> e.MatterEvent:
    return e.TakenUp(reason=require_text(command.reason, "why"))
