"""A disk that is full, broken, lying or without power, at each of its calls.

What was said to be done is done, the chain holds, and every matter is what its events make of it.

The store's own SQL, transactions and log run over the failing disk (`tests.support.faulty_disk`),
and so do the keys. What is left is then opened by the store as it always is.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from tests.support.faulty_disk import Disk, DiskFailed, Fault, connected_on, engine_on
from tests.support.matters import (
    SECRET,
    do,
    doing,
    hire,
    open_some,
    require_sound,
    store,
    way_to_court,
)
from vacatur.errors import ChainBroken, VacaturError
from vacatur.matters import keys as of_keys
from vacatur.matters.allowed import ALLOWED
from vacatur.matters.chain import Head, entries_of, head_of, verify
from vacatur.matters.keys import KeyStore
from vacatur.matters.reading import matter_of
from vacatur.matters.schema import FILINGS
from vacatur.matters.states import State
from vacatur.matters.store import Casework

DATABASE = "office.db"
# What a failing disk may come to: an error that a person reads, and never a wrong answer.
FAILED = (sa.exc.DBAPIError, VacaturError, DiskFailed)
ONE_IN = 17  # of the calls of the disk, in the day's run


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An office with its staff and two matters, closed properly."""
    folder = tmp_path_factory.mktemp("begun")
    with store(f"sqlite:///{folder / DATABASE}", folder) as casework:
        hire(casework)
        open_some(casework, 2)
    return folder


