"""The shapes of answers, for the contract. The answers themselves are the office's own objects.

They are checked against these in the tests, and not at each answer: nothing here decides.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from vacatur.engine.explanation import ChargeExplanation
from vacatur.engine.questions import Why
from vacatur.law.answers import PageKind, Published
from vacatur.office.screening import ScreenedRecord


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Named(_Shape):
    """The rulebook that answered. Another hash is another law."""

    name: str = Field(examples=["us-md-baltimore-city"])
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class _Said(_Shape):
    notice: str = Field(description="That no lawyer has reviewed the pages.")
    version: str = Field(description="Version of vacatur.", examples=["0.1.0"])


class Answer(_Said):
    """What every answer says of itself."""

    rulebook: Named


class ScreeningAnswer(Answer):
    """One record, screened on the day that its docket states."""

    record: ScreenedRecord


class Problem(_Said):
    """A refusal (RFC 9457). No value of the request stands in it; `where` says where to look."""

    type: str = Field(pattern="^urn:vacatur:problem:[a-z-]+$")
    title: str
    status: int
    detail: str = Field(description="What is wrong.")
    where: str = Field(default="", description="The place in the request.")
    why: str = Field(default="", description="Why it matters.")
    repair: str = Field(default="", description="What to do.")


class BatchResult(_Shape):
    """One record of a batch: screened or refused, and never both or neither."""

    position: int = Field(description="Place in the list, from 0.")
    id: str | None = Field(description="The docket's id; null: it has none that is text.")
    screened: ScreenedRecord | None
    refused: Problem | None


class Counts(_Shape):
    """records = screened + refused."""

    records: int
    screened: int
    refused: int


class BatchAnswer(Answer):
    """A day's bookings, in the order in which they came."""

    counts: Counts
    results: list[BatchResult]


class OpenQuestion(_Shape):
    """An open question, and the answer that would follow either way.

    `if_true` and `if_false` are null where several claims hang on it, which cannot all be answered
    alike. `decides`: either answer settles the charge.
    """

    question: str
    entity: str
    row: str
    column: str
    why: Why
    claims: list[str]
    asked_by: list[str]
    if_true: Published | None
    if_false: Published | None
    decides: bool


class ExplanationAnswer(Answer):
    """The charges of a record, each with every rule that reaches it."""

    explanations: list[ChargeExplanation]


class Days(_Shape):
    """First and last day, both included; null: no end on that side."""

    first: date | None
    last: date | None


class ProvisionShape(_Shape):
    """The words of a provision. Not `verbatim`: they are our paraphrase of the source."""

    words: str
    verbatim: bool
    source: str


class ConditionShape(_Shape):
    """A claim with a name, in words."""

    name: str
    means: str


class SectionShape(_Shape):
    """A provision, the days of decision on which it is read so, and what is read in it."""

    citation: str
    title: str
    in_force: Days
    uncertain: Days | None = Field(description="Days on which nobody can say whether it speaks.")
    confidence: Literal["high", "medium", "low"]
    provision: ProvisionShape | None
    conditions: list[ConditionShape]
    statements: list[str]
    amounts: list[str]


class PageHead(_Shape):
    """One page. `reviewed_by`: the lawyer who read it beside the law; null: nobody yet."""

    id: str
    address: str
    title: str
    kind: PageKind
    implements: str
    verified_through: date = Field(description="After this day every answer is REVIEW.")
    confidence: Literal["high", "medium", "low"]
    reviewed_by: str | None
    sha256: str


class PageShape(PageHead):
    """One page with its sections."""

    sections: list[SectionShape]


class LawPageAnswer(Answer):
    """A page of law or policy."""

    page: PageShape


class RulebookShape(Named):
    """A rulebook and its pages."""

    pages: list[PageHead]


class LawAnswer(_Said):
    """The rulebooks that this server answers from."""

    rulebooks: list[RulebookShape]


class Health(_Said):
    """The server answers."""

    status: Literal["ok"]
