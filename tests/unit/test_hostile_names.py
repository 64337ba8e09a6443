"""Names that would be markup, commands or nothing at all: each prints as it is typed.

What a PDF holds is read back from it and compared with what was typed, letter by letter.
"""

import re

import pytest

from tests.support.packets import DAY, book, charges, job, values
from vacatur.documents.conformance import faults_of
from vacatur.documents.particulars import LABELS, Listing, Table
from vacatur.documents.pdf_text import bodies_of, holds
from vacatur.documents.printable import refuse_unprintable
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMES = {
    "a command of Typst": '#eval("1") #read("/etc/passwd")',
    "strong markup": "*x* _y_",
    "mathematics": "$x^2 + y$",
    "a reference": "@a <label>",
    "an escape": r"\u{41} \n \\",
    "comments": "a // b /* c */ d",
    "code": "`a` ```b```",
    "quotation marks": "\"a\" 'b' O'Neil",
    "quotation marks, curled": "O’Neil ‘x’ “y”",
    "Jinja": "{{ 7 * 7 }} {% raw %}",
    "a place": "{defendant-address} {case-number} {nothing}",
    "signs of markup": "= a - b + c / d # e ~ f -- g --- h ...",
    "HTML": "<b>A</b> &amp; &#65;",
    "JSON": '", "judge": true, "x": "',
    "ligatures": "Griffin Hoffmann fjord fl ft",
    "a ligature as a letter": "oﬃce",
    "accents": "José Núñez Łukasz Ærø Şahin Đặng Dvořák",
    "marks that combine": "Jose\u0301 Nu\u0301n\u0303ez Nguye\u0302\u0303n",
    "Vietnamese": "Nguyễn Thị Đặng",
    "Chinese": "王小明",
    "Korean": "김철수",
    "Hebrew": "משה כהן",
    "Cyrillic and Greek": "Иван Петров Γιώργος",
    "blanks at its ends": "  Ann  Poe ",
    "a blank that does not break": "Ann\u00a0Poe",
    "lines": "Ann Poe\nBob Roe\nCy Doe",
    "300 letters with blanks": ("Anna Maria " * 28)[:300],
    "300 letters": (LETTERS * 12)[:300],
    "300 wide letters": "W" * 300,
    "300 letters, each of two signs": "e\u0301" * 150,
    "300 signs with hyphens": "ab-cd/ef(gh)." * 23,
    "150 Chinese signs": "王小明" * 50,
    "a long name": "WOLFESCHLEGELSTEINHAUSENBERGERDORFF",
}
HOSTILE = '#eval("1") *x* $y$ @a <b> \\u{41} // `c` {{ d }} {case-number} "e" O’Neil Núñez 王小明'


@pytest.fixture(scope="module")
def opened():
    with press() as made:
        yield made


def printed(opened, name, told):
    made = job(book().papers[name], told)
    return opened.pdf(made.template, {**made.data, "first_page": 1}, on=DAY)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_prints_as_it_is_typed(opened, name):
    refuse_unprintable({"defendant-name": name})
    for paper in ("motion", "letter-motion-en"):
        pdf = printed(opened, paper, values(defendant_name=name))

        assert holds(bodies_of(pdf), name), paper
        assert faults_of(pdf) == ()


def hostile(name):
    """A text that says of which particular it is."""
    return f"{name.upper()} {HOSTILE} {name.upper()}"


def all_hostile():
    lists = ("charges-plain", "grounds", "materiality", "justice", "records-changed")
    cells = tuple(hostile(column) for column in charges().columns)
    table = Table(columns=charges().columns, widths=charges().widths, rows=(cells,))
    return {
        **{name: hostile(name) for name in LABELS},
        **{name: Listing(items=(hostile(name), hostile(name))) for name in lists},
        "charges": table,
        "answers": table,
    }


