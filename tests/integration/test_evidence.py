"""`vacatur evidence`: counts from a file to JSON, and each file that is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.support.counted_files import (
    RIGHT,
    arrest,
    arrests,
    counted,
    told,
    write_arrests,
    write_csv,
    write_population,
)
from vacatur.errors import FigureRefused, IngestError, UsageError
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.figures.intervals import rate_ratio, share
from vacatur.office.evidence_shown import for_a_court
from vacatur.office.evidence_strata import reverses_by_district
from vacatur.office.evidence_words import sentences_of

BLACK, WHITE = 30 * 2 * 12 + 12 + 1, 12 * 2 * 12


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    write_arrests(folder / "arrests.csv")
    write_population(folder / "population.csv")
    return folder


@pytest.fixture
def events(tmp_path):
    """Count an office's own file of events."""

    def run(header, rows, **changes):
        path = write_csv(tmp_path / "events.csv", header, rows)
        usual = {
            "adapter": "events", "offense": "", "unit": "event", "last": date(2014, 1, 31),
            "columns": tuple(f"{each}={each}" for each in header if each != "other"),
        }  # fmt: skip
        population = write_csv(
            tmp_path / "population.csv", ("group", "population"), [("a", 9000), ("b", 1000)]
        )
        return counted(tmp_path, path, population, **{**usual, **changes})

    return run


