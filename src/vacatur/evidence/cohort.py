"""Arrests followed to their ends: what was reached, on which day, and who decided the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vacatur.record.terms import Term


class Stage(Term):
    """What an arrest may reach, in this order."""

    REFERRED = "referred", "sent by the police to the prosecutor"
    FILED = "filed", "charged in court by the prosecutor"
    DISPOSED = "disposed", "ended in court, in whatever way"
    SENTENCED = "sentenced", "sentenced after a conviction"
    RELIEVED = "relieved", "vacated, expunged, sealed or pardoned"


ORDER = tuple(Stage)


class DecidedBy(Term):
    """Whose decision an end was."""

    POLICE = "police", "the police"
    PROSECUTOR = "prosecutor", "the prosecutor"
    COURT = "court", "a court or a jury"
    NOBODY = "nobody", "nobody's, such as a death"
    NOT_KNOWN = "not_known", "the police or the prosecutor: the record does not say which"


class End(Term):
    """How a case ended. A case has one end, and they compete."""

    RELEASED_BY_POLICE = "released_by_police", "the police closed the arrest and referred nothing"
    DECLINED = "declined", "the prosecutor filed nothing"
    DIVERTED = "diverted", "the prosecutor ended it by diversion"
    DROPPED = "dropped", "the prosecutor ended a filed case: nolle prosequi or stet"
    DISMISSED = "dismissed", "a court ended it without a finding"
    ACQUITTED = "acquitted", "found not guilty"
    CONVICTED = "convicted", "found guilty or pleaded guilty, or probation before judgment"
    ABATED = "abated", "ended by the death of the accused, or sent to another court"
    ADJUDICATED = (
        "adjudicated",
        "decided by a court in another way: as a juvenile or civil case, or by supervision",
    )
    NOT_CHARGED = "not_charged", "closed without a charge; by whom is not recorded"

    @property
    def decided_by(self) -> DecidedBy:
        return _DECIDED_BY[self]


_DECIDED_BY = {
    End.RELEASED_BY_POLICE: DecidedBy.POLICE,
    End.DECLINED: DecidedBy.PROSECUTOR,
    End.DIVERTED: DecidedBy.PROSECUTOR,
    End.DROPPED: DecidedBy.PROSECUTOR,
    End.DISMISSED: DecidedBy.COURT,
    End.ACQUITTED: DecidedBy.COURT,
    End.CONVICTED: DecidedBy.COURT,
    End.ABATED: DecidedBy.NOBODY,
    End.ADJUDICATED: DecidedBy.COURT,
    End.NOT_CHARGED: DecidedBy.NOT_KNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortCase:
    """One arrest with everything that is known to have followed from it, linked by its number."""

    case_id: str
    arrested_on: date
    reached: Mapping[Stage, date]  # a stage that is absent is not known to have been reached
    end: End | None  # None: open
    ended_on: date | None  # None: open

    def day_of(self, stage: Stage) -> date | None:
        """The first day on which it had reached the stage: that of a later one shows it too."""
        later = ORDER[ORDER.index(stage) :]
        days = [self.reached[each] for each in later if each in self.reached]
        return min(days, default=None)


def fault(case: CohortCase, *, first: date, last: date) -> str:
    """Why a case cannot be followed; "": it can. `first` and `last` are the days of arrests."""
    if not first <= case.arrested_on <= last:
        return "arrested outside the period of the source"
    if (case.end is None) is not (case.ended_on is None):
        return "an end without its day, or a day without its end"
    days = [case.reached[stage] for stage in ORDER if stage in case.reached]
    if min([*days, case.ended_on or case.arrested_on]) < case.arrested_on:
        return "something happened before the arrest"
    if days != sorted(days):
        return "a stage was reached before an earlier one"
    return ""


def competes(end: End, stage: Stage) -> bool:
    """Whether a case that ended so can no longer reach the stage.

    A conviction leads to a sentence, and relief follows any end.
    """
    if stage is Stage.RELIEVED:
        return False
    return not (stage is Stage.SENTENCED and end is End.CONVICTED)
