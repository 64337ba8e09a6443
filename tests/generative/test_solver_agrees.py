"""The solver's terms and the interpreter say the same of every condition and every answer."""

import pytest
import z3

from tests.support.populations import PLACES, population
from vacatur.engine.decide_one import decide_one
from vacatur.engine.solve.records import record_in, wishes_for
from vacatur.engine.solve.solving import Question
from vacatur.engine.solve.study import studies_of
from vacatur.law.answers import Published
from vacatur.law.rulebook import load_rulebook

PAGES = [(name, page.page_id) for name in PLACES for page in load_rulebook(name).pages]


@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_terms_and_interpreter_agree_on_worked_and_generated_records(name, page_id):
    agree_on(name, page_id, generated=12)


@pytest.mark.long
@pytest.mark.parametrize(("name", "page_id"), PAGES)
def test_terms_and_interpreter_agree_on_many_more(name, page_id):
    agree_on(name, page_id, generated=400)


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
    yes, no = (z3.is_true(model.eval(each)) for each in (term.yes, term.no))
    assert not (yes and no)
    return True if yes else (False if no else None)
