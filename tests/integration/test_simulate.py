"""Several relief policies over the same records, side by side."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from datetime import date

import duckdb
import pytest

from tests.support.counted_files import write_csv
from vacatur.cli import main
from vacatur.engine.decide_one import decide_one
from vacatur.law.rulebook import load_rulebook
from vacatur.office.loading import load_records
from vacatur.office.simulating import Standing, simulate
from vacatur.office.simulating_groups import Grouping
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

DAY = date(2026, 2, 15)
LAW = "us-md-relief-variants"


@pytest.fixture(scope="module")
def told(office, county, tmp_path_factory):
    """The county with what a laboratory sent, and with one person known not to be a citizen."""
    place = tmp_path_factory.mktemp("told") / "w"
    shutil.copytree(office, place)
    laboratory = str(county / "facts" / "laboratory.csv")
    _facts("attach", laboratory, "--kind", "laboratory", "-w", str(place))
    (charge,) = duckdb.execute(
        f"""select min(charge_id) from '{Workspace(place).run_folder("latest")}/decisions.parquet'
        join '{place}/records/charges.parquet' using (charge_id)
        where published = 'ELIGIBLE_PETITION' and disposition_date < date '2011-01-01'"""
    ).fetchone()
    _facts("answer", charge, "person.noncitizen", "yes", "--by", "A", "-w", str(place))
    return Workspace(place)


def _facts(*arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["vacatur", "facts", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
    assert not end.value.code


@pytest.fixture(scope="module")
def found(told):
    return simulate(told, load_rulebook(LAW), DAY, suppose_searched=False, progress=silent)


def test_every_charge_that_is_reached_stands_somewhere(found):
    by_rule = {each.implements: each for each in found.variants}
    reached = {each.reached for each in by_rule.values()}

    assert len(by_rule) == 8
    assert len(reached) == 1  # they speak of the same convictions
    for variant in by_rule.values():
        for what in ("charges", "persons"):
            total = sum(getattr(count, what) for count in variant.standings.values())
            assert total == getattr(variant.reached, what)
    (reached,) = reached
    assert 0 < reached.persons <= reached.charges <= found.charges


def test_a_variant_selects_no_more_than_the_law_allows(found):
    selected = {v.implements: v.standings[Standing.SELECTED].charges for v in found.variants}

    assert selected["VARIANT-LAW"] == max(selected.values()) > 0
    assert selected["VARIANT-NARROW"] == min(selected.values())
    assert 0 < selected["VARIANT-10G"] <= selected["VARIANT-2.5OZ"] < selected["VARIANT-LAW"]
    assert selected["VARIANT-2014"] < selected["VARIANT-2011"] <= selected["VARIANT-1990"]


def test_an_unknown_weight_leaves_nobody_out(found):
    by_rule = {each.implements: each for each in found.variants}
    variant = by_rule["VARIANT-10G"]
    (clause,) = (each for each in variant.clauses if each.name == "weight_is_at_most_ten_grams")

    assert clause.unknown.charges > 0
    assert variant.standings[Standing.LEFT_OUT].charges <= clause.in_any_combination.charges
    assert clause.unknown.charges + clause.in_any_combination.charges <= variant.reached.charges


@pytest.mark.long
def test_the_interpreter_counts_the_same_for_each_clause(told, found):
    """Charge by charge: what stops it, what alone does, and of what nobody knows."""
    rulebook = load_rulebook(LAW)
    with told.connection() as connection:
        records = told.records(connection)
        ids = records["charges"].charge_id.to_pyarrow().to_pylist()
        loaded = load_records(records, ids, as_of=DAY)
    seen = Counter()
    for variant in found.variants:
        page = rulebook.page(variant.rule)
        limits = [each.name for each in variant.clauses if each.must_hold]
        counted = Counter()
        for charge in ids:
            decision = decide_one(rulebook, page, loaded[charge], charge)
            if decision is not None and decision.reached:
                counted.update(_what_stops(decision.conditions, limits))
        for clause in variant.clauses:
            told_of = (clause.alone, clause.in_any_combination, clause.unknown)
            expected = [counted[clause.name, what] for what in ("alone", "any", "unknown")]
            assert [each.charges for each in told_of] == expected, (page.page_id, clause.name)
        seen.update(what for _, what in counted.elements())
    assert {"alone", "any", "unknown", "stopped, and for a person"} <= set(seen)


def _what_stops(holds, limits):
    """For each clause what it does to one charge, whose conditions are given."""
    sent, pending = holds["law_sends_it_to_a_person"], holds["case_is_pending"]
    for name in limits:
        others = all(holds[each] for each in limits if each != name) and pending is False
        if holds[name] is None:
            yield name, "unknown"
        if holds[name] is False:
            yield name, "any"
            if others:
                # Without the limit the referral hangs on the others, and they all hold.
                yield name, "alone" if sent is False else "stopped, and for a person"
    if pending is None:
        yield "case_is_pending", "unknown"
    if pending is True:
        yield "case_is_pending", "any"
        if all(holds[each] for each in limits) and sent is False:
            yield "case_is_pending", "alone"


def test_dropping_the_one_clause_gives_what_stood_alone(found):
    by_rule = {each.implements: each for each in found.variants}
    law = by_rule["VARIANT-LAW"].standings[Standing.SELECTED].charges
    for rule in ("VARIANT-2011", "VARIANT-2014", "VARIANT-FIRST", "VARIANT-10G"):
        variant = by_rule[rule]
        own = variant.clauses[1]
        # What the law allows and the variant does not select is left out by it, or not known.
        short = law - variant.standings[Standing.SELECTED].charges
        assert own.alone.charges <= short <= own.alone.charges + own.unknown.charges, rule


def test_the_counts_can_be_written_as_a_file(vacatur, office, tmp_path):
    out = tmp_path / "policies.csv"
    done = vacatur(
        "simulate", "--as-of", DAY, "--rule", "VARIANT-FIRST", "--out", out, "-w", office, "--json"
    )
    (variant,) = json.loads(done.out)["variants"]
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert done.code == 0
    counted = {(row["clause"], row["measure"]): int(row["charges"]) for row in rows}
    assert counted["", "selected"] == variant["selected"]["charges"]
    assert counted["", "we_do_not_know"] == variant["we_do_not_know"]["charges"]
    assert (
        counted["conviction_is_the_only_one", "alone"] == variant["clauses"][1]["alone"]["charges"]
    )


def test_a_day_on_which_the_policies_do_not_speak_is_said(vacatur, office):
    done = vacatur("simulate", "--as-of", "2025-09-30", "--rule", "VARIANT-LAW", "-w", office)

    assert done.code == 0
    assert "The page is not in force on that day." in done.out


def test_a_day_after_the_last_verified_one_is_said(vacatur, office):
    done = vacatur("simulate", "--as-of", "2026-04-01", "--rule", "VARIANT-LAW", "-w", office)

    assert "VARIANT-LAW is verified through 2026-03-31 only" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "2026-02-15", "--law", "us-md-relief-variant"], f"Did you mean [{LAW}]?"),
        (["--as-of", "2026-02-15", "--rule", "VARIANT-10"], "Did you mean [VARIANT-10G]?"),
        (["--as-of", "2026-02-15", "--law", "us-md"], "is no relief policy"),
        (["--as-of", "soon"], "YYYY-MM-DD"),
        ([], "--as-of"),
    ],
)
def test_a_wrong_word_stops_with_the_nearest_one(vacatur, office, arguments, said):
    done = vacatur("simulate", *arguments, "-w", office)

    assert done.code == 2
    assert said in done.err


@pytest.mark.long
def test_by_race_each_clause_leaves_out_whom_it_leaves_out(told, tmp_path, vacatur):
    law = load_rulebook(LAW)
    found = simulate(
        told,
        law,
        DAY,
        suppose_searched=False,
        grouping=Grouping(by="race", districts=None),
        progress=silent,
    )
    clauses = [clause for each in found.variants for clause in each.clauses]
    assert any(clause.alone.charges for clause in clauses)
    for clause in clauses:
        assert sum(clause.alone_by.values()) == clause.alone.charges

    place = tmp_path / "w"
    shutil.copytree(told.folder, place)
    asked = ("simulate", "--as-of", str(DAY), "--by", "race", "-w", place, "--json")
    done = vacatur(*asked, "--released-by", "A. Roe")
    assert done.code == 0, done.err
    shown = json.loads(done.out)
    counts = [
        n for each in shown for races in each["left_out_alone"].values() for n in races.values()
    ]
    assert all(n is None or n == 0 or n >= 10 for n in counts)
    assert all(bool(each["left_out_alone"]) != bool(each["not_shown"]) for each in shown)
    log = place / "releases/log.jsonl"
    written = log.read_text().splitlines() if log.is_file() else []
    assert len(written) == sum(bool(each["left_out_alone"]) for each in shown)
    assert vacatur("simulate", "--as-of", str(DAY), "--by", "district", "-w", place).code == 2


@pytest.mark.long
def test_by_district_as_the_office_says(told, tmp_path, vacatur):
    """Records hold no district: a file says which case arose where, however its number is typed."""
    rows = duckdb.execute(f"select number from '{told.folder}/records/cases.parquet'").fetchall()
    numbers = sorted(number for (number,) in rows)
    lines = [(f" {n.lower()} ", ("Central", "Eastern")[at % 2]) for at, n in enumerate(numbers)]
    file = write_csv(tmp_path / "districts.csv", ("case_number", "district"), lines[:-3])
    law = load_rulebook(LAW)
    rule = law.pages[0].page_id
    grouping = Grouping(by="district", districts=file)
    found = simulate(
        told, law.only([rule]), DAY, suppose_searched=False, grouping=grouping, progress=silent
    )
    for clause in found.variants[0].clauses:
        assert set(clause.alone_by) >= {"Central", "Eastern"}
        assert sum(clause.alone_by.values()) == clause.alone.charges
    assert any(n for clause in found.variants[0].clauses for n in clause.alone_by.values())

    asked = ("simulate", "--as-of", DAY, "--rule", rule, "-w", told.folder, "--by", "district")
    assert vacatur(*asked).code == 2  # by district of which nobody said any
    write_csv(file, ("case_number", "district"), [*lines, (numbers[0], "Eastern")])
    assert "the case stands in two districts" in vacatur(*asked, "--districts", file).err
    write_csv(file, ("case_number", "district"), lines[:9])
    assert "charges have no district" in vacatur(*asked, "--districts", file).err
