"""One page's answer for one charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.engine.truth import Truth
from vacatur.law.answers import Outcome, Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Grain: one charge and one page.

    `reached` is false when the page does not speak of the charge; such a decision is shown for one
    record and left out of a run's table. `conditions` is empty outside the page's days.
    `last_verified` is what the page answered on the last day to which the law was checked, when
    `as_of` lies later: it is shown beside REVIEW and cannot be filed. `read_on` is the day of
    decision on which the conditions were read.
    """

    charge_id: str
    rule: str
    implements: str
    reached: bool
    outcome: Outcome
    published: Published
    eligible_on: date | None
    last_verified: Published | None
    conditions: Mapping[str, Truth]
    read_on: date
