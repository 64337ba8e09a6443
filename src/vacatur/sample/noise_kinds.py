"""The kinds of noise of a court's export, and how often each strikes.

Measured kinds are as frequent as in an extract of Case Search (3,855 case headers, of which 2,259
are District, and 6,346 charges), less what the county without noise has already. The extract is a
biased one, so only frequencies that belong to the court's system are taken from it, and not the mix
of its cases: how many were forwarded stays as it is. Stated kinds were not met in it, or the source
that has them has no counts; their rate is an assumption, small and the same for all of a sort. (Two
of 151,990 dispositions in an extract of the Suffolk County District Attorney, Boston, are dated
before 1900.)

A row has one fault at most, and a row whose code and words were made to contradict each other keeps
its words: two faults can hide each other, and then nobody could tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from vacatur.sample import noise_changes as change
from vacatur.sample.noise_changes import Cells

_MILLION = 1_000_000


class Fate(Enum):
    """What becomes of the row that is struck."""

    CHANGED = auto()  # it stands, with other cells
    TWICE = auto()  # it stands, and a second one under it, with other cells or the same
    SHORT = auto()  # it stands without its last cell
    LOST = auto()  # it does not stand at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of noise."""

    name: str  # as `truth/noise.csv` has it
    file: str  # which file of the export it strikes
    reads: tuple[str, ...]  # columns that `change` may look at
    change: Callable[[Cells, int], Cells | None]
    per_million: int  # of the rows that it can strike
    measured: bool  # False: the rate is stated, and nothing was counted
    fate: Fate


def _measured(
    name: str,
    file: str,
    reads: tuple[str, ...],
    what: Callable[[Cells, int], Cells | None],
    *,
    rows: int,
    of: int,
    already_per_million: int = 0,
    fate: Fate = Fate.CHANGED,
) -> Kind:
    """Make a kind that was seen in so many rows `of` so many.

    `already_per_million` is the part of the rows that show it in the county without noise.
    """
    missing = rows * _MILLION // of - already_per_million
    return Kind(
        name=name,
        file=file,
        reads=reads,
        change=what,
        per_million=missing * _MILLION // (_MILLION - already_per_million),
        measured=True,
        fate=fate,
    )


def _stated(
    name: str,
    file: str,
    reads: tuple[str, ...],
    what: Callable[[Cells, int], Cells | None],
    per_million: int,
    fate: Fate = Fate.CHANGED,
) -> Kind:
    return Kind(
        name=name,
        file=file,
        reads=reads,
        change=what,
        per_million=per_million,
        measured=False,
        fate=fate,
    )


_HEADERS, _DISTRICT_HEADERS, _CHARGES, _DISPOSED = 3_855, 2_259, 6_346, 2_033
_STATE = ("court_system", "defendant_state", "defendant_city")
_HEADER_WORDS = ("court_system", "case_disposition", "defendant_race", "defendant_sex")
_HEADER_KEYS = ("person_key", "tracking_num", "district_case_num", "defendant_dob_shifted")
_OFFENSE_DAYS = change.DAYS[0]
_SELDOM, _SOMETIMES = 1_000, 5_000  # a million, of the stated kinds
_HARDLY_EVER = 300  # a header that is missing takes a whole case with it

