"""Packets, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from vacatur.cli.words import NO_LAWYER, counted

if TYPE_CHECKING:
    from vacatur.documents.packet_diff import PacketDiff
    from vacatur.documents.packet_verify import Verified
    from vacatur.office.packet_folder import Built
    from vacatur.office.packet_looking import Checked

_SHOWN = 20


def built_in_words(built: Built) -> str:
    """What a packet holds, and what was set aside."""
    manifest = built.manifest
    lines = [
        f"{counted(manifest.count, 'paper')} of {counted(len(manifest.matters), 'matter')}, "
        f"{counted(manifest.pages, 'page')}, in {built.folder}",
    ]
    if copies := len(list(manifest.word_copies())):
        lines.append(f"Copies in Word, to be edited and not to be filed: {copies:,}.")
    by_hand = {number for each in manifest.matters for number in each.by_hand}
    lines += [f"Fill yourselves, and put on top: {number}." for number in sorted(by_hand)]
    if manifest.is_draft:
        lines.append("A draft: each page says so, and nothing was recorded.")
    if manifest.is_letters:
        lines.append("Letters. Once they are sent: vacatur matters told, and screeners.")
    lines += _refusals("Set aside", manifest.set_aside)
    lines += _refusals("Built and not recorded", built.not_recorded)
    lines.append(f"Look at all of it again: vacatur packet verify {built.folder}")
    lines.append(NO_LAWYER)
    return "\n".join(lines)


def checked_in_words(checked: Checked) -> str:
    """Which matters can be built, and what the others lack."""
    lines = [f"{counted(len(checked.ready), 'matter')} lack nothing for their papers."]
    return "\n".join([*lines, *_refusals("Lacking", checked.lacking), NO_LAWYER])


def verified_in_words(verified: Verified) -> str:
    """Whether a packet is whole, and each fault."""
    manifest = verified.manifest
    lines = [
        f"{counted(verified.papers, 'paper')} of {counted(len(manifest.matters), 'matter')}, "
        f"{counted(verified.pages, 'page')}, built on {manifest.on} from run {manifest.run}",
    ]
    lines += [f"  {fault}" for fault in verified.faults[:_SHOWN]]
    if len(verified.faults) > _SHOWN:
        lines.append(f"  ... and {len(verified.faults) - _SHOWN} more; --json has them all")
    lines.append(f"{counted(len(verified.faults), 'fault')}." if verified.faults else "No fault.")
    if manifest.forgotten:
        lines.append(
            f"Removed since their cases were forgotten: the papers of"
            f" {counted(manifest.forgotten, 'matter')}, and each list that named one."
        )
    if manifest.is_draft:
        lines.append("It is a draft, and not to be filed.")
    lines.append("These are checks of the structure; no validator was asked.")
    return "\n".join([*lines, NO_LAWYER])


def diff_in_words(found: PacketDiff) -> str:
    """What changed between two packets."""
    lines = [f"{counted(found.same, 'paper')} with the same bytes."]
    for change in found.changes:
        looks = ", the words are the same" if change.only_looks else ""
        lines.append(f"  {change.what}{looks}: {change.place}")
        lines += [f"      {line}" for line in change.lines]
    if found.reasons:
        lines.append(f"Made from others: {', '.join(found.reasons)}.")
    return "\n".join(lines)


def _refusals(what: str, refused: Mapping[int, str]) -> Iterator[str]:
    """Matters with one reason stand together."""
    by_reason: dict[str, list[int]] = {}
    for number, why in refused.items():
        by_reason.setdefault(why, []).append(number)
    for why, numbers in list(by_reason.items())[:_SHOWN]:
        named = ", ".join(str(each) for each in numbers[:_SHOWN])
        more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
        yield f"{what}, {counted(len(numbers), 'matter')} ({named}{more}):"
        yield from (f"  {line}" for line in why.splitlines())
