"""What a run came to, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.facts.yields import RuleYield, RunYield, YieldClass

_SHORT = {
    YieldClass.DECIDED: "decided",
    YieldClass.ONE_FACT_AWAY: "1 fact",
    YieldClass.SEVERAL_FACTS_AWAY: "facts",
    YieldClass.NEEDS_JUDGEMENT: "judgement",
    YieldClass.LAW_UNCERTAIN: "uncertain",
    YieldClass.LAW_NOT_VERIFIED: "unverified",
    YieldClass.NOT_LOOKED_INTO: "not seen",
}


def yield_in_words(found: RunYield) -> Iterator[str]:
    """One line of charges for each rule, and what the columns mean."""
    shown = [
        each
        for each in YieldClass
        if each is not YieldClass.NOT_LOOKED_INTO
        or any(rule.classes[each].charges for rule in found.rules)
    ]
    yield "  What the run came to, in charges (persons in brackets):"
    heads = "".join(f"{_SHORT[each]:>19}" for each in shown)
    yield f"  {'':<15}{'reached':>19}{heads}"
    for rule in found.rules:
        counts = [rule.reached, *(rule.classes[each] for each in shown)]
        cells = "".join(f"{_cell(c.charges, c.persons):>19}" for c in counts)
        yield f"  {rule.implements:<15}{cells}"
    for each in shown:
        yield f"    {_SHORT[each]:<10} {each.definition}"
    yield from (line for rule in found.rules for line in _beside(rule))
    yield from _searches(found)


def _cell(charges: int, persons: int) -> str:
    return f"{charges:,} ({persons:,})" if charges else "0"


def _beside(rule: RuleYield) -> Iterator[str]:
    if rule.on_paraphrase.charges:
        yield (
            f"  {rule.implements}: of those decided, {rule.on_paraphrase.charges:,} rest on a page "
            "with a section of the law in paraphrase."
        )
    for answer, count in rule.last_verified.items():
        told = answer or "no law was read"
        yield (
            f"  {rule.implements}: on the last verified day {told} {count.charges:,}, not fileable."
        )


def _searches(found: RunYield) -> Iterator[str]:
    searches = found.searches
    yield (
        f"  Persons whose history was searched on the day of decision: {searches.on_the_day:,}; "
        f"on other days: {searches.on_other_days:,}; never: {searches.never:,}."
    )
    yield "  A search shows that there is no other case on its own day only."
