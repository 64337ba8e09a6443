"""Strata: published values, and no pooled figure where there is none."""

import pytest

from vacatur.errors import FigureRefused
from vacatur.evidence.figures import Caution
from vacatur.evidence.mantel_haenszel import RateStratum, pooled_rates, rates_homogeneity
from vacatur.evidence.standardise import Standard, direct, indirect
from vacatur.evidence.strata import stratify
from vacatur.evidence.tables import TableStratum, stratify_tables

# Doll and Hill 1966 (Breslow and Day II, 1987): coronary deaths of British doctors over
# person-years, smokers and non-smokers, by age.
DOCTORS = [
    ("35-44", 32, 52_407, 2, 18_790),
    ("45-54", 104, 43_248, 12, 10_673),
    ("55-64", 206, 28_612, 28, 5_710),
    ("65-74", 186, 12_663, 28, 2_585),
    ("75-84", 102, 5_317, 31, 1_462),
]
# Bickel, Hammel, O'Connell, Science 187 (1975), 398: men and women who applied to the six largest
# departments of Berkeley in 1973, and were admitted.
BERKELEY = [
    ("A", 512, 825, 89, 108),
    ("B", 353, 560, 17, 25),
    ("C", 120, 325, 202, 593),
    ("D", 138, 417, 131, 375),
    ("E", 53, 191, 94, 393),
    ("F", 22, 373, 24, 341),
]
# University Group Diabetes Program: deaths with tolbutamide and placebo (Rothman, Greenland, Lash,
# Modern Epidemiology, 3rd ed. 2008, ch. 15).
DIABETES = [("below 55", 8, 106, 5, 120), ("55 and more", 22, 98, 16, 85)]


def rates(rows):
    return [
        RateStratum(name=n, count=a, exposure=t, reference_count=b, reference_exposure=u)
        for n, a, t, b, u in rows
    ]


def tables(rows):
    return [
        TableStratum(name=n, count=a, total=t, reference_count=b, reference_total=u)
        for n, a, t, b, u in rows
    ]


def limits(estimate):
    return estimate.interval.low, estimate.interval.high


def test_mantel_haenszel_over_person_years():
    # Stata Base Reference Manual, epitab, `ir deaths smokes pyears, by(age)`: 1.424682
    # (1.154703 to 1.757784), crude 1.719823.
    pooled = pooled_rates(rates(DOCTORS), reference="non-smokers", per=1000)
    found = stratify(rates(DOCTORS), reference="non-smokers")

    assert pooled.ratio.value == pytest.approx(1.424682, abs=1e-6)
    assert limits(pooled.ratio) == pytest.approx((1.154703, 1.757784), abs=1e-6)
    assert found.crude.compared.ratio.value == pytest.approx(1.719823, abs=1e-6)


def test_strata_that_differ_have_no_headline():
    # Stata manual, poisson postestimation: Pearson's statistic of this model is 11.155, 4 degrees.
    tested = rates_homogeneity(rates(DOCTORS))
    found = stratify(rates(DOCTORS), reference="non-smokers")

    assert tested.statistic == pytest.approx(11.155, abs=0.01)
    assert (tested.degrees, round(tested.p, 3)) == (4, 0.025)
    assert found.pooled is None
    assert found.standardised is None
    assert found.cautions == (Caution.STRATA_DIFFER,)
    assert [round(each.compared.ratio.value, 2) for each in found.strata] == [
        5.74,
        2.14,
        1.47,
        1.36,
        0.90,
    ]


def test_the_standardised_ratio_of_observed_and_expected():
    # Stata manual, epitab, istandard: 1.417609.
    found = indirect(rates(DOCTORS), reference="non-smokers", per=1000)

    assert found.compared.ratio.value == pytest.approx(1.417609, abs=1e-6)
    assert found.expected == pytest.approx(630 / 1.417609, abs=1e-3)
    assert found.compared.difference.value == pytest.approx((630 - found.expected) / 142.247)


def test_the_directly_standardised_rate():
    # Down syndrome by age of the mother, fifth and later children, Michigan (Fleiss 1981, table
    # 14.4): 75.52901 for each 100,000 (vignette of the R package dsrTest). First children beside.
    fifth = zip(
        (0, 8, 63, 112, 262, 295), (327, 30_666, 123_419, 149_919, 104_088, 34_392), strict=True
    )
    first = zip(
        (107, 141, 60, 40, 39, 25), (230_061, 329_449, 114_920, 39_487, 14_208, 3_052), strict=True
    )
    births = (319_933, 931_318, 786_511, 488_235, 237_863, 61_313)
    strata = rates(
        (str(n), *one, *other) for n, (one, other) in enumerate(zip(fifth, first, strict=True))
    )
    standard = {str(n): total for n, total in enumerate(births)}

    found = direct(strata, standard, reference="first", per=100_000)

    assert found.rate.value == pytest.approx(75.52901, abs=1e-5)
    # Computed with Garwood's exact limits of the 740 cases in place of Byar's.
    assert limits(found.rate) == pytest.approx((67.633, 83.867), abs=0.01)
    gap = found.rate.value - found.reference_rate.value
    assert found.compared.difference.value == pytest.approx(gap)


