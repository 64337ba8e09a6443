"""Passwords: what one must be, and the slow hash by which it is known again."""

from __future__ import annotations

import base64
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vacatur.errors import UsageError

SHORTEST = 12
LONGEST = 200  # a longer one only costs time
_HASHER = PasswordHasher()  # Argon2id as RFC 9106 recommends for little memory


def hashed(password: str) -> str:
    """The hash that is kept."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one of a hash. It takes as long where there is none."""
    try:
        _HASHER.verify(kept or _of_nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _of_nobody() -> str:
    """What a password is held against where there is no account."""
    return _HASHER.hash("nobody's")


def require_good(password: str, name: str) -> str:
    """The password, if it may be one.

    Raises
    ------
    UsageError
        It is too short or too long, holds the name, or is one sign repeated. It is not shown.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"a password has {SHORTEST} to {LONGEST} signs",
            repair="Four words that have nothing to do with each other make a good one.",
        )
    plain = password.casefold()
    if len(set(plain)) < 5 or any(len(x) > 2 and x in plain for x in name.casefold().split()):
        raise UsageError(
            "the password holds the name, or is nearly one sign repeated",
            why="It would be guessed among the first.",
            repair="Four words that have nothing to do with each other make a good one.",
        )
    return password


def one_to_change() -> str:
    """A password for somebody else, who changes it: 100 random bits that can be read out."""
    letters = base64.b32encode(secrets.token_bytes(13)).decode().rstrip("=").lower()[:20]
    return "-".join(letters[at : at + 5] for at in range(0, len(letters), 5))
