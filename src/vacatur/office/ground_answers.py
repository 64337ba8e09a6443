"""Materiality, answered by an attorney case by case; and what is open again when a ground falls.

An answer is a fact like any other: it stands in the log of the facts with its author, and undoing
that line undoes it. Where the judgment rests on somebody else, nothing is recorded that a motion
could be filed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import UsageError, nearest
from vacatur.facts.ground import RESTS_ELSEWHERE, Ground, stated
from vacatur.facts.ground_facts import facts_on
from vacatur.office.answering import Given, require_author, tell
from vacatur.office.ground_cases import (
    GroundCase,
    GroundCases,
    adopted_cases,
    case_numbers,
    charges_of_cases,
)
from vacatur.office.ground_plausible import plausible_cases
from vacatur.office.grounds import (
    is_new,
    is_withdrawn,
    log_withdrawal,
    next_number,
    standing_ground,
    take_in,
)
from vacatur.office.workspace import Workspace
from vacatur.record.terms import Materiality, Movant


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialityAnswer:
    """What an attorney says of one case.

    `integrity` and `justice` are findings of law that only the attorney makes; None: not made.
    """

    case_number: str
    materiality: Materiality
    reason: str  # a sentence
    document: str  # what it rests on
    integrity: bool | None = None
    justice: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Cases that were answered, and what that changed."""

    ground_id: str
    version: int
    cases: tuple[str, ...]
    given: Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """Cases that hung on a ground, or on a version of it, and are open again."""

    ground_id: str
    version: int
    cases: tuple[str, ...]
    given: Given | None  # None: nothing hung on it


def answer_materiality(
    workspace: Workspace,
    ground_id: str,
    answers: Sequence[MaterialityAnswer],
    *,
    by: str,
    on: date,
) -> Answered:
    """Record what an attorney answers about some cases of an adopted ground.

    An earlier answer of the same cases is taken back in the same line of the log.

    Raises
    ------
    UsageError
        The ground is not adopted, a case is not among those that it is put to, stands twice, or
        has no sentence or document; or sole_witness is said of one that is not proposed.
    """
    return answer_cases(workspace, adopted_cases(workspace, ground_id), answers, by=by, on=on)


def answer_cases(
    workspace: Workspace,
    touched: GroundCases,
    answers: Sequence[MaterialityAnswer],
    *,
    by: str,
    on: date,
) -> Answered:
    """The same of cases that were found before, under an adopted ground.

    Raises
    ------
    UsageError
        As for `answer_materiality`.
    """
    ground, version = touched.ground, touched.version
    can_be = {each.number: each for each in touched.cases if each.found.can_be_answered}
    chosen: list[tuple[GroundCase, MaterialityAnswer]] = []
    for each in answers:
        _require_whole(each)
        if each.case_number not in can_be:
            raise _not_put(each.case_number, ground, can_be)
        case = can_be[each.case_number]
        if each.materiality is Materiality.SOLE_WITNESS and not case.found.is_put:
            raise _no_yes(case)
        chosen.append((case, each))
    _require_once(answers)
    replaced = _replaced(workspace, ground.ground_id, [case for case, _ in chosen])
    given = tell(
        workspace,
        [told for case, each in chosen for told in _told(ground, version, case, each)],
        withdraws=replaced,
        by=by,
        document=ground.document,
        on=on,
    )
    cases = tuple(sorted(each.case_number for each in answers))
    return Answered(ground_id=ground.ground_id, version=version, cases=cases, given=given)


def withdraw_ground(
    workspace: Workspace, ground_id: str, *, by: str, document: str, on: date
) -> Reopened:
    """Withdraw a ground, and reopen all that hung on it, and only that.

    Raises
    ------
    UsageError
        There is no such ground, or it is withdrawn already.
    """
    require_author(by)
    ground, version = standing_ground(workspace, ground_id)
    if ground.is_withdrawn:
        raise UsageError(f"the ground [{ground_id}] is withdrawn already")
    reopened = _reopen(workspace, ground, version, by=by, document=document, on=on)
    log_withdrawal(workspace, ground, version, by=by, document=document, on=on)
    return reopened


def adopt(workspace: Workspace, ground: Ground, *, by: str, on: date) -> Reopened:
    """Take in another version of a ground; what hung on the earlier one is open again.

    Raises
    ------
    UsageError
        No attorney stands for the version.
    WorkspaceError
        It cannot be meant, as `plausible_cases` says.
    """
    if not ground.is_adopted:
        raise UsageError(
            f"the file's ground [{ground.ground_id}] is a draft",
            repair="Write `status: adopted`, `adopted_by` and `adopted_on` into it.",
        )
    if not is_new(workspace, ground) and not is_withdrawn(workspace, ground):
        raise UsageError(f"this version of [{ground.ground_id}] stands already")
    document = f"another version of {ground.ground_id}"
    version = next_number(workspace, ground)
    plausible_cases(workspace, ground, version)
    # In this order: broken off between the two, the earlier version stands with nothing on it.
    reopened = _reopen(workspace, ground, version, by=by, document=document, on=on)
    take_in(workspace, ground, by=by, on=on)
    return reopened


