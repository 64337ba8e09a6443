"""Registers: items in the chain that are no matters, sealed under the key of their case."""

from __future__ import annotations

import contextlib

import pytest
import sqlalchemy as sa

from tests.support.matters import doing, require_sound
from vacatur.errors import ChainBroken, MoveRefused
from vacatur.matters.register_index import items_found_by, subject_of_item
from vacatur.matters.registers import entries_of, hold_registers
from vacatur.matters.schema import REGISTERS
from vacatur.matters.vault import forget_names
from vacatur.office.case_subjects import subjects_of_cases

REGISTER = "diversion"


def enrol(casework, key: str) -> int:
    with casework.working(doing()) as work:
        subject = subjects_of_cases(casework, work, {key: [key]})[key]
        item = work.next_item(REGISTER)
        public, private = {"on": "2026-02-17"}, {"name": "an invented name"}
        work.register(
            REGISTER, item, "Enrolled", public, private=private, subject=subject, found_by=key
        )
        work.register(REGISTER, item, "StepDone", {"step": 1})
    return item


def entries(casework, item: int | None = None):
    with casework.reading() as connection:
        return entries_of(connection, casework.keys, REGISTER, item)


def test_items_are_numbered_and_read_in_the_order_of_the_chain(casework):
    first, second = (enrol(casework, each) for each in ("a" * 64, "b" * 64))
    assert second == first + 1

    found = entries(casework, second)
    assert [(each.item, each.kind) for each in found] == [
        (second, x) for x in ("Enrolled", "StepDone")
    ]
    assert found[0].public == {"on": "2026-02-17"}
    assert found[0].private == {"name": "an invented name"}
    assert (found[1].private, found[1].is_sealed) == (None, False)
    assert [each.seq for each in entries(casework)] == sorted(
        each.seq for each in entries(casework)
    )
    with casework.reading() as connection:
        assert items_found_by(connection, REGISTER, "b" * 64) == [second]
        assert hold_registers(connection) == len(entries(casework))
    require_sound(casework)


def test_one_case_has_one_key_and_what_is_forgotten_is_found_no_more(casework):
    first, second = enrol(casework, "c" * 64), enrol(casework, "c" * 64)
    with casework.reading() as connection:
        subject = subject_of_item(connection, REGISTER, first)
        assert subject == subject_of_item(connection, REGISTER, second)

    casework.keys.destroy([subject], at="2026-02-18")
    with casework.working(doing()) as work:
        forget_names(work.connection, subject)

    forgotten = entries(casework, first)[0]
    assert (forgotten.private, forgotten.is_sealed) == (None, True)
    with casework.reading() as connection:
        assert items_found_by(connection, REGISTER, "c" * 64) == []
    with casework.working(doing()) as work, pytest.raises(MoveRefused, match="forgotten"):
        work.register(REGISTER, first, "Told", {}, private={"how": "by mail"}, subject=subject)


def test_what_is_refused_leaves_no_entry_and_no_index(casework):
    before = len(entries(casework))
    with casework.working(doing()) as work:
        with contextlib.suppress(MoveRefused), work.attempt():
            work.register(REGISTER, 1, "Completed", {})
            raise MoveRefused("not so")
        work.register(REGISTER, 1, "StepDone", {})
    kinds = [each.kind for each in entries(casework)]
    assert (len(kinds), kinds.count("Completed")) == (before + 1, 0)


@pytest.mark.parametrize(
    "change",
    [
        sa.update(REGISTERS).values(item=7),
        sa.delete(REGISTERS).where(REGISTERS.c.item == 1),
        sa.insert(REGISTERS).values(seq=999, register=REGISTER, item=1),
    ],
)
def test_an_index_that_was_changed_by_hand_is_found(casework, change):
    enrol(casework, "d" * 64)
    with casework.engine.begin() as connection:
        connection.execute(change)
        with pytest.raises(ChainBroken, match="index of registers"):
            hold_registers(connection)
        connection.rollback()
