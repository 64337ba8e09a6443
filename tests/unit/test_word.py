"""A copy in Word says the words of the paper, whatever they are, and says that it is a copy."""

import io
import zipfile
from datetime import date

import pytest

from tests.support.packets import DAY, SIGNER, book, charges, marks, values
from tests.support.word import footer, opened, paragraphs, words
from vacatur.documents.composing import compose, frame, table_block
from vacatur.documents.particulars import Listing
from vacatur.documents.pdf_text import bodies_of
from vacatur.documents.typesetting import press
from vacatur.documents.word import COPY, word_copy
from vacatur.errors import PaperRefused

PAPERS = ("motion", "proposed-order", "notice-to-victim", "letter-motion-es", "letter-to-screener")
CITES = {"restitution ordered in the case": "Rule 4-333(d)"}


@pytest.fixture(scope="module")
def setter():
    with press() as opened_press:
        yield opened_press


def data_of(name, known=None, **told):
    spec = book().papers[name]
    return compose(spec, known or values(), cites=CITES, signer=SIGNER, marks=marks(**told))


def exhibit(rows=3):
    title = "Exhibit: Cases"
    opening, table = "Each case below.", table_block(charges(rows))
    more = {"heading": title, "opening": opening, "table": table, "signature": []}
    return {**frame(title, "en", marks()), **more}


def copy_of(name, known=None, **told):
    return word_copy(book().papers[name].template, data_of(name, known, **told), on=DAY)


def named(name):
    return copy_of("motion", values(defendant_name=name))


# ---- the words ----------------------------------------------------------------------------------


def packed(pages):
    return "".join("".join(page.split()) for page in pages)


@pytest.mark.parametrize("name", PAPERS)
def test_a_copy_says_the_words_of_the_paper(setter, name):
    data = data_of(name)
    template = book().papers[name].template

    printed = packed(bodies_of(setter.pdf(template, data, on=DAY)))
    copied = words(word_copy(template, data, on=DAY))

    # Typst writes a bullet as a letter, Word as a style.
    assert sorted(copied) == sorted(printed.replace("•", ""))
    assert copied.partition("1.")[2] == printed.replace("•", "").partition("1.")[2]


def test_an_exhibit_says_the_words_of_the_paper(setter):
    printed = packed(bodies_of(setter.pdf("exhibit", exhibit(), on=DAY)))

    assert words(word_copy("exhibit", exhibit(), on=DAY)) == printed


def test_what_cites_the_law_is_in_italics():
    (cited,) = [each for each in paragraphs(copy_of("motion")) if each.text == "Rule 4-333(d)"]

    assert cited.style.font.italic


def test_a_judge_has_a_block_and_nobody_else_signs_an_order():
    signed = [
        each.text for each in paragraphs(copy_of("proposed-order")) if "Sign" in each.style.style_id
    ]

    assert signed == ["Judge", "Date: \t"]


def test_a_restricted_line_stands_first():
    copy = copy_of("motion", restricted="CONTAINS RESTRICTED INFORMATION.")

    assert next(paragraphs(copy)).text == "CONTAINS RESTRICTED INFORMATION."


# ---- what a copy says of itself -----------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), [("motion", "en"), ("letter-motion-es", "es")])
def test_each_copy_says_at_its_foot_that_it_is_one(name, language):
    said = footer(copy_of(name))

    assert said[:2] == [COPY[language], marks().note[language]]


def test_a_draft_says_so_at_its_foot_and_on_top():
    copy = copy_of("motion", is_draft=True)

    assert "DRAFT: not approved, not to be filed" in footer(copy)
    assert next(paragraphs(copy)).text == "DRAFT"
    assert "DRAFT" not in words(copy_of("motion"))


# ---- hostile words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "SMITH & SONS <b>BOLD</b>",
        "{{ 7*7 }}",
        "{% for x in y %}{{ note }}{% endfor %}",
        "{_{ 7*7 }_} {_% if %_}",
        "{%p if draft %} {{r note }} {#tr#}",
        '#read("x") $x$ *bold* _it_ @cite <label> \\u{41} // no',
        'O\'NEIL D’ANGELO “QUOTED” "TWICE"',
        "&lt;w:p&gt; &amp;amp; &#65; ]]> <![CDATA[",
        "</w:t></w:r></w:p><w:p>",
        "王小明 김철수 דוד محمد",
        "DOE  JANE",
        "X" * 300,
        "=1+1",
    ],
)
def test_a_name_stays_as_it_is(name):
    fields = [each.text for each in paragraphs(named(name)) if each.style.style_id == "Field"]

    assert f"Defendant\t{name}" in fields


