"""Casework in a workspace: its store opened, and commands done to many matters one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from vacatur.errors import MoveRefused, VacaturError, WorkspaceError
from vacatur.matters.commands import Assign, Command
from vacatur.matters.database import failures_in_words, open_database
from vacatur.matters.events import Renewed
from vacatur.matters.gates import Standing, require_attorney, require_office
from vacatur.matters.keys import FILE as KEYS
from vacatur.matters.keys import KeyStore
from vacatur.matters.matter import Duty
from vacatur.matters.moves import NEED_STANDING, Scene, event_of
from vacatur.matters.reading import matter_of, member_of, particulars_of
from vacatur.matters.states import BEFORE_FILING
from vacatur.matters.store import Casework, Doing, Work
from vacatur.office.court_records import CourtRecords, asks_of_warrants
from vacatur.office.looked_up_case import NONE_READ, LookedUpCase
from vacatur.office.matter_answers import CaseAnswer, RunAnswers
from vacatur.office.matter_duties import duties_since
from vacatur.office.matter_printed import printed_hashes
from vacatur.office.settings_file import SETTINGS_FILE, damaged_settings, read_settings
from vacatur.office.stale import StandingRun, latest_standing
from vacatur.office.workspace import Workspace, make_private
from vacatur.record.stated import require_text

DATABASE = "office.db"
ENVIRONMENT = "VACATUR_DATABASE"
_AT_ONCE = 100  # matters in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command came to. Asked for = `done` + `refused`; each refusal says why."""

    done: tuple[int, ...]
    refused: Mapping[int, str]


@contextmanager
def open_casework(workspace: Workspace) -> Iterator[Casework]:
    """The store of a workspace; it is made when it is opened first.

    Raises
    ------
    WorkspaceError
        A database fails: the disk is full or broken, the server is gone, somebody else holds it.
    """
    url = database_url(workspace)
    if url == _own_database(workspace):
        make_private(workspace.folder / DATABASE)
    secret = workspace.key()
    engine = open_database(url)
    try:
        with closing(KeyStore(workspace.folder / KEYS, secret)) as keys, failures_in_words():
            yield Casework(engine, keys, secret, practice=practice_day(workspace))
    finally:
        engine.dispose()


@contextmanager
def opened_again(casework: Casework, workspace: Workspace) -> Iterator[Casework]:
    """The same store with its keys read anew, for one thing that is done.

    A key that somebody destroys meanwhile must not live on in a process that goes on.
    """
    secret = workspace.key()
    with closing(KeyStore(workspace.folder / KEYS, secret)) as keys, failures_in_words():
        yield Casework(casework.engine, keys, secret, practice=practice_day(workspace))


def database_url(workspace: Workspace) -> str:
    """Where the matters are: the environment says it, or `vacatur.toml`, or they are in the folder.

    Raises
    ------
    WorkspaceError
        `vacatur.toml` says something else than a text.
    """
    if told := os.environ.get(ENVIRONMENT):
        return told
    url = _setting(workspace, "matters", "database") or ""
    if not isinstance(url, str):
        raise WorkspaceError("[matters] database is no text", where=SETTINGS_FILE)
    return url or _own_database(workspace)


def has_casework(workspace: Workspace) -> bool:
    """Whether a workspace has a store, or names one elsewhere; asking makes none."""
    if database_url(workspace) != _own_database(workspace):
        return True
    return (workspace.folder / DATABASE).is_file()


def _own_database(workspace: Workspace) -> str:
    return f"sqlite:///{workspace.folder / DATABASE}"


def practice_day(workspace: Workspace) -> date | None:
    """The day on which matters of a workspace for practice are moved; None: it is a real one.

    Raises
    ------
    WorkspaceError
        `vacatur.toml` says something else than a day.
    """
    day = _setting(workspace, "practice", "day")
    if day is not None and type(day) is not date:
        raise WorkspaceError(
            "[practice] day is no day",
            where=SETTINGS_FILE,
            repair="Write it like [day = 2026-02-15], without quotation marks.",
        )
    return day


