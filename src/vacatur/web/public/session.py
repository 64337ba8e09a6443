"""What a device holds while it may read a letter: a cookie that ends with the browser."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass

from vacatur.public_store.sealed_letters import KEY_BYTES, LOOKUP_BYTES, CodeKeys
from vacatur.public_store.spent import SESSION_BYTES

# The prefix lets a browser take it only over TLS, or from this machine, and for this host alone.
COOKIE = "__Host-letter"
SESSION_MINUTES = 30
_BYTES = LOOKUP_BYTES + KEY_BYTES + SESSION_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The keys of the letter, which the server keeps nowhere, and a secret of this device."""

    keys: CodeKeys
    secret: bytes

    def cookie(self) -> str:
        """The same as text."""
        whole = self.keys.lookup + self.keys.content_key + self.secret
        return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def new_session(keys: CodeKeys) -> Session:
    """A session that no other device has."""
    return Session(keys=keys, secret=secrets.token_bytes(SESSION_BYTES))


def read_session(cookie: str) -> Session | None:
    """The session of a cookie; None: it is none."""
    try:
        whole = base64.b64decode(cookie + "=" * (-len(cookie) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(whole) != _BYTES:
        return None
    keys = CodeKeys(
        lookup=whole[:LOOKUP_BYTES], content_key=whole[LOOKUP_BYTES : LOOKUP_BYTES + KEY_BYTES]
    )
    return Session(keys=keys, secret=whole[LOOKUP_BYTES + KEY_BYTES :])
