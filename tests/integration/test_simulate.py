"""Several relief policies over the same records, side by side."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from datetime import date

import pytest

from vacatur.engine.decide_one import decide_one
from vacatur.law.rulebook import load_rulebook
from vacatur.office.loading import load_records
from vacatur.office.simulating import Standing, simulate
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

DAY = date(2026, 2, 15)
LAW = "us-md-relief-variants"


@pytest.fixture(scope="module")
def told(office, county, tmp_path_factory):
    """The county with what a laboratory sent, so that some weights are known."""
    from vacatur.cli import main

    place = tmp_path_factory.mktemp("told") / "w"
    shutil.copytree(office, place)
    laboratory = str(county / "facts" / "laboratory.csv")
    with pytest.MonkeyPatch.context() as patch:
        command = ["facts", "attach", laboratory, "--kind", "laboratory", "-w", str(place)]
        patch.setattr("sys.argv", ["vacatur", *command])
        with pytest.raises(SystemExit) as end:
            main()
    assert not end.value.code
    return Workspace(place)


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


def test_the_interpreter_counts_the_same_for_each_clause(told, found):
    """Charge by charge, on the page with every limit: what stops it, and what alone does."""
    rulebook = load_rulebook(LAW)
    page = rulebook.page(f"{LAW}/with-every-limit")
    (variant,) = (each for each in found.variants if each.rule == page.page_id)
    limits = [each.name for each in variant.clauses if each.must_hold]
    counted = {name: Counter() for name in (*limits, "case_is_pending")}
    with told.connection() as connection:
        records = told.records(connection)
        ids = records["charges"].charge_id.to_pyarrow().to_pylist()
        loaded = load_records(records, ids, as_of=DAY)
    for charge in ids:
        decision = decide_one(rulebook, page, loaded[charge], charge)
        if decision is None or not decision.reached:
            continue
        holds = decision.conditions
        sent = holds["law_sends_it_to_a_person"]
        for name in limits:
            others = [holds[each] for each in limits if each != name]
            alone = all(others) and holds["case_is_pending"] is False and sent is False
            counted[name]["any"] += holds[name] is False
            counted[name]["unknown"] += holds[name] is None
            # Without the limit, the referral hangs on the other limits, which all hold.
            counted[name]["alone"] += holds[name] is False and alone
        counted["case_is_pending"]["any"] += holds["case_is_pending"] is True
        counted["case_is_pending"]["unknown"] += holds["case_is_pending"] is None
        free = all(holds[each] for each in limits) and sent is False
        counted["case_is_pending"]["alone"] += holds["case_is_pending"] is True and free

    for clause in variant.clauses:
        mine = counted[clause.name]
        told_of = (clause.alone, clause.in_any_combination, clause.unknown)
        assert [each.charges for each in told_of] == [
            mine["alone"], mine["any"], mine["unknown"],
        ], clause.name  # fmt: skip
    assert counted["judgment_is_from_2014_or_later"]["any"] > 0


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
        (["--as-of", "soon"], "YYYY-MM-DD"),
        ([], "--as-of"),
    ],
)
def test_a_wrong_word_stops_with_the_nearest_one(vacatur, office, arguments, said):
    done = vacatur("simulate", *arguments, "-w", office)

    assert done.code == 2
    assert said in done.err
