"""Encryption under the key of one case: AES-256-GCM, so that a changed or moved text is refused."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vacatur.errors import ChainBroken

_NONCE = 12  # bytes, as NIST SP 800-38D asks
KEY_BYTES = 32


def seal(key: bytes, text: bytes, *, bound_to: str) -> bytes:
    """Encrypt a text. It opens only where it was put: `bound_to` names the place."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())


def unseal(key: bytes, sealed: bytes, *, bound_to: str) -> bytes:
    """Decrypt what `seal` made.

    Raises
    ------
    ChainBroken
        It was changed, moved to another place, or sealed with another key.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError):  # the latter: shorter than any sealed text is
        raise ChainBroken(
            "a sealed text does not open",
            where=bound_to,
            why="It was changed, moved, or sealed with another key.",
            repair="Run [vacatur audit verify], and restore from a backup.",
        ) from None


def derived(secret: str, purpose: str) -> bytes:
    """A key for one purpose, from the workspace's own secret (hexadecimal)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(
        bytes.fromhex(secret)
    )


def keyed_hash(key: bytes, text: str) -> str:
    """A name under which something is found again, by whoever has the key and by nobody else."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
