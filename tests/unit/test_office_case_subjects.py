"""One case has one key, by whatever name somebody calls it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.matters import doing, opening, particulars
from vacatur.errors import MoveRefused
from vacatur.office.case_subjects import (
    CaseName,
    name_in_records,
    names_by_number,
    subject_of_case,
)
from vacatur.office.formats import init


@pytest.fixture
def place(tmp_path):
    workspace = init(tmp_path / "office")
    workspace.records_folder.mkdir()
    rows = {"case_id": ["R-1/k", "R-2/k", "R-3/k"], "number": ["0B1", "0B2", "0b2 "]}
    pq.write_table(pa.table(rows), workspace.records_folder / "cases.parquet")
    return workspace


def test_a_number_however_it_is_typed_is_the_case_of_the_records(place):
    names = names_by_number(place, ["0B1", " 0b1", "0B9"])
    assert names["0B1"] == names[" 0b1"] == CaseName(case_id="R-1/k", number="0B1")
    assert names["0B9"] == CaseName(case_id="", number="0B9")
    assert name_in_records(place, "R-1/k") == names["0B1"]


def test_a_number_of_several_cases_names_none_of_them(place):
    with pytest.raises(MoveRefused, match="2 cases of one number"):
        names_by_number(place, ["0B2"])


@pytest.mark.parametrize("first", ["the number", "the matter"])
def test_what_is_known_by_the_number_and_by_the_id_has_one_key(casework, place, first):
    case_id = f"R-1/{first}"
    by_number = CaseName(case_id="", number=f"0B1 {first}")
    by_both = CaseName(case_id=case_id, number=by_number.number)
    with casework.working(doing()) as work:
        if first == "the matter":
            subject = casework.keys.make(1)[0]
            work.open(opening(subject=subject), particulars(case_id))
        else:
            subject = subject_of_case(casework, work, by_number)
            work.register("screening", work.next_item("screening"), "Screened", {},
                subject=subject, found_by=by_number.found_by(casework))  # fmt: skip
        assert subject_of_case(casework, work, by_both) == subject
