"""The queue on the PostgreSQL server that has the matters (Procrastinate; optional)."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.jobs import Status

from vacatur.office.workspace import Workspace

_TASK = "vacatur.job"


class ServerQueue:
    """The same moves as `FileQueue`. Its tables are made when it is opened first."""

    def __init__(self, url: str, workspace: Workspace) -> None:
        self._app = App(connector=PsycopgConnector(conninfo=url.replace("+psycopg", "", 1)))
        # Several workspaces may have one server; the folder's key tells them apart.
        secret = f"queue {workspace.key()}".encode()
        self._name = f"vacatur-{hashlib.sha256(secret).hexdigest()[:12]}"
        self._runner = asyncio.Runner()
        self._worker: int | None = None
        self._runner.run(self._open())

    def put(self, number: int) -> None:
        """Add a job at the end."""
        self._runner.run(self._put(number))

    def take(self) -> int | None:
        """The next job, which leaves the queue; None: there is none now."""
        return self._runner.run(self._take())

    def waiting(self) -> set[int]:
        """The jobs that are in it."""
        return self._runner.run(self._waiting())

    def close(self) -> None:
        """Let go of the server."""
        self._runner.run(self._app.close_async())
        self._runner.close()

    async def _open(self) -> None:
        await self._app.open_async()
        found = await self._app.connector.execute_query_one_async(
            "select to_regclass('procrastinate_jobs') is not null as there"
        )
        if not found["there"]:
            await self._app.schema_manager.apply_schema_async()

    async def _put(self, number: int) -> None:
        task: Any = self._app.configure_task(_TASK, queue=self._name)
        await task.defer_async(number=number)

    async def _take(self) -> int | None:
        manager = self._app.job_manager
        if self._worker is None:
            self._worker = await manager.register_worker()
        job = await manager.fetch_job([self._name], worker_id=self._worker)
        if job is None:
            return None
        # The job's own folder says how it goes on; here it is handed over, and gone.
        await manager.finish_job(job, status=Status.SUCCEEDED, delete_job=True)
        return int(str(job.task_kwargs["number"]))

    async def _waiting(self) -> set[int]:
        jobs = await self._app.job_manager.list_jobs_async(queue=self._name, status="todo")
        return {int(str(job.task_kwargs["number"])) for job in jobs}
