"""What stands at the head of every page, for whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.routing import NoMatchFound

from vacatur.matters.access.sessions import Stage
from vacatur.web.app.policy import POLICIES
from vacatur.web.app.viewer import Viewer

# A name that no screen has yet is left out; one that a viewer may not use, too.
ENTRIES = (
    ("home", "Today"),
    ("worklist", "Worklist"),
    ("approvals", "Approve"),
    ("filing", "Filing"),
    ("compliance", "Compliance"),
    ("vault", "Vault"),
    ("clinic", "Clinic"),
    ("law", "Law"),
    ("linkage", "Linkage"),
    ("runs", "Runs"),
    ("reports", "Reports"),
    ("audit", "Audit"),
    ("administration", "Administration"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link at the head of a page."""

    name: str
    label: str
    path: str


def entries_for(viewer: Viewer, address: Callable[[str], str]) -> Sequence[Entry]:
    """The links that somebody may use, in the order of work."""
    if viewer.session.stage is not Stage.FULL:
        return ()
    found = []
    for name, label in ENTRIES:
        policy = POLICIES.get(name)
        if policy is None or isinstance(policy.roles, str) or not viewer.is_a(*policy.roles):
            continue
        try:
            found.append(Entry(name=name, label=label, path=address(name)))
        except NoMatchFound:
            continue
    return found
