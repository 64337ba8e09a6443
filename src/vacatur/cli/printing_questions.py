"""What is not known, for a terminal and for another program."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.cli.words import NO_LAWYER, counted, in_json, people
from vacatur.facts.yields import Count, YieldClass
from vacatur.office.asked import Asked
from vacatur.office.link_waiting import WaitingLinks
from vacatur.office.questions import FileSet, Pattern, Questions
from vacatur.office.telling import wanted_in_words


def questions_in_words(found: Questions, *, as_json: bool) -> str:
    """The files that would decide most charges, and the open questions by pattern."""
    if as_json:
        return in_json(_data(found))
    if not found.patterns:
        return f"Nothing is open.\n{NO_LAWYER}"
    lines = [*_files(found), *_waiting(found.waiting_links), "", "WHAT IS ASKED, MOST PEOPLE FIRST"]
    lines += [line for pattern in found.patterns for line in _pattern(pattern)]
    return "\n".join([*lines, NO_LAWYER])


def _files(found: Questions) -> Iterator[str]:
    yield "FILES THAT WOULD DECIDE CHARGES, MOST PEOPLE FIRST"
    yield "  if every cell that is asked for were filled in, and nothing in it referred to a person"
    for each in found.files:
        rules = "; ".join(f"{name} {count.charges:,}" for name, count in each.by_rule.items())
        yield f"  {' + '.join(each.files)}: {_of(each.count)} ({rules})"
    if not found.files:
        yield "  none"
    yield f"  no file, for a person: {_of(found.for_a_person)}"
    for kind in found.kinds:
        yield (
            f"  {kind.name} alone would decide {_of(kind.alone)}; "
            f"it is needed for {_of(kind.needed)}"
        )


def _waiting(found: WaitingLinks) -> Iterator[str]:
    """Pairs of cases on which open charges hang; nothing where none does."""
    if not found.open.charges:
        return
    yield ""
    yield "PAIRS OF CASES THAT MAY BE ONE PERSON'S"
    yield (
        f"  {counted(found.pairs, 'pair')} to look at, on which {_of(found.open)} hang:"
        " vacatur link review"
    )
    if found.search_withheld.charges:
        yield (
            f"  {_of(found.search_withheld)} among them: searched, and the search counts for"
            " nothing until somebody has looked"
        )


def _of(count: Count) -> str:
    return f"{counted(count.charges, 'charge')} of {people(count.persons)}"


_LEFT_OUT = {
    YieldClass.LAW_NOT_VERIFIED: "no fact would help: the law was not verified for that day",
    YieldClass.LAW_UNCERTAIN: "no fact would help: when the law began is uncertain",
    YieldClass.NOT_LOOKED_INTO: "too few alike to look into",
}


def _pattern(pattern: Pattern) -> Iterator[str]:
    count = Count(charges=pattern.charges, persons=pattern.persons)
    yield f"  {_of(count)}  {pattern.implements}"
    if pattern.referred:
        spoken = ", ".join(name.replace("_", " ") for name in pattern.referred)
        yield f"      for a person: {spoken}"
    for asked in pattern.asked:
        alone = " (this alone decides)" if asked.decides else ""
        yield f"      wants {wanted_in_words(asked)}{alone}"
    for asked in pattern.later:
        yield f"      and may then want {wanted_in_words(asked)}"
    if pattern.files is not None:
        yield f"      told by: {' + '.join(pattern.files)}"
    elif pattern.asked:
        yield "      no file tells it: for a person"
    if pattern.example:
        yield f"      for example {pattern.example}"
    else:
        yield f"      {_LEFT_OUT[pattern.standing]}"


def _data(found: Questions) -> dict[str, object]:
    return {
        "files": [_file_set_data(each) for each in found.files],
        "kinds": [
            {
                "kind": each.name,
                "decides_alone": _count_data(each.alone),
                "needed_for": _count_data(each.needed),
            }
            for each in found.kinds
        ],
        "for_a_person": _count_data(found.for_a_person),
        "waiting_links": {
            "pairs": found.waiting_links.pairs,
            "open": _count_data(found.waiting_links.open),
            "search_withheld": _count_data(found.waiting_links.search_withheld),
            "command": "vacatur link review",
        },
        "patterns": [_pattern_data(each) for each in found.patterns],
    }


def _file_set_data(each: FileSet) -> dict[str, object]:
    return {
        "files": list(each.files),
        **_count_data(each.count),
        "by_rule": {name: _count_data(count) for name, count in each.by_rule.items()},
    }


def _count_data(count: Count) -> dict[str, int]:
    return {"charges": count.charges, "persons": count.persons}


def _pattern_data(pattern: Pattern) -> dict[str, object]:
    return {
        "rule": pattern.rule,
        "implements": pattern.implements,
        "charges": pattern.charges,
        "persons": pattern.persons,
        "class": str(pattern.standing),
        "asked": [_asked_data(asked) for asked in pattern.asked],
        "later": [_asked_data(asked) for asked in pattern.later],
        "files": None if pattern.files is None else list(pattern.files),
        "referred": list(pattern.referred),
        "example": pattern.example or None,
    }


def _asked_data(asked: Asked) -> dict[str, object]:
    return {
        "entity": asked.entity,
        "of_other": asked.of_other,
        "column": asked.column,
        "why": str(asked.why),
        "in_words": wanted_in_words(asked),
        "decides": asked.decides,
    }
