"""What the app answers from: one workspace, two clocks, and the door to its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from fastapi import Request

from vacatur.cli.facts import today
from vacatur.matters.access.derived_keys import AccessKeys, access_keys
from vacatur.matters.store import Casework
from vacatur.office.app_settings import AppSettings, app_settings
from vacatur.office.casework import open_casework, opened_again, practice_day
from vacatur.office.workspace import Workspace
from vacatur.web.app.access_log import AppLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """All that a screen needs. `now` is in UTC; `today` is the office's own or practice day."""

    workspace: Workspace
    now: Callable[[], datetime]
    today: Callable[[], date]
    accounts: Casework  # kept open; its keys serve accounts and sessions, and nothing else
    keys: AccessKeys
    settings: AppSettings
    log: AppLog
    jobs: object | None  # what runs in the background; None: nothing does

    def casework(self) -> AbstractContextManager[Casework]:
        """The store of matters for one request: its database is open, its keys are read anew."""
        return opened_again(self.accounts, self.workspace)


@contextmanager
def open_office(
    workspace: Workspace,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    jobs: object | None = None,
) -> Iterator[Office]:
    """Open a workspace for the app, and close it at the end.

    Raises
    ------
    WorkspaceError
        The database cannot be opened, or `vacatur.toml` says something that it should not.
    """
    practised = practice_day(workspace)
    settings = app_settings(workspace)
    with open_casework(workspace) as casework:
        yield Office(
            workspace=workspace,
            now=now,
            today=lambda: practised or today(),
            accounts=casework,
            keys=access_keys(workspace.key()),
            settings=settings,
            log=AppLog(workspace),
            jobs=jobs,
        )


def office_in(request: Request) -> Office:
    """The office that an app answers from."""
    office = request.app.state.office
    assert isinstance(office, Office)
    return office
