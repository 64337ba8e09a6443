"""`law format`: one layout, the same meaning."""

import dataclasses
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pages import ANSWERS, GRANT, page_text, section
from vacatur.errors import LawError
from vacatur.law.format import format_page
from vacatur.law.format_rule import WIDTH, format_rule
from vacatur.law.format_table import format_table
from vacatur.law.nodes import Place
from vacatur.law.reader import parse_page
from vacatur.law.rulebook import LAW_ROOT

PAGES = sorted(LAW_ROOT.glob("*/*.law.md"))
MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "language.md").read_text(encoding="utf-8")


def without_places(value):
    """A page as data, without lines and without how the words of a claim were broken."""
    if isinstance(value, Place):
        return re.sub(r"\s+|,(?=\s*[)}])", "", value.text)
    if dataclasses.is_dataclass(value):
        named = {f.name: without_places(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {name: each for name, each in named.items() if name not in ("line", "sha256")}
    if isinstance(value, dict):
        return {key: without_places(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [without_places(each) for each in value]
    return value


def meaning(text):
    return without_places(parse_page(text, where="page"))


def shaken(text, seed):
    """The same page in a careless layout."""
    dice = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        line = re.sub(" +", " ", line) if line.startswith("| ") else line
        lines.append(line + " " * dice.choice([0, 0, 1, 3] if line != "---" else [0]))
        if not line:
            lines += [""] * dice.choice([0, 0, 1, 2])
    return "\n".join(lines)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_packaged_page_keeps_its_meaning_and_has_one_layout(path):
    text = path.read_text(encoding="utf-8")

    formatted = format_page(text)

    assert meaning(formatted) == meaning(text)
    assert format_page(formatted) == formatted
    assert not [line for line in formatted.split("\n") if line != line.rstrip(" ")]
    assert "\n\n\n" not in formatted


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_careless_layout_comes_out_the_same(path):
    formatted = format_page(path.read_text(encoding="utf-8"))

    assert format_page(shaken(formatted, seed=7)) == formatted
    assert format_page(formatted.replace("\n", "\r\n")) == formatted


def test_the_page_of_the_manual_keeps_its_meaning():
    text = MANUAL.split("````markdown\n")[1].split("````")[0]

    assert meaning(format_page(text)) == meaning(text)


def test_a_statement_that_fits_stands_on_one_line():
    assert format_rule("a=all_of( b ,\n   c )\n") == "a = all_of(b, c)\n"


def test_a_long_statement_has_one_argument_on_a_line():
    names = [f"condition_number_{number}_is_met" for number in range(5)]

    formatted = format_rule(f"every_condition = all_of({', '.join(names)})\n")

    assert (
        formatted == "every_condition = all_of(\n" + "".join(f"    {n},\n" for n in names) + ")\n"
    )


def test_a_comma_after_the_last_argument_keeps_one_on_a_line():
    assert format_rule("a = all_of(b, c,)\n") == "a = all_of(\n    b,\n    c,\n)\n"


def test_the_longest_brackets_are_opened_and_not_the_last():
    code = (
        "early = first(other in person.charges, by=other.disposition_date, where=other.disposition "
        '== convicted).is_on_or_before("2012-12-31")\n'
    )

    assert format_rule(code).endswith(').is_on_or_before("2012-12-31")\n')


def test_comments_survive_where_they_stand():
    code = (
        "# above\n"
        "a = all_of(  # of the list\n"
        "    b,  # beside b\n"
        "    # above c\n"
        "    c  # beside c\n"
        "    # below\n"
        ")  # beside a\n"
        "\n\n\n"
        "# alone\n"
    )

    formatted = format_rule(code)

    assert re.findall("#.*", formatted) == re.findall("#.*", code)
    assert "    b,  # beside b\n" in formatted
    assert ")  # beside a\n\n# alone\n" in formatted
    assert format_rule(formatted) == formatted


@pytest.mark.parametrize(
    "code",
    [
        "a = b if c else d\n",
        "a = (b, c)\n",
        "a = b; c = d\n",
        'a = """one\n  two   \n"""\n',
        "a = b < 3\n",
        "if a:\n    b = c\n",
        "a = (\n",
    ],
)
def test_what_is_not_of_the_language_stays_as_it_is(code):
    assert format_rule(code) == code


def test_plain_brackets_get_no_comma():
    code = f"a = ({'b' * 60} ==\n   {'c' * 60})\n"

    assert "," not in format_rule(code)


def test_a_text_in_pieces_is_broken_between_them():
    code = f'refer("{"a" * 60} "\n  "{"b" * 60}", when=c)\n'

    formatted = format_rule(code)

    assert f'    "{"a" * 60} "\n    "{"b" * 60}",\n' in formatted
    assert format_rule(formatted) == formatted


def test_a_table_is_aligned():
    table = "|a|long name||c|\n|---|\n\n|longer|1 || |\n|x|  || yes|\n"

    assert format_table(table) == (
        "| a      | long name || c   |\n"
        "|--------|-----------||-----|\n"
        "| longer | 1         ||     |\n"
        "| x      |           || yes |\n"
    )


def test_front_matter_has_one_order_and_keeps_its_comments():
    text = page_text(section(ANSWERS + GRANT))
    front = text.split("---\n")[1]
    lines = front.splitlines()
    turned = "\n".join(["# who read it", *reversed(lines), "# at the end"]) + "\n"

    formatted = format_page(text.replace(front, turned))

    assert formatted.split("---\n")[1].splitlines() == [
        *lines[:-1],
        "# who read it",
        lines[-1],
        "# at the end",
    ]


def test_blocks_stand_one_empty_line_apart():
    text = page_text(section(ANSWERS + GRANT)).replace("> Nobody", "<!-- a note -->\n> Nobody")
    tight = re.sub(r"\n\n(?=```|- |>)", "\n", text)

    assert format_page(tight) == format_page(text)
    assert meaning(tight) == meaning(text)


def test_a_page_that_cannot_be_read_is_refused_with_its_line():
    text = page_text(section(ANSWERS + "broken = all_of(\n"))

    with pytest.raises(LawError, match=r"mine\.law\.md, line \d+"):
        format_page(text, where="mine.law.md")


# ---- drawn ----------------------------------------------------------------------------------

names = st.sampled_from(["a", "bb", "condition_is_met", "a_rather_long_name_of_some_condition"])
comments = st.sampled_from(["", "", "", "  # why", "  #  why not "])
breaks = st.sampled_from(["", " ", "\n", "\n\n   ", "  # here\n", "\n  # there\n  "])


def calls(inner):
    def written(parts):
        word, items, gaps, last = parts
        body = ",".join(f"{gap}{item}{gap}" for item, gap in zip(items, gaps, strict=False))
        return f"{word}({body}{last})"

    words = st.sampled_from(["all_of", "any_of", "not_", "x.is_before", "f(a).g"])
    gaps = st.lists(breaks, min_size=4, max_size=4)
    return st.tuples(
        words, st.lists(inner, min_size=1, max_size=4), gaps, st.sampled_from(["", ","])
    ).map(written)


sets = st.lists(names, min_size=1, max_size=4).map(lambda terms: f"a.b in {{{','.join(terms)}}}")
keyed = names.map(lambda name: f"when={name}")
plain = names.map(lambda name: f"({name} == 'x')")
claims = st.recursive(
    names | sets | plain, lambda inner: calls(inner | inner | keyed), max_leaves=12
)


def is_python(code):
    try:
        compile(code, "drawn", "exec", flags=0x400)  # ast only
    except SyntaxError:
        return False
    return True


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(claims, comments), min_size=1, max_size=3))
def test_a_drawn_fence_has_one_layout_and_keeps_its_comments(drawn):
    code = "".join(f"name_{n}={claim}{comment}\n\n\n" for n, (claim, comment) in enumerate(drawn))
    if not is_python(code):
        return

    once = format_rule(code)

    assert sorted(map(str.rstrip, re.findall("#.*", once))) == sorted(
        map(str.rstrip, re.findall("#.*", code))
    )
    assert format_rule(once) == once
    assert all(len(line.partition("  #")[0]) <= WIDTH for line in once.split("\n"))


def test_the_helper_compares_more_than_nothing():
    text = page_text(section(ANSWERS + GRANT))

    assert meaning(text) != meaning(text.replace("convicted", "pbj"))
    assert meaning(text) != meaning(text.replace("Nobody enacted", "Somebody enacted"))
