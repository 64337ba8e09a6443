"""The solver's terms and the interpreter say the same of every condition and every answer."""

import pytest
import z3

from tests.support.populations import PLACES, population
from tests.support.quick import without_the_unit_rule
from vacatur.engine.decide_one import decide_one
from vacatur.engine.solve.records import record_in, wishes_for
from vacatur.engine.solve.solving import Holds, Question
from vacatur.engine.solve.study import studies_of
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook

PAGES = [(name, page.page_id) for name in PLACES for page in load_rulebook(name).pages]
QUICK = [(name, page.page_id) for name in PLACES for page in without_the_unit_rule(name).pages]
SLOW = [pytest.param(*each, marks=pytest.mark.long) for each in PAGES if each not in QUICK]


@pytest.mark.parametrize(("name", "page_id"), QUICK)
def test_terms_and_interpreter_agree_on_worked_and_generated_records(name, page_id):
    agree_on(name, page_id, generated=12)


@pytest.mark.long
@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_terms_and_interpreter_agree_on_many_more(name, page_id):
    agree_on(name, page_id, generated=100)


def agree_on(name, page_id, *, generated):
    rulebook = load_rulebook(name)
    page = rulebook.page(page_id)
    people = population(name, 5 * generated, seed=7)[:generated]
    for study in studies_of(rulebook, page, seconds=20):
        reading = study.small
        terms = {each: reading.now.condition(each) for each in study.version.conditions}
        published = reading.answer().published
        question = Question(study.world, seconds=20)
        inside = [each for each in study.worked.values() if each.as_of in study.version.span]
        for base in [*inside, *people]:
            model = model_like(question, reading, study.world, base)
            record = record_in(study.world, model)
            decision = decide_one(rulebook, page, record, "c1")
            found = {each: truth_in(model, term) for each, term in terms.items()}
            assert found == dict(decision.conditions), record
            answer = model.eval(published, model_completion=True).as_long()
            assert list(Published)[answer] is decision.published, record


def model_like(question, reading, world, base):
    """A model as near to a record as the small world holds one."""
    _, model = question.model(reading.day_rules, wishes_for(world, base))
    assert model is not None
    return model


def truth_in(model, term):
    yes, no = (z3.is_true(model.eval(each, model_completion=True)) for each in (term.yes, term.no))
    assert not (yes and no)
    return True if yes else (False if no else None)


@pytest.mark.parametrize(("name", "page_id"), [*QUICK, *SLOW])
def test_what_can_hold_in_the_small_world_can_hold_in_the_open_one(name, page_id):
    """Otherwise a proof that something can never hold would be worth nothing."""
    rulebook = load_rulebook(name)
    shown = 0
    for study in studies_of(rulebook, rulebook.page(page_id), seconds=20):
        small, wide = study.small, study.open
        for each in study.version.conditions:
            mine, other = small.now.condition(each), wide.now.condition(each)
            for part in ("yes", "no", "unknown"):
                if study.can(small, [getattr(mine, part)]) is Holds.YES:
                    assert study.can(wide, [getattr(other, part)]) is Holds.YES, (each, part)
                    shown += 1
        for answer in Published:
            if study.can(small, [small.answer().is_(answer)]) is Holds.YES:
                assert study.can(wide, [wide.answer().is_(answer)]) is Holds.YES, answer
                shown += 1
    assert shown > 10