def test_json_holds_each_number_with_what_stands_beside_it(vacatur, files):
    done = vacatur(
        "evidence", "disparity", "--source", files / "arrests.csv", "--adapter", "bpd-arrests",
        "--offense", "cannabis_possession", "--from", "2014-01-01", "--to", "2014-12-31",
        "--population", files / "population.csv", "--population-year", "2014",
        "--population-place", "Somewhere", "--population-said-by", "an invented census",
        "--extracted-on", "2015-03-01", "--each-district", "--wrong-code", "4 3550",
        "--wrong-word", "marij", "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["unit"], found["total"], found["missing"]) == ("arrest", BLACK + WHITE + 1, 1)
    groups = {each["group"]: each for each in found["groups"]}
    black = groups["Black"]
    assert (black["count"], groups["White"]["count"]) == (BLACK, WHITE)
    assert groups["another race"]["count"] == 0  # none was counted, and that is said

    known = BLACK + WHITE
    limits = share(BLACK, known)
    assert black["share"] == BLACK / known
    assert black["interval"] == [limits.low, limits.high]
    assert black["rate"] == pytest.approx(BLACK / 50_000 * 1000)
    ratio = rate_ratio(BLACK, 50_000, WHITE, 38_000)
    assert black["ratio"] == pytest.approx(BLACK / 50_000 / (WHITE / 38_000))
    assert black["ratio_interval"] == pytest.approx([ratio.low, ratio.high])
    assert black["reference"] == "everyone else"
    for each in found["groups"]:
        assert (each["ratio"] is None) == (each["difference"] is None)

    assert found["source"]["extracted_on"] == "2015-03-01"
    assert found["population"]["is_derived"] is False
    assert {each["district"]: each["total"] for each in found["districts"]} == {
        "Central": 42 * 12 + 12 + 1,
        "Eastern": 42 * 12,
    }
    assert found["not_in_a_district"] == 1
    assert sum(sum(counts.values()) for counts in found["months"].values()) == found["total"]

    # The wrong code counts another offense, and words count it together with part of the right one.
    code, words = found["beside"]
    assert (code["total"], code["also_right"]) == (20 * 2 * 12 + 12, 12)
    assert (words["total"], words["also_right"]) == ((20 + 12) * 2 * 12, WHITE)
    assert "does not by itself show why" in found["does_not_show"]


def test_every_row_is_accounted_for_and_a_code_counts_in_its_own_days(tmp_path):
    rows = [*arrests(), arrest(700_001, date(2014, 2, 30 - 3), "1 1635", "B", "Central", "CDS")]
    rows.append(arrest(700_002, date(2014, 10, 1), "1 1635", "B", "Central", "CDS"))  # not in use
    rows.append(arrest(700_003, date(2014, 10, 1), "", "B", "Central", "POSS MARIJUANA"))
    rows.append(arrest(700_004, date(2013, 10, 1), RIGHT, "B", "Central", "CDS"))
    rows.append(["", 700_005, *["x"] * 15])  # no day
    found = counted(tmp_path, write_arrests(tmp_path / "arrests.csv", rows))

    assert found.overall.group("Black").count == BLACK + 1
    assert found.standing["no code"] == found.standing["outside the period"] == 1
    assert sum(found.standing.values()) + sum(found.read.refused.values()) == len(rows)


def test_what_vanished_changes_the_figure_and_is_not_put_back(tmp_path):
    earlier = write_arrests(tmp_path / "earlier.csv")
    later = [r for r in arrests() if not (r[4] == "W" and r[9] == RIGHT and r[1] % 3 == 0)]
    later[0] = [*later[0][:9], "1 1415", *later[0][10:]]  # counted as something else now
    source = write_arrests(tmp_path / "later.csv", later)
    found = counted(tmp_path, source, earlier=earlier)
    gone = found.vanished

    assert gone.before == BLACK + WHITE + 1
    assert gone.gone == len(arrests()) - len(later)
    assert gone.gone_by_group == {"White": gone.gone}
    assert (gone.recoded, gone.added) == (1, 0)
    assert gone.after == gone.before - gone.gone - gone.recoded == found.total


def test_a_charge_is_another_unit_than_an_arrest(tmp_path, files):
    rows = arrests()
    rows.append(arrest("990001", date(2014, 1, 4), "1 1635", "B", "Central", "CDS"))
    source = write_arrests(tmp_path / "arrests.csv", rows)
    assert counted(tmp_path, source).total == BLACK + WHITE + 1
    assert counted(tmp_path, source, unit="charge").total == BLACK + WHITE + 2
    with pytest.raises(FigureRefused, match=r"\[person\] is no unit"):
        counted(tmp_path, source, unit="person")


def test_an_arrest_that_says_two_races_has_none(tmp_path):
    rows = [*arrests(), arrest("990001", date(2014, 1, 3), "1 1635", "W", "Central", "CDS")]
    found = counted(tmp_path, write_arrests(tmp_path / "arrests.csv", rows))
    assert found.overall.missing == 2
    assert found.overall.group("Black").count == BLACK - 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda rows: [r for r in rows if "-03-" not in r[5] and "-04-" not in r[5]],
         r"no row at all in \[2014-03\], \[2014-04\]"),
        (lambda rows: [[*r[:4], "X" if r[1] == 1 else r[4], *r[5:]] for r in rows],
         r"\[another label\] is no race code"),
        (lambda rows: [[*r[:4], "" if r[1] and int(r[1]) % 2 else r[4], *r[5:]] for r in rows],
         "race is missing in"),
        (lambda rows: [r if int(r[1]) % 50 else r[:9] for r in rows], "rows cannot be read"),
    ],
    ids=["months missing", "a race never seen", "race missing", "ragged"],
)  # fmt: skip
def test_a_feed_that_would_mislead_is_refused(tmp_path, spoil, message):
    source = write_arrests(tmp_path / "arrests.csv", spoil(arrests()))
    with pytest.raises(FigureRefused, match=message):
        counted(tmp_path, source)


JANUARY = [(f"2014-01-{day:02}", group) for day in range(1, 29) for group in ("a", "a", "b")]


def test_an_own_file_of_rows_or_of_counts_says_the_same(events):
    rows = events(("day", "race"), JANUARY)
    counts = [(day, group, 2 if group == "a" else 1) for day, group in sorted(set(JANUARY))]
    assert rows.overall.group("a").count == 56
    summed = events(("day", "race", "count"), counts)
    assert [each.count for each in summed.overall.groups] == [56, 28]


