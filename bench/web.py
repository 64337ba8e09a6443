"""`make bench-web`: the office's app over a million matters, with twenty people at once.

The app is served by a process of its own, as `vacatur serve` does, and asked over HTTP. Goal: 95 of
100 pages within 100 ms, and a first page below 150 kB on the wire. Asked by one person, a page's
time is the app's own. Twenty people look at what they were given before they ask again (some
seconds at work, here `--thinks`); without a pause they only wait for each other's turn.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import httpx
import sqlalchemy as sa

from bench.casework import _matter_row
from bench.many_records import multiply_records
from tests.support.matters import DAY, matter_in
from tests.support.week_office import APPROVES, week_office
from vacatur.law.vehicle import Event
from vacatur.matters.access.sessions import Stage, begin_session
from vacatur.matters.codec import write_matter
from vacatur.matters.obligations import write_obligations
from vacatur.matters.queries import in_state
from vacatur.matters.schema import MATTERS
from vacatur.matters.states import Order, State
from vacatur.office.answering import answer
from vacatur.office.casework import ENVIRONMENT, open_casework
from vacatur.office.filing_board import STATES
from vacatur.office.workspace import Workspace
from vacatur.sql import parquet

_REAL = 12  # matters whose history and keys are real; the others have a row, and a record alone
_AT_ONCE = 20_000  # rows of one insertion
_SESSION = "vacatur_session"
# As a browser says that its user asked.
_BROWSER = {"Sec-Fetch-Site": "none", "Accept-Encoding": "gzip"}
_LIMIT = 150_000  # bytes
_RELIEVED = {"order": Order.GRANTED, "happened": {Event.ORDER: DAY}}
_ENDED = (State.RELIEVED, State.CLOSED)
_ANY = 987_654_321  # stands for a matter's number


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A page: what it is called, and where it is for somebody's nth look."""

    name: str
    path: Callable[[int], str]


def main() -> None:
    """Parse, prepare, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20, help="who ask at once")
    parser.add_argument("--looks", type=int, default=10, help="pages that each of them asks for")
    parser.add_argument("--thinks", type=float, default=5.0, help="seconds between two pages")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, from a wheel")
    parser.add_argument("--kept", action="store_true", help="use the workspace of the last time")
    parser.add_argument("--folder", type=Path, default=Path("build/bench/web"))
    options = parser.parse_args()
    with _database(options.postgres):
        workspace = _office(options.folder, options.matters, kept=options.kept)
        with _served(workspace) as address:
            tokens = _sessions(workspace, options.people)
            pages = _pages(address, tokens[0])
            print(f"{options.matters:,} matters")
            _wire(address, tokens[0])
            for page in pages:
                _alone(address, tokens[0], page)
            for page in pages:
                _together(address, tokens, page, looks=options.looks, thinks=options.thinks)


# ---- the office --------------------------------------------------------------------------------


@contextmanager
def _database(on_postgres: bool) -> Iterator[None]:
    if not on_postgres:
        yield
        return
    from tests.support.postgres import new_database, running

    with running() as server:
        os.environ[ENVIRONMENT] = new_database(server)
        yield


def _office(folder: Path, many: int, *, kept: bool) -> Workspace:
    workspace = Workspace(folder / "workspace")
    if kept and workspace.folder.is_dir():
        return workspace
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    workspace = week_office(folder, _REAL)
    _answer_some(workspace)
    begun = time.monotonic()
    multiply_records(workspace, many)
    print(f"records of {many:,} people written in {time.monotonic() - begun:.0f} s")
    begun = time.monotonic()
    with open_casework(workspace) as casework:
        fill(casework.engine, many)
    print(f"{many - _REAL:,} rows written in {time.monotonic() - begun:.0f} s")
    return workspace


def _answer_some(workspace: Workspace) -> None:
    """Answer a question about half of the real matters, as an office does all day."""
    charges = duckdb.sql(
        f"select charge_id from {parquet(workspace.records_folder / 'charges.parquet')} order by 1"
    ).fetchall()
    for (charge,) in charges[::2]:
        answer(workspace, charge, "charge.quantity_grams", "4", by=APPROVES, document="", on=DAY)


def fill(engine: sa.Engine, many: int) -> None:
    """Write rows of invented matters beside the first ones, up to a number.

    What a row says of its case is what the first matter's says: so the store opens it as its own.
    """
    with engine.connect() as connection:
        first = connection.execute(sa.select(MATTERS).where(MATTERS.c.number == 1)).one()
        connection.rollback()
    plain = dict(first._mapping)
    # The board reads what runs out in matters that are on their way; the rows say the rest.
    shown = (*STATES, State.CLOSED)  # what the board and the vault read
    contents = {
        x.value: write_matter(matter_in(x, number=_ANY, **(_RELIEVED if x in _ENDED else {})))
        for x in shown
    }

    def rows(start: int) -> list[dict[str, Any]]:
        numbers = range(start, min(start + _AT_ONCE, many + 1))
        made = [_matter_row(number, plain, "{}") for number in numbers]
        same = {"particulars_seq": plain["particulars_seq"]}
        return [row | same | {"content": _content(contents, row)} for row in made]

    if engine.dialect.name == "sqlite":
        _fill_sqlite(engine.url.database or "", rows, many)
        _oblige(engine)
        return
    for start in range(_REAL + 1, many + 1, _AT_ONCE):
        with engine.begin() as connection:
            connection.execute(sa.insert(MATTERS), rows(start))
    _oblige(engine)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze")  # as the server does by itself, in its time


def _oblige(engine: sa.Engine) -> None:
    """Write what the rows' relieved matters oblige others to, as the store does with each."""
    with engine.begin() as connection:
        for matter in in_state(connection, State.RELIEVED.value):
            if matter.number > _REAL:
                write_obligations(connection, matter, had=False)


