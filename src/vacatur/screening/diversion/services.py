"""The directory of services to which a person may be referred: `services.yaml` in the workspace.

Who wrote an entry down looked at it on a day. How old is too old is the office's to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vacatur.errors import UsageError, WorkspaceError, nearest
from vacatur.law.programme import ServiceKind
from vacatur.yaml_nodes import (
    Items,
    Keys,
    Node,
    day_of,
    read_nodes,
    require_format,
    scalars_of,
    text_of,
)

FILE = "services.yaml"
_FORMAT = 1
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_KINDS = {each.value.lower().replace("_", "-"): each for each in ServiceKind}
_KEYS = ("id", "name", "kind", "contact", "languages", "cost", "checked_on", "checked_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service. Key: `service_id`. `line` is where it stands in the file."""

    service_id: str
    name: str
    kind: ServiceKind
    contact: str
    languages: tuple[str, ...]
    cost: str
    checked_on: date
    checked_by: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Every service, by id. `stale_after_days` null: the office has not said how old is too old."""

    stale_after_days: int | None
    services: Mapping[str, Service]

    def service(self, service_id: str) -> Service:
        """The service of an id.

        Raises
        ------
        UsageError
            The directory holds none.
        """
        if service_id in self.services:
            return self.services[service_id]
        raise UsageError(
            f"[{FILE}] holds no service [{service_id}]",
            repair=nearest(service_id, self.services) or f"Write its entry into [{FILE}].",
        )

    def is_stale(self, service: Service, on: date) -> bool | None:
        """Whether an entry was looked at too long ago, as on a day; null: nobody said what is."""
        if self.stale_after_days is None:
            return None
        return (on - service.checked_on).days > self.stale_after_days


def read_directory(path: Path) -> Directory:
    """Read the directory of a workspace.

    Raises
    ------
    WorkspaceError
        It is missing, or an entry lacks what a referral needs: file, line and repair.
    """
    if not path.is_file():
        raise WorkspaceError(
            f"there is no directory of services ([{FILE}])",
            why="Nobody is referred to a service that nobody has looked at.",
            repair="Write it as docs/diversion.md shows.",
        )
    root = read_nodes(path, WorkspaceError)
    require_format(root, _FORMAT, "a directory of services")
    root.require_known(("format", "stale_after_days", "services"), "a directory of services")
    listed = root.nodes.get("services")
    if not isinstance(listed, Items):
        raise root.place.error("it lists no services", repair="Write `services:` and a list.")
    found: dict[str, Service] = {}
    for node in listed.nodes:
        service = _service(node)
        if service.service_id in found:
            raise node.place.error(f"the id [{service.service_id}] stands twice")
        found[service.service_id] = service
    return Directory(stale_after_days=_stale_after(root), services=found)


def _stale_after(root: Keys) -> int | None:
    node = root.nodes.get("stale_after_days")
    if node is None:
        return None
    text = text_of(node, "a whole number of days")
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise node.place.error(f"[{text}] is no whole number of days", repair="Such as 90.")
    return int(text)


def _service(node: Node) -> Service:
    if not isinstance(node, Keys):
        raise node.place.error("a service is keys with their values")
    node.require_known(_KEYS, "a service")
    for key in _KEYS:
        if key not in node.nodes:
            raise node.place.error(
                f"the service does not say [{key}]",
                why="Whoever is referred must know where, in which language, and at what cost.",
            )
    told = {key: text_of(node.nodes[key], "a text") for key in _KEYS if key != "languages"}
    for key, text in told.items():
        if not text.strip():
            raise node.nodes[key].place.error(f"[{key}] is blank")
    if not _NAME.fullmatch(told["id"]):
        raise node.nodes["id"].place.error(
            f"[{told['id']}] is no id", repair="Small letters, digits and hyphens."
        )
    if told["kind"] not in _KINDS:
        raise node.nodes["kind"].place.error(
            f"[{told['kind']}] is no kind of service", repair=nearest(told["kind"], _KINDS)
        )
    return Service(
        service_id=told["id"],
        name=told["name"],
        kind=_KINDS[told["kind"]],
        contact=told["contact"],
        languages=tuple(x.text for x in scalars_of(node.nodes["languages"], "a language")),
        cost=told["cost"],
        checked_on=day_of(node.nodes["checked_on"]),
        checked_by=told["checked_by"],
        line=node.place.line,
    )
