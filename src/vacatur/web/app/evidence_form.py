"""The form that compares groups, as the question that the command line asks too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from vacatur.errors import UsageError
from vacatur.evidence.charts import Event
from vacatur.evidence.denominators import DenominatorKind
from vacatur.evidence.disclosure.rule import Tier
from vacatur.office.evidence_asking import event_named, kind_named, tier_named
from vacatur.office.evidence_figures import EvidenceAsked
from vacatur.office.evidence_files import TABLES, evidence_file
from vacatur.office.evidence_population import PopulationAsked
from vacatur.office.workspace import Workspace
from vacatur.web.app.fields import day_in


def asked_in(workspace: Workspace, told: Mapping[str, str]) -> EvidenceAsked:
    """What a form asks of a source.

    Raises
    ------
    UsageError
        A field lacks what it must hold, or a file is not there.
    """
    earlier = _text(told, "earlier")
    return EvidenceAsked(
        source=evidence_file(workspace, _text(told, "source"), *TABLES),
        adapter=_text(told, "adapter"),
        columns=_lines(told, "columns"),
        offense=_text(told, "offense"),
        codes=_lines(told, "codes"),
        what=_text(told, "what"),
        first=_day(told, "first"),
        last=_day(told, "last"),
        unit=_text(told, "unit"),
        extracted_on=day_in(_text(told, "extracted_on")),
        said_by=_text(told, "said_by"),
        population=evidence_file(workspace, _text(told, "population"), *TABLES),
        population_asked=_population(told),
        by=_text(told, "by") or "race",
        reference=_text(told, "reference") or None,
        each_district=bool(_text(told, "each_district")),
        per=_number(told, "per") or 1000,
        wrong_codes=_lines(told, "wrong_codes"),
        wrong_words=_lines(told, "wrong_words"),
        earlier=evidence_file(workspace, earlier, *TABLES) if earlier else None,
    )


def tier_in(told: Mapping[str, str]) -> Tier:
    """For whom the figures are; the public, unless the form says otherwise."""
    return tier_named(_text(told, "tier") or Tier.PUBLIC.value)


def events_in(told: Mapping[str, str]) -> tuple[Event, ...]:
    """Named days of the chart, one on a line."""
    return tuple(event_named(each) for each in _lines(told, "events"))


def _population(told: Mapping[str, str]) -> PopulationAsked:
    return PopulationAsked(
        kind=kind_named(_text(told, "population_kind") or DenominatorKind.RESIDENTS.value),
        year=_number(told, "population_year"),
        place=_text(told, "population_place"),
        said_by=_text(told, "population_said_by"),
        derived=_text(told, "population_derived"),
        years_apart_because=_text(told, "years_apart_because"),
    )


def _text(told: Mapping[str, str], name: str) -> str:
    return told.get(name, "").strip()


def _lines(told: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in told.get(name, "").splitlines() if each.strip())


def _day(told: Mapping[str, str], name: str) -> date:
    found = day_in(_text(told, name))
    if found is None:
        raise UsageError("the period lacks a day", repair="Give its first and its last day.")
    return found


def _number(told: Mapping[str, str], name: str) -> int | None:
    """A number of at most six digits; None: the field is empty."""
    text = _text(told, name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text)):
        raise UsageError("a number cannot be read", repair="Write digits alone.")
    return int(text)
