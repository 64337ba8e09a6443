"""`[public]` in `vacatur.toml`: where letters can be read, and how long their codes are good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from vacatur.errors import WorkspaceError, nearest
from vacatur.office.settings_file import SETTINGS_FILE, damaged_settings, read_settings
from vacatur.office.workspace import Workspace

_KNOWN = ("address", "days", "dashboard")
_MOST_DAYS = 3_660
EXAMPLE = """\
[public]
address = "https://letters.office.example"
days = 90
dashboard = "https://office.example/counts"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSettings:
    """What an office says of its letter page.

    `address` is a host of its own, without a path. `days` is how long a code is good, from the
    letter's day on.
    `dashboard` is where the public counts are, or blank.
    """

    address: str
    days: int
    dashboard: str


def read_public(workspace: Workspace) -> PublicSettings | None:
    """The settings of the letter page; None: no address is set, and letters have no code.

    Raises
    ------
    WorkspaceError
        An address is set without its days, or something is no address, no number, or not known.
    """
    path = workspace.folder / SETTINGS_FILE
    said = read_settings(path).get("public", {}) if path.is_file() else {}
    if not isinstance(said, dict):
        raise damaged_settings(path, "[public] is no table")
    for name in said:
        if name not in _KNOWN:
            raise WorkspaceError(
                f"nothing is called [{name}] in [public]",
                where=SETTINGS_FILE,
                repair=nearest(name, _KNOWN),
            )
    if "address" not in said:
        return None
    return PublicSettings(
        address=_address(said, "address"), days=_days(said), dashboard=_address(said, "dashboard")
    )


def _days(said: Mapping[str, Any]) -> int:
    days = said.get("days")
    if type(days) is not int or not 1 <= days <= _MOST_DAYS:
        raise _wrong(
            "REVIEW: [public] does not say `days`, for how long the code of a letter is good"
            if days is None
            else f"[public] days is no number from 1 to {_MOST_DAYS}",
            "No law that was read sets it: the office decides.",
        )
    return days


def _address(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name, "")
    if text == "" and name != "address":
        return ""
    if not isinstance(text, str) or not _is_address(text, with_path=name != "address"):
        raise _wrong(
            f"[public] {name} is no address", "People type it, and it opens their letters."
        )
    return text.rstrip("/")


def _is_address(text: str, *, with_path: bool) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_whole = parts.scheme == "https" and bool(parts.netloc)
    is_plain = not parts.query and not parts.fragment and text.isprintable() and " " not in text
    return is_whole and is_plain and (with_path or parts.path in ("", "/"))


def _wrong(what: str, why: str) -> WorkspaceError:
    return WorkspaceError(
        what,
        where=SETTINGS_FILE,
        why=why,
        repair="Write into the file, for example:\n" + EXAMPLE,
    )
