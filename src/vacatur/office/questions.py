"""What is not known: which files would decide most charges, and the open questions by pattern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ibis.backends.duckdb import Backend

from vacatur.engine.deciders import OPEN
from vacatur.facts.kinds import KINDS
from vacatur.facts.yields import Count, YieldClass
from vacatur.law.rulebook import Rulebook
from vacatur.office.asked import Asked
from vacatur.office.decisions import decisions_of
from vacatur.office.groups import Group, OpenCharges, law_standing, look_into
from vacatur.office.link_waiting import WaitingLinks, waiting_links
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Charges that one page left open for the same want of facts; it holds for each of them.

    `asked` is empty for charges that a known condition refers to a person (`referred`), and for
    those that were not looked into: `example` is empty then, and `standing` says why. `later` is
    what may be asked once that is answered. `files` are the kinds of file that together tell all of
    both; None where it is for a person.
    """

    rule: str
    implements: str
    charges: int
    persons: int
    standing: YieldClass
    asked: tuple[Asked, ...]
    later: tuple[Asked, ...]
    referred: tuple[str, ...]
    files: tuple[str, ...] | None
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSet:
    """The charges that some kinds of file together would decide, were every cell filled in.

    `by_rule` counts them for each rule. A charge that waits for them under several rules counts
    once in `count`.
    """

    files: tuple[str, ...]
    count: Count
    by_rule: Mapping[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What one kind of file is good for: charges it would decide alone, and those that need it."""

    name: str
    alone: Count
    needed: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The open questions of a run. `for_a_person` counts charges that no file would decide.

    `waiting_links` are charges that a look at two cases may help to decide; a file may be wanted
    for the same ones.
    """

    files: tuple[FileSet, ...]
    kinds: tuple[FileKind, ...]
    for_a_person: Count
    waiting_links: WaitingLinks
    patterns: tuple[Pattern, ...]


def open_questions(workspace: Workspace, rulebook: Rulebook, run: str) -> Questions:
    """What is not known in a run, the file and the pattern of most people first.

    Raises
    ------
    WorkspaceError
        The records or the law have changed since the run.
    """
    refuse_changed(workspace, run)
    folder = workspace.run_folder(run)
    as_of = date.fromisoformat(workspace.run_manifest(run)["as_of"])
    with workspace.connection() as connection:
        opened = look_into(connection, workspace.records(connection), rulebook, folder, as_of)
        return questions_from(opened, connection, workspace, rulebook, run, as_of)


def questions_from(
    opened: OpenCharges,
    connection: Backend,
    workspace: Workspace,
    rulebook: Rulebook,
    run: str,
    as_of: date,
) -> Questions:
    """The same, where the open charges have been looked into on this connection."""
    implements = {page.page_id: page.implements for page in rulebook.pages}
    rest = [*_left_out(connection, workspace, rulebook, run, opened, as_of)]
    patterns = [*_patterns(opened, implements), *rest]
    return Questions(
        files=_file_sets(opened, implements),
        kinds=_file_kinds(opened),
        for_a_person=_for_a_person(opened),
        waiting_links=waiting_links(connection, workspace, run, implements),
        patterns=tuple(sorted(patterns, key=_most_people_first)),
    )


def _most_people_first(pattern: Pattern) -> tuple[object, ...]:
    return -pattern.persons, -pattern.charges, pattern.rule, pattern.example


# ---- files ------------------------------------------------------------------------------------


def _file_sets(opened: OpenCharges, implements: Mapping[str, str]) -> tuple[FileSet, ...]:
    groups = [group for group in opened.groups if group.files is not None]
    by_set = opened.count_by({_key(g): [_named(g.files)] for g in groups})
    by_rule = opened.count_by({_key(g): [f"{_named(g.files)} {g.rule}"] for g in groups})
    found = [
        FileSet(
            files=files,
            count=by_set[_named(files)],
            by_rule={
                name: by_rule[f"{_named(files)} {rule}"]
                for rule, name in implements.items()
                if f"{_named(files)} {rule}" in by_rule
            },
        )
        for files in {group.files for group in groups if group.files is not None}
    ]
    return tuple(sorted(found, key=lambda s: (-s.count.persons, -s.count.charges, s.files)))


def _file_kinds(opened: OpenCharges) -> tuple[FileKind, ...]:
    needed = opened.count_by({_key(g): g.files for g in opened.groups if g.files is not None})
    alone = opened.count_by(
        {_key(g): g.files for g in opened.groups if g.files is not None and len(g.files) == 1}
    )
    found = [
        FileKind(name=name, alone=alone.get(name, Count()), needed=needed[name])
        for name in KINDS
        if name in needed
    ]
    return tuple(sorted(found, key=lambda kind: (-kind.needed.persons, kind.name)))


def _for_a_person(opened: OpenCharges) -> Count:
    labels = {_key(group): ["person"] for group in opened.groups if group.files is None}
    return opened.count_by(labels).get("person", Count())


def _named(files: tuple[str, ...] | None) -> str:
    return "+".join(files or ())


def _key(group: Group) -> tuple[str, str]:
    return group.rule, group.example


# ---- patterns ---------------------------------------------------------------------------------


def _patterns(opened: OpenCharges, implements: Mapping[str, str]) -> Iterator[Pattern]:
    """Groups that want the same are one pattern."""
    merged: dict[object, list[Group]] = {}
    for group in opened.groups:
        same = (
            group.rule,
            _without_numbers(group.asked),
            _without_numbers(group.later),
            group.referred,
            group.standing,
        )
        merged.setdefault(same, []).append(group)
    labels = {_key(g): [str(i)] for i, groups in enumerate(merged.values()) for g in groups}
    counts = opened.count_by(labels)
    for number, groups in enumerate(merged.values()):
        first = max(groups, key=lambda group: (group.charges, group.example))
        yield Pattern(
            rule=first.rule,
            implements=implements[first.rule],
            charges=counts[str(number)].charges,
            persons=counts[str(number)].persons,
            standing=first.standing,
            asked=first.asked,
            later=first.later,
            referred=first.referred,
            files=first.files,
            example=first.example,
        )


def _without_numbers(asked: tuple[Asked, ...]) -> frozenset[object]:
    return frozenset((a.entity, a.of_other, a.column, a.why, a.rows > 1, a.decides) for a in asked)


def _left_out(
    connection: Backend,
    workspace: Workspace,
    rulebook: Rulebook,
    run: str,
    opened: OpenCharges,
    as_of: date,
) -> Iterator[Pattern]:
    """For each page the open charges that were not looked into, if there are any."""
    decisions = decisions_of(connection, workspace.run_folder(run))
    is_open = decisions.outcome.isin([str(each) for each in OPEN])
    for page in rulebook.pages:
        mine = decisions.filter(is_open & (decisions.rule == page.page_id))
        rest = mine.anti_join(
            opened.classes(page.page_id).select("looked_id"), [("charge_id", "looked_id")]
        )
        counted = rest.aggregate(charges=rest.count(), persons=rest.person_hash.nunique())
        (row,) = counted.to_pyarrow().to_pylist()
        if row["charges"]:
            yield Pattern(
                rule=page.page_id,
                implements=page.implements,
                charges=row["charges"],
                persons=row["persons"],
                standing=law_standing(rulebook, page, as_of) or YieldClass.NOT_LOOKED_INTO,
                asked=(),
                later=(),
                referred=(),
                files=None,
                example="",
            )
