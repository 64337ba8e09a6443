"""The keys of accounts, each derived from the workspace's secret for one purpose."""

from __future__ import annotations

from dataclasses import dataclass

from vacatur.matters.sealing import derived


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessKeys:
    """`codes` seals secrets of one-time codes, `recovery` hashes codes, `forms` signs forms."""

    codes: bytes
    recovery: bytes
    forms: bytes


def access_keys(secret: str) -> AccessKeys:
    """From the workspace's own secret (hexadecimal)."""
    return AccessKeys(
        codes=derived(secret, "vacatur: secrets of one-time codes"),
        recovery=derived(secret, "vacatur: recovery codes"),
        forms=derived(secret, "vacatur: forms of the app"),
    )
