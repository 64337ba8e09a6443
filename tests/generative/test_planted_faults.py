"""Faults planted in a reader on purpose: the worked cases or the comparison must turn red.

A test that cannot fail is worse than none. Each fault is one that dockets alone would not catch.
"""

from datetime import date

import pytest

from tests.support.engines import compiled, differences, interpreted, tables_of
from tests.support.worked import worked_record, worked_rows
from vacatur.dates import anniversary
from vacatur.engine import interpret as interpret_module
from vacatur.engine.compile import claims as claims_module
from vacatur.engine.compile import verdicts as verdicts_module
from vacatur.engine.compile.claims import Claims
from vacatur.engine.interpret import Interpreter
from vacatur.engine.worked_cases import try_cases
from vacatur.law import nodes as n
from vacatur.law.citation import Citation

IS_CLOSED = Interpreter.is_closed
CLOSED = Claims.is_closed
TRUTH = Claims.truth
PERSON_SETS = (n.SetName.PERSON_CHARGES,)
CASE_SETS = (n.SetName.CASE_CHARGES, n.SetName.CHARGE_INCIDENT)


def taken_as_closed(sets):
    def is_closed(self, source, rows):
        return source in sets or IS_CLOSED(self, source, rows)

    return is_closed


def leap_day_moved_to_the_28th(start, years):
    if (start.month, start.day) == (2, 29):
        start = start.replace(day=28)
    return anniversary(start, years)


def unknown_is_false_in_any_of(parts):
    return True in list(parts)


def unknown_is_false_in_all_of(parts):
    seen = list(parts)
    return False not in seen and None not in seen


def under_by_substring(self, ancestor):
    return ancestor.key in self.key


# What is planted in the interpreter, the page whose worked cases see it, and one case that must.
FAULTS_OF_THE_INTERPRETER = {
    "history_checked_on is ignored": (
        (Interpreter, "is_closed", taken_as_closed(PERSON_SETS)),
        ("us-xx/clearing", "nobody searched"),
    ),
    "charges_complete is ignored": (
        (Interpreter, "is_closed", taken_as_closed(CASE_SETS)),
        ("us-xx/clearing", "charges may be missing"),
    ),
    "29 February becomes the 28th": (
        (interpret_module, "anniversary", leap_day_moved_to_the_28th),
        ("us-xx/clearing", "a start on 29 February"),
    ),
    "unknown is false in any_of": (
        (interpret_module, "any_of", unknown_is_false_in_any_of),
        ("us-xx/clearing", "nobody determined which"),
    ),
    "unknown is false in all_of": (
        (interpret_module, "all_of", unknown_is_false_in_all_of),
        ("us-xx/clearing", "no outcome was recorded"),
    ),
    "statutes are compared by substring": (
        (Citation, "is_under", under_by_substring),
        ("us-xx/grading", "a section with a longer name"),
    ),
}


def failing(rulebook, page_id):
    page = rulebook.page(page_id)
    return {verdict.title for verdict in try_cases(rulebook, page) if verdict.failures}


@pytest.mark.parametrize("fault", FAULTS_OF_THE_INTERPRETER)
def test_a_worked_case_turns_red_when_the_interpreter_is_at_fault(us_xx, monkeypatch, fault):
    (owner, name, planted), (page_id, title) = FAULTS_OF_THE_INTERPRETER[fault]
    assert failing(us_xx, page_id) == set()
    monkeypatch.setattr(owner, name, planted)
    assert title in failing(us_xx, page_id)


def column_taken_as_closed(sets):
    import ibis

    def closed(self, source):
        return ibis.literal(True, "boolean") if source in sets else CLOSED(self, source)

    return closed


def column_of_leap_day_moved(start, years):
    import ibis

    return (start + ibis.interval(years=years)).cast("date")


def column_where_unknown_is_false(kind):
    def truth(self, node):
        answer = TRUTH(self, node)
        return answer.fill_null(False) if isinstance(node, kind) else answer

    return truth


def under_by_substring_of_text(offense, node):
    return None if offense.statute is None else node.citation.lower() in offense.statute.lower()


FAULTS_OF_THE_COMPILER = {
    "history_checked_on is ignored": (
        (Claims, "is_closed", column_taken_as_closed(PERSON_SETS)),
        ("us-xx/clearing", date(2020, 5, 5)),
    ),
    "charges_complete is ignored": (
        (Claims, "is_closed", column_taken_as_closed(CASE_SETS)),
        ("us-xx/clearing", date(2020, 5, 5)),
    ),
    "29 February becomes the 28th": (
        (claims_module, "anniversary", column_of_leap_day_moved),
        ("us-xx/clearing", date(2020, 5, 5)),
    ),
    "unknown is false in any_of": (
        (Claims, "truth", column_where_unknown_is_false(n.AnyOf)),
        ("us-xx/grading", date(2024, 5, 5)),
    ),
    "unknown is false in all_of": (
        (Claims, "truth", column_where_unknown_is_false(n.AllOf)),
        ("us-xx/grading", date(2024, 5, 5)),
    ),
    "unknown is false in not_": (
        (Claims, "truth", column_where_unknown_is_false(n.Not)),
        ("us-xx/grading", date(2024, 5, 5)),
    ),
    "statutes are compared by substring": (
        (verdicts_module, "_is_under", under_by_substring_of_text),
        ("us-xx/grading", date(2024, 5, 5)),
    ),
}


def records_of_one_day(page, day):
    return [worked_record(page, row) for row in worked_rows(page) if row.as_of == day]


def disagreements(rulebook, page_id, day):
    page = rulebook.page(page_id)
    records = records_of_one_day(page, day)
    found = compiled(rulebook.only([page_id]), tables_of(records), as_of=day)[page_id]
    return list(differences(page, interpreted(rulebook, page, records), found))


@pytest.mark.parametrize(
    ("page_id", "day"), sorted({where for _, where in FAULTS_OF_THE_COMPILER.values()})
)
def test_without_a_fault_the_readers_agree_on_the_worked_cases(us_xx, page_id, day):
    assert disagreements(us_xx, page_id, day) == []


@pytest.mark.parametrize("fault", FAULTS_OF_THE_COMPILER)
def test_the_comparison_turns_red_when_the_compiler_is_at_fault(us_xx, monkeypatch, fault):
    (owner, name, planted), (page_id, day) = FAULTS_OF_THE_COMPILER[fault]
    monkeypatch.setattr(owner, name, planted)
    assert disagreements(us_xx, page_id, day)
