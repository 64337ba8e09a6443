"""Who asked which page, one line each: names of routes, and never an address or what was typed."""

from __future__ import annotations

import json
import threading
from datetime import datetime

from vacatur.matters.chain import moment
from vacatur.office.workspace import Workspace, make_private

FILE = "logs/app.jsonl"


class AppLog:
    """A file to which lines are only added."""

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.folder / FILE
        self._path.parent.mkdir(parents=True, exist_ok=True)
        make_private(self._path)
        self._lock = threading.Lock()

    def write(
        self,
        at: datetime,
        *,
        account: str | None,
        session: str | None,
        source: str | None,
        verb: str,
        route: str | None,
        status: int,
        milliseconds: int,
    ) -> None:
        """Add a line.

        Parameters
        ----------
        session
            The first digits of the session's hash; None: nobody is signed in.
        source
            The network address that asked; behind a proxy that is the proxy's.
        route
            The route's name; None: there is none at the address, which is not kept itself:
            anything may stand in it.
        """
        line = {
            "at": moment(at),
            "account": account,
            "session": session,
            "source": source,
            "verb": verb,
            "route": route,
            "status": status,
            "milliseconds": milliseconds,
        }
        with self._lock, self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
