"""Declared papers: read strictly, free of law, and each point of a vehicle's page is met."""

import difflib
import json
import re

import pytest
import yaml

from tests.support.packets import DAY, book, job, values
from vacatur.documents.checklist import POINTS, places_of_point
from vacatur.documents.composing import is_there, missing_in
from vacatur.documents.paper_specs import paper_book, places_of, read_book
from vacatur.documents.particulars import LABELS, Listing, Table
from vacatur.documents.template_rules import TEMPLATES
from vacatur.errors import PaperRefused

FILE = TEMPLATES.parent / "us_md" / "papers.yaml"
LAW = re.compile(r"§|\b(Rule|Crim|Code|Article|Statute|Maryland Law)\b|\b(Md|Art|Ann)\.")
# Labels of the court's forms are names of papers, and stand in vehicles alone.
FORM = re.compile(r"\bCC-DC(?:-[A-Z]{2})?-\d{3}[A-Z]?\b")
SMALL = """\
format: 1
courts: {district: "Court for {county}"}
vehicles:
  us-xx/paper:
    papers: [motion]
    lists: []
papers:
  motion:
    template: court-paper
    title: Motion
    caption: [State, "{defendant-name}"]
    signed: true
    opening: "It says of {defendant-name}:"
    sections:
      - heading: The charges
        meets: [a point]
        shows: [charges]
      - heading: What was agreed
        where_known: true
        says: ["It was agreed on {hearing-day}."]
        shows: [consent]
    closing: ""
"""


def small(old="", new=""):
    assert old in SMALL
    return read_book(SMALL.replace(old, new, 1) if old else SMALL, where="p.yaml")


def test_what_is_declared_is_what_is_read():
    read = small()
    (paper,) = read.vehicles["us-xx/paper"].papers

    assert (paper.template, paper.signed, paper.judge, paper.language) == (
        "court-paper", "attorney", False, "en",
    )  # fmt: skip
    assert [each.heading for each in paper.sections] == ["The charges", "What was agreed"]
    assert paper.is_filed
    assert read.courts == {"district": "Court for {county}"}
    assert len(read.sha256) == 64


@pytest.mark.parametrize(
    ("old", "new", "what", "repair"),
    [
        ("format: 1\n", "format: 1\nleters: {}\n", "[leters]", "[letters]"),
        ("    closing:", "    closin:", "[closin]", "[closing]"),
        ("        shows: [charges]", "        show: [charges]", "[show]", "[shows]"),
        ("    lists: []", "    list: []", "[list]", "[lists]"),
        ("shows: [charges]", "shows: [chargse]", "no particular is called [chargse]", "[charges]"),
        ("shows: [consent]", "shows: [consnet]", "no particular is called [consnet]", "[consent]"),
        ("of {defendant-name}", "of {defendant-nam}", "[defendant-nam]", "[defendant-name]"),
        ("{hearing-day}", "{}", "no particular is called []", ""),
        ("vehicles:\n", "letters: {granted: [moton]}\nvehicles:\n", "[moton]", "[motion]"),
        ("papers: [motion]", "papers: [moton]", "no paper is called [moton]", "[motion]"),
        ("    signed: true", "    signed: true\n    language: fr", "[fr]", ""),
        ("    signed: true", "    signed: persn", "nobody signs who is called [persn]", ""),
        ("format: 1", "format: 2", "this version reads format 1", ""),
    ],
)  # fmt: skip
def test_what_nobody_knows_is_refused_with_the_nearest_name(old, new, what, repair):
    with pytest.raises(PaperRefused) as refused:
        small(old, new)

    assert what in refused.value.what
    assert repair in refused.value.repair
    assert refused.value.where.startswith("p.yaml")


