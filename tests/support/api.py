"""An office whose API is asked in this process, with keys of every kind and a clock that is set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from vacatur.office.api_keys import Scope, create_key, revoke_key
from vacatur.office.formats import init
from vacatur.office.workspace import Workspace
from vacatur.web.api.app import make_app
from vacatur.web.api.service import Service, service_of

BALTIMORE = "Baltimore City State's Attorney"
TODAY = date(2026, 2, 15)
# Another charge, of which no policy of 2019 speaks.
HANDGUN = {
    "statute": "CR 4-203",
    "description": "HANDGUN ON PERSON",
    "act": "other",
    "substance": None,
}


@dataclass
class Clock:
    """What the server takes for now."""

    at: datetime = datetime(2026, 2, 15, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Office:
    """A workspace, what serves it, and its tokens by name: a scope, `all`, `revoked`, `expired`."""

    workspace: Workspace
    service: Service
    clock: Clock
    tokens: dict[str, str]
    client: TestClient

    def ask(self, method: str, path: str, *, key: str | None = "all", **more: Any) -> Any:
        """Ask with one of the keys; None: with none."""
        headers = {**({"Authorization": f"Bearer {self.tokens[key]}"} if key else {})}
        headers.update(more.pop("headers", {}))
        return self.client.request(method, path, headers=headers, **more)

    def post(self, path: str, record: Any, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, json=record, headers=named)


def api_office(folder: Path, *, policy: str = "us-md-baltimore-city") -> Office:
    """Make one."""
    workspace = init(folder)
    clock = Clock()
    service = service_of(workspace, policy=policy, law="us-md", today=lambda: TODAY, now=clock.now)
    return Office(workspace, service, clock, _tokens(workspace), _client(service))


def with_law(office: Office, sha256: str) -> Office:
    """The same office after a restart with other pages, as their hash tells."""
    rulebook = replace(office.service.policy.rulebook)
    rulebook.__dict__["sha256"] = sha256
    service = replace(office.service, policy=replace(office.service.policy, rulebook=rulebook))
    return replace(office, service=service, client=_client(service))


def _client(service: Service) -> TestClient:
    return TestClient(make_app(service), raise_server_exceptions=False)


def _tokens(workspace: Workspace) -> dict[str, str]:
    made = {}
    wanted: dict[str, tuple[list[str], date | None]] = {
        **{each.value: ([each.value], None) for each in Scope},
        "all": ([*Scope], TODAY),
        "revoked": ([*Scope], None),
        "expired": ([*Scope], TODAY - timedelta(days=1)),
    }
    for name, (scopes, until) in wanted.items():
        key, made[name] = create_key(
            workspace, f"{name} system", scopes, created=date(2026, 1, 1), until=until
        )
        if name == "revoked":
            revoke_key(workspace, key.key_id, on=date(2026, 1, 2))
    return made


def charge(name: str = "c1", **told: Any) -> dict[str, Any]:
    """A pending charge of possession of cannabis, under the policy of 2019."""
    usual = {
        "id": name,
        "incident": "i1",
        "statute": "CR 5-601(a)(1)",
        "description": "CDS: POSSESSION-MARIHUANA",
        "act": "possession",
        "substance": "cannabis",
        "offense_date": "2019-03-01",
        "disposition": "pending",
    }
    return {**usual, **told}


def booking(
    *charges: dict[str, Any], name: str = "B-1", as_of: str = "2019-03-02", **told: Any
) -> dict[str, Any]:
    """An invented booking. What is told beside its name and day is of the case or the person."""
    person = {"birth_date": "1990-01-02", "history_checked_on": as_of}
    person.update({key: told.pop(key) for key in ("birth_date",) if key in told})
    case = {
        "id": "k1",
        "number": "0B00000001",
        "state": "MD",
        "county": "Baltimore City",
        "court": "district",
        "prosecuting_office": BALTIMORE,
        "charges_complete": True,
        "charges": list(charges or (charge(),)),
        **told,
    }
    return {"id": name, "as_of": as_of, "person": person, "cases": [case], "findings": {}}
