"""Answers about links: that two cases are one person's, or two people's, and taking them back.

Each is a line of a log, heard by every later linking. The cases are linked again at once, and
everybody whose record is another one then is decided again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.errors import UsageError, nearest
from vacatur.identity.link_report import LinkReport
from vacatur.identity.linking import LINKS
from vacatur.identity.said_log import SaidEvent, SaidLine, SaidLog, write_said
from vacatur.office.answering import require_author
from vacatur.office.deciding_again import Redecided
from vacatur.office.deciding_relinked import ChangedAnswer, decide_relinked
from vacatur.office.intake import link_records
from vacatur.office.intake_commit import commit_links, stage_records, staging
from vacatur.office.link_checks import PairAnswer, line_of
from vacatur.office.link_differences import differences, snapshot
from vacatur.office.stale import latest_standing
from vacatur.office.workspace import Workspace
from vacatur.sql import literal, parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinking:
    """What some lines of the log changed.

    `merged`: a person and those that it was before. `split`: a person and those that it is now.
    `touched` counts the persons whose record is another one. `redecided` is None where no run could
    be added to; `changed` names each answer that is another one.
    """

    lines: tuple[SaidLine, ...]
    linked: LinkReport
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    split: tuple[tuple[str, tuple[str, ...]], ...]
    touched: int
    redecided: Redecided | None
    changed: tuple[ChangedAnswer, ...]


def answer_pairs(
    workspace: Workspace, answers: Sequence[PairAnswer], *, by: str, on: date
) -> Relinking:
    """Write answers down, link again, and decide again whom that touches.

    Raises
    ------
    UsageError
        As for `link_checks.line_of`; then nothing is written.
    """
    lines: list[SaidLine] = []
    for each in answers:
        lines.append(line_of(workspace, each, by=by, on=on, pending=lines))
    return _relink(workspace, lines)


def undo_answer(workspace: Workspace, number: int, *, by: str, reason: str, on: date) -> Relinking:
    """Take an answer back: the cases are linked as if it had never been given.

    Raises
    ------
    UsageError
        There is no such answer that stands.
    """
    require_author(by)
    log = workspace.said()
    standing = [str(line.number) for line in log.standing()]
    if str(number) not in standing:
        raise UsageError(
            f"the log of links has no answer [{number}] that stands",
            repair=nearest(str(number), standing) or "No answer stands.",
        )
    line = SaidLine(
        number=log.next_number,
        on=on,
        by=by,
        event=SaidEvent.UNDONE,
        reason=reason.strip(),
        undoes=number,
    )
    return _relink(workspace, [line])


def _relink(workspace: Workspace, lines: Sequence[SaidLine]) -> Relinking:
    run = latest_standing(workspace, facts=workspace.facts_state().sha256)
    with snapshot(workspace) as before:
        linked = _link_with(workspace, lines)
        with snapshot(workspace) as after:
            differ = differences(before, after)
    touched = [person for person, _ in differ.touched]
    last = lines[-1].number
    redecided, changed = decide_relinked(workspace, run, touched, line=last) if run else (None, ())
    return Relinking(
        lines=tuple(lines),
        linked=linked,
        merged=differ.merged,
        split=differ.split,
        touched=len(touched),
        redecided=redecided,
        changed=changed,
    )


def _link_with(workspace: Workspace, lines: Sequence[SaidLine]) -> LinkReport:
    """Link again with more lines; they and the links count together, or none of them does."""
    log = workspace.said()
    with staging(workspace) as staged:
        stage_records(staged)
        write_said(staged.said_folder, [*log.lines, *lines])
        earlier = _links_before(workspace, log, lines, staged.folder / "earlier.parquet")
        linked = link_records(staged, earlier=earlier).linked
        was = _renamed(workspace.records_folder / LINKS, staged.records_folder / LINKS)
        write_said(staged.said_folder, [*log.lines, *(replace(each, was=was) for each in lines)])
        commit_links(staged)
    return linked


def _links_before(
    workspace: Workspace, log: SaidLog, lines: Sequence[SaidLine], path: Path
) -> Path:
    """The links by which ids are kept: those before an answer that is taken back."""
    links = workspace.records_folder / LINKS
    undone = [log.lines[line.undoes - 1] for line in lines if line.undoes is not None]
    was = [each for line in undone for each in line.was]
    if not was:
        return links
    table = {
        "case_id": pa.array([case for case, _ in was], pa.string()),
        "was": pa.array([person for _, person in was], pa.string()),
    }
    with duckdb.connect() as connection:
        connection.register("renamed", pa.table(table))
        connection.execute(
            f"""copy (select links.* replace (coalesce(was, person_id) as person_id)
                from {parquet(links)} links left join renamed using (case_id))
            to {literal(path)} (format parquet)"""
        )
    return path


def _renamed(before: Path, after: Path) -> tuple[tuple[str, str], ...]:
    """Cases whose person bears another id now, each with the id before."""
    rows = duckdb.execute(
        f"""select case_id, b.person_id from {parquet(before)} b join {parquet(after)} a
            using (case_id)
        where a.person_id <> b.person_id order by case_id"""
    ).fetchall()
    return tuple((case, person) for case, person in rows)
