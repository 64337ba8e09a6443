"""The app's server is killed in the middle of an approval of many: nothing is half done."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.support.matters import require_sound
from tests.support.packet_office import DAY
from tests.support.web import COOKIE
from tests.support.week_office import APPROVES, PREPARES, week_office
from vacatur.matters import commands as c
from vacatur.matters.access.derived_keys import access_keys
from vacatur.matters.access.sessions import Stage, begin_session, hash_of
from vacatur.matters.batch_store import batch_of
from vacatur.matters.queries import Wanted, counted
from vacatur.matters.reading import matter_of
from vacatur.matters.schema import EVENTS
from vacatur.matters.sealing import keyed_hash
from vacatur.matters.states import Review
from vacatur.matters.store import Doing
from vacatur.office.batching import draw_sample, freeze_batch, review_sampled
from vacatur.office.casework import open_casework, perform
from vacatur.office.workspace import Workspace

pytestmark = pytest.mark.long
_MANY = 400
_APPROVED = "select count(*) from matters where state = 'approved'"


def test_a_server_killed_while_it_approves_many_leaves_each_whole(tmp_path: Path):
    workspace = week_office(tmp_path, _MANY)
    frozen = _sampled(workspace)
    with _served(workspace) as (server, client):
        asking = threading.Thread(target=_approve, args=(client, frozen))
        asking.start()
        # Looked at without the store's own door: opening it takes longer than a hundred approvals.
        with closing(sqlite3.connect(workspace.folder / "office.db")) as looking:
            while not 0 < looking.execute(_APPROVED).fetchone()[0] < _MANY:
                assert asking.is_alive(), "all were approved before anybody could kill it"
        server.kill()
        asking.join()
    there = _states(workspace)
    assert there["approved"] + there["prepared"] == _MANY
    assert 0 < there["approved"] < _MANY
    with open_casework(workspace) as casework:
        require_sound(casework)
    with _served(workspace) as (_, client):
        answer = _approve(client, frozen)
        assert answer is not None
        assert f"{_MANY} matters approved" in answer.text, answer.text
        again = _approve(client, frozen)
        assert again is not None
        assert again.status_code == 409
    assert _states(workspace) == {"approved": _MANY}
    with open_casework(workspace) as casework:
        require_sound(casework)
        with casework.reading() as connection:
            found = connection.execute(
                sa.select(EVENTS.c.matter).where(EVENTS.c.kind == "Approved")
            ).scalars()
            assert set(Counter(found).values()) == {1}
            assert batch_of(connection, 1).state == "approved"


def _sampled(workspace: Workspace) -> str:
    """All are prepared, frozen, and one of them was read; the hash of the frozen set."""
    lee, roe = (_doing(name) for name in (PREPARES, APPROVES))
    with open_casework(workspace) as casework:
        numbers = list(range(1, _MANY + 1))
        for doing, command in (
            (lee, c.Assign(by=PREPARES, to=PREPARES)),
            (lee, c.Prepare(by=PREPARES)),
        ):
            done = perform(workspace, casework, dict.fromkeys(numbers, command), doing, today=DAY)
            assert not done.refused
        batch = freeze_batch(casework, numbers, lee)
        batch = draw_sample(casework, 1, roe, seed=7, reviews=1, by_pattern=False)
        (drawn,) = batch.sample
        with casework.reading() as connection:
            answer = matter_of(connection, drawn).shown_hash
        review_sampled(
            workspace, casework, 1, drawn, roe,
            answer=answer, found=Review.CLEAN, reason="", today=DAY,
        )  # fmt: skip
    return batch.sha256


def _now() -> datetime:
    """The served process reads the clock, and so must whoever signs in to it."""
    return datetime.now(UTC)  # noqa: TID251


def _doing(name: str) -> Doing:
    return Doing(actor=name, purpose="a test", at=_now())


@contextmanager
def _served(workspace: Workspace) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    command = [sys.executable, "-m", "vacatur", "serve", "-w", workspace.folder, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split("/:")[0]
            with open_casework(workspace) as casework:
                token = begin_session(casework, APPROVES, Stage.FULL, _now())
            form = keyed_hash(access_keys(workspace.key()).forms, hash_of(token))
            with httpx.Client(
                base_url=address,
                cookies={COOKIE: token},
                headers={"X-CSRF-Token": form},
                timeout=300,
            ) as client:
                yield server, client
        finally:
            server.kill()


def _approve(client: httpx.Client, frozen: str) -> httpx.Response | None:
    with suppress(httpx.TransportError):
        return client.post("/approvals/batches/1/approve", data={"frozen": frozen})
    return None


def _states(workspace: Workspace) -> Counter[str]:
    with open_casework(workspace) as casework, casework.reading() as connection:
        return Counter({each.state: each.matters for each in counted(connection, Wanted())})
