"""A panel is whole months of counts, each once; everything else is refused by its reason."""

from datetime import date

import pytest

from vacatur.errors import FigureRefused
from vacatur.evaluation.series import Row, month_after, panel_of

FIRST = date(2018, 1, 1)


def rows(units=("a", "b"), months=8, count="100"):
    return [
        Row(unit=unit, time=f"{month_after(FIRST, i):%Y-%m}", count=count, population="1000")
        for unit in units
        for i in range(months)
    ]


def changed(at, **told):
    made = rows()
    old = made[at]
    made[at] = Row(
        **({"unit": old.unit, "time": old.time, "count": old.count, "population": "1000"} | told)
    )
    return made


def test_a_panel_has_every_unit_and_month_whatever_the_order():
    panel = panel_of(reversed(rows()), "crimes")

    assert panel.units == ("a", "b")
    assert (panel.months[0], panel.months[-1]) == (FIRST, date(2018, 8, 1))
    assert panel.counts.shape == (2, 8)
    assert panel.first_after(date(2018, 3, 15)) == 3  # March is not wholly under the policy
    assert panel.first_after(date(2018, 3, 1)) == 2


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (rows()[:3] + rows()[4:], r"\[a\] lacks \[2018-04\]"),
        ([*rows(), rows()[0]], r"\[a\] has the month \[2018-01\] twice"),
        (changed(2, count="12.5"), "that is no count"),
        (changed(2, count="12%"), "that is no count"),
        (changed(2, count="-3"), "that is no count"),
        (changed(2, count=""), "that is no count"),
        (changed(2, time="2018-03-14"), "is no month"),
        (changed(2, time="2018"), "is no month"),
        (changed(2, population="0"), r"population \[0\]"),
        (changed(2, population="nan"), r"population \[nan\]"),
        (changed(2, unit=" "), "has no unit"),
        ([], "there is no row"),
    ],
)
def test_a_row_that_is_no_month_of_counts_is_refused(made, said):
    with pytest.raises(FigureRefused, match=said):
        panel_of(made, "crimes")


def test_a_percentage_is_refused_by_the_name_of_its_column():
    with pytest.raises(FigureRefused, match="no count"):
        panel_of(rows(), "clearance_rate")
    assert panel_of(rows(), "corporate_crimes")


def test_a_month_that_is_cut_off_is_refused_unless_the_plan_says_it_is_whole():
    cut = [
        Row(unit=r.unit, time=r.time, count="40" if r.time == "2018-08" else "100") for r in rows()
    ]

    with pytest.raises(FigureRefused, match=r"\[2018-08\] is partial"):
        panel_of(cut, "crimes")
    assert panel_of(cut, "crimes", complete_through=date(2018, 8, 31))
    with pytest.raises(FigureRefused, match=r"\[2018-08\] is partial"):
        panel_of(rows(), "crimes", complete_through=date(2018, 8, 30))
    with pytest.raises(FigureRefused, match=r"\[2018-01\] is partial"):
        panel_of(rows(), "crimes", complete_from=date(2018, 1, 2))
    begun = [
        Row(unit=r.unit, time=r.time, count="40" if r.time == "2018-01" else "100") for r in rows()
    ]
    with pytest.raises(FigureRefused, match=r"\[2018-01\] is partial"):
        panel_of(begun, "crimes")
    assert panel_of(begun, "crimes", complete_from=date(2018, 1, 1))
    few = [Row(unit=r.unit, time=r.time, count="0" if r.time == "2018-01" else "3") for r in rows()]
    assert panel_of(few, "crimes")  # chance alone does that


def test_a_policy_outside_the_series_is_refused():
    panel = panel_of(rows(), "crimes")

    for day in (date(2018, 1, 1), date(2017, 5, 1), date(2018, 8, 2), date(2020, 1, 1)):
        with pytest.raises(FigureRefused, match="outside the series"):
            panel.first_after(day)
    with pytest.raises(FigureRefused, match="Did you mean"):
        panel_of(rows(("Baltimore", "Denver")), "crimes").row("Baltimor")
