"""An exhibit, a public page and a file of figures say one thing, and hide what must be hidden."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.support.counted_files import (
    DISTRICTS,
    RIGHT,
    arrest,
    arrests,
    counted,
    write_arrests,
)
from tests.support.site import read
from vacatur.documents.conformance import faults_of
from vacatur.documents.pdf_text import pages_of
from vacatur.errors import DisclosureRefused, FigureRefused, UsageError
from vacatur.evidence.charts import Event, month_chart, ratio_chart, ratio_row
from vacatur.evidence.disclosure.rule import Tier
from vacatur.evidence.figures import Direction
from vacatur.evidence.printed import percent, value_and_spread
from vacatur.office.evidence_data import evidence_data
from vacatur.office.evidence_words import charts_of
from vacatur.office.evidence_writing import Leaving, let_out, shown_to, write_dashboard
from vacatur.office.formats import begin_workspace

ON = date(2026, 2, 15)
AT = datetime(2026, 2, 15, 12, tzinfo=UTC)
EVENTS = (Event(day=date(2014, 10, 1), words="a day with a name"),)
FEW = 4  # of another race, in all


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Figures of which one group is small."""
    folder = tmp_path_factory.mktemp("shown")
    rows = arrests()
    for at in range(FEW):
        day = date(2014, 1 + 3 * at, 9)
        rows.append(arrest(700_000 + at, day, RIGHT, "A", DISTRICTS[at % 2], "CDS"))
    source = write_arrests(folder / "arrests.csv", rows)
    return counted(folder, source, each_district=True, wrong_codes=("4 3550",))


@pytest.fixture(scope="module")
def written(found, tmp_path_factory):
    """Both exhibits and the page, of one workspace."""
    folder = tmp_path_factory.mktemp("written")
    workspace = begin_workspace(folder / "workspace")
    for tier in Tier:
        leaving = Leaving(
            exhibit=folder / tier,
            tier=tier,
            dashboard=folder / "page" if tier is Tier.PUBLIC else None,
            events=EVENTS,
        )
        let_out(found, leaving, workspace, by="A. Roe", on=ON, at=AT)
    return folder


def words_of(path):
    return " ".join(" ".join(pages_of(path.read_bytes())).split())


def test_exhibit_page_and_data_print_the_same_figures(found, written):
    whole = evidence_data(found)
    sealed = json.loads((written / "court/figures.json").read_text())
    public = json.loads((written / "page/figures.json").read_text())
    assert public == json.loads((written / "public/figures.json").read_text())
    assert sealed["groups"] == whole["groups"]
    shown = {each["group"]: each for each in public["groups"]}
    black = next(each for each in whole["groups"] if each["group"] == "Black")
    assert shown["Black"] == black

    figure = found.overall.group("Black")
    said = [
        f"{figure.count:,}", percent(figure.share.value), value_and_spread(figure.rate),
        value_and_spread(figure.compared.ratio), value_and_spread(figure.compared.difference),
    ]  # fmt: skip
    page = read("index.html", (written / "page/index.html").read_bytes())
    for text in (page.text, words_of(written / "court/exhibit.pdf"),
                 words_of(written / "public/exhibit.pdf")):  # fmt: skip
        for each in said:
            assert each in text
    rows = list(csv.reader(io.StringIO((written / "page/groups.csv").read_text())))
    assert ["Black", said[0], said[2], said[3]] == [rows[1][at] for at in (0, 1, 4, 5)]


def test_what_is_small_stands_in_no_public_file(found, written):
    public = json.loads((written / "public/figures.json").read_text())
    groups = {each["group"]: each for each in public["groups"]}
    assert groups["another race"]["count"] is None
    assert "rate" not in groups["another race"]
    assert public["missing"] is None
    for each in public["districts"]:
        for group in each["groups"]:
            assert group["count"] is None or group["count"] == 0 or group["count"] >= 10
    hidden = [n for counts in public["months"].values() for n in counts.values()]
    assert all(n is None or n == 0 or n >= 10 for n in hidden)
    for name in ("public/exhibit.pdf", "court/exhibit.pdf"):
        text = words_of(written / name)
        assert ("SEALED" in text) == name.startswith("court")
        assert (f"not recorded for {found.overall.missing} of" in text) == ("court" in name)
    log = (written / "workspace/releases/log.jsonl").read_text()
    assert '"by": "A. Roe"' in log


