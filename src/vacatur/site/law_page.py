"""One law page, ready to be laid out: every sentence is made here, none in a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from vacatur.dates import Span
from vacatur.law import sentences
from vacatur.law.answers import Published
from vacatur.law.page import (
    Bar,
    Condition,
    Duty,
    Grant,
    Otherwise,
    Page,
    Refer,
    Section,
    Statement,
)
from vacatur.law.phrases import spoken
from vacatur.law.reads import reads_of
from vacatur.site.cases import CasesView, cases_of
from vacatur.site.documents import SourceText
from vacatur.site.history import FileHistory
from vacatur.site.laws import Law, Library, address_of, names_lists, names_pages
from vacatur.site.pieces import ClaimView, Linker, Piece, link_to
from vacatur.site.prose import Prose, prose_of
from vacatur.site.provisions import ProvisionView, provision_view
from vacatur.site.timeline import Row, Timeline, timeline_of


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement. `claim` and `name` are null unless it defines a condition."""

    words: tuple[Piece, ...]
    anchor: str
    name: str | None
    claim: ClaimView | None


@dataclass(frozen=True, slots=True)
class AmountView:
    name: str
    amount: str
    days: str
    source: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A provision, and what is read in it. `row` is null where nothing is dated."""

    section: Section
    beside: ProvisionView
    doubt: str
    days: str
    doubtful_days: str
    statements: tuple[StatementView, ...]
    amounts: tuple[AmountView, ...]
    cases: CasesView | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class VersionView:
    """`changed` = what is otherwise than in the version before; each piece names a section."""

    days: str
    answers: tuple[Published, ...]
    confidence: str
    uncertain: bool
    changed: tuple[tuple[Piece, str], ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page; `history` is null where it is not known."""

    page: Page
    law: Law
    answers: tuple[Published, ...]
    notes: str
    life: str
    versions: tuple[VersionView, ...]
    timeline: Timeline | None
    sections: tuple[SectionView, ...]
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[str, ...]
    names: tuple[Piece, ...]
    named_by: tuple[Piece, ...]
    vehicles: tuple[Piece, ...]
    programmes: tuple[Piece, ...]
    lists: tuple[Piece, ...]
    history: FileHistory | None


def page_view(
    page: Page,
    law: Law,
    library: Library,
    texts: Mapping[str, SourceText],
    history: FileHistory | None,
) -> PageView:
    """Say all that a page says, and what stands around it. `texts` are its folder's, by name."""
    timeline = timeline_of(page)
    prose = prose_of(law.file_of(page).read_text(encoding="utf-8"))
    return PageView(
        page=page,
        law=law,
        answers=answers_of(page),
        notes=prose.above,
        life=_life(page),
        versions=tuple(_versions(page, library)),
        timeline=timeline,
        sections=tuple(_sections(page, library, prose, texts, timeline)),
        questions=tuple(_questions(page, law)),
        findings=tuple(sentences.findings(page)),
        names=_named(page, library),
        named_by=_naming(page, library),
        vehicles=tuple(_vehicle(page, library)),
        programmes=tuple(
            link_to(programme)
            for programme in library.programmes
            if page.page_id in {said.page for said in programme.statements}
        ),
        lists=tuple(
            Piece(name, library.address_of_list(name)) for name in sorted(names_lists(page))
        ),
        history=history,
    )


def answers_of(page: Page) -> tuple[Published, ...]:
    """Every answer that some statement of the page gives, best remedy first."""
    said = [each for section in page.sections for each in section.statements]
    found = {each.answer for each in said if isinstance(each, Grant | Bar | Otherwise)}
    if any(isinstance(each, Refer) for each in said):
        found.add(Published.REVIEW)
    return tuple(sorted(found, key=lambda answer: answer.rank))


def _life(page: Page) -> str:
    span = Span(page.versions[0].span.first, page.versions[-1].span.last)
    if not page.decides:
        return f"It speaks {sentences.days(span)}, and decides nothing: other pages name it."
    if not (span.first or span.last):
        return f"It answers {sentences.days(span)}."
    return f"It answers {sentences.days(span)}; on any other day the answer is {page.otherwise}."


