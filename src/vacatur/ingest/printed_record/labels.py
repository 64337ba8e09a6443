"""The labels of a printed record, and the column of the record that each of them names.

Source: the labels of Maryland Judiciary Case Search (District Court criminal system, Circuit Court
for Baltimore City, and the criminal system since 2024), as its public pages print them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# Where a new case, and where a new charge begins.
CASE, CHARGE = "case.number", "charge.number"

# Label, folded -> what it names; empty: it is known, and a record has no column for it.
LABELS: Mapping[str, str] = {
    "case number": CASE,
    "case no": CASE,
    "court system": "case.court_system",
    "filing date": "case.filed_date",
    "issued date": "case.issued_date",
    "charge no": CHARGE,
    "charge number": CHARGE,
    "description": "charge.description",
    "charge description": "charge.description",
    "statute": "charge.statute",
    "statute code": "charge.statute",
    "cjis code": "charge.local_code",
    "cjis/traffic code": "charge.local_code",
    "incident date": "case.offense_date",
    "incident date from": "charge.offense_date",
    "offense date from": "charge.offense_date",
    "disposition": "charge.disposition_recorded",
    "disposition date": "charge.disposition_date",
    "dob": "person.birth_date",
    "date of birth": "person.birth_date",
    "race": "person.race",
    "sex": "person.sex",
    # ---- printed there, and no column of a record ----
    "tracking no": "",
    "tracking number": "",
    "complaint no": "",
    "district case no": "",
    "case type": "",
    "case status": "",
    "case disposition": "",
    "status date": "",
    "district code": "",
    "location code": "",
    "document type": "",
    "amended date": "",
    "mo/pll": "",
    "probable cause": "",
    "incident date to": "",
    "victim age": "",
    "plea": "",
    "plea date": "",
    "verdict": "",
    "verdict date": "",
    "charge class": "",
    "arrest/citation no": "",
    "agency name": "",
    "officer id": "",
    "judge": "",
    "converted disposition": "",
    "fine": "",
    "court costs": "",
    "cicf": "",
    "amt suspended": "",
    "restitution amount": "",
    "pbj enddate": "",
    "pbj end date": "",
    "probation end date": "",
    "jail term": "",
    "suspended term": "",
    "credit time served": "",
    "sentence starts": "",
    "sentence date": "",
    "sentence term": "",
    "sentence time": "",
    "suspended time": "",
    "probation time": "",
    "defendant name": "",
    "name": "",
    "height": "",
    "weight": "",
    "address": "",
    "city": "",
    "state": "",
    "zip code": "",
    "alias": "",
}


def folded(text: str) -> str:
    """A label without its colon, its case and its white space."""
    return re.sub(r"\s+", " ", text).strip().rstrip(":.").strip().casefold()


_LONGEST_FIRST = sorted(LABELS, key=len, reverse=True)
# A label with its colon, at the beginning of a line or after two blanks: as printed beside others.
WITH_COLON = re.compile(
    r"(?:^|(?<=\s\s)|(?<=\t))("
    + "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in _LONGEST_FIRST)
    + r")\.?\s*:",
    re.IGNORECASE,
)
