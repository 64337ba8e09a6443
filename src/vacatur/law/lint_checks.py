"""One check for each principle. A check says what it sees, or that a page cannot show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vacatur.law import nodes as n
from vacatur.law.answers import PageKind, Published
from vacatur.law.lint_principles import Principle
from vacatur.law.lint_reading import (
    deciding_nodes,
    duties_of,
    first_match,
    words_of,
)
from vacatur.law.page import Grant, Page
from vacatur.law.policy_checks import lives_meet
from vacatur.law.walk import walk


class Says(StrEnum):
    """What a check comes to."""

    WARNING = "warning"
    NOTHING_FOUND = "nothing found"
    CANNOT_BE_SEEN = "cannot be seen from the page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What one check says of one page. `line` None: of the whole page. `repair`: what to do."""

    principle: Principle
    page_id: str
    path: str
    line: int | None
    says: Says
    what: str
    repair: str


# What a check yields; the page and the principle are added to it.
@dataclass(frozen=True, slots=True)
class Seen:
    says: Says
    what: str
    repair: str = ""
    line: int | None = None


Check = Callable[[Page, Sequence[Page]], Iterator[Seen]]

_AMOUNTS = frozenset(
    {
        "quantity_grams",
        "quantity_below_grams",
        "quantity_at_least_grams",
        "plant_count",
        "thc_mg",
    }
)
_HISTORY: Mapping[n.SetName, str] = {
    n.SetName.PERSON_CHARGES: "the person's other charges",
    n.SetName.PERSON_REGISTRATIONS: "the person's duties to register",
    n.SetName.PERSON_WARRANTS: "the person's warrants",
    n.SetName.PERSON_DIVERSIONS: "the person's earlier diversions",
    n.SetName.PERSON_RELIEF: "the relief the person had before",
}
# What a person must ask for, as against what the office itself does.
_LEFT_TO_THE_PERSON = frozenset({Published.ELIGIBLE_PETITION, Published.ELIGIBLE_DISCRETIONARY})

_FIRST_TIME = re.compile(
    r"\b(first[- ](time|offender)\w*|no (prior|criminal) \w+|without a (criminal )?record)", re.I
)
_TESTS = re.compile(
    r"\b(abstin\w+|(drug|urine) test\w*|urinalysis|conditions? of (probation|release|bail)"
    r"|revok\w+|revocation)",
    re.I,
)
_NET = re.compile(
    r"(\bfees?\b|\$ ?\d+|\bclass(es)?\b|\bcourses?\b|\bcommunity service\b|\bdiver(t|ted|sion)\b"
    r"|\b(police|officers?) (may|can|decides?)\b)",
    re.I,
)
_DISPARITY = re.compile(r"\b(racial|race|disparit\w+)\b", re.I)
_IMMIGRATION = re.compile(r"\b(immigra\w+|citizens?|removal proceedings|deport\w+)\b", re.I)
_NOTICE = re.compile(r"\b(notif\w+|notice|tell|inform|mail|write to)\b", re.I)


