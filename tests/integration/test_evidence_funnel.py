"""`vacatur evidence funnel` and `resources`: from records and files to figures."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.support.counted_files import write_csv
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import pages_of
from vacatur.errors import FigureRefused, IngestError
from vacatur.evidence.cohort import Stage
from vacatur.office.evidence_selecting import EVERYTHING
from vacatur.office.exports import export_of
from vacatur.office.formats import begin_workspace
from vacatur.office.funnel_files import COHORT, cohort_of_file, stated_counts
from vacatur.office.funnel_records import cohort_of_records
from vacatur.office.funnel_report import funnel_report
from vacatur.office.intake import ingest
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

MAPPING = """
format: 1
case:
  key: Docket
  filed_date: {column: Filed, formats: ["%Y-%m-%d"], earliest: 2000-01-01, latest: 2018-12-31}
person: {key: Person}
charge:
  key: Count
  arrest_date: {column: Arrested, formats: ["%Y-%m-%d"], earliest: 2000-01-01, latest: 2018-12-31}
  local_code: Code
  disposition: {column: Outcome, map: {guilty: convicted, nol pros: nolle_prosequi,
    not charged: not_charged, open: pending}}
  disposition_date: {column: Ended, formats: ["%Y-%m-%d"], earliest: 2000-01-01,
    latest: 2018-12-31}
