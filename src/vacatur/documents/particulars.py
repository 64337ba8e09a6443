"""What a paper can say of a matter: a closed vocabulary, and the words beside each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

ENGLISH, SPANISH = "en", "es"
LANGUAGES = (ENGLISH, SPANISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Sentences, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `widths` are in proportion to each other, one for each column."""

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


Value: TypeAlias = str | Listing | Table
Values: TypeAlias = Mapping[str, Value]

# Of each particular: the words that stand beside its value. Those of a table or list are not shown.
LABELS: Mapping[str, str] = {
    "alleged-error": "The facts and the error",
    "answers": "What the law asks",
    "case-number": "Case number",
    "charges": "Charges",
    "charges-plain": "Charges",
    "consent": "What was agreed",
    "consequences": "Consequences",
    "court": "Level of the court",
    "court-day": "Day in court",
    "court-name": "Court",
    "courtroom": "Courtroom",
    "day": "Day",
    "defendant-address": "Last known address",
    "defendant-birth-date": "Date of birth",
    "defendant-name": "Defendant",
    "earlier-review": "Earlier review",
    "grounds": "Grounds",
    "hearing-day": "Day of the hearing",
    "justice": "The finding",
    "materiality": "Materiality",
    "new-information": "What was learned",
    "no-lawyer": "Review",
    "no-other-remedy": "Other remedies",
    "not-waived": "Waiver",
    "office-email": "E-mail",
    "office-name": "Office",
    "office-telephone": "Telephone",
    "order-day": "Day of the order",
    "papers-filed": "Papers",
    "petitioner-identity": "Identity",
    "previous-proceedings": "Previous proceedings",
    "records-changed": "Records",
    "response-days": "Days to respond",
    "restitution": "Restitution",
    "screener": "Company",
    "sentence": "Sentence",
    "served-on": "Service",
    "transcript": "Transcript",
    "trial": "Place and date of trial",
    "victim-address": "Victim",
    "victim-notice": "Notice to the victim",
    "warrants": "Warrant",
    "warrants-plain": "Warrant",
}
