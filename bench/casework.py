"""`make bench-casework`: moves, opening, verification and worklists of the operational store.

Each beside a named alternative in the same run: raw sqlite3 with the same durability writes the
same rows, or asks the same question, without a gate, a fold, a hash or a sealed word. Goals: 1,000
audited moves a second, 5,000 openings in 10 s, 1,000,000 entries verified in 30 s, a page of a
worklist of 1,000,000 matters in 100 ms. Processor seconds stand beside the wall's, since machines
are shared.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.support.matters import (
    doing,
    hire,
    matter_in,
    open_some,
    opening,
    scene,
    store,
    way_to_court,
)
from vacatur.matters.applying import opened
from vacatur.matters.chain import BEGINNING, Entry, entries_of, verify
from vacatur.matters.codec import write_matter
from vacatur.matters.moves import event_of
from vacatur.matters.queries import Wanted, counted, due, grouped, listed
from vacatur.matters.schema import EVENTS, MATTERS
from vacatur.matters.states import Harm, State
from vacatur.matters.store import Casework, Work, _row
from vacatur.matters.worklists import Cursor, Order, known_count, page_of
from vacatur.office.casework import one_by_one

_VEHICLES = tuple(f"us-xx/vehicle-{number}" for number in range(5))
_FIRST_DAY = date(1985, 1, 1)


@dataclass(frozen=True, slots=True)
class Took:
    """Wall seconds and processor seconds of this process."""

    seconds: float
    cpu_seconds: float


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.casework", description=__doc__)
    parser.add_argument("--moves", type=int, default=2_000, help="moves of one commit each")
    parser.add_argument("--bulk", type=int, default=20_000, help="moves, a hundred in a commit")
    parser.add_argument("--opened", type=int, default=5_000, help="matters opened")
    parser.add_argument("--entries", type=int, default=1_000_000, help="entries verified")
    parser.add_argument("--matters", type=int, default=1_000_000, help="matters in the worklist")
    parser.add_argument("--folder", type=Path, default=Path("build/bench/casework"))
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    with _office(options.folder / "moves") as casework:
        _moves(casework, options.folder, options.moves, options.bulk, options.opened)
    with _office(options.folder / "chain") as casework:
        _verification(casework, options.entries)
    with _office(options.folder / "worklist") as casework:
        _worklists(casework, options.matters)


def _office(folder: Path) -> Any:
    folder.mkdir()
    return store(f"sqlite:///{folder / 'office.db'}", folder)


def _took(what: Callable[[], Any]) -> Took:
    wall, cpu = time.monotonic(), time.process_time()
    what()
    return Took(time.monotonic() - wall, time.process_time() - cpu)


# ---- moves -------------------------------------------------------------------------------------


def _moves(casework: Casework, folder: Path, single: int, bulk: int, many: int) -> None:
    hire(casework)
    way = way_to_court()
    opening_took = _took(lambda: _open_by_hundreds(casework, many))
    print(f"opening {many:,} matters (goal 10 s, from a run; this is the store's share)")
    _print("store", opening_took, many)
    numbers = list(range(1, many + 1))
    alone, together = numbers[: single // len(way)], numbers[single // len(way) :]
    together = together[: bulk // len(way)]
    print(f"{len(alone) * len(way):,} audited moves, one commit each (goal 1,000/s)")
    _print(
        "one_by_one", _took(lambda: _walk(casework, alone, way, one=True)), len(alone) * len(way)
    )
    rows = _rows(casework, len(alone) * len(way))
    raw = folder / "raw.db"
    _print("raw sqlite3 append", _took(lambda: _append(raw, rows, at_once=1)), len(rows))
    print(f"{len(together) * len(way):,} audited moves, a hundred in a commit (goal 1,000/s)")
    took = _took(lambda: _walk(casework, together, way, one=False))
    _print("one_by_one", took, len(together) * len(way))
    rows = _rows(casework, len(together) * len(way))
    _print("raw sqlite3 append", _took(lambda: _append(raw, rows, at_once=100)), len(rows))


def _open_by_hundreds(casework: Casework, many: int) -> None:
    for _ in range(0, many, 100):
        open_some(casework, 100)


def _walk(casework: Casework, numbers: Sequence[int], way: Any, *, one: bool) -> None:
    for member, command in way:

        def move(work: Work, number: int, member: Any = member, command: Any = command) -> None:
            matter = work.matter(number)
            work.member(member.name)
            work.record(matter, event_of(command, scene(matter, member)))

        for some in [[number] for number in numbers] if one else [numbers]:
            done = one_by_one(casework, some, doing(member), move)
            if done.refused:
                raise SystemExit(f"bench: {next(iter(done.refused.values()))}")


def _rows(casework: Casework, many: int) -> list[tuple[Any, ...]]:
    """The last rows of the chain, as they stand."""
    with casework.reading() as connection:
        query = sa.select(EVENTS).order_by(EVENTS.c.seq.desc()).limit(many)
        return [tuple(row) for row in connection.execute(query)][::-1]


def _append(path: Path, rows: Sequence[tuple[Any, ...]], *, at_once: int) -> None:
    path.unlink(missing_ok=True)
    raw = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = wal", "synchronous = full"):
        raw.execute(f"pragma {setting}")
    names = [column.name for column in EVENTS.columns]
    raw.execute(f"create table events ({', '.join(names)}, primary key (seq))")
    for start in range(0, len(rows), at_once):
        raw.execute("begin immediate")
        raw.executemany(
            f"insert into events values ({', '.join('?' * len(names))})",
            rows[start : start + at_once],
        )
        raw.execute("commit")
    raw.close()


# ---- verification ------------------------------------------------------------------------------


def _verification(casework: Casework, many: int) -> None:
    _fill_chain(casework, many)
    print(f"verifying {many:,} entries (goal 30 s)")

    def follow() -> None:
        with casework.reading() as connection:
            verify(entries_of(connection))

    _print("chain.verify", _took(follow), many)
    path = casework.engine.url.database or ""

    def hash_all() -> None:
        """The bytes alone: nothing is read as an entry, and nothing is compared."""
        before = BEGINNING
        for row in sqlite3.connect(path).execute("select * from events order by seq"):
            before = hashlib.sha256(f"{before}{row}".encode()).hexdigest()

    _print("raw sqlite3 and sha256", _took(hash_all), many)


def _fill_chain(casework: Casework, many: int) -> None:
    columns = [column.name for column in EVENTS.columns]
    insert = f"insert into events ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
    previous, rows = BEGINNING, []
    raw = sqlite3.connect(casework.engine.url.database or "", isolation_level=None)
    raw.execute("pragma synchronous = off")
    raw.execute("begin")
    for seq in range(1, many + 1):
        entry = _entry(seq, previous)
        previous = entry.hash()
        rows.append([getattr(entry, name) for name in Entry.__slots__] + [previous])
        if len(rows) == 10_000 or seq == many:
            raw.executemany(insert, rows)
            rows.clear()
    raw.execute("commit")
    raw.close()


def _entry(seq: int, previous: str) -> Entry:
    return Entry(
        seq=seq,
        at="2026-02-17T09:30:00.00Z",
        actor="P. Lee",
        purpose="casework",
        kind="DutyDischarged",
        matter=seq % 100_000 + 1,
        subject=f"{seq % 100_000:032x}",
        public='{"by":"P. Lee","duty":2,"how":"done","on":"2026-02-17"}',
        private=bytes(90),
        before=previous,
        after=previous,
        previous=previous,
    )


# ---- worklists ---------------------------------------------------------------------------------


def _worklists(casework: Casework, many: int) -> None:
    _fill_matters(casework, many)
    path = casework.engine.url.database or ""
    print(f"worklists over {many:,} matters (goal 100 ms; the median of 9)")
    prepared = Wanted(states=("prepared",))
    several = Wanted(states=("open", "assigned"))
    vehicle = Wanted(vehicle=_VEHICLES[1])
    mine = Wanted(assigned_to="Attorney 7", states=("prepared",))
    soon = _FIRST_DAY + timedelta(days=3)
    asked: dict[str, Callable[[sa.Connection], Any]] = {
        "page 1": lambda c: listed(c, Wanted(), limit=50),
        "page 1000": lambda c: listed(c, Wanted(), limit=50, offset=49_950),
        "of a state, page 1": lambda c: listed(c, prepared, limit=50),
        "of a state, page 1000": lambda c: listed(c, prepared, limit=50, offset=49_950),
        "of two states, page 1": lambda c: listed(c, several, limit=50),
        "of a vehicle, page 1": lambda c: listed(c, vehicle, limit=50),
        "of a vehicle and a state, page 1": lambda c: listed(
            c, replace(vehicle, states=("filed",)), limit=50
        ),
        "of one person and a state, page 1": lambda c: listed(c, mine, limit=50),
        "of a pattern, page 1": lambda c: listed(c, Wanted(pattern="ab3"), limit=50),
        "counted": lambda c: counted(c, Wanted()),
        "counted, of a state": lambda c: counted(c, prepared),
        "counted, of one person": lambda c: counted(c, Wanted(assigned_to="Attorney 7")),
        "counted, of a vehicle": lambda c: counted(c, vehicle),
        "due in three days": lambda c: due(c, soon),
        "groups of a state, the 25 largest": lambda c: grouped(c, "prepared", limit=25),
        "how many of a pattern": lambda c: known_count(c, Wanted(pattern=_PATTERN)),
        **_continued(prepared, "of a state", _END),
        **_continued(Wanted(), "of every state", _END),
        **_continued(Wanted(assigned_to="Attorney 7"), "of one person", _END),
        **_continued(Wanted(pattern=_PATTERN), "of a pattern", _END),
    }
    for name, ask in asked.items():
        with casework.reading() as connection:
            ours = _median(partial(ask, connection))
            theirs = _raw_milliseconds(path, connection, ask)
        print(f"  {name:<44} {ours:8.1f} ms   raw sqlite3, same SQL {theirs:8.1f} ms")


def _continued(wanted: Wanted, name: str, end: Cursor) -> dict[str, Callable[[sa.Connection], Any]]:
    """The first page and one near the end, as the app asks for them, in each order."""
    return {
        f"app, {name}, {order}, {where}": partial(_page, wanted, order, after)
        for order in Order
        for where, after in (("page 1", None), ("last pages", end))
    }


def _page(wanted: Wanted, order: Order, after: Cursor | None, connection: sa.Connection) -> Any:
    return page_of(connection, wanted, order, after=after, size=50)


# Near the end in every order.
_END = Cursor(
    number=900, harm_rank=len(Harm), oldest_day=date(2025, 6, 1), next_due=date(2009, 6, 1)
)
_PATTERN = hashlib.sha256(b"7").hexdigest()


def _raw_milliseconds(path: str, connection: sa.Connection, ask: Callable[..., Any]) -> float:
    """The same words to SQLite's own driver, the rows left as they come."""
    said: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", note)
    ask(connection)
    sa.event.remove(connection, "before_cursor_execute", note)
    raw = sqlite3.connect(path)
    (statement, parameters) = said[-1]
    return _median(lambda: raw.execute(statement, parameters).fetchall())


