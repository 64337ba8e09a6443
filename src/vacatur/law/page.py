"""A law page as data: sections with their provision, and the statements that stand under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.dates import Span
from vacatur.law.answers import PageKind, Published
from vacatur.law.nodes import Flagged, Ref, Truth
from vacatur.law.values import DatedAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """The words a section implements, and where they come from.

    `verbatim` words stand in the named source letter for letter; otherwise they are our paraphrase,
    and every output says so.
    """

    words: str
    verbatim: bool
    source: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A claim with a name."""

    name: str
    truth: Truth
    line: int
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    answer: Published
    when: Ref
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`until` says what event or day removes the bar; empty when nothing does."""

    answer: Published
    when: Ref
    until: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer:
    reason: str
    when: Ref | Flagged
    line: int

    @property
    def condition(self) -> str:
        """Name of the condition that refers."""
        ref = self.when.part if isinstance(self.when, Flagged) else self.when
        assert isinstance(ref, Ref)
        return ref.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    text: str
    before: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeOf:
    when: Ref
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    answer: Published
    line: int


Statement = Condition | Grant | Bar | Refer | Duty | ScopeOf | Otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a `cases` table: the facts given, and what must come out."""

    title: str
    line: int
    as_of: date
    charges: tuple[Mapping[str, str], ...]
    expected: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    citation: str
    title: str
    line: int
    in_force: Span
    uncertain: Span | None
    confidence: str
    provision: Provision | None
    statements: tuple[Statement, ...]
    amounts: tuple[DatedAmount, ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The rule as it reads throughout one span of days of decision.

    `scope_of` is null in a definition, which decides nothing.
    """

    span: Span
    conditions: Mapping[str, Condition]
    scope_of: ScopeOf | None
    grants: tuple[Grant, ...]
    bars: tuple[Bar, ...]
    refers: tuple[Refer, ...]
    duties: tuple[Duty, ...]
    uncertain: bool
    confidence: str

    @property
    def scope(self) -> ScopeOf:
        """The charges it speaks of. A definition is never asked."""
        assert self.scope_of is not None
        return self.scope_of

    @property
    def answers(self) -> tuple[Published, ...]:
        """The different answers this version can grant."""
        return tuple(dict.fromkeys(grant.answer for grant in self.grants))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One rule, with every version of it.

    `implements` is the id under which the specification and its worked cases know the rule.
    `otherwise_of` is null in a definition, which decides nothing.
    `reviewed_by` names the lawyer who has read the page beside the law; empty = nobody yet.
    """

    page_id: str
    path: str
    kind: PageKind
    title: str
    implements: str
    vehicle: str
    verified_through: date
    confidence: str
    reviewed_by: str
    sections: tuple[Section, ...]
    versions: tuple[Version, ...]
    otherwise_of: Published | None
    sha256: str

    @property
    def decides(self) -> bool:
        """Whether it answers for a charge; a definition only says what other pages name."""
        return self.kind is not PageKind.DEFINITION

    @property
    def otherwise(self) -> Published:
        """The answer where nothing is granted. A definition is never asked."""
        assert self.otherwise_of is not None
        return self.otherwise_of

    @property
    def identifier(self) -> str:
        """The page's name inside a rule: `us-md/cp-8-301-1` is `us_md.cp_8_301_1`."""
        return identifier_of(self.page_id)

    @property
    def first_day(self) -> date | None:
        """First day on which the page answers; None = it always has."""
        return self.versions[0].span.first

    def version_on(self, day: date) -> Version | None:
        """The version in force on `day`; None before the first and after the last day."""
        return next((each for each in self.versions if day in each.span), None)

    def condition_names(self) -> tuple[str, ...]:
        """Every named condition of every version, in the order of the page."""
        return tuple(dict.fromkeys(c.name for c in self.conditions()))

    def conditions(self) -> Iterator[Condition]:
        """Every condition of every section."""
        for section in self.sections:
            yield from (each for each in section.statements if isinstance(each, Condition))

    def amounts(self, name: str) -> tuple[DatedAmount, ...]:
        """Every dated row of one amount."""
        return tuple(
            row for section in self.sections for row in section.amounts if row.name == name
        )

    def section_of(self, statement: Statement) -> Section:
        """The section under whose provision a statement stands."""
        return next(each for each in self.sections if statement in each.statements)


def identifier_of(page_id: str) -> str:
    """Turn a page id into the dotted name by which rules refer to it."""
    return page_id.replace("-", "_").replace("/", ".")
