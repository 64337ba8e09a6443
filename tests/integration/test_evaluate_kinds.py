"""Plans about several offices and about people who are followed: what they answer and refuse."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.support.evaluations import panel, write_plan
from vacatur.evaluation.follow_up import Followed, course_of
from vacatur.evaluation.staggered_plan import by_quarters

ADOPTED = {f"d{at:02}": date(2012 + at // 4, 1 + 3 * (at % 4), 1) for at in range(1, 9)}


def staggered(folder, offices, *, effect=-0.3, **told):
    """A panel in which offices change by `effect`, each from its own day on."""
    made = panel(5, units=25, shock=0.0, deviation=0.05)
    counts = made.counts.copy()
    for unit, day in ADOPTED.items():
        counts[made.row(unit), made.months.index(day) :] *= 1 + effect
    plan = write_plan(folder, {"crimes": replace(made, counts=np.round(counts))})
    keys = {
        "kind": "staggered",
        "question": "Did it change anything?",
        "data": "data.csv",
        "unit": "city",
        "time": "month",
        "outcome": "crimes",
        "adopted": "["
        + ", ".join(f"{{unit: {u}, date: {d}}}" for u, d in list(ADOPTED.items())[:offices])
        + "]",
        "never": "[" + ", ".join(u for u in made.units if u not in ADOPTED) + "]",
    } | told
    plan.write_text("".join(f"{k}: {v}\n" for k, v in keys.items() if v), encoding="utf-8")
    return plan


def test_offices_that_changed_at_different_times_are_pooled(vacatur, tmp_path):
    told = json.loads(vacatur("evaluate", staggered(tmp_path, 8), "--json").out)
    (found,) = told["designs"]
    assert found["estimate"] == pytest.approx(-0.3, abs=0.03)
    assert found["interval"][0] < -0.3 < found["interval"][1]
    assert told["verdict"] == "consistent_with"
    assert told["groups"]["2012-04"] == ["d01"]
    before = [each for each in found["points"] if each["last"] < 0]
    assert max(abs(each["estimate"]) for each in before) < 0.1
    assert found["months"]["first"] == "2012-04-01"

    told = json.loads(vacatur("evaluate", staggered(tmp_path, 8, effect=0.0), "--json").out)
    assert told["verdict"] == "cannot_attribute"
    assert "We could not tell" in told["reasons"][0]


def test_fewer_than_five_offices_or_none_to_compare_with_are_refused(vacatur, tmp_path):
    done = vacatur("evaluate", staggered(tmp_path, 4))
    assert done.code == 1
    assert "[4] treated office(s)" in done.err
    assert "[2] unit(s) without" in vacatur(
        "evaluate", staggered(tmp_path, 8, never="[a, d20]")
    ).err  # fmt: skip
    assert "[staggred] is no kind" in vacatur(
        "evaluate", staggered(tmp_path, 8, kind="staggred")
    ).err  # fmt: skip
    done = vacatur("evaluate", staggered(tmp_path, 8), "--report", tmp_path / "report")
    assert done.code == 2


def test_only_whole_quarters_count():
    made = panel(1, units=2, before=6, after=5)
    quarters, rates = by_quarters(made)
    assert quarters == (date(2010, 1, 1), date(2010, 4, 1), date(2010, 7, 1))
    assert rates[0, 0] == pytest.approx(np.log(made.counts[0, :3].sum()))


def people(folder, **told):
    """Two hundred people; of one group a tenth is rearrested after 100 days, of the other half."""
    lines = ["from_day,rearrest,death,until,arm"]
    start, last = date(2020, 1, 1), date(2022, 12, 31)
    for at in range(200):
        arm, part = ("declined", 10) if at % 2 else ("filed", 2)
        day = start + timedelta(days=100)
        event = day.isoformat() if at // 2 % part == 0 else ""
        death = (start + timedelta(days=50)).isoformat() if at == 0 else ""
        lines.append(f"{start},{event if not death else ''},{death},{last},{arm}")
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    keys = {
        "kind": "follow_up",
        "question": "How many are rearrested?",
        "data": "people.csv",
        "start": "from_day",
        "event": "rearrest",
        "ended_otherwise": "death",
        "followed_through": "until",
        "group": "arm",
        "asked": "declined",
        "beside": "filed",
        "horizons": "[90, 365]",
    } | told
    plan = folder / "people.yaml"
    plan.write_text("".join(f"{k}: {v}\n" for k, v in keys.items() if v), encoding="utf-8")
    return plan


def test_two_groups_have_a_difference_and_one_alone_a_rate(vacatur, tmp_path):
    told = json.loads(vacatur("evaluate", people(tmp_path), "--json").out)
    by_days = {each["days"]: each for each in told["rates"]["declined"]}
    assert by_days[90]["rate"] == 0
    assert by_days[365]["rate"] == pytest.approx(0.1)
    assert told["rates"]["filed"][1]["ended_otherwise"] == 1
    assert told["differences"][1]["value"] == pytest.approx(0.1 - 0.49)
    assert told["verdict"] == "consistent_with"
    said = vacatur("evaluate", people(tmp_path)).out
    assert "This is a difference, not an effect" in said

    told = json.loads(vacatur("evaluate", people(tmp_path, beside=""), "--json").out)
    assert told["verdict"] == "described"
    assert told["differences"] == []
    assert "has a rate" in told["reasons"][0]
    alone = vacatur("evaluate", people(tmp_path, beside="", group="", asked="")).out
    assert "rate after 365 days" in alone
    assert "effect" not in alone


def test_people_out_of_sight_are_not_taken_for_people_without_an_event(vacatur, tmp_path):
    plan = people(tmp_path)
    data = tmp_path / "people.csv"
    lines = data.read_text().splitlines()
    # Half of each group was looked for on the start alone.
    lines[101:] = [line.replace("2022-12-31", "2020-01-01").replace(",2020-04-10,", ",,")
                   for line in lines[101:]]  # fmt: skip
    data.write_text("\n".join(lines) + "\n")
    told = json.loads(vacatur("evaluate", plan, "--json").out)
    assert told["rates"]["declined"][1]["rate"] == pytest.approx(0.1)
    assert told["rates"]["declined"][1]["method"] == "aalen_johansen"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"asked": ""}, "[group], [asked] and [beside] together"),
        ({"beside": "declined"}, "[group], [asked] and [beside] together"),
        ({"horizons": "[soon]"}, "whole number of days"),
        ({"event": "rearest"}, "Did you mean [rearrest]?"),
        ({"asked": "nobody"}, "nobody is in the group [nobody]"),
    ],
)
def test_a_follow_up_that_cannot_be_read_is_refused(vacatur, tmp_path, told, said):
    done = vacatur("evaluate", people(tmp_path, **told))
    assert done.code == 1
    assert said in done.err


def test_an_event_before_the_start_or_out_of_sight_is_refused_by_its_row():
    from vacatur.errors import FigureRefused

    row = Followed(row=7, group="", start="2020-01-01", event="2019-12-31", ended_otherwise="",
                   followed_through="2021-01-01")  # fmt: skip
    with pytest.raises(FigureRefused, match=r"row \[7\]"):
        course_of(row)
    with pytest.raises(FigureRefused, match=r"row \[7\]"):
        course_of(replace(row, event="2021-06-01"))
    assert course_of(replace(row, event="2020-02-01", ended_otherwise="2020-02-01")).kind == "seen"
