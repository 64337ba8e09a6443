"""What hangs on the linkage of a run: flips at other weights, waiting pairs, another linking."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import duckdb
import pytest

from tests.support.facts import DAY, answers_of, attach_rows, copy_of, read_rows
from tests.support.links import BROTHERS, STRANGERS, named_county, rewrite, say
from tests.support.quick import five_rules
from vacatur.errors import UsageError, WorkspaceError
from vacatur.identity import names
from vacatur.law.answers import POSITIVE
from vacatur.law.rulebook import Rulebook
from vacatur.office.comparing import ABSENT, Change
from vacatur.office.differences import Cause
from vacatur.office.differing_runs import differing_runs
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest, link_again
from vacatur.office.link_flips import Flips, RunFlips, flips_by_weight
from vacatur.office.link_page import linkage_page
from vacatur.office.link_report import linkage_of_run
from vacatur.office.questions import open_questions
from vacatur.office.runs import run
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

RULES = ("MD-EXP-105-12", "MD-EXP-112", "MD-VAC-8301.1")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A county in which no key but names joins anybody, so that much hangs on them; one run."""
    folder = tmp_path_factory.mktemp("flips")
    export = named_county(folder / "export")
    no_keys = {"tracking_num": "", "district_case_num": ""}
    rewrite(export, [row | no_keys for row in read_rows(export / "cases.csv")])
    workspace = Workspace(folder / "workspace")
    ingest(export_of([export]), workspace, progress=silent)
    run(workspace, three_rules(), DAY, progress=silent)
    return workspace


def three_rules() -> Rulebook:
    return five_rules().only(RULES)


def flips_at(place: Workspace, *weights: float) -> tuple[Flips, ...]:
    return flips_by_weight(place, "latest", weights, progress=silent).points