def test_the_papers_can_be_archived_and_read_aloud(written):
    for tier in Tier:
        assert faults_of((written / tier / "exhibit.pdf").read_bytes()) == ()


def test_the_page_needs_no_network_no_script_and_no_eyes(written):
    content = (written / "page/index.html").read_bytes()
    page = read("index.html", content)
    assert page.faults == []
    assert page.tagged("html") == [{"lang": "en"}]
    assert not page.tagged("script", "iframe", "img")
    assert not re.search(rb'(?:src|href|url\()\W*(?:https?:)?//', content.replace(
        b"http://www.w3.org/", b""))  # fmt: skip
    assert len(page.ids()) == len(set(page.ids()))
    for address, anchor in page.links():
        assert (written / "page" / address).is_file()
        assert not anchor or anchor in page.ids()
    charts = [each for each in page.tagged("div") if each.get("role") == "img"]
    assert len(charts) == 3
    assert all("chart. " in each["aria-label"] for each in charts)
    tables = len(page.tagged("table"))
    assert tables == len(page.tagged("caption")) == 4
    assert all(each["scope"] in ("col", "row") for each in page.tagged("th"))
    for question in ("two numbers differ", "the series start", "raw data", "juveniles",
                     "recorded race", "declined mean", "persons, cases or charges",
                     "How current"):  # fmt: skip
        assert question in page.text
    assert "No lawyer has reviewed" in page.text
    style = (written / "page/style.css").read_text()
    assert all(each in style for each in ("prefers-color-scheme", "@media print",
        "prefers-reduced-motion"))  # fmt: skip


def test_sealed_figures_make_no_page_and_nobody_releases_nothing(found, tmp_path):
    workspace = begin_workspace(tmp_path / "workspace")
    shown = shown_to(Tier.COURT, found, workspace, by="A. Roe", on=ON)
    with pytest.raises(DisclosureRefused, match="sealed figures"):
        write_dashboard(shown, tmp_path / "page", events=(), on=ON)
    assert not (tmp_path / "page").exists()
    with pytest.raises(DisclosureRefused, match="nobody answers"):
        shown_to(Tier.PUBLIC, found, workspace, by=" ", on=ON)
    (tmp_path / "full").mkdir()
    (tmp_path / "full/letter.txt").write_text("ours")
    leaving = Leaving(exhibit=tmp_path / "full", tier=Tier.COURT, dashboard=None, events=())
    with pytest.raises(UsageError, match="not empty"):
        let_out(found, leaving, workspace, by="A. Roe", on=ON, at=AT)


def test_a_named_reference_that_is_hidden_hides_what_is_compared_with_it(found, tmp_path):
    other = counted(
        tmp_path, write_arrests(tmp_path / "a.csv", [*arrests(), *(
            arrest(700_000 + at, date(2014, 1, 9), RIGHT, "A", "Central", "CDS") for at in range(3)
        )]), reference="another race",
    )  # fmt: skip
    workspace = begin_workspace(tmp_path / "workspace")
    shown = shown_to(Tier.PUBLIC, other, workspace, by="A. Roe", on=ON)
    assert shown.group("another race").count is None
    assert all(each.figure is None for each in shown.groups)


def test_a_chart_tells_nothing_by_colour_alone(found):
    overall = found.overall
    rows = [ratio_row(each.group, each) for each in overall.groups]
    unsure = replace(rows[0], label="unsure", direction=Direction.NOT_KNOWN)
    chart = ratio_chart([*rows, unsure], name="r", title="Ratios", axis="times")
    for each in rows:
        assert f"{each.label}: {value_and_spread(each.ratio)}" in chart.words
    marks = [each["mark"] for each in chart.spec["layer"] if each["mark"]["type"] == "point"]
    assert marks[0] != marks[1]  # an open dot and a full one
    assert chart.spec["layer"][1]["encoding"]["x"]["scale"]["type"] == "log"
    assert chart.spec["layer"][0]["encoding"]["x"]["datum"] == 1
    svg = chart.svg(font="serif", ink="currentColor", paper="var(--paper)")
    assert "currentColor" in svg
    assert "aria-" not in svg  # its words stand where it is placed
    assert chart.png(font="serif").startswith(b"\x89PNG")

    months = {"2014-01": {"a": 3, "b": None}, "2014-02": {"a": 4, "b": 20}}
    lines = month_chart(months, ["a", "b"], name="m", title="T", axis="y", events=EVENTS)
    dashes = lines.spec["layer"][0]["encoding"]["strokeDash"]["scale"]["range"]
    assert len({str(each) for each in dashes}) == 2
    assert "b: from 20 to 20 a month, 1 months hidden" in lines.words
    assert "a day with a name" not in lines.words  # it is in none of the months
    with pytest.raises(FigureRefused):
        ratio_chart([], name="r", title="T", axis="x")


