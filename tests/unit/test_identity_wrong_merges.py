"""Which recorded fields tell two people apart whom one linked person holds."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from vacatur.identity import quality
from vacatur.identity.near import define_near

FOLDER = Path(quality.__file__).parent
SCRIPTS = [
    (FOLDER / name).read_text(encoding="utf-8") for name in ("alike.sql", "wrong_merges.sql")
]
BORN = date(1980, 1, 2)
PLAIN = {
    "given": "JOHN", "surname": "SMITH", "middle": None, "suffix": None,
    "birth_date": BORN, "sex": "M", "zip": "21201", "hard": "",
    "address": None,
}  # fmt: skip

SCHEMA = pa.schema(
    [
        (name, pa.date32() if name == "birth_date" else pa.string())
        for name in (*PLAIN, "truth", "person_id", "case_id", "name", "printed")
    ]
)


def fields_of(*people, standing=(), common=()):
    """The fields by which a first true person and a second one are told apart.

    Each of `people` is who it is about and in what the case differs from `PLAIN`; `standing` are
    given names that three other people bear, and `common` ones two hundred.
    """
    cases = [{**PLAIN, **about, "truth": who, "person_id": "p"} for who, about in people]
    cases += [
        {**PLAIN, "given": name, "birth_date": date(1800 + year, 1, 1), "truth": f"{name}{year}",
         "person_id": f"{name}{year}"}
        for names, bearers in ((standing, 3), (common, 200))
        for name in names for year in range(bearers)
    ]  # fmt: skip
    for number, case in enumerate(cases):
        case["case_id"] = case["name"] = case["printed"] = str(number)
    with duckdb.connect() as connection:
        connection.register("every", pa.Table.from_pylist(cases, SCHEMA))
        connection.execute(
            """create table judged as select case_id, truth, person_id, hard from every;
            create table defendants as select case_id, name, zip, address, birth_date from every;
            create table linkable as select case_id, birth_date, sex as plain_sex from every;
            create table names_in_words as
                select printed, given, surname, middle, suffix from every;
            create table spellings as select given, surname,
                strftime(birth_date, '%Y%m%d') as birth_day from every;
            create table forms as select 'JACK' as form, ['JOHN'] as forms
                union all select 'JON', ['JOHN'] union all select 'JOHN', ['JOHN']"""
        )
        define_near(connection)
        for script in SCRIPTS:
            connection.execute(script)
        ((_, _, fields),) = connection.execute("from wrong_merges").fetchall()
    return fields


@pytest.mark.parametrize(
    ("about", "fields"),
    [
        ({}, []),
        ({"given": "PETER"}, ["given name"]),
        ({"given": "JACK"}, []),  # a form of the name
        ({"given": "J"}, []),
        ({"given": "SMITH", "surname": "JOHN"}, []),  # swapped
        ({"given": "JOHNN"}, []),  # a typing error
        ({"middle": "LEE"}, []),  # not recorded of both
        ({"suffix": "JR"}, []),
        ({"birth_date": date(1981, 1, 2)}, []),
        ({"birth_date": date(1980, 2, 1)}, []),
        ({"birth_date": date(1980, 1, 12)}, []),
        ({"birth_date": date(1975, 9, 30)}, ["birth date"]),
        ({"sex": "F"}, ["sex"]),
        ({"sex": None}, []),
        ({"zip": "21230"}, []),
        ({"zip": "21801"}, ["region"]),
        ({"given": "PETER", "sex": "F"}, ["given name", "sex"]),
    ],
)
def test_a_typing_error_tells_nobody_apart(about, fields):
    assert fields_of(("a", {}), ("b", about)) == fields


@pytest.mark.parametrize(
    ("one", "other", "fields"),
    [
        ("LEE", "LEE", []),
        ("LEE", "LEA", []),
        ("LEE", "L", []),
        ("LEE", "DAVID", ["middle name"]),
        ("D", "T", ["middle name"]),
        ("L", "L", []),
    ],
)
def test_middle_names(one, other, fields):
    assert fields_of(("a", {"middle": one}), ("b", {"middle": other})) == fields


def test_suffixes():
    assert fields_of(("a", {"suffix": "JR"}), ("b", {"suffix": "SR"})) == ["suffix"]


def test_two_names_that_stand_are_no_typing_error():
    people = (("a", {"given": "JAMAL"}), ("b", {"given": "JAMAR"}))

    assert fields_of(*people) == []
    assert fields_of(*people, standing=("JAMAL",)) == []
    assert fields_of(*people, standing=("JAMAL", "JAMAR")) == ["given name"]


def test_a_typing_error_may_be_made_three_times_where_two_hundred_bear_the_name():
    people = (("a", {"given": "JHON"}), ("b", {}))

    assert fields_of(*people, standing=("JHON", "JOHN")) == ["given name"]
    assert fields_of(*people, standing=("JHON",), common=("JOHN",)) == []


def test_at_one_address_another_region_is_a_mistyped_zip_code():
    home = {"address": "12 Main St"}

    assert fields_of(("a", home), ("b", {"address": "12 MAIN ST.", "zip": "21801"})) == []
    assert fields_of(("a", home), ("b", {"address": "7 Oak Ave", "zip": "21801"})) == ["region"]
    assert fields_of(("a", home), ("b", {"zip": "21801"})) == ["region"]


def test_every_case_must_differ():
    people = (("a", {}), ("b", {"sex": "F"}))

    assert fields_of(*people, ("b", {"sex": None})) == ["sex"]
    assert fields_of(*people, ("b", {"sex": "M"})) == []
