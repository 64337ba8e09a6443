"""The demonstration's accounts: two people of an invented office, to sign in to its app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vacatur.matters.access.accounts import add_account, change_password
from vacatur.matters.access.roles import AccountRole
from vacatur.matters.store import Doing
from vacatur.office.casework import open_casework
from vacatur.office.demo_packet import APPROVES, PREPARES
from vacatur.office.settings_file import SETTINGS_FILE
from vacatur.office.workspace import Workspace

# It is printed and the same everywhere: what it opens is invented, and for practice.
PASSWORD = "four invented words"
_MAKES = "(demonstration)"  # nobody gives a role to themselves
_ROLES = {PREPARES: AccountRole.PARALEGAL, APPROVES: AccountRole.ATTORNEY}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoApp:
    """Who may sign in: whoever prepares, and whoever approves."""

    preparer: str
    approver: str
    password: str
    command: str


def make_accounts(workspace: Workspace, *, at: datetime) -> DemoApp:
    """Give the two people of the invented office an account, without a second factor.

    Parameters
    ----------
    at
        Now, and no day of practice: an account that nobody uses for long is shut.
    """
    settings = workspace.folder / SETTINGS_FILE
    told = settings.read_text("utf-8")
    settings.write_text(f"{told}\n[sign_in]\nsecond_factor = false\n", "utf-8")
    with open_casework(workspace) as casework:
        for name, role in _ROLES.items():
            made = Doing(actor=_MAKES, purpose="demonstration", at=at)
            add_account(casework, name, {role}, made, password=PASSWORD)
            # The one that is printed is theirs: nothing is to be changed at the first sign-in.
            theirs = Doing(actor=name, purpose="demonstration", at=at)
            change_password(casework, name, PASSWORD, theirs, session="")
    return DemoApp(
        preparer=PREPARES,
        approver=APPROVES,
        password=PASSWORD,
        command=f".venv/bin/vacatur serve --workspace {workspace.folder} --port 8008",
    )
