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
