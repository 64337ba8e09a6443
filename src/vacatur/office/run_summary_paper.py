"""The summary of a run as one page: what its template prints, and the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from vacatur import __version__
from vacatur.documents.composing import Marks, frame
from vacatur.documents.days import day_in_words
from vacatur.documents.particulars import ENGLISH
from vacatur.documents.typesetting import press
from vacatur.facts.yields import Count
from vacatur.law.answers import Published
from vacatur.office.differences import Cause
from vacatur.office.packet_folder import own_folder
from vacatur.office.run_summary import Changes, Group, RuleLine, RunSummary, group_of
from vacatur.office.workspace import Workspace

TEMPLATE = "run-summary"
INTERNAL = "Internal: counts below 10 are not suppressed. Not for publication."
# What fits the page beside everything else that may stand on it.
MOST_ANSWERS, MOST_RULES, MOST_NAMES, MOST_FACTS, MOST_KINDS = 8, 19, 3, 5, 3
_RULE = 74  # characters of a rule's name and title together
_LONGEST = {"implements": 22, "fact": 90, "files": 26, "law": 24, "run": 44, "notes": 80}

_GROUPS = {
    Group.RELIEF: "Relief",
    Group.NOT_YET: "Not yet",
    Group.REVIEW: "Review",
    Group.NOT_ELIGIBLE: "Not eligible",
    Group.OTHER: "Other",
}
_CAUSES = {
    Cause.LAW: "The law changed",
    Cause.TIME: "Time passed",
    Cause.EITHER: "The law or time, each alone",
    Cause.BOTH: "The law and time together",
    Cause.UNVERIFIED: "The law of one day is not verified",
    Cause.DATA: "Records or facts changed",
    Cause.LINKAGE: "Cases were linked otherwise",
    Cause.UNTOLD: "Several of these; not told which",
}


def write_summary(workspace: Workspace, summary: RunSummary, path: Path) -> None:
    """Set the page. The day of decision is its day, so the same summary gives the same bytes.

    Raises
    ------
    PaperRefused
        A character has no glyph.
    """
    own = own_folder(workspace, "templates"), own_folder(workspace, "fonts")
    with press(own[0], fonts=own[1]) as setter:
        path.write_bytes(setter.pdf(TEMPLATE, paper_data(summary), on=summary.as_of))


def paper_data(summary: RunSummary) -> dict[str, Any]:
    """What the template prints: everything in words, and the lengths of bars from 0 to 1."""
    title = f"Summary of a run: {_cut(summary.law, 'law')}, {day_in_words(summary.as_of)}"
    marks = Marks(
        note={ENGLISH: INTERNAL},
        author=f"vacatur {__version__}",
        page_prefix="",
        first_page=1,
    )
    return {
        **frame(title, ENGLISH, marks),
        "heading": title,
        "warning": _warning(summary),
        "fields": [list(each) for each in _fields(summary)],
        "best": _best(summary),
        "rules": _rules(summary.rules),
        "facts": _facts(summary),
        "changes": _changes(summary.changes),
        "waiting": list(_waiting(summary)),
    }


def _warning(summary: RunSummary) -> str:
    pages = len(summary.rules)
    if summary.unreviewed == pages:
        reviewed = f"No lawyer has reviewed the law of this run ({_many(pages, 'rule')})."
    elif summary.unreviewed:
        reviewed = f"No lawyer has reviewed {summary.unreviewed:,} of the {pages:,} rules."
    else:
        reviewed = "A lawyer has reviewed every rule of this run."
    told = f"{reviewed} An answer is a reason to look, not advice."
    if summary.law_not_verified:
        told += f" {_many(summary.law_not_verified, 'answer')} rest on no verified law."
    return told


def _fields(summary: RunSummary) -> Iterator[tuple[str, str]]:
    searches = summary.searches
    rows = f"{summary.rows_in:,} rows: {summary.mapped:,} read, {summary.quarantined:,} quarantined"
    if summary.withheld:
        rows += f", {summary.withheld:,} withheld"
    yield "Run", _cut(summary.run, "run")
    yield (
        "Law",
        f"{_cut(summary.law, 'law')} as of {day_in_words(summary.as_of)}; last verified through "
        f"{day_in_words(summary.verified_through)}",
    )
    yield (
        "Records",
        f"{rows}. {_many(summary.cases, 'case')}, {_many(summary.charges, 'charge')}, "
        f"{_many(summary.persons, 'person')}",
    )
    yield (
        "Searched",
        f"on the day of decision {searches.on_the_day:,} persons; on other days "
        f"{searches.on_other_days:,}; never {searches.never:,}",
    )


def _best(summary: RunSummary) -> dict[str, Any]:
    most_told = sorted(summary.best, key=lambda answer: -summary.best[answer])[:MOST_ANSWERS]
    shown = {answer: n for answer, n in summary.best.items() if answer in most_told}
    rest = sum(summary.best.values()) - sum(shown.values())
    lines = [
        (str(answer), Published(answer).definition, str(group_of(answer)), charges)
        for answer, charges in shown.items()
    ]
    if rest:
        lines.append(("and others", "answers of fewer charges", str(Group.OTHER), rest))
    most = max((charges for *_, charges in lines), default=1)
    return {
        "says": (
            f"{_of(summary.reached)} are reached by some rule, of {summary.charges:,} charges on "
            f"record; {_of(summary.relief)} have relief for an answer (black). Each charge counts "
            "once, under its best answer."
        ),
        "alt": "Bar chart of charges by their best answer. "
        + ", ".join(f"{answer}: {charges:,}" for answer, _, _, charges in lines),
        "bars": [
            {
                "answer": answer,
                "words": words,
                "group": group,
                "length": charges / most,
                "charges": f"{charges:,}",
            }
            for answer, words, group, charges in lines
        ],
    }


def _rules(rules: Sequence[RuleLine]) -> dict[str, Any]:
    reaching = [rule for rule in rules if rule.reached]
    shown, rest = reaching[:MOST_RULES], reaching[MOST_RULES:]
    rows = [_row(_cut(r.implements, "implements"), r.title, [r]) for r in shown]
    if rest:
        rows.append(_row(f"and {len(rest)} more", "rules with less relief or fewer charges", rest))
    most = max((row["reached"] for row in rows), default=1)
    none = [rule.implements for rule in rules if not rule.reached]
    return {
        "columns": [
            "Rule",
            "Reached",
            *(each.replace(" ", "\n") for each in _GROUPS.values()),
            "1 fact\naway",
        ],
        "key": [[words, str(group)] for group, words in _GROUPS.items()],
        "rows": [{**row, "lengths": [charges / most for charges in row["groups"]]} for row in rows],
        "axis": f"{most:,}",
        "alt": "Bar chart of the same charges by rule and answer. "
        + "; ".join(row["says"] for row in rows),
        "part": "One fact away is part of review.",
        "none": _none(none),
    }


def _row(name: str, title: str, rules: Sequence[RuleLine]) -> dict[str, Any]:
    groups = [sum(rule.groups[group] for rule in rules) for group in _GROUPS]
    reached = sum(rule.reached for rule in rules)
    counts = [reached, *groups, sum(rule.one_fact_away for rule in rules)]
    said = zip(_GROUPS.values(), groups, strict=True)
    return {
        "name": name,
        "title": _shorter(title, _RULE - len(name)),
        "cells": [f"{count:,}" for count in counts],
        "reached": reached,
        "groups": groups,
        "says": f"{name}: " + ", ".join(f"{word.lower()} {count:,}" for word, count in said),
    }


def _none(names: Sequence[str]) -> str:
    if not names:
        return ""
    told = ", ".join(_cut(name, "implements") for name in names[:MOST_NAMES])
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"No charge is reached by {told}{more}."


def _facts(summary: RunSummary) -> dict[str, Any]:
    shown, rest = summary.one_fact[:MOST_FACTS], summary.one_fact[MOST_FACTS:]
    rows = [
        [
            _cut(each.implements, "implements"),
            _cut(each.fact, "fact"),
            _cut(" + ".join(each.told_by) or "a person", "files"),
            f"{each.count.charges:,}",
            f"{each.count.persons:,}",
        ]
        for each in shown
    ]
    more = sum(each.count.charges for each in rest)
    kinds = list(summary.files_alone.items())[:MOST_KINDS]
    alone = "; ".join(f"{name} {_of(count)}" for name, count in kinds)
    if alone:
        alone = f"If every cell of it were filled in, one file would decide: {alone}."
    return {
        "columns": ["Rule", "Fact", "Told by", "Charges", "Persons"],
        "rows": rows,
        "more": f"And {_many(len(rest), 'line')} more, with {more:,} charges. " if rest else "",
        "alone": alone,
    }


def _changes(changes: Changes | None) -> dict[str, Any]:
    if changes is None:
        return {"since": "No earlier run of this law and these rules to compare with.", "rows": []}
    answers = sum(each.answers for each in changes.causes)
    told = _cut(" ".join(changes.notes), "notes")
    return {
        "since": f"Since run {_cut(changes.before, 'run')}: "
        f"{_many(answers, 'answer')} changed. {told}",
        "columns": ["Cause", "Answers", "Relief gained", "Relief lost"],
        "rows": [
            [_CAUSES[each.cause], f"{each.answers:,}", f"{each.gained:,}", f"{each.lost:,}"]
            for each in changes.causes
        ],
    }


def _waiting(summary: RunSummary) -> Iterator[str]:
    pairs, persons = summary.pairs_waiting_for_a_look, summary.persons_waiting_for_a_look
    yield (
        f"{_many(persons, 'person')} {'waits' if persons == 1 else 'wait'} for a look at "
        f"{_many(pairs, 'link')} between cases."
    )
    yield _matters(summary.matters)


def _matters(matters: Mapping[str, int] | None) -> str:
    if not matters:
        return "No matter is open."
    stand = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in matters.items())
    return f"{_many(sum(matters.values()), 'matter')} of the office, from any run: {stand}."


def _of(count: Count) -> str:
    return f"{_many(count.charges, 'charge')} of {_many(count.persons, 'person')}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _cut(text: str, what: str) -> str:
    return _shorter(text, _LONGEST[what])


def _shorter(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
