"""Reading a page: front matter, settings, provisions, fences and tables."""

import pytest

from tests.support.pages import ANSWERS, FRONT, GRANT, line_of, page_text, page_with, section
from vacatur.errors import LawError
from vacatur.law.reader import parse_page, read_page

GOOD = page_text(section(ANSWERS + GRANT))


def parsed(text):
    return parse_page(text, where="made.law.md")


def refused(text, said):
    with pytest.raises(LawError) as caught:
        parsed(text)
    assert said in str(caught.value)
    assert caught.value.where.startswith("made.law.md")
    return caught.value


def test_a_whole_page_is_read():
    page = parsed(GOOD)
    assert (page.page_id, page.identifier, page.title) == ("us-zz/made", "us_zz.made", "Made up")
    assert page.sections[0].provision.words == "Nobody enacted this."


@pytest.mark.parametrize("key", FRONT)
def test_every_setting_of_a_page_must_be_given(key):
    refused(GOOD.replace(f"{key}: {FRONT[key]}\n", ""), f"the page does not say [{key}]")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("confidence: high", "confidence: hihg", "Did you mean [high]?"),
        ("kind: law", "kind: laws", "Did you mean [law]?"),
        ("verified_through: 2030-12-31", "verified_through: 2030-13-31", "verified_through"),
        ("reviewed_by: nobody", "reviewd_by: nobody", "Did you mean [reviewed_by]?"),
        ("id: us-zz/made", "id: [us-zz/made]", "id"),
        ("id: us-zz/made", "id: made", "is no page id"),
        ("id: us-zz/made", "id: us-zz/made\nid: us-zz/other", "twice"),
        ("id: us-zz/made", "id: *x", "front matter"),
        ("id: us-zz/made", "id: !!python/object/apply:os.system [touch hacked]", "id"),
        ("id: us-zz/made", "id: " + "[" * 3000, "front matter"),
        ("id: us-zz/made", "id: us-zz/made\n  - x", "is no page id"),
        ("---\n", "", "no front matter"),
        ("- text: paraphrase", "- txt: paraphrase", "Did you mean [text]?"),
        ("- text: paraphrase", "- text: verbtim", "Did you mean [verbatim]?"),
        ("- text: paraphrase\n", "", "the section does not say [text]"),
        ("- source: invented", "- source invented", "is not a setting"),
        ("- source: invented", "- source: invented\n- source: x", "twice"),
        ("- source: invented", "- source: x\n- in_force: 2020", "FIRST..LAST"),
        ("- source: invented", "- source: x\n- in_force: 2020-02-30..", "2020-02-30"),
        ("```rule", "```rules", "Did you mean [rule]?"),
        ("```rule", "```", "is not a kind of fence"),
        ("## Article 1 | Made up", "Article 1", "above the first section"),
        ("> Nobody enacted this.\n", "", "stands under no provision"),
    ],
)  # fmt: skip
def test_a_page_with_one_fault_is_refused(before, after, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert before in GOOD
    refused(GOOD.replace(before, after, 1), said)
    assert list(tmp_path.iterdir()) == [], "something was executed"


def test_a_provision_below_its_fence_is_too_late():
    text = GOOD.replace("> Nobody enacted this.\n", "") + "\n> Nobody enacted this.\n"
    error = refused(text, "stands under no provision")
    assert error.where == f"made.law.md, line {line_of(text, '```rule')}"


def test_names_that_double_in_the_front_matter_are_no_bomb():
    bomb = "a: &a [x]\n" + "\n".join(f"k{i}: &k{i} [*{p}, *{p}]" for i, p in bombs())
    refused(GOOD.replace("id: us-zz/made\n", f"{bomb}\nid: us-zz/made\n"), "front matter")


def bombs():
    names = ["a", *(f"k{i}" for i in range(40))]
    return [(i, names[i]) for i in range(40)]


@pytest.mark.parametrize(
    "hidden",
    [
        "- a list\n\n  ```rule\n  bar(NOT_YET, when=charge_is_ours)\n  ```\n",
        "> a quotation\n>\n> ```rule\n> bar(NOT_YET, when=charge_is_ours)\n> ```\n",
    ],
    ids=["in a list", "in a quotation"],
)
def test_a_rule_that_markdown_hides_inside_something_is_an_error(hidden):
    """It would be read by a lawyer, and by nobody else."""
    refused(GOOD + "\n" + hidden, "fence stands inside")


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_a_line_ends_where_a_line_ends(odd):
    """Some characters end a line for one reader and not for another."""
    text = page_text(section(ANSWERS + GRANT + "c = charge.led\n")).replace(
        "# Made up", f"# Made{odd}up"
    )
    with pytest.raises(LawError) as caught:
        parsed(text)
    line = next(i for i, each in enumerate(text.split("\n"), start=1) if each == "c = charge.led")
    assert caught.value.where == f"made.law.md, line {line}"
    good = parsed(GOOD.replace("# Made up", f"# Made{odd}up"))
    assert good.sections[0].provision.words == "Nobody enacted this."


def test_a_page_written_on_windows_reads_the_same():
    page = parsed(GOOD.replace("\n", "\r\n"))
    assert page.condition_names() == parsed(GOOD).condition_names()
    assert page.sections == parsed(GOOD).sections


def test_a_page_that_is_not_utf_8_is_named_with_its_byte(tmp_path):
    path = tmp_path / "made.law.md"
    path.write_bytes(GOOD.encode() + b"\xff")
    with pytest.raises(LawError, match=r"made\.law\.md: the page is not UTF-8 \(byte \d+\)"):
        read_page(path)


def test_a_page_beyond_any_length_is_refused():
    refused(GOOD + "x" * 200_001, "characters long")


VALUES = """\
| name  | form   | in_force     | amount | source |
|-------|--------|--------------|--------|--------|
| limit | flower | 2010-01-01.. | 10 g   | made   |
"""
USE = "c = at_most(charge.amount, value(limit, on=charge.offense_date))\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("| 10 g   |", "| 10 g   | x |", "6 cells"),
        ("| 10 g   |", "| 10     |", "is not an amount"),
        ("| 10 g   |", "| 10 ml  |", "is not an amount"),
        ("| 10 g   |", "| 2 plants |", "is no amount of the form [flower]"),
        ("| 10 g   |", "| 1.123456789 oz |", "is not an amount"),
        ("flower", "flour", "Did you mean [flower]?"),
        ("2010-01-01..", "2010..", "2010"),
        ("2010-01-01..", "..", "the amount [limit] has no date"),
        ("2010-01-01..", "", "is not a span"),
        ("| name  |", "| nam   |", "a values table has the columns"),
    ],
)
def test_a_values_table_with_one_fault_is_refused(before, after, said):
    with pytest.raises(LawError, match=r"made\.law\.md, line \d+") as caught:
        page_with(USE, values=VALUES.replace(before, after, 1))
    assert said in str(caught.value)


def test_two_amounts_of_one_form_on_one_day_are_refused():
    twice = VALUES + VALUES.splitlines()[-1].replace("10 g", "20 g") + "\n"
    with pytest.raises(LawError, match=r"limit.*2010-01-01"):
        page_with(USE, values=twice)


CASES = """
```cases  as_of=2020-01-01
| what we are showing | disposition || outcome           |
|---------------------|-------------||-------------------|
| a conviction        | convicted   || ELIGIBLE_PETITION |
```
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("| convicted   ||", "| convicted | x ||", "cells"),
        ("as_of=2020-01-01", "asof=2020-01-01", "as_of=YYYY-MM-DD"),
        ("as_of=2020-01-01", "as_of=2020-1-1", "2020-1-1"),
        ("| a conviction ", "| + same case ", "adds a charge to nothing"),
    ],
)
def test_a_cases_table_with_one_fault_is_refused(before, after, said):
    refused(GOOD + CASES.replace(before, after, 1), said)
