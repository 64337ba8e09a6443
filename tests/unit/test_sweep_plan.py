"""What follows for an open case, in which order, and what is known of its warrants."""

from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vacatur.ingest.side_tables import SIDE_TABLES
from vacatur.law.answers import Published
from vacatur.office.court_records import CaseWarrant, CaseWarrants, CourtDate, CourtRecords
from vacatur.office.packet_warrants import has_no_open_warrant, warrants_table
from vacatur.office.sweep_plan import Group, PlannedCase, PlannedCharge, group_of, work_order
from vacatur.screening.screened import together

DAY = date(2020, 6, 15)
WHOLE = {
    "courts": ["district"],
    "counties": ["Baltimore City"],
    "warrants": "all",
    "exported_on": "2020-06-15",
}


def charge(answer, *, covered=False, known=True):
    return PlannedCharge(
        charge_id="k/001", words="TRESPASS", answer=answer, is_covered=covered, is_known_open=known
    )


DECLINED = charge(Published.DECLINE, covered=True)
REFERRED = charge(Published.REVIEW, covered=True)


@pytest.mark.parametrize(
    ("charges", "group"),
    [
        ([DECLINED, DECLINED], Group.TO_DISMISS),
        ([DECLINED, charge(Published.PROSECUTE)], Group.MIXED),
        ([DECLINED, charge(Published.NO_POLICY)], Group.MIXED),
        ([DECLINED, charge(Published.DIVERT)], Group.MIXED),
        # The policy itself refers both charges of a mixed case; what it covers is known.
        ([REFERRED, charge(Published.REVIEW)], Group.MIXED),
        ([REFERRED], Group.REVIEW),
        ([DECLINED, REFERRED], Group.REVIEW),
        ([DECLINED, charge(Published.DECLINE, covered=True, known=False)], Group.REVIEW),
        ([charge(Published.PROSECUTE), charge(Published.NO_POLICY, known=False)], Group.REVIEW),
        ([charge(Published.REVIEW), charge(Published.PROSECUTE)], Group.REVIEW),
        ([charge(Published.DIVERT), charge(Published.PROSECUTE)], Group.DIVERTED),
        ([charge(Published.PROSECUTE), charge(Published.NO_POLICY)], Group.PROSECUTED),
        ([charge(Published.NO_POLICY)], Group.NO_POLICY),
        ([charge(Published.DECLINE, covered=True, known=False)], Group.NOT_KNOWN_OPEN),
    ],
)
def test_a_case_is_dismissed_where_every_open_charge_is_declined_and_nowhere_else(charges, group):
    assert group_of(charges) is group
    assert group_of(charges[::-1]) is group


@pytest.mark.parametrize(
    ("answers", "follows"),
    [
        ([Published.DECLINE, Published.NO_POLICY], Published.DECLINE),
        ([Published.DECLINE, Published.PROSECUTE], Published.REVIEW),
        ([Published.DECLINE, Published.REVIEW], Published.REVIEW),
        ([Published.NO_POLICY], Published.NO_POLICY),
        ([], Published.NO_POLICY),
    ],
)
def test_of_two_policies_nobody_chooses(answers, follows):
    assert together(answers) is follows
    assert together(answers[::-1]) is follows


def case(number, *, is_open, day=None, issued=None):
    warrant = CaseWarrant(
        kind="BENCH WARRANT", issued_on=issued, state=None, recorded=None, status_on=None
    )
    when = CourtDate(day=day, time="", location="", room="") if day else None
    return PlannedCase(
        case_id=number, case_number=number, court="district", group=Group.TO_DISMISS, turn=None,
        charges=(DECLINED,), court_date=when, date_is_known=True,
        warrants=CaseWarrants(warrants=(warrant,) if issued else (), is_open=is_open, why=""),
    )  # fmt: skip


def test_the_earliest_date_comes_first_then_the_warrant_then_the_oldest_and_no_date_last():
    ordered = [
        case("7", is_open=False, day=date(2020, 6, 22)),
        case("6", is_open=True, day=date(2020, 7, 1), issued=date(2019, 1, 1)),
        case("5", is_open=None, day=date(2020, 7, 1)),
        case("4", is_open=False, day=date(2020, 7, 1)),
        case("3", is_open=True, issued=date(2014, 1, 1)),
        case("2", is_open=True, issued=date(2018, 1, 1)),
        case("1", is_open=False),
    ]
    shuffled = [*ordered[3:], *ordered[:3]]
    assert sorted(shuffled, key=work_order) == ordered


