"""What each kind of noise does to the cells of one row.

A change takes the row's cells and a whole number to choose with. It returns the cells that it
changes, the one to look at first; None where the row gives it nothing to damage.
"""

from __future__ import annotations

from collections.abc import Mapping

from vacatur.sample.case_rows import DISTRICT_COURT
from vacatur.sample.charge_rows import CHARGE_COLUMNS
from vacatur.sample.noise_words import (
    OTHER_OUTCOME_WORDS,
    RARE_WORDINGS,
    UNREAD,
    UNTELLING_OUTCOME_WORDS,
    Shares,
    contradicts,
    printed_in_its_time,
    weighted,
)

Cells = Mapping[str, str]

# Column of a charge's noise that is not the charge's own: what the header says of the case.
HEADER_SAYS = "case_disposition"

DAYS = (
    ("charge_inc_date_from", "charge_inc_date_to"),
    ("charge_disp_date",),
    ("charge_prob_end_date",),
    ("charge_pbj_end_date",),
)
DAY_COLUMNS = tuple(name for names in DAYS for name in names)
OFFENSE_WORDS = ("charge_cjis_code", "charge_desc", "charge_statute")
OUTCOME_COLUMNS = (
    "charge_disposition",
    "charge_disp_date",
    "charge_plea",
    "charge_amend_date",
    *CHARGE_COLUMNS[CHARGE_COLUMNS.index("charge_fine") :],
)
_MOVED = ("FORWARDED TO CIRCUIT COURT", "JURY TRIAL PRAYED")
# Cities in the state's column of 164 headers, and in how many of them.
_CITIES: Shares = (
    ("BALTIMORE", 141),
    ("GWYNN OAK", 7),
    ("PARKVILLE", 3),
    ("ROSEDALE", 2),
    *((name, 1) for name in ("BALTO", "BOWIE", "BROOKLYN", "CATONSVILLE", "COCKEYSVILLE")),
    *((name, 1) for name in ("ELKRIDGE", "FLUSHING", "FREDERICK", "HAGERSTOWN", "PIKESVILLE")),
    ("RANDALLSTOWN", 1),
)


