"""Invented arrest feeds, month by month: how many rows of which code, and what is left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from vacatur.screening.watch_artefacts import days_in, next_month

HEADER = (
    "RowID", "ArrestNumb", "Age", "Gender", "Race", "ArrestDate", "ArrestLoca", "IncidentOf",
    "IncidentLo", "Charge", "ChargeDesc", "District", "Post", "Neighborho", "Latitude",
    "Longitude", "GeoLocatio",
)  # fmt: skip
DISTRICTS = ("Central", "Eastern", "Western")
# Code -> rows a month; none is covered by the release of 29 January 2019 but the first.
RATES: Mapping[str, int] = {
    "1 1564": 45, "4 3550": 60, "1 1415": 90, "1 0077": 90, "9 9999": 60,
}  # fmt: skip


def months(first: date, last: date) -> Iterable[date]:
    """The first days of the months from one to another, both included."""
    while first <= last:
        yield first
        first = next_month(first)


def write_feed(
    path: Path,
    first: date,
    last: date,
    *,
    share: Callable[[str, date], float] = lambda code, month: 1.0,
    words: str = "CDS",
) -> Path:
    """Write a feed with `RATES` rows a month of each code, times a share of them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    number = 0
    for month in months(first, last):
        for code, rate in RATES.items():
            rows = round(rate * share(code, month))
            for each in range(rows):
                number += 1
                day = month + timedelta(days=each * days_in(month) // rows)
                writer.writerow(
                    [
                        number, 10_000_000 + number, 17 + each % 40, "M", "BBBWA"[each % 5],
                        day.isoformat(), "", "87-NARCOTICS", "", code, words,
                        DISTRICTS[each * each % 7 % 3], "", "", "", "", "",
                    ]
                )  # fmt: skip
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