def test_standardisation_is_direct_only_where_every_stratum_bears_it():
    even = [("young", 30, 1000, 10, 1000), ("old", 60, 1000, 20, 1000)]
    thin = [("young", 30, 1000, 9, 1000), ("old", 60, 1000, 20, 1000)]

    found, other = stratify(rates(even), reference="x"), stratify(rates(thin), reference="x")

    assert found.standardised.standard is Standard.DIRECT
    assert found.standardised.compared.ratio.value == pytest.approx(3)
    assert found.pooled.ratio.value == pytest.approx(3)
    assert other.standardised.standard is Standard.INDIRECT
    assert Caution.REFERENCE_AS_KNOWN in other.cautions
    assert Caution.REFERENCE_AS_KNOWN not in found.cautions


def test_berkeley_warns_of_its_reversal():
    # R's ?mantelhaen.test on UCBAdmissions: common odds ratio .9047 (.7719 to 1.0603).
    from statsmodels.stats.contingency_tables import StratifiedTable

    found = stratify_tables(tables(BERKELEY), reference="women")
    library = StratifiedTable([each.cells for each in tables(BERKELEY)])

    assert Caution.SIGN_FLIP in found.cautions
    assert found.crude.odds_ratio.value == pytest.approx(1.84, abs=5e-3)
    assert found.crude.compared.difference.value == pytest.approx(14.2, abs=0.05)
    assert library.oddsratio_pooled == pytest.approx(0.9047, abs=5e-5)


def test_berkeley_has_strata_only():
    # Breslow and Day's test, 18.825514 without Tarone's correction and 18.825501 with it; Woolf's p
    # is .0034 (R's ?mantelhaen.test).
    found = stratify_tables(tables(BERKELEY), reference="women")

    assert found.homogeneity.statistic == pytest.approx(18.825501, abs=1e-6)
    assert found.homogeneity.p == pytest.approx(0.00207, abs=1e-5)
    assert Caution.STRATA_DIFFER in found.cautions
    assert (found.pooled, found.pooled_odds_ratio) == (None, None)
    assert len(found.strata) == 6


def test_pooled_risks_where_the_strata_agree():
    # Modern Epidemiology, ch. 15: risk ratio 1.33, risk difference .035; crude 1.44 and .045.
    found = stratify_tables(tables(DIABETES), reference="placebo", per=1)

    assert found.pooled.ratio.value == pytest.approx(1.33, abs=5e-3)
    assert found.pooled.difference.value == pytest.approx(0.035, abs=5e-4)
    assert found.crude.compared.ratio.value == pytest.approx(1.44, abs=5e-3)
    assert limits(found.pooled.ratio) == pytest.approx((0.80, 2.20), abs=5e-3)
    assert found.pooled_odds_ratio.value == pytest.approx(1.40, abs=5e-3)
    assert found.cautions == ()


def test_a_reversal_of_rates_is_said_where_the_strata_agree():
    # In each stratum half as often; crude more often, as most of the group is in the busy one.
    rows = [("busy", 100, 1000, 20, 100), ("quiet", 1, 100, 20, 1000)]

    found = stratify(rates(rows), reference="x")

    assert found.crude.compared.ratio.value > 2
    assert found.pooled.ratio.value == pytest.approx(0.5, abs=0.01)
    assert Caution.SIGN_FLIP in found.cautions


@pytest.mark.parametrize(
    "rows",
    [
        [("only", 30, 1000, 10, 1000)],
        [("a", 30, 1000, 2, 1000), ("b", 30, 1000, 2, 1000)],
        [("a", 30, 1000, 20, 1000), ("b", 0, 1000, 0, 1000)],
    ],
    ids=["one stratum", "a reference of four", "one that tells"],
)
def test_what_could_not_be_tested_is_not_pooled(rows):
    found = stratify(rates(rows), reference="x")

    assert Caution.NOT_TESTED in found.cautions
    assert found.pooled is None


def test_a_table_with_an_empty_margin_is_not_pooled_as_if_it_agreed():
    rows = [("a", 10, 100, 20, 100), ("b", 0, 100, 0, 100)]

    found = stratify_tables(tables(rows), reference="x")

    assert found.homogeneity.p is None
    assert found.pooled is None
    assert found.strata[1].compared is None


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: stratify([], reference="x"), "there are no strata"),
        (lambda: stratify(rates(DOCTORS[:1] * 2), reference="x"), "two strata are named [35-44]"),
        (lambda: stratify(rates([("a", -1, 9, 1, 9)]), reference="x"), "[-1] is no count"),
        (lambda: stratify(rates([("a", 1, 0, 1, 9)]), reference="x"), "[0] is no denominator"),
        (
            lambda: stratify_tables(tables([("a", 10, 9, 1, 9)]), reference="x"),
            "more than all were counted",
        ),
        (lambda: indirect(rates([("a", 3, 9, 0, 9)]), reference="x", per=1), "would give no event"),
        (
            lambda: direct(rates(DOCTORS), {"35-44": 1}, reference="x", per=1),
            "[45-54] is in the strata or in the standard",
        ),
        (
            lambda: direct(rates(DOCTORS), {n: 0 for n, *_ in DOCTORS}, reference="x", per=1),
            "a standard of nobody",
        ),
        (
            lambda: direct(rates([("a", 3, 9, 0, 9)]), None, reference="x", per=1),
            "one side has no event",
        ),
    ],
)
def test_strata_that_cannot_be_compared_are_refused(call, said):
    with pytest.raises(FigureRefused) as refused:
        call()

    assert said in str(refused.value)
