"""Sentences and claim cards: printed from the figures, with every number on a card."""

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.evidence import ELSE, baltimore, counts, residents, source
from vacatur.errors import FigureRefused
from vacatur.evidence.benchmark import UseSurvey, sensitivity
from vacatur.evidence.cards import (
    card_of_bound,
    card_of_funnel,
    card_of_missing,
    card_of_resource,
    card_of_strata,
    card_of_use,
    cards_of_disparity,
)
from vacatur.evidence.claims import ClaimCard, require_card, require_cards
from vacatur.evidence.cohort import CohortCase, DecidedBy, End, Stage
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disparity import disparity
from vacatur.evidence.figures import Caution
from vacatur.evidence.funnel import funnel
from vacatur.evidence.mantel_haenszel import RateStratum
from vacatur.evidence.missing_race import District, missing_race
from vacatur.evidence.printed import in_a_hundred, number, period
from vacatur.evidence.resources import Resource, UnitCost, avoided, spent
from vacatur.evidence.sources import Unit
from vacatur.evidence.strata import stratify
from vacatur.evidence.tables import TableStratum, stratify_tables
from vacatur.evidence.unlinked import StatedCount, bounded_share
from vacatur.evidence.wording import (
    Phrases,
    could_not_tell,
    equal_use_phrase,
    for_a_judge,
    for_a_reporter,
    missing_sentence,
    require_honest,
    use_sentence,
)
from vacatur.evidence.wording_of_cases import (
    bound_sentence,
    funnel_sentence,
    resource_sentence,
    strata_sentence,
)

WORDS = {
    "people": "Black people",
    "are": "Black",
    "were": "were of",
    "done": "arrested",
    "members": "residents",
    "member": "resident",
    "others": "everyone else",
}
PHRASES = Phrases(**WORDS)
START = date(2015, 1, 1)


def of(by_group, **options):
    people = residents(dict.fromkeys(by_group, 100_000.0), derived="", year=2016)
    return disparity(counts(by_group, **options), people)


def strata(*rows):
    return [
        RateStratum(name=n, count=a, exposure=t, reference_count=b, reference_exposure=u)
        for n, a, t, b, u in rows
    ]


def cohort(convicted=30, open_cases=10, left_out=0):
    ended = [
        CohortCase(
            case_id=f"c{n}",
            arrested_on=START,
            reached={},
            end=End.CONVICTED,
            ended_on=START + timedelta(days=200),
        )
        for n in range(convicted)
    ]
    rest = [
        CohortCase(
            case_id=f"o{n}",
            arrested_on=START if n < open_cases else date(2000, 1, 1),
            reached={},
            end=None,
            ended_on=None,
        )
        for n in range(open_cases + left_out)
    ]
    return funnel(
        [*ended, *rest], source(Unit.CASE), followed_to=date(2018, 1, 1), label="January 2015"
    )


def test_a_judge_reads_counts_rates_ratio_difference_and_the_limits():
    assert for_a_judge(baltimore(per=100_000), "Black", PHRASES) == (
        "Of 1,514 arrests for possessing marijuana in 2015-2017, 1,450 (95.8%; 95% CI 94.6-96.7) "
        "were of Black people. About 63 of every 100 residents are Black. Per resident, Black "
        "people were arrested about 13 times as often as everyone else (10 to 17). That is 125 a "
        "year for every 100,000 of them and 9.4 for every 100,000 of everyone else, a difference "
        "of 115 (109 to 122). The denominator is derived: 615,000 residents, 63 % of them Black. "
        "This does not by itself show why."
    )


def test_the_manual_quotes_the_sentence_as_it_is_printed():
    manual = Path(__file__).resolve().parents[2] / "docs" / "evidence.md"
    quoted = [
        line.removeprefix("> ")
        for line in manual.read_text(encoding="utf-8").splitlines()
        if line.startswith("> ")
    ]

    assert " ".join(quoted) == for_a_judge(baltimore(per=100_000), "Black", PHRASES)


