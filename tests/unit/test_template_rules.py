"""What a template may not say, and what an office may change: nothing is read, run or fetched."""

import pytest

from tests.support.packets import DAY, book, job, values
from vacatur.documents.pdf_text import bodies_of
from vacatur.documents.template_rules import (
    TEMPLATES,
    check_template,
    checked_templates,
    templates_sha256,
)
from vacatur.documents.typesetting import press
from vacatur.errors import PaperRefused

OURS = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.typ")}
WORDS = [
    "read", "eval", "plugin", "csv", "yaml", "toml", "xml", "cbor", "json", "image", "bibliography",
    "include", "sys", "datetime", "std", "theme", "syntaxes", "cite", "attach", "embed",
]  # fmt: skip


def check(text, name="letter.typ"):
    check_template(name, text, known=OURS)


def refused(text):
    with pytest.raises(PaperRefused) as raised:
        check(text)
    assert raised.value.where.startswith("letter.typ:")
    return raised.value


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("use", ['#{}("a")', "#let f = {}", "#(({},).first())", "#({})"])
def test_a_word_that_reads_runs_or_asks_the_day_is_refused_however_it_is_used(word, use):
    error = refused("#let a = 1\n\n" + use.format(word))

    assert f"it says [{word}]" in error.what
    assert error.where == "letter.typ:3"


@pytest.mark.parametrize(
    "text",
    [
        '/* */ #read("a")',
        '/* // */ #read("a")',
        '#let a = "//"; #read("a")',
        '#let a = "/*"; #read("a") // */',
        '#let a = "/*"\n#read("a")\n#let b = "*/"',
        'https://example.org #read("a")',
        '#let url = "https://a"; #read("a")',
        "/* a /* b */ #read(1) */",
        "#let a = `//`; #read(1)",
        "#let a = `/*`\n#read(1)\n#let b = `*/`",
        "\\/\\/ #read(1)",
        '#let a = "\\"//"; #read(1)',
        '#std.read("a")',
        '#let a = json(bytes(sys.inputs.data)); #json("a")',
        "#sys.inputs",
        '#image("a.png")',
        '#dictionary(std).at("re" + "ad")("paper.typ")',
        "// a comment that says read",
    ],
)
def test_nothing_hides_it(text):
    """Neither a comment nor what looks like one."""
    assert "it says" in refused(text).what


@pytest.mark.parametrize(
    "text",
    [
        "// what it may\n/* and\n may not */\n#let a = 1",
        "#let data = json(bytes(sys.inputs.data))",
        "#image(bytes(data.seal))",
        '#import "paper.typ": *',
        "#let already = 1; #let spread = 2; #let reader = 3",
    ],
)
def test_what_a_template_needs_is_fine(text):
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        '#import "@preview/cetz:0.3.4"',
        '#import "other.typ": *',
        '#import "../paper.typ": *',
        "#import path: *",
        "#let a = 1; #import a: b",
        '#import ("paper" + ".typ"): *',
    ],
)
def test_an_import_of_something_else_is_refused(text):
    assert "it imports something else" in refused(text).what


@pytest.mark.parametrize("name", OURS)
def test_ours_are_fine(name):
    check(OURS[name], name)


def test_a_template_of_an_unknown_name_is_refused_with_the_nearest(own):
    (own / "leter.typ").write_text("#let a = 1", encoding="utf-8")

    with pytest.raises(PaperRefused, match=r"\[leter.typ\]") as raised:
        checked_templates(own)

    assert "letter.typ" in raised.value.repair


def test_a_link_is_refused(own, tmp_path):
    (tmp_path / "secret.typ").write_text("#let a = 1", encoding="utf-8")
    (own / "letter.typ").symlink_to(tmp_path / "secret.typ")

    with pytest.raises(PaperRefused, match="a link to another file"):
        checked_templates(own)


def test_one_that_is_not_utf_8_is_refused_by_its_name(own):
    (own / "letter.typ").write_bytes("= Señal".encode("latin-1"))

    with pytest.raises(PaperRefused, match="not UTF-8") as raised:
        checked_templates(own)

    assert raised.value.where == "letter.typ"
    assert "UTF-8" in raised.value.repair