def _setting(workspace: Workspace, table: str, name: str) -> Any:
    path = workspace.folder / SETTINGS_FILE
    part = read_settings(path).get(table, {}) if path.is_file() else {}
    if not isinstance(part, dict):
        raise damaged_settings(path, f"[{table}] is no table")
    return part.get(name)


def standing_run(workspace: Workspace) -> StandingRun:
    """The latest run, if what it was made of still stands.

    Raises
    ------
    WorkspaceError
        There is none, or the records, the facts or the law have changed since.
    """
    run = latest_standing(workspace, facts=workspace.facts_state().sha256)
    if run is None:
        raise WorkspaceError(
            "no run says what stands now",
            why="Nothing is approved or filed on an answer that may have changed.",
            repair="Run [vacatur decide --law LAW --as-of DAY] in the workspace.",
        )
    return run


def perform(
    workspace: Workspace,
    casework: Casework,
    commands: Mapping[int, Command],
    doing: Doing,
    *,
    today: date,
    rehearse: bool = False,
) -> Done:
    """Do a command to each matter. One that is refused is named, and the others are done.

    Parameters
    ----------
    commands
        By number of the matter.
    rehearse
        Say what would become of each, and leave everything as it is.
    """
    commands = _with_known_names(casework, commands)
    asked = [number for number, command in commands.items() if type(command) in NEED_STANDING]
    standings = standings_of(workspace, casework, asked) if asked else {}

    def move(work: Work, number: int) -> None:
        matter = work.matter(number)
        scene = Scene(
            matter=matter,
            member=work.member(doing.actor),
            today=today,
            standing=standings.get(number),
        )
        work.record(matter, event_of(commands[number], scene))

    return one_by_one(casework, list(commands), doing, move, rehearse=rehearse)


def _with_known_names(casework: Casework, commands: Mapping[int, Command]) -> Mapping[int, Command]:
    """The same commands; whom a matter is given to is somebody of the staff, by their one name."""
    named = {command.to for command in commands.values() if isinstance(command, Assign)}
    if not named:
        return commands
    with casework.reading() as connection:
        names = {each: member_of(connection, each).name for each in named}
    return {
        number: replace(command, to=names[command.to]) if isinstance(command, Assign) else command
        for number, command in commands.items()
    }


def one_by_one(
    casework: Casework,
    numbers: Sequence[int],
    doing: Doing,
    move: Callable[[Work, int], None],
    *,
    rehearse: bool = False,
) -> Done:
    """Do something to each matter; what is refused leaves no trace, and the others are done.

    `numbers` are of matters, or of whatever else `move` knows by a number. `rehearse` does all of
    it in one transaction, and leaves everything as it was.
    """
    done: list[int] = []
    refused: dict[int, str] = {}
    at_once = max(len(numbers), 1) if rehearse else _AT_ONCE
    for start in range(0, len(numbers), at_once):
        with suppress(_Rehearsed), casework.working(doing) as work:
            work.acting(by_clerk=True)  # nobody else does anything
            for number in numbers[start : start + at_once]:
                try:
                    with work.attempt():
                        move(work, number)
                    done.append(number)
                except VacaturError as problem:
                    refused[number] = str(problem)
            if rehearse:
                raise _Rehearsed
    return Done(done=tuple(done), refused=refused)


class _Rehearsed(Exception):
    """A rehearsal is over: its transaction ends as if it had never begun."""


def standings_of(
    workspace: Workspace,
    casework: Casework,
    numbers: Sequence[int],
    *,
    known: Mapping[str, LookedUpCase] = NONE_READ,
) -> dict[int, Standing]:
    """What the latest run says of some matters now.

    `known` are cases of theirs that were looked up already.
    """
    run = standing_run(workspace)
    found = _answers_of(workspace, casework, run, numbers, known)
    cases = {x.particulars.case_id for x in found.values() if x is not None}
    printed = printed_hashes(workspace, casework, cases, known)
    new = _new_duties(workspace, casework, run, found)
    return {
        number: replace(_standing(answer, printed), new_duties=new.get(number, ()))
        for number, answer in found.items()
    }


