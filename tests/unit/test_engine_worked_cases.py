"""What a `cases` table may say, and what is refused with its line."""

from datetime import date

import pytest

from tests.support.pages import ANSWERS, GRANT, page_text, rulebook_in, section
from vacatur.engine.explain import explain
from vacatur.engine.worked_cases import record_of_case, try_cases
from vacatur.errors import LawError

HEAD = "```cases  as_of=2020-01-01\n"


def tried(folder, header, *rows, rule=""):
    table = "\n".join([header, *rows])
    text = page_text(section(ANSWERS + GRANT + rule)) + f"\n{HEAD}{table}\n```\n"
    rulebook = rulebook_in(folder, made=text)
    (page,) = rulebook.pages
    return page, list(try_cases(rulebook, page))


PLAIN = "| what we are showing | disposition || outcome |"


def test_a_case_that_comes_out_has_no_failure(tmp_path):
    _, (verdict,) = tried(tmp_path, PLAIN, "| x | convicted || ELIGIBLE_PETITION |")
    assert verdict.failures == ()
    assert verdict.where.endswith("made.law.md, line 28")


def test_a_case_that_does_not_come_out_says_what_did(tmp_path):
    _, (verdict,) = tried(tmp_path, PLAIN, "| x | dismissed || ELIGIBLE_PETITION |")
    assert verdict.failures == ("outcome: expected [ELIGIBLE_PETITION], got [NOT_ELIGIBLE]",)


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("| what we are showing | dispositon || outcome |", "| x | convicted || REVIEW |",
         "Did you mean [disposition]?"),
        ("| what we are showing | case.cort || outcome |", "| x | district || REVIEW |", "court"),
        (PLAIN, "| x | convictd || REVIEW |", "Did you mean [convicted]?"),
        ("| what we are showing | lead || outcome |", "| x | true || REVIEW |", "[true]"),
        ("| what we are showing | offense_date || outcome |", "| x | 2020-1-1 || REVIEW |",
         "2020-1-1"),
        ("| what we are showing | quantity_grams || outcome |", "| x | ten || REVIEW |", "[ten]"),
        ("| what we are showing | disposition || outcom |", "| x | convicted || REVIEW |",
         "neither a condition of the page"),
        ("| what we are showing | disposition || because |", "| x | dismissed || charge_is_our |",
         "Did you mean [charge_is_ours]?"),
        ("| what we are showing | grade || outcome |", "| x | none || REVIEW |", "[none]"),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_value_names_its_line(tmp_path, header, row, said):
    with pytest.raises(LawError) as caught:
        tried(tmp_path, header, row)
    assert said in str(caught.value)
    assert "made.law.md, line 28" in caught.value.where


def test_what_a_row_does_not_say_is_not_known(tmp_path):
    page, _ = tried(tmp_path, PLAIN, "| x | convicted || ELIGIBLE_PETITION |")
    record = record_of_case(page, page.sections[0].cases[0])
    (charge,) = record.charges()
    assert record.as_of == date(2020, 1, 1)
    assert (record.cases[0].state, record.cases[0].charges_complete) == ("ZZ", True)
    assert charge.offense_date is charge.grade is record.person.birth_date is None


def test_findings_and_parts_of_circumstances_can_be_given(tmp_path):
    header = (
        "| what we are showing | disposition | circumstances.firearm | findings.ground.justice "
        "|| outcome | just | armed |"
    )
    rule = (
        'just = finding("Just?", by=ATTORNEY, recorded_as=findings.ground.justice)\n'
        "armed = charge.circumstances.firearm\n"
    )
    _, verdicts = tried(
        tmp_path,
        header,
        "| x | convicted | yes | no || ELIGIBLE_PETITION | no | yes |",
        "| y | convicted | ? | ? || ELIGIBLE_PETITION | unknown | unknown |",
        rule=rule,
    )
    assert [verdict.failures for verdict in verdicts] == [(), ()]


def test_every_worked_case_of_the_invented_state_can_be_explained(us_xx):
    for page in us_xx.pages:
        for section_ in page.sections:
            for row in section_.cases:
                record = record_of_case(page, row)
                target = next(record.charges()).charge_id
                told = explain(us_xx, record, target, columns={})
                assert told.charge_id == target