def _reopen(
    workspace: Workspace, ground: Ground, version: int, *, by: str, document: str, on: date
) -> Reopened:
    resting = facts_on(workspace.facts(), ground.ground_id)
    facts = [name for names in resting.values() for name in names]
    given = tell(workspace, (), withdraws=facts, by=by, document=document, on=on) if facts else None
    return Reopened(
        ground_id=ground.ground_id,
        version=version,
        cases=case_numbers(workspace, resting),
        given=given,
    )


def _replaced(workspace: Workspace, ground_id: str, cases: Iterable[GroundCase]) -> list[str]:
    """The facts that earlier answers about these cases told, of whichever charge.

    A charge that the ground reached then, and does not reach now, must not keep what was said.
    """
    charges = charges_of_cases(workspace, (case.found.case_id for case in cases))
    resting = facts_on(workspace.facts(), ground_id)
    return [name for charge in sorted(charges & resting.keys()) for name in resting[charge]]


def _told(
    ground: Ground, version: int, case: GroundCase, answer: MaterialityAnswer
) -> Iterator[tuple[str, str, str]]:
    """What is recorded of each judgment of a case: charge, column, value."""
    said = {
        "ground_id": stated(ground.ground_id, version),
        "ground_materiality": str(answer.materiality),
        "ground_reason": f"{answer.reason.strip()} ({answer.document.strip()})",
    }
    if case.found.role:
        said["ground_role"] = str(case.found.role)
    if answer.materiality is Materiality.SOLE_WITNESS:
        said |= _ground_told(ground) | _findings_told(answer)
    for charge in case.found.answered_for:
        yield from ((charge.charge_id, f"findings.{name}", said[name]) for name in said)


def _ground_told(ground: Ground) -> dict[str, str]:
    said = {
        "ground_type": str(ground.kind),
        "ground_received_date": ground.received_on.isoformat(),
        "ground_document": ground.document,
        "movant": str(Movant.PROSECUTOR),
        "movant_office": ground.office,
    }
    if ground.known_before_judgment is not None:
        said["ground_known_before_judgment"] = _yes_no(ground.known_before_judgment)
    return said


def _findings_told(answer: MaterialityAnswer) -> dict[str, str]:
    made = {"ground_integrity": answer.integrity, "ground_justice": answer.justice}
    return {name: _yes_no(said) for name, said in made.items() if said is not None}


def _yes_no(said: bool) -> str:
    return "yes" if said else "no"


# ---- what cannot be -----------------------------------------------------------------------------


def _require_whole(answer: MaterialityAnswer) -> None:
    for name, text in (("a sentence", answer.reason), ("a document", answer.document)):
        if not text.strip():
            raise UsageError(
                f"the answer about case [{answer.case_number}] has no {name.split()[1]}",
                why="The motion in that case will be asked what it rests on.",
                repair=f"Give {name}.",
            )
    if answer.materiality is not Materiality.SOLE_WITNESS and (
        answer.integrity is not None or answer.justice is not None
    ):
        raise UsageError(
            f"case [{answer.case_number}] does not rest on the person, and yet a finding is made",
            why="A finding would make it look as if a motion could be filed.",
            repair="Leave integrity and justice out, or answer sole_witness.",
        )


def _require_once(answers: Iterable[MaterialityAnswer]) -> None:
    seen: set[str] = set()
    for each in answers:
        if each.case_number in seen:
            raise UsageError(f"case [{each.case_number}] is answered twice", repair="Answer once.")
        seen.add(each.case_number)


def _not_put(number: str, ground: Ground, known: Iterable[str]) -> UsageError:
    return UsageError(
        f"case [{number}] is not one that the ground [{ground.ground_id}] is put to",
        why="A finding is recorded only where the ground reaches the case.",
        repair=nearest(number, known),
    )


def _no_yes(case: GroundCase) -> UsageError:
    return UsageError(
        f"case [{case.number}] cannot be answered sole_witness: {case.found.why}",
        why="A motion would rest on what the records do not show.",
        repair="Have the records mended first, or say what it is instead:"
        f" {', '.join(RESTS_ELSEWHERE)}.",
    )
