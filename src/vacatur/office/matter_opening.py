"""Opening matters from the latest run: what the vehicle's page asks becomes duties and clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vacatur.errors import UsageError, nearest
from vacatur.law.procedure import mover_of
from vacatur.law.rulebook import Rulebook
from vacatur.law.vehicle import Actor, Vehicle, VehicleWord
from vacatur.matters import events as e
from vacatur.matters.matter import Clock, Duty, RecordToChange
from vacatur.matters.queries import of_cases
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.case_subjects import CaseName, subjects_of_cases, usual
from vacatur.office.court_records import CaseWarrants, CourtRecords, asks_of_warrants
from vacatur.office.matter_answers import CaseAnswer, RunAnswers
from vacatur.office.matter_duties import duties_asked, pages_of
from vacatur.office.stale import StandingRun
from vacatur.office.workspace import Workspace
from vacatur.progress import Progress

# Who gives relief of themselves: nobody files, and the records are to change.
_OF_THEMSELVES = frozenset({Actor.COURT, Actor.CLERK, Actor.AGENCY, Actor.GOVERNOR})
_AT_ONCE = 100  # cases in one transaction; an opening that broke off goes on where it stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What opening came to. Asked for = `opened` + `there_already`.

    `left_open` are those that were not asked for, since a charge of theirs is not decided.
    """

    opened: int
    there_already: int
    left_open: int
    by_vehicle: Mapping[str, int]
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a vehicle asks on a day, under some rules."""

    moves: Actor
    duties: tuple[Duty, ...]
    clocks: tuple[Clock, ...]
    records: tuple[RecordToChange, ...]


def open_matters(
    workspace: Workspace,
    casework: Casework,
    run: StandingRun,
    doing: Doing,
    *,
    on: date,
    vehicle: str = "",
    undecided: bool = False,
    only: Sequence[str] | None = None,
    progress: Progress,
) -> Opening:
    """Open a matter for each case and vehicle that can relieve a charge of it.

    A case that has one for the vehicle, ended or not, gets no second one: it can be run again.

    Parameters
    ----------
    vehicle
        Only of this vehicle; empty = of every one.
    undecided
        Also where a charge is for a person to decide. Such a matter cannot be approved before.
    only
        Ids of the cases that are meant, in the order in which they are numbered; None: every case.

    Raises
    ------
    UsageError
        No rule of the run names such a vehicle.
    """
    _refuse_unknown(run.rulebook, vehicle)
    progress("reading the answers", 0, 1)
    answers = RunAnswers(workspace, run)
    found = answers.all() if only is None else _in_order(answers.of(only), only)
    reached = [each for each in found if vehicle in ("", each.vehicle)]
    wanted = [each for each in reached if undecided or not each.open_answers]
    warrants = CourtRecords(workspace).warrants(
        {
            each.particulars.case_id
            for each in wanted
            if asks_of_warrants(run.rulebook, each.vehicle, run.as_of)
        },
        as_of=run.as_of,
    )
    by_vehicle: Counter[str] = Counter()
    for done in range(0, len(wanted), _AT_ONCE):
        progress("opening matters", done, len(wanted))
        with casework.working(doing) as work:
            work.acting()
            some = wanted[done : done + _AT_ONCE]
            by_vehicle.update(_open(casework, work, run, some, warrants, on))
    progress("opening matters", len(wanted), len(wanted))
    return Opening(
        opened=by_vehicle.total(),
        there_already=len(wanted) - by_vehicle.total(),
        left_open=len(reached) - len(wanted),
        by_vehicle=dict(sorted(by_vehicle.items())),
        run=run.name,
    )


def _in_order(
    answers: Mapping[tuple[str, str], CaseAnswer], only: Sequence[str]
) -> list[CaseAnswer]:
    place = {case_id: number for number, case_id in enumerate(only)}
    return sorted(answers.values(), key=lambda each: (place[each.key[0]], each.vehicle))


def _open(
    casework: Casework,
    work: Work,
    run: StandingRun,
    answers: Sequence[CaseAnswer],
    warrants: Mapping[str, CaseWarrants],
    on: date,
) -> Iterator[str]:
    """Open those that are not there; the vehicle of each."""
    keys = {each.key: casework.case_key(each.particulars.case_id) for each in answers}
    known = of_cases(work.connection, set(keys.values()))
    new = [
        each
        for each in answers
        if keys[each.key] not in known or each.vehicle not in known[keys[each.key]][1]
    ]
    named = {
        keys[each.key]: CaseName(
            case_id=each.particulars.case_id, number=usual(each.particulars.case_number)
        ).keys(casework)
        for each in new
    }
    subjects = subjects_of_cases(casework, work, named)
    for each in new:
        subject, known_of = subjects[keys[each.key]], warrants.get(each.particulars.case_id)
        work.open(opening_of(run, each, subject, on, warrants=known_of), each.particulars)
        yield each.vehicle


def opening_of(
    run: StandingRun,
    answer: CaseAnswer,
    subject: str,
    on: date,
    *,
    warrants: CaseWarrants | None = None,
) -> e.Opened:
    """The event that opens a matter for an answer.

    Parameters
    ----------
    warrants
        What is known of warrants of the case; None: nobody asked, so it is not known.
    """
    is_open = warrants.is_open if warrants else None
    duties = duties_asked(run, answer.vehicle, pages_of(run, answer), is_open)
    asked = _asked(run.rulebook.vehicles[answer.vehicle], duties, run.as_of)
    return e.Opened(
        subject=subject,
        vehicle=answer.vehicle,
        moves=asked.moves,
        files_paper=asked.moves not in _OF_THEMSELVES,
        pattern=answer.pattern,
        decision_hash=answer.decision_hash,
        run=run.name,
        verified_through=answer.verified_through,
        on=on,
        oldest_day=answer.oldest_day,
        duties=asked.duties,
        clocks=asked.clocks,
        records=asked.records,
    )


def _asked(vehicle: Vehicle, duties: Iterable[Duty], as_of: date) -> _Asked:
    moves = mover_of(vehicle, as_of)
    return _Asked(
        moves=moves,
        duties=tuple(duties),
        clocks=tuple(
            Clock(
                who=cited.statement.who or moves,
                text=cited.statement.text or "",
                days=cited.statement.days,
                after=cited.statement.after,
                is_response=cited.statement.word is VehicleWord.RESPONDS,
            )
            for cited in vehicle.on(as_of, VehicleWord.RESPONDS, VehicleWord.ACTS)
            if cited.statement.days is not None and cited.statement.after is not None
        ),
        records=tuple(
            RecordToChange(
                holder=cited.statement.holder,
                text=cited.statement.text or "",
                is_expunged=cited.statement.word is VehicleWord.EXPUNGES,
            )
            for cited in vehicle.on(as_of, VehicleWord.EXPUNGES, VehicleWord.CHANGES)
            if cited.statement.holder is not None
        ),
    )


def _refuse_unknown(rulebook: Rulebook, vehicle: str) -> None:
    known = {page.vehicle for page in rulebook.pages if page.vehicle}
    if vehicle and vehicle not in known:
        raise UsageError(
            f"no rule of the run names a vehicle [{vehicle}]", repair=nearest(vehicle, known)
        )
