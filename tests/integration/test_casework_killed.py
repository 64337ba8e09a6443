"""An office that is killed at its steps and goes on; and two people who do the same at once.

Both on SQLite and on PostgreSQL, in processes of their own.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.support.filing import Place, approve_at_once, live, open_at_once
from tests.support.matters import DOE, ROE, open_some, opening, require_sound, walk, way_to_court
from vacatur.matters.chain import entries_of, verify
from vacatur.matters.queries import Wanted, counted
from vacatur.matters.schema import EVENTS, FILINGS, MATTERS


def file_until_done(
    place: Place, casework, many: int, *, at_once: int, most: int, seed: int
) -> int:
    """Open matters, and let one office after another be killed over them; how many were."""
    numbers = open_some(casework, many, opening(vehicle=f"us-xx/{seed}"))
    chosen = random.Random(seed)
    killed = 0
    while code := live(place, numbers, chosen.randint(1, most), at_once):
        assert code == -9, f"the office did not die of the kill: {code}"
        killed += 1
        require_kept(place, casework)
    require_kept(place, casework)
    require_filed_once(place, casework, numbers, f"us-xx/{seed}")
    require_sound(casework)
    return killed


def require_kept(place: Place, casework) -> None:
    """The chain holds, and all that somebody was told is in it."""
    with casework.reading() as connection:
        verify(entries_of(connection), known=place.told)


def require_filed_once(place: Place, casework, numbers: list[int], vehicle: str) -> None:
    with casework.reading() as connection:
        (line,) = counted(connection, Wanted(vehicle=vehicle))
        counting = connection.execute(
            sa.select(FILINGS.c.case_key, sa.func.count())
            .join(MATTERS, MATTERS.c.number == FILINGS.c.matter)
            .where(FILINGS.c.counts, MATTERS.c.vehicle == vehicle)
            .group_by(FILINGS.c.case_key)
        ).all()
    assert (line.state, line.matters) == ("filed", len(numbers))
    assert [many for _, many in counting] == [1] * len(numbers)
    papers = Counter(place.at_court)
    assert {number: papers[number] for number in numbers} == dict.fromkeys(numbers, 1)


@pytest.fixture
def place(database: tuple[str, Path]) -> Place:
    return Place(*database)


def test_each_of_sixty_matters_is_filed_once_whenever_the_office_is_killed(place, casework):
    assert file_until_done(place, casework, 60, at_once=20, most=2_500, seed=1) >= 2


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 200))
def test_a_hundred_rounds(place, casework, seed):
    file_until_done(place, casework, 60, at_once=12, most=900, seed=seed)


@pytest.mark.long
def test_each_of_five_thousand_matters_is_filed_once(place, casework):
    killed = file_until_done(place, casework, 5_000, at_once=100, most=20_000, seed=5)
    assert killed >= 10


def test_one_matter_on_its_way_alone(place, casework):
    """Killed at a step, then at a later one, and so on: a matter that goes its way alone."""
    (number,) = open_some(casework)
    kill_at = 0
    while live(place, [number], (kill_at := kill_at + 23), 1):
        require_kept(place, casework)
    assert kill_at > 46
    assert Counter(place.at_court)[number] == 1
    require_sound(casework)


def test_two_people_approve_at_once_and_one_of_them_is_told(place, casework):
    numbers = open_some(casework, 12)
    for number in numbers:
        walk(casework, number, way_to_court()[:4])
    told = dict(approve_at_once(place, numbers, [ROE, DOE]))

    assert set(told) == {ROE.name, DOE.name}
    for number in numbers:
        first, second = sorted(each[number] for each in told.values())
        assert first == ""
        assert "a matter that is [approved] takes no [Approve]" in second
    head = require_sound(casework)
    with casework.reading() as connection:
        approvals = connection.execute(
            sa.select(EVENTS.c.matter).where(
                EVENTS.c.kind == "Approved", EVENTS.c.matter.in_(numbers)
            )
        ).scalars()
        assert sorted(approvals) == numbers
        assert (
            connection.execute(sa.select(sa.func.count()).select_from(EVENTS)).scalar() == head.seq
        )


def test_two_who_open_a_new_database_at_once_make_its_tables_once(tmp_path):
    url = f"sqlite:///{tmp_path / 'office.db'}"
    assert open_at_once(url, tmp_path, 3) == [0, 0, 0]


def test_two_who_open_a_new_postgres_at_once_make_its_tables_once(postgres, tmp_path):
    from tests.support.postgres import new_database

    assert open_at_once(new_database(postgres), tmp_path, 3) == [0, 0, 0]
