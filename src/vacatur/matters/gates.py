"""The gates of casework. Each names what is missing, and none can be walked round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vacatur.errors import MoveRefused, nearest
from vacatur.law.vehicle import Event
from vacatur.matters.allowed import ALLOWED, CLERKS
from vacatur.matters.commands import Command, StateParticular
from vacatur.matters.matter import Duty, Matter
from vacatur.matters.states import ATTORNEYS, Role, State
from vacatur.record.plain_text import first_unprintable

PREFIX = 8  # characters of a hash that somebody must have read
# What gives a matter back to whoever prepares it.
_GIVES_BACK = {
    State.PREPARED: "send-back",
    State.APPROVED: "withdraw",
    State.PACKETED: "withdraw",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody of the staff."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the latest run says of a matter's case now.

    `open_answers` name each charge whose answer is no relief (`CHARGE by RULE: ANSWER`);
    `printed_hash` is of what the court printed of the person; blank: nothing is recorded.
    `waits_for_links` counts the pairs of cases about which somebody must say whether they are one
    person's. `verified_through` is the last day to which the law behind the answer was checked.
    `new_duties` are asked of the case as it is recorded now, and the matter does not have them.
    """

    decision_hash: str
    open_answers: tuple[str, ...]
    waits_for_links: int
    verified_through: date
    printed_hash: str = ""
    new_duties: tuple[Duty, ...] = ()


def require_allowed(matter: Matter, command: type[Command]) -> None:
    """Refuse what the table of moves does not allow in this state."""
    if command in ALLOWED[matter.state]:
        return
    possible = sorted(each.__name__ for each in ALLOWED[matter.state])
    why = f"It is {matter.state.definition}."
    repair = f"Possible now: {', '.join(possible)}." if possible else "It has ended."
    if command is StateParticular and matter.state in _GIVES_BACK:
        why = "What was prepared and approved is what is printed."
        back = f"vacatur matters {_GIVES_BACK[matter.state]} {matter.number} --reason WHY"
        repair = f"First [{back}]; then state it, and let it be prepared and approved again."
    raise MoveRefused(
        f"a matter that is [{matter.state}] takes no [{command.__name__}]",
        where=_where(matter),
        why=why,
        repair=repair,
    )


def require_attorney(member: Member, what: str) -> None:
    """Refuse whoever is no attorney."""
    if member.role not in ATTORNEYS:
        raise MoveRefused(
            f"[{member.name}] is on the staff as [{member.role}], and an attorney must {what}",
            repair="Let an attorney do it.",
        )


def require_office(member: Member, what: str) -> None:
    """Refuse a clerk, who enters what others said and reads nobody's case."""
    if member.role is Role.CLERK:
        raise MoveRefused(
            f"[{member.name}] is on the staff as [{member.role}], and a clerk may not {what}",
            why="A clerk enters what courts and agencies said.",
            repair="Let an attorney or a paralegal do it.",
        )


def require_role(member: Member, command: type[Command]) -> None:
    """Refuse a command that is not for somebody's role."""
    if command not in CLERKS:
        require_office(member, f"give a [{command.__name__}]")


def require_someone_other_than(matter: Matter, member: Member) -> None:
    """Refuse the same person twice: whoever prepared a matter does not approve it."""
    if member.name == matter.prepared_by:
        raise MoveRefused(
            f"[{member.name}] prepared it",
            where=_where(matter),
            why="Nobody approves what they have prepared themselves.",
            repair="Let another attorney approve it, or send it back and let somebody prepare it.",
        )


def require_fileable(matter: Matter, now: Standing, on: date) -> None:
    """Refuse an open question, a missing finding, a doubtful link, and law not checked so far."""
    if now.open_answers:
        raise MoveRefused(
            f"{len(now.open_answers)} charges are not decided in the person's favour: "
            + "; ".join(now.open_answers),
            where=_where(matter),
            why="A question is open, a finding is missing, or the answer is no.",
            repair="See [vacatur explain CHARGE]; answer with [vacatur facts answer] or "
            "[vacatur ground answer], then [vacatur matters renew].",
        )
    if now.waits_for_links:
        raise MoveRefused(
            f"{now.waits_for_links} pairs of cases wait for a look",
            where=_where(matter),
            why="Another case may be the same person's, and could change the answer.",
            repair="Answer them with [vacatur link review].",
        )
    if on > now.verified_through:
        raise MoveRefused(
            f"the law behind it was checked through {now.verified_through}, and this is {on}",
            where=_where(matter),
            why="It may have changed since.",
            repair="A lawyer checks the pages and moves [verified_through]; then decide again.",
        )


