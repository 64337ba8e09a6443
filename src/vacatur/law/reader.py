"""Reading a page: from a file's text to a checked `Page`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from vacatur.dates import Span
from vacatur.errors import LawError, nearest
from vacatur.law.answers import PageKind
from vacatur.law.markdown import Fence, RawSection, cut
from vacatur.law.page import CaseRow, Page, Section, Statement
from vacatur.law.settings import (
    CONFIDENCES,
    PAGE_ID,
    SECTION_SETTINGS,
    day_of,
    front_matter,
    one_of,
    page_text,
    provision_of,
    refuse_unknown_settings,
    reviewer,
    span_of,
)
from vacatur.law.statements import read_rule
from vacatur.law.tables import TableRow, read_table
from vacatur.law.values import DatedAmount, read_amount
from vacatur.law.versions import otherwise_of, refuse_answers, versions_of
from vacatur.record.terms import ProductForm

PAGE_SETTINGS = {
    "id": "the page's id, such as us-md/cp-8-301-1",
    "kind": "law, relief_policy, screening_policy or definition",
    "implements": "the id by which worked cases name the rule",
    "verified_through": "last day on which the law was checked",
    "confidence": "high, medium or low",
    "reviewed_by": "the lawyer who read the page beside the law; [nobody] until then",
}
OPTIONAL_SETTINGS = {"vehicle": "the id of the vehicle by which the remedy is asked for"}


def read_page(path: Path, *, name: str = "") -> Page:
    """Read one page from a file.

    Parameters
    ----------
    path
        The page, `*.law.md`.
    name
        How errors name the file; its own name when empty.

    Raises
    ------
    LawError
        With the line, the cause and the repair.
    """
    where = name or path.name
    text, sha256 = page_text(path, where)
    return parse_page(text, where=where, sha256=sha256)


@cache  # a page is frozen, and the same text is the same page
def parse_page(text: str, *, where: str, sha256: str = "") -> Page:
    """Read one page from its text."""
    raw = cut(text, where=where)
    front = front_matter(raw, PAGE_SETTINGS, where=where, optional=OPTIONAL_SETTINGS)
    if not PAGE_ID.fullmatch(front["id"]):
        raise LawError(
            f"[{front['id']}] is no page id",
            where=f"{where}, front matter",
            repair="Write JURISDICTION/NAME in small letters, each part beginning with a letter.",
        )
    sections = tuple(_section(each, front, where=where) for each in raw.sections)
    _refuse_second_amount(sections, where=where)
    kind = PageKind(one_of(front["kind"], [k.value for k in PageKind], "kind", where))
    decides = kind is not PageKind.DEFINITION
    if not decides:
        refuse_answers(sections, where=where)
    return Page(
        page_id=front["id"],
        path=where,
        kind=kind,
        title=raw.title,
        implements=front["implements"],
        vehicle=front.get("vehicle", ""),
        verified_through=day_of(front["verified_through"], "verified_through", where),
        confidence=one_of(front["confidence"], CONFIDENCES, "confidence", where),
        reviewed_by=reviewer(front),
        sections=sections,
        versions=versions_of(sections, where=where, decides=decides),
        otherwise_of=otherwise_of(sections, where=where) if decides else None,
        sha256=sha256,
    )


def _section(raw: RawSection, front: dict[str, str], *, where: str) -> Section:
    at = f"{where}, line {raw.line}"
    refuse_unknown_settings(raw, SECTION_SETTINGS, at)
    citation, _, title = raw.heading.partition("|")
    statements: list[Statement] = []
    amounts: list[DatedAmount] = []
    cases: list[CaseRow] = []
    for fence, quoted in raw.fences:
        if fence.kind in {"rule", "values"} and not quoted:
            raise LawError(
                f"a [{fence.kind}] fence stands under no provision",
                where=f"{where}, line {fence.first_line - 1}",
                why="Where a rule stands is its citation.",
                repair="Quote the provision above it (> ...), or a paraphrase marked as one.",
            )
        match fence.kind:
            case "rule":
                statements += read_rule(
                    fence.text,
                    where=where,
                    first_line=fence.first_line,
                    citation=citation.strip(),
                )
            case "values":
                amounts += _amounts(fence, where=where)
            case "cases":
                cases += _cases(fence, where=where)
            case other:
                raise LawError(
                    f"[{other}] is not a kind of fence",
                    where=f"{where}, line {fence.first_line - 1}",
                    repair=nearest(other, ["rule", "values", "cases"]),
                )
    in_force = span_of(raw.settings.get("in_force", ".."), at)
    return Section(
        citation=citation.strip(),
        title=title.strip(),
        line=raw.line,
        in_force=in_force,
        uncertain=_doubt(raw, in_force, at),
        confidence=one_of(
            raw.settings.get("confidence", front["confidence"]), CONFIDENCES, "confidence", at
        ),
        provision=provision_of(raw, where=where),
        statements=tuple(statements),
        amounts=tuple(amounts),
        cases=tuple(cases),
    )


def _doubt(raw: RawSection, in_force: Span, at: str) -> Span | None:
    """Days on which nobody can say whether the section speaks: some of those on which it would."""
    if "uncertain" not in raw.settings:
        return None
    doubt = span_of(raw.settings["uncertain"], at)
    begins_early = in_force.first is not None and (
        doubt.first is None or doubt.first < in_force.first
    )
    ends_late = in_force.last is not None and (doubt.last is None or doubt.last > in_force.last)
    if begins_early or ends_late:
        raise LawError(
            f"uncertain [{doubt}] reaches beyond in_force [{in_force}]",
            where=at,
            why="Outside in_force the section says nothing that could be doubted.",
            repair="Let in_force begin on the first day on which the section may have begun.",
        )
    return doubt


def _amounts(fence: Fence, *, where: str) -> list[DatedAmount]:
    rows = read_table(fence.text, where=where, first_line=fence.first_line)
    return [_dated_amount(row, where=where) for row in rows]


def _refuse_second_amount(sections: tuple[Section, ...], *, where: str) -> None:
    known: list[DatedAmount] = []
    for row in (row for section in sections for row in section.amounts):
        for other in known:
            same = (other.name, other.form) == (row.name, row.form)
            if same and other.in_force.meets(row.in_force):
                raise LawError(
                    f"[{row.name}] has two amounts of [{row.form}] at once: {other.in_force} and "
                    f"{row.in_force}",
                    where=f"{where}, lines {other.line} and {row.line}",
                    why="The same record could be decided two ways; nothing is first-match-wins.",
                    repair="If the later amends the earlier, end the earlier one the day before.",
                )
        known.append(row)


def _dated_amount(row: TableRow, *, where: str) -> DatedAmount:
    at = f"{where}, line {row.line}"
    wanted = {"name", "form", "in_force", "amount", "source"}
    if set(row.given) != wanted:
        raise LawError(f"a values table has the columns {', '.join(sorted(wanted))}", where=at)
    forms = [form.value for form in ProductForm]
    form = ProductForm(one_of(row.given["form"], forms, "form", at))
    try:
        amount = read_amount(row.given["amount"], form)
    except ValueError as problem:
        raise LawError(str(problem), where=at) from None
    in_force = span_of(row.given["in_force"], at)
    if in_force == Span(None, None):
        raise LawError(
            f"the amount [{row.given['name']}] has no date",
            where=at,
            why="No law fixed it for all time; on an old day it would be read as the law of then.",
            repair="Write its first day, such as [2010-01-01..].",
        )
    return DatedAmount(
        name=row.given["name"],
        form=form,
        in_force=in_force,
        amount=amount,
        source=row.given["source"],
        line=row.line,
    )


def _cases(fence: Fence, *, where: str) -> list[CaseRow]:
    """Rows of a `cases` table. A row whose title begins with `+` adds a charge to the row above."""
    at = f"{where}, line {fence.first_line - 1}"
    key, _, day = fence.options.partition("=")
    if key != "as_of":
        raise LawError("a cases fence says as_of=YYYY-MM-DD", where=at)
    usual = day_of(day, "as_of", at)
    cases: list[CaseRow] = []
    defaults: dict[str, str] = {}
    for row in read_table(fence.text, where=where, first_line=fence.first_line):
        given = {name: cell for name, cell in row.given.items() if cell}
        title = given.pop("what we are showing", "")
        if title == "unless said otherwise":
            defaults = given
        elif title.startswith("+"):
            _join_charge(cases, title, given, row, where=where)
        else:
            facts = {**defaults, **given}
            own_day = facts.pop("as_of", "")
            cases.append(
                CaseRow(
                    title=title,
                    line=row.line,
                    as_of=day_of(own_day, "as_of", at) if own_day else usual,
                    charges=(facts,),
                    expected={name: cell for name, cell in row.expected.items() if cell},
                )
            )
    return cases


def _join_charge(
    cases: list[CaseRow], title: str, given: dict[str, str], row: TableRow, *, where: str
) -> None:
    if not cases:
        raise LawError(f"[{title}] adds a charge to nothing", where=f"{where}, line {row.line}")
    last = cases.pop()
    companion = {"case": "same" if "same case" in title else "other", **given}
    cases.append(
        CaseRow(
            title=last.title,
            line=last.line,
            as_of=last.as_of,
            charges=(*last.charges, companion),
            expected=last.expected,
        )
    )
