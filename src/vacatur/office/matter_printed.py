"""What the court printed of the people of some cases, and one hash of it for each case.

No answer rests on a name, an address or a warrant, so the hash of an answer does not cover them;
but papers print them, and what was approved is what may be printed. A hash is made with the case's
own key: once that is destroyed, nobody can try a name on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date

from vacatur.matters.codec import canonical
from vacatur.matters.queries import of_cases
from vacatur.matters.sealing import derived, keyed_hash
from vacatur.matters.store import Casework
from vacatur.office.court_records import CourtRecords
from vacatur.office.looking_up import rows_with
from vacatur.office.workspace import Workspace

_AT_ONCE = 1_000  # SQLite takes no more than some thousands in one query


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the court printed of the defendant of a case. Null: not recorded."""

    name: str | None
    address: str | None
    town: str | None
    zip: str | None
    birth_date: date | None


_COLUMNS = tuple(each.name for each in fields(Printed))


def printed_hashes(
    workspace: Workspace, casework: Casework, case_ids: Collection[str]
) -> Mapping[str, str]:
    """By case: a hash of what is printed. A case of which nothing is recorded is left out."""
    subjects = _subjects(casework, case_ids)
    warrants = CourtRecords(workspace).printed_warrants(case_ids)
    found = {}
    for case_id, printed in printed_of(workspace, case_ids).items():
        key = casework.keys.get(subjects[case_id]) if case_id in subjects else None
        if key is not None:
            bound = derived(key.hex(), "vacatur: what is printed of a defendant")
            # A case without warrants keeps the hash that it had before any were read.
            texts = [*_said(printed), *warrants.get(case_id, ())]
            found[case_id] = keyed_hash(bound, canonical(texts))
    return found


def _said(printed: Printed) -> list[str]:
    """What is hashed. A town that was not read is left out, as it was before towns were."""
    told = asdict(printed)
    if printed.town is None:
        del told["town"]
    return [str(value or "") for value in told.values()]


def _subjects(casework: Casework, case_ids: Collection[str]) -> Mapping[str, str]:
    """The opaque name of each case that has a matter."""
    names = {casework.case_key(case_id): case_id for case_id in case_ids}
    keys, found = list(names), {}
    with casework.reading() as connection:
        for start in range(0, len(keys), _AT_ONCE):
            known = of_cases(connection, keys[start : start + _AT_ONCE])
            found.update({names[key]: subject for key, (subject, _) in known.items()})
    return found


def printed_of(workspace: Workspace, case_ids: Collection[str]) -> Mapping[str, Printed]:
    """By case; one of which nothing is recorded is left out."""
    path = workspace.records_folder / "defendants.parquet"
    if not case_ids or not path.is_file():
        return {}

    # An earlier vacatur wrote fewer columns.
    return {
        row["case_id"]: Printed(**{name: row.get(name) for name in _COLUMNS})
        for row in rows_with(path, "case_id", case_ids)
    }
