"""Verifying the audit chain, and the signed heads that show when it was cut off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.matters.audit import FoundLine, Sought, hold_matters, search_log, tally_log
from vacatur.matters.batch_store import hold_batches
from vacatur.matters.chain import Head, entries_of, head_of, verify
from vacatur.matters.obligations import hold_obligations
from vacatur.matters.registers import hold_registers
from vacatur.matters.signing import public_key, sign, signed_by
from vacatur.matters.store import Casework
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A chain that holds: its entries, the matters that it makes, and the heads it was held to."""

    entries: int
    matters: int
    heads: int
    hash: str


# What is looked at one by one: who came in vain, who got power, what left the office.
LOOKED_AT = (
    "SignInFailed",
    "AccountLocked",
    "AccountReleased",
    "AccountAdded",
    "AccountDisabled",
    "PasswordReset",
    "RoleAsked",
    "RoleGiven",
    "RoleRefused",
    "RoleTaken",
    "RecoveryCodeUsed",
    "FactorRemoved",
    "Exported",
    "ChainVerified",
    "StaffChanged",
    "StaffLeft",
    "StaffReturned",
)
_LINES_OF_A_KIND = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet:
    """A week of the chain: who did what how often, and what is looked at one by one.

    `looked_at` holds the last fifty of a kind at most; `people` counts all.
    """

    first: date
    last: date
    people: Mapping[str, Mapping[str, int]]
    looked_at: Mapping[str, Sequence[FoundLine]]
    head: Head


def verify_audit(casework: Casework, workspace: Workspace, heads: Iterable[Path]) -> Verified:
    """Follow the chain, and hold matters, batches, registers, compliance and every head against it.

    Raises
    ------
    ChainBroken
        The first bad entry, a matter, a batch or an index that the entries do not
        make, or a head not reached.
    UsageError
        A head cannot be read, or this workspace did not sign it.
    """
    kept = [_read_head(path, workspace.key()) for path in heads]
    with casework.reading() as connection:
        head = verify(entries_of(connection), known=kept)
        matters = hold_matters(connection)
        hold_batches(connection)
        hold_registers(connection)
        hold_obligations(connection)
    return Verified(entries=head.seq, matters=matters, heads=len(kept), hash=head.hash)


def export_head(casework: Casework, workspace: Workspace, out: Path) -> dict[str, Any]:
    """Write the head of the chain, signed, into a new file.

    Raises
    ------
    UsageError
        The file is there already.
    """
    if out.exists():
        raise UsageError(f"[{out}] is there already", repair="Name a new file.")
    with casework.reading() as connection:
        head = head_of(connection)
    data = {
        "seq": head.seq,
        "hash": head.hash,
        "public_key": public_key(workspace.key()),
        "signature": sign(workspace.key(), head),
    }
    out.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return data


def week_sheet(casework: Casework, last: date) -> WeekSheet:
    """What is reviewed each week (CJIS AU-6): of the seven days that end with `last`, in UTC."""
    first = date.fromordinal(max(1, last.toordinal() - 6))
    sought = Sought(since=first, until=last)
    with casework.reading() as connection:
        rows = tally_log(connection, sought)
        looked_at = {
            kind: tuple(search_log(connection, replace(sought, kind=kind), limit=_LINES_OF_A_KIND))
            for kind in LOOKED_AT
        }
        head = head_of(connection)
    people: dict[str, dict[str, int]] = {}
    for who, kind, number in rows:
        people.setdefault(who, {})[kind] = number
    return WeekSheet(
        first=first,
        last=last,
        people=people,
        looked_at={kind: lines for kind, lines in looked_at.items() if lines},
        head=head,
    )


def _read_head(path: Path, secret: str) -> Head:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        head = Head(seq=int(told["seq"]), hash=str(told["hash"]))
        signature = str(told["signature"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"[{path}] is no head of a chain") from None
    if not signed_by(secret, head, signature):
        raise UsageError(
            f"[{path}] was not signed by this workspace",
            why="A head that somebody else wrote proves nothing.",
        )
    return head
