"""The wrong way of counting, and what vanished, through disclosure control with the right figure.

The tables stand in the ledger with the figures' own, and are audited with them. One thing the
audit cannot know is that a row may be of both ways of counting; so a table of which the overlap,
or what is beside it, is a small count in some cell is not let out at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.ledger import Ledger
from vacatur.evidence.disclosure.release import release
from vacatur.evidence.disclosure.released import Released
from vacatur.evidence.disclosure.rule import USUAL, Tier
from vacatur.evidence.disclosure.tables import TOTAL, Dimension, FrequencyTable
from vacatur.evidence.disparity import EVERYONE_ELSE
from vacatur.office.evidence_beside import Beside
from vacatur.office.evidence_beside_shown import ShownBeside, ShownVanished, small_parts
from vacatur.office.evidence_public import PublicEvidence, divisions, other_table

_FATE = "in the later file"
_FATES = ("counted", "counted as something else", "gone")


def publish_beside(public: PublicEvidence, ledger: Ledger, *, by: str, on: date) -> PublicEvidence:
    """The same with what may be shown of other ways of counting and of an earlier snapshot."""
    beside, refused = [], list(public.refused)
    for each in public.found.beside:
        try:
            beside.append(_one(public, each, ledger, by, on))
        except DisclosureRefused as refusal:
            refused.append(f"by [{each.asked}]: {refusal.what}")
    vanished = None
    if public.found.vanished is not None:
        try:
            vanished = _vanished(public, ledger, by, on)
        except DisclosureRefused as refusal:
            refused.append(f"what became of an earlier snapshot: {refusal.what}")
    return replace(public, beside=tuple(beside), vanished=vanished, refused=tuple(refused))


def _one(public: PublicEvidence, each: Beside, ledger: Ledger, by: str, on: date) -> ShownBeside:
    """By each group; else by the largest and everyone else; else all of known race together."""
    found = public.found
    groups = [group.group for group in found.overall.groups]
    largest = found.largest.group
    by_group, in_two = divisions(found)
    everyone = replace(
        by_group,
        categories=("every group",),
        total_printed=False,
        made_of={"every group": frozenset(groups)},
    )
    ways: list[tuple[Dimension, Mapping[str, Sequence[str]]]] = [
        (by_group, {x: (x,) for x in groups}),
        (in_two, {largest: (largest,), EVERYONE_ELSE: [x for x in groups if x != largest]}),
        (everyone, {"every group": groups}),
    ]
    right = {group.group: group.count for group in found.overall.groups}
    last = DisclosureRefused("it differs by a few from the right figure")
    for dimension, parts in ways:
        pooled = replace(
            each,
            by_group=_pooled(each.by_group, parts),
            also_right_by_group=_pooled(each.also_right_by_group, parts),
        )
        # The total is printed too, and has parts of its own.
        whole: dict[str, Sequence[str]] = {"": groups, **parts}
        of_whole = replace(
            each,
            by_group=_pooled(each.by_group, whole),
            also_right_by_group=_pooled(each.also_right_by_group, whole),
        )
        if small_parts(of_whole, _pooled(right, whole), USUAL.least_shown):
            continue
        how = each.asked if each.by == "code" else f"words [{each.asked}]"
        table = other_table(
            found,
            f"by [{each.asked}]",
            dimension,
            [pooled.by_group[name] for name in dimension.categories],
            only={"offense": frozenset({how})},
        )
        try:
            released = _release(table, ledger, by, on)
        except DisclosureRefused as refusal:
            last = refusal
            continue
        shown = {name: released.values[(at,)] for at, name in enumerate(dimension.categories)}
        is_split = len(shown) > 1
        return ShownBeside(
            asked=each.asked,
            by=each.by,
            total=released.values[(TOTAL,)] if is_split else shown["every group"],
            also_right=None,
            by_group=shown if is_split else {},
        )
    raise last


def _pooled(counts: Mapping[str, int], parts: Mapping[str, Sequence[str]]) -> dict[str, int]:
    return {name: sum(counts.get(each, 0) for each in of) for name, of in parts.items()}


def _vanished(public: PublicEvidence, ledger: Ledger, by: str, on: date) -> ShownVanished:
    """Of known race alone, as the figures are: with the others, those could be subtracted."""
    found, gone = public.found, public.found.vanished
    assert gone is not None
    groups = [group.group for group in found.overall.groups]

    def of(counts: Mapping[str, int]) -> int:
        return sum(counts.get(group, 0) for group in groups)

    before, lost, recoded = (
        of(gone.before_by_group),
        of(gone.gone_by_group),
        of(gone.recoded_by_group),
    )
    if 0 < of(gone.added_by_group) < USUAL.least_shown:
        raise DisclosureRefused("a few are new in the later file, and would follow from the others")
    fates = Dimension(name=_FATE, categories=_FATES, whole=True, tells=True, total_printed=True)
    table = other_table(
        found,
        "what became of an earlier snapshot",
        fates,
        [before - lost - recoded, recoded, lost],
        only={found.by: frozenset(groups), "number": frozenset({"recorded"})},
        snapshot=gone.sha256,
    )
    released = _release(table, ledger, by, on)
    return ShownVanished(
        file=gone.file,
        before=released.values[(TOTAL,)],
        gone=released.values[(2,)],
        recoded=released.values[(1,)],
        after=None,
        added=None,
    )


def _release(table: FrequencyTable, ledger: Ledger, by: str, on: date) -> Released:
    return release(table, tier=Tier.PUBLIC, ledger=ledger, by=by, on=on, hide_more=True)
