"""Linking by exact keys: who is joined, who is not, and what is said of a person."""

from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vacatur.errors import WorkspaceError
from vacatur.identity.exact_keys import MOST_PEOPLE
from vacatur.identity.link_report import format_link_report
from vacatur.identity.linking import link
from vacatur.record.tables import TABLES

TYPES = {
    "string": pa.string(),
    "boolean": pa.bool_(),
    "int64": pa.int64(),
    "date": pa.date32(),
    "decimal(20, 10)": pa.decimal128(20, 10),
    "array<string>": pa.list_(pa.string()),
}
SIDE = {
    "identifiers": {"case_id": "string", "kind": "string", "value": "string"},
    "defendants": {
        "case_id": "string", "birth_date": "date", "race": "string", "sex": "string",
        "name": "string", "address": "string", "zip": "string",
        "history_checked_on": "date", "source_file": "string", "source_row": "int64",
        "read_elsewhere": "array<string>", "unreadable": "array<string>",
    },
}  # fmt: skip
BORN = date(1980, 1, 2)
OTHER_DAY = date(1990, 1, 2)


class Records:
    """A records folder with one charge in each case; keys are written `kind=value`."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, cases, told=()):
        rows = {name: [] for name in ("persons", "cases", "charges", *SIDE)}
        for number, (case_id, about) in enumerate(cases.items(), start=1):
            place = {"case_id": case_id, "source_file": "f", "source_row": number, "unreadable": []}
            rows["cases"].append(place)
            rows["charges"].append({**place, "charge_id": f"{case_id}/1"})
            keys = about.pop("keys", "")
            rows["defendants"].append({**place, **about})
            rows["identifiers"] += [
                {"case_id": case_id, "kind": kind, "value": value}
                for kind, value in (key.split("=") for key in keys.split())
            ]
        for person in told:
            rows["persons"].append({"person_id": person, "custody": "none", "unreadable": []})
            rows["cases"].append({"case_id": f"{person}/k", "person_id": person, "unreadable": []})
            key = {"case_id": f"{person}/k", "kind": "feed_person_key", "value": person}
            rows["identifiers"].append(key)
        for name, found in rows.items():
            columns = SIDE.get(name) or TABLES[name].columns
            schema = pa.schema([(each, TYPES[kind]) for each, kind in columns.items()])
            pq.write_table(pa.Table.from_pylist(found, schema=schema), self.path(name))
        return self

    def path(self, name):
        return self.folder / f"{name}.parquet"

    def rows(self, name):
        found = duckdb.sql(f"select * from read_parquet('{self.path(name)}')")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    def linked(self, cases, **more):
        """The persons of some cases, each as a string of case ids."""
        self.report = link(self.write(cases, **more).folder)
        persons = {}
        for row in self.rows("cases"):
            persons.setdefault(row["person_id"], []).append(row["case_id"])
        return {" ".join(sorted(cases)) for cases in persons.values()}

    def person(self, *defendants):
        """The one person of cases that share a key."""
        cases = {
            f"c{number}": {"keys": "state_id=S", **about} for number, about in enumerate(defendants)
        }
        self.linked(cases)
        (person,) = self.rows("persons")
        return person


@pytest.fixture
def records(tmp_path):
    return Records(tmp_path)


@pytest.mark.parametrize("kind", ["state_id", "feed_person_key", "tracking_number", "linked_case"])
def test_one_key_joins_two_cases(records, kind):
    cases = {"b": {"keys": f"{kind}=7"}, "a": {"keys": f"{kind}=7"}, "c": {"keys": f"{kind}=8"}}

    assert records.linked(cases) == {"a b", "c"}
    assert records.report.added[kind] == 1
    assert {row["case_id"]: row["person_id"] for row in records.rows("charges")} == {
        "a": "p-a", "b": "p-a", "c": "p-c",
    }  # fmt: skip


def test_keys_of_two_kinds_with_one_value_join_nobody(records):
    cases = {"a": {"keys": "state_id=7"}, "b": {"keys": "tracking_number=7"}}

    assert records.linked(cases) == {"a", "b"}


@pytest.mark.parametrize(
    "value",
    ["0", "000000000000", "Unknown", "UNKNOWN", "NaN", "none", "-", "N/A", "n/a", "NA", "NONE",
     "UNK", "Null", "9", "999", "999999999999", "999-99-9999", "11", "777777", "000-00-0000"],
)  # fmt: skip
def test_a_word_for_none_joins_nobody(records, value):
    keys = f"tracking_number={value} state_id={value} feed_person_key={value}"

    assert records.linked({"a": {"keys": keys}, "b": {"keys": keys}}) == {"a", "b"}


def test_an_unknown_kind_of_key_joins_nobody(records):
    assert records.linked({"a": {"keys": "shoe=7"}, "b": {"keys": "shoe=7"}}) == {"a", "b"}


def test_a_chain_of_any_length_is_one_person(records):
    cases = {
        f"c{number:04}": {"keys": f"state_id={number // 2}s linked_case={(number + 1) // 2}s"}
        for number in range(1000)
    }

    assert len(records.linked(cases)) == 1
    assert records.report.added["state_id"] == 500
    assert records.report.added["linked_case"] == 499


def test_the_kinds_that_joined_a_case_are_named(records):
    both = "tracking_number=1 feed_person_key=2"
    records.linked({"a": {"keys": both}, "b": {"keys": both}, "c": {"keys": "state_id=3"}})

    assert [(row["case_id"], row["joined_by"]) for row in records.rows("links")] == [
        ("a", ["feed_person_key", "tracking_number"]),
        ("b", ["feed_person_key", "tracking_number"]),
        ("c", []),
    ]


@pytest.mark.parametrize(
    ("her", "his", "persons"),
    [
        ({"sex": "F", "birth_date": BORN}, {"sex": "MALE", "birth_date": OTHER_DAY}, {"a", "b"}),
        ({"sex": "F"}, {"sex": "M"}, {"a", "b"}),
        ({"sex": "F", "birth_date": BORN}, {"sex": "M", "birth_date": BORN}, {"a b"}),
        ({"sex": "F", "birth_date": BORN}, {"birth_date": OTHER_DAY}, {"a b"}),
        ({"sex": "FEMALE", "birth_date": BORN}, {"sex": "F", "birth_date": OTHER_DAY}, {"a b"}),
    ],
)
def test_a_number_of_a_man_and_a_woman_joins_nobody_unless_they_share_a_birth_date(
    records, her, his, persons
):
    key = {"keys": "tracking_number=7"}

    assert records.linked({"a": {**key, **her}, "b": {**key, **his}}) == persons
    assert records.report.vetoed["sexes"] == len(persons) - 1


@pytest.mark.parametrize("value", ["101", "9990", "NA12", "12", "7"])
def test_a_number_that_says_something_joins(records, value):
    assert records.linked({"a": {"keys": f"state_id={value}"}, "b": {"keys": f"state_id={value}"}}
    ) == {"a b"}  # fmt: skip


def test_a_vetoed_number_makes_a_search_count_for_nothing(records):
    about = {"keys": "linked_case=7", "history_checked_on": BORN}
    records.linked({"a": {**about, "sex": "F"}, "b": {**about, "sex": "M"}})

    for person in records.rows("persons"):
        assert person["history_checked_on"] is None
        assert person["unreadable"] == ["history_checked_on"]


def _born(number):
    return {"keys": "tracking_number=1234", "birth_date": date(1980, 1, number)}


def _named(number):
    return {"keys": f"tracking_number=1234 feed_person_key=P{number}"}


def _nameless(number):
    return {"keys": "tracking_number=1234"}


def _mixed(number):
    return (_born, _named, _nameless)[number % 3](number)


@pytest.mark.parametrize("about", [_born, _named, _nameless, _mixed])
@pytest.mark.parametrize(("people", "joined"), [(MOST_PEOPLE, 1), (MOST_PEOPLE + 1, 6)])
def test_a_number_of_a_crowd_joins_nobody(records, about, people, joined):
    cases = {f"c{number}": about(number) for number in range(1, people + 1)}

    assert len(records.linked(cases)) == joined


def test_many_cases_of_one_key_are_no_crowd(records):
    keys = {"keys": "tracking_number=1234 feed_person_key=P1"}

    assert len(records.linked({f"c{number}": dict(keys) for number in range(20)})) == 1


def test_a_number_of_a_crowd_makes_every_search_count_for_nothing(records):
    cases = {f"c{n}": {**_born(n), "history_checked_on": BORN} for n in range(1, MOST_PEOPLE + 2)}
    records.linked({**cases, "d": {"history_checked_on": BORN}})

    told = {row["person_id"]: row["history_checked_on"] for row in records.rows("persons")}
    assert told.pop("p-d") == BORN
    assert set(told.values()) == {None}


def test_a_value_on_which_the_cases_agree_is_the_persons(records):
    person = records.person(
        {"birth_date": BORN, "sex": "M", "race": "BLACK, AFRICAN AMERICAN"},
        {"sex": "MALE", "race": "BLACK"},
    )

    assert (person["birth_date"], person["sex"], person["race"]) == (BORN, "M", "BLACK")
    assert person["unreadable"] == []
    assert (person["source_file"], person["source_row"]) == ("f", 1)
    assert (person["custody"], person["warrants_checked"]) == (None, False)


def test_where_the_cases_differ_the_value_is_unreadable(records):
    person = records.person(
        {"birth_date": BORN, "sex": "M", "race": "BLACK"},
        {"birth_date": OTHER_DAY, "sex": "F", "race": "WHITE, CAUCASIAN, ASIATIC INDIAN, ARAB"},
        {"birth_date": BORN, "sex": "F"},
    )

    assert (person["birth_date"], person["sex"], person["race"]) == (None, None, None)
    assert person["unreadable"] == ["birth_date", "race", "sex"]
    assert records.report.disagreeing_birth_dates == 1


def test_an_unreadable_value_beside_a_known_one_is_known(records):
    assert records.person({"birth_date": BORN}, {"unreadable": ["birth_date"]})["unreadable"] == []
    assert records.person({}, {"unreadable": ["birth_date"]})["unreadable"] == ["birth_date"]


@pytest.mark.parametrize(
    ("searches", "checked_on"),
    [
        ([BORN, OTHER_DAY], BORN),
        ([BORN, None], None),
        ([None, None], None),
    ],
)
def test_a_person_is_searched_on_the_day_by_which_every_key_was(records, searches, checked_on):
    person = records.person(*({"history_checked_on": day} for day in searches))

    assert (person["history_checked_on"], person["unreadable"]) == (checked_on, [])


def test_a_search_that_could_not_be_read_leaves_the_person_unsearched(records):
    person = records.person({"history_checked_on": BORN}, {"unreadable": ["history_checked_on"]})

    assert person["history_checked_on"] is None
    assert person["unreadable"] == ["history_checked_on"]


def test_a_case_that_came_with_its_person_keeps_it(records):
    assert records.linked({"a": {"keys": "feed_person_key=R1"}}, told=["R1", "R2"]) == {
        "a", "R1/k", "R2/k",
    }  # fmt: skip

    assert records.report.told == 2
    assert [(row["person_id"], row["custody"]) for row in records.rows("persons")] == [
        ("R1", "none"), ("R2", "none"), ("p-a", None),
    ]  # fmt: skip


def test_linking_twice_changes_nothing(records):
    key = {"keys": "state_id=7", "birth_date": BORN}
    records.linked({"b": dict(key), "a": dict(key), "c": {}}, told=["R1"])
    tables = ("persons", "cases", "charges", "links")
    before = {name: records.rows(name) for name in tables}

    assert link(records.folder) == records.report
    assert {name: records.rows(name) for name in tables} == before


def test_the_tables_keep_their_schema(records):
    records.linked({"a": {}})
    for name in ("persons", "cases", "charges"):
        written = pq.read_schema(records.path(name))
        # Parquet calls the items of a list by another name; that is no difference.
        assert {each.name: str(each.type).replace("element", "item") for each in written} == {
            column: str(TYPES[kind]) for column, kind in TABLES[name].columns.items()
        }


def test_records_that_were_not_ingested_are_refused(records):
    records.write({"a": {}})
    records.path("defendants").unlink()

    with pytest.raises(WorkspaceError, match=r"there is no table \[defendants\]"):
        link(records.folder)


def test_the_report_counts_cases_and_persons(records):
    records.linked({"a": {"keys": "state_id=7"}, "b": {"keys": "state_id=7"}})

    assert format_link_report(records.report).startswith("Linked 2 cases to 1 persons")
    assert (records.report.cases, records.report.persons, records.report.largest) == (2, 1, 2)
