"""The one way out of a figure: hidden in part, audited, written down, and only then given.

For the public, small counts and what goes with them are hidden, and the page is audited together
with every earlier release of the same extract and unit. For a court, all counts, under seal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, overload

from vacatur.errors import DisclosureRefused
from vacatur.evidence.disclosure.audit import Adversary, Weak, audit
from vacatur.evidence.disclosure.joined import Joined, before
from vacatur.evidence.disclosure.ledger import Ledger, Release
from vacatur.evidence.disclosure.primary import primary
from vacatur.evidence.disclosure.released import AUDITED, Released, Sealed
from vacatur.evidence.disclosure.rounding import EXACT, ROUNDED_TO, rounded
from vacatur.evidence.disclosure.rule import USUAL, Hidden, Rule, Tier
from vacatur.evidence.disclosure.suppression import hide_beside
from vacatur.evidence.disclosure.system import fits
from vacatur.evidence.disclosure.tables import FrequencyTable, Place
from vacatur.evidence.disclosure.updates import require_no_small_change


@overload
def release(
    table: FrequencyTable,
    *,
    tier: Literal[Tier.COURT],
    ledger: Ledger,
    by: str,
    on: date,
) -> Sealed: ...


@overload
def release(
    table: FrequencyTable,
    *,
    tier: Literal[Tier.PUBLIC],
    ledger: Ledger,
    by: str,
    on: date,
    rule: Rule = ...,
    round_counts: bool = ...,
    hide_more: bool = ...,
) -> Released: ...


def release(
    table: FrequencyTable,
    *,
    tier: Tier,
    ledger: Ledger,
    by: str,
    on: date,
    rule: Rule = USUAL,
    round_counts: bool = False,
    hide_more: bool = False,
) -> Released | Sealed:
    """Let a table out, and write it into the ledger.

    Parameters
    ----------
    by
        Who answers for the release.
    on
        The day of it.
    rule
        The least count that is shown; one rule for all releases of an extract.
    round_counts
        Round what is shown to five: for maps, and for a feed that is published again and again.
    hide_more
        Where earlier releases would tell what this one hides, or the other way round, hide what it
        takes instead of refusing.

    Raises
    ------
    DisclosureRefused
        The audit fails, alone or together with earlier releases, or could not be made. Nothing was
        written.
    """
    if not by.strip():
        raise DisclosureRefused(
            f"nobody answers for the release of [{table.shape.name}]",
            repair="Name who does.",
        )
    lines = ledger.read()
    if tier is Tier.COURT:
        line = _line(table, lines, tier=tier, by=by, on=on, rule=rule)
        ledger.append(lines, line)
        return Sealed(table=table, number=line.number, by=by, on=on, proof=AUDITED)
    base = ROUNDED_TO if round_counts else EXACT
    earlier = _earlier(table, lines, rule)
    hidden = _hide(table, earlier if hide_more else (), earlier, rule)
    complete = _audit(table, hidden, earlier, base, rule)
    values = {
        place: None if place in hidden else rounded(count, base)
        for place, count in table.values().items()
    }
    if hidden and not any(values.values()):
        raise DisclosureRefused(
            f"nothing of [{table.shape.name}] could be shown",
            why="Its counts are too small to be divided so.",
            repair="Pool categories, or leave a dimension out.",
        )
    require_no_small_change(table.shape, values, base, _of_feed(table, lines), rule)
    line = _line(table, lines, tier=tier, by=by, on=on, rule=rule, values=values, base=base)
    ledger.append(lines, line)
    return Released(
        shape=table.shape,
        values=MappingProxyType(values),
        rounded_to=base,
        number=line.number,
        by=by,
        on=on,
        least_shown=rule.least_shown,
        audited_with=tuple(each.number for each in earlier),
        complete=complete,
        proof=AUDITED,
    )


def _earlier(table: FrequencyTable, lines: Sequence[Release], rule: Rule) -> tuple[Release, ...]:
    """Public releases of the same extract and unit."""
    found = tuple(
        each for each in lines if each.tier is Tier.PUBLIC and each.shape.basis == table.shape.basis
    )
    for each in lines:
        one, other = each.shape.basis, table.shape.basis
        if each.tier is Tier.PUBLIC and one.snapshot == other.snapshot and one.feed != other.feed:
            raise DisclosureRefused(
                f"release [{each.number}] has this extract as [{one.feed}], and"
                f" [{table.shape.name}] as [{other.feed}]",
                why="One file under two names could not be audited as one.",
                repair=f"Read it as [{one.feed}].",
            )
    for each in found:
        if each.least_shown != rule.least_shown:
            raise DisclosureRefused(
                f"release [{each.number}] of this extract hides counts below [{each.least_shown}],"
                f" and [{table.shape.name}] would hide those below [{rule.least_shown}]",
                why="The audit asks one rule of all that follows from the tables together.",
                repair=f"Release it with [{each.least_shown}].",
            )
    return found


def _of_feed(table: FrequencyTable, lines: Sequence[Release]) -> tuple[Release, ...]:
    """Public releases of other extracts of the same feed, in the same unit."""
    basis = table.shape.basis
    return tuple(
        each
        for each in lines
        if each.tier is Tier.PUBLIC
        and (each.shape.basis.feed, each.shape.basis.unit) == (basis.feed, basis.unit)
        and each.shape.basis.snapshot != basis.snapshot
    )


def _hide(
    table: FrequencyTable, beside: Sequence[Release], earlier: Sequence[Release], rule: Rule
) -> dict[Place, Hidden]:
    """What of a table is hidden; what an earlier release hid stays hidden, what it shows is shown.

    The sums that are looked at are those of the table and of the releases `beside`.
    """
    known = before(earlier, rule)
    hidden = {
        place: Hidden.BEFORE
        for place in table.shape.places()
        if table.shape.cell(place) in known.hidden
    } | primary(table, rule)
    joined = Joined.of(table, beside, rule)
    page, choice = joined.open_page(hidden, also_known=known)
    return joined.places(hide_beside(page, choice, rule))


def _audit(
    table: FrequencyTable,
    hidden: dict[Place, Hidden],
    earlier: Sequence[Release],
    base: int,
    rule: Rule,
) -> bool:
    """Refuse what does not stand the audit. False: it could not be asked of all that follows."""
    joined = Joined.of(table, earlier, rule)
    weak = audit(joined.page(hidden, rounded_to=base, rule=rule), rule)
    if weak:
        raise _refusal(table, weak, earlier)
    return fits([table.shape, *(each.shape for each in earlier)])


def _refusal(
    table: FrequencyTable, weak: Sequence[Weak], earlier: Sequence[Release]
) -> DisclosureRefused:
    """Which cell, or how near it can be guessed, is not told: an error is printed and logged."""
    cells = len({each.column for each in weak})
    told = all(each.adversary is Adversary.TOLD for each in weak)
    reader = "who knows the rule" if told else "of the tables alone"
    numbers = ", ".join(f"[{each.number}]" for each in earlier)
    beside = f" together with release {numbers}" if earlier else ""
    return DisclosureRefused(
        f"[{cells}] hidden cells could be worked out from [{table.shape.name}]{beside}",
        why=f"A reader {reader} would know a hidden count more closely than is allowed.",
        repair="Let more be hidden (hide_more), pool categories, or leave a dimension out."
        if earlier
        else "Pool categories, or leave a dimension out.",
    )


def _line(
    table: FrequencyTable,
    lines: Sequence[Release],
    *,
    tier: Tier,
    by: str,
    on: date,
    rule: Rule,
    values: dict[Place, int | None] | None = None,
    base: int = EXACT,
) -> Release:
    return Release(
        number=len(lines) + 1,
        on=on,
        by=by,
        tier=tier,
        least_shown=rule.least_shown,
        shape=table.shape,
        values=values or {},
        rounded_to=base,
        previous=lines[-1].sha256() if lines else "",
    )
