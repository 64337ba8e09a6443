"""The four words: each needs all that is under it, and what was not asked is not passed."""

from dataclasses import dataclass
from datetime import date

import pytest

from vacatur.errors import FigureRefused
from vacatur.evaluation.calendar import (
    COVID_19,
    Event,
    calendar_of,
    collisions,
    refuse_changed_donors,
)
from vacatur.evaluation.dose import UNMEASURED, Dose
from vacatur.evaluation.falsify import falsify
from vacatur.evaluation.results import DesignResult
from vacatur.evaluation.verdict import Grounds, Word, judge
from vacatur.evaluation.wording import could_not_tell, permutation

DOSE = Dose(change=-0.8, sentence="")


@dataclass(frozen=True)
class Compared:
    results: tuple = ()
    same_sign_share: float | None = 0.95
    placebo_passes: bool | None = True


def answer(low=-0.4, high=-0.1, p=0.04, controls=True, joint=0.6, smallest=0.2, drift=(-0.1, 0.1)):
    before = {"pre_trend_joint_p": joint, "pre_trend_low": drift[0], "pre_trend_high": drift[1]}
    told = {"controls": controls} | (before if controls else {})
    return DesignResult(
        design="x",
        estimate=(low + high) / 2,
        low=low,
        high=high,
        p=p,
        p_floor=0.04,
        minimum_detectable=smallest,
        diagnostics=told,
        sentence="",
    )


STILL = answer(low=-0.1, high=0.1, p=0.7)


def verdict(*results, dose=DOSE, events=(), placebos=None, compared=None):
    return judge(
        Grounds(
            dose=dose,
            collisions=events,
            results=results,
            falsification=falsify(placebos or {}),
            comparisons=compared,
        )
    )


def test_supported_needs_controls_placebos_months_before_and_choices():
    whole = {"placebos": {"fraud": STILL}, "compared": Compared()}

    assert verdict(answer(), **whole).word is Word.SUPPORTED
    assert verdict(answer(drift=(0.02, 0.08)), **whole).word is Word.SUPPORTED  # against it
    weaker = [
        verdict(answer(controls=False, joint=None), **whole),
        verdict(answer(), compared=Compared()),
        verdict(answer(), placebos={"fraud": STILL}),
        verdict(answer(), **whole | {"compared": Compared(same_sign_share=None)}),
        verdict(answer(), **whole | {"compared": Compared(placebo_passes=None)}),
        verdict(answer(), **whole | {"compared": Compared(placebo_passes=False)}),
        verdict(answer(joint=0.05), **whole),
        verdict(answer(drift=(-0.08, -0.02)), **whole),
        verdict(answer(p=0.11), **whole),
        # One that could have been seen to move, and may have moved as much as the outcome did.
        verdict(answer(), placebos={"fraud": answer(-0.3, 0.05)}, compared=Compared()),
        verdict(answer(), dose=Dose(change=-0.6, sentence="", donors_change=-0.6), **whole),
        verdict(answer(), placebos={"fraud": answer(-0.3, 0.3, smallest=0.7)}, compared=Compared()),
    ]
    assert [each.word for each in weaker] == [Word.CONSISTENT_WITH] * len(weaker)
    assert all(each.reasons for each in weaker)


def test_what_cannot_be_attributed():
    whole = {"placebos": {"fraud": STILL}, "compared": Compared()}
    alone = Event(name="a new chief", on=date(2020, 3, 1), unit="a")
    assert verdict(answer(), events=(COVID_19,), **whole).word is Word.SUPPORTED
    cases = [
        verdict(answer(controls=False), events=(COVID_19,), **whole),
        verdict(STILL, **whole),
        verdict(answer(), placebos={"fraud": answer()}, compared=Compared()),
        verdict(answer(), **whole | {"compared": Compared(same_sign_share=0.7)}),
        verdict(answer(), answer(0.1, 0.3), **whole),
        verdict(answer(), events=(alone,), **whole),
    ]

    assert [each.word for each in cases] == [Word.CANNOT_ATTRIBUTE] * len(cases)
    assert "COVID-19" in cases[0].reasons[0]
    assert "bigger than 20 %" in cases[1].reasons[0]
    # What a lone series shows does not stand against its donors.
    assert verdict(answer(controls=False), STILL).word is Word.CANNOT_ATTRIBUTE


def test_on_a_small_dose_nothing_is_attributed_and_on_an_unmeasured_one_nothing_is_supported():
    whole = {"placebos": {"fraud": STILL}, "compared": Compared()}
    small = Dose(change=-0.2, sentence="small")

    found = verdict(answer(), dose=small, **whole)
    assert (found.word, found.reasons) == (Word.DESCRIBED, ("small",))
    found = verdict(answer(), dose=UNMEASURED, **whole)
    assert (found.word, found.reasons) == (Word.CONSISTENT_WITH, (UNMEASURED.sentence,))
    assert verdict(STILL, dose=UNMEASURED, **whole).word is Word.CANNOT_ATTRIBUTE


def test_covid_is_on_every_calendar_and_three_months_collide():
    treated = Event(name="a docket", on=date(2020, 6, 30), unit="a")
    events = calendar_of([treated, Event(name="other", on=date(2020, 3, 1), unit="b")])

    assert collisions(events, date(2020, 3, 18), "a") == (COVID_19, treated)
    assert collisions(events, date(2020, 7, 1), "a") == (treated,)
    assert collisions(events, date(2019, 1, 29), "a") == ()
    assert calendar_of([Event(name="Covid 19", on=date(2020, 3, 1))])[0].on == date(2020, 3, 1)


def test_a_donor_that_changed_too_is_refused_only_while_the_series_ran():
    event = Event(name="a policy", on=date(2019, 5, 1), unit="b")
    months = (date(2015, 1, 1), date(2020, 1, 1))

    refuse_changed_donors([event], ["c"], *months)
    refuse_changed_donors([event], ["b"], date(2015, 1, 1), date(2019, 4, 1))
    with pytest.raises(FigureRefused, match=r"donor \[b\] changed too"):
        refuse_changed_donors([event], ["b", "c"], *months)


def test_the_words_never_say_no_effect_and_print_the_floor():
    assert "no effect" not in could_not_tell(0.6) + could_not_tell(0.2) + could_not_tell(None)
    assert "could not have" in could_not_tell(0.6)
    assert "no p can be .05" in permutation(0.1, 0.1, 9)
    assert "no p" not in permutation(0.05, 0.05, 19)
