"""`vacatur link score` and `link explain`, on the invented county and its truth."""

from __future__ import annotations

import csv
import json
import shutil

import duckdb
import pytest

from vacatur.identity.linking import link
from vacatur.identity.said import SaidOfPair


@pytest.fixture
def truth(county):
    return county / "truth/persons.csv"


def test_the_score_is_the_one_that_pairs_give(vacatur, office, truth):
    told = json.loads(vacatur("link", "score", truth, "-w", office, "--json").out)
    judged = f"""select person as truth, person_id from read_csv('{truth}', all_varchar = true)
        join '{office}/records/cases.parquet' on number = case_number"""
    (true, linked, right) = duckdb.execute(
        f"""with judged as materialized (select row_number() over () as n, * from ({judged}))
        select count(*) filter (a.truth = b.truth), count(*) filter (a.person_id = b.person_id),
            count(*) filter (a.truth = b.truth and a.person_id = b.person_id)
        from judged a join judged b on a.n < b.n"""
    ).fetchone()

    assert (told["pairs_true"], told["pairs_linked"], told["pairs_right"]) == (true, linked, right)
    assert told["precision"] == right / linked
    assert told["recall"] == right / true
    assert told["recall_interval"][0] < told["recall"] <= told["recall_interval"][1]
    parts = ("cases", "not_here", "blank", "repeated", "ambiguous")
    assert told["rows_in"] == sum(told[part] for part in parts)
    assert told["review"] == {"pairs": 0, "cases": 0, "persons": 0, "share_of_persons": 0}


def test_what_is_not_judged_is_counted(vacatur, office, truth, tmp_path):
    with truth.open(newline="") as file:
        rows = list(csv.DictReader(file))
    some = tmp_path / "some.csv"
    lines = [*rows[:5], rows[0], {"case_number": "nowhere", "person": "x"}]
    lines.append({"case_number": rows[1]["case_number"], "person": "somebody else"})
    lines.append({"case_number": rows[6]["case_number"], "person": ""})
    with some.open("w", newline="") as file:
        writer = csv.DictWriter(file, ("case_number", "person"))
        writer.writeheader()
        writer.writerows(lines)
    told = json.loads(vacatur("link", "score", some, "-w", office, "--json").out)
    shown = vacatur("link", "score", some, "-w", office).out

    assert told["rows_in"] == 9
    assert (told["cases"], told["ambiguous"], told["not_here"], told["blank"]) == (4, 2, 1, 1)
    assert told["repeated"] == 1
    assert "9 rows of the truth = 4 judged" in shown
    assert told["not_judged"] == 405 - 4


def test_a_case_without_a_number_is_not_judged_either(vacatur, office, truth, tmp_path):
    place = tmp_path / "workspace"
    shutil.copytree(office, place)
    before = json.loads(vacatur("link", "score", truth, "-w", place, "--json").out)
    change(place / "records/cases.parquet", "* replace (case when n = 1 then null else number end "
           "as number)")  # fmt: skip
    told = json.loads(vacatur("link", "score", truth, "-w", place, "--json").out)

    assert (told["cases"], told["not_here"]) == (before["cases"] - 1, before["not_here"] + 1)
    assert told["not_judged"] == before["not_judged"] + 1


def change(path, columns):
    """Write a table again with other columns; `n` numbers its rows."""
    rows = f"(select row_number() over () as n, * from read_parquet('{path}'))"
    other = path.with_suffix(".other")
    duckdb.execute(f"copy (select * exclude n from (select {columns} from {rows})) to '{other}'"
                   " (format parquet)")  # fmt: skip
    other.replace(path)


