"""Generated records: small lives full of boundaries and of things nobody recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.support.boundaries import LEAP_DAYS, ONE_DAY, Boundaries
from vacatur.record.case import Case, Objection, Participant, Victim
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Diversion, Person, Registration, Relief, Warrant
from vacatur.record.record import Record
from vacatur.record.source import SourceRef
from vacatur.record.terms import Appeal, Completion, Court, Custody, GroundType, Materiality, Movant

# How much of a person's record is missing: little, some, or a third of it.
SHARES_MISSING = (0.02, 0.02, 0.1, 0.35)
# In a quiet life nothing of this kind stands in the way, so that the rest can decide.
QUIET: Mapping[str, Any] = {
    "death_date": None,
    "noncitizen": False,
    "custody": Custody.NONE,
    "court": Court.DISTRICT,
    "appeal": Appeal.NONE,
    "restitution_ordered": Decimal(0),
    "restitution_balance": Decimal(0),
    "continued_in": None,
    "sentence_completion": Completion.SATISFACTORY,
    "ground_type": GroundType.NEW_INFORMATION,
    "ground_known_before_judgment": False,
    "ground_justice": True,
    "ground_materiality": Materiality.SOLE_WITNESS,
    "movant": Movant.PROSECUTOR,
}
# Of quiet lives a few are quiet in another way: the person asks, or still serves the sentence.
QUIET_LIVES: tuple[Mapping[str, Any], ...] = (
    *[QUIET] * 6,
    {**QUIET, "movant": Movant.PERSON},
    {
        **QUIET,
        "custody": Custody.INCARCERATED,
        "sentence_completion": Completion.NOT_COMPLETE,
        "sentence_end": date(2031, 3, 4),
    },
)
SOURCE = SourceRef("generated", 0)
END_OF_CALENDAR = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Place:
    """What records of one place look like: offences that stand together, and weighted values.

    `values` gives for a column the values to draw from; a value that stands twice is twice as
    likely, and None there is drawn beside the nulls that every column has.
    """

    offenses: tuple[Mapping[str, Any], ...]
    values: Mapping[str, tuple[Any, ...]]


class Life:
    """Draws one person's record after another from one source of chance.

    Two lives with the same seed are alike but for the `prefix` of their ids.
    """

    def __init__(
        self, seed: int, place: Place, boundaries: Boundaries, *, prefix: str = "r"
    ) -> None:
        self._dice = Random(seed)
        self._place = place
        self._at = boundaries
        self._prefix = prefix
        self._as_of = date(2020, 1, 1)
        self._missing = 0.0
        self._quiet: Mapping[str, Any] = {}

    def records(self, charges: int) -> Iterator[Record]:
        """Records until they hold at least so many charges."""
        drawn = 0
        number = 0
        while drawn < charges:
            number += 1
            record = self._record(f"{self._prefix}{number}")
            drawn += sum(1 for _ in record.charges())
            yield record

    # ---- rows ---------------------------------------------------------------------------

    def _record(self, name: str) -> Record:
        self._as_of = self._decision_day()
        self._missing = self._dice.choice(SHARES_MISSING)
        quiet = self._missing < 0.2 and self._chance(0.8)
        self._quiet = self._dice.choice(QUIET_LIVES) if quiet else {}
        case_ids = [f"{name}/k{i + 1}" for i in range(self._dice.choice((1, 1, 1, 2, 2, 3)))]
        cases = tuple(self._case(case_id, name) for case_id in case_ids)
        charges = [charge for case in cases for charge in case.charges]
        findings = {
            charge.charge_id: self._row(Findings, charge_id=charge.charge_id)
            for charge in charges
            if self._chance(0.6)
        }
        person = self._person(name, [charge.charge_id for charge in charges])
        return Record(
            record_id=name, as_of=self._as_of, person=person, cases=cases, findings=findings
        )

    def _person(self, name: str, charge_ids: list[str]) -> Person:
        person = self._row(
            Person,
            person_id=name,
            registrations=self._rows(Registration, person_id=name),
            warrants=self._rows(Warrant, person_id=name),
            diversions=self._rows(Diversion, person_id=name),
            relief=self._rows(Relief, person_id=name),
        )
        # a person who must be referred hides every other answer
        settled = {
            "death_date": person.death_date if self._chance(0.1) else None,
            "noncitizen": person.noncitizen if self._chance(0.1) else None,
            "history_checked_on": self._history(),
        }
        relief = person.relief
        if relief:
            relief = tuple(
                replace(each, charge=self._dice.choice([*charge_ids, None])) for each in relief
            )
        return replace(person, relief=relief, **settled)

    def _history(self) -> date | None:
        kind = self._dice.random()
        if kind < 0.6 or (self._quiet and kind < 0.9):
            return self._as_of
        if kind < 0.75:
            return None
        return self._as_of + timedelta(days=self._dice.choice((-400, -1, 1, 1, 400)))

    def _case(self, case_id: str, person_id: str) -> Case:
        count = self._dice.choice((1, 1, 1, 2, 2, 3))
        ids = [f"{case_id}c{i + 1}" for i in range(count)]
        return self._row(
            Case,
            case_id=case_id,
            person_id=person_id,
            charges=tuple(self._charge(each, case_id, person_id) for each in ids),
            objections=self._rows(Objection, case_id=case_id),
            victims=self._rows(Victim, case_id=case_id),
            participants=self._rows(
                Participant, case_id=case_id, source_file=SOURCE.file, source_row=SOURCE.row
            ),
            charges_complete=self._dice.choice((True, True, True, False, None)),
        )

    def _charge(self, charge_id: str, case_id: str, person_id: str) -> Charge:
        charge = self._row(Charge, charge_id=charge_id, case_id=case_id, person_id=person_id)
        # two of three charges are an offence as it is really printed, the rest a jumble
        offense: dict[str, Any] = {}
        if self._chance(0.7):
            offense = dict(self._dice.choice(self._place.offenses))
            for column in list(offense):
                if self._chance(0.08):
                    offense[column] = None
        incident = self._dice.choice((f"{person_id}i1", f"{person_id}i1", f"{person_id}i2", None))
        changes = {**offense, "incident": incident}
        if self._chance(0.9 if self._quiet else 0.4):
            changes |= self._in_order(charge)
        return replace(charge, **changes)

    def _in_order(self, charge: Charge) -> dict[str, Any]:
        """Days as they usually follow each other; the first stays where it fell."""
        start = charge.offense_date
        if start is None or start > self._as_of:
            return {}
        decided = start + timedelta(days=self._dice.choice((0, 30, 120, 400)))
        ended = self._dice.choice((charge.sentence_end, decided + timedelta(days=365), decided))
        arrested = self._dice.choice((None, start, start, start + ONE_DAY))
        return {
            "arrest_date": arrested,
            "issued_date": arrested,
            "disposition_date": decided,
            "sentence_end": max(ended, decided) if ended and self._quiet else ended,
        }

    def _rows(self, kind: type, **keys: Any) -> tuple[Any, ...] | None:
        if self._quiet:
            return self._dice.choice((None, (), (), ()))
        if self._chance(0.3):
            return None
        return tuple(self._row(kind, **keys) for _ in range(self._dice.choice((0, 0, 1, 2))))

    def _row(self, kind: type, **given: Any) -> Any:
        values: dict[str, Any] = {
            column.name: self._value(column)
            for column in columns_of(kind)
            if column.name not in given
        }
        if "source" in {field.name for field in fields(kind)}:
            values |= {"source": SOURCE, "unreadable": frozenset()}
        return kind(**values, **given)

    # ---- values -------------------------------------------------------------------------

    def _value(self, column: ColumnType) -> Any:
        if column.name in self._quiet and self._chance(0.97):
            return self._quiet[column.name]
        if column.name == "birth_date" and self._chance(0.6):
            return date(1955, 1, 1) + timedelta(days=self._dice.randrange(0, 365 * 35))
        # two kinds of rows may have a column of one name, with other words
        usual = [
            value
            for value in self._place.values.get(column.name, ())
            if value is None or column.is_list or isinstance(value, column.kind)
        ]
        if any(value is not None for value in usual):
            drawn = self._dice.choice(usual)
            missing = drawn is None and self._missing < 0.05
            return self._dice.choice(usual) if missing else drawn
        if self._chance(self._missing):
            return None
        if column.is_list:
            return tuple(self._plain(column) for _ in range(self._dice.choice((0, 1, 2))))
        return self._plain(column)

    def _plain(self, column: ColumnType) -> Any:
        if column.kind is date:
            return self._day()
        if column.kind is bool:
            return self._chance(0.4)
        if column.kind is int:
            return self._dice.choice((0, 1, 2, 3, *self._at.ages))
        if column.kind is Decimal:
            return self._amount()
        if column.terms:
            return self._dice.choice(list(column.kind))  # type: ignore[call-overload]
        return self._dice.choice(("A", "B", ""))

    def _amount(self) -> Decimal:
        if self._at.amounts and self._chance(0.8):
            return self._dice.choice(self._at.amounts)
        return Decimal(self._dice.randrange(0, 2000)) / 10

    def _decision_day(self) -> date:
        # the newest version of every page, however many boundaries there are
        if self._chance(0.2):
            return self._at.verified_through - timedelta(days=self._dice.randrange(0, 60))
        if self._chance(0.5):
            return self._dice.choice(self._at.decision_days)
        if self._chance(0.2):
            return self._dice.choice([day for day in LEAP_DAYS if day.year >= 2016])
        return date(2014, 1, 1) + timedelta(days=self._dice.randrange(0, 365 * 13))

    def _day(self) -> date:
        """A day that matters to some page or to the day of decision, or any day."""
        kind = self._dice.random()
        beside = timedelta(days=self._dice.choice((-1, 0, 0, 1)))
        if kind < 0.30:
            return self._dice.choice(self._at.days)
        if kind < 0.55:
            years = self._dice.choice((*self._at.years, *self._at.ages))
            return _years_before(self._as_of, years) + beside
        if kind < 0.62:
            return self._as_of - timedelta(days=self._dice.choice(self._at.waits_in_days)) + beside
        if kind < 0.70:
            return self._as_of + beside
        if kind < 0.78:
            return self._dice.choice(LEAP_DAYS)
        if kind < 0.785:
            return END_OF_CALENDAR
        if kind < 0.84:
            return self._as_of + timedelta(days=self._dice.randrange(1, 1500))
        return date(1995, 1, 1) + timedelta(days=self._dice.randrange(0, 365 * 32))

    def _chance(self, share: float) -> bool:
        return self._dice.random() < share


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a common year
        return day.replace(year=day.year - years, day=28) + ONE_DAY
