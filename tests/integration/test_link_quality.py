"""`vacatur link quality` and links by name, explained, on a county with names and its truth."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from itertools import combinations

import duckdb
import pytest

FEW = 11


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A county of 900 people with names, an eighth of the fields damaged."""
    from vacatur.sample.county import write_county

    folder = tmp_path_factory.mktemp("named") / "export"
    write_county(folder, people=900, seed=11, names=True, names_noise=12)
    return folder


@pytest.fixture(scope="module")
def place(named, tmp_path_factory):
    from vacatur.office.exports import export_of
    from vacatur.office.intake import ingest
    from vacatur.office.workspace import Workspace

    workspace = Workspace(tmp_path_factory.mktemp("place") / "workspace")
    ingest(export_of([named]), workspace, progress=lambda what, done, total: None)
    return workspace.folder


@pytest.fixture
def report(vacatur, named, place, tmp_path):
    """The report as data, and its folder."""
    out = tmp_path / "quality"
    truth = named / "truth/names.csv"
    done = vacatur("link", "quality", truth, "--out", out, "-w", place, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out), out


def rows(place, query):
    tables = {
        name: f"read_parquet('{place}/records/{name}.parquet')"
        for name in ("name_pairs", "cases", "defendants", "links")
    }
    return duckdb.execute(query.format(**tables)).fetchall()


def test_what_is_written_is_what_is_printed(report):
    told, out = report

    assert json.loads((out / "quality.json").read_text()) == told
    assert (out / "quality.svg").read_text().startswith("<svg")
    with (out / "quality.csv").open(newline="") as file:
        table = {(row["by"], row["group"], row["measure"]): row for row in csv.DictReader(file)}
    assert float(table["all", "", "recall"]["share"]) == pytest.approx(told["recall"]["value"])
    for group in told["groups"]:
        for measure in ("precision", "recall"):
            row = table[group["by"], group["group"], measure]
            assert (row["few_persons"] != "") == group[measure]["few_persons"]
            assert row["pairs"] == str(
                "" if group[measure]["few_persons"] else group[measure]["pairs"]
            )


def test_the_score_and_the_curve_say_the_same_of_the_weight_at_which_names_join(report):
    told, _ = report
    (point,) = [each for each in told["thresholds"] if each["weight"] == told["link_weight"]]

    assert point["precision"] == told["precision"]
    assert point["recall"] == told["recall"]
    assert point["review_persons"] == told["review"]["persons"]
    assert point["cannot_show"] == ""
    unknown, *others = told["thresholds"]
    assert (unknown["weight"], unknown["recall"], unknown["review_persons"]) == (0, None, None)
    assert all(each["cannot_show"] for each in others if each is not point)
    recalls = [each["recall"]["right"] for each in others]
    assert recalls == sorted(recalls, reverse=True)
    assert recalls[0] > recalls[-1]


def test_a_curve_joins_by_no_pair_that_anything_holds(report, place):
    """At the least weight all pairs join that only a lack of evidence holds."""
    told, _ = report
    (low,) = [each for each in told["thresholds"] if each["weight"] == 2]
    (at,) = [each for each in told["thresholds"] if each["weight"] == 4]
    ((little,),) = rows(
        place,
        "select count(*) from {name_pairs} where doubts = ['little_evidence'] and vetoes = []",
    )

    assert (low["precision"]["pairs"] > at["precision"]["pairs"]) == (little > 0)


def test_recall_by_sex_is_the_one_that_pairs_give(report, named, place):
    told, _ = report
    truth = named / "truth/names.csv"
    found = rows(
        place,
        f"""with judged as materialized (
            select row_number() over () as n, person as truth, person_id, upper(left(sex, 1)) as sex
            from read_csv('{truth}', all_varchar = true)
            join {{cases}} cases on number = case_number join {{defendants}} using (case_id)),
        sexes as (select truth, min(sex) as sex from judged group by truth
            having count(distinct sex) = 1)
        select sexes.sex, count(*) filter (a.person_id = b.person_id), count(*)
        from judged a join judged b on a.n < b.n and a.truth = b.truth
        join sexes on a.truth = sexes.truth
        group by sexes.sex order by sexes.sex""",
    )
    shown = [
        (each["group"], each["recall"]["right"], each["recall"]["pairs"])
        for each in told["groups"]
        if each["by"] == "sex" and each["group"] in ("F", "M")
    ]

    assert shown == found


