"""What a run came to, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import people
from vacatur.facts.yields import Count, RuleYield, RunYield, YieldClass


def yield_in_words(found: RunYield) -> Iterator[str]:
    """For each rule how far its charges are from an answer, and whose history was searched."""
    yield "  What the run came to, in charges:"
    for rule in found.rules:
        yield from _rule(rule)
    yield "  One fact away: either answer to it decides. Several: no single one is known to decide."
    yield from _searches(found)


def _rule(rule: RuleYield) -> Iterator[str]:
    yield f"  {rule.implements:<15} {_of(rule.reached)} reached"
    for each, count in rule.classes.items():
        if count.charges or each is YieldClass.DECIDED:
            yield f"  {'':<15} {_of(count)} {each.replace('_', ' ')}"
    if rule.on_paraphrase.charges:
        number = f"{rule.on_paraphrase.charges:,}"
        yield f"  {'':<15} of those decided, {number} rest on a page that paraphrases law"
    for answer, count in rule.last_verified.items():
        told = f"{answer} on the last verified day" if answer else "with no law read for that day"
        yield f"  {'':<15} {_of(count)} {told}, not fileable"


def _of(count: Count) -> str:
    persons = f"({people(count.persons)})"
    return f"{count.charges:>11,} {persons:<17}"


def _searches(found: RunYield) -> Iterator[str]:
    searches = found.searches
    yield (
        f"  Persons whose history was searched on the day of decision: {searches.on_the_day:,}; "
        f"on other days: {searches.on_other_days:,}; never: {searches.never:,}."
    )
    yield "  A search shows that there is no other case on its own day only."