def city_in_state(cells: Cells, roll: int) -> Cells | None:
    """Put a city where the state belongs; in one of twenty the city's own column keeps it too."""
    if cells["court_system"] != DISTRICT_COURT or cells["defendant_state"] != "MD":
        return None
    kept = cells["defendant_city"] if roll % 20 == 0 else ""
    return {"defendant_state": weighted(_CITIES, roll // 20), "defendant_city": kept}


def no_such_state(cells: Cells, roll: int) -> Cells | None:
    """Put XX where the state belongs."""
    misplaced = cells["court_system"] == DISTRICT_COURT and cells["defendant_state"] == "MD"
    return {"defendant_state": "XX"} if misplaced else None


def blank_birth_date(cells: Cells, roll: int) -> Cells | None:
    """Leave the birth date out."""
    return {"defendant_dob_shifted": ""} if cells["defendant_dob_shifted"] else None


def blank_code_and_statute(cells: Cells, roll: int) -> Cells | None:
    """Leave code and statute out; the words remain."""
    if contradicts(cells["charge_cjis_code"], cells["charge_desc"]):
        return None  # the words that would remain are the untrue ones
    return {"charge_cjis_code": "", "charge_statute": ""}


def blank_offense_days(cells: Cells, roll: int) -> Cells | None:
    """Leave both days of the offense out."""
    return {"charge_inc_date_from": "", "charge_inc_date_to": ""}


def offense_days_differ(cells: Cells, roll: int) -> Cells | None:
    """Mistype the year of the last day by one, or by nine."""
    day = cells["charge_inc_date_to"]
    return {"charge_inc_date_to": f"{int(day[:4]) + (1, 9)[roll % 2]}{day[4:]}"}


def figures_of_a_year_swapped(cells: Cells, roll: int) -> Cells | None:
    """Swap two figures of a year, so that 2011 becomes 2101."""
    day = cells["charge_inc_date_to"]
    swapped = f"{day[0]}{day[2]}{day[1]}{day[3:]}"
    return {"charge_inc_date_to": swapped} if swapped != day else None


def blank_outcome(cells: Cells, roll: int) -> Cells | None:
    """Leave the whole outcome out, in a case that went on in Circuit Court."""
    if cells[HEADER_SAYS] not in _MOVED or not cells["charge_disposition"]:
        return None
    return dict.fromkeys(OUTCOME_COLUMNS, "")


def untelling_outcome(cells: Cells, roll: int) -> Cells | None:
    """Print an outcome from which nobody can tell how the charge ended."""
    if not cells["charge_disposition"]:
        return None
    return {"charge_disposition": _one_of(UNTELLING_OUTCOME_WORDS, roll)}


def other_outcome_words(cells: Cells, roll: int) -> Cells | None:
    """Print the same outcome in other words."""
    words = OTHER_OUTCOME_WORDS.get(cells["charge_disposition"])
    return {"charge_disposition": _one_of(words, roll)} if words else None


def rare_wording(cells: Cells, roll: int) -> Cells | None:
    """Describe the charge in words that clerks rarely use."""
    code, said = cells["charge_cjis_code"], cells["charge_desc"]
    if code not in RARE_WORDINGS or contradicts(code, said):
        return None
    return {"charge_desc": _one_of(RARE_WORDINGS[code], roll)}


def wording_of_its_time(cells: Cells, roll: int) -> Cells | None:
    """Describe the charge as the court did at the time, where that is not how it stands."""
    code, said, day = (cells[name] for name in ("charge_cjis_code", "charge_desc", DAYS[0][0]))
    printed = printed_in_its_time(code, day, roll)
    if printed in ("", said) or said in UNREAD or contradicts(code, said):
        return None
    return {"charge_desc": printed}


def two_spaces(cells: Cells, roll: int) -> Cells | None:
    """Double the first space of the description."""
    said = cells["charge_desc"]
    return {"charge_desc": said.replace(" ", "  ", 1)} if " " in said else None


def day_that_is_none(cells: Cells, roll: int) -> Cells | None:
    """Print 30 February."""
    return _with_day(cells, roll, year="", month_and_day="02-30")


def year_1712(cells: Cells, roll: int) -> Cells | None:
    """Print a year before there was a court."""
    return _with_day(cells, roll, year="1712", month_and_day="")


def year_of_two_figures(cells: Cells, roll: int) -> Cells | None:
    """Print the year without its century."""
    names = _days_there(cells, roll)
    whole = cells[names[0]]
    short = whole[:6] + whole[8:] if "/" in whole else whole[2:]
    return dict.fromkeys(names, short)


def spaces_around(cells: Cells, roll: int) -> Cells | None:
    """Put spaces before and after one cell."""
    name = _one_that_is_there(cells, roll)
    return {name: f" {cells[name]}  "} if name else None


def small_letters(cells: Cells, roll: int) -> Cells | None:
    """Print one cell in small letters."""
    name = _one_that_is_there(cells, roll)
    if not name or cells[name] == cells[name].lower():
        return None
    return {name: cells[name].lower()}


def another_outcome(cells: Cells, roll: int) -> Cells | None:
    """Tell another outcome in a second row about the charge."""
    told = cells["charge_disposition"]
    if not told:
        return None
    return {"charge_disposition": "NOLLE PROSEQUI" if told == "GUILTY" else "GUILTY"}


def another_birth_date(cells: Cells, roll: int) -> Cells | None:
    """Tell a birth date ten years off in a second header of the case."""
    born = cells["defendant_dob_shifted"]
    return {"defendant_dob_shifted": f"{int(born[:4]) + 10}{born[4:]}"} if born else None


def another_person(cells: Cells, roll: int) -> Cells | None:
    """Name a key that nobody bears in a second header of the case."""
    key = cells["person_key"]
    return {"person_key": f"P{key[:0:-1]}"} if key else None


def district_header(cells: Cells, roll: int) -> Cells | None:
    """Change no cell of a District header; the row itself is damaged."""
    return {} if cells["court_system"] == DISTRICT_COURT else None


def nothing(cells: Cells, roll: int) -> Cells | None:
    """Change no cell; the row itself is damaged."""
    return {}


def _one_of(words: tuple[str, ...], roll: int) -> str:
    return words[roll % len(words)]


def _one_that_is_there(cells: Cells, roll: int) -> str:
    names = tuple(name for name, cell in cells.items() if cell)
    return _one_of(names, roll) if names else ""


def _days_there(cells: Cells, roll: int) -> tuple[str, ...]:
    there = [names for names in DAYS if cells[names[0]]]
    return there[roll % len(there)]


def _with_day(cells: Cells, roll: int, *, year: str, month_and_day: str) -> Cells:
    names = _days_there(cells, roll)
    whole = cells[names[0]]
    iso = "/" not in whole
    then = year or (whole[:4] if iso else whole[6:])
    rest = month_and_day or (whole[5:] if iso else whole[:5].replace("/", "-"))
    text = f"{then}-{rest}" if iso else f"{rest.replace('-', '/')}/{then}"
    return dict.fromkeys(names, text)
