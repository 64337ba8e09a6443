"""Statutes compared by their parts, never by substring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vacatur.law.citation import parse_citation


@pytest.mark.parametrize(
    "printed",
    ["CR 3-203", "CR.3-203", "CR.3.203", "cr 3 203", "CR § 3–203", "CR.3.203.", " CR § 3-203 "],
)
def test_one_provision_has_one_key_however_it_is_printed(printed):
    assert parse_citation(printed) == parse_citation("CR 3-203")
    assert parse_citation(printed).parts == ("cr", "3", "203")


@pytest.mark.parametrize(
    "printed",
    ["HS 11357(b)", "11357(b) HS", "11357(B) H&S", "H & S 11357(b)", "HS11357(b)", "11357 (b) HS."],
)
def test_a_code_may_stand_behind_its_section(printed):
    assert parse_citation(printed).parts == ("hs", "11357", "b")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("5-601 CR", ("cr", "5", "601")),
        ("11357 PC", ("pc", "11357")),
        ("11357(b)", ("11357", "b")),
        ("5-601 AND 5-602", ("5", "601", "and", "5", "602")),
        ("CR 5-601(a) & CR 5-602", ("cr", "5", "601", "a", "cr", "5", "602")),
        ("113571 HS", ("hs", "113571")),
    ],
)
def test_what_stands_behind_a_section_is_a_code_only_if_nothing_else_is_there(printed, parts):
    assert parse_citation(printed).parts == parts


@pytest.mark.parametrize(
    ("statute", "ancestor", "under"),
    [
        ("CR 3-203", "CR 3-203", True),
        ("CR 3-203(a)(1)", "CR 3-203", True),
        ("CR.5.601.(a)(1)", "CR 5-601", True),
        ("CR 3-2030", "CR 3-203", False),
        ("CR 13-203", "CR 3-203", False),
        ("CR 3-203.1", "CR 3-203", False),
        ("CR 3-203.1", "CR 3-203(1)", False),
        ("CR.3.203.1", "CR 3-203.1", True),
        ("CR 3-203.1(b)", "CR 3-203.1", True),
        ("CR.3.203.(1)", "CR 3-203", True),
        ("CR 3-20", "CR 3-203", False),
        ("CR 3", "CR 3-203", False),
        ("TR 3-203", "CR 3-203", False),
        ("Art. 27 § 287(a)", "Art. 27 § 287", True),
    ],
)
def test_a_provision_stands_under_its_own_beginning_only(statute, ancestor, under):
    assert parse_citation(statute).is_under(parse_citation(ancestor)) is under


@pytest.mark.parametrize("text", [None, "", " ", "§", "..."])
def test_nothing_is_no_citation(text):
    assert parse_citation(text) is None


SECTIONS = st.tuples(st.sampled_from(["CR", "CP", "TR"]), st.integers(1, 30), st.integers(1, 999))
BELOW = st.lists(st.sampled_from(["a", "1", "ii", "12"]), max_size=4)


def printed(section, below, style):
    article, title, number = section
    letters = "".join(f"({part})" for part in below)
    return f"{article}{style[0]}{title}{style[1]}{number}{style[2] if below else ''}{letters}"


@given(
    SECTIONS,
    BELOW,
    SECTIONS,
    BELOW,
    st.sampled_from([(" ", "-", ""), (".", ".", "."), (" § ", "-", " "), (".", "-", ".")]),
)
def test_being_under_is_having_the_same_first_parts(section, below, other, above, style):
    mine = parse_citation(printed(section, below, style))
    ancestor = parse_citation(printed(other, above, (" ", "-", "")))
    within = section == other and below[: len(above)] == above
    assert mine.is_under(ancestor) == within
    assert (mine.key == ancestor.key) == (section == other and below == above)