class Office:
    """An office whose files lie on a failing disk, and what it was told was done."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder, self.disk = folder, disk
        self.told: list[Head] = []

    def work(self) -> None:
        """Open one more matter, and bring the first to the court: until the disk fails."""
        with self._open() as casework:
            open_some(casework)
            self._note(casework)
            for member, command in way_to_court():
                with casework.working(doing(member)) as work:
                    do(work, 1, command, member)
                self._note(casework)

    @contextmanager
    def _open(self) -> Iterator[Casework]:
        keys = KeyStore(self.folder / of_keys.FILE, SECRET)
        engine = engine_on(self.disk, self.folder / DATABASE)
        try:
            yield Casework(engine, keys, SECRET)
        finally:
            for close in (engine.dispose, keys.close):
                with suppress(*FAILED):
                    close()
            self.disk.over = True

    def _note(self, casework: Casework) -> None:
        """The transaction has ended well: from here on it must never be lost."""
        with casework.reading() as connection:
            self.told.append(head_of(connection))


@pytest.fixture
def office(begun, tmp_path, monkeypatch):
    """Make an office like the one that was begun, on a disk of its own."""
    made = iter(range(100_000))

    def make(fault: Fault | None, at: int) -> Office:
        folder = tmp_path / str(next(made))
        shutil.copytree(begun, folder)
        disk = Disk(fault=fault, fail_at=at)
        for path in folder.iterdir():
            disk.holds(path)
        connect = lambda path, **_: connected_on(disk, path)  # noqa: E731
        monkeypatch.setattr(of_keys, "sqlite3", SimpleNamespace(connect=connect))
        return Office(folder, disk)

    return make


@pytest.fixture
def calls(office) -> int:
    """How many calls of the disk the work makes when nothing fails."""
    whole = office(None, 0)
    whole.work()
    assert {"write", "sync", "cut", "remove"} <= set(whole.disk.made)
    return whole.disk.calls


def moments(calls: int, *, all_of_them: bool) -> list[int]:
    """Calls at which the disk fails: each, or some, other ones in each part of the work."""
    if all_of_them:
        return list(range(1, calls + 1))
    chosen = random.Random(8)
    return [chosen.randint(at, min(at + ONE_IN - 1, calls)) for at in range(1, calls + 1, ONE_IN)]


def require_nothing_lost(folder: Path, told: list[Head], monkeypatch) -> None:
    """Open what is left: nothing that was told is lost, and the work can be brought to its end."""
    monkeypatch.setattr(of_keys, "sqlite3", sqlite3)
    with store(f"sqlite:///{folder / DATABASE}", folder) as casework:
        require_sound(casework)
        with casework.reading() as connection:
            verify(entries_of(connection), known=told)
        finish(casework, 1)
        require_sound(casework)


def finish(casework: Casework, number: int) -> None:
    for member, command in way_to_court():
        with casework.reading() as connection:
            matter = matter_of(connection, number)
        duty = matter.duty(getattr(command, "duty", 0))
        if type(command) in ALLOWED[matter.state] and (duty is None or duty.is_open):
            with casework.working(doing(member)) as work:
                do(work, number, command, member)
    with casework.reading() as connection:
        assert matter_of(connection, number).state is State.FILED
        sent = sa.select(sa.func.count()).where(FILINGS.c.matter == number)
        assert connection.execute(sent).scalar_one() == 1


def fail(make, fault: Fault, at: int) -> Office:
    """Let an office work until its disk fails."""
    working = make(fault, at)
    with suppress(*FAILED):
        working.work()
    return working


WHOLE = pytest.mark.parametrize(
    "all_of_them", [False, pytest.param(True, marks=pytest.mark.long)], ids=["some", "each"]
)


@WHOLE
@pytest.mark.parametrize("fault", [Fault.FULL, Fault.BROKEN], ids=lambda each: each.name)
def test_a_full_or_broken_disk_loses_nothing(office, calls, fault, all_of_them, monkeypatch):
    failed = 0
    for at in moments(calls, all_of_them=all_of_them):
        working = fail(office, fault, at)
        failed += working.disk.calls >= at
        require_nothing_lost(working.folder, working.told, monkeypatch)
    assert failed


@WHOLE
def test_when_the_power_goes_nothing_is_lost_that_was_told(
    office, calls, all_of_them, tmp_path, monkeypatch
):
    for at in moments(calls, all_of_them=all_of_them):
        working = fail(office, Fault.POWER, at)
        for seed in (None, 1, 2) if all_of_them else (None, 1):
            kept = None if seed is None else random.Random(seed * calls + at)
            left = tmp_path / f"left-{at}-{seed}"
            working.disk.after_power_loss(left, kept)
            require_nothing_lost(left, working.told, monkeypatch)


@WHOLE
def test_a_sync_that_lies_is_no_harm_as_long_as_the_power_stays(
    office, calls, all_of_them, monkeypatch
):
    for at in syncs(office, all_of_them=all_of_them):
        working = fail(office, Fault.LIES, at)
        assert len(working.told) == 1 + len(way_to_court())
        require_nothing_lost(working.folder, working.told, monkeypatch)


@WHOLE
def test_what_a_lying_sync_loses_with_the_power_is_never_lost_in_silence(
    office, calls, all_of_them, tmp_path, monkeypatch
):
    """No store can keep what its disk threw away. A head that was kept elsewhere tells of it."""
    lost = 0
    for at in syncs(office, all_of_them=all_of_them):
        for later in (0, 3, 9):
            working = office(Fault.LIES, at)
            working.disk.dies_at = at + later if later else 0
            with suppress(*FAILED):
                working.work()
            left = tmp_path / f"lied-{at}-{later}"
            working.disk.after_power_loss(left, random.Random(at))
            lost += not stands(left, working.told, monkeypatch)
    assert lost


def stands(folder: Path, told: list[Head], monkeypatch) -> bool:
    """Whether all that was told is there. If not, the store or the chain says so."""
    monkeypatch.setattr(of_keys, "sqlite3", sqlite3)
    try:
        with store(f"sqlite:///{folder / DATABASE}", folder) as casework:
            require_sound(casework)
            with casework.reading() as connection:
                verify(entries_of(connection), known=told)
    except (ChainBroken, sa.exc.DatabaseError, sqlite3.DatabaseError, VacaturError):
        return False
    return True


def syncs(make, *, all_of_them: bool) -> list[int]:
    """Which calls of the disk are syncs."""
    whole = make(None, 0)
    whole.work()
    found = [at for at, what in enumerate(whole.disk.made, start=1) if what == "sync"]
    return found if all_of_them else found[::4]


@WHOLE
def test_tables_that_were_never_finished_are_made_again(tmp_path, all_of_them, monkeypatch):
    """The power goes while the tables are made: they are there whole, or not at all."""
    disk = Disk()
    engine_on(disk, tmp_path / DATABASE).dispose()
    for at in moments(disk.calls, all_of_them=all_of_them):
        folder = tmp_path / str(at)
        folder.mkdir()
        failing = Disk(fault=Fault.POWER, fail_at=at)
        with suppress(*FAILED):
            engine_on(failing, folder / DATABASE).dispose()
        failing.over = True
        left = tmp_path / f"left-{at}"
        failing.after_power_loss(left, random.Random(at))
        monkeypatch.setattr(of_keys, "sqlite3", sqlite3)
        with store(f"sqlite:///{left / DATABASE}", left) as casework:
            hire(casework)
            (number,) = open_some(casework)
            finish(casework, number)
            require_sound(casework)
