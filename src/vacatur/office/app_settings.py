"""What `vacatur.toml` says of the app: where it is reached, and how people sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from vacatur.errors import WorkspaceError
from vacatur.office.settings_file import SETTINGS_FILE, read_settings
from vacatur.office.workspace import Workspace

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Where people sign in who have no password here (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str
    name: str  # as the button calls it


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSettings:
    """How the app is reached, and what signing in takes.

    `address` is the one that people type, `https://vacatur.example`; empty: this machine alone.
    """

    address: str
    second_factor: bool  # nobody gets further without one
    provider: Provider | None  # None: everybody has a password here

    @property
    def is_tls(self) -> bool:
        """Whether cookies travel by TLS alone."""
        return self.address.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the app answers, without the port."""
        told = urlsplit(self.address).hostname
        return frozenset({*LOOPBACK, *([told] if told else [])})


def app_settings(workspace: Workspace) -> AppSettings:
    """Read them.

    Raises
    ------
    WorkspaceError
        Something there is not what it should be.
    """
    path = workspace.folder / SETTINGS_FILE
    told = read_settings(path) if path.is_file() else {}
    app, sign_in = _table(told, "app"), _table(told, "sign_in")
    address = _text(app, "app", "address").rstrip("/")
    if address and urlsplit(address).scheme not in {"http", "https"}:
        raise _wrong("[app] address is no address", 'Write it like [address = "https://…"].')
    factor = sign_in.get("second_factor", True)
    if not isinstance(factor, bool):
        raise _wrong("[sign_in] second_factor is neither true nor false", "")
    return AppSettings(address=address, second_factor=factor, provider=_provider(sign_in))


def _provider(sign_in: Mapping[str, Any]) -> Provider | None:
    told = {name: _text(sign_in, "sign_in", name) for name in ("issuer", "client_id")}
    if not any(told.values()):
        return None
    if not all(told.values()):
        raise _wrong("[sign_in] has an issuer or a client_id without the other", "Name both.")
    at = urlsplit(told["issuer"])
    if at.scheme != "https" and at.hostname not in LOOPBACK:
        raise _wrong("[sign_in] issuer is no address with https", "Take it from the provider.")
    return Provider(
        issuer=told["issuer"].rstrip("/"),
        client_id=told["client_id"],
        client_secret=_text(sign_in, "sign_in", "client_secret"),
        name=_text(sign_in, "sign_in", "name") or "the office's account",
    )


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name, {})
    if not isinstance(found, dict):
        raise _wrong(f"[{name}] is no table", "")
    return found


def _text(table: Mapping[str, Any], name: str, key: str) -> str:
    found = table.get(key, "")
    if not isinstance(found, str):
        raise _wrong(f"[{name}] {key} is no text", "")
    return found.strip()


def _wrong(what: str, repair: str) -> WorkspaceError:
    return WorkspaceError(what, where=SETTINGS_FILE, repair=repair)


def require_provider(settings: AppSettings) -> Provider:
    """Where people sign in who have no password here.

    Raises
    ------
    WorkspaceError
        `vacatur.toml` names nobody.
    """
    if settings.provider is None:
        raise WorkspaceError(
            "nobody is named with whom people sign in",
            where=SETTINGS_FILE,
            repair="Name [sign_in] issuer and client_id (docs/app.md).",
        )
    return settings.provider