def _new_duties(
    workspace: Workspace,
    casework: Casework,
    run: StandingRun,
    answers: Mapping[int, CaseAnswer | None],
) -> Mapping[int, tuple[Duty, ...]]:
    """What the records ask of each matter that it does not have; one that has all is left out."""
    asking = {
        number: answer
        for number, answer in answers.items()
        if answer is not None and asks_of_warrants(run.rulebook, answer.vehicle, run.as_of)
    }
    if not asking:
        return {}
    case_ids = {answer.particulars.case_id for answer in asking.values()}
    warrants = CourtRecords(workspace).warrants(case_ids, as_of=run.as_of)
    with casework.reading() as connection:
        matters = {number: matter_of(connection, number) for number in asking}
    found = {
        number: duties_since(run, matters[number], each, warrants[each.particulars.case_id])
        for number, each in asking.items()
    }
    return {number: duties for number, duties in found.items() if duties}


def _answers_of(
    workspace: Workspace,
    casework: Casework,
    run: StandingRun,
    numbers: Sequence[int],
    known: Mapping[str, LookedUpCase] = NONE_READ,
) -> dict[int, CaseAnswer | None]:
    """What a run answers of the cases of some matters; None: nothing relieves them now."""
    with casework.reading() as connection:
        keys = {
            number: (particulars.case_id, matter_of(connection, number).vehicle)
            for number in numbers
            if (particulars := particulars_of(connection, casework.keys, number)) is not None
        }
    answers = RunAnswers(workspace, run).of((case_id for case_id, _ in keys.values()), known=known)
    return {number: answers.get(keys[number]) if number in keys else None for number in numbers}


def _standing(answer: CaseAnswer | None, printed: Mapping[str, str]) -> Standing:
    if answer is None:
        return Standing(
            decision_hash="",
            open_answers=("no rule of this vehicle relieves a charge of the case now",),
            waits_for_links=0,
            verified_through=date.min,
        )
    return Standing(
        decision_hash=answer.decision_hash,
        open_answers=answer.open_answers,
        waits_for_links=answer.waits_for_links,
        verified_through=answer.verified_through,
        printed_hash=printed.get(answer.particulars.case_id, ""),
    )


def take_back(
    casework: Casework,
    numbers: Sequence[int],
    doing: Doing,
    reason: str,
    *,
    through: int | None = None,
) -> Done:
    """Take the last event of each matter back, as an attorney who says why.

    `through` is the last entry of the chain that they have seen: of a matter in which something
    was recorded since, nothing is taken back. None: they look at what stands now.
    """

    def move(work: Work, number: int) -> None:
        require_attorney(work.member(doing.actor), "take an event back")
        work.take_back(work.matter(number), require_text(reason, "why"), through=through)

    return one_by_one(casework, numbers, doing, move)


def renew(workspace: Workspace, casework: Casework, numbers: Sequence[int], doing: Doing) -> Done:
    """Take over what the latest run answers now, and what the records ask for since.

    `done` are those of which either is another one.

    What was approved of an earlier answer is approved no more.
    """
    run = standing_run(workspace)
    answers = _answers_of(workspace, casework, run, numbers)
    new = _new_duties(workspace, casework, run, answers)
    changed: set[int] = set()

    def move(work: Work, number: int) -> None:
        require_office(work.member(doing.actor), "renew an answer")
        matter, answer = work.matter(number), answers[number]
        if matter.state not in BEFORE_FILING:
            raise MoveRefused(
                f"it is [{matter.state}]",
                where=f"matter {number}",
                why="What was filed is not answered anew.",
            )
        if answer is None:
            raise MoveRefused(
                "nothing relieves a charge of the case now",
                where=f"matter {number}",
                repair=f"Set it aside: [vacatur matters set-aside {number}].",
            )
        duties = new.get(number, ())
        if duties or answer.decision_hash != matter.decision_hash:
            changed.add(number)
            work.record(matter, _renewed(answer, run.name, duties))

    found = one_by_one(casework, numbers, doing, move)
    return Done(done=tuple(each for each in found.done if each in changed), refused=found.refused)


def _renewed(answer: CaseAnswer, run: str, duties: tuple[Duty, ...]) -> Renewed:
    return Renewed(
        pattern=answer.pattern,
        decision_hash=answer.decision_hash,
        run=run,
        verified_through=answer.verified_through,
        duties=duties,
        particulars=answer.particulars,
    )