def test_a_reporter_reads_the_same_figures_rounded():
    assert for_a_reporter(baltimore(per=100_000), "Black", PHRASES) == (
        "About 96 of every 100 arrests for possessing marijuana in 2015-2017 (1,450 of 1,514) were "
        "of Black people. About 63 of every 100 residents are Black. Per resident, Black people "
        "were arrested about 13 times as often as everyone else (10 to 17). That is 115 more a "
        "year for every 100,000 of them than for as many of everyone else. The denominator is "
        "derived: 615,000 residents, 63 % of them Black. This does not by itself show why."
    )


def test_where_the_interval_holds_1_we_could_not_tell():
    found = of({"Black": 55, ELSE: 50})

    for text in (
        for_a_judge(found, "Black", PHRASES),
        for_a_reporter(found, "Black", PHRASES),
    ):
        assert "We could not tell whether Black people were arrested more or less often" in text
        assert "about 1.1 times" not in text
        assert "ifference" in text


def test_a_small_reference_is_said_to_give_one_bound():
    found = of({"Black": 60, ELSE: 4})

    text = for_a_judge(found, "Black", PHRASES)

    assert "were arrested at least" in text
    assert "too few of the latter for an upper limit" in text
    assert "Fewer than 20 events in the reference: unreliable." in text


def test_missing_race_and_unreliable_counts_are_said():
    text = for_a_judge(of({"Black": 12, ELSE: 60}, missing=3), "Black", PHRASES)

    assert "For 3 more, race was not recorded; they are left out." in text
    assert "Fewer than 20 events: unreliable." in text


def test_over_a_closed_denominator_no_year_is_said():
    people = residents({"Black": 600, ELSE: 400}, kind=DenominatorKind.CASES_REFERRED, derived="")
    found = disparity(counts({"Black": 300, ELSE: 100}, unit=Unit.CASE), people)

    assert "a year" not in for_a_judge(found, "Black", PHRASES)


def test_phrases_hold_no_numbers():
    with pytest.raises(FigureRefused, match=r"\[13 Black people\] are no words"):
        Phrases(**WORDS | {"people": "13 Black people"})
    with pytest.raises(FigureRefused, match="are no words"):
        Phrases(**WORDS | {"done": " "})


def test_a_group_that_is_not_compared_has_no_sentence():
    found = disparity(counts(), residents(), reference=ELSE)

    with pytest.raises(FigureRefused, match="it is the reference"):
        for_a_judge(found, ELSE, PHRASES)


def test_every_number_of_the_sentences_stands_on_a_card():
    found = baltimore(per=100_000)
    cards = cards_of_disparity(found, "Black")

    for text in (
        for_a_judge(found, "Black", PHRASES),
        for_a_reporter(found, "Black", PHRASES),
    ):
        assert require_cards(text, cards.values()) == text
    with pytest.raises(FigureRefused, match=r"numbers without a claim card: \[146\], \[22.5\]"):
        require_cards("Stops were 146 against 22.5.", cards.values())


def test_a_number_without_its_ratio_card_is_refused():
    found = baltimore(per=100_000)
    cards = cards_of_disparity(found, "Black")
    del cards["ratio"]

    with pytest.raises(FigureRefused, match=r"\[13\], \[10\], \[17\]"):
        require_cards(for_a_judge(found, "Black", PHRASES), cards.values())
    with pytest.raises(FigureRefused, match=r"\[ratio\] has no claim card"):
        require_card("ratio", cards)
    assert require_card("share", cards).number.startswith("Black: 95.8%")


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(ClaimCard)])
def test_nothing_of_a_card_is_optional(field):
    card = cards_of_disparity(baltimore(), "Black")["ratio"]

    with pytest.raises(FigureRefused, match=rf"a claim card without \[{field}\]"):
        dataclasses.replace(card, **{field: " "})


@pytest.mark.parametrize(
    "text", ["14x", "14-fold", "x14", "14%", "$14", "(14)", "14.", "0.14", ".14"]
)
def test_a_number_does_not_hide_in_a_word(text):
    card = cards_of_disparity(baltimore(), "Black")["ratio"]

    with pytest.raises(FigureRefused, match="without a claim card"):
        require_cards(f"They were arrested {text} as often.", [card])


def test_the_digits_of_a_hash_are_no_numbers_of_a_card():
    card = cards_of_disparity(baltimore(), "Black")["share"]
    card = dataclasses.replace(card, source="sha256 7f7f7f")

    assert "7" not in card.holds()
    assert "256" not in card.holds()


