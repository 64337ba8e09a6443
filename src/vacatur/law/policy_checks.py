"""What must hold of an office's policies: none widens the law, and no two speak for one rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vacatur.errors import LawError
from vacatur.law import nodes as n
from vacatur.law.answers import PageKind
from vacatur.law.checks import find_condition
from vacatur.law.page import Grant, Page, ScopeOf

POLICIES = frozenset({PageKind.RELIEF_POLICY, PageKind.SCREENING_POLICY})


def check_policies(library: Mapping[str, Page], *, only: Sequence[Page]) -> None:
    """Check the policy pages of `only`; names were checked before. The first fault is raised."""
    for page in only:
        if page.kind is PageKind.RELIEF_POLICY:
            _rests_on_law(page, library)
    _one_page_for_one_programme([page for page in only if page.kind in POLICIES])


def _rests_on_law(page: Page, library: Mapping[str, Page]) -> None:
    """Every grant, or else every scope, is true only where a condition of a law page is."""
    statements = [each for section in page.sections for each in section.statements]
    scopes = [each for each in statements if isinstance(each, ScopeOf)]
    if all(_needs_law(each.when, page, library) for each in scopes):
        return
    for grant in (each for each in statements if isinstance(each, Grant)):
        if not _needs_law(grant.when, page, library):
            raise LawError(
                f"[{grant.answer}] rests on no condition of a law page",
                where=f"{page.path}, line {grant.line}",
                why="A relief policy narrows the law; alone it could promise what no court may do.",
                repair="Let the condition of the scope or of the grant ask one of the law's: "
                "we_ask = all_of(us_md.cp_8_301_1.judgment_was_entered, ...).",
            )


def _needs_law(node: n.Node, page: Page, library: Mapping[str, Page]) -> bool:
    """Whether a claim can be true only where some condition of a law page is true.

    Read in one direction: a law's condition that is denied, flagged or one of several ways needs
    nothing of the law.
    """
    match node:
        case n.Ref():
            target, _ = find_condition(node, page, library)
            if target.kind is PageKind.LAW:
                return True
            named = (each for each in target.conditions() if each.name == node.name)
            return all(_needs_law(each.truth, target, library) for each in named)
        case n.AllOf():
            return any(_needs_law(part, page, library) for part in node.parts)
        case n.AnyOf():
            return all(_needs_law(part, page, library) for part in node.parts)
    return False


def _one_page_for_one_programme(policies: Sequence[Page]) -> None:
    """Two pages of one rule on one day could promise and refuse the same charge.

    One of each kind may stand: they speak of pending charges and of convictions.
    Pages of different rules may meet: whether two claims can be true together hangs on the records,
    and both answers are reported.
    """
    for number, page in enumerate(policies):
        for earlier in policies[:number]:
            same = page.kind is earlier.kind and page.implements == earlier.implements
            if same and lives_meet(page, earlier):
                raise LawError(
                    f"[{page.implements}] is claimed by [{earlier.page_id}] and by "
                    f"[{page.page_id}] on the same days",
                    where=f"{earlier.path}, line {_scope_line(earlier)} and "
                    f"{page.path}, line {_scope_line(page)}",
                    why="The same charge could be answered in two ways by one office.",
                    repair="If the later page replaces the earlier, end the earlier one the day "
                    "before (in_force); otherwise give each a rule of its own (implements).",
                )


def lives_meet(one: Page, other: Page) -> bool:
    """Whether there is a day of decision on which both pages are in force."""
    return any(first.span.meets(second.span) for first in one.versions for second in other.versions)


def _scope_line(page: Page) -> int:
    return page.versions[0].scope.line
