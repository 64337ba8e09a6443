"""The site of the law: it holds what pages say, hangs together, and asks nobody for anything."""

import hashlib
import json
import os
import posixpath
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.site import SECTIONS, documents
from vacatur.errors import UsageError
from vacatur.law import sentences, show_programme
from vacatur.law.page import Condition
from vacatur.law.show_vehicle import in_words
from vacatur.site.build import MANIFEST, build_site
from vacatur.site.history import Change, FileHistory, histories
from vacatur.site.laws import address_of, is_invented, load_law

ROOT = Path(__file__).resolve().parents[2]
LAWS = [load_law(name) for name in ("us-md", "us-md-baltimore-city", "us-xx")]
PAGES = [page for law in LAWS for page in law.pages]
VEHICLES = [vehicle for law in LAWS for vehicle in law.vehicles]
PROGRAMMES = [programme for law in LAWS for programme in law.programmes]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.page_id)
EACH_VEHICLE = pytest.mark.parametrize("vehicle", VEHICLES, ids=lambda each: each.vehicle_id)


def built(histories=None, laws=LAWS, manual=ROOT / "docs"):
    return build_site(laws, manual=manual, histories=histories or {})


@pytest.fixture(scope="module")
def site():
    return built()


@pytest.fixture(scope="module")
def read(site):
    return documents(site.contents)


def plain(text):
    return " ".join(text.split())


# ---- what a page says -----------------------------------------------------------------------


@EACH_PAGE
def test_a_page_says_that_nobody_reviewed_it(read, page):
    assert not page.reviewed_by
    document = read[address_of(page)]

    assert document.text.count(sentences.NO_LAWYER) == 1
    assert f"law checked through {page.verified_through}, reviewed by nobody" in document.text


@EACH_PAGE
def test_a_page_shows_every_provision_and_says_whose_words_they_are(read, page):
    document = read[address_of(page)]
    verbatim = [s.provision.verbatim for s in page.sections if s.provision]

    for section in page.sections:
        assert section.citation in document.text
        if section.provision:
            assert plain(section.provision.words) in document.text
    labels = [each["class"] for each in document.tagged("blockquote")]
    assert labels == ["verbatim" if each else "paraphrase" for each in verbatim]


@EACH_PAGE
def test_a_page_shows_every_statement_in_words(read, page):
    text = without_spaces(read[address_of(page)].text)

    for section in page.sections:
        for each in section.statements:
            said = sentences.statement(each)
            if isinstance(each, Condition):
                said = said.replace("[", "").replace("]", "")
            assert without_spaces(said) in text


def without_spaces(text):
    return "".join(text.split())


@EACH_PAGE
def test_a_page_shows_every_worked_case(read, page):
    document = read[address_of(page)]
    cases = [case for section in page.sections for case in section.cases]

    for case in cases:
        assert plain(case.title) in document.text
        for name, expected in case.expected.items():
            assert (expected.replace("_", " ") if name == "because" else expected) in document.text


@EACH_PAGE
def test_a_page_shows_its_versions_amounts_and_questions(read, page):
    document = read[address_of(page)]

    for version in page.versions:
        assert sentences.when(version.span) in document.text
    for amount in (each for section in page.sections for each in section.amounts):
        assert f"{sentences.number_with_unit(amount)} {sentences.when(amount.in_force)}" in (
            document.text
        )
    assert "Questions it can ask" in document.text
    for finding in sentences.findings(page):
        assert finding in document.text


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda each: each.programme_id)
def test_a_programme_shows_each_statement_and_its_policy_leads_to_it(read, programme):
    document = read[address_of(programme)]

    for section in programme.sections:
        assert plain(section.provision.words) in document.text
        for statement in section.statements:
            assert f"{show_programme.in_words(statement)}." in document.text
    policies = [each.page for each in programme.statements if each.page]
    for policy in policies:
        leads = {target for target, _ in read[f"law/{policy}.html"].links()}
        assert address_of(programme) in leads


@EACH_VEHICLE
def test_a_vehicle_shows_each_statement_with_its_provision(read, vehicle):
    document = read[address_of(vehicle)]

    assert document.text.count(sentences.NO_LAWYER) == 1
    for section in vehicle.sections:
        assert plain(section.provision.words) in document.text
        for statement in section.statements:
            assert f"{in_words(statement)}." in document.text


def test_a_worked_case_tells_what_differs_from_the_usual(read):
    text = read["law/us-xx/clearing.html"].text

    assert "Unless a case says otherwise: statute XL 3-203 description HOLDING LEAF" in text
    assert "the day before it sentence end 2015-05-06 NOT_YET from 2020-05-06" in text
    assert "no end was recorded sentence end not known REVIEW" in text