def test_a_cohort_says_its_open_cases():
    found = cohort(left_out=2)
    text = funnel_sentence(found, End.CONVICTED, 365)

    assert text == (
        "By one year, about 75 in 100 had ended in conviction (59.8 to 85.8); 10 of 40 were still "
        "open. 2 could not be followed, and are left out."
    )
    card = card_of_funnel(found, End.CONVICTED, 365)
    assert require_cards(text, [card]) == text
    assert "10 still open" in card.missing


def test_every_stage_end_and_deciding_body_has_its_words():
    found = cohort()

    for kind in (*Stage, *End, *DecidedBy):
        assert " had " in funnel_sentence(found, kind, 30)


def test_a_horizon_that_nobody_reached_is_said_to_be_open():
    case = CohortCase(case_id="1", arrested_on=START, reached={}, end=None, ended_on=None)
    found = funnel([case], source(), followed_to=date(2015, 6, 1), label="January")

    assert "nothing can be said of it yet" in funnel_sentence(found, End.CONVICTED, 365)
    with pytest.raises(FigureRefused, match="has no estimate"):
        card_of_funnel(found, End.CONVICTED, 365)


def test_a_bound_is_said_as_a_bound():
    found = bounded_share(
        StatedCount(count=78, more_than=False),
        StatedCount(count=1100, more_than=True),
        said_by="an election opponent",
    )
    text = bound_sentence(found)

    assert text == (
        "At most about 7 in 100 (78 of more than 1,100), said by an election opponent; the status "
        "of open cases is not known."
    )
    assert require_cards(text, [card_of_bound(found)]) == text


def test_strata_that_agree_have_a_pooled_sentence():
    found = stratify(
        strata(("a", 30, 1000, 10, 1000), ("b", 60, 1000, 20, 1000)), reference="others"
    )
    text = strata_sentence(found, by="age")

    assert text.startswith("Within age, it is 3.0 (")
    assert "a difference of" in text
    assert require_cards(text, [card_of_strata(found, by="age", source=source())])


def test_berkeley_is_said_to_turn_about():
    departments = [
        ("A", 512, 825, 89, 108),
        ("B", 353, 560, 17, 25),
        ("C", 120, 325, 202, 593),
        ("D", 138, 417, 131, 375),
        ("E", 53, 191, 94, 393),
        ("F", 22, 373, 24, 341),
    ]
    found = stratify_tables(
        [
            TableStratum(name=n, count=a, total=t, reference_count=b, reference_total=u)
            for n, a, t, b, u in departments
        ],
        reference="women",
    )
    text = strata_sentence(found, by="department")

    assert "no single figure is given" in text
    assert "Taken all together it points the other way than it does by department." in text
    assert "Within" not in text
    assert "the ratios differ, from 0.75 to 1.2, and the differences are from -20 to 3.8" in text
    assert require_cards(text, [card_of_strata(found, by="department", source=source())])


def test_what_was_not_tested_could_not_be_told():
    found = stratify(strata(("a", 9, 1000, 2, 1000)), reference="others")

    text = strata_sentence(found, by="age")

    assert text.startswith("We could not tell.")
    assert require_cards(text, [card_of_strata(found, by="age", source=source())])


def test_missing_race_is_said_with_its_bounds():
    whole = counts({"Black": 300, ELSE: 100}, missing=40)
    district = District(name="all", by_group={"Black": 300, ELSE: 100}, missing=40)
    people = residents({"Black": 1000.0, ELSE: 1000.0})
    found = missing_race(whole, [district], people, "Black", seed=1)
    text = missing_sentence(found, PHRASES)

    assert "Race was not recorded for 40 of 440." in text
    assert "from 2.1 to 3.4 times as often" in text
    assert "and the difference is from 53 to 80 a year for every 1,000" in text
    assert require_cards(text, [card_of_missing(found, source())])


