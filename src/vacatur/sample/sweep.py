"""Write what a sweep begins with: an export of pending cases, warrants and dates in court.

The county of `sample.county` ends its cases, as a county does over twenty years. A sweep looks at
one day at what is open on it, so its export is one of its own, with the truth beside it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vacatur.sample import SampleError, keys
from vacatur.sample.case_rows import DISTRICT_COURT
from vacatur.sample.dice import Dice, Ints
from vacatur.sample.homes import draw_homes
from vacatur.sample.name_lists import draw_given_names, draw_surnames
from vacatur.sample.people import DISTRICT_RACES, ZIPS
from vacatur.sample.sweep_cases import FIRST_DAY, SECOND_DAY, SweepCase, sweep_cases

# What the two sweeps of Baltimore ended: warrants in June 2020 and in February 2021.
BALTIMORE = (586, 829)
MOST_WARRANTS = 100_000
_CASES = (
    "case_num", "court_system", "case_status", "tracking_num", "case_disposition",
    "district_case_num", "person_key", "defendant_name", "defendant_race", "defendant_sex",
    "defendant_dob_shifted", "defendant_address", "defendant_state", "defendant_zip5",
)  # fmt: skip
_CHARGES = (
    "case_num", "charge_num", "charge_desc", "charge_statute", "charge_cjis_code",
    "charge_inc_date_from", "charge_inc_date_to", "charge_disposition", "charge_disp_date",
    "charge_pbj_end_date", "charge_prob_end_date", "charge_jailtime", "charge_susp_jailtime",
)  # fmt: skip
_WARRANTS = ("case_num", "warrant_type", "issue_date", "judge", "last_status", "status_date")
_SCHEDULE = ("case_num", "event_type", "date", "time", "judge", "location", "room", "result")
_TRUTH = ("case_number", "round", "kind", "covered", "warrant_open", "court_day")
_COVERAGE = """\
# What this invented export's silence means.
format: 1
source: "an invented county"
exported_on: {day}
courts: [district]
counties: ["Baltimore City"]
charges: all
warrants: all
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepSummary:
    """What was written. `covered` are the open cases of which the list holds every charge."""

    cases: int
    charges: int
    warrants: int
    court_dates: int
    open_warrants: int
    covered: int
    covered_with_open_warrant: int
    kinds: Mapping[str, int]
    exported_on: str
    folder: Path


def write_sweep(
    out: Path, *, first: int, second: int, seed: int, later: bool = False
) -> SweepSummary:
    """Write an invented export of pending cases.

    Parameters
    ----------
    out
        A new or empty folder. It gets `cases.csv`, `charges.csv`, `warrants.csv`,
        `court_schedule.csv`, `coverage.yaml` and `truth/sweep.csv`.
    first, second
        Covered cases with an open warrant: in the export of June 2020, and those more that the
        export of February 2021 has.
    seed
        The same numbers give the same bytes on any machine.
    later
        The export of February 2021. What the first sweep ended has ended in it.

    Raises
    ------
    SampleError
        The folder is not empty, or a number is out of range.
    """
    _require(out, first, second, seed)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    cases = list(sweep_cases(seed, first=first, second=second, later=later))
    day = SECOND_DAY if later else FIRST_DAY
    numbers = _numbers(seed, len(cases))
    rows: Mapping[str, tuple[Sequence[str], list[dict[str, str]]]] = {
        "cases.csv": (_CASES, list(_case_rows(cases, numbers, seed))),
        "charges.csv": (_CHARGES, list(_charge_rows(cases, numbers))),
        "warrants.csv": (_WARRANTS, list(_warrant_rows(cases, numbers))),
        "court_schedule.csv": (_SCHEDULE, list(_schedule_rows(cases, numbers))),
        "truth/sweep.csv": (_TRUTH, list(_truth_rows(cases, numbers))),
    }
    for name, (header, table) in rows.items():
        _write(out / name, header, table)
    (out / "coverage.yaml").write_text(_COVERAGE.format(day=day), encoding="utf-8")
    truth = rows["truth/sweep.csv"][1]
    return SweepSummary(
        cases=len(cases),
        charges=len(rows["charges.csv"][1]),
        warrants=len(rows["warrants.csv"][1]),
        court_dates=len(rows["court_schedule.csv"][1]),
        open_warrants=sum(row["warrant_open"] == "yes" for row in truth),
        covered=sum(row["covered"] == "yes" for row in truth),
        covered_with_open_warrant=sum(
            row["covered"] == row["warrant_open"] == "yes" for row in truth
        ),
        kinds=dict(sorted(Counter(str(case.kind) for case in cases).items())),
        exported_on=day.isoformat(),
        folder=out,
    )


