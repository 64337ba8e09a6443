"""Signing in elsewhere (OpenID Connect): the office's own provider says who somebody is.

What must be remembered on the way there and back is sealed in a cookie of ten minutes. What comes
back is believed once its signature, issuer, audience, nonce and day are right.
"""

from __future__ import annotations

import json
import secrets
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from vacatur.errors import ChainBroken, WorkspaceError
from vacatur.matters.sealing import seal, unseal
from vacatur.office.app_settings import Provider
from vacatur.web.app.office import Office

# It asks for a fork of httpx that is not among our packages, and shows that to whoever signs in.
with warnings.catch_warnings(record=True):
    from authlib.common.security import generate_token
    from authlib.integrations.base_client.errors import OAuthError
    from authlib.integrations.httpx_client import OAuth2Client

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
LASTS = timedelta(minutes=10)
_SLOW = 10.0  # seconds
_SKEW = timedelta(minutes=1)  # by which the provider's clock may differ
_BOUND = "on the way to sign in elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """What is remembered while somebody is with the provider."""

    state: str
    nonce: str
    verifier: str
    next: str
    until: str  # moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the provider said. `proved_at`: when they last typed something there; null: unsaid."""

    subject: str
    proved_at: datetime | None


def way_there(
    office: Office, provider: Provider, back: str, next_: str, *, prove: bool
) -> tuple[str, str]:
    """The address to go to, and what the cookie remembers.

    Parameters
    ----------
    back
        The address of ours to which the provider sends them back.
    prove
        Whether they are to prove who they are, even if the provider knows them.
    """
    until = (office.now() + LASTS).isoformat()
    way = OnTheWay(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=generate_token(64),
        next=next_,
        until=until,
    )
    more: dict[str, Any] = {"max_age": "0", "prompt": "login"} if prove else {}
    with _client(provider, back) as client:
        endpoint = _configuration(provider)["authorization_endpoint"]
        address, _ = client.create_authorization_url(
            endpoint, state=way.state, nonce=way.nonce, code_verifier=way.verifier, **more
        )
    told = {name: getattr(way, name) for name in OnTheWay.__slots__}
    sealed = seal(office.keys.forms, json.dumps(told).encode(), bound_to=_BOUND)
    return str(address), sealed.hex()


def remembered(office: Office, cookie: str | None) -> OnTheWay | None:
    """What a cookie remembers; None: nothing that holds."""
    try:
        told = unseal(office.keys.forms, bytes.fromhex(cookie or ""), bound_to=_BOUND)
    except (ValueError, ChainBroken):
        return None
    way = OnTheWay(**json.loads(told))
    return way if office.now() < datetime.fromisoformat(way.until) else None


def way_back(
    office: Office, provider: Provider, back: str, way: OnTheWay, code: str
) -> Told | None:
    """Who the provider says they are; None: what came back cannot be believed."""
    with _client(provider, back) as client:
        told = _configuration(provider)
        try:
            token = client.fetch_token(
                told["token_endpoint"], code=code, code_verifier=way.verifier
            )
            keys = _asked(told["jwks_uri"])
        except (OAuthError, httpx.HTTPError):
            return None
    try:
        known = KeySet.import_key_set(cast(KeySetSerialization, keys))
        read = jwt.decode(token["id_token"], known, algorithms=ALGORITHMS)
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    return _believed(read.claims, provider, way, office.now())


def _believed(
    claims: dict[str, Any], provider: Provider, way: OnTheWay, now: datetime
) -> Told | None:
    audience = claims.get("aud")
    audience = audience if isinstance(audience, list) else [audience]
    expires, subject = claims.get("exp"), claims.get("sub")
    good = (
        str(claims.get("iss", "")).rstrip("/") == provider.issuer
        and audience == [provider.client_id]
        and claims.get("nonce") == way.nonce
        and isinstance(expires, int | float)
        and expires > (now - _SKEW).timestamp()
        and isinstance(subject, str)
        and subject != ""
    )
    if not good:
        return None
    at = claims.get("auth_time")
    proved = datetime.fromtimestamp(at, now.tzinfo) if isinstance(at, int | float) else None
    if proved is not None and proved > now:
        proved = now
    return Told(subject=str(subject), proved_at=proved)


def _client(provider: Provider, back: str) -> OAuth2Client:
    return OAuth2Client(
        provider.client_id,
        provider.client_secret or None,
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
        scope="openid",
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=_SLOW,
        follow_redirects=False,
    )


def _configuration(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself.

    Raises
    ------
    WorkspaceError
        It does not answer, or is somebody else.
    """
    address = f"{provider.issuer}/.well-known/openid-configuration"
    try:
        told = _asked(address)
    except httpx.HTTPError:
        raise _silent() from None
    if str(told.get("issuer", "")).rstrip("/") != provider.issuer:
        raise _silent()
    return told


def _asked(address: str) -> dict[str, Any]:
    answer = httpx.get(address, timeout=_SLOW, follow_redirects=False)
    answer.raise_for_status()
    try:
        told = answer.json()
    except ValueError:
        raise httpx.DecodingError("no JSON") from None
    if not isinstance(told, dict):
        raise httpx.DecodingError("no object")
    return told


def _silent() -> WorkspaceError:
    return WorkspaceError(
        "the provider of accounts does not answer as it should",
        why="Nobody can be signed in through it now.",
        repair="Try again; if it stays so, whoever runs the app looks at [sign_in] issuer.",
    )