@pytest.mark.parametrize(
    ("header", "rows", "message"),
    [
        (("day", "race"), [*JANUARY, ("2014-01-05", "a", "more")], "1: more or fewer cells"),
        (("day", "race"), [*JANUARY, ("2014-01-05",)], "1: more or fewer cells"),
        (("day", "race"), [*JANUARY, ("May", "a")], "no day that can be read"),
        (("day", "race", "other"), [(*r, at) for _ in "12" for at, r in enumerate(JANUARY)],
         r"every row of \[2014-01\] stands there twice"),
        (("day", "race", "row_id"), [(*r, at % 80) for at, r in enumerate(JANUARY)],
         "row numbers of"),
        (("day", "race", "count"), [("2014-01-05", "a", 3), ("2014-01-05", "a", 3)],
         "have two counts"),
        (("day", "race", "count"), [("2014-01-05", "a", 3), ("2014-01-06", "b", -3)],
         r"\[-3\] is no count"),
        (("day", "race", "unit"), [("2014-01-05", "a", "arrest"), ("2014-01-06", "b", "charge")],
         r"two units: \[arrest\], \[charge\]"),
        (("day", "race", "unit"), [("2014-01-05", "a", "arrest"), ("2014-01-06", "b", "arrest")],
         r"says of its unit"),
        (("day", "race"), [*JANUARY, ("2014-01-05", "c")], r"\[c\] is no race code"),
    ],
    ids=["too long", "too short", "no day", "month twice", "id twice", "count twice", "negative",
         "two units", "another unit", "race never seen"],
)  # fmt: skip
def test_a_file_of_events_that_would_mislead_is_refused(events, header, rows, message):
    with pytest.raises(FigureRefused, match=message):
        events(header, rows)


@pytest.mark.parametrize(
    ("rows", "changes", "message"),
    [
        ([("Black", "Central", 0), ("White", "Central", 9), ("another race", "Central", 9)], {},
         r"\[0.0\] is no denominator"),
        ([("Black", "Central", -5), ("White", "Central", 9)], {}, r"\[-5\] is no number of people"),
        ([("Black", "Central", 5), ("Black", "Central", 5)], {}, "stands twice"),
        ([("Black", "Central", 50_000), ("White", "Central", 50_000)], {},
         r"\[another race\] was counted and has no denominator"),
        (None, {"year": 2010}, r"population of \[2010\]"),
        (None, {"year": None}, "does not say the year"),
    ],
    ids=["nobody", "negative", "twice", "lacks a group", "another year", "no year"],
)  # fmt: skip
def test_a_population_that_would_mislead_is_refused(tmp_path, files, rows, changes, message):
    population = files / "population.csv"
    if rows is not None:
        population = write_population(tmp_path / "population.csv", rows)
    with pytest.raises(FigureRefused, match=message):
        counted(tmp_path, files / "arrests.csv", population, population_asked=told(**changes))


def test_a_ragged_population_and_strange_names_are_refused(tmp_path, files):
    population = write_csv(tmp_path / "p.csv", ("group", "population"), [("Black",), ("White", 5)])
    with pytest.raises(FigureRefused, match=r"\[1\] cells under \[2\]"):
        counted(tmp_path, files / "arrests.csv", population)
    with pytest.raises(UsageError, match="cannabis-possession"):
        counted(tmp_path, files / "arrests.csv", offense="canabis_possession")
    with pytest.raises(UsageError, match="bpd-arrests"):
        counted(tmp_path, files / "arrests.csv", adapter="bpd-arrest")
    with pytest.raises(IngestError, match="CrimeDate"):
        counted(tmp_path, files / "arrests.csv", adapter="bpd-part1")