@pytest.mark.parametrize(
    "text", ["", "- motion\n", "just words\n", "format: 1\ncourts: {}\nvehicles: []\npapers: {}\n"]
)
def test_what_is_no_mapping_is_refused(text):
    with pytest.raises(PaperRefused, match="where names and values must be"):
        read_book(text, where="p.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("    signed: true\n", "    signed: true\n    signed: false\n", 12),
        ("        meets: [a point]\n", "        meets: [a]\n        meets: [b]\n", 16),
        ("papers:\n  motion:", "papers:\n  motion: {}\n  motion:", 8),
        ("format: 1\n", "format: 1\nformat: 1\n", 1),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_line(old, new, line):
    with pytest.raises(PaperRefused, match="stands twice") as refused:
        small(old, new)

    assert refused.value.where == f"p.yaml, line {line}"


def test_a_paper_asks_for_what_it_cannot_do_without_and_prints_the_rest_where_known():
    (paper,) = small().papers.values()

    assert paper.asks_for() == ("court-name", "case-number", "defendant-name", "charges")
    assert paper.prints() == (*paper.asks_for(), "hearing-day", "consent")
    assert (paper.where("charges"), paper.where("consent")) == ("The charges", "What was agreed")
    assert paper.where("defendant-name") == ""


@pytest.mark.parametrize("known", [True, False])
def test_a_section_that_stands_where_known_is_whole_or_left_out(known):
    (paper,) = small().papers.values()
    told = values()
    if not known:
        del told["consent"]

    headings = [each["heading"] for each in job(paper, told).data["sections"]]

    assert ("What was agreed" in headings) is known
    assert missing_in(paper, told) == ()


@pytest.mark.parametrize("nothing", ["", "  \n", Listing(items=()), None])
def test_what_says_nothing_is_missing(nothing):
    (paper,) = small().papers.values()
    bare = Table(columns=("A",), widths=(1,), rows=())

    assert not is_there(nothing)
    assert missing_in(paper, values(court_name=nothing, charges=bare)) == ("court-name", "charges")


@pytest.mark.parametrize("name", book().papers)
def test_each_paper_is_composed_of_what_it_asks_for_and_of_nothing_more(name):
    paper = book().papers[name]
    asked = {*paper.asks_for(), "day"}

    told = job(paper, {key: each for key, each in values().items() if key in asked})

    assert not re.search(r"\{[a-z]", json.dumps(told.data))


@pytest.mark.parametrize("name", book().papers)
def test_a_title_or_heading_has_no_place_to_be_filled(name):
    paper = book().papers[name]

    assert places_of(paper.title) == []  # it names the file, and a file names nobody
    assert [places_of(each.heading) for each in paper.sections] == [[]] * len(paper.sections)
    assert (TEMPLATES / f"{paper.template}.typ").is_file()
    assert paper.unless in ("", "no-victim", "no-open-warrant")


def test_a_jurisdiction_without_papers_has_none():
    assert paper_book("us-zz") is None


@pytest.mark.parametrize("vehicle", book().vehicles)
def test_every_point_of_the_page_is_met_or_told_elsewhere(vehicle, us_md):
    """The checklist: what the law's page asks of a paper stands in one, or somebody else's."""
    spec = book().vehicles[vehicle]
    points = [each.statement.text for each in us_md.vehicles[vehicle].on(DAY, *POINTS)]

    assert points
    assert [point for point in points if not places_of_point(spec, point)] == []


@pytest.mark.parametrize("name", book().papers)
def test_what_a_paper_meets_stands_on_a_page_letter_for_letter(name, us_md):
    paper = book().papers[name]
    pages = [vehicle for vehicle, spec in book().vehicles.items() if paper in spec.papers]
    said = [each.statement.text for page in pages for each in us_md.vehicles[page].on(DAY, *POINTS)]

    for point in (*paper.meets, *(point for each in paper.sections for point in each.meets)):
        assert point in said, difflib.get_close_matches(point, said, n=1, cutoff=0)


@pytest.mark.parametrize("vehicle", book().vehicles)
def test_what_is_told_elsewhere_stands_on_the_page_letter_for_letter(vehicle, us_md):
    spec = book().vehicles[vehicle]
    said = [each.statement.text for each in us_md.vehicles[vehicle].on(DAY, *POINTS)]

    for point in spec.elsewhere:
        assert point in said, difflib.get_close_matches(point, said, n=1, cutoff=0)
        assert places_of_point(spec, point) == (f"elsewhere: {spec.elsewhere[point]}",)


@pytest.mark.parametrize("name", ["motion", "coram-nobis-petition"])
def test_each_section_cites_the_provision_of_what_it_meets(name, us_md):
    """Every numbered section that the page asks for, but for those that no provision names."""
    free = {"The victim", "What was agreed"}

    assert [
        each.heading
        for each in book().papers[name].sections
        if not each.meets and each.heading not in free
    ] == []


def words_of(told):
    match told:
        case str():
            yield told
        case dict():
            for key, each in told.items():
                if key not in ("format", "meets", "template"):  # the law's words, and names
                    yield from words_of(each)
        case list():
            for each in told:
                yield from words_of(each)


def test_papers_hold_no_law():
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    vehicles = [*words_of([list(each.get("elsewhere", {}).values()) for each in
                           said["vehicles"].values()])]  # fmt: skip
    forms = [form for each in said["vehicles"].values() for form in each.get("court_forms", ())]
    words = [*words_of(said["papers"]), *words_of(said["courts"]), *vehicles, *forms]

    assert len(words) > 100
    for text in words:
        assert not LAW.search(text), text
        assert not re.search(r"\d", FORM.sub("", text)), text


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
def test_templates_hold_no_law(path):
    assert not LAW.search(path.read_text(encoding="utf-8"))


def test_every_particular_is_asked_for_by_a_paper_or_a_list():
    printed = {name for paper in book().papers.values() for name in paper.prints()}
    others = {"court", "day", "defendant-birth-date"}  # of court forms, of every paper, of lists

    assert set(LABELS) - printed == others