def test_pages_name_each_other_in_both_directions(read):
    clearing, office = read["law/us-xx/clearing.html"], read["law/us-xx/office-relief.html"]

    assert any(to == clearing.address for to, _ in office.links())
    assert any(to == office.address for to, _ in clearing.links())
    assert "It is named by" in clearing.text


def test_the_days_of_change_stand_in_order(read):
    text = read["dates.html"].text.partition("XX, an invented state")[2]
    days = re.findall(r"\d{4}-\d\d-\d\d(?= Article)", text)

    assert "2022-01-01 Article 2 from 2022" in text
    assert days == sorted(days) != []


def test_an_invented_state_is_known_as_one():
    assert [law.jurisdiction for law in LAWS if is_invented(law.jurisdiction)] == ["us-xx"]


def test_code_lists_show_every_line_with_its_source(read):
    for law in LAWS:
        for path in law.code_files():
            lines = path.read_text(encoding="utf-8").splitlines()[1:]
            assert f"{path.name}, {len(lines)} lines" in read[f"lists/{law.jurisdiction}.html"].text
    assert "7 0002 leaf-holding 2010-01-01 to 2015-12-31 20 high invented" in (
        read["lists/us-xx.html"].text
    )


def test_a_text_is_shown_letter_for_letter(read):
    for law in LAWS:
        for path in law.texts():
            body = path.read_text(encoding="utf-8").partition("\n---\n")[2]
            words = re.sub(r"^> ?", "", body, flags=re.MULTILINE)
            assert plain(words) in read[f"texts/{law.jurisdiction}/{path.stem}.html"].text


# ---- how it hangs together ------------------------------------------------------------------


def test_every_link_and_anchor_leads_somewhere(site, read):
    ids = {address: set(document.ids()) for address, document in read.items()}
    lost = [
        (document.address, target, anchor)
        for document in read.values()
        for target, anchor in document.links()
        if target not in site.contents or (anchor and anchor not in ids[target])
    ]

    assert lost == []


def test_every_page_is_reached_from_the_first(read):
    reached, waiting = set(), ["index.html"]
    while waiting:
        address = waiting.pop()
        if address not in reached:
            reached.add(address)
            waiting += [target for target, _ in read[address].links()]

    assert set(read) == reached


def test_nothing_is_loaded_from_elsewhere(site, read):
    for document in read.values():
        loads = [
            each.get("src") or each["href"]
            for each in document.tagged("link", "script", "img", "source", "iframe", "object")
        ]
        folder = posixpath.dirname(document.address)
        files = [posixpath.normpath(posixpath.join(folder, load)) for load in loads]
        assert {file for file in files if not file.endswith("data:,")} <= set(site.contents)
        assert not [each for each in document.tagged("a") if ":" in each["href"]]
    style = site.contents["static/style.css"].decode()
    assert "url(" not in style
    assert "@import" not in style


def test_the_search_knows_every_page_and_section(site, read):
    script = site.contents["static/search-index.js"].decode()
    entries = json.loads(script.removeprefix("window.vacaturEntries = ").rstrip().rstrip(";"))
    ids = {address: {"", *document.ids()} for address, document in read.items()}
    places = {tuple((each["to"] + "#").split("#")[:2]) for each in entries}

    assert all(anchor in ids[address] for address, anchor in places)
    for page in (*PAGES, *VEHICLES, *PROGRAMMES):
        assert len([address for address, _ in places if address == address_of(page)]) == 1 + len(
            page.sections
        )
    assert "NOT MARIHUANA" in script


def test_the_search_library_is_the_one_that_the_documents_name():
    vendor = ROOT / "src/vacatur/site/static/vendor"
    listed = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")

    assert hashlib.sha256((vendor / "minisearch.js").read_bytes()).hexdigest() in listed
    assert "Luca Ongaro" in (vendor / "minisearch-licence.txt").read_text(encoding="utf-8")


# ---- that everybody can read it -------------------------------------------------------------


def test_every_page_is_sound_html(read):
    for document in read.values():
        assert (document.faults, document.open_tags) == ([], []), document.address
        assert [i for i, count in Counter(document.ids()).items() if count > 1] == []


def test_every_page_has_a_language_a_title_landmarks_and_a_way_past_them(read):
    for document in read.values():
        assert document.tagged("html")[0]["lang"] == "en"
        assert len(document.tagged("title")) == len(document.tagged("main")) == 1
        assert document.tagged("header", "nav", "main", "footer")
        assert document.tagged("a")[0] == {"class": "skip", "href": "#main"}
        assert document.tagged("main")[0]["id"] == "main"


def test_headings_stand_in_order(read):
    for document in read.values():
        levels = [int(tag[1]) for tag, _ in document.elements if tag in SECTIONS]
        assert levels.count(1) == 1, document.address
        assert levels[0] == 1
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, document.address


