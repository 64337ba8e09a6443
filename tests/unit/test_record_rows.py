"""Between a record and the rows of its tables nothing is lost, in memory or in DuckDB."""

from dataclasses import replace

import pytest

from tests.support.populations import population
from vacatur.errors import RecordError
from vacatur.record.columns import columns_of
from vacatur.record.rows import record_of, rows_of
from vacatur.record.tables import TABLES, records_in_memory


@pytest.fixture(scope="module")
def people():
    return population("us-xx", 400, seed=3)


def test_a_record_comes_back_from_its_rows_unchanged(people):
    for record in people:
        rows = rows_of([record])
        assert record_of(rows, record_id=record.record_id, as_of=record.as_of) == record


def test_a_record_comes_back_from_duckdb_unchanged(people):
    some = people[:40]
    stored = records_in_memory(rows_of(some))
    tables = {name: stored[name].to_pyarrow().to_pylist() for name in TABLES}
    for record in some:
        rows = rows_of_one(record, tables)
        assert record_of(rows, record_id=record.record_id, as_of=record.as_of) == record


def rows_of_one(record, tables):
    case_ids = {case.case_id for case in record.cases}
    charge_ids = {charge.charge_id for charge in record.charges()}
    own = {"person_id": {record.person.person_id}, "case_id": case_ids, "charge_id": charge_ids}
    found = {}
    for name, rows in tables.items():
        key = next((k for k in ("person_id", "case_id", "charge_id") if rows and k in rows[0]), "")
        found[name] = [row for row in rows if not key or row[key] in own[key]]
    return found


def test_equal_offences_share_one_row(people):
    rows = rows_of([*people, *people])
    words = [tuple(row.items())[1:] for row in rows["offenses"]]
    assert len(words) == len(set(words))
    assert len({row["offense_id"] for row in rows["charges"]}) == len(words)


def test_a_list_nobody_looked_up_differs_from_an_empty_one(people):
    record = people[0]
    for name in ("registrations", "warrants", "diversions", "relief"):
        for held in (None, ()):
            given = replace(record, person=replace(record.person, **{name: held}))
            rows = rows_of([given])
            back = record_of(rows, record_id=record.record_id, as_of=record.as_of)
            assert getattr(back.person, name) == held


def test_every_table_of_no_record_is_there_and_empty():
    tables = records_in_memory(rows_of([]))
    assert all(tables[name].to_pyarrow().num_rows == 0 for name in TABLES)


def test_every_column_says_what_it_means_and_what_null_says():
    from vacatur.law.rows import RECORD_CLASS

    for entity in RECORD_CLASS.values():
        for column in columns_of(entity):
            assert column.about.meaning, f"{entity.__name__}.{column.name}"
            assert column.about.null, f"{entity.__name__}.{column.name}"


def test_a_charge_that_is_not_there_names_the_nearest(people):
    record = people[0]
    known = next(record.charges()).charge_id
    with pytest.raises(RecordError, match=rf"Did you mean \[{known}\]\?"):
        record.charge(known + "x")
