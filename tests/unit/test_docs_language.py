"""docs/language.md against the code: every word, setting, table and answer, and no other."""

import re
from pathlib import Path

import pytest

from vacatur.engine.questions import Why
from vacatur.engine.worked_cases import try_cases
from vacatur.errors import LawError
from vacatur.law import markdown
from vacatur.law.answers import POSITIVE, SCREENING_ANSWERS, Outcome, PageKind, Published
from vacatur.law.checks import check_pages
from vacatur.law.expressions import source
from vacatur.law.nodes import Entity, SetName
from vacatur.law.reader import OPTIONAL_SETTINGS, PAGE_SETTINGS, parse_page
from vacatur.law.rows import column_names, column_of
from vacatur.law.rulebook import Rulebook
from vacatur.law.settings import SECTION_SETTINGS
from vacatur.law.statements import read_rule
from vacatur.law.vocabulary import Judge, Step, Word

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"^````markdown\n(.*?)^````$", TEXT, flags=re.DOTALL | re.MULTILINE)[1]
PROSE = TEXT.replace(EXAMPLE, "")
FENCES = re.findall(r"^```rule\n(.*?)^```$", PROSE, flags=re.DOTALL | re.MULTILINE)
SIGNS = "#### `==` and `!=`, `in`"


def table_under(header: str) -> list[str]:
    """First cells, without backticks, of the table whose header row begins with `header`."""
    lines = PROSE.splitlines()
    (start,) = (n for n, line in enumerate(lines) if line.startswith(f"| {header} |"))
    cells = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells.append(line.split("|")[1].strip().strip("`"))
    return cells


def test_every_word_has_an_entry_and_no_other_word_has():
    entries = re.findall(r"^#### `(\w+)`$", PROSE, flags=re.MULTILINE)

    assert sorted(entries) == sorted(word.value for word in Word)
    assert PROSE.count("\n#### ") == len(entries) + 1
    assert SIGNS in PROSE


def test_every_entry_shows_its_word_in_an_example():
    parts = re.split(r"^#### ", PROSE, flags=re.MULTILINE)[1:]

    for part in parts:
        heading, _, body = part.partition("\n")
        example = re.search(r"```rule\n(.*?)```", body, flags=re.DOTALL)
        assert example, f"[{heading}] has no example"
        if heading.count("`") == 2:
            assert re.search(rf"\b{heading.strip('`')}\(", example[1]), heading


@pytest.mark.parametrize("code", FENCES)
def test_every_example_can_be_read(code):
    assert read_rule(code, where="docs/language.md", first_line=1, citation="")


@pytest.mark.parametrize(
    ("header", "members"),
    [
        ("page setting", {**PAGE_SETTINGS, **OPTIONAL_SETTINGS}),
        ("section setting", SECTION_SETTINGS),
        ("kind", [kind.value for kind in PageKind]),
        ("set", [name.value for name in SetName]),
        ("outcome", [outcome.value for outcome in Outcome]),
        ("published", [answer.value for answer in Published]),
        ("why", [why.value for why in Why]),
        ("row", ["charge", "case", "person", "findings"]),
        ("fence", ["rule", "values", "cases"]),
    ],
)
def test_a_table_lists_what_the_code_knows(header, members):
    assert table_under(header) == list(members)


@pytest.mark.parametrize("answer", Published, ids=str)
def test_an_answer_means_in_the_code_what_it_means_here(answer):
    assert f"| `{answer.value}` | {answer.definition} |" in PROSE


def test_the_fences_listed_are_the_ones_read():
    quoted = "# T\n\n## A | t\n\n- text: paraphrase\n- source: x\n\n> w\n\n"
    settings = {**dict.fromkeys(PAGE_SETTINGS, "x"), "id": "us-xx/page"}
    front = "---\n" + "".join(f"{key}: {value}\n" for key, value in settings.items()) + "---\n"

    with pytest.raises(LawError, match="is not a kind of fence") as raised:
        parse_page(f"{front}{quoted}```other\n```\n", where="p")

    for kind in table_under("fence"):
        assert f"[{kind}]" in raised.value.repair


def test_steps_and_judges_are_named():
    for member in (*Step, *Judge):
        assert f"`{member.value}`" in PROSE


def test_the_limits_are_those_of_the_reader():
    assert f"{markdown.MAX_PAGE_CHARACTERS:,} characters long" in PROSE
    assert f"a fence {source.MAX_CHARACTERS:,}" in PROSE
    assert f"nested {source.MAX_DEPTH} deep" in PROSE


def test_the_columns_that_are_lists_of_words_are_named():
    lists = [
        f"{entity}.{name}"
        for entity in (Entity.CHARGE, Entity.CASE, Entity.PERSON, Entity.FINDINGS)
        for name in column_names(entity)
        if column_of(entity, name).is_list
    ]

    (sentence,) = re.findall(r"Three columns are lists of words: ([^.]*(?:\.\w+[^.]*)*)\.\s", PROSE)
    assert sorted(re.findall(r"`([\w.]+)`", sentence)) == sorted(lists)


def test_the_answers_that_send_somebody_to_act_are_named():
    (item,) = re.findall(r"- \*\*Low confidence\.\*\*(.*?)\n- ", PROSE, flags=re.DOTALL)
    named = set(re.findall(r"`([A-Z_]+)`", item)) - {"REVIEW", "ELIGIBLE_"}
    named |= {answer.value for answer in Published if answer.value.startswith("ELIGIBLE_")}

    assert named == {answer.value for answer in POSITIVE}


def test_the_answers_of_a_screening_policy_are_named():
    (sentence,) = re.findall(r"Only a screening policy may answer ([^.]*), and", PROSE)

    assert set(re.findall(r"`(\w+)`", sentence)) == {a.value for a in SCREENING_ANSWERS}


def test_the_whole_page_is_read_and_its_cases_pass():
    page = parse_page(EXAMPLE, where="example.law.md")
    library = {page.page_id: page}
    check_pages(library, {}, only=[page])
    verdicts = list(try_cases(Rulebook("example", (page,), (), library, {}, {}, {}), page))

    assert len(verdicts) == 6
    assert [verdict for verdict in verdicts if verdict.failures] == []


@pytest.mark.parametrize(
    "code",
    [
        "a = charge.lead and charge.violent",
        "a = charge.lead or charge.violent",
        "a = not charge.lead",
        "a = charge.offense_date < as_of",
        "a = charge.offense_date >= as_of",
        "a = charge.disposition not in {pbj}",
        "a = charge.lead == True",
        "a = charge.lead == None",
        "a = charge.quantity_grams == -1",
        "a = charge.quantity_grams == 1 + 1",
        'a = __import__("os").system("true")',
        "a = (lambda: 1)()",
        "import os",
        "charge.lead = charge.violent",
        "a = b = charge.lead",
        "a = scope(b)",
        "grants(REVIEW, when=all_of(a, b))",
        "a = there_is(x in case.charges, where=there_is(y in case.charges, where=y.lead))",
        "a = charge.offence_date == as_of",
        "a = charge.disposition == convictd",
        "a = " + "not_(" * 50 + "b" + ")" * 50,
        "a = " + "(" * 2000,
    ],
)
def test_what_the_page_calls_refused_is_refused_with_a_line(code):
    with pytest.raises(LawError, match="p, line 7"):
        read_rule(code, where="p", first_line=7, citation="")