def weight_ceiling(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-1. An amount that is compared is a ceiling; the page says nothing of what is low."""
    asks_intent = any(
        isinstance(node, n.Field) and node.column == "intent_evidence"
        for _, _, node in deciding_nodes(page)
    )
    found = False
    for condition, answer, node in deciding_nodes(page):
        if isinstance(node, n.Limit) and _is_amount(node.left):
            found = True
            intent = "beside evidence of intent" if asks_intent else "and no evidence of intent"
            yield Seen(
                Says.WARNING,
                f"{answer} hangs on the amount in [{condition.name}], {intent}",
                "Drop the limit, or ask for articulated evidence of intent above it.",
                node.line,
            )
    if not found:
        yield Seen(Says.NOTHING_FOUND, "no condition that decides compares an amount")


def _is_amount(value: n.Value) -> bool:
    named = isinstance(value, n.Field) and value.column in _AMOUNTS
    return named or isinstance(value, n.Amount)


def record_of_the_person(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-2. Sets of the person that a decision hangs on; words for a first-time offender."""
    seen: dict[tuple[str, n.SetName], Seen] = {}
    for condition, answer, node in deciding_nodes(page):
        if isinstance(node, n.RowSet) and node.source in _HISTORY and not _looks_one_up(node):
            assert isinstance(node.source, n.SetName)
            seen[condition.name, node.source] = Seen(
                Says.WARNING,
                f"{answer} hangs on [{condition.name}], which looks through "
                f"{_HISTORY[node.source]}",
                "Say why the record matters here, or let the charge alone decide.",
                node.line,
            )
    yield from seen.values()
    if worded := first_match(_FIRST_TIME, words_of(page)):
        yield Seen(
            Says.WARNING,
            f"the page says [{worded[0]}]",
            "Say why a second time is treated otherwise, or drop the limit.",
            worded[1],
        )
    if not seen and not worded:
        yield Seen(Says.NOTHING_FOUND, "nothing that decides looks at the person's record")


def _looks_one_up(rows: n.RowSet) -> bool:
    """Whether a set is looked through for one charge, such as that behind a failure to appear."""
    return rows.where is not None and any(
        isinstance(node, n.Equal)
        and {getattr(node.left, "column", ""), getattr(node.right, "column", "")}
        == {"charge_id", "underlying"}
        for node in walk(rows.where)
    )


def look_back(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-3. A relief policy is the look-back; a screening policy wants one beside it."""
    if page.kind is PageKind.RELIEF_POLICY:
        yield from _left_to_the_person(page)
        return
    companions = [
        each.page_id
        for each in beside
        if each.kind is PageKind.RELIEF_POLICY and lives_meet(each, page)
    ]
    if companions:
        yield Seen(Says.NOTHING_FOUND, f"[{companions[0]}] looks back at past convictions")
    else:
        yield Seen(
            Says.WARNING,
            "no relief policy of the same days stands in the folder: past convictions stay",
            "Write a relief_policy page for the convictions that would not be charged today.",
        )


def _left_to_the_person(page: Page) -> Iterator[Seen]:
    grants = [s for section in page.sections for s in section.statements if isinstance(s, Grant)]
    left = [grant for grant in grants if grant.answer in _LEFT_TO_THE_PERSON]
    for grant in left:
        yield Seen(
            Says.WARNING,
            f"[{grant.answer}] leaves the petition to the person",
            "Ask whether the law lets the office file, and who pays the fee.",
            grant.line,
        )
    if not left:
        yield Seen(Says.NOTHING_FOUND, "the page looks back, and no answer leaves a petition")


def conditions_of_release(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-4. A page on charges rarely speaks of release, so silence shows nothing."""
    if worded := first_match(_TESTS, words_of(page)):
        yield Seen(
            Says.WARNING,
            f"the page says [{worded[0]}]",
            "Drop the condition, or say what it is for besides marijuana.",
            worded[1],
        )
    else:
        yield Seen(
            Says.CANNOT_BE_SEEN,
            "the page is silent on tests, abstinence and revocation",
            "Ask what the office requests at release, at sentence and at a violation.",
        )


def net_widening(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-5. Diversion and words of cost are seen; a report on disparity is not part of a page."""
    grants = [s for section in page.sections for s in section.statements if isinstance(s, Grant)]
    divert = next((grant for grant in grants if grant.answer is Published.DIVERT), None)
    worded = first_match(_NET, words_of(page))
    if divert is not None:
        yield Seen(
            Says.WARNING,
            "[DIVERT] sends people to a programme",
            "Ask what it costs the person, who is chosen, and whether declining would do.",
            divert.line,
        )
    if worded:
        yield Seen(
            Says.WARNING,
            f"the page says [{worded[0]}]",
            "Ask who pays, who cannot, and who decides.",
            worded[1],
        )
    if divert is None and not worded:
        yield Seen(Says.NOTHING_FOUND, "no diversion, and no word of a fee, class or officer")
    if reported := first_match(_DISPARITY, duties_of(page)):
        yield Seen(Says.NOTHING_FOUND, f"a duty says [{reported[0]}]", line=reported[1])
    else:
        yield Seen(
            Says.CANNOT_BE_SEEN,
            "no duty speaks of racial disparity, and the report need not stand on a page",
            "Ask where the office counts declined and prosecuted cases by race.",
        )


def immigration_and_notice(page: Page, beside: Sequence[Page]) -> Iterator[Seen]:
    """FJP-6. A condition that asks, or words that warn; and a duty that tells the person."""
    asks = any(
        isinstance(node, n.Field) and node.column == "noncitizen"
        for condition in page.conditions()
        for node in walk(condition.truth)
    )
    if asks or first_match(_IMMIGRATION, words_of(page)):
        yield Seen(Says.NOTHING_FOUND, "the page speaks of immigration or citizenship")
    else:
        yield Seen(
            Says.WARNING,
            "nothing on the page speaks of immigration",
            "Refer a person who is known not to be a citizen, or say which outcome is safe.",
        )
    if told := first_match(_NOTICE, duties_of(page)):
        yield Seen(Says.NOTHING_FOUND, f"a duty says [{told[0]}]", line=told[1])
    else:
        yield Seen(
            Says.WARNING,
            "no duty tells the person what was done",
            'Add duty("tell the person ...", before=CLOSING).',
        )


CHECKS: Mapping[Principle, Check] = {
    Principle.FJP_1: weight_ceiling,
    Principle.FJP_2: record_of_the_person,
    Principle.FJP_3: look_back,
    Principle.FJP_4: conditions_of_release,
    Principle.FJP_5: net_widening,
    Principle.FJP_6: immigration_and_notice,
}