def _require(out: Path, first: int, second: int, seed: int) -> None:
    if not 1 <= first <= MOST_WARRANTS or not 1 <= second <= MOST_WARRANTS or seed < 0:
        raise SampleError(
            f"An export with [{first}] and [{second}] warrants and the seed [{seed}] cannot be "
            "invented.",
            repair=f"Ask for 1 to {MOST_WARRANTS:,} warrants in each round, and a seed from 0 on.",
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SampleError(
            "The folder is not empty, or no folder.",
            where=str(out),
            why="Invented rows must never be mixed with other files, real ones least of all.",
            repair="Name a new folder.",
        )


def _numbers(seed: int, size: int) -> list[str]:
    digits = keys.district_numbers(seed, np.arange(size))
    return [f"{number:09}"[:1] + "B" + f"{number:09}"[1:] for number in digits.tolist()]


def _case_rows(
    cases: Sequence[SweepCase], numbers: Sequence[str], seed: int
) -> Iterator[dict[str, str]]:
    # Each person is drawn by the case's own number, so that the later export says the same of them.
    for case, number in zip(cases, numbers, strict=True):
        yield {
            "case_num": number,
            "court_system": DISTRICT_COURT,
            "case_status": "CLOSED" if case.ended else "ACTIVE",
            "tracking_num": f"{case.number + 1:012}",
            "case_disposition": "TRIAL" if case.ended else "Unknown",
            "district_case_num": "",
            **_person(seed, case),
        }


def _person(seed: int, case: SweepCase) -> dict[str, str]:
    dice = Dice(seed, keys.SWEEP_PEOPLE, case.number)
    race, sex = dice.pick((80, 15, 5), 1), dice.pick((75, 25), 1)
    # All of them grown up on the first day of an offense: a minor is for an attorney.
    born = np.datetime64("1955-01-01") + dice.below(365 * 40, 1).astype("timedelta64[D]")
    home: Ints = dice.below(len([each for each in ZIPS if each]), 1)
    homes = draw_homes(dice, home)
    surname, given = draw_surnames(dice, race)[0], draw_given_names(dice, sex)[0]
    return {
        "person_key": f"P{case.number:010x}",
        "defendant_name": f"{surname}, {given}",
        "defendant_race": DISTRICT_RACES[int(race[0])],
        "defendant_sex": "MF"[int(sex[0])],
        "defendant_dob_shifted": str(born[0]),
        "defendant_address": str(homes.street[0, 0]),
        "defendant_state": "MD",
        "defendant_zip5": str(homes.zip[0, 0]),
    }


def _charge_rows(cases: Sequence[SweepCase], numbers: Sequence[str]) -> Iterator[dict[str, str]]:
    for case, number in zip(cases, numbers, strict=True):
        for place, offense in enumerate(case.offenses, start=1):
            yield {
                **dict.fromkeys(_CHARGES, ""),
                "case_num": number,
                "charge_num": f"{place:03}",
                "charge_desc": offense.description,
                "charge_statute": offense.statute,
                "charge_cjis_code": offense.code,
                "charge_inc_date_from": str(case.offended),
                "charge_inc_date_to": str(case.offended),
                "charge_disposition": case.ended,
                "charge_disp_date": str(case.ended_on or ""),
            }


def _warrant_rows(cases: Sequence[SweepCase], numbers: Sequence[str]) -> Iterator[dict[str, str]]:
    for case, number in zip(cases, numbers, strict=True):
        if case.warrant_issued is not None:
            yield {
                "case_num": number,
                "warrant_type": "BENCH WARRANT - FAILURE TO APPEAR",
                "issue_date": str(case.warrant_issued),
                "judge": "",
                "last_status": case.warrant_status,
                "status_date": str(case.warrant_status_on or ""),
            }


def _schedule_rows(cases: Sequence[SweepCase], numbers: Sequence[str]) -> Iterator[dict[str, str]]:
    for case, number in zip(cases, numbers, strict=True):
        if case.warrant_issued is not None:  # the day on which the person did not come
            yield _sitting(number, str(case.warrant_issued), case.room, "FAILED TO APPEAR")
        if case.court_day is not None:
            yield _sitting(number, str(case.court_day), case.room, _result(case))


def _result(case: SweepCase) -> str:
    return "CANCELLED" if case.ended and case.ended_on != case.court_day else ""


def _sitting(number: str, day: str, room: int, result: str) -> dict[str, str]:
    return {
        "case_num": number,
        "event_type": "TRIAL",
        "date": day,
        "time": "09:00 AM",
        "judge": "",
        "location": "An invented courthouse",
        "room": str(room),
        "result": result,
    }


def _truth_rows(cases: Sequence[SweepCase], numbers: Sequence[str]) -> Iterator[dict[str, str]]:
    for case, number in zip(cases, numbers, strict=True):
        yield {
            "case_number": number,
            "round": str(case.round),
            "kind": str(case.kind),
            "covered": "yes" if case.is_covered else "no",
            "warrant_open": "yes" if case.warrant_status == "ACTIVE" else "no",
            "court_day": "" if case.ended else str(case.court_day or ""),
        }


def _write(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
