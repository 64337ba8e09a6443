"""What must hold between pages before one of them decides anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vacatur.errors import LawError, nearest
from vacatur.law import nodes as n
from vacatur.law.answers import SCREENING_ANSWERS, PageKind
from vacatur.law.codes import CodeTable
from vacatur.law.page import Bar, Condition, Grant, Otherwise, Page, Refer, ScopeOf
from vacatur.law.walk import children, walk

MAX_NAMES_DEEP = 30
MAX_CLAIMS = 5_000


def check_pages(
    library: Mapping[str, Page], codes: Mapping[str, CodeTable], *, only: Sequence[Page]
) -> None:
    """Check every page of `only` against the library it refers to; the first fault is raised."""
    for page in only:
        _answers_fit_the_kind(page)
        for condition in page.conditions():
            _names_exist(condition.truth, page, library, codes)
        _statements_hang_on_conditions(page)
    _names_end_somewhere(library, only)
    for page in only:
        for condition in page.conditions():
            _sets_hold_no_sets(condition.truth, page, library)
        _waits_can_be_assumed_run(page, library)


def find_condition(ref: n.Ref, page: Page, library: Mapping[str, Page]) -> tuple[Page, Condition]:
    """The condition a name speaks of, with its page.

    Where a page has several versions of it, any one: they share the name, and checks of names
    do not depend on the day.
    """
    target = page
    if ref.page:
        by_identifier = {each.identifier: each for each in library.values()}
        if ref.page not in by_identifier:
            raise LawError(
                f"there is no page [{ref.page}]",
                where=f"{page.path}, line {ref.line}",
                repair=nearest(ref.page, by_identifier),
            )
        target = by_identifier[ref.page]
    for condition in target.conditions():
        if condition.name == ref.name:
            return target, condition
    raise LawError(
        f"[{ref.name}] is not a condition of {target.page_id}",
        where=f"{page.path}, line {ref.line}",
        repair=nearest(ref.name, target.condition_names()),
    )


def pages_reached(pages: Sequence[Page], library: Mapping[str, Page]) -> list[Page]:
    """The pages given and every page that their conditions name, near or far."""
    found = {page.page_id: page for page in pages}
    waiting = list(pages)
    while waiting:
        page = waiting.pop()
        for condition in page.conditions():
            for node in walk(condition.truth):
                if isinstance(node, n.Ref) and node.page:
                    target, _ = find_condition(node, page, library)
                    if target.page_id not in found:
                        found[target.page_id] = target
                        waiting.append(target)
    return list(found.values())


def _answers_fit_the_kind(page: Page) -> None:
    for section in page.sections:
        for statement in section.statements:
            if not isinstance(statement, Grant | Bar | Otherwise):
                continue
            is_screening = statement.answer in SCREENING_ANSWERS
            if is_screening != (page.kind is PageKind.SCREENING_POLICY):
                raise LawError(
                    f"a page of kind [{page.kind}] cannot answer [{statement.answer}]",
                    where=f"{page.path}, line {statement.line}",
                    why="A policy never clears a record, and law does not screen a charge.",
                )


def _names_exist(
    truth: n.Truth, page: Page, library: Mapping[str, Page], codes: Mapping[str, CodeTable]
) -> None:
    for node in walk(truth):
        if isinstance(node, n.Ref):
            find_condition(node, page, library)
        elif isinstance(node, n.IsOffense):
            known = [name for table in codes.values() for name in table.list_names]
            _must_be_known(node.code_list, known, "a code list", page, node)
        elif isinstance(node, n.DatedValue):
            known = [row.name for section in page.sections for row in section.amounts]
            _must_be_known(node.name, known, "a dated amount of this page", page, node)


def _must_be_known(name: str, known: list[str], what: str, page: Page, node: n.Node) -> None:
    if name not in known:
        raise LawError(
            f"[{name}] is not {what}",
            where=f"{page.path}, line {node.line}",
            repair=nearest(name, known),
        )


def _statements_hang_on_conditions(page: Page) -> None:
    names = page.condition_names()
    for section in page.sections:
        for statement in section.statements:
            if isinstance(statement, Refer):
                name = statement.condition
            elif isinstance(statement, Grant | Bar | ScopeOf):
                name = statement.when.name
            else:
                continue
            if name not in names:
                raise LawError(
                    f"[{name}] is not a condition of this page",
                    where=f"{page.path}, line {statement.line}",
                    repair=nearest(name, names),
                )


def _waits_can_be_assumed_run(page: Page, library: Mapping[str, Page]) -> None:
    """NOT_YET asks what a grant would say once every period has run, so none may stand denied."""
    for section in page.sections:
        for statement in section.statements:
            if isinstance(statement, Grant):
                for wait in _denied_waits(statement.when, page, library, denied=False):
                    raise LawError(
                        f"the period [{wait.text}] stands under not_ or none_of in a grant, or in "
                        "a count",
                        where=f"{page.path}, line {wait.line}",
                        why="Time would make the answer worse, so no first day could be given.",
                        repair="Turn the claim round, or put the period into a bar(...).",
                    )


def _denied_waits(
    node: n.Node, page: Page, library: Mapping[str, Page], *, denied: bool
) -> Iterator[n.Node]:
    if isinstance(node, n.Waited | n.NotWithin | n.HasPassed):
        if denied:
            yield node
        return
    if isinstance(node, n.Ref):
        target, _ = find_condition(node, page, library)
        for condition in target.conditions():
            if condition.name == node.name:
                yield from _denied_waits(condition.truth, target, library, denied=denied)
        return
    # Of counted or picked rows nobody can say in which direction time moves the answer.
    inner = isinstance(node, n.Counted | n.Picked) or denied != isinstance(node, n.Not)
    for child in children(node):
        yield from _denied_waits(child, page, library, denied=inner)


def _names_end_somewhere(library: Mapping[str, Page], only: Sequence[Page]) -> None:
    """No name is defined by way of itself, and following names leads neither deep nor far."""
    known: dict[tuple[str, str], _Extent] = {}
    for page in only:
        for condition in page.conditions():
            _extent(condition, page, library, known, path=())


@dataclass(frozen=True, slots=True)
class _Extent:
    """What stands behind a name once the names in it are followed: how many claims, how deep."""

    claims: int
    depth: int


def _extent(
    condition: Condition,
    page: Page,
    library: Mapping[str, Page],
    known: dict[tuple[str, str], _Extent],
    path: tuple[tuple[str, str], ...],
) -> _Extent:
    here = (page.page_id, condition.name)
    if here in path:
        circle = " -> ".join(name for _, name in [*path[path.index(here) :], here])
        raise LawError(
            f"these conditions define each other in a circle: {circle}",
            where=f"{page.path}, line {condition.line}",
        )
    if here in known:
        return known[here]
    claims, depth = 0, len(path)
    for version in page.conditions():
        for node in walk(version.truth) if version.name == condition.name else ():
            claims += 1
            if isinstance(node, n.Ref) and depth <= MAX_NAMES_DEEP:
                target, named = find_condition(node, page, library)
                behind = _extent(named, target, library, known, (*path, here))
                claims += behind.claims
                depth = max(depth, len(path) + behind.depth)
    known[here] = _Extent(claims, depth - len(path) + 1)
    if known[here].depth > MAX_NAMES_DEEP or claims > MAX_CLAIMS:
        raise LawError(
            f"[{condition.name}] says too much: behind it stand {claims:,} claims, names in names "
            f"{known[here].depth} deep",
            where=f"{page.path}, line {condition.line}",
            why=f"{MAX_CLAIMS:,} claims and {MAX_NAMES_DEEP} names deep are the most.",
        )
    return known[here]


def _sets_hold_no_sets(truth: n.Truth, page: Page, library: Mapping[str, Page]) -> None:
    for rows in walk(truth):
        if isinstance(rows, n.RowSet) and rows.where is not None:
            for ref in _asked_of_the_same_charge(rows.where):
                if _looks_through_a_set(ref, page, library):
                    raise LawError(
                        f"[{ref.name}] looks through a set, and stands inside one: "
                        "a set inside a set is not in the language",
                        where=f"{page.path}, line {ref.line}",
                        repair="Ask it outside, or of the other charge with meets(...).",
                    )


def _asked_of_the_same_charge(node: n.Node) -> Iterator[n.Ref]:
    if isinstance(node, n.Ref):
        yield node
    elif not isinstance(node, n.Meets):
        for child in children(node):
            yield from _asked_of_the_same_charge(child)


def _looks_through_a_set(ref: n.Ref, page: Page, library: Mapping[str, Page]) -> bool:
    target, _ = find_condition(ref, page, library)
    for condition in target.conditions():
        for node in walk(condition.truth) if condition.name == ref.name else ():
            if isinstance(node, n.RowSet) and isinstance(node.source, n.SetName):
                return True
            if isinstance(node, n.Ref) and _looks_through_a_set(node, target, library):
                return True
    return False
