"""What was added to a charge's record, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from vacatur.engine.explanation import AttachedFact, ChargeExplanation, EarlierAnswer, UncertainLink

STANDS = "stands"


def facts_in_lines(explanation: ChargeExplanation) -> Iterator[str]:
    """What may be missing, each fact that was added and who said so, and how answers changed."""
    if explanation.uncertain_links:
        yield "Cases that may be this person's, too. No search of the person counts until somebody"
        yield "has looked (vacatur link review):"
        yield from (f"  {_link(link)}" for link in explanation.uncertain_links)
    if explanation.attached:
        yield "Added to the records about this charge, its case and its person:"
        yield from (f"  {_fact(fact)}" for fact in explanation.attached)
    if explanation.earlier:
        yield "How the answers changed with what was added:"
    for implements, answers in groupby(explanation.earlier, key=lambda each: each.implements):
        yield f"  {implements}: {'; '.join(map(_earlier, answers))}"


def _link(link: UncertainLink) -> str:
    return f"{link.other_case}, beside {link.case}: {'; '.join(link.why)}"


def _fact(fact: AttachedFact) -> str:
    said = f"{fact.about} = {fact.value}, " if fact.about else ""
    document = f" ({fact.document})" if fact.document else ""
    state = "" if fact.state == STANDS else f"  [{fact.state}]"
    return f"{fact.fact:<10} {said}said by {fact.by}{document}, added {fact.on}{state}"


def _earlier(answer: EarlierAnswer) -> str:
    if answer.after_link:
        when = f"linked otherwise, after number {answer.after_link} of the links"
    else:
        when = f"after number {answer.after} of the facts" if answer.after else "at first"
    return f"{answer.published} {when}"
