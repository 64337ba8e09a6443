"""A database of before the ledger of compliance is filled with what its matters say."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from tests.support.matters import (
    DAY,
    hire,
    open_some,
    require_sound,
    store,
    walk,
    way_from_court,
    way_to_court,
)
from vacatur.matters.database import HEAD
from vacatur.matters.obligations import all_obligations, holder_counts
from vacatur.matters.queries import in_state
from vacatur.matters.states import State

# As 0006 left them: what 0007, 0008 and 0009 made is gone.
BACK = (
    "drop index ix_matters_case_key",
    "drop table obligations",
    "alter table staff drop column left_at",
    "update alembic_version set version_num = '0006'",
)


def test_relieved_matters_of_an_older_database_are_in_the_ledger(database):
    with store(*database) as casework:
        hire(casework)
        whole = [*way_to_court(), *way_from_court()]
        for length in range(len(way_to_court()), len(whole) + 1):  # every stage from the court on
            (number,) = open_some(casework)
            walk(casework, number, whole[:length])
        open_some(casework, 2)
        with casework.reading() as connection:
            before = list(all_obligations(connection))
            counts = holder_counts(connection, DAY + timedelta(days=90))
            relieved = [each.number for each in in_state(connection, State.RELIEVED.value)]
    assert len(relieved) == 6
    assert {each.changed_on for each in before} == {None, DAY}
    assert {each.late > 0 for each in counts} == {True}

    with store(*database) as casework, casework.engine.begin() as connection:
        for statement in BACK:
            connection.execute(sa.text(statement))

    with store(*database) as casework:
        with casework.reading() as connection:
            assert list(all_obligations(connection)) == before
            assert holder_counts(connection, DAY + timedelta(days=90)) == counts
            version = connection.execute(sa.text("select version_num from alembic_version"))
            assert version.scalar() == HEAD
        require_sound(casework)  # as `vacatur audit verify`, with the ledger held to the matters