def every_file(place: Workspace) -> dict[str, str]:
    return {
        str(path.relative_to(place.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(place.folder.rglob("*"))
        if path.is_file()
    }


def linked_from(place: Workspace, weight: float, monkeypatch: pytest.MonkeyPatch) -> int:
    """Link a workspace as a vacatur would in which names join from another weight on; persons."""
    with monkeypatch.context() as patched:
        patched.setattr(names, "LINK_WEIGHT", weight)
        return link_again(place).linked.persons


def in_a_new_run(
    place: Workspace, weight: float, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What `Flips` tells, from a whole run of records that were linked at that weight."""
    before = answers_of(place)
    persons = linked_from(place, weight, monkeypatch)
    run(place, three_rules(), DAY, progress=silent)
    after = answers_of(place)
    changed = {
        key: (before.get(key, ABSENT), after.get(key, ABSENT))
        for key in before | after
        if before.get(key) != after.get(key)
    }

    def charges(*, was: set[str] | None = None, now: set[str] | None = None) -> int:
        return len(
            {
                charge
                for (charge, _), (old, new) in changed.items()
                if (was is None or old in was) and (now is None or new in now)
            }
        )

    positive = {str(each) for each in POSITIVE}
    others = {answer for pair in changed.values() for answer in pair} - positive
    return {
        "persons": persons,
        "charges": charges(),
        "gained": charges(was=others, now=positive),
        "lost": charges(was=positive, now=others),
        "to_review": charges(now={"REVIEW"}),
        "from_review": charges(was={"REVIEW"}),
        "changes": Counter((rule, *pair) for (_, rule), pair in changed.items()),
    }


def told(flips: Flips) -> dict[str, object]:
    named = ("persons", "charges", "gained", "lost", "to_review", "from_review")
    changes = {(each.implements, each.before, each.after): each.charges for each in flips.changes}
    return {name: getattr(flips, name) for name in named} | {"changes": changes}


# ---- another weight ----------------------------------------------------------------------------


def test_nothing_flips_at_the_weight_that_counts_and_nothing_is_touched(whole):
    files = every_file(whole)
    (at,) = flips_at(whole, names.LINK_WEIGHT)

    assert (at.others, at.decided_again, at.charges, at.changes) == (0, 0, 0, ())
    assert every_file(whole) == files


# At 20 bits few enough are touched for the interpreter, at 30 too many.
@pytest.mark.long
@pytest.mark.parametrize(
    "weight", [30, *(pytest.param(each, marks=pytest.mark.long) for each in (2, 12, 20, 40))]
)
def test_flips_are_those_of_a_whole_run_linked_at_that_weight(whole, tmp_path, monkeypatch, weight):
    place = copy_of(whole, tmp_path)
    (flips,) = flips_at(place, weight)
    refuse_changed(place, "latest")

    before = place.run_manifest("latest")["run"]
    assert told(flips) == in_a_new_run(place, weight, monkeypatch)
    if weight == 30:
        differ = differing_runs(place, before, "latest", examples=1, progress=silent)
        assert {flip.cause for flip in differ.flips} == {Cause.LINKAGE}
        assert 0 < flips.others < flips.decided_again
        assert min(flips.charges, flips.lost, flips.to_review, flips.waiting) > 0


@pytest.mark.long
def test_what_is_gained_is_counted_too(whole, tmp_path, monkeypatch):
    place = copy_of(whole, tmp_path)
    linked_from(place, 30, monkeypatch)
    run(place, three_rules(), DAY, progress=silent)
    (flips,) = flips_at(place, names.LINK_WEIGHT)

    assert told(flips) == in_a_new_run(place, names.LINK_WEIGHT, monkeypatch)
    assert min(flips.gained, flips.from_review) > 0


@pytest.mark.long
def test_flips_hear_facts_and_answers_and_the_compiler_agrees(whole, tmp_path, monkeypatch):
    place = copy_of(whole, tmp_path)
    say(place, STRANGERS, False)
    keys = [f"k-{case}" for case in (*STRANGERS, *BROTHERS)]
    attach_rows(place, "history", [{"person_key": key, "searched_on": str(DAY)} for key in keys])
    many = flips_at(place, 30)
    monkeypatch.setattr("vacatur.office.deciding_relinked.FEW", 1000)

    assert flips_at(place, 30) == many
    assert told(many[0]) == in_a_new_run(place, 30, monkeypatch)
    assert many[0].charges


@pytest.mark.long
def test_several_weights_tell_what_each_tells_alone(whole):
    weights = (4, 12, 25, 30, 40)
    together = flips_at(whole, 40, *weights)

    assert together == tuple(flips_at(whole, each)[0] for each in weights)
    assert together[0].charges == 0 < together[2].charges < together[-1].charges


def test_what_is_not_known_is_refused(whole, tmp_path, monkeypatch):
    for weight in (1.5, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="2 bits or more"):
            flips_at(whole, weight)
    place = copy_of(whole, tmp_path)
    linked_from(place, 20, monkeypatch)
    with pytest.raises(WorkspaceError, match="the records changed after run"):
        flips_at(place, 8)


# ---- a run of records that were linked otherwise -----------------------------------------------


def test_a_run_is_stale_once_another_version_has_linked_otherwise(whole, tmp_path, monkeypatch):
    place = copy_of(whole, tmp_path)
    linked_from(place, 20, monkeypatch)
    with pytest.raises(WorkspaceError, match="the records changed after run"):
        refuse_changed(place, "latest")
    linked_from(place, names.LINK_WEIGHT, monkeypatch)
    refuse_changed(place, "latest")


# ---- what waits --------------------------------------------------------------------------------


def of_waiting_people(place: Workspace, rules: tuple[str, ...], outcomes: str) -> tuple[int, ...]:
    """Pairs that wait, and the charges and people under some rules with some outcomes."""
    records = place.records_folder
    return duckdb.execute(
        f"""with review as (from '{records}/name_pairs.parquet' where band = 'review'),
        waiting as (select distinct person_id from '{records}/cases.parquet'
            where case_id in (select case_l from review union select case_r from review)),
        counted as (select distinct charge_id
            from '{place.run_folder("latest")}/decisions.parquet'
            where {outcomes} and list_contains($rules, implements))
        select (select count(*) from review), count(*), count(distinct person_id)
        from '{records}/charges.parquet' semi join waiting using (person_id)
        semi join counted using (charge_id)""",
        {"rules": list(rules)},
    ).fetchall()[0]


@pytest.mark.parametrize("rules", [RULES, RULES[:1], RULES[1:2]])
def test_questions_name_the_charges_that_hang_on_waiting_pairs(whole, rules):
    found = open_questions(whole, three_rules().only(rules), "latest").waiting_links
    is_open = "outcome in ('UNKNOWN', 'NEEDS_FINDING')"
    counted = of_waiting_people(whole, rules, is_open)

    assert (found.pairs, found.open.charges, found.open.persons) == counted
    # Every case of this county was searched.
    assert found.search_withheld == found.open
    if rules == RULES[1:2]:
        assert of_waiting_people(whole, rules, f"not ({is_open})")[1] > 0
    else:
        assert found.open.charges > 3


def test_questions_say_where_to_look_at_the_pairs(whole, vacatur):
    pairs, charges, people = of_waiting_people(
        whole, RULES, "outcome in ('UNKNOWN', 'NEEDS_FINDING')"
    )
    shown = vacatur("questions", "-w", whole.folder).out

    assert f"{pairs} pairs to look at, on which {charges} charges of {people} people" in shown
    assert "vacatur link review" in shown


@pytest.mark.long
def test_a_pair_that_was_answered_does_not_wait_any_more(whole, tmp_path):
    before = open_questions(whole, three_rules(), "latest").waiting_links
    place = copy_of(whole, tmp_path)
    say(place, STRANGERS, False)
    after = open_questions(place, three_rules(), "latest").waiting_links

    assert after.pairs == before.pairs - 1
    assert after.open.persons == before.open.persons - 2


# ---- the report --------------------------------------------------------------------------------


def test_the_report_tells_what_joined_the_cases_and_names_nobody(whole, vacatur, tmp_path):
    out = tmp_path / "linkage"
    done = vacatur("link", "report", "--out", out, "-w", whole.folder, "--json")
    found = json.loads(done.out)
    page = (out / "linkage.html").read_text(encoding="utf-8")
    links, cases = (f"'{whole.records_folder}/{name}.parquet'" for name in ("links", "cases"))
    by_names, alone, persons = duckdb.execute(
        f"""select count(*) filter (list_contains(joined_by, 'names')),
            count(*) filter (joined_by = []), count(distinct person_id) from {links}"""
    ).fetchall()[0]

    assert json.loads((out / "linkage.json").read_text()) == found
    assert (found["joined_by"]["names"], found["alone"]) == (by_names, alone)
    assert found["persons"] == persons == sum(found["sizes"].values())
    assert found["sizes"]["1"] >= alone
    assert f"<td>names, birth dates and places</td><td>{by_names:,}</td>" in page
    assert "link report --thresholds" in page
    written = page + (out / "linkage.json").read_text()
    numbers = {number for (number,) in duckdb.execute(f"select number from {cases}").fetchall()}
    defendants = f"'{whole.records_folder}/defendants.parquet'"
    printed = duckdb.execute(f"select split_part(name, ',', 1) from {defendants}").fetchall()
    assert not any(number in written for number in numbers)
    assert not any(re.search(rf"\b{re.escape(name)}\b", written) for (name,) in printed if name)
    assert "is there already" in vacatur("link", "report", "--out", out, "-w", whole.folder).err


HANGS = {"persons": 1300, "others": 7, "waiting": 3, "decided_again": 9}
AS_LINKED = Flips(
    weight=4.0, charges=0, gained=0, lost=0, to_review=0, from_review=0, changes=(), **HANGS
)
STRICTER = Flips(
    weight=30.0,
    charges=1250,
    gained=11,
    lost=12,
    to_review=1212,
    from_review=14,
    changes=(
        Change(implements="MD-A", before="ELIGIBLE_PETITION", after="REVIEW", charges=1212),
        Change(implements="MD-B", before="REVIEW", after=ABSENT, charges=14),
    ),
    **HANGS,
)


def test_flips_stand_in_the_report_as_chart_and_table(whole):
    flips = RunFlips(run="r", points=(AS_LINKED, STRICTER))
    page = linkage_page(linkage_of_run(whole, "latest", flips))
    cells = re.findall("<tr>(.*?)</tr>", page)
    chart = ET.fromstring(re.findall("<svg.*</svg>", page, re.DOTALL)[0])
    ends = [
        float(each.attrib["points"].split(",")[-1])
        for each in chart.iter()
        if each.tag.endswith("polyline")
    ]

    numbers = ("30", "1,300", "7", "3", "1,250", "11", "12", "1,212", "14")
    assert "".join(f"<td>{number}</td>" for number in numbers) in cells
    assert "<td>30</td><td>MD-B</td><td>REVIEW</td><td>(not reached)</td><td>14</td>" in cells
    # In the order of the lines; the more charges, the higher.
    another, to_review, from_review, lost, gained = ends
    assert another < to_review < from_review < lost < gained
    labels = [each.text for each in chart.iter() if each.tag.endswith("text")]
    assert {"as linked", "a positive lost", "a positive gained", "4", "30"} <= {*labels}


def test_one_weight_alone_makes_no_chart(whole):
    flips = RunFlips(run="r", points=(STRICTER,))

    assert "<svg" not in linkage_page(linkage_of_run(whole, "latest", flips))


def test_thresholds_are_printed_with_the_answers_that_change(whole, vacatur, monkeypatch):
    asked = []

    def counted(place, name, weights, **_):
        asked.extend(weights)
        return RunFlips(run=name, points=(AS_LINKED, STRICTER))

    monkeypatch.setattr("vacatur.cli.link_report.flips_by_weight", counted)
    shown = vacatur("link", "thresholds", "--weight", "30", "-w", whole.folder).out
    vacatur("link", "thresholds", "-w", whole.folder)

    assert asked == [30, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]
    assert re.search(r"^ +30 +1,300 +7 +3 +1,250 +11 +12 +1,212 +14$", shown, re.MULTILINE)
    assert re.search(r"At 30 bits, by rule:\n +MD-A +ELIGIBLE_PETITION +-> REVIEW +1,212", shown)
    assert "At 4 bits, by rule" not in shown