def _content(contents: Mapping[str, str], row: Mapping[str, Any]) -> str:
    return contents.get(row["state"], "{}").replace(str(_ANY), str(row["number"]))


def _fill_sqlite(path: str, rows: Callable[[int], list[dict[str, Any]]], many: int) -> None:
    columns = [column.name for column in MATTERS.columns]
    insert = f"insert into matters ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("pragma synchronous = off")
    raw.execute("pragma cache_size = -1000000")  # kilobytes: indexes are written to all over
    raw.execute("begin")
    for start in range(_REAL + 1, many + 1, _AT_ONCE):
        raw.executemany(insert, ([_plain(row[name]) for name in columns] for row in rows(start)))
    raw.execute("commit")
    raw.execute("pragma wal_checkpoint(truncate)")
    raw.close()


def _plain(value: object) -> object:
    return str(value) if hasattr(value, "isoformat") else value


# ---- who asks ----------------------------------------------------------------------------------


@contextmanager
def _served(workspace: Workspace) -> Iterator[str]:
    """The address of the app, served by a process of its own."""
    command = [sys.executable, "-m", "vacatur", "serve", "-w", workspace.folder, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split("/:")[0]
        finally:
            process.terminate()


def _sessions(workspace: Workspace, people: int) -> list[str]:
    now = datetime.now(UTC)
    with open_casework(workspace) as casework:
        return [begin_session(casework, APPROVES, Stage.FULL, now) for _ in range(people)]


def _client(address: str, token: str) -> httpx.Client:
    # A server drops a connection after five idle seconds, and a browser asks again by itself.
    idle = httpx.Limits(keepalive_expiry=2)
    return httpx.Client(
        base_url=address, cookies={_SESSION: token}, timeout=60, headers=_BROWSER, limits=idle
    )


def _pages(address: str, token: str) -> list[Asked]:
    numbered = "/worklist?state=prepared"
    thousandth = _thousandth(address, token)
    return [
        Asked(name="worklist", path=lambda _: "/worklist"),
        Asked(name="worklist, of a state", path=lambda _: numbered),
        Asked(name="worklist, page 1000", path=lambda _: thousandth),
        Asked(name="case", path=lambda n: f"/matters/{n % _REAL + 1}"),
        Asked(name="filing board", path=lambda _: "/filing"),
        Asked(name="approvals", path=lambda _: "/approvals"),
        Asked(name="compliance", path=lambda _: "/compliance"),
        Asked(name="compliance, a holder", path=lambda _: "/compliance?holder=COURT_FILE"),
        Asked(name="vault", path=lambda _: "/vault"),
        Asked(name="first page", path=lambda _: "/"),
    ]


def _thousandth(address: str, token: str) -> str:
    """The address of the thousandth page, found by turning pages as anybody does."""
    path = "/worklist?state=prepared"
    with _client(address, token) as client:
        for _ in range(999):
            page = client.get(path).text
            place = page.find('rel="next"')
            if place < 0:
                return path
            start = page.rfind('href="', 0, place) + len('href="')
            path = page[start : page.index('"', start)].replace("&amp;", "&")
    return path


# ---- what is measured --------------------------------------------------------------------------


def _wire(address: str, token: str) -> None:
    """What a first page sends: it, its styles and its scripts, as they cross the wire."""
    with _client(address, token) as client:
        page = client.get("/worklist")
        found = {each.partition("#")[0] for each in page.text.split('"')}
        sent = {path: _sent(client.get(path)) for path in found if path.startswith("/static/")}
    total = _sent(page) + sum(sent.values())
    verdict = "below" if total < _LIMIT else "NOT below"
    print(f"  first page: {_sent(page):,} bytes; all of it: {total:,} ({verdict} {_LIMIT:,})")
    for path, size in sorted(sent.items()):
        print(f"    {path.partition('?')[0]:<50} {size:>9,}")


def _sent(answer: httpx.Response) -> int:
    return answer.num_bytes_downloaded


def _alone(address: str, token: str, page: Asked) -> None:
    with _client(address, token) as client:
        _print(f"{page.name}, one person", [_took(client, page.path(n)) for n in range(20)])


def _together(address: str, tokens: list[str], page: Asked, *, looks: int, thinks: float) -> None:
    took: list[float] = []

    def work(place: int, token: str) -> None:
        chance = random.Random(place)
        with _client(address, token) as client:
            time.sleep(chance.uniform(0, thinks))
            for look in range(looks):
                took.append(_took(client, page.path(place + look)))
                time.sleep(chance.uniform(0.5, 1.5) * thinks)

    threads = [threading.Thread(target=work, args=each) for each in enumerate(tokens)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    _print(f"{page.name}, {len(tokens)} people", took)


def _took(client: httpx.Client, path: str) -> float:
    begun = time.monotonic()
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"bench: [{path.partition('?')[0]}] answers {answer.status_code}")
    return 1e3 * (time.monotonic() - begun)


def _print(name: str, took: list[float]) -> None:
    ranked = statistics.quantiles(took, n=20)
    print(
        f"  {name:<36} median {statistics.median(took):7.1f} ms   p95 {ranked[18]:7.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