def test_a_month_of_some_days_is_drawn_as_no_fall_and_a_district_is_refused_for_what_it_lacks(
    tmp_path,
):
    rows = [*arrests(), *(
        arrest(700_000 + at, date(2014, 1, 9), RIGHT, "BW"[at % 2], "Western", "CDS")
        for at in range(60)
    )]  # fmt: skip
    source = write_arrests(tmp_path / "a.csv", rows)
    some = counted(tmp_path, source, each_district=True, last=date(2014, 12, 8))
    workspace = begin_workspace(tmp_path / "workspace")
    for tier in (Tier.COURT, Tier.PUBLIC):
        shown = shown_to(tier, some, workspace, by="A. Roe", on=ON)
        assert list(shown.months)[-1] == "2014-12-01..2014-12-08"
        months = next(each for each in charts_of(shown, ()) if each.name == "months")
        assert "to 2014-11" in months.words
        assert "whole months alone" in months.words
    western = next(each for each in shown.districts if each.district == "Western")
    assert western.refused
    assert "not recorded" not in western.refused  # the population has no such district


def test_the_wrong_figure_leaves_through_the_same_ledger(found, written, tmp_path):
    """Beside the right one; a few that are of one way alone are never to be subtracted."""
    public = json.loads((written / "page/figures.json").read_text())
    (beside,) = public["beside"]
    assert beside["by_group"] == {"Black": 12, "White": 480, "another race": 0}
    assert beside["also_right"] is None
    ledger = (written / "workspace/releases/log.jsonl").read_text()
    assert '"4 3550"' in ledger

    def shown(wrong, right, both):
        # Of white people, so many are counted either way.
        (each,) = found.beside
        changed = replace(
            each,
            by_group={"Black": 40, "White": wrong},
            also_right_by_group={"Black": 0, "White": both},
        )
        assert found.overall.group("White").count == right
        workspace = begin_workspace(tmp_path / f"{wrong} {both}")
        other = replace(found, beside=(changed,))
        return shown_to(Tier.PUBLIC, other, workspace, by="A. Roe", on=ON)

    assert shown(100, 288, 50).beside[0].by_group["White"] == 100
    # The wrong code holds every right row and 3 more: their difference would be those 3.
    for wrong, both in ((291, 288), (285, 285), (100, 5)):
        few = shown(wrong, 288, both)
        assert all(each.by_group.get("White") is None for each in few.beside)


def test_what_vanished_is_public_only_in_numbers_that_tell_of_nobody(tmp_path):
    earlier = write_arrests(tmp_path / "earlier.csv")
    later = [r for r in arrests() if not (r[4] == "W" and r[9] == RIGHT and r[1] % 3 == 0)]
    gone = len(arrests()) - len(later)
    found = counted(tmp_path, write_arrests(tmp_path / "later.csv", later), earlier=earlier)
    workspace = begin_workspace(tmp_path / "w")
    shown = shown_to(Tier.PUBLIC, found, workspace, by="A. Roe", on=ON)
    assert (shown.vanished.gone, shown.vanished.added) == (gone, None)
    assert gone >= 10

    few = replace(found, vanished=replace(found.vanished, gone=3, gone_by_group={"White": 3}))
    workspace = begin_workspace(tmp_path / "few")
    shown = shown_to(Tier.PUBLIC, few, workspace, by="A. Roe", on=ON)
    assert shown.vanished is None or shown.vanished.gone is None
    added = replace(found, vanished=replace(found.vanished, added_by_group={"White": 3}))
    workspace = begin_workspace(tmp_path / "added")
    shown = shown_to(Tier.PUBLIC, added, workspace, by="A. Roe", on=ON)
    assert shown.vanished is None
    assert any("a few are new" in each for each in shown.refused)