def test_a_key_that_joins_nobody_explains_nobody(vacatur, office, tmp_path):
    place = tmp_path / "workspace"
    shutil.copytree(office, place)
    identifiers = place / "records/identifiers.parquet"
    ((person, cases),) = duckdb.execute(
        f"""select person_id, list(case_id order by case_id) from '{place}/records/cases.parquet'
        group by all order by count(*) desc, 1 limit 1"""
    ).fetchall()
    before = json.loads(vacatur("link", "explain", person, "-w", place, "--json").out)
    crowd = duckdb.execute(f"select distinct case_id from '{identifiers}' limit 60").fetchall()
    borne = {case for (case,) in crowd} | set(cases)
    assert len(cases) > 2
    # Other numbers of that kind join three of the person's cases, two by two.
    rows = [(case, "state_id", "4711-0815") for case in borne]
    rows += [(case, "state_id", "4711-0816") for case in cases[:2]]
    rows += [(case, "state_id", "4711-0817") for case in cases[1:3]]
    values = ", ".join(f"('{case}', '{kind}', '{value}')" for case, kind, value in rows)
    other = identifiers.with_suffix(".other")
    duckdb.execute(
        f"""copy (select case_id, kind, value from '{identifiers}' union all by name
            select * from (values {values}) as added (case_id, kind, value))
        to '{other}' (format parquet)"""
    )
    other.replace(identifiers)
    linked = json.loads(vacatur("link", "-w", place, "--json").out)
    told = json.loads(vacatur("link", "explain", person, "-w", place, "--json").out)

    assert linked["vetoed"]["crowd"] >= 1
    assert told["cases"] == before["cases"]
    state_ids = [joint["cases"] for joint in told["joints"] if joint["kind"] == "state_id"]
    assert [len(each) for each in state_ids] == [2, 2]
    assert len(told["joints"]) == len(before["joints"]) + 2


def test_what_a_person_said_is_told_as_such(vacatur, office, tmp_path):
    place = tmp_path / "workspace"
    shutil.copytree(office, place)
    alone = duckdb.execute(
        f"""select min(case_id), min(number) from '{place}/records/cases.parquet'
        group by person_id having count(*) = 1 order by 1 limit 2"""
    ).fetchall()
    (one, other), numbers = zip(*alone, strict=True)
    link(place / "records", said=[SaidOfPair(one, other, True)])
    ((person,),) = duckdb.execute(
        f"select person_id from '{place}/records/cases.parquet' where case_id = '{other}'"
    ).fetchall()
    told = json.loads(vacatur("link", "explain", person, "-w", place, "--json").out)
    shown = vacatur("link", "explain", person, "-w", place).out

    assert told["said"] == sorted(numbers) == told["cases"]
    assert told["alone"] == []
    assert f"what a person said joins {', '.join(sorted(numbers))}" in shown


def test_a_person_is_explained_by_keys_and_no_number_is_told(vacatur, office):
    person, cases = duckdb.execute(
        f"""select person_id, list(number) from '{office}/records/cases.parquet'
        group by all order by count(*) desc, 1 limit 1"""
    ).fetchone()
    told = json.loads(vacatur("link", "explain", person, "-w", office, "--json").out)
    shown = vacatur("link", "explain", person, "-w", office).out
    values = duckdb.execute(
        f"""select value from '{office}/records/identifiers.parquet'
        join '{office}/records/cases.parquet' using (case_id)
        where kind <> 'linked_case' and person_id = ?""",
        [person],
    ).fetchall()

    assert told["cases"] == sorted(cases)
    assert {case for joint in told["joints"] for case in joint["cases"]} == set(cases)
    assert " joins " in shown
    assert not [value for (value,) in values if value in shown]


def test_a_truth_that_names_every_case_twice_is_told_so(vacatur, office, truth, tmp_path):
    with truth.open(newline="") as file:
        cases = [row["case_number"] for row in csv.DictReader(file)]
    twice = tmp_path / "twice.csv"
    lines = [f"{case},{person}" for case in cases for person in ("one", "another")]
    twice.write_text("\n".join(["case_number,person", *lines]))
    done = vacatur("link", "score", twice, "-w", office)

    assert done.code == 2
    assert "every row of the truth is ambiguous" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("explain", "p-7B0000000"), "the workspace has no person"),
        (("score", "{file}"), "names no case of the workspace"),
    ],
)
def test_what_is_not_there_stops(vacatur, office, tmp_path, arguments, words):
    file = tmp_path / "truth.csv"
    file.write_text("case_number,person\nnowhere,x\n")
    done = vacatur("link", *(each.format(file=file) for each in arguments), "-w", office)

    assert done.code == 2
    assert words in done.err


@pytest.mark.long
def test_linking_is_still_the_command_without_a_word(vacatur, county, tmp_path):
    place = tmp_path / "w"
    vacatur("ingest", county, "-w", place)
    done = vacatur("link", "-w", place)

    assert done.code == 0
    assert "Linked 405 cases to 300 persons." in done.out