# ---- versions -------------------------------------------------------------------------------


def _versions(page: Page, library: Library) -> Iterable[VersionView]:
    for number, version in enumerate(page.versions):
        yield VersionView(
            days=sentences.when(version.span),
            answers=version.answers,
            confidence=version.confidence,
            uncertain=version.uncertain,
            changed=tuple(_changed(page, version.span.first, library)) if number else (),
        )


def _changed(page: Page, day: date | None, library: Library) -> Iterable[tuple[Piece, str]]:
    """What begins on a day, or ended on the day before."""
    for section in page.sections:
        changes = {
            "begins": section.in_force.first,
            "has ended": _day_after(section.in_force),
            "becomes doubtful": section.uncertain.first if section.uncertain else None,
            "is no longer doubtful": _day_after(section.uncertain),
        }
        to = library.address_of_line(page, section.line)
        for what in (what for what, on in changes.items() if on is not None and on == day):
            yield Piece(section.citation, to), what


def _day_after(span: Span | None) -> date | None:
    return span.last + timedelta(days=1) if span and span.last else None


# ---- sections -------------------------------------------------------------------------------


def _sections(
    page: Page,
    library: Library,
    prose: Prose,
    texts: Mapping[str, SourceText],
    timeline: Timeline | None,
) -> Iterable[SectionView]:
    rows = {row.section.line: row for row in timeline.rows} if timeline else {}
    anchors = library.anchors[address_of(page)]
    for section, notes in zip(page.sections, prose.in_sections, strict=True):
        linker = Linker(library, page, section)
        yield SectionView(
            section=section,
            beside=provision_view(section, anchors[section.line], texts, notes),
            doubt=sentences.doubt(section.uncertain) if section.uncertain else "",
            days=sentences.when(section.in_force),
            doubtful_days=sentences.when(section.uncertain) if section.uncertain else "",
            statements=tuple(_statement(each, linker) for each in section.statements),
            amounts=tuple(
                AmountView(
                    spoken(each.name),
                    sentences.number_with_unit(each),
                    sentences.when(each.in_force),
                    each.source,
                )
                for each in section.amounts
            ),
            cases=cases_of(section, linker),
            row=rows.get(section.line),
        )


def _statement(statement: Statement, linker: Linker) -> StatementView:
    words = sentences.statement(statement)
    if isinstance(statement, Condition):
        anchor = linker.library.anchors[address_of(linker.page)][statement.line]
        claim = linker.claim(statement.truth)
        return StatementView((Piece(words),), anchor, spoken(statement.name), claim)
    about = [] if isinstance(statement, Otherwise | Duty) else [statement.when]
    answer = statement.answer if isinstance(statement, Grant | Bar | Otherwise) else None
    return StatementView(linker.sentence(words, about, answer), "", None, None)


# ---- around it ------------------------------------------------------------------------------


def _questions(page: Page, law: Law) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Columns that the page can ask for, by kind of row. What is never empty is never asked."""
    found = reads_of(page, law.rulebook.reached[page.page_id])
    reads = [read for read in found if read.null != "never"]
    for entity, group in groupby(reads, key=lambda read: read.entity):
        yield spoken(entity), tuple(sentences.question(read) for read in group)


def _named(page: Page, library: Library) -> tuple[Piece, ...]:
    """The pages that it names; one that the site does not hold, by its dotted name."""
    found = sorted(names_pages(page))
    return tuple(
        link_to(library.pages[name]) if name in library.pages else Piece(name) for name in found
    )


def _naming(page: Page, library: Library) -> tuple[Piece, ...]:
    """The pages of the site that name it."""
    others = (other for other in library.pages.values() if page.identifier in names_pages(other))
    return tuple(link_to(other) for other in others)


def _vehicle(page: Page, library: Library) -> Iterable[Piece]:
    """The vehicle by which its remedy is asked for, where it names one."""
    if page.vehicle in library.vehicles:
        yield link_to(library.vehicles[page.vehicle])
    elif page.vehicle:
        yield Piece(page.vehicle)
