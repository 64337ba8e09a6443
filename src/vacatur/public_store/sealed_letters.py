"""A letter sealed under its own code, padded so that all sealed letters have one length.

Two values come from a code. The lookup is an HMAC under the store's key: it finds the letter. The
content key comes from the code alone: it opens the letter, and whoever has the store lacks it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vacatur.errors import PaperRefused

LOOKUP_BYTES = KEY_BYTES = 32
_NONCE, _TAG = 12, 16  # bytes, as NIST SP 800-38D asks
_HEAD = struct.Struct(">II")  # the last day as date.toordinal, and how long the text is
_PADDED = 16 * 1024  # bytes; a letter in two languages takes some three thousand, compressed
SEALED_BYTES = _NONCE + _PADDED + _TAG


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeKeys:
    """What comes from a code: what finds its letter, and what opens it."""

    lookup: bytes
    content_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """A sealed letter that opened: the last day of its code, and its text, yet compressed."""

    last_day: int  # date.toordinal
    compressed: bytes

    def letter(self) -> Mapping[str, Any]:
        """The letter itself, as `seal_letter` was given it."""
        read: Mapping[str, Any] = json.loads(zlib.decompress(self.compressed))
        return read


def keys_of(code: str, lookup_key: bytes) -> CodeKeys:
    """Lookup and content key of a code, without its dashes."""
    text = code.encode()
    content_key = HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"vacatur: letter of a code"
    ).derive(text)
    return CodeKeys(
        lookup=hmac.new(lookup_key, text, hashlib.sha256).digest(), content_key=content_key
    )


def seal_letter(letter: Mapping[str, Any], keys: CodeKeys, *, last_day: date) -> bytes:
    """Seal a letter for its code; `SEALED_BYTES` long, whatever it says.

    Raises
    ------
    PaperRefused
        It is longer than any letter may be.
    """
    text = zlib.compress(json.dumps(letter, ensure_ascii=False).encode(), 9)
    plain = _HEAD.pack(last_day.toordinal(), len(text)) + text
    if len(plain) > _PADDED:
        raise PaperRefused(
            "the letter is too long to be read on the letter page",
            why="All letters there have one length, so that none is known by it.",
            repair="Write it without the address of [public] in vacatur.toml.",
        )
    nonce = os.urandom(_NONCE)
    padded = plain.ljust(_PADDED, b"\0")
    return nonce + AESGCM(keys.content_key).encrypt(nonce, padded, keys.lookup)


def unseal_letter(sealed: bytes, keys: CodeKeys) -> Unsealed | None:
    """Open a sealed letter; None: the code is another's, or the letter was changed or moved."""
    try:
        plain = AESGCM(keys.content_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], keys.lookup)
    except InvalidTag:
        return None
    last_day, length = _HEAD.unpack_from(plain)
    return Unsealed(last_day=last_day, compressed=plain[_HEAD.size : _HEAD.size + length])