# The order is a part of what a seed means for a noisy county.
KINDS: tuple[Kind, ...] = (
    _stated(
        "header is missing",
        "cases",
        ("court_system",),
        change.district_header,
        _HARDLY_EVER,
        Fate.LOST,
    ),
    _stated("row is short", "cases", ("case_num",), change.nothing, _SELDOM, Fate.SHORT),
    _measured(
        "row stands twice",
        "cases",
        ("case_num",),
        change.nothing,
        rows=1,
        of=_HEADERS,
        fate=Fate.TWICE,
    ),
    _stated(
        "second row differs",
        "cases",
        ("defendant_dob_shifted",),
        change.another_birth_date,
        _SELDOM,
        Fate.TWICE,
    ),
    _stated(
        "second row names another person",
        "cases",
        ("person_key",),
        change.another_person,
        _SELDOM,
        Fate.TWICE,
    ),
    _measured(
        "birth date is blank",
        "cases",
        ("defendant_dob_shifted",),
        change.blank_birth_date,
        rows=2,
        of=_HEADERS,
    ),
    _measured(
        "city in the state's column",
        "cases",
        _STATE,
        change.city_in_state,
        rows=164,
        of=_DISTRICT_HEADERS,
        already_per_million=60_000,
    ),
    _measured("no such state", "cases", _STATE, change.no_such_state, rows=4, of=_DISTRICT_HEADERS),
    _stated(
        "spaces around a cell",
        "cases",
        (*_HEADER_WORDS, *_HEADER_KEYS),
        change.spaces_around,
        _SELDOM,
    ),
    _stated("small letters", "cases", _HEADER_WORDS, change.small_letters, _SELDOM),
    _stated("row is short", "charges", ("case_num",), change.nothing, _SELDOM, Fate.SHORT),
    _stated("row stands twice", "charges", ("case_num",), change.nothing, _SELDOM, Fate.TWICE),
    _stated(
        "second row differs",
        "charges",
        ("charge_disposition",),
        change.another_outcome,
        _SELDOM,
        Fate.TWICE,
    ),
    _measured(
        "code and statute are blank",
        "charges",
        change.OFFENSE_WORDS,
        change.blank_code_and_statute,
        rows=50,
        of=_CHARGES,
    ),
    _measured(
        "offense days are blank",
        "charges",
        ("case_num",),
        change.blank_offense_days,
        rows=14,
        of=_CHARGES,
    ),
    _measured(
        "offense days differ",
        "charges",
        _OFFENSE_DAYS,
        change.offense_days_differ,
        rows=3,
        of=_CHARGES,
    ),
    _measured(
        "figures of a year swapped",
        "charges",
        _OFFENSE_DAYS,
        change.figures_of_a_year_swapped,
        rows=1,
        of=_CHARGES,
    ),
    _measured(
        "outcome is blank",
        "charges",
        ("charge_disposition", change.HEADER_SAYS),
        change.blank_outcome,
        rows=4_293,
        of=4_383,  # charges of cases that were forwarded or in which a jury was prayed
        already_per_million=965_000,
    ),
    _measured(
        "untelling outcome",
        "charges",
        ("charge_disposition",),
        change.untelling_outcome,
        rows=1,
        of=_DISPOSED,
    ),
    _measured(
        "two spaces in the words",
        "charges",
        ("charge_desc",),
        change.two_spaces,
        rows=1,
        of=_CHARGES,
    ),
    _stated("day that is none", "charges", change.DAY_COLUMNS, change.day_that_is_none, _SELDOM),
    _stated("year 1712", "charges", change.DAY_COLUMNS, change.year_1712, _SELDOM),
    _stated(
        "year of two figures", "charges", change.DAY_COLUMNS, change.year_of_two_figures, _SELDOM
    ),
    _stated(
        "spaces around a cell",
        "charges",
        (*change.OFFENSE_WORDS, *change.DAY_COLUMNS, "charge_disposition", "case_num"),
        change.spaces_around,
        _SELDOM,
    ),
    _stated(
        "small letters",
        "charges",
        (*change.OFFENSE_WORDS, "charge_disposition"),
        change.small_letters,
        _SELDOM,
    ),
    _stated(
        "other words for the outcome",
        "charges",
        ("charge_disposition",),
        change.other_outcome_words,
        _SOMETIMES,
    ),
    _stated("rare wording", "charges", change.OFFENSE_WORDS, change.rare_wording, _SOMETIMES),
    # Last, because it strikes every row that can be struck.
    _measured(
        "wording of its time",
        "charges",
        (*change.OFFENSE_WORDS, *_OFFENSE_DAYS),
        change.wording_of_its_time,
        rows=1,
        of=1,
    ),
)

# What follows in other files from a row that was lost or cannot be read.
HEADER_UNREAD = "its header is lost or cannot be read"
CHARGE_UNREAD = "its charge is lost or cannot be read"
PERSON_UNREAD = "no header that can be read has the person"