def test_a_break_of_a_line_stays_one():
    texts = [each.text for each in paragraphs(copy_of("motion", values(consent="One.\nTwo.")))]

    assert "What was agreed\tOne.\nTwo." in texts


@pytest.mark.parametrize(
    "letter", ["\u202e", "\u200b", "\x00", "\x07", "\x0c", "\x1b", "\ufffe", "\ud800", "\t"]
)
@pytest.mark.parametrize("where", ["text", "list", "table"])
def test_what_nobody_sees_is_refused(letter, where):
    told = {
        "text": values(justice=f"So it was{letter} found."),
        "list": values(justice=Listing(items=("One.", f"T{letter}wo."))),
    }
    data = exhibit() if where == "table" else data_of("motion", told[where])
    if where == "table":
        data["table"]["rows"][1][0] = f"0{letter}1"

    with pytest.raises(PaperRefused, match=f"U\\+{ord(letter):04X}, which nobody sees") as refused:
        word_copy("exhibit" if where == "table" else "court-paper", data, on=DAY)

    assert "found" not in str(refused.value)


# ---- the same bytes -----------------------------------------------------------------------------


def test_the_same_paper_is_the_same_bytes(monkeypatch):
    first = copy_of("motion")
    monkeypatch.setenv("TZ", "Asia/Tokyo")

    assert copy_of("motion") == first


def test_the_day_of_the_paper_is_the_day_of_the_file():
    copy = copy_of("motion")
    with zipfile.ZipFile(io.BytesIO(copy)) as packing:
        names = packing.namelist()
        days = {entry.date_time for entry in packing.infolist()}
    told = opened(copy).core_properties

    assert names == sorted(names)
    assert days == {(2026, 2, 15, 0, 0, 0)}
    assert {told.created.date(), told.modified.date()} == {DAY}
    assert (told.author, told.last_modified_by) == ("An office", "An office")
    assert b"rsid" not in copy


def test_a_day_before_zip_files_is_no_fault():
    assert word_copy("court-paper", data_of("motion"), on=date(1975, 1, 2))


# ---- who reads with the ears --------------------------------------------------------------------


@pytest.mark.parametrize(("name", "tag"), [("motion", "en-US"), ("letter-motion-es", "es-US")])
def test_title_and_language_are_told(name, tag):
    paper = opened(copy_of(name))
    (said,) = paper.styles.element.xpath("w:docDefaults//w:lang/@w:val")

    assert (said, paper.core_properties.language) == (tag, tag)
    assert paper.core_properties.title == book().papers[name].title


def test_a_title_of_any_length_and_letters_is_told():
    data = {**data_of("motion"), "title": "Smith & <Sons> {{ 1 }} " + "x" * 300}

    assert opened(word_copy("court-paper", data, on=DAY)).core_properties.title == data["title"]


def test_headings_are_headings_and_no_paragraph_is_blank():
    paper = opened(copy_of("motion"))
    heads = [(each.style.name, each.text) for each in paper.paragraphs if "Head" in each.style.name]

    assert heads[0] == ("Heading 1", "State's Motion to Vacate Judgment")
    assert heads[1] == ("Heading 2", "1. The case and the defendant")
    assert len(heads) == 1 + len(data_of("motion")["sections"])
    assert all(each.text.strip() for each in paper.paragraphs)


def test_the_head_of_a_table_comes_again_on_each_page():
    (table,) = opened(word_copy("exhibit", exhibit(40), on=DAY)).tables
    heads = [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows]

    assert heads == [True] + [False] * 40
    assert [cell.text for cell in table.rows[0].cells] == list(charges().columns)
    assert len(table._tbl.xpath("w:tblGrid/w:gridCol")) == len(charges().columns)


def test_an_exhibit_lies_on_its_side():
    section = opened(word_copy("exhibit", exhibit(), on=DAY)).sections[0]

    assert section.page_width > section.page_height