class Place:
    """A workspace with one case, its warrants and dates, and what the export declares."""

    def __init__(self, folder, *, warrants=(), dates=(), roles=(), declared=None):
        self.records_folder = folder
        counts = {"cases": 1, "case_warrants": len(warrants), "court_dates": len(dates)}
        self._manifest = {"files": [{"role": role} for role in roles], "tables": counts}
        if declared is not None:
            self._manifest["coverage"] = {"declared": declared}
        case = {"case_id": "k1", "person_id": "p1", "court": "district", "county": "Baltimore City"}
        pq.write_table(pa.Table.from_pylist([case]), folder / "cases.parquet")
        self._write("case_warrants", warrants)
        self._write("court_dates", dates)

    def _write(self, name, rows):
        kinds = {"string": pa.string(), "date": pa.date32(), "int64": pa.int64()}
        schema = pa.schema([(column, kinds[kind]) for column, kind in SIDE_TABLES[name].items()])
        blank = dict.fromkeys(SIDE_TABLES[name])
        told = [{**blank, "case_id": "k1", "source_row": n, **row} for n, row in enumerate(rows)]
        table = pa.Table.from_pylist(told, schema=schema)
        pq.write_table(table, self.records_folder / f"{name}.parquet")

    def records_manifest(self):
        return self._manifest

    @contextmanager
    def connection(self):
        yield ibis.duckdb.connect()


def warrants_of(folder, *warrants, roles=("warrants",), declared=WHOLE, as_of=DAY):
    place = Place(folder, warrants=warrants, roles=roles, declared=declared)
    return CourtRecords(place).warrants({"k1"}, as_of=as_of)["k1"]


ACTIVE = {"kind": "BENCH WARRANT", "issued_on": date(2019, 1, 2), "status": "open"}
SERVED = {"status": "ended", "status_recorded": "SERVED", "status_on": date(2019, 3, 4)}
STRANGE = {"status": None, "status_recorded": "HELD"}


@pytest.mark.parametrize(
    ("rows", "is_open"),
    [
        ((ACTIVE,), True),
        ((SERVED,), False),
        ((), False),
        ((STRANGE,), None),
        ((SERVED, STRANGE), None),
        ((STRANGE, ACTIVE), True),
        # As of a day before its last status, nobody knows how it stood.
        (({**SERVED, "status_on": date(2020, 6, 16)},), None),
        (({**ACTIVE, "status_on": date(2020, 6, 16)},), None),
    ],
)
def test_a_word_that_nobody_explained_is_not_known_and_never_none(tmp_path, rows, is_open):
    found = warrants_of(tmp_path, *rows)
    assert found.is_open is is_open
    assert bool(found.why) is (is_open is None)


@pytest.mark.parametrize(
    ("roles", "changed", "why"),
    [
        ((), {}, "has no table of warrants"),
        (("warrants",), None, "nobody declares"),
        (("warrants",), {"warrants": "some"}, "nobody declares"),
        (("warrants",), {"courts": ["circuit"]}, "court"),
        (("warrants",), {"counties": ["Howard County"]}, "county"),
        (("warrants",), {"exported_on": "2020-06-14"}, "does not reach"),
    ],
)
def test_where_the_export_does_not_cover_a_case_its_silence_is_a_question(
    tmp_path, roles, changed, why
):
    declared = None if changed is None else WHOLE | changed
    found = warrants_of(tmp_path, roles=roles, declared=declared)
    assert found.is_open is None
    assert why in found.why


def test_a_warrant_that_is_open_is_open_whatever_the_export_covers(tmp_path):
    assert warrants_of(tmp_path, ACTIVE, declared=None).is_open is True


def dates_of(folder, *dates):
    place = Place(folder, dates=dates, roles=("court_schedule",))
    return CourtRecords(place).next_dates({"k1"}, as_of=DAY)


def test_the_next_date_is_the_first_of_which_nothing_has_come(tmp_path):
    rows = [
        {"day": date(2020, 6, 14)},
        {"day": date(2020, 7, 1), "result": "POSTPONED"},
        {"day": date(2020, 8, 3), "room": "5"},
        {"day": date(2020, 7, 9), "room": "2", "time": "09:00 AM"},
    ]
    found = dates_of(tmp_path, *rows)["k1"]
    assert found == CourtDate(day=date(2020, 7, 9), time="09:00 AM", location="", room="2")
    assert dates_of(tmp_path, {"day": DAY})["k1"].day == DAY
    assert dates_of(tmp_path)["k1"] is None
    assert "k1" not in dates_of(tmp_path, *rows, {"day": None})  # one that cannot be read


@pytest.mark.parametrize(
    ("rows", "printed"),
    [
        ((ACTIVE,), [("BENCH WARRANT", "2019-01-02", "")]),
        ((ACTIVE, SERVED), [("BENCH WARRANT", "2019-01-02", "")]),
        ((ACTIVE, STRANGE), None),  # the motion would leave out one that may be open
        ((ACTIVE, {**ACTIVE, "kind": None}), None),
        ((ACTIVE, {**ACTIVE, "issued_on": None}), None),
        ((SERVED,), None),
    ],
)
def test_a_motion_names_every_open_warrant_or_is_not_made(tmp_path, rows, printed):
    read = SimpleNamespace(
        stated={}, matter=SimpleNamespace(duties=()), warrants=warrants_of(tmp_path, *rows)
    )
    table = warrants_table(read)
    assert (table and [*table.rows]) == printed
    assert has_no_open_warrant(read) is (rows == (SERVED,))
