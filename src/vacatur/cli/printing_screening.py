"""The register of screened charges in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vacatur.cli.words import NO_LAWYER, counted
from vacatur.office.consistency import Consistency
from vacatur.office.screening_register import Registered
from vacatur.screening.consistency import OverrideCount, UnlikeDecisions
from vacatur.screening.item import ListedItem, ScreenedItem, listed

_NOUN = "screened charge"


def registered_in_words(done: Registered) -> str:
    """What became of the charges that came in."""
    parts = {
        "new": len(done.new),
        "screened again": len(done.again),
        "there already": len(done.repeated),
        "refused": len(done.refused),
        "withheld": done.withheld,
    }
    told = " + ".join(f"{number:,} {name}" for name, number in parts.items())
    lines = [f"{counted(sum(parts.values()), 'charge')} in = {told}."]
    if done.new:
        lines.append(f"New are {done.new[0]} to {done.new[-1]}.")
    lines += [f"  record [{x.record_id}], charge [{x.charge}]: {x.why}" for x in done.refused]
    if done.withheld:
        lines.append("Withheld are those of cases that were forgotten, or lie in the vault.")
    return "\n".join([*lines, NO_LAWYER])


def items_in_words(items: Sequence[ScreenedItem]) -> str:
    """The register, a line for each charge."""
    lines = [_listed(listed(each)) for each in items]
    return "\n".join([*lines, f"{counted(len(items), _NOUN)}.", NO_LAWYER])


def _listed(item: ListedItem) -> str:
    said = f"{item.decision} on {item.decided_on}" if item.decision else "not decided"
    changed = "; the answer has changed since" if item.changed_since else ""
    return f"{item.number:>8}  {item.on}  {item.published:<10} {said}{changed}"


def item_in_words(item: ScreenedItem) -> str:
    """One charge, with what is private of it."""
    return "\n".join([*_item(item), NO_LAWYER])


def _item(item: ScreenedItem) -> Iterator[str]:
    yield f"Screened charge {item.number}, as on {item.on}"
    if item.known is None:
        yield "  Its case was forgotten, or lies in the vault."
    else:
        yield f"  {item.known.description}"
        yield f"  case {item.known.case_number or '(no number)'}, record {item.known.record_id}"
    yield f"  {item.published}: {item.published.definition}"
    yield from (f"    {policy}: {said}" for policy, said in sorted(item.answers.items()))
    if item.asks_for_intent:
        yield "  It waits for an attorney to say whether there is evidence of intent."
    for each in item.evidence:
        what = ", ".join(kind.definition for kind in each.what) or "no evidence of intent"
        where = each.document or "forgotten"
        yield f"  {what}, by {each.by} on {each.on}; {each.shown_by.definition}: {where}"
    if item.decided is not None:
        departs = ", against the policies" if item.decided.is_override else ""
        yield f"  {item.decided.decision} on {item.decided.on} by {item.decided.by}{departs}"
        if item.changed_since:
            yield "  The answer has changed since."
        if item.decided.reason:
            yield f"  Reason: {item.decided.reason}"


def consistency_in_words(found: Consistency) -> str:
    """What a supervisor sees."""
    lines = [f"{found.decided:,} of {counted(found.charges, _NOUN)} decided.", ""]
    lines += _unlike(found.unlike)
    lines += ["", *_overrides(found.overrides)]
    return "\n".join([*lines, "", "For supervisors; not for publication.", NO_LAWYER])


def _unlike(groups: Sequence[UnlikeDecisions]) -> Iterator[str]:
    if not groups:
        yield "No charges that the policies see alike were decided otherwise."
        return
    yield f"{counted(len(groups), 'group')} of charges alike to the policies, decided otherwise:"
    for group in groups:
        yield f"  {group.published}, {group.pattern[:12]}"
        for decision, numbers in group.decisions.items():
            yield f"    {len(numbers):>6,} {decision:<9} {', '.join(map(str, numbers))}"
        if group.undecided:
            yield f"    {len(group.undecided):>6,} not decided"
    yield "  The policies do not see every fact of a case: each is a question, and no finding."


def _overrides(rows: Sequence[OverrideCount]) -> Iterator[str]:
    yield f"{'attorney':<24} {'race of the accused':<22} {'decided':>8} {'overrides':>10}"
    for row in rows:
        yield f"{row.attorney:<24} {row.race:<22} {row.decided:>8,} {row.overrides:>10,}"