def test_every_head_of_a_table_says_what_it_heads(read):
    for document in read.values():
        assert all("scope" in each for each in document.tagged("th")), document.address
    for page in (*PAGES, *VEHICLES, *PROGRAMMES):
        document = read[address_of(page)]
        assert len(document.tagged("caption")) == len(document.tagged("table"))


def test_every_field_has_a_label(read):
    for document in read.values():
        labelled = {each["for"] for each in document.tagged("label")}
        assert {each["id"] for each in document.tagged("input")} == labelled


def test_without_javascript_the_search_page_leads_to_every_law_page(read):
    leads = {target for target, _ in read["search.html"].links()}

    assert {address_of(page) for page in (*PAGES, *VEHICLES, *PROGRAMMES)} <= leads


PAIRS = [
    *((ink, paper) for ink in ("ink", "muted", "link", "law", "warn") for paper in ("paper",)),
    *((ink, "raised") for ink in ("ink", "link", "law", "muted")),
    ("warn", "warn-paper"),
    ("ink", "warn-paper"),
    ("link", "warn-paper"),
    ("paper", "link"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_colours_have_enough_contrast(site, scheme, ink, paper):
    """WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text."""
    light, dark = colours(site.contents["static/style.css"].decode())
    chosen = light if scheme == "light" else {**light, **dark}
    lighter, darker = sorted((luminance(chosen[each]) for each in (ink, paper)), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def colours(style):
    blocks = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6})", block)) for block in blocks]


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_each_answer_stands_with_its_meaning(read):
    text = read["answers.html"].text

    assert "ELIGIBLE_PETITION The person may file now. Granted by" in text
    assert "REVIEW A lawyer must decide." in text
    assert "Sent to a person by" in text


# ---- how it is made -------------------------------------------------------------------------


def test_a_site_is_written_and_written_again(tmp_path, site):
    out = tmp_path / "site"
    built(manual=None).write(out)
    (out / "law" / "mine.txt").write_text("kept")
    without = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    site.write(out)
    built(laws=LAWS[:1], manual=None).write(out)

    assert "manual/index.html" not in without
    assert (out / "law" / "mine.txt").read_text() == "kept"
    assert not (out / "law/us-xx.html").exists()
    listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    assert all((out / name).is_file() for name in listed)


def test_the_same_law_makes_the_same_bytes(tmp_path):
    """Whatever order the interpreter's sets come in."""
    script = (
        "import sys, pathlib; from vacatur.site.build import build_site;"
        "from vacatur.site.laws import load_law;"
        "laws = [load_law(name) for name in ('us-md', 'us-xx')];"
        "site = build_site(laws, manual=None, histories={});"
        f"print(site.contents[{MANIFEST!r}].decode())"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert made[0] == made[1]


def test_a_folder_that_is_no_site_is_left_alone(tmp_path, site):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match="it is no site"):
        site.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_page_shows_its_changes_or_says_that_they_are_not_known():
    law = LAWS[0]
    page = law.pages[0]
    change = Change(date(2026, 1, 2), "The <Act> of 2026", "0123456789")
    known = {law.file_of(page): FileHistory((change,), unrecorded=True)}
    read = documents(built(histories=known, laws=[law], manual=None).contents)

    assert "2026-01-02 The <Act> of 2026 0123456789" in read[address_of(page)].text
    assert "changes that are not recorded yet" in read[address_of(page)].text
    assert "Not known: the site was made from a copy" in read[address_of(law.pages[1])].text


def git(folder, *arguments):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_changes_of_a_file_come_from_git_and_follow_its_name(tmp_path):
    (tmp_path / "old.md").write_text("words\n" * 20)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "The first words", "--date=2026-01-02T03:04:05")
    git(tmp_path, "mv", "old.md", "new.md")
    git(tmp_path, "commit", "-q", "-m", "Another name", "--date=2026-01-03T03:04:05")
    page, fresh = tmp_path / "new.md", tmp_path / "fresh.md"
    fresh.write_text("never committed")
    found = histories([page, fresh])

    assert [(change.day, change.what) for change in found[page].changes] == [
        (date(2026, 1, 3), "Another name"),
        (date(2026, 1, 2), "The first words"),
    ]
    assert not found[page].unrecorded
    assert fresh not in found
    page.write_text("other words")
    assert histories([page])[page].unrecorded


def test_a_copy_without_its_whole_history_tells_none(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    git(whole, "init", "-q")
    for number in range(2):
        (whole / "page.md").write_text(f"words {number}")
        git(whole, "add", ".")
        git(whole, "commit", "-q", "-m", f"Change {number}")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{whole}", "shallow")

    assert len(histories([whole / "page.md"])[whole / "page.md"].changes) == 2
    assert histories([tmp_path / "shallow" / "page.md"]) == {}
    assert histories([Path(tmp_path.anchor) / "page.md"]) == {}
