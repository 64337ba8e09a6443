"""Which conditions carry an answer: those whose change could change it.

A true `all_of` rests on every part, a false one on its false parts; `any_of` the other way round.
An unknown answer rests on its unknown parts, and a conjunction also on those known to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vacatur.engine.decision import Decision
from vacatur.engine.truth import Truth, all_of, any_of, negation
from vacatur.law import nodes as n
from vacatur.law.answers import Outcome
from vacatur.law.page import Version
from vacatur.law.walk import walk


def carrying_conditions(version: Version, decision: Decision) -> frozenset[str]:
    """The simple conditions on which a decision rests (those that name no other condition)."""
    carried = {
        name
        for ref in _hanging(version, decision)
        for name in _support(ref, version, decision.conditions)
    }
    return frozenset(name for name in carried if _is_simple(version, name))


def explaining_conditions(version: Version, decision: Decision) -> frozenset[str]:
    """The conditions without which the answer would, or could, have been another.

    An open answer is explained by what is unknown, or by what refers it to a person; a bar by what
    makes it true; a refusal and a wait by what makes the scope or the grants false. Nothing
    explains a grant: it rests on everything at once.
    """
    held = decision.conditions
    names = (
        name
        for ref in _explaining(version, decision)
        for name in _support(ref, version, decision.conditions)
    )
    is_open = decision.outcome is Outcome.UNKNOWN or (
        decision.outcome is Outcome.NEEDS_FINDING and not _true_refers(version, decision)
    )
    return frozenset(name for name in names if not is_open or held[name] is None)


def _explaining(version: Version, decision: Decision) -> Iterator[n.Ref]:
    """The names whose support explains an outcome that is not a plain grant."""
    held, true_refers = decision.conditions, _true_refers(version, decision)
    match decision.outcome:
        case Outcome.NEEDS_FINDING if true_refers:
            yield from true_refers
        case Outcome.UNKNOWN | Outcome.NEEDS_FINDING if not version.uncertain:
            unflagged = [r.when for r in version.refers if isinstance(r.when, n.Ref)]
            granted = [grant.when for grant in version.grants]
            barred = [bar.when for bar in version.bars]
            asked = [version.scope.when, *unflagged, *granted, *barred]
            yield from (ref for ref in asked if held[ref.name] is None)
        case Outcome.BARRED:
            for bar in version.bars:
                if bar.answer is decision.published and held[bar.when.name] is True:
                    yield bar.when
        case Outcome.NOT_MET if held[version.scope.when.name] is False:
            yield version.scope.when
        case Outcome.NOT_MET | Outcome.NOT_YET:
            yield from (grant.when for grant in version.grants)


def _true_refers(version: Version, decision: Decision) -> list[n.Ref]:
    held = decision.conditions
    return [_ref(each.when) for each in version.refers if held[each.condition] is True]


def _hanging(version: Version, decision: Decision) -> Iterator[n.Ref]:
    """The names on which the outcome hangs, given how it came out."""
    held = decision.conditions
    yield version.scope.when
    true_refers = _true_refers(version, decision)
    match decision.outcome:
        case Outcome.NEEDS_FINDING if true_refers:
            yield from true_refers
            return
        case Outcome.BARRED:
            yield from (bar.when for bar in version.bars if held[bar.when.name] is True)
        case Outcome.UNKNOWN | Outcome.NEEDS_FINDING:
            unflagged = [r.when for r in version.refers if isinstance(r.when, n.Ref)]
            opened = [*unflagged, *(bar.when for bar in version.bars)]
            yield from (ref for ref in opened if held[ref.name] is None)
            yield from (g.when for g in version.grants if held[g.when.name] is not False)
            return
        case Outcome.MET:
            yield from (g.when for g in version.grants if held[g.when.name] is True)
            return
    yield from (grant.when for grant in version.grants)


def _ref(when: n.Ref | n.Flagged) -> n.Ref:
    ref = when.part if isinstance(when, n.Flagged) else when
    assert isinstance(ref, n.Ref)  # the reader admits nothing else
    return ref


def _support(node: n.Node, version: Version, held: Mapping[str, Truth]) -> Iterator[str]:
    """Names of conditions below a claim that carry the claim's answer."""
    answer = _answer(node, version, held)
    match node:
        case n.Ref(page=""):
            yield node.name
            yield from _support(version.conditions[node.name].truth, version, held)
        case n.AllOf():
            for part in node.parts:
                if answer is not False or _answer(part, version, held) is False:
                    yield from _support(part, version, held)
        case n.AnyOf():
            for part in node.parts:
                if answer is False or _answer(part, version, held) is answer:
                    yield from _support(part, version, held)
        case n.Not():
            yield from _support(node.part, version, held)
        # What nobody has looked at carries nothing; the explanation lists it as not checked.
        case n.Flagged() if _answer(node.part, version, held) is not None:
            yield from _support(node.part, version, held)


def _answer(node: n.Node, version: Version, held: Mapping[str, Truth]) -> Truth:
    """The answer of a claim as far as named conditions tell it; None where they do not."""
    match node:
        case n.Ref(page=""):
            return held[node.name]
        case n.AllOf():
            return all_of([_answer(part, version, held) for part in node.parts])
        case n.AnyOf():
            return any_of([_answer(part, version, held) for part in node.parts])
        case n.Not():
            return negation(_answer(node.part, version, held))
        case n.Flagged():
            return _answer(node.part, version, held) is True
    return None


def _is_simple(version: Version, name: str) -> bool:
    inner = walk(version.conditions[name].truth)
    return not any(isinstance(node, n.Ref) and not node.page for node in inner)