def test_the_declared_shapes_are_counted_by_district_and_by_race(tmp_path):
    part1 = write_csv(
        tmp_path / "part1.csv",
        ("CrimeDate", "CrimeTime", "CrimeCode", "Description", "District"),
        [(f"2014-01-{d:02}", d, "4E", "COMMON ASSAULT", "EASTERN") for d in range(1, 29)],
    )
    january = {"last": date(2014, 1, 31), "offense": ""}
    found = counted(tmp_path, part1, adapter="bpd-part1", by="district", codes=("4E",), **january)
    assert [each.count for each in found.overall.groups] == [0, 28]
    with pytest.raises(FigureRefused, match=r"has no \[race\]"):
        counted(tmp_path, part1, adapter="bpd-part1", **january)
    stops = write_csv(
        tmp_path / "stops.csv",
        ("raw_row_number", "date", "subject_race"),
        [(at, "2014-01-05", race) for at, race in enumerate(("black", "white", "NA") * 9)],
    )
    groups = ("Black", "White", "Hispanic", "another race")
    hispanic = write_population(tmp_path / "p.csv", [(each, "all", 9000) for each in groups])
    found = counted(tmp_path, stops, hispanic, adapter="stops", **january)
    assert [found.overall.known, found.overall.missing] == [18, 9]


def test_a_census_serves_as_long_as_no_other_is_nearer(tmp_path, files):
    header = ("district_shp", "Population", "White", "Blk_AfAm", "PopOver18", "Ovr18White",
        "Ovr18Blk_A")  # fmt: skip
    rows = [("CENTRAL", 40_000, 15_000, 20_000, 30_000, 12_000, 15_000),
        ("EASTERN", 40_000, 15_000, 20_000, 30_000, 12_000, 15_000)]  # fmt: skip
    population = write_csv(tmp_path / "districts.csv", header, rows)
    asked = told(year=None, place="", said_by="")
    found = counted(tmp_path, files / "arrests.csv", population, population_asked=asked)
    assert found.overall.denominator.year == 2010
    assert found.overall.denominator.by_group["another race"] == 10_000
    assert "other_year" in [each.value for each in found.overall.cautions]
    rows = [[*row[:5], f"2016{row[5][4:]}", *row[6:]] for row in arrests()]
    later = write_arrests(tmp_path / "a.csv", rows)
    period = {"first": date(2016, 1, 1), "last": date(2016, 12, 31)}
    period["extracted_on"] = date(2017, 1, 1)
    with pytest.raises(FigureRefused, match=r"population of \[2010\]"):
        counted(tmp_path, later, population, population_asked=asked, **period)
    because = replace(asked, years_apart_because="no later one was to be had")
    assert counted(tmp_path, later, population, population_asked=because, **period).total


def test_a_comparison_that_districts_turn_about_says_so(tmp_path):
    central, eastern = ("Central", 9000, 1000), ("Eastern", 1000, 9000)
    told = {("Central", "B"): 900, ("Central", "W"): 120}
    told |= {("Eastern", "B"): 10, ("Eastern", "W"): 200}
    people = [
        (group, district, many)
        for district, black, white in (central, eastern)
        for group, many in (("Black", black), ("White", white), ("another race", 9))
    ]
    flat = {**told, ("Central", "W"): 40, ("Eastern", "B"): 100}
    for counts, turned in ((told, True), (flat, False)):
        rows = [
            arrest(1000 * at + n, date(2014, 1 + n % 12, 3), RIGHT, race, district, "CDS")
            for at, ((district, race), many) in enumerate(counts.items())
            for n in range(many)
        ]
        found = counted(
            tmp_path,
            write_arrests(tmp_path / "arrests.csv", rows),
            write_population(tmp_path / "people.csv", people),
            each_district=True,
            reference="White",
        )
        ratios = [each.found.group("Black").compared.ratio.value for each in found.districts]
        assert found.overall.group("Black").compared.ratio.value > 1
        assert (max(ratios) < 1) is turned
        assert reverses_by_district(found, "Black") is turned
        shown = for_a_court(found, Ledger(tmp_path / "releases"), by="A. Roe", on=date(2026, 2, 1))
        assert all(("the other way" in each) is turned for each in sentences_of(shown))
