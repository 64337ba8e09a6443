"""Which named conditions explain an answer: what a worked case may give as its `because`."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.engine.decision import Decision
from vacatur.engine.truth import Truth, negation
from vacatur.law import nodes as n
from vacatur.law.answers import Outcome
from vacatur.law.page import Condition, Page, Version
from vacatur.law.walk import children, walk


def explaining(page: Page, decision: Decision) -> frozenset[str]:
    """The conditions without which the answer would, or could, have been another.

    An open answer is explained by what is unknown, or by what refers it to a person; a bar by what
    makes it true; a refusal and a wait by what makes the scope or the grants false. Nothing
    explains a grant, nor an answer for which no condition was read.
    """
    version = page.version_on(decision.read_on)
    if version is None or not decision.conditions or decision.last_verified is not None:
        return frozenset()
    reader = _Because(version, decision)
    return frozenset(reader.names())


class _Because:
    def __init__(self, version: Version, decision: Decision) -> None:
        self._version = version
        self._decision = decision

    def names(self) -> Iterator[str]:
        version, outcome = self._version, self._decision.outcome
        scope = version.scope.when
        grants = [grant.when for grant in version.grants]
        match outcome:
            case Outcome.NOT_MET if self._holds(scope) is False:
                yield from self._behind(scope, False)
            case Outcome.NOT_MET | Outcome.NOT_YET:
                for grant in grants:
                    yield from self._behind(grant, False)
            case Outcome.BARRED:
                for bar in version.bars:
                    if bar.answer is self._decision.published:
                        yield from self._behind(bar.when, True)
            case Outcome.UNKNOWN | Outcome.NEEDS_FINDING if not version.uncertain:
                yield from self._behind_an_open_answer()

    def _behind_an_open_answer(self) -> Iterator[str]:
        version = self._version
        referred = [r for r in version.refers if self._decision.conditions[r.condition] is True]
        for refer in referred:
            yield from self._behind(refer.when, True)
        if not referred:
            roots: list[n.Node] = [version.scope.when, *(refer.when for refer in version.refers)]
            roots += [grant.when for grant in version.grants]
            roots += [bar.when for bar in version.bars]
            for root in roots:
                yield from self._behind(root, None)

    def _behind(self, claim: n.Node, wanted: Truth) -> Iterator[str]:
        """The names in a claim that give it an answer, or that leave it open (None)."""
        match claim:
            case n.Ref(page=""):
                condition = self._version.conditions[claim.name]
                if self._holds(claim) is wanted:
                    yield claim.name
                    yield from self._behind(condition.truth, wanted)
                elif wanted is None and self._holds(claim) is False and _may_wait(condition):
                    yield from self._behind(condition.truth, wanted)  # time alone will not do
            case n.Not():
                yield from self._behind(claim.part, negation(wanted))
            case n.Flagged() if wanted is None:
                return
            case n.RowSet() | n.Meets():
                return  # said of other charges
            case _:
                for child in children(claim):
                    yield from self._behind(child, wanted)

    def _holds(self, ref: n.Ref) -> Truth:
        return self._decision.conditions[ref.name]


def _may_wait(condition: Condition) -> bool:
    """Whether the condition may be false only because a period has not run."""
    kinds = n.Waited | n.NotWithin | n.HasPassed | n.Ref
    return any(isinstance(node, kinds) for node in walk(condition.truth))
