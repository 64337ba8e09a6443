"""The typed nodes into which a rule is read. They hold meaning and place."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Entity(StrEnum):
    """A kind of row that a rule can speak of."""

    CHARGE = "charge"
    CASE = "case"
    PERSON = "person"
    FINDINGS = "findings"
    REGISTRATION = "registration"
    WARRANT = "warrant"
    DIVERSION = "diversion"
    RELIEF = "relief"
    OBJECTION = "objection"
    VICTIM = "victim"


class SetName(StrEnum):
    """A set of rows that can be looked through, with what closes it."""

    CASE_CHARGES = "case.charges"
    PERSON_CHARGES = "person.charges"
    CHARGE_INCIDENT = "charge.incident"
    PERSON_REGISTRATIONS = "person.registrations"
    PERSON_WARRANTS = "person.warrants"
    PERSON_DIVERSIONS = "person.diversions"
    PERSON_RELIEF = "person.relief"
    CASE_OBJECTIONS = "case.objections"
    CASE_VICTIMS = "case.victims"


@dataclass(frozen=True, slots=True)
class Place:
    """Line of the page, and the words that stand there."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything that was read from a rule, with the place it was read from."""

    at: Place

    @property
    def line(self) -> int:
        """Line of the page."""
        return self.at.line

    @property
    def text(self) -> str:
        """Its own words, on one line."""
        return self.at.text


# ---- values -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A day, number or text written in the page."""

    value: date | Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Node):
    """A column of a row: `charge.offense_date`, `other.grade`."""

    row: str
    entity: Entity
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Node):
    """The day of decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterOf(Node):
    """The later of two or more days; unknown if one is unknown."""

    days: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeOn(Node):
    """The person's completed years of age on a day."""

    day: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Node):
    """A charge's amount: weight, basis, form, bounds, plants and THC together."""

    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue(Node):
    """An amount that changes by amendment, read on a day and for the charge's form."""

    name: str
    on: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSet(Node):
    """Rows looked through one by one under the name `variable`."""

    variable: str
    source: SetName | Field
    where: Truth | None

    def denied(self) -> RowSet:
        """The same rows with the opposite condition: all satisfy a claim when none denies it."""
        if self.where is None:
            return self
        there = self.where.at
        opposite = Not(part=self.where, at=Place(there.line, f"not_({there.text})"))
        return dataclasses.replace(self, where=opposite)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Node):
    """How many rows of a set (or how many different cases) satisfy its condition."""

    rows: RowSet
    cases: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked(Node):
    """The first or last day that a column holds among the rows of a set."""

    rows: RowSet
    day: Field
    last: bool


# ---- claims that are true, false or unknown -------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal(Node):
    left: Value
    right: Value
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SameRow(Node):
    """Whether two names speak of one charge."""

    left: str
    right: str
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IsIn(Node):
    left: Field
    terms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsOffense(Node):
    """Whether code, words and statute of a charge agree that it is on a code list."""

    row: str
    code_list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Under(Node):
    """Whether a cited statute is a provision or stands within it."""

    left: Field
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameStatute(Node):
    left: Field
    right: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Before(Node):
    left: Value
    right: Value
    inclusive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited(Node):
    """Years or days have run since a day; the anniversary itself counts as run."""

    since: Value
    years: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotWithin(Node):
    """Years have run since a day; on the anniversary itself nobody can say."""

    after: Value
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HasPassed(Node):
    """A day has come."""

    day: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Node):
    """`at_most` (strict = False) or `less_than` (strict = True)."""

    left: Value
    right: Value
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Node):
    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Node):
    parts: tuple[Truth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    part: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class ThereIs(Node):
    rows: RowSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Every(Node):
    rows: RowSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Node):
    """A judgement that only a named kind of person can make; its recorded answer is an input."""

    question: str
    by: str
    recorded_as: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged(Node):
    """True only when the condition is known to be true; a null reads as "not checked"."""

    part: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Meets(Node):
    """Whether another charge satisfies a named condition."""

    row: str
    condition: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref(Node):
    """A named condition of this page (`page` empty) or of another."""

    page: str
    name: str


Value = Literal | Field | AsOf | LaterOf | AgeOn | Amount | DatedValue | Counted | Picked
Truth = (
    Field
    | Equal
    | SameRow
    | IsIn
    | IsOffense
    | Under
    | SameStatute
    | Before
    | Waited
    | NotWithin
    | HasPassed
    | Limit
    | AllOf
    | AnyOf
    | Not
    | ThereIs
    | Every
    | Finding
    | Flagged
    | Meets
    | Ref
)
