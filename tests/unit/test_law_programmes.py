"""Programmes: read as data, each line under its provision; what an enrolment needs is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.diversions import HARRIS, USUAL, programme, programme_text
from vacatur.engine.decide_one import decide_one
from vacatur.errors import LawError
from vacatur.ingest.docket import read_docket
from vacatur.law.format import format_page
from vacatur.law.lint_checks import Says
from vacatur.law.lint_programmes import lint_programme
from vacatur.law.programme import (
    CompletionDoes,
    ProgrammeEvent,
    ProgrammeWord,
    ServiceKind,
    Stage,
)
from vacatur.law.programme_reader import SHAPES, parse_programme
from vacatur.law.rulebook import jurisdiction_of, load_rulebook, packaged_folders
from vacatur.law.show_programme import show_programme

LAW = Path(__file__).parents[2] / "src" / "vacatur" / "law"
HARRIS_ID = "us-tx-harris/misdemeanor-marijuana"
PACKAGED = [
    each
    for folder in packaged_folders()
    for each in load_rulebook(jurisdiction_of(folder)).programmes.values()
]


def test_every_word_can_be_read():
    steps = 'step("do the class", within_days=90, after=ENROLMENT)\nstep("pay")\n'
    assert steps in USUAL
    common = (
        'eligible_under("us-xx/page")\nfee(150, per="person", waived_by="the office")\n'
        'refers_to(CLASS, "a class")\nexpunges(COURT_FILE, "x")\nchanges(PUBLIC_PORTAL, "x")\n'
    )
    said = {each.word for each in programme(USUAL + common).statements}
    stated = programme(USUAL.replace(steps, 'steps_stated("no source")\n')).statements
    assert said | {each.word for each in stated} == set(ProgrammeWord) == set(SHAPES)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("stp('x')", r"\[stp\] is not a word here. *|Did you mean"),
        ('step("x", within_days=90)', "go together"),
        ('step("x", after=ENROLMENT)', "go together"),
        ('step("x", within_days=0.5, after=OFFER)', "whole number"),
        ('refers_to(CLAS, "x")', r"\[CLAS\] is not a word here"),
        ('fee(99999, per="person")', "at most 10,000"),
        ("x = 1", "this is no statement of a programme"),
    ],
)
def test_a_slip_is_an_error_with_its_line(line, fault):
    text = programme_text(f"{USUAL}{line}\n")
    number = text.splitlines().index(line) + 1
    with pytest.raises(LawError, match=fault) as caught:
        parse_programme(text, where="made.programme.md")
    assert caught.value.where == f"made.programme.md, line {number}"


@pytest.mark.parametrize(
    "word", ["run_by", "stage", "completed", "on_completion", "notice", "on_return"]
)
def test_what_an_enrolment_needs_must_be_said(word):
    left = "".join(f"{line}\n" for line in USUAL.splitlines() if not line.startswith(word))
    with pytest.raises(LawError, match=rf"does not say \[{word}\]"):
        programme(left)


def test_steps_and_the_record_of_the_arrest_must_be_said_and_nothing_twice():
    without = [line for line in USUAL.splitlines() if not line.startswith("step")]
    with pytest.raises(LawError, match=r"does not say \[step\]"):
        programme("\n".join(without) + "\n")
    with pytest.raises(LawError, match="both its steps and"):
        programme(USUAL + 'steps_stated("x")\n')
    with pytest.raises(LawError, match="what becomes of the record of the arrest"):
        programme(USUAL.replace('leaves(POLICE_RECORD, "nobody says")\n', ""))
    with pytest.raises(LawError, match=r"says \[notice\] twice"):
        programme(USUAL + 'notice("by mail")\n')


def test_each_version_is_whole_and_a_gap_is_found():
    first = "- in_force: 2020-01-01..2021-12-31\n"
    later = (
        "\n## § 2 | Later\n\n- in_force: 2022-01-01..\n- text: paraphrase\n- source: invented\n\n"
        f"> A fee.\n\n```programme\n{USUAL}```\n"
    )
    whole = programme(settings=first, more=later)
    assert not whole.is_in_force(date(2019, 12, 31))
    assert len(whole.on(date(2022, 1, 1))) == len(whole.on(date(2021, 12, 31)))
    with pytest.raises(LawError, match=r"as of 2022-01-01"):
        programme(settings=first, more=later.replace('notice("in writing")\n', ""))


def test_a_programme_names_a_policy_that_diverts_and_a_paper_that_there_is(tmp_path):
    folder = LAW / "us_tx_harris"
    office = tmp_path / "our_county"
    (office / "texts").mkdir(parents=True)
    page = (folder / "misdemeanor-marijuana-2017.law.md").read_text(encoding="utf-8")
    (office / "page.law.md").write_text(
        page.replace("us-tx-harris/misdemeanor-marijuana-2017", "our-county/page"),
        encoding="utf-8",
    )
    text = folder / "texts" / "draft-policy-2017-02-15.md"
    (office / "texts" / text.name).write_text(text.read_text(encoding="utf-8"), encoding="utf-8")

    def load(more: str):
        (office / "made.programme.md").write_text(programme_text(USUAL + more), encoding="utf-8")
        return load_rulebook(str(office))

    assert load('eligible_under("our-county/page")\n').programmes
    with pytest.raises(LawError, match=r"there is no screening policy \[our-county/pag\]"):
        load('eligible_under("our-county/pag")\n')
    dismissing = 'on_completion(DISMISS, "x", vehicle="us-md/nolle-prosequ")\n'
    code = USUAL.replace('on_completion(NO_CHARGE, "none is filed")\n', dismissing)
    (office / "made.programme.md").write_text(programme_text(code), encoding="utf-8")
    with pytest.raises(LawError, match="there is no vehicle") as caught:
        load_rulebook(str(office))
    assert "us-md/nolle-prosequi" in caught.value.repair


def test_the_manual_lists_every_word_and_term():
    manual = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    chapter = manual.partition("## 17. Programmes")[2]
    for word in ProgrammeWord:
        assert f"`{word.value}(" in chapter
    for term in (*Stage, *CompletionDoes, *ProgrammeEvent, *ServiceKind):
        assert f"`{term.value}`" in chapter


@pytest.mark.parametrize("made", PACKAGED, ids=lambda each: each.programme_id)
def test_a_packaged_programme_says_what_it_does_not_know(made):
    text = (LAW / made.path).read_text(encoding="utf-8")
    assert format_page(text) == text
    shown = " ".join(show_programme(made).split())
    assert "No lawyer has reviewed this page." in shown
    assert made.confidence != "high"
    (notice,) = {x.days for x in made.statements if x.word is ProgrammeWord.NOTICE}
    assert (notice is None) == (not made.programme_id.startswith("us-xx"))
    assert ("no source names a number of days" in shown) == (notice is None)


@pytest.mark.parametrize("name", ["aim-to-bmore", "community-service"])
def test_what_becomes_of_a_record_in_baltimore_is_promised_as_its_law_says_it(name):
    made = load_rulebook("us-md-baltimore-city").programmes[f"us-md-baltimore-city/{name}"]
    law = load_rulebook("us-md")
    cited = {each.citation: each for each in made.sections}
    for number, page in (("10-105.1", "us-md/cp-10-105-1"), ("10-401", "us-md/cp-10-401")):
        begins = law.page(page).sections[0].in_force.first
        assert cited[f"Md. Crim. Proc. § {number}"].in_force.first == begins
    words = cited["Md. Crim. Proc. § 10-105.1"].provision.words
    assert "Beginning October 1, 2021" in words
    assert "for which the defendant is not required to appear" in words
    before = made.on(date(2021, 9, 30), ProgrammeWord.EXPUNGES, ProgrammeWord.CHANGES)
    (petition,) = [x for x in before if x.section.citation.startswith("Md. Crim. Proc. § 10-105")]
    assert "before 1 October 2021" in petition.statement.text
    assert ProgrammeWord.EXPUNGES not in {x.statement.word for x in before}


def test_the_days_of_a_law_on_records_are_not_those_of_the_programme():
    later = (
        "\n## § 2 | A law\n\n- in_force: 2022-01-01..\n- text: paraphrase\n- source: invented\n\n"
        '> Hidden.\n\n```programme\nexpunges(COURT_FILE, "x")\n```\n'
    )
    first = "- in_force: 2020-01-01..2022-12-31\n"
    made = programme(settings=first, more=later)
    assert made.is_in_force(date(2020, 1, 1))
    assert not made.is_in_force(date(2023, 1, 1))


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        ({}, "DIVERT"),
        ({"diversions": [{"program": "HAR-2017", "status": "enrolled"}]}, "PROSECUTE"),
        ({"diversions": [{"program": "HAR-2017", "status": "completed"}]}, "DIVERT"),
        ({"diversions": [{"program": None, "status": "enrolled"}]}, "REVIEW"),
        ({"warrants": [{"case": None, "reason": None, "status": "open"}]}, "REVIEW"),
        ({"warrants": [{"case": None, "reason": None, "status": "quashed"}]}, "DIVERT"),
        ({"warrants": None}, "REVIEW"),
    ],
)
def test_what_no_cases_table_of_harris_can_hold(person, answer):
    rulebook = load_rulebook("us-tx-harris")
    docket = {**HARRIS, "person": {**HARRIS["person"], **person}}
    record = read_docket(docket, source="made", codes=rulebook.codes).record
    (page,) = rulebook.pages
    assert decide_one(rulebook, page, record, next(record.charges()).charge_id).published == answer


def test_a_fee_a_class_and_a_service_are_warned_of():
    found = lint_programme(load_rulebook("us-tx-harris").programmes[HARRIS_ID])
    (fee,) = [each for each in found if "150 US dollars" in each.what]
    text = (LAW / fee.path).read_text(encoding="utf-8")
    assert text.splitlines()[fee.line - 1].startswith("fee(150")
    assert "no source says who may waive it" in fee.what
    assert {each.says for each in found} == {Says.WARNING}
    (none,) = lint_programme(programme(USUAL))
    assert none.says is Says.NOTHING_FOUND
