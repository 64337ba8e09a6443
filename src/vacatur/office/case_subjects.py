"""Under which key a case is sealed: one for everything that is known of it, wherever it stands.

A court orders a case forgotten, and not a matter, a screened charge or a diversion of it: so all of
them have one key. Records know a case by its id, people by its number; either finds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from vacatur.errors import MoveRefused
from vacatur.matters.queries import of_cases
from vacatur.matters.register_index import subjects_found_by
from vacatur.matters.store import Casework, Work
from vacatur.office.erasures import Forgotten
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseName:
    """How a case is known. `case_id` is the records' and blank where they do not hold it.

    `number` is the court's, in its usual form; blank: none is known. One of the two is not blank.
    """

    case_id: str
    number: str

    def keys(self, casework: Casework) -> tuple[str, ...]:
        """The keyed hashes that may find it, the one of its id first."""
        return tuple(casework.case_key(each) for each in (self.case_id, self.number) if each)

    def found_by(self, casework: Casework) -> str:
        """The keyed hash by which a register finds it: of what people call it."""
        return self.keys(casework)[-1]

    def is_forgotten(self, forgotten: Forgotten) -> bool:
        """Whether somebody put it into the vault, or had it obliterated."""
        return any(forgotten.names(each) for each in (self.case_id, self.number) if each)


def usual(number: str) -> str:
    """A number of a case as courts print it: however it was typed, one case has one name."""
    return " ".join(number.split()).upper()


def names_by_number(workspace: Workspace, numbers: Iterable[str]) -> dict[str, CaseName]:
    """The cases of some numbers, by the number as it was given.

    Raises
    ------
    MoveRefused
        The records hold several cases of one number, and nobody can tell which is meant.
    """
    given = list(numbers)
    known = _ids_in_records(workspace, {usual(each) for each in given})
    return {each: _name(usual(each), known) for each in given}


def name_in_records(workspace: Workspace, case_id: str) -> CaseName:
    """A case of the records, with its number."""
    path = workspace.records_folder / "cases.parquet"
    with duckdb.connect() as connection:
        query = f"select number from {parquet(path)} where case_id = ?"
        found = connection.execute(query, [case_id]).fetchone()
    return CaseName(case_id=case_id, number=usual(found[0] or "") if found else "")


def subject_of_case(casework: Casework, work: Work, name: CaseName) -> str:
    """The subject of a case; one that has none gets a new one."""
    return subjects_of_cases(casework, work, {"": name.keys(casework)})[""]


def subjects_of_cases(
    casework: Casework, work: Work, cases: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """The subject of each case; one that has none gets a new one.

    Parameters
    ----------
    cases
        By any name: the keyed hashes that may find the case, the surest first.
    """
    keys = {key for each in cases.values() for key in each}
    found = subjects_found_by(work.connection, keys)
    found |= {key: subject for key, (subject, _) in of_cases(work.connection, keys).items()}
    subjects = {
        name: next((found[key] for key in each if key in found), "") for name, each in cases.items()
    }
    fresh = [name for name, subject in subjects.items() if not subject]
    return subjects | dict(zip(fresh, casework.keys.make(len(fresh)), strict=True))


def _ids_in_records(workspace: Workspace, numbers: Collection[str]) -> Mapping[str, list[str]]:
    path = workspace.records_folder / "cases.parquet"
    if not path.is_file() or not numbers:
        return {}
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""select upper(trim(regexp_replace(number, '\\s+', ' ', 'g'))) as usual,
                list(case_id order by case_id)
            from {parquet(path)} group by usual having list_contains(?, usual)""",
            [sorted(numbers)],
        ).fetchall()
    return dict(rows)


def _name(number: str, known: Mapping[str, list[str]]) -> CaseName:
    ids = known.get(number, [])
    if len(ids) > 1:
        raise MoveRefused(
            f"the records hold {len(ids)} cases of one number",
            why="What is recorded would be sealed with a stranger's case, and forgotten with it.",
            repair="See [vacatur records]: a mapping can name cases by more than their number.",
        )
    return CaseName(case_id=ids[0] if ids else "", number=number)