def require_unchanged(matter: Matter, seen: str, now: Standing) -> None:
    """Refuse an answer that has changed since whoever approves it opened it."""
    if not seen == matter.decision_hash == now.decision_hash:
        raise MoveRefused(
            "the answer, the record behind it or the law has changed since it was opened",
            where=_where(matter),
            why="An approver approves what was on the screen.",
            repair="Run [vacatur matters renew], and read it again.",
        )


def require_read(matter: Matter, answer: str) -> None:
    """Refuse whoever does not name the answer that stands: the first characters of its hash."""
    if len(answer) < PREFIX or not matter.shown_hash.startswith(answer):
        # What is no hash is not repeated: anything may have been typed.
        is_hash = set(answer) <= set("0123456789abcdef")
        raise MoveRefused(
            f"its answer is not [{answer}]"
            if is_hash
            else "its answer is not the one that is named",
            where=_where(matter),
            why="An approver approves what was on the screen.",
            repair=f"Read [vacatur matters show {matter.number}]: it tells the answer.",
        )


def require_discharged(matter: Matter, *before: Event | None) -> None:
    """Refuse as long as a duty is open that comes before some events."""
    if missing := matter.open_duties(*before):
        raise MoveRefused(
            f"open duties: {_named(missing)}",
            where=_where(matter),
            why="What is done without them may be void.",
            repair=f"[vacatur matters discharge {matter.number} DUTY] records each and its proof.",
        )


def require_nothing_new(matter: Matter, now: Standing) -> None:
    """Refuse as long as the records ask for a duty that the matter does not have."""
    if now.new_duties:
        raise MoveRefused(
            f"since it was opened, the records ask for more: {_texts(now.new_duties)}",
            where=_where(matter),
            why="What nobody was asked to do would be left out.",
            repair=f"[vacatur matters renew {matter.number}] adds it; prepare and approve it anew.",
        )


def require_victim_notice(matter: Matter) -> None:
    """Refuse to file before the victim was told, or an attorney attested that there is none."""
    if matter.victim_notice is None:
        raise MoveRefused(
            "no proof that the victim was told, and no attestation that there is none",
            where=_where(matter),
            why="Notice that comes too late voids the result (Syed v. Lee, 488 Md. 537 (2024)).",
            repair=f"[vacatur matters discharge {matter.number} DUTY --how done|not_needed].",
        )


def require_duty(matter: Matter, number: int) -> Duty:
    """The open duty of a number."""
    duty = matter.duty(number)
    if duty is None:
        raise MoveRefused(
            f"there is no duty [{number}]",
            where=_where(matter),
            repair=nearest(str(number), [str(each.number) for each in matter.duties]),
        )
    if not duty.is_open:
        raise MoveRefused(
            f"duty [{number}] was discharged on {duty.on} by [{duty.by}]", where=_where(matter)
        )
    return duty


def require_paper(matter: Matter) -> None:
    """Refuse to file where the law gives the relief of itself."""
    if not matter.files_paper:
        raise MoveRefused(
            f"nobody files [{matter.vehicle}]",
            where=_where(matter),
            why="The law gives this relief of itself; what is left is whether the records change.",
            repair=f"[vacatur matters follow {matter.number}].",
        )


def require_complied(matter: Matter) -> None:
    """Refuse to close before every record has changed and the person was told."""
    left = [str(each.holder) for each in matter.records if each.changed_on is None]
    if matter.state is State.RELIEVED and left:
        raise MoveRefused(
            f"not changed yet: {', '.join(left)}",
            where=_where(matter),
            why="Relief that an agency has not carried out is none.",
            repair=f"[vacatur matters changed {matter.number} HOLDER] once it has been checked.",
        )
    if matter.person_told_on is None:
        raise MoveRefused(
            "the person was not told",
            where=_where(matter),
            why="Whoever does not know of it cannot use it.",
            repair=f"[vacatur matters told {matter.number}]; say so if no address is known.",
        )


def require_printable(matter: Matter, text: str, what: str) -> None:
    """Refuse a text with a character that is not seen, or that turns what is; it is not told."""
    if found := first_unprintable(text):
        raise MoveRefused(
            f"character {found[0]} of [{what}] is [{found[1]}], which no paper prints",
            where=_where(matter),
            why="It is not seen, or changes how the rest reads: who approves it would not know.",
            repair="Write the text again without it.",
        )


def _named(duties: Iterable[Duty]) -> str:
    return "; ".join(f"{each.number}. {each.text}" for each in duties)


def _texts(duties: Iterable[Duty]) -> str:
    return "; ".join(each.text for each in duties)


def _where(matter: Matter) -> str:
    return f"matter {matter.number}"
