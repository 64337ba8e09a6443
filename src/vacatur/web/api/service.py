"""What the API answers from: laws read once, the keys of the workspace, and two clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from vacatur import __version__
from vacatur.cli.facts import today
from vacatur.cli.words import NO_LAWYER
from vacatur.errors import UsageError
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook, folder_of, jurisdiction_of, load_rulebook
from vacatur.office.api_keys import KeyRing
from vacatur.office.screening import require_policies
from vacatur.office.workspace import Workspace
from vacatur.web.api.access_log import AccessLog
from vacatur.web.api.idempotency import Remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A rulebook under the name by which the API knows it: never a path of this machine."""

    name: str
    rulebook: Rulebook

    def head(self) -> dict[str, Any]:
        """What every answer says of itself."""
        return {
            "notice": NO_LAWYER,
            "version": __version__,
            "rulebook": {"name": self.name, "sha256": self.rulebook.sha256},
        }

    def page(self, address: str) -> Page | None:
        """The page at an address below the rulebook's; None: there is none."""
        pages = (*self.rulebook.pages, *self.rulebook.definitions)
        return next((each for each in pages if self.address_of(each) == address), None)

    def address_of(self, page: Page) -> str:
        """A page's id without the rulebook's own name before it."""
        return page.page_id.removeprefix(f"{self.name}/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """All that an answer needs. `now` is in UTC; `today` is the office's own day."""

    policy: Served
    law: Served
    keys: KeyRing
    remembered: Remembered
    log: AccessLog
    today: Callable[[], date]
    now: Callable[[], datetime]

    @property
    def served(self) -> Mapping[str, Served]:
        """The rulebooks by name."""
        return {each.name: each for each in (self.policy, self.law)}


def service_of(
    workspace: Workspace,
    *,
    policy: str,
    law: str,
    today: Callable[[], date] = today,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Service:
    """Read the laws, and open what the workspace keeps.

    Raises
    ------
    UsageError
        `policy` holds no screening policy, or a name is neither a law nor a folder of pages.
    """
    policies = _served(policy)
    require_policies(policies.rulebook)
    laws = _served(law)
    if laws.name == policies.name and laws.rulebook.sha256 != policies.rulebook.sha256:
        raise UsageError(
            f"the policy and the law are two folders of one name, [{laws.name}]",
            why="An answer names its rulebook, and nobody could tell which it is.",
            repair="Rename the office's folder.",
        )
    return Service(
        policy=policies,
        law=laws,
        keys=KeyRing(workspace),
        remembered=Remembered(workspace),
        log=AccessLog(workspace),
        today=today,
        now=now,
    )


def _served(name: str) -> Served:
    return Served(name=jurisdiction_of(folder_of(name).resolve()), rulebook=load_rulebook(name))