def test_a_folder_named_like_a_template_is_refused_by_its_name(own):
    (own / "letter.typ").mkdir()

    with pytest.raises(PaperRefused, match="cannot be read") as raised:
        checked_templates(own)

    assert raised.value.where == "letter.typ"
    assert raised.value.repair


def test_one_of_the_office_takes_the_place_of_ours_and_is_checked(own):
    text = (
        '#import "paper.typ": *\n#show: page-of-paper\n= Our own letter\n#typed(data.reference)\n'
    )
    (own / "letter.typ").write_text(text, encoding="utf-8")

    assert checked_templates(own) == {**OURS, "letter.typ": text}
    assert templates_sha256(own) != templates_sha256()
    with press(own) as made:
        letter = job(book().papers["letter-motion-en"], values())
        pdf = made.pdf(letter.template, {**letter.data, "first_page": 1}, on=DAY)
    assert "Our own letter\nCase number 7B00500420" in bodies_of(pdf)[0]

    (own / "letter.typ").write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(PaperRefused, match=r"it says \[read\]"), press(own):
        pass


def test_paper_typ_of_the_office_is_what_the_others_import(own):
    text = OURS["paper.typ"].replace("[#role ", "[signed on ")
    (own / "paper.typ").write_text(text, encoding="utf-8")

    with press(own) as made:
        letter = job(book().papers["letter-motion-en"], values())
        pdf = made.pdf(letter.template, {**letter.data, "first_page": 1}, on=DAY)

    assert "signed on" in bodies_of(pdf)[-1]


@pytest.mark.parametrize(
    "text",
    [
        "#let a = (1",
        "#unknown-name(1)",
        "#data.nothing",
        '#import "paper.typ": *\n#show: page-of-paper\n#set text(font: "No Such Font")\n= A\nWords',
        '#import "paper.typ": *\n= A paper without a title of its own',
    ],
)
def test_a_template_that_cannot_be_set_is_refused_by_its_name(own, text):
    """A warning is an error: an unknown font would be another one on paper."""
    (own / "letter.typ").write_text(text, encoding="utf-8")
    letter = job(book().papers["letter-motion-en"], values(defendant_name="POE, ANN"))

    with press(own) as made, pytest.raises(PaperRefused) as raised:
        made.pdf(letter.template, {**letter.data, "first_page": 1}, on=DAY)

    assert raised.value.where == "letter.typ"
    assert "cannot be set" in raised.value.what
    assert "POE" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "#panic(data.to.first())",
        "#panic(data)",
        "#assert(false, message: data.to.first())",
        '#panic(data.to.first().split(",").first())',
    ],
)
def test_what_a_template_says_when_it_stops_is_told_without_the_data(own, text):
    (own / "letter.typ").write_text('#import "paper.typ": *\n' + text, encoding="utf-8")
    letter = job(book().papers["letter-motion-en"], values())
    data = {**letter.data, "to": ["POE, ANN", "4 Elm Street"], "first_page": 1}

    with press(own) as made, pytest.raises(PaperRefused, match="the template stopped") as raised:
        made.pdf(letter.template, data, on=DAY)

    assert raised.value.where == "letter.typ"
    assert "POE" not in str(raised.value)


def test_words_of_the_template_alone_are_quoted(own):
    (own / "letter.typ").write_text('#panic("no seal is here")', encoding="utf-8")
    letter = job(book().papers["letter-motion-en"], values())

    with press(own) as made, pytest.raises(PaperRefused, match="no seal is here"):
        made.pdf(letter.template, {**letter.data, "first_page": 1}, on=DAY)


def test_no_package_is_fetched_even_where_nobody_looked(tmp_path):
    """The press itself has no place for packages, whatever the rules of templates let through."""
    from vacatur.documents.typesetting import Press

    (tmp_path / "letter.typ").write_text('#import "@preview/cetz:0.3.4"', encoding="utf-8")
    letter = job(book().papers["letter-motion-en"], values())

    with pytest.raises(PaperRefused, match="cannot be set"):
        Press(tmp_path).pdf("letter", dict(letter.data), on=DAY)
