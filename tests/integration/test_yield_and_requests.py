"""What a run came to, which files would decide charges, and the request for one of them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.support.quick import LAW_OF_FIVE

RULE = "MD-EXP-105-12"
CLASSES = (
    "decided",
    "one_fact_away",
    "several_facts_away",
    "needs_judgement",
    "law_uncertain",
    "law_not_verified",
    "not_looked_into",
)


def _run_folder(office: Path) -> Path:
    return office / "decisions" / (office / "decisions" / "latest").read_text().strip()


@pytest.fixture(scope="module")
def place(office, tmp_path_factory):
    copy = tmp_path_factory.mktemp("yield") / "w"
    shutil.copytree(office, copy)
    return copy


def test_the_yield_adds_up_to_the_charges_that_each_rule_reaches(vacatur, place):
    done = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-02-15", "-w", place, "--json")

    told = json.loads(done.out)["yield"]
    assert told == json.loads((_run_folder(place) / "yield.json").read_text())
    for rule in told["rules"]:
        table = f"'{_run_folder(place)}/decisions.parquet'"
        (reached, decided) = duckdb.execute(
            f"select count(*), count(*) filter (published <> 'REVIEW') from {table} where rule = ?",
            [rule["rule"]],
        ).fetchone()
        assert sum(rule[name]["charges"] for name in CLASSES) == reached
        assert rule["reached"]["charges"] == reached
        assert rule["decided"]["charges"] == decided
        assert rule["decided_on_paraphrase"]["charges"] in (0, decided)
    (mine,) = [rule for rule in told["rules"] if rule["implements"] == RULE]
    assert mine["one_fact_away"]["charges"] > 0
    assert mine["several_facts_away"]["charges"] > 0
    assert mine["needs_judgement"]["charges"] > 0


def test_the_yield_says_whose_history_was_searched(place):
    searched = json.loads((_run_folder(place) / "yield.json").read_text())["persons_searched"]
    (on_day, other, never) = duckdb.execute(
        "select count(*) filter (history_checked_on = date '2026-02-15'), "
        "count(*) filter (history_checked_on <> date '2026-02-15'), "
        f"count(*) filter (history_checked_on is null) from '{place}/records/persons.parquet'"
    ).fetchone()
    assert searched == {
        "on_the_day_of_decision": on_day,
        "on_other_days": other,
        "never": never,
    }


def test_a_run_prints_what_it_came_to(vacatur, place):
    done = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-02-15", "-w", place)

    assert "What the run came to" in done.out
    assert "rest on a page that paraphrases law" in done.out
    assert "Persons whose history was searched on the day of decision" in done.out


def test_after_the_last_verified_day_nothing_is_decided(vacatur, office, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    done = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-06-01", "-w", place, "--json")

    for rule in json.loads(done.out)["yield"]["rules"]:
        reached = rule["reached"]["charges"]
        assert rule["law_not_verified"]["charges"] == reached
        beside = rule["last_verified_not_fileable"]
        assert sum(count["charges"] for count in beside.values()) == reached
    printed = vacatur("questions", "-w", place)
    assert "the law was not verified for that day" in printed.out


def test_the_files_that_would_decide_charges_come_first(vacatur, office):
    told = json.loads(vacatur("questions", "--rule", RULE, "-w", office, "--json").out)

    assert [each["files"] for each in told["files"]][:2] == [
        ["history"],
        ["history", "supervision"],
    ]
    for each in told["files"]:
        patterns = [p for p in told["patterns"] if p["files"] == each["files"]]
        assert each["charges"] == sum(p["charges"] for p in patterns)
    (history,) = [kind for kind in told["kinds"] if kind["kind"] == "history"]
    sets = [each for each in told["files"] if "history" in each["files"]]
    assert history["needed_for"]["charges"] == sum(each["charges"] for each in sets)
    assert history["decides_alone"]["charges"] == told["files"][0]["charges"]
    persons = [pattern["persons"] for pattern in told["patterns"]]
    assert persons == sorted(persons, reverse=True)


def test_a_wrong_rule_names_the_nearest(vacatur, office):
    done = vacatur("questions", "--rule", "MD-EXP-105-21", "-w", office)

    assert done.code == 2
    assert f"[{RULE}]" in done.err


def _request(vacatur, office, tmp_path, kind):
    out = tmp_path / "letters"
    done = vacatur(
        "questions", "--rule", RULE, "--request", kind, "--out", out, "-w", office, "--json"
    )
    assert done.code == 0, done.err
    with (out / f"{kind}.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return json.loads(done.out), (out / f"request-{kind}.md").read_text(), rows


def test_a_request_for_histories_names_every_key_of_every_person(vacatur, office, tmp_path):
    written, letter, rows = _request(vacatur, office, tmp_path, "history")

    told = json.loads(vacatur("questions", "--rule", RULE, "-w", office, "--json").out)
    (history,) = [kind for kind in told["kinds"] if kind["kind"] == "history"]
    assert written["charges"] == history["needed_for"]["charges"]
    assert written["persons"] == history["needed_for"]["persons"]
    keys = duckdb.execute(
        f"select distinct person_id, value from '{office}/records/identifiers.parquet' "
        f"join '{office}/records/cases.parquet' using (case_id) where kind = 'feed_person_key'"
    ).fetchall()
    owner = {key: person for person, key in keys}
    asked = {owner[row["person_key"]] for row in rows}
    assert written["without_key"] == 0
    assert len(asked) == written["persons"]
    assert {row["person_key"] for row in rows} == {k for p, k in keys if p in asked}
    assert all(not cell for row in rows for name, cell in row.items() if name != "person_key")
    assert "Legal basis: to be stated by the office; vacatur names none." in letter
    assert f"{len(rows):,} rows" in letter


def test_a_request_for_sentence_ends_names_charges_that_want_them(vacatur, office, tmp_path):
    written, letter, rows = _request(vacatur, office, tmp_path, "supervision")

    assert written["charges"] == len(rows) > 0
    named = {f"{row['case_num']}/{row['charge_num']}" for row in rows}
    for charge in sorted(named)[::10]:
        explained = json.loads(vacatur("explain", charge, "-w", office, "--json").out)
        rule = next(r for r in explained["rules"] if r["decision"]["implements"] == RULE)
        assert (charge, "sentence_end") in {
            (each["row"], each["column"]) for each in rule["open_questions"]
        }
    assert list(rows[0]) == ["case_num", "charge_num", "sentence_end", "sentence_completion"]
    assert "`sentence_end`" in letter


def test_a_request_holds_no_name_and_no_date_of_birth(vacatur, office, county, tmp_path):
    for kind in ("history", "supervision"):
        _, letter, rows = _request(vacatur, office, tmp_path, kind)
        text = letter + json.dumps(rows)
        with (county / "cases.csv").open(newline="") as file:
            people = list(csv.DictReader(file))
        secret = [c for c in people[0] if "name" in c or "dob" in c or "birth" in c]
        assert secret
        for person in people[:200]:
            for column in secret:
                assert not person[column] or len(person[column]) < 4 or person[column] not in text
        shutil.rmtree(tmp_path / "letters")


def test_a_request_is_never_written_over_another(vacatur, office, tmp_path):
    _request(vacatur, office, tmp_path, "history")
    letter = tmp_path / "letters" / "request-history.md"
    letter.write_text("signed")
    (tmp_path / "letters" / "history.csv").unlink()

    done = vacatur("questions", "--request", "history", "--out", tmp_path / "letters", "-w", office)

    assert done.code == 2
    assert "request-history.md" in done.err
    assert letter.read_text() == "signed"
    assert not (tmp_path / "letters" / "history.csv").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--request", "histroy", "--out", "{out}"], "Did you mean [history]?"),
        (["--request", "deaths", "--out", "{out}"], "no charge waits"),
        (["--request", "history"], "go together"),
        (["--request", "history", "--out", "{out}/a/b"], "is not there"),
    ],
)
def test_a_request_that_cannot_be_written_says_why(vacatur, office, tmp_path, options, told):
    named = [each.format(out=tmp_path / "new") for each in options]
    done = vacatur("questions", *named, "-w", office)

    assert done.code == 2
    assert told in done.err


@pytest.mark.long
def test_the_yield_command_says_where_things_stand_after_facts(vacatur, office, county, tmp_path):
    place = shutil.copytree(office, tmp_path / "w")
    saved = json.loads((_run_folder(place) / "yield.json").read_text())
    before = vacatur("yield", "-w", place, "--json")
    done = vacatur(
        "facts", "attach", county / "facts" / "history.csv", "--kind", "history", "-w", place
    )
    after = json.loads(vacatur("yield", "-w", place, "--json").out)
    shown = vacatur("yield", "-w", place).out

    assert json.loads(before.out) == saved
    assert done.out.splitlines()[-1] == "Where things stand now: vacatur yield"
    again = vacatur("decide", *LAW_OF_FIVE, "--as-of", "2026-02-15", "-w", place, "--json")
    assert after == json.loads(again.out)["yield"] != saved
    searched = after["persons_searched"]["on_the_day_of_decision"]
    assert f"Persons whose history was searched on the day of decision: {searched:,};" in shown
    assert "No lawyer has reviewed" in shown
