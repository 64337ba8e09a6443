"""Who asked what, one line each: a key's name, a route, a status, a count. Nobody's record."""

from __future__ import annotations

import json
import threading
from datetime import datetime

from vacatur.office.workspace import Workspace

FILE = "logs/api.jsonl"


class AccessLog:
    """A file to which lines are only added."""

    def __init__(self, workspace: Workspace) -> None:
        self._path = workspace.folder / FILE
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()

    def write(
        self, at: datetime, *, key: str | None, route: str | None, status: int, records: int
    ) -> None:
        """Add a line.

        Parameters
        ----------
        key
            Name of the key; None: the request had none that is good.
        route
            The route as the contract writes it, `/v1/law/{rulebook}/{page}`; None: there is none
            at the address. The address itself is not kept: anything may stand in it.
        records
            How many records were answered.
        """
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "key": key,
            "route": route,
            "status": status,
            "records": records,
        }
        with self._lock, self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
