"""The queue where the matters are on PostgreSQL: the same moves, and one worker for each job."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.support import postgres
from vacatur.office.formats import init
from vacatur.office.jobs.job import JobKind
from vacatur.office.jobs.queues import queue_of
from vacatur.office.jobs.server_queue import ServerQueue
from vacatur.office.jobs.service import Jobs

AT = datetime(2026, 2, 17, 15, 0, tzinfo=UTC)


@pytest.mark.long
def test_a_queue_on_the_server_hands_each_job_over_once(tmp_path, monkeypatch):
    one, other = init(tmp_path / "one"), init(tmp_path / "other")
    with postgres.running() as server:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        monkeypatch.setenv("VACATUR_DATABASE", url)
        first = Jobs(one).submit(JobKind.LINK, {}, "N. Poe", AT)
        second = Jobs(one).submit(JobKind.LINK, {}, "N. Poe", AT)
        with closing(queue_of(one)) as queue, closing(queue_of(other)) as strange:
            assert isinstance(queue, ServerQueue)
            assert strange.take() is None, "two workspaces of one server have two queues"
            assert queue.waiting() == {first.number, second.number}
            with closing(queue_of(one)) as beside:
                assert [queue.take(), beside.take()] == [first.number, second.number]
            assert queue.take() is None
            assert queue.waiting() == set()