def full_name(printed):
    surname, _, rest = (
        re.sub("[^A-Z ]+", " ", part.replace("'", ""))
        for part in printed.upper().replace(",", "|,|").split("|")
    )
    return f"{rest.split()[0]} {surname.replace(' ', '')}" if rest.split() else None


def test_names_are_counted_by_their_bearers_and_not_by_how_they_are_linked(report, named, place):
    """A person whose cases are split bears his name once."""
    told, _ = report
    truth = named / "truth/names.csv"
    cases = rows(
        place,
        f"""select person, person_id, name from read_csv('{truth}', all_varchar = true)
        join {{cases}} on number = case_number join {{defendants}} using (case_id)""",
    )
    bearers, names, linked = defaultdict(set), defaultdict(set), defaultdict(list)
    for person, person_id, name in cases:
        bearers[full_name(name)].add(person)
        names[person].add(full_name(name))
        linked[person].append(person_id)
    alone = [
        linked[person] for person in names if max(len(bearers[name]) for name in names[person]) == 1
    ]
    pairs = [pair for person_ids in alone for pair in combinations(person_ids, 2)]
    (once,) = (
        each["recall"]
        for each in told["groups"]
        if (each["by"], each["group"]) == ("bearers of the name", "1")
    )

    assert once["pairs"] == len(pairs)
    assert once["right"] == sum(one == other for one, other in pairs)
    assert once["right"] < once["pairs"]


def test_no_number_of_few_persons_is_told(report):
    told, _ = report
    few = [
        (group, measure)
        for group in told["groups"]
        for measure in ("precision", "recall")
        if group[measure]["few_persons"]
    ]

    assert few
    for group, measure in few:
        numbers = ("value", "low", "high", "right", "pairs", "persons", "difference")
        assert {group[measure][name] for name in numbers} == {None}
    for group in told["groups"]:
        for measure in ("precision", "recall"):
            assert group[measure]["few_persons"] or group[measure]["persons"] >= FEW


def test_wrong_merges_add_up_and_no_recorded_field_tells_them_apart(report, named, place):
    told, _ = report
    truth = named / "truth/names.csv"
    ((wrong,),) = rows(
        place,
        f"""select coalesce(sum(n * (n - 1) // 2), 0) from (select count(distinct person) as n
            from read_csv('{truth}', all_varchar = true) join {{cases}} on number = case_number
            group by person_id)""",
    )

    assert (
        sum(each["told_apart"] + each["not_told_apart"] for each in told["wrong_merges"]) == wrong
    )
    assert sum(each["told_apart"] for each in told["wrong_merges"]) == 0
    assert wrong > 0


def test_sizes_count_every_person_once(report):
    told, _ = report

    assert sum(told["cases_of_linked_persons"].values()) == told["persons_linked"]
    assert sum(told["cases_of_true_persons"].values()) == told["persons_true"]


def test_what_waits_is_counted(vacatur, named, place):
    told = json.loads(
        vacatur("link", "score", named / "truth/persons.csv", "-w", place, "--json").out
    )
    ((pairs,),) = rows(place, "select count(*) from {name_pairs} where band = 'review'")
    waiting = rows(
        place,
        """select distinct person_id from {links} where case_id in (
            select unnest([case_l, case_r]) from {name_pairs} where band = 'review')""",
    )
    ((cases, persons),) = rows(place, "select count(*), count(distinct person_id) from {links}")
    ((theirs,),) = rows(
        place,
        f"select count(*) from {{links}} where person_id in {[person for (person,) in waiting]}",
    )

    assert told["review"] == {
        "pairs": pairs,
        "cases": theirs,
        "persons": len(waiting),
        "share_of_persons": len(waiting) / persons,
    }
    assert pairs > 0
    assert theirs < cases


def test_groups_of_a_file_stand_in_place_of_the_recorded_ones(vacatur, named, place, tmp_path):
    with (named / "truth/persons.csv").open(newline="") as file:
        cases = list(csv.DictReader(file))
    groups = tmp_path / "groups.csv"
    lines = [f"{each['case_number']},{'ab'[int(each['person'], 16) % 2]}" for each in cases]
    groups.write_text("\n".join(["case_number,ethnicity", *lines]))
    command = ("link", "quality", named / "truth/persons.csv", "-w", place, "--groups", groups)
    told = json.loads(vacatur(*command, "--out", tmp_path / "out", "--json").out)
    groups.write_text("\n".join(["case_number,sex", *lines]))
    other = json.loads(vacatur(*command, "--out", tmp_path / "other", "--json").out)

    groups.write_text(
        "\n".join(["case_number,race", *(line.replace(",a", ",=a") for line in lines)])
    )
    vacatur(*command, "--out", tmp_path / "formula")

    assert ",'=a," in (tmp_path / "formula/quality.csv").read_text()
    assert [each["group"] for each in told["groups"] if each["by"] == "ethnicity"] == ["a", "b"]
    assert {"F", "M"} <= {each["group"] for each in told["groups"] if each["by"] == "sex"}
    assert [each["group"] for each in other["groups"] if each["by"] == "sex"] == ["a", "b"]
    assert not [each for each in told["groups"] if each["by"] == "hard pairs"]


