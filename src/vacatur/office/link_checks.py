"""What an answer about two cases must be before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from vacatur.errors import UsageError
from vacatur.identity.contradicting import contradicting
from vacatur.identity.hearing import heard
from vacatur.identity.key_groups import key_groups
from vacatur.identity.said_log import SaidEvent, SaidLine
from vacatur.office.answering import require_author
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAnswer:
    """What somebody says of two cases, each by its id or its number, and why."""

    one: str
    other: str
    same: bool
    reason: str  # a sentence


def line_of(
    workspace: Workspace, answer: PairAnswer, *, by: str, on: date, pending: Sequence[SaidLine] = ()
) -> SaidLine:
    """The line of the log that an answer makes.

    Parameters
    ----------
    pending
        Lines that will stand before it.

    Raises
    ------
    UsageError
        Nobody says so or why, there is no such case, or the answer contradicts a key or an answer
        that stands; their lines are named.
    """
    require_author(by)
    if not answer.reason.strip():
        raise UsageError(
            "it is not said why",
            why="Whoever looks again must see what the answer rests on.",
            repair="Give a sentence without names: --reason 'the same thumbprint on both cards'.",
        )
    one, other = sorted((case_named(workspace, answer.one), case_named(workspace, answer.other)))
    if one == other:
        raise UsageError(f"case [{answer.one}] is named twice", repair="Name two cases.")
    line = SaidLine(
        number=workspace.said().next_number + len(pending),
        on=on,
        by=by,
        event=SaidEvent.SAID,
        case_l=one,
        case_r=other,
        same=answer.same,
        reason=answer.reason.strip(),
    )
    standing = [*heard(workspace.said().standing(), workspace.records_folder), *pending]
    _refuse_said_already(line, standing)
    groups = key_groups(
        workspace.records_folder, {case for each in (*standing, line) for case in each.pair}
    )
    found = contradicting(line, standing, groups)
    if found is not None:
        raise _by_key(workspace, line) if not found else _by_answers(line, found)
    return line


def case_named(workspace: Workspace, name: str) -> str:
    """The id of a case that linking can link, by its id or its number.

    Raises
    ------
    UsageError
        There is none, there are several, or its source names the person itself.
    """
    workspace.records_manifest()  # there are records
    name = name.strip()
    cases = parquet(workspace.records_folder / "cases.parquet")
    links = parquet(workspace.records_folder / "links.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(
            f"""select case_id, case_id in (select case_id from {links}) from {cases}
            where case_id = $name or trim(number) = $name
            order by case_id <> $name, case_id""",
            {"name": name},
        ).fetchall()
        if not found:
            nearest = connection.execute(
                f"""select coalesce(trim(number), case_id) as called from {cases}
                order by levenshtein(called, $name), called limit 1""",
                {"name": name},
            ).fetchall()
            repair = f"Did you mean [{nearest[0][0]}]?" if nearest else ""
            raise UsageError(f"the workspace has no case [{name}]", repair=repair)
    if len(found) > 1 and found[0][0] != name:
        ids = ", ".join(case for case, _ in found)
        raise UsageError(f"{len(found)} cases bear the number [{name}]", repair=f"Name one: {ids}.")
    case, is_linked = found[0]
    if not is_linked:
        raise UsageError(
            f"the source itself names the person of case [{name}]",
            why="Such a case is not linked, so no answer about links can move it.",
        )
    return str(case)


def _refuse_said_already(line: SaidLine, standing: Sequence[SaidLine]) -> None:
    for each in standing:
        if each.pair == line.pair and each.same == line.same:
            raise UsageError(
                f"line {each.number} of the log of links says so already",
                repair="vacatur link log shows it.",
            )


def _by_answers(line: SaidLine, found: Sequence[SaidLine]) -> UsageError:
    told = "; ".join(
        f"line {each.number}, by {each.by}: [{each.case_l}] and [{each.case_r}] are"
        f" {'one person' if each.same else 'two people'}"
        for each in found
    )
    said = "one person" if line.same else "two people"
    return UsageError(
        f"that [{line.case_l}] and [{line.case_r}] are {said} contradicts earlier answers: {told}",
        why="They cannot all be right, and nothing here can say which is wrong.",
        repair="Take the wrong one back first: vacatur link undo NUMBER --by NAME.",
    )


def _by_key(workspace: Workspace, line: SaidLine) -> UsageError:
    cases = parquet(workspace.records_folder / "cases.parquet")
    rows = duckdb.execute(
        f"select person_id from {cases} where case_id = ?", [line.case_l]
    ).fetchall()
    return UsageError(
        f"a key joins [{line.case_l}] and [{line.case_r}], and no answer parts whom a key joins",
        why="The same number of the State, the police or the court stands in both.",
        repair=f"[vacatur link explain {rows[0][0]}] shows it. If it is wrong, whoever issued it"
        " must correct it, and the corrected export parts the two.",
    )
