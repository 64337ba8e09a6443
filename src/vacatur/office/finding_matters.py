"""Finding a matter by its number, or by the number of its case."""

from __future__ import annotations

from vacatur.errors import UsageError
from vacatur.matters.queries import numbers_of_cases
from vacatur.matters.reading import LARGEST, matter_of
from vacatur.matters.store import Casework
from vacatur.office.workspace import Workspace

_LONGEST = 60  # letters of a case number


def find_matters(workspace: Workspace, casework: Casework, text: str) -> list[int]:
    """The matters that are meant, by number; at least one.

    Raises
    ------
    UsageError
        There is none. What was typed may be a case's number, so it is not told.
    """
    said = text.strip()
    if said.isascii() and said.isdigit() and len(said) < 19 and int(said) <= LARGEST:
        try:
            with casework.reading() as connection:
                return [matter_of(connection, int(said)).number]
        except UsageError:
            pass  # it may be the number of a case
    found = _of_case(workspace, casework, said) if 0 < len(said) <= _LONGEST else []
    if not found:
        raise UsageError(
            "no matter is so numbered, and none is about a case of that number",
            repair="Type the number as the court writes it, with nothing before or after.",
        )
    return found


def _of_case(workspace: Workspace, casework: Casework, number: str) -> list[int]:
    with workspace.connection() as connection:
        cases = workspace.records(connection)["cases"]
        rows = cases.filter(cases.number.upper() == number.upper()).select("case_id")
        ids = [row["case_id"] for row in rows.limit(50).to_pyarrow().to_pylist()]
    with casework.reading() as reading:
        return numbers_of_cases(reading, [casework.case_key(each) for each in ids])