def test_missing_race_that_could_turn_a_claim_about_has_no_sentence():
    whole = counts({"Black": 110, ELSE: 100}, missing=40)
    district = District(name="all", by_group={"Black": 110, ELSE: 100}, missing=40)
    people = residents({"Black": 1000.0, ELSE: 1000.0})

    with pytest.raises(FigureRefused, match="could turn the comparison about"):
        missing_sentence(missing_race(whole, [district], people, "Black", seed=1), PHRASES)


def test_assumed_use_is_said_to_be_assumed():
    found = baltimore()
    ratio = found.group("Black").compared.ratio
    text = use_sentence(sensitivity(ratio), PHRASES)

    assert "1.5 times: 8.9" in text
    assert "about 10 times before the interval reached 1. Nobody counted use here." in text
    card = card_of_use(sensitivity(ratio), cards_of_disparity(found, "Black")["ratio"])
    assert require_cards(text, [card])


def test_equal_use_names_its_survey():
    survey = UseSurvey(
        cited="an invented survey", year=2016, place="a county", use=1.0, low=0.9, high=1.1
    )

    assert equal_use_phrase(survey) == (
        "despite use that a survey found about equal (1.0 times; 0.90 to 1.1; a county, 2016: an "
        "invented survey)"
    )
    with pytest.raises(FigureRefused, match="without a survey"):
        equal_use_phrase(None)


def test_resources_name_who_declared_the_cost():
    cost = UnitCost(
        resource=Resource.ATTORNEY_HOURS,
        per=Unit.ARREST,
        low=1,
        mid=2,
        high=4,
        year=2017,
        said_by="the office",
    )
    before = source(first=START, last=date(2016, 12, 31))
    after = source(first=date(2017, 1, 1))
    spent_hours = spent(100, cost, source(), what="arrests")
    fewer = avoided(400, 120, cost, (before, after), what="arrests")

    assert resource_sentence(spent_hours).startswith("Arrests took 200 (")
    assert "said by the office, 2017" in resource_sentence(spent_hours)
    assert "There were 80 fewer arrests" in resource_sentence(fewer)
    assert resource_sentence(fewer).endswith("does not by itself show why.")
    for each in (spent_hours, fewer):
        assert require_cards(resource_sentence(each), [card_of_resource(each)])


def test_a_null_result_says_what_could_have_been_seen():
    assert could_not_tell(0.2) == (
        "We could not tell. The data could only have shown a change bigger than 20%."
    )


@pytest.mark.parametrize(
    "text", ["There was no effect.", "It had No Impact", "no  difference was found", "zero effect"]
)
def test_no_effect_is_never_said(text):
    with pytest.raises(FigureRefused, match="the text says"):
        require_honest(text)


def test_numbers_and_days_are_printed_in_one_way():
    assert [number(each) for each in (1450.4, 13.26, 9.96, 9.44, 0.999)] == [
        "1,450",
        "13",
        "10",
        "9.4",
        "1.0",
    ]
    assert [number(each) for each in (0.9, -0.0946, 0.0000123, 0)] == [
        "0.90",
        "-0.095",
        "0.000012",
        "0",
    ]
    assert [in_a_hundred(each) for each in (0.001, 0, 0.999, 1, 0.958)] == [
        "fewer than 1",
        "about 0",
        "more than 99",
        "about 100",
        "about 96",
    ]
    assert period(date(2016, 1, 1), date(2016, 12, 31)) == "in 2016"
    assert period(date(2010, 11, 1), date(2015, 6, 30)) == "from 1 November 2010 to 30 June 2015"


def test_a_claim_that_the_rows_without_race_could_turn_about_is_not_made():
    people = residents({"Black": 50_000, ELSE: 34_000})
    told = {"Black": 733, ELSE: 288}
    for missing, turned in ((0, False), (100, False), (300, True), (501, True)):
        found = disparity(counts(told, missing=missing), people)
        group = found.group("Black")
        assert (Caution.RACE_COULD_TURN in group.cautions) is turned
        for write in (for_a_judge, for_a_reporter):
            text = write(found, "Black", PHRASES)
            assert ("times as often" in text) is not turned
            assert ("could not tell" in text) is turned
    # By hand: 733 of 50,000 against 288 + m of 34,000 are even where m is about 210.
    assert 733 / 50_000 < (288 + 300) / 34_000
    assert 733 / 50_000 > (288 + 100) / 34_000
