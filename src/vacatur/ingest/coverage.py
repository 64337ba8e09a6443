"""What a source declares that its silence means: where, when and of whom it holds everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vacatur.record.terms import Court, Term


class ChargeLists(Term):
    """What the list of charges of a case holds."""

    ALL = "all", "a case lists every charge that it has or had, except expunged ones"
    SOME = "some", "a case may have charges that are not listed, so its list proves no absence"


class Searches(Term):
    """What a row of a history search covers."""

    EVERYWHERE = (
        "convictions_and_pending_everywhere",
        "every conviction and every pending case that the search found, in any jurisdiction, is in"
        " the export",
    )
    THIS_EXPORT = (
        "this_export_only",
        "somebody looked in this export and nowhere else, which proves nothing of other courts",
    )


class WarrantLists(Term):
    """What the table of warrants of an export holds."""

    ALL = "all", "every warrant that was issued in a case of the export is in its table of warrants"
    SOME = "some", "a case may have warrants that are not listed, so silence proves nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What one source declares. None: not declared, so silence there proves nothing."""

    courts: tuple[Court, ...] | None
    counties: tuple[str, ...] | None  # as cases.county has them
    first_day: date | None  # cases filed and charges disposed of from this day on
    last_day: date | None  # and up to this one
    charges: ChargeLists | None
    searches: Searches | None
    warrants: WarrantLists | None
    exported_on: date | None
    source: str | None  # who says so, in words

    @property
    def through(self) -> date | None:
        """Last day of which the export can tell anything; None: not declared."""
        return min((day for day in (self.last_day, self.exported_on) if day), default=None)

    def as_data(self) -> dict[str, Any]:
        """The declaration as its file would have it, without what is not declared."""
        declared = {
            "courts": self.courts and [court.value for court in self.courts],
            "counties": self.counties and list(self.counties),
            "first_day": self.first_day and self.first_day.isoformat(),
            "last_day": self.last_day and self.last_day.isoformat(),
            "charges": self.charges and self.charges.value,
            "searches": self.searches and self.searches.value,
            "warrants": self.warrants and self.warrants.value,
            "exported_on": self.exported_on and self.exported_on.isoformat(),
            "source": self.source,
        }
        return {key: value for key, value in declared.items() if value is not None}


NOTHING_DECLARED = Coverage(
    courts=None,
    counties=None,
    first_day=None,
    last_day=None,
    charges=None,
    searches=None,
    warrants=None,
    exported_on=None,
    source=None,
)


def coverage_from(data: Mapping[str, Any]) -> Coverage:
    """A declaration from what `Coverage.as_data` made of it."""
    days = {
        key: date.fromisoformat(data[key]) if key in data else None
        for key in ("first_day", "last_day", "exported_on")
    }
    return Coverage(
        courts=tuple(map(Court, data["courts"])) if "courts" in data else None,
        counties=tuple(data["counties"]) if "counties" in data else None,
        charges=ChargeLists(data["charges"]) if "charges" in data else None,
        searches=Searches(data["searches"]) if "searches" in data else None,
        warrants=WarrantLists(data["warrants"]) if "warrants" in data else None,
        source=data.get("source"),
        **days,
    )


def earlier(one: date | None, other: date | None) -> date | None:
    """The earlier of two last days; None: neither is declared."""
    return min((day for day in (one, other) if day), default=None)