def test_the_words_tell_the_shares_the_doubt_and_no_cause(vacatur, named, place, tmp_path):
    command = ("link", "quality", named / "truth/names.csv", "-w", place)
    done = vacatur(*command, "--out", tmp_path / "out")
    again = vacatur(*command, "--out", tmp_path / "out")

    assert done.code == 0
    for words in ("Precision", "of them lower", "by chance alone", "not known [1]", "quality.svg"):
        assert words in done.out
    assert "fewer than 11 persons" in done.out
    assert again.code == 2
    assert "is there already" in again.err


def test_without_names_there_is_no_curve(vacatur, county, office, tmp_path):
    out = tmp_path / "out"
    done = vacatur("link", "quality", county / "truth/persons.csv", "-w", office, "--out", out)

    assert done.code == 0
    assert "nobody was linked by names" in done.out
    assert sorted(path.name for path in out.iterdir()) == ["quality.csv", "quality.json"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("case_number,sex\nnowhere,F\n", "the groups name no case that the truth judges"),
        ("case_number\n{case}\n", "or no group"),
        ("case_number,sax\n{case},F\n", "Did you mean [sex]?"),
    ],
)
def test_groups_that_are_none_stop(vacatur, named, place, tmp_path, text, words):
    case = (named / "truth/persons.csv").read_text().splitlines()[1].split(",")[0]
    groups = tmp_path / "groups.csv"
    groups.write_text(text.format(case=case))
    command = ("link", "quality", named / "truth/persons.csv", "-w", place, "--groups", groups)
    done = vacatur(*command, "--out", tmp_path / "out")

    assert done.code != 0
    assert words in done.err
    assert not (tmp_path / "out").exists()


def test_links_by_name_are_explained_without_names(vacatur, place):
    ((person, one, other, weight),) = rows(
        place,
        """select l.person_id, l.number, r.number, weight
        from {name_pairs} join {cases} l on l.case_id = case_l join {cases} r on r.case_id = case_r
        where band = 'linked' order by weight desc, case_l limit 1""",
    )
    told = json.loads(vacatur("link", "explain", person, "-w", place, "--json").out)
    shown = vacatur("link", "explain", person, "-w", place).out
    pair = next(each for each in told["by_name"] if set(each["cases"]) == {one, other})
    evidence = {each["comparison"]: each for each in pair["evidence"]}

    assert pair["bits"] == weight
    assert pair["prior"] + sum(each["bits"] for each in evidence.values()) == pytest.approx(weight)
    assert "name" in evidence
    assert f"names join {' and '.join(pair['cases'])}" in shown
    assert evidence["name"]["words"] in shown
    printed = rows(
        place,
        f"""select unnest([split_part(name, ',', 1), address]) from {{defendants}}
        join {{cases}} using (case_id) where person_id = '{person}'""",
    )
    assert not [text for (text,) in printed if text and text.lower() in shown.lower()]


def test_rivals_are_told_from_both_sides(vacatur, place):
    ((mine, theirs, one, other, doubts),) = rows(
        place,
        """select l.person_id, r.person_id, l.number, r.number, doubts
        from {name_pairs} join {cases} l on l.case_id = case_l join {cases} r on r.case_id = case_r
        where band = 'review' order by case_l, case_r limit 1""",
    )
    for person, rival, cases in ((mine, theirs, [one, other]), (theirs, mine, [other, one])):
        told = json.loads(vacatur("link", "explain", person, "-w", place, "--json").out)
        shown = vacatur("link", "explain", person, "-w", place).out
        found = next(each for each in told["waiting"] if each["pair"]["cases"] == cases)

        assert found["person_id"] == rival
        assert len(found["pair"]["doubts"]) == len(doubts) > 0
        assert f"{cases[0]} may be {cases[1]} of {rival}" in shown
        assert f"waits: {found['pair']['doubts'][0]}" in shown
