"""Vehicles: read as data, each line under its provision; a slip is an error with its line."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.pages import ANSWERS, GRANT, page_text, section
from vacatur.errors import LawError
from vacatur.law.answers import POSITIVE, PageKind
from vacatur.law.procedure import steps_of
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders
from vacatur.law.show_vehicle import in_words, show_vehicle
from vacatur.law.vehicle import (
    Actor,
    Breadth,
    Circumstance,
    Event,
    Holder,
    VehicleWord,
)
from vacatur.law.vehicle_reader import SHAPES, parse_vehicle

FRONT = """---
id: us-xx/paper
verified_through: 2025-06-30
confidence: medium
reviewed_by: nobody
---

# A paper (invented)
"""
USUAL = 'moves(PERSON)\ncovers(INDIVIDUAL, "one case")\nfiled_in("the court")\n'


def page(code=USUAL, *, more="", provision="> The person asks the court.\n"):
    return (
        f"{FRONT}\n## § 1 | Who\n\n- text: paraphrase\n- source: invented\n\n{provision}\n"
        f"```vehicle\n{code}```\n{more}"
    )


def parsed(*args, **named):
    return parse_vehicle(page(*args, **named), where="made.vehicle.md")


def test_every_word_can_be_read():
    vehicle = parsed(
        USUAL
        + 'ground("justice")\ncontains("the facts")\nattaches("the list")\n'
        + 'notifies(VICTIM, "in time", before=HEARING)\n'
        + 'responds(PROSECUTOR, "silence is consent", days=30, after=SERVICE)\n'
        + 'hears("when somebody objects")\nacts(AGENCY, "report", days=60, after=ORDER)\n'
        + 'form("A-1", revision="10/2025")\nfee(30, per="case", waived_by="A-2")\n'
        + 'expunges(POLICE_RECORD, "removed")\nchanges(COURT_FILE, "sealed")\n'
        + 'leaves(FEDERAL_RECORD, "untouched")\n'
    )
    said = {cited.statement.word for cited in vehicle.on(date(2025, 1, 1))}
    assert said == set(VehicleWord) == set(SHAPES)


def test_a_clock_has_its_days_and_the_event_that_starts_it():
    vehicle = parsed(USUAL + 'responds(PROSECUTOR, "consent", days=30, after=SERVICE)\n')
    (cited,) = vehicle.on(date(2025, 1, 1), VehicleWord.RESPONDS)
    assert (cited.statement.who, cited.statement.days) == (Actor.PROSECUTOR, 30)
    assert cited.statement.after is Event.SERVICE
    assert cited.section.citation == "§ 1"
    assert "within 30 days after the paper is served" in in_words(cited.statement)


def test_what_the_mover_does_is_a_step_before_an_event_or_before_the_end():
    vehicle = parsed(
        USUAL.replace("PERSON", "PROSECUTOR")
        + 'acts(PROSECUTOR, "ask first", before=HEARING, where=OPEN_WARRANT)\n'
        + 'acts(PROSECUTOR, "look last", after=DISPOSITION)\nacts(CLERK, "mail", after=ORDER)\n'
    )
    day = date(2025, 1, 1)
    first, last = steps_of(SimpleNamespace(duties=()), vehicle, day)
    assert (first.text, first.before, first.where) == (
        "ask first", Event.HEARING, Circumstance.OPEN_WARRANT,
    )  # fmt: skip
    assert (last.text, last.before, last.where) == ("look last", None, None)
    assert str(first) == "ask first (before hearing, where a warrant is open in the case)"
    (cited, *_) = vehicle.on(day, VehicleWord.ACTS)
    assert "where a warrant is open in the case" in in_words(cited.statement)


def test_a_section_speaks_only_while_it_is_in_force():
    later = (
        "\n## § 2 | Since 2023\n\n- in_force: 2023-01-01..\n- text: paraphrase\n"
        "- source: invented\n"
        '\n> A fee.\n\n```vehicle\nfee(30, per="case")\n```\n'
    )
    vehicle = parsed(more=later)
    assert not vehicle.on(date(2022, 12, 31), VehicleWord.FEE)
    assert len(vehicle.on(date(2023, 1, 1), VehicleWord.FEE)) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("movs(PERSON)", r"\[movs\] is not a word here"),
        ("moves(PERSN)", r"\[PERSN\] is not a word here"),
        ("moves(PERSON, COURT)", r"\[moves\] takes 1 things"),
        ('responds(COURT, "x", days=30)', r"\[responds\] does not say \[after=\]"),
        ('responds(COURT, "x", days=-1, after=ORDER)', "whole number"),
        ('responds(COURT, "x", days=True, after=ORDER)', "whole number"),
        ('hears("x", days=3)', r"\[hears\] takes no \[days=\]"),
        ("hears(1)", r"\[text\] is a text"),
        ('fee(99999, per="case")', "at most 10,000"),
        ('acts(COURT, "x", days=30)', r"\[acts\] says neither \[after=\] nor \[before=\]"),
        ('acts(COURT, "x", before=ORDER, where=WARRANT)', r"\[WARRANT\] is not a word here"),
        ("x = 1", "this is no statement of a vehicle"),
    ],
)
def test_a_slip_is_an_error_with_its_line(line, fault):
    text = page(f"{USUAL}{line}\n")
    number = text.splitlines().index(line) + 1
    with pytest.raises(LawError, match=fault) as caught:
        parse_vehicle(text, where="made.vehicle.md")
    assert caught.value.where == f"made.vehicle.md, line {number}"


def test_a_vehicle_says_who_moves_for_whom_and_where():
    with pytest.raises(LawError, match=r"does not say \[filed_in\]"):
        parsed('moves(PERSON)\ncovers(INDIVIDUAL, "one case")\n')


def test_a_statement_stands_under_a_provision():
    with pytest.raises(LawError, match="quotes no provision"):
        parsed(provision="")


def test_a_rule_has_no_place_in_a_vehicle():
    with pytest.raises(LawError, match=r"\[rule\] is no fence of a vehicle"):
        parsed(more=section("c = charge.lead\n"))


def test_a_page_that_names_an_unknown_vehicle_is_refused(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    whole = page_text(section(ANSWERS + GRANT), vehicle="us-xx/papr")
    (folder / "clearing.law.md").write_text(whole, encoding="utf-8")
    (folder / "paper.vehicle.md").write_text(page(), encoding="utf-8")
    with pytest.raises(LawError, match=r"there is no vehicle \[us-xx/papr\]") as caught:
        load_rulebook(str(folder))
    assert "us-xx/paper" in caught.value.repair


def test_an_unreviewed_vehicle_says_so():
    vehicle = parsed()
    assert "No lawyer has reviewed this page." in show_vehicle(vehicle)
    assert "Reviewed by A. Lawyer." in show_vehicle(replace(vehicle, reviewed_by="A. Lawyer"))


def test_the_manual_lists_every_word_and_term():
    manual = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    chapter = manual.partition("## 15. Vehicles")[2]
    for word in VehicleWord:
        assert f"`{word.value}(" in chapter
    for term in (*Actor, *Breadth, *Circumstance, *Event, *Holder):
        assert f"`{term.value}`" in chapter


JURISDICTIONS = [jurisdiction_of(each) for each in packaged_folders()]
ASKED_FOR = [
    pytest.param(page.vehicle, id=page.page_id)
    for name in JURISDICTIONS
    for page in load_rulebook(name).pages
    if page.kind is PageKind.LAW
    and not name.startswith("us-xx")
    and POSITIVE & {answer for version in page.versions for answer in version.answers}
]


@pytest.mark.parametrize("vehicle", ASKED_FOR)
def test_every_page_that_sends_somebody_to_act_names_its_vehicle(vehicle):
    assert vehicle


@pytest.mark.parametrize("name", JURISDICTIONS)
def test_every_vehicle_says_what_the_order_reaches_and_what_it_does_not(name):
    for vehicle in load_rulebook(name).vehicles.values():
        said = {statement.word for each in vehicle.sections for statement in each.statements}
        assert said & {VehicleWord.EXPUNGES, VehicleWord.CHANGES}, vehicle.vehicle_id
        assert VehicleWord.LEAVES in said, vehicle.vehicle_id
