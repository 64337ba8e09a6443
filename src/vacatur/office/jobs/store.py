"""Jobs in a folder of the workspace, each with a lock that its process holds while it works.

The lock belongs to the process and ends with it, however it ends. So a job that says that it runs,
and whose lock nobody holds, was stopped: no heartbeat and no clock is needed to know it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.office.jobs.job import ARGUMENTS, Job, JobKind, JobState, Step
from vacatur.office.locks import in_use_by, locked
from vacatur.office.workspace import Workspace

FOLDER = "jobs"
_ASKED, _STATE, _CANCEL = "asked.json", "state.json", "cancel"
_KEPT = 200  # jobs; the oldest that have ended leave


class JobStore:
    """The jobs of a workspace. Asking writes one file, and the job's process another."""

    def __init__(self, workspace: Workspace) -> None:
        self.folder = workspace.folder / FOLDER

    def add(
        self,
        kind: JobKind,
        arguments: Mapping[str, Any],
        by: str,
        at: datetime,
        *,
        again_of: int | None = None,
    ) -> Job:
        """Write a new job down. It waits until somebody queues it.

        Raises
        ------
        UsageError
            An argument is none of its kind.
        """
        if unknown := sorted(set(arguments) - ARGUMENTS[kind]):
            raise UsageError(f"a job [{kind}] takes no {unknown}")
        asked = {
            "kind": str(kind),
            "arguments": dict(arguments),
            "by": by,
            "at": at.isoformat(),
            "again_of": again_of,
        }
        self.folder.mkdir(exist_ok=True)
        with locked(self.folder, "vacatur serve: a job"):
            number = max(self.numbers(), default=0) + 1
            made = self.folder / f".{number}"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            _write(made / _ASKED, asked)
            made.rename(self.of(number))
            self._forget_oldest()
        return self.get(number)

    def of(self, number: int) -> Path:
        """The folder of a job."""
        return self.folder / f"{number:06}"

    def numbers(self) -> list[int]:
        """Numbers of all jobs, the first one first."""
        if not self.folder.is_dir():
            return []
        return sorted(int(each.name) for each in self.folder.iterdir() if each.name.isdigit())

    def all(self) -> list[Job]:
        """Every job that is kept, the latest first."""
        return [self.get(number) for number in reversed(self.numbers())]

    def get(self, number: int) -> Job:
        """One job as it stands now.

        Raises
        ------
        UsageError
            There is none.
        """
        folder = self.of(number)
        if not (folder / _ASKED).is_file():
            raise UsageError(f"there is no job [{number}]", repair="The list has the others.")
        # The lock is looked at first: a job that ends in between is taken for ended, not stopped.
        held = is_held(folder)
        asked, told = _read(folder / _ASKED), _read(folder / _STATE)
        cancel_asked = (folder / _CANCEL).is_file()
        step, ended = told.get("step"), told.get("ended_at")
        return Job(
            number=number,
            kind=JobKind(asked["kind"]),
            arguments=asked["arguments"],
            by=asked["by"],
            at=datetime.fromisoformat(asked["at"]),
            again_of=asked["again_of"],
            state=_state(told, held=held, cancel_asked=cancel_asked),
            step=Step(**step) if step else None,
            ended_at=datetime.fromisoformat(ended) if ended else None,
            result=told.get("result"),
            refused=told.get("refused"),
            cancel_asked=cancel_asked,
        )

    def ask_to_cancel(self, number: int) -> Job:
        """Note that a job is to end. One that nobody has begun never begins."""
        job = self.get(number)
        if job.is_live:
            (self.of(number) / _CANCEL).touch()
        return self.get(number)

    # ---- said by the process of the job, which holds its lock ------------------------------

    def say_begun(self, number: int) -> None:
        """It runs now."""
        self._say(number, {"state": str(JobState.RUNNING)})

    def say_step(self, number: int, step: Step) -> None:
        """It is so far."""
        told = {"what": step.what, "done": step.done, "total": step.total}
        self._say(number, {"state": str(JobState.RUNNING), "step": told})

    def say_ended(
        self,
        number: int,
        state: JobState,
        at: datetime,
        *,
        result: Mapping[str, Any] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        """It has ended."""
        told = {"state": str(state), "ended_at": at.isoformat()}
        self._say(number, {**told, "result": result, "refused": refused})

    def _say(self, number: int, told: Mapping[str, Any]) -> None:
        _write(self.of(number) / _STATE, told)

    def _forget_oldest(self) -> None:
        numbers = self.numbers()
        for number in numbers[: max(len(numbers) - _KEPT, 0)]:
            if not self.get(number).is_live:
                shutil.rmtree(self.of(number))


def is_held(folder: Path) -> bool:
    """Whether somebody works under a folder's lock.

    Who only looks at it holds it for an instant too, and writes no name: that is nobody.
    """
    holder = in_use_by(folder)
    return holder is not None and holder.pid != 0


def _state(told: Mapping[str, Any], *, held: bool, cancel_asked: bool) -> JobState:
    if not told:
        if held:
            return JobState.RUNNING
        return JobState.CANCELLED if cancel_asked else JobState.WAITING
    state = JobState(told["state"])
    if state is not JobState.RUNNING or held:
        return state
    return JobState.CANCELLED if cancel_asked else JobState.STOPPED


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, data: Mapping[str, Any]) -> None:
    """Put a file in the place of the old one, so that nobody reads half of it."""
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    partial.replace(path)