def _median(ask: Callable[[], Any]) -> float:
    """Milliseconds of the wall, the middle of nine."""
    return statistics.median(1e3 * _took(ask).seconds for _ in range(9))


def _fill_matters(casework: Casework, many: int) -> None:
    plain = _row(opened(1, opening()))
    content = write_matter(matter_in(State.FILED))  # of what runs out; no other row's is read
    columns = [column.name for column in MATTERS.columns]
    insert = f"insert into matters ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
    raw = sqlite3.connect(casework.engine.url.database or "", isolation_level=None)
    raw.execute("pragma synchronous = off")
    raw.execute("pragma cache_size = -1000000")  # kilobytes: indexes are written to all over
    raw.execute("begin")
    rows = (_matter_row(number, plain, content) for number in range(1, many + 1))
    raw.executemany(insert, ([row[name] for name in columns] for row in rows))
    raw.execute("commit")
    raw.execute("pragma wal_checkpoint(truncate)")
    raw.close()


def _matter_row(number: int, plain: dict[str, Any], content: str) -> dict[str, Any]:
    """An invented row: states, vehicles, days and people spread by a hash of its number."""
    at = int.from_bytes(hashlib.sha256(str(number).encode()).digest()[:8], "big")
    state = list(State)[at % 11]
    day = None if at % 13 == 0 else str(_FIRST_DAY + timedelta(days=at % 15_000))
    return plain | {
        "number": number,
        "subject": f"{number:032x}",
        "vehicle": _VEHICLES[at % 5],
        "state": state.value,
        "pattern": hashlib.sha256(str(at % 500).encode()).hexdigest(),
        "assigned_to": f"Attorney {at % 40}",
        "prepared_by": "P. Lee",
        "approved_by": None if state in _UNAPPROVED else "A. Roe",
        "victim_notice": "done",
        "harm_rank": at % 6 if at % 7 == 0 else len(Harm),
        "oldest_day": day,
        "next_due": str(_FIRST_DAY + timedelta(days=at % 9_000)) if state is State.FILED else None,
        "case_key": f"{number:064x}",
        "particulars_seq": number,
        "content": content if state is State.FILED else "{}",
    }


_UNAPPROVED = {State.OPEN, State.ASSIGNED, State.PREPARED, State.SET_ASIDE}


def _print(name: str, took: Took, many: int) -> None:
    print(
        f"  {name:<24} {took.seconds:8.2f} s, processor {took.cpu_seconds:7.2f} s, "
        f"{many / took.seconds:>10,.0f}/s, by processor {many / took.cpu_seconds:>10,.0f}/s"
    )


if __name__ == "__main__":
    main()
