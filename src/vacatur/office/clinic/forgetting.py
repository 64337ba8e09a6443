"""A case that is forgotten leaves what was saved in a clinic, too: its lines, and the old key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from typing import Any

from vacatur.matters.keys import FILE as KEYS
from vacatur.matters.keys import KeyStore
from vacatur.matters.sealed_files import read_sealed, write_sealed
from vacatur.office.clinic.saved import ENDING, FOLDER
from vacatur.office.erasures import Forgotten, forgotten
from vacatur.office.workspace import Workspace


def forget_visits(workspace: Workspace, on: date) -> int:
    """Take what the ledger of erasures names out of every saved visit; how many were changed.

    A visit that is changed gets a new key, and the old one is destroyed: no earlier copy opens.
    It can be broken off anywhere and run again.
    """
    known, folder = forgotten(workspace), workspace.folder / FOLDER
    if not known or not folder.is_dir():
        return 0
    changed = 0
    with closing(KeyStore(workspace.folder / KEYS, workspace.key())) as keys:
        for path in sorted(folder.glob(f"[!.]*{ENDING}")):
            key = keys.get(path.stem)
            if key is None:
                path.unlink()  # deleted, and back with a backup
                continue
            told = json.loads(b"".join(read_sealed(path, key, name=path.stem)))
            left = _without(told, known)
            if left == told:
                continue
            changed += 1
            if left["docket"]["cases"]:
                (subject,) = keys.make(1)
                new_key = keys.get(subject)
                assert new_key is not None
                with path.with_name(f"{subject}{ENDING}").open("wb") as file:
                    text = json.dumps(left).encode()
                    write_sealed(file, new_key, [text], name=subject, about={})
            keys.destroy([path.stem], at=on.isoformat())
            path.unlink()
    return changed


def _without(told: Mapping[str, Any], known: Forgotten) -> dict[str, Any]:
    cases = [each for each in told["docket"]["cases"] if not known.names(each.get("number") or "")]
    if len(cases) == len(told["docket"]["cases"]):
        return dict(told)
    # Its person's lists may name the case, and a line of the file may tell of it.
    person = {
        name: value
        for name, value in told["docket"]["person"].items()
        if not isinstance(value, list)
    }
    return {**told, "docket": {**told["docket"], "cases": cases, "person": person}, "unread": []}
