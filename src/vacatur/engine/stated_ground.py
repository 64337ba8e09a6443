"""The ground that findings state, for an explanation: whose it is and how much rests on them."""

from __future__ import annotations

from vacatur.engine.explanation import StatedGround
from vacatur.law import nodes as n
from vacatur.law.page import Version
from vacatur.law.walk import walk
from vacatur.record.findings import Findings

# What an attorney writes about a ground. Its kind and day alone are told with the conditions.
_STATED = ("ground_id", "ground_document", "ground_role", "ground_materiality", "ground_reason")


def ground_of(version: Version, findings: Findings | None) -> StatedGround | None:
    """The ground of a charge; None where the page reads none, or where none is stated.

    `findings` are those that were known on the day on which the page is read.
    """
    if findings is None or not _reads_a_ground(version):
        return None
    if all(getattr(findings, name) is None for name in _STATED):
        return None
    return StatedGround(
        ground_id=findings.ground_id,
        kind=findings.ground_type,
        received_on=findings.ground_received_date,
        document=findings.ground_document,
        role=findings.ground_role,
        materiality=findings.ground_materiality,
        reason=findings.ground_reason,
    )


def _reads_a_ground(version: Version) -> bool:
    return any(
        isinstance(node, n.Field)
        and node.entity is n.Entity.FINDINGS
        and node.column.startswith("ground_")
        for condition in version.conditions.values()
        for node in walk(condition.truth)
    )
