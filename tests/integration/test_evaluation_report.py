"""The reports of an evaluation: page, exhibit, appendix and data say one thing, and no more."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.evaluations import panel, write_plan
from tests.support.site import read
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import pages_of
from vacatur.evaluation.wording import signed, signed_interval

UNITS = 20  # the fewest with which a rank can be one in twenty
HOSTILE = "<script>alert('unrest')</script>"
EVENTS = f'[{{name: "{HOSTILE}", date: 2013-06-03}}]'
PAPERS = ("page.pdf", "exhibit.pdf", "appendix.pdf")


def written(vacatur, folder, **told):
    panels = {
        "crimes": told.pop("crimes"),
        "arrests": panel(2, units=UNITS, effect=-0.8),
        "fraud": panel(3, units=UNITS),
    }
    plan = write_plan(folder, panels, placebo_outcomes="[fraud]", events=EVENTS, **told)
    assert vacatur("evaluate", plan, "--freeze").code == 0
    plan.write_text(plan.read_text() + "# another thought\n")
    done = vacatur("evaluate", plan, "--report", folder / "report")
    assert done.code == 0, done.err
    return folder / "report"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where both reports are written, once."""
    return tmp_path_factory.mktemp("reports")


@pytest.fixture
def report(vacatur, folder):
    """A fall of 35 % that is there, found by some designs and refused by others."""
    place = folder / "report"
    if not place.exists():
        written(vacatur, folder, crimes=panel(1, units=UNITS, effect=-0.35))
    return place


def words_of(path):
    return " ".join(" ".join(pages_of(path.read_bytes())).split())


def texts(report):
    page = read("index.html", (report / "index.html").read_bytes())
    return [" ".join(page.text.split()), *(words_of(report / name) for name in PAPERS)]


def test_page_papers_and_data_print_the_same_figures_and_the_same_refusals(report):
    told = json.loads((report / "evaluation.json").read_text())
    given = [each for each in told["designs"] if each["estimate"] is not None]
    refused = [e for e in told["designs"] if e["sentence"].startswith(("No answer", "Not used"))]
    assert len(given) >= 4
    assert refused
    for text in texts(report):
        for each in [*given, *told["placebo_outcomes"].values()]:
            assert signed(each["estimate"]) in text
            assert signed_interval(*each["interval"]) in text
            months = each["months"]
            assert f"{months['first'][:7]} to {months['last'][:7]}, beside" in text
        for each in [*told["cannot_say"], *told["reasons"], told["description"]["sentence"]]:
            assert each in text
        for each in refused:
            assert each["sentence"] in text
        assert "verdict: supported" in text
        assert "What we cannot say" in text
        assert "No lawyer has reviewed" in text
        assert "+ # another thought".replace(" ", "") in text.replace(" ", "")  # the deviation
        assert "no effect" not in text

    appendix = words_of(report / "appendix.pdf")
    weighted = next(each for each in told["designs"] if each["weights"])
    for donor, weight in weighted["weights"].items():
        assert f"{donor} {weight:.3f}" in appendix
    for each in given:
        if each["error"] is not None:
            assert f"{each['error']:.4f}" in appendix
    for each in told["variants"]:
        assert each["estimate"] is None or signed(each["estimate"]) in appendix
    assert told["plan_sha256"] in appendix.replace(" ", "")


def test_the_papers_can_be_archived_and_the_page_needs_nothing_from_elsewhere(report):
    for name in PAPERS:
        assert faults_of((report / name).read_bytes()) == ()
    content = (report / "index.html").read_bytes()
    page = read("index.html", content)
    assert page.faults == []
    assert not page.tagged("script", "iframe", "img")
    assert not re.search(rb'(?:src|href|url\()\W*(?:https?:)?//', content.replace(
        b"http://www.w3.org/", b""))  # fmt: skip
    assert len(page.ids()) == len(set(page.ids()))
    for address, anchor in page.links():
        assert not address or (report / address).is_file()
        assert not anchor or anchor in page.ids()
    charts = [each for each in page.tagged("div") if each.get("role") == "img"]
    assert len(charts) == 3
    assert all("chart" in each["aria-label"] for each in charts)
    for name in ("series", "gaps", "event_study", "specification_curve"):
        assert (report / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (report / f"{name}.txt").read_text().strip()
    drawn = (report / "series.svg").read_text()
    assert "alert('unrest')" in drawn
    assert "<script" not in drawn
    assert "the policy" in drawn


def test_where_nothing_is_seen_the_report_says_so_and_small_months_are_not_shown(vacatur, tmp_path):
    made = written(
        vacatur, tmp_path, crimes=panel(4, units=UNITS, mean=12), designs="[differences]", donors=""
    )
    told = json.loads((made / "evaluation.json").read_text())
    assert told["verdict"] == "cannot_attribute"
    assert told["months"] is None
    assert told["gaps"] is None
    assert not (made / "series.svg").exists()
    for text in texts(made):
        assert "We could not tell" in text
        assert "That the policy had no effect: a change smaller than" in text
        assert "The months are not shown" in text


def test_a_folder_that_holds_something_is_refused_before_anything_is_reckoned(vacatur, tmp_path):
    (tmp_path / "report").mkdir()
    (tmp_path / "report/old.txt").write_text("old")
    done = vacatur("evaluate", tmp_path / "none.yaml", "--report", tmp_path / "report")
    assert done.code == 2
    assert "not empty" in done.err