"""
HEADER = ("Docket", "Filed", "Person", "Count", "Arrested", "Code", "Outcome", "Ended")
DAYS = {"first": date(2015, 1, 1), "last": date(2015, 12, 31), "extracted_on": date(2018, 12, 31)}
WHO = {"said_by": "an invented court"}
USUAL = ("--from", "2015-01-01", "--to", "2015-12-31", "--extracted-on", "2018-12-31",
         "--said-by", "an invented court")  # fmt: skip


def charges(arrested="2015-02-01"):
    """20 arrests: 9 convicted of one of two charges, 5 dropped, 2 not charged, 3 open, 1 unread."""
    rows = []
    for n in range(20):
        filed, dropped = "2015-02-20", ("1 0573", "NOL PROS", "2015-03-01")
        if n < 9:
            rows.append((n, "2015-02-05", 1, arrested, "1 0573", "GUILTY", "2015-06-01"))
            rows.append((n, "2015-02-05", 2, "", "1 1415", "NOL PROS", "2016-08-01"))
        elif n < 14:
            rows.append((n, filed, 1, arrested, *dropped))
        elif n < 16:
            rows.append((n, "", 1, arrested, "1 0573", "NOT CHARGED", "2015-02-02"))
        elif n < 19:
            rows.append((n, filed, 1, arrested, "1 0573", "OPEN", ""))
        else:
            rows.append((n, filed, 1, arrested, "1 0573", "MARTIAN", "2015-04-01"))
    return [(f"K{n}", filed, f"P{n}", *rest) for n, filed, *rest in rows]


def workspace(folder, rows):
    path = write_csv(folder / "charges.csv", HEADER, rows)
    (folder / "mapping.yaml").write_text(MAPPING)
    place = Workspace(folder / "w")
    ingest(export_of([path], mapping=folder / "mapping.yaml"), place, progress=silent)
    return place


def test_records_are_followed_from_the_day_of_arrest(tmp_path, vacatur):
    place = workspace(tmp_path, charges())
    done = vacatur(
        "evidence", "funnel", "-w", place.folder, *USUAL, "--offense", "cannabis_possession",
        "--json",
    )  # fmt: skip
    assert done.code == 0, done.err
    found = json.loads(done.out)
    whole = found["cohort"]

    assert found["is_linked"]
    assert found["source"]["unit"] == "arrest"
    # One whose wording nobody reads is neither open nor ended.
    assert (whole["total"], whole["open"]) == (19, 3)
    assert sum(found["unlinked_cases"].values()) == 1
    # An arrest of two charges ends with the last of them, as the gravest of them did.
    at = {(each["kind"], each["days"]): each for part in ("stages", "ends", "decided_by")
          for each in whole[part]}  # fmt: skip
    assert at["convicted", 365]["seen"] == 0
    assert at["convicted", 730]["seen"] == 9
    assert at["convicted", 730]["estimate"] == pytest.approx(9 / 19)
    assert at["filed", 30]["seen"] == 17
    # Nobody knows who closed an arrest without a charge.
    assert at["not_known", 30]["seen"] == 2
    assert at["police", 30]["seen"] == 0
    assert at["prosecutor", 30]["seen"] == 5
    # What no court records is no 0.
    assert not {"referred", "sentenced", "relieved"} & {each["kind"] for each in whole["stages"]}
    assert [each["label"] for each in found["months"]] == ["2015-02"]
    text = vacatur("evidence", "funnel", "-w", place.folder, *USUAL).out
    assert "3 of 19 were still open" in text
    assert "No lawyer has reviewed" in text


def test_arrests_that_no_case_names_are_no_funnel(tmp_path, vacatur):
    rows = charges()
    rows = [(*row[:4], row[4] if row[0] in ("K3", "K4") else "", *row[5:]) for row in rows]
    place = workspace(tmp_path, rows)
    done = vacatur("evidence", "funnel", "-w", place.folder, *USUAL, "--json")
    found = json.loads(done.out)

    assert found["cohort"] is None
    assert found["months"] == []
    assert "cannot be linked" in found["not_linked_because"]
    counted = {each["stage"]: each["count"]["count"] for each in found["stages_by_themselves"]}
    assert counted == {"filed": 18, "disposed": 5}
    assert "estimate" not in done.out
    text = vacatur("evidence", "funnel", "-w", place.folder, *USUAL).out
    assert "no share of one in another can be taken" in text
    assert "%" not in text


def test_relief_is_seen_where_a_matter_was_relieved(tmp_path, monkeypatch):
    place = workspace(tmp_path, charges())
    monkeypatch.setattr(
        "vacatur.office.funnel_records._relief_of_matters",
        lambda _: ({"K1": date(2017, 1, 1), "K9": date(2018, 1, 1)}, lambda key: key),
    )
    cohort = cohort_of_records(place, EVERYTHING, **DAYS, **WHO)
    whole = funnel_report(cohort, what="arrests").whole
    assert whole.at(Stage.RELIEVED, 730).seen == 1
    assert sum(Stage.RELIEVED in each.reached for each in cohort.cases) == 2


def row(**told):
    return [told.get(name, "") for name in COHORT]


def test_a_cohort_file_is_read_or_refused_by_its_row(tmp_path):
    path = tmp_path / "cohort.csv"
    good = [row(case_id=f"a{n}", arrested_on="2015-03-01", referred="2015-03-01") for n in range(8)]
    good.append(row(case_id="a8", arrested_on="2015-03-02", end="declined", ended_on="2015-03-09"))
    read = {**DAYS, **WHO, "unit": "arrest"}
    cohort = cohort_of_file(write_csv(path, COHORT, good), **read)
    whole = funnel_report(cohort, what="arrests").whole
    assert (whole.total, whole.open) == (9, 8)

    for bad, message in (
        (
            row(case_id="b", arrested_on="2015-03-01", end="convict"),
            r"row 11: no end .*\[convict\]",
        ),
        (row(case_id="b", arrested_on="03/01/2015"), "row 11"),
    ):
        with pytest.raises(IngestError, match=message):
            cohort_of_file(write_csv(path, COHORT, [*good, bad]), **read)


def test_an_exhibit_of_a_cohort_for_a_court_and_for_the_public(tmp_path, vacatur):
    def cases(name, many, **rest):
        return [row(case_id=f"{name}{n}", arrested_on="2015-03-01", **rest) for n in range(many)]

    filed = {"filed": "2015-04-02"}
    rows = cases("a", 31, end="declined", ended_on="2015-03-09")
    rows += cases("p", 12, end="released_by_police", ended_on="2015-03-02")
    rows += cases("b", 20, **filed, end="convicted", ended_on="2015-11-01")
    rows += cases("c", 3, **filed, end="acquitted", ended_on="2015-11-01")
    rows += cases("d", 15, **filed)
    path = write_csv(tmp_path / "cohort.csv", COHORT, rows)
    asked = ("evidence", "funnel", "--cohort", path, *USUAL, "--exhibit")
    assert "without a workspace" in vacatur(*asked, tmp_path / "x").err
    place = begin_workspace(tmp_path / "w").folder
    for tier in ("court", "public"):
        by = ("-w", place, "--released-by", "A. Roe")
        done = vacatur(*asked, tmp_path / tier, "--tier", tier, *by)
        assert done.code == 0, done.err
    told = {tier: json.loads((tmp_path / tier / "figures.json").read_text())
            for tier in ("court", "public")}  # fmt: skip
    seen = {tier: {(x["kind"], x["days"]): x["seen"] for x in data["figures"]}
            for tier, data in told.items()}  # fmt: skip
    assert seen["court"]["acquitted", 365] == 3
    assert seen["court"]["filed", 365] == 38
    # In public no stage stands beside the ends, and the three are hidden with others.
    assert not {kind for kind, _ in seen["public"]} & {each.value for each in Stage}
    assert seen["public"]["acquitted", 365] is None
    assert seen["public"]["declined", 365] == 31
    assert None in (
        told["public"]["open"],
        told["public"]["total"],
        seen["public"]["convicted", 365],
    )
    paper = (tmp_path / "court/exhibit.pdf").read_bytes()
    assert not faults_of(paper)
    text = " ".join(" ".join(pages_of(paper)).split())
    assert "By one year, about 25 in 100 had ended in conviction" in text
    assert "SEALED" in text
    assert len((place / "releases/log.jsonl").read_text().splitlines()) == 2


STATED = ("stage", "count", "of", "name", "unit", "first", "last", "extracted_on", "said_by")
PLACE = ("an article", "case", "2019-01-29", "2019-12-31", "2020-01-02", "an election opponent")


def test_more_than_so_many_is_a_bound(tmp_path, vacatur):
    path = tmp_path / "counts.csv"
    rows = [("went forward", "78", "cases", *PLACE), ("cases", "more than 1,100", "", *PLACE)]
    write_csv(path, STATED, rows)
    text = vacatur("evidence", "funnel", "--counts", path).out
    assert "At most about 7 in 100 (78 of more than 1,100), said by an election opponent" in text
    assert "7.1" not in text
    data = json.loads(vacatur("evidence", "funnel", "--counts", path, "--json").out)
    assert data["bounds"][0]["side"] == "at_most"

    exact = [("went forward", "78", "cases", *PLACE), ("cases", "1,100", "", *PLACE)]
    with pytest.raises(FigureRefused, match="neither of them is a bound"):
        stated_counts(write_csv(path, STATED, exact))
    other = [rows[0], (*rows[1][:-1], "the office")]
    with pytest.raises(FigureRefused, match="as a part of"):
        stated_counts(write_csv(path, STATED, other))


COSTS = ("resource", "per", "low", "mid", "high", "year", "said_by")
COUNTED = ("what", "count", *STATED[3:])


def test_resources_are_a_count_times_what_somebody_declared(tmp_path, vacatur):
    costs = write_csv(tmp_path / "costs.csv", COSTS, [
        ("bookings", "arrest", 0.8, 0.9, 1, 2018, "a jail"),
        ("attorney_hours", "arrest", 1, 2, 4, 2018, "an office"),
        ("hearings", "case", 1, 2, 3, 2018, "a court"),
    ])  # fmt: skip
    say = ("a feed", "arrest", "2017-01-01", "2017-12-31", "2019-02-01", "the police")
    after = ("a feed", "arrest", "2018-01-01", "2018-12-31", "2019-02-01", "the police")
    counts = write_csv(tmp_path / "counts.csv", COUNTED, [("arrests", 400, *say)])
    base = ("evidence", "resources", "--costs", costs, "--counts", counts)
    found = json.loads(vacatur(*base, "--json").out)["figures"]
    # A cost per case is none of an arrest.
    assert [each["resource"] for each in found] == ["bookings", "attorney_hours"]
    hours = found[1]["amount"]
    assert hours["value"] == pytest.approx(800)
    assert hours["interval"]["low"] < 400
    assert hours["interval"]["high"] > 1600
    assert "400 arrests took 800" in vacatur(*base).out

    write_csv(counts, COUNTED, [("arrests", 100, *after), ("arrests", 400, *say)])
    found = json.loads(vacatur(*base, "--avoided", "--json").out)["figures"]
    assert found[0]["amount"]["value"] == pytest.approx(270)
    assert found[0]["kind"] == "avoided"
    assert "does not by itself show why" in found[0]["sentence"]

    write_csv(counts, COUNTED, [("charges", 400, say[0], "charge", *say[2:])])
    assert "was counted, and costs are declared per" in vacatur(*base).err
    write_csv(counts, COUNTED, [("arrests", "more than 400", *say)])
    assert "is no count" in vacatur(*base).err
