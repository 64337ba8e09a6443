"""By what the charges that a clause leaves out are counted: race as recorded, or a district.

Records hold no police district, and a court's location is none. So an office says itself, in a
file, in which district each case arose; nothing is worked out of an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from vacatur.errors import FigureRefused, IngestError
from vacatur.evidence.figures import MOST_MISSING
from vacatur.office.case_subjects import usual
from vacatur.office.hand_csv import rows_of_csv
from vacatur.record.tables import Records

RACE, DISTRICT = "race", "district"
COLUMNS = ("case_number", "district")
GROUPS = "simulated_groups"
_CASES = "simulated_districts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """By what is counted; `districts`: the file that says which case arose in which district."""

    by: str
    districts: Path | None  # None: counted by race


def group_charges(connection: Backend, records: Records, grouping: Grouping) -> None:
    """Make the table of `charge_id` and `label`, "" where it is not recorded.

    Raises
    ------
    IngestError
        The file of districts cannot be read, or says two of one case.
    FigureRefused
        More than 40 % of the charges have no district.
    """
    if grouping.districts is None:
        labelled = _by_race(records)
    else:
        labelled = _by_district(connection, records, grouping.districts)
    connection.create_table(GROUPS, labelled, temp=True, overwrite=True)
    if grouping.districts is not None:
        _require_districts(connection, grouping.districts.name)


def _by_race(records: Records) -> ir.Table:
    """Each charge with its person's race, in one word where courts use two."""
    persons = records["persons"]
    word = persons.race.upper().split(",")[0].fill_null("")
    races = persons.select("person_id", label=word.nullif("UNKNOWN").fill_null(""))
    return records["charges"].select("charge_id", "person_id").join(races, "person_id").select(
        "charge_id", "label"
    )  # fmt: skip


def _by_district(connection: Backend, records: Records, path: Path) -> ir.Table:
    told = districts_of(path)
    rows = pa.table({"number": list(told), "label": list(told.values())})
    connection.create_table(_CASES, rows, temp=True, overwrite=True)
    cases = records["cases"]
    number = cases.number.strip().re_replace(r"\s+", " ").upper()
    named = cases.select("case_id", number=number)
    labels = named.join(connection.table(_CASES), "number").select("case_id", "label")
    charges = records["charges"].select("charge_id", "case_id")
    joined = charges.join(labels, "case_id", how="left")
    return joined.select("charge_id", label=ibis.coalesce(joined.label, ""))


def districts_of(path: Path) -> dict[str, str]:
    """By number of a case, as courts print it: the district that the file says.

    Raises
    ------
    IngestError
        The file cannot be read, a cell is blank, or a case has two districts.
    """
    found: dict[str, str] = {}
    for line, row in enumerate(rows_of_csv(path, COLUMNS, COLUMNS), start=2):
        number, district = usual(row["case_number"]), row["district"]
        where = f"{path.name}, row {line}"
        if not number or not district:
            raise IngestError("a cell is blank", where=where, repair="Leave the row out.")
        if found.setdefault(number, district) != district:
            raise IngestError(
                "the case stands in two districts",
                where=where,
                why="Its charges would be counted in whichever came first.",
                repair="Say one.",
            )
    return found


def _require_districts(connection: Backend, where: str) -> None:
    row = connection.con.execute(
        f"select count(*), count(*) filter (label = '') from {GROUPS}"
    ).fetchone()
    assert row is not None  # an aggregate has one row
    total, lacking = row
    if lacking > MOST_MISSING * total:
        raise FigureRefused(
            f"[{lacking:,}] of [{total:,}] charges have no district",
            where=where,
            why="What the others say may be turned about by those that are missing.",
            repair="Name the district of more cases, by the number as the court prints it.",
        )
