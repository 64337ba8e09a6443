"""`vacatur screen`: a file of dockets, for a person and for a program."""

from __future__ import annotations

import json


def test_a_docket_is_screened_for_a_person_and_for_a_program(vacatur, tmp_path):
    file = tmp_path / "client.json"
    vacatur("sample", "docket", "--out", file)
    typed = json.loads(file.read_text(encoding="utf-8"))
    typed["as_of"] = typed["person"]["history_checked_on"] = "2019-03-02"
    typed["cases"][0]["prosecuting_office"] = "Baltimore City State's Attorney"
    typed["cases"][0]["charges"][0].update(
        disposition="pending", disposition_recorded=None, disposition_date=None,
        sentence_end=None, offense_date="2019-03-01", local_code=None,
    )  # fmt: skip
    file.write_text(json.dumps(typed), encoding="utf-8")

    told = vacatur("screen", file)
    assert told.code == 0, told.err
    assert "DECLINE: the policy declines to prosecute" in told.out
    assert "regardless of weight" in told.out
    assert "1 charge of 1 record screened: 1 DECLINE." in told.out
    assert "No lawyer has reviewed" in told.out
    (record,) = json.loads(vacatur("screen", file, "--json").out)
    assert record["charges"][0]["published"] == "DECLINE"

    wrong = vacatur("screen", file, "--policy", "us-md-baltimore-town")
    assert wrong.code == 2
    assert "Did you mean [us-md-baltimore-city]?" in wrong.err


MAPPING = """\
format: 1
jurisdiction: us-md
declared_through: 2019-03-02
case:
  key: Case
  state: {const: MD}
  prosecuting_office: {const: "Baltimore City State's Attorney"}
  charges_complete: {const: "yes"}
person:
  key: Booking
charge:
  key: Count
  description: Charge
  statute: Statute
  offense_date: {column: Offence Date, formats: ["%m/%d/%Y"]}
  disposition: {const: pending}
"""
ROWS = """\
Case,Booking,Count,Charge,Statute,Offence Date
B-1,P1,1,CDS: POSSESSION-MARIHUANA,CR 5-601(a)(1),03/01/2019
B-2,P2,1,CDS: POSSESSION-MARIHUANA,CR 5-601(a)(1),03/01/2019
B-2,P2,2,HANDGUN ON PERSON,CR 4-203,03/01/2019
B-3,,1,CDS: POSSESSION-MARIHUANA,CR 5-601(a)(1),03/01/2019
,P4,1,CDS: POSSESSION-MARIHUANA,CR 5-601(a)(1),03/01/2019
"""


def test_a_csv_file_of_bookings_is_screened_and_every_row_is_counted(vacatur, tmp_path):
    file, mapping = tmp_path / "bookings.csv", tmp_path / "jail.yaml"
    file.write_text(ROWS, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")

    told = vacatur("screen", file, "--mapping", mapping, "--as-of", "2019-03-02", "--json")
    assert told.code == 0, told.err
    assert "5 rows in = 4 mapped + 1 quarantined" in told.err
    found = {x["charge_id"]: x["published"] for r in json.loads(told.out) for x in r["charges"]}
    assert found == {
        "B-1/1": "DECLINE",
        "B-2/1": "REVIEW",
        "B-2/2": "NO_POLICY",
        "B-3/1": "DECLINE",
    }

    dayless = vacatur("screen", file, "--mapping", mapping)
    assert (dayless.code, "states no day of screening" in dayless.err) == (2, True)
