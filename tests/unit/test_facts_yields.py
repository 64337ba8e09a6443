"""How far an open charge is from an answer, and which files would tell what it wants."""

import pytest

from vacatur.engine.questions import Why
from vacatur.facts.needed import files_needed
from vacatur.facts.yields import Count, RuleYield, Want, YieldClass, class_of


def want(column="sentence_end", *, entity="charge", why=Why.MISSING, rows=1, decides=True):
    return Want(entity=entity, column=column, why=why, rows=rows, decides=decides)


@pytest.mark.parametrize(
    ("wants", "needs_finding", "expected"),
    [
        ([want()], False, YieldClass.ONE_FACT_AWAY),
        ([want(decides=False)], False, YieldClass.SEVERAL_FACTS_AWAY),
        ([want(rows=2, decides=False)], False, YieldClass.SEVERAL_FACTS_AWAY),
        ([want(), want("disposition")], False, YieldClass.SEVERAL_FACTS_AWAY),
        ([want()], True, YieldClass.NEEDS_JUDGEMENT),
        ([], False, YieldClass.NEEDS_JUDGEMENT),
        ([want(), want(why=Why.DOUBTFUL)], False, YieldClass.NEEDS_JUDGEMENT),
        ([want("movant", entity="findings")], False, YieldClass.NEEDS_JUDGEMENT),
        # a laboratory can tell what the charge is for; no file tells how two statutes differ
        ([want("offense", why=Why.DISAGREE)], False, YieldClass.ONE_FACT_AWAY),
        ([want("statute", why=Why.DISAGREE)], False, YieldClass.NEEDS_JUDGEMENT),
    ],
)
def test_how_far_a_charge_is_from_an_answer(wants, needs_finding, expected):
    assert class_of(wants, needs_finding=needs_finding) is expected


def test_files_that_tell_what_is_wanted():
    assert files_needed([("charge", "sentence_end")]) == ("supervision",)
    both = files_needed([("charge", "sentence_end"), ("person", "history_checked_on")])
    assert both == ("history", "supervision")
    assert files_needed([("person", "history_checked_on"), ("case", "record_medium")]) is None


def test_a_charge_that_is_lost_between_the_classes_is_an_error():
    classes = dict.fromkeys(YieldClass, Count(charges=1, persons=1))
    with pytest.raises(AssertionError, match="8 reached"):
        RuleYield(
            rule="a",
            implements="A",
            reached=Count(charges=8, persons=3),
            classes=classes,
            on_paraphrase=Count(),
            last_verified={},
        )
