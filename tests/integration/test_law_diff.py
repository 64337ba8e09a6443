"""Which answers differ between two days, two laws or two runs, and why."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from vacatur.engine.decide_one import decide_one
from vacatur.law.frozen import frozen_on
from vacatur.law.rulebook import load_rulebook
from vacatur.office.comparing import compare_runs
from vacatur.office.differences import NOT_ON_RECORD, NOT_REACHED, Cause
from vacatur.office.differing_days import differing_days
from vacatur.office.differing_runs import _notes, differing_runs
from vacatur.office.loading import load_records
from vacatur.office.person_hashes import write_person_hashes
from vacatur.office.runs import run
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

FIRST, LAST = date(2019, 12, 1), date(2023, 7, 1)
SEARCHED = date(2026, 2, 15)
BESIDE = date(2026, 1, 15)
RULES = ["MD-EXP-105-12", "MD-EXP-112"]
ALL = 100_000


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook("us-md").only(RULES)


@pytest.fixture(scope="module")
def one_rule(rulebook):
    return rulebook.only(["MD-EXP-105-12"])


@pytest.fixture
def copied(office, tmp_path):
    place = tmp_path / "w"
    shutil.copytree(office, place)
    return Workspace(place)


def between(place, rulebook, first=FIRST, last=LAST, *, searched=False):
    return differing_days(
        Workspace(place),
        rulebook,
        first,
        last,
        suppose_searched=searched,
        examples=ALL,
        progress=silent,
    )


@pytest.fixture(scope="module")
def supposed(office, rulebook):
    return between(office, rulebook, searched=True)


@pytest.mark.long
def test_the_interpreter_finds_the_same_cause_of_every_flip(office, rulebook, supposed):
    laws = {day: frozen_on(rulebook, day, read_until=LAST) for day in (FIRST, LAST)}
    charges = {charge for flip in supposed.flips for charge in flip.examples}
    place = Workspace(office)
    with place.connection() as connection:
        loaded = load_records(place.records(connection), charges, as_of=LAST)

    def answer(law, day, rule, charge):
        person = replace(loaded[charge].person, history_checked_on=day)
        record = replace(loaded[charge], as_of=day, person=person)
        page = next(each for each in laws[law].pages if each.implements == rule)
        decision = decide_one(laws[law], page, record, charge)
        if decision is None:
            return NOT_ON_RECORD
        return str(decision.published) if decision.reached else NOT_REACHED

    tried = Counter()
    for flip in supposed.flips:
        for charge in flip.examples:
            rule = flip.implements
            before, after = answer(FIRST, FIRST, rule, charge), answer(LAST, LAST, rule, charge)
            assert (before, after) == (flip.before, flip.after), charge
            by_law = answer(LAST, FIRST, rule, charge) == after
            by_time = answer(FIRST, LAST, rule, charge) == after
            causes = {
                (True, False): Cause.LAW,
                (False, True): Cause.TIME,
                (True, True): Cause.EITHER,
            }
            assert flip.cause is causes.get((by_law, by_time), Cause.BOTH), charge
            tried[flip.cause] += 1
    assert {Cause.LAW, Cause.TIME, Cause.BOTH} <= set(tried), tried


@pytest.mark.long
def test_the_flips_are_those_between_two_runs_of_the_two_days(copied, rulebook):
    place = copied
    names = [run(place, rulebook, day, progress=silent).name for day in (FIRST, LAST)]
    compared = {
        (change.implements, change.before, change.after): change.charges
        for change in compare_runs(place, *names)
    }
    found = differing_runs(place, *names, examples=2, progress=silent)
    counted = Counter()
    for flip in found.flips:
        before = NOT_REACHED if flip.before == NOT_ON_RECORD else flip.before
        counted[flip.implements, before, flip.after] += flip.charges
        assert len(flip.examples) == min(2, flip.charges)

    assert counted == compared
    # Two runs of one law and of the same records differ as their two days do.
    assert (found.before, found.after) == (str(FIRST), str(LAST))


@pytest.mark.long
def test_what_the_law_changed_names_its_day_and_its_sections(supposed):
    by_law = [flip for flip in supposed.flips if flip.cause is Cause.LAW]
    assert {flip.changed_on for flip in by_law} == {(date(2023, 1, 1),)}
    assert {flip.implements for flip in by_law} == set(RULES)
    assert all(not flip.changed_on for flip in supposed.flips if flip.cause is Cause.TIME)
    (amendment,) = (each for each in supposed.amendments if each.implements == "MD-EXP-105-12")
    assert amendment.day == date(2023, 1, 1)
    assert "§ 10-105(c)(8) from 2023" in {each.citation for each in amendment.sections}


@pytest.mark.long
def test_without_the_supposition_a_search_counts_on_its_own_day_only(office, one_rule, supposed):
    found = between(office, one_rule)

    assert not [flip for flip in found.flips if flip.after == "ELIGIBLE_PETITION"]
    assert [flip for flip in supposed.flips if flip.after == "ELIGIBLE_PETITION"]
    assert found.notes == ()
    assert "No such search was run" in supposed.notes[0]


def test_a_day_after_the_last_verified_one_is_no_change_of_law(vacatur, office):
    command = ("law", "diff", "2026-03-31", "2026-04-01", "--rule", "MD-EXP-112", "-w", office)
    told = vacatur(*command)
    data = json.loads(vacatur(*command, "--json").out)

    assert told.code == 0
    assert "MD-EXP-112 is verified through 2026-03-31 only" in told.out
    assert {flip["cause"] for flip in data["flips"]} == {"UNVERIFIED"}
    assert {flip["after"] for flip in data["flips"]} == {"REVIEW"}


def test_two_folders_of_pages_differ_by_law_alone(vacatur, office, tmp_path):
    draft = tmp_path / "us_md"
    shutil.copytree("src/vacatur/law/us_md", draft)
    page = draft / "cp-10-105-a-12.law.md"
    text = page.read_text(encoding="utf-8")
    ours = "waiting_period_has_run = waited(years=5, since=charge.sentence_end)"
    assert text.count("waiting_period_has_run = has_passed(charge.sentence_end)") == 1
    page.write_text(
        text.replace("waiting_period_has_run = has_passed(charge.sentence_end)", ours),
        encoding="utf-8",
    )
    done = vacatur(
        "law", "diff", "us-md", draft, "--as-of", SEARCHED, "--rule", "MD-EXP-105-12",
        "--rule", "MD-EXP-112", "-w", office, "--json",
    )  # fmt: skip
    flips = json.loads(done.out)["flips"]

    assert done.code == 0
    assert {flip["rule"] for flip in flips} == {"MD-EXP-105-12"}
    assert {flip["cause"] for flip in flips} == {"LAW"}
    assert ("ELIGIBLE_PETITION", "NOT_YET") in {(flip["before"], flip["after"]) for flip in flips}


def test_new_facts_are_data(vacatur, copied, one_rule):
    first = run(copied, one_rule, SEARCHED, progress=silent).name
    run(copied, one_rule, BESIDE, progress=silent)  # so that the first is not decided again
    charge, *_ = _charges(copied, first, "ELIGIBLE_PETITION")
    answered = vacatur(
        "facts", "answer", charge, "person.noncitizen", "yes", "--by", "A", "-w", copied.folder
    )
    assert answered.code == 0, answered.err
    second = run(copied, one_rule, SEARCHED, progress=silent).name
    found = differing_runs(copied, first, second, examples=ALL, progress=silent)

    assert charge in {each for flip in found.flips for each in flip.examples}
    assert {flip.cause for flip in found.flips} == {Cause.DATA}
    assert found.notes == ("What differs between the runs: the facts.",)


def test_another_linking_of_the_same_records_is_linkage(copied, one_rule):
    first = run(copied, one_rule, SEARCHED, progress=silent).name
    kept = _kept_aside(copied, first)
    petition, *_ = _charges(copied, first, "ELIGIBLE_PETITION")
    _give_an_open_case(copied, petition)
    second = run(copied, one_rule, SEARCHED, progress=silent).name
    found = differing_runs(copied, kept, second, examples=ALL, progress=silent)
    flips = {charge: flip for flip in found.flips for charge in flip.examples}

    assert (flips[petition].before, flips[petition].after) == ("ELIGIBLE_PETITION", "REVIEW")
    assert {flip.cause for flip in found.flips} == {Cause.LINKAGE}


def test_what_was_decided_again_in_an_earlier_run_is_said_to_be_left_out(vacatur, copied, one_rule):
    first = run(copied, one_rule, SEARCHED, progress=silent).name
    charge, *_ = _charges(copied, first, "ELIGIBLE_PETITION")
    vacatur("facts", "answer", charge, "person.noncitizen", "yes", "--by", "A", "-w", copied.folder)
    second = run(copied, one_rule, SEARCHED, progress=silent).name
    found = differing_runs(copied, first, second, examples=ALL, progress=silent)

    assert found.flips == ()
    assert "decided again after it, 1 time" in found.notes[1]


def test_records_of_the_same_files_differ_by_how_they_are_linked(office):
    place = Workspace(office)
    made = place.run_manifest("latest")
    relinked = {**made, "records_sha256": "another"}
    for sources, said in (("", "how the same records are linked"), ("other", "the records")):
        told = {**relinked, "sources_sha256": sources or made["sources_sha256"]}
        (note,) = _notes(place, made, told)
        assert note == f"What differs between the runs: {said}."


@pytest.mark.long
def test_when_the_day_and_the_facts_differ_nobody_says_which_did_it(vacatur, copied, one_rule):
    first = run(copied, one_rule, SEARCHED, progress=silent).name
    run(copied, one_rule, BESIDE, progress=silent)
    charge, *_ = _charges(copied, first, "ELIGIBLE_PETITION")
    vacatur("facts", "answer", charge, "person.noncitizen", "yes", "--by", "A", "-w", copied.folder)
    second = run(copied, one_rule, LAST, progress=silent).name
    found = differing_runs(copied, first, second, examples=ALL, progress=silent)
    causes = {each: flip.cause for flip in found.flips for each in flip.examples}

    assert causes[charge] is Cause.UNTOLD
    assert Cause.TIME in set(causes.values())  # whose persons the fact does not touch


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["us-mdd", "us-md"], "Did you mean [us-md]?"),
        (["2019-12-01", "us-md"], "[2019-12-01] is a day and [us-md] a law"),
        (["2019-12-01", "2019-13-01"], "is not a day of the calendar"),
        (["2019-12-01", "2019-12-01"], "is not before"),
        (["us-md", "us-md"], "--as-of"),
        (["2019-12-01", "2023-07-01", "--as-of", "2023-07-01"], "--as-of"),
        (["2019-12-01", "2023-07-01", "--rule", "MD-EXP-113"], "Did you mean [MD-EXP-112]?"),
        (["latest", "latest", "--suppose-searched"], "do not go with two runs"),
    ],
)
def test_a_wrong_side_says_what_is_wrong(vacatur, office, arguments, said):
    done = vacatur("law", "diff", *arguments, "-w", office)

    assert done.code == 2
    assert said in done.err


def test_a_run_differs_in_nothing_from_itself(vacatur, office):
    done = vacatur("law", "diff", "latest", "latest", "-w", office)

    assert done.code == 0
    assert "No answer differs." in done.out


def _charges(place: Workspace, name: str, published: str) -> list[str]:
    rows = duckdb.execute(
        f"select charge_id from '{place.run_folder(name)}/decisions.parquet' "
        f"where implements = 'MD-EXP-105-12' and published = '{published}' order by 1"
    ).fetchall()
    return [charge for (charge,) in rows]


def _kept_aside(place: Workspace, name: str) -> str:
    """The same inputs give a run its name, so an earlier one is kept under another."""
    folder = place.run_folder(name).with_name("before_linking")
    shutil.copytree(place.run_folder(name), folder)
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_text(encoding="utf-8")), "run": folder.name}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return folder.name


def _give_an_open_case(place: Workspace, charge: str) -> None:
    """Take a case that no rule reaches, and without an outcome, for one of a charge's person."""
    records: Path = place.records_folder
    charges = f"'{records}/charges.parquet'"
    (person,) = duckdb.execute(
        f"select person_id from {charges} where charge_id = ?", [charge]
    ).fetchone()
    reached = f"'{place.run_folder('latest')}/decisions.parquet'"
    (case,) = duckdb.execute(
        f"""select min(case_id) from {charges} where disposition is null and person_id <> ?
        and coalesce(arrest_date, issued_date, offense_date) < date '2026-02-15'
        and case_id not in (
            select case_id from {charges} semi join {reached} using (charge_id))""",
        [person],
    ).fetchone()
    assert case, "every case is reached, so the hash alone is never asked"
    for name in ("cases", "charges"):
        path = records / f"{name}.parquet"
        rows = duckdb.execute(
            f"""select * replace (if(case_id = ?, ?, person_id) as person_id) from '{path}'""",
            [case, person],
        )
        pq.write_table(rows.to_arrow_table(), path)
    write_person_hashes(place)
