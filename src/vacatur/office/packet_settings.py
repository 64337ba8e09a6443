"""`[office]` in `vacatur.toml`: whose papers these are, and who signs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.documents.particulars import LABELS
from vacatur.documents.restricted import NEVER_SHIELDED
from vacatur.errors import WorkspaceError, nearest
from vacatur.office.settings_file import SETTINGS_FILE, read_settings
from vacatur.office.workspace import Workspace

EXAMPLE = """\
[office]
name = "Office of the State's Attorney for Baltimore City"
address = "100 Example Street, Baltimore, Maryland 21202"
telephone = "410-555-0100"
email = "vacatur@office.example"
service = "first-class mail, postage prepaid"
page_prefix = "SAO"

[[office.attorneys]]
name = "A. Roe"
number = "0000000000"
"""
_TEXTS = ("name", "address", "telephone", "email", "service", "page_prefix")
_ATTORNEY = ("name", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attorney:
    """Who signs. `number` is the Attorney Number of Rule 20-107."""

    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Whose papers these are.

    `service` is how papers are served. `page_prefix` comes before each page's number. `restricted`
    are particulars that the office shields, beside what is always shielded.
    """

    name: str
    address: str
    telephone: str
    email: str
    service: str
    page_prefix: str
    restricted: tuple[str, ...]
    attorneys: Mapping[str, Attorney]  # by name, in small letters

    @property
    def letterhead(self) -> tuple[str, ...]:
        return (self.name, self.address, f"{self.telephone}, {self.email}")

    def attorney(self, name: str) -> Attorney:
        """The attorney of a name, however it is capitalised.

        Raises
        ------
        WorkspaceError
            The settings tell no Attorney Number.
        """
        found = self.attorneys.get(name.casefold())
        if found is None:
            raise WorkspaceError(
                "whoever approved it stands in no [[office.attorneys]]",
                where=SETTINGS_FILE,
                why="Below a signature stands the attorney's number (Rule 20-107).",
                repair="Add the attorney, with `name` as on the staff, and `number`.",
            )
        return found


def read_office(workspace: Workspace) -> Office:
    """Read the settings of papers.

    Raises
    ------
    WorkspaceError
        Something is missing, or something is there that nobody knows; all of it at once.
    """
    path = workspace.folder / SETTINGS_FILE
    said = read_settings(path).get("office", {}) if path.is_file() else {}
    if not isinstance(said, dict):
        raise _wrong("[office] is no table")
    _only(said, (*_TEXTS, "restricted", "attorneys"), "[office]")
    attorneys = said.get("attorneys", [])
    lacking = [name for name in _TEXTS if not _is_text(said.get(name))]
    if not attorneys:
        lacking.append("attorneys")
    if lacking:
        raise _wrong(f"[office] does not say {', '.join(f'`{each}`' for each in lacking)}")
    restricted = _texts(said.get("restricted", []), "restricted")
    for name in restricted:
        if name in NEVER_SHIELDED:
            raise _wrong(f"[{name}] is what a court files a paper by, and cannot be shielded")
        if name not in LABELS:
            raise WorkspaceError(
                f"no particular is called [{name}]",
                where=f"{SETTINGS_FILE}: restricted",
                repair=nearest(name, LABELS),
            )
    return Office(
        **{name: said[name].strip() for name in _TEXTS},
        restricted=restricted,
        attorneys={each.name.casefold(): each for each in _attorneys(attorneys)},
    )


def _attorneys(said: Sequence[Any]) -> list[Attorney]:
    for each in said:
        if not isinstance(each, dict):
            raise _wrong("[[office.attorneys]] is no table")
        _only(each, _ATTORNEY, "[[office.attorneys]]")
        if not all(_is_text(each.get(name)) for name in _ATTORNEY):
            raise _wrong("an attorney of [[office.attorneys]] has no `name` or no `number`")
    return [Attorney(name=each["name"].strip(), number=each["number"].strip()) for each in said]


def _texts(said: Any, name: str) -> tuple[str, ...]:
    if not isinstance(said, list) or not all(_is_text(each) for each in said):
        raise _wrong(f"`{name}` is no list of texts")
    return tuple(said)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _only(said: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for name in said:
        if name not in known:
            raise WorkspaceError(
                f"nothing is called [{name}] in {where}",
                where=SETTINGS_FILE,
                repair=nearest(name, known),
            )


def _wrong(what: str) -> WorkspaceError:
    return WorkspaceError(
        what,
        where=SETTINGS_FILE,
        why="Each paper says whose it is, and who signs it.",
        repair="Write into the file, for example:\n" + EXAMPLE,
    )