def texts_of(value):
    match value:
        case str():
            return [value]
        case Listing():
            return list(value.items)
        case Table():
            # A row may go on on the next page, and its cells stand there between each other.
            return [word for row in value.rows for cell in row for word in cell.split()]


@pytest.mark.parametrize("name", book().papers)
def test_every_particular_of_every_paper_prints_as_it_is_typed(opened, name):
    told = all_hostile()

    pdf = printed(opened, name, told)

    bodies = bodies_of(pdf)
    for particular in book().papers[name].prints():
        for text in texts_of(told[particular]):
            assert holds(bodies, text), particular
    assert faults_of(pdf) == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [("Ann 😀 Poe", "U+1F600"), ("สมชาย", "U+0E2A"), ("राम", "U+0930"), ("ABC ∰", "U+2230")],
)
def test_letters_that_no_font_of_papers_has_are_refused_by_their_number(opened, name, code):
    with pytest.raises(PaperRefused) as refused:
        printed(opened, "letter-motion-en", values(defendant_name=name))

    assert code in refused.value.what
    assert name not in str(refused.value)


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\u0000", "\u00ad", "\ufeff", "\ue000", "\t"])
def test_what_nobody_sees_is_refused_before_anything_is_set(sign):
    with pytest.raises(PaperRefused, match=rf"U\+{ord(sign):04X}") as refused:
        refuse_unprintable({"defendant-name": f"Ann{sign}Poe"})

    assert "Ann" not in str(refused.value)


WIDE = 9.0  # points: a W of ten points is wider


@pytest.mark.parametrize("column", range(1, 6))
def test_a_word_too_wide_for_its_cell_breaks_in_it_and_prints_over_no_other(opened, column):
    row = ["001", "x", "x", "x", "x", "x"]
    row[column] = "W" * 60
    widths = charges().widths
    table = Table(columns=charges().columns, widths=widths, rows=(tuple(row),))
    room = 6.5 * 72 * widths[column] / sum(widths) - 2 * 4

    bodies = bodies_of(printed(opened, "nolle-prosequi", values(charges=table)))

    assert holds(bodies, row[column])
    assert max(map(len, re.findall("W+", "\n".join(bodies)))) * WIDE <= room


def test_a_word_that_has_room_is_not_broken_and_a_statute_breaks_before_a_bracket(opened):
    statute = "Art.27.287A(b)(1)(ii)/X.1234567"
    row = ("001", "POSSESSION-MARIHUANA", statute, "2012-09-30", "PROBATION", "2013-01-15")
    table = Table(columns=charges().columns, widths=charges().widths, rows=(row,))

    body = "\n".join(bodies_of(printed(opened, "nolle-prosequi", values(charges=table))))

    assert re.search(r"287A\(b\)\s*\(1\)\(ii\)/\s*X\.1234567", body)
    assert "PROBATION" in body
    assert "2012-09-30" in body


def test_a_wide_name_of_the_caption_stays_on_its_side(opened):
    bodies = bodies_of(printed(opened, "motion", values(defendant_name="W" * 35)))

    first = re.search("W+", bodies[0]).group()
    assert len(first) * WIDE * 1.2 <= 6.5 * 72 / 2


@pytest.mark.parametrize("paper", ["letter-granted-es", "letter-petition-es"])
def test_no_hyphen_of_a_number_comes_twice_in_spanish(opened, paper):
    """Typst repeats a hyphen at the end of a line on the next, as Spanish does between words."""
    numbers = " ".join(["D-08-CR-12-000123"] * 12)

    assert holds(bodies_of(printed(opened, paper, values(case_number=numbers))), numbers)


@pytest.mark.xfail(
    reason="two marks on a letter are signs of their own, and both read as the letter"
)
def test_a_letter_with_a_mark_that_no_font_has_as_one_sign_reads_once(opened):
    name = "Adébáyọ\u0300"
    assert holds(
        bodies_of(printed(opened, "motion", values(defendant_name=f"{name} Roe"))), f"{name} Roe"
    )
