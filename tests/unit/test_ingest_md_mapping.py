"""What each row of a Case Search extract becomes, and what it does not become."""

import csv
import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from vacatur.ingest.md_case_search import ingest_extract
from vacatur.ingest.md_case_search.columns import COLUMN_MAP, SPECS, Role
from vacatur.ingest.report import format_report
from vacatur.ingest.store import ALL_TABLES
from vacatur.law.codes import load_codes
from vacatur.law.rulebook import LAW_ROOT

CODES = {"us-md": load_codes(LAW_ROOT / "us_md" / "codes", "us-md")}
DISTRICT = "DISTRICT COURT FOR BALTIMORE CITY CRIMINAL SYSTEM"
CIRCUIT = "Circuit Court for Baltimore City Criminal System"
CITATION = "DISTRICT COURT FOR BALTIMORE CITY CIVIL CITATION SYSTEM"
CASE = {"case_num": "9B1", "court_system": DISTRICT, "case_disposition": "TRIAL",
        "person_key": "P1", "defendant_state": "MD"}  # fmt: skip
CHARGE = {"case_num": "9B1", "charge_num": "001"}
GUILTY = {**CHARGE, "charge_disposition": "GUILTY", "charge_disp_date": "2015-01-01"}


class Extract:
    """One small extract, ingested; tables come back as rows by their key."""

    def __init__(self, folder):
        self._source, self._workspace = folder / "in", folder / "ws"
        self.report = None

    def __call__(self, *, through=None, **files):
        self._source.mkdir(exist_ok=True)
        for name, rows in ({"cases": [CASE], "charges": [CHARGE]} | files).items():
            columns = dict.fromkeys(
                [*SPECS[Role(name)].mapped, *(key for row in rows for key in row)]
            )
            with (self._source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(columns), restval="")
                writer.writeheader()
                writer.writerows(rows)
        self.report = ingest_extract(self._source, self._workspace, CODES, declared_through=through)
        return self

    def rows(self, table):
        path = self._workspace / "records" / f"{table}.parquet"
        found = duckdb.sql(f"select * from read_parquet('{path}')")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    def charge(self, **rows):
        (charge,) = self(charges=[CHARGE | rows]).rows("charges")
        return charge

    def case(self, **rows):
        return self(cases=[CASE | rows]).rows("cases")[0]

    @property
    def manifest(self):
        return json.loads((self._workspace / "records" / "manifest.json").read_text("utf-8"))


@pytest.fixture
def extract(tmp_path):
    return Extract(tmp_path)


@pytest.mark.parametrize(
    ("system", "court", "office"),
    [
        (DISTRICT, "district", "Baltimore City State's Attorney"),
        (CIRCUIT, "circuit", "Baltimore City State's Attorney"),
        (CITATION, "district", None),
    ],
)
def test_a_court_system_says_where_a_case_stands(extract, system, court, office):
    case = extract.case(court_system=system)

    assert (case["court"], case["prosecuting_office"]) == (court, office)
    assert (case["state"], case["county"]) == ("MD", "Baltimore City")
    assert (case["case_id"], case["number"], case["record_medium"]) == ("9B1", "9B1", "electronic")


def test_an_unlisted_court_is_unreadable_and_counted(extract):
    case = extract.case(court_system="COURT OF CATS")

    assert (case["court"], case["county"], case["state"]) == (None, None, None)
    assert case["unreadable"] == ["county", "court", "prosecuting_office", "state"]
    assert extract.report.unmapped_courts == {"[a wording seen once, first in cases.csv row 1]": 1}


@pytest.mark.parametrize(
    ("numbers", "complete"),
    [(["001", "002"], True), (["001", "003"], False), (["002"], False), (["001", "1"], None),
     (["001", "1", "3"], False), (["A"], None), (["001", "1.5"], None), ([], False)],
)  # fmt: skip
def test_charges_are_complete_when_their_numbers_have_no_gap(extract, numbers, complete):
    extract(charges=[CHARGE | {"charge_num": number} for number in numbers])

    assert extract.rows("cases")[0]["charges_complete"] is complete


@pytest.mark.parametrize(
    ("disposition", "circuits", "continued_in"),
    [
        ("FORWARDED TO CIRCUIT COURT", ["222", "111"], "111; 222"),
        ("Jury Trial Prayed", ["111"], "111"),
        ("JURY TRIAL PRAYED", [], "?"),
        ("TRIAL", [], None),
        ("TRIAL", ["111"], "111"),
        ("Unknown", [], None),
    ],
)
def test_a_case_goes_on_where_a_circuit_header_names_it(
    extract, disposition, circuits, continued_in
):
    headers = [
        {"case_num": number, "court_system": CIRCUIT, "district_case_num": "9B1"}
        for number in circuits
    ]
    extract(cases=[CASE | {"case_disposition": disposition}, *headers])

    assert extract.rows("cases")[0]["continued_in"] == continued_in


@pytest.mark.parametrize(
    ("wording", "disposition", "treatment"),
    [
        ("GUILTY", "convicted", "not_applicable"),
        ("nolle  prosequi ", "nolle_prosequi", "none"),
        ("STET", "stet", "none"),
        ("PBJ UNSUPERVISED", "pbj", "not_applicable"),
        ("JUDGMENT OF ACQUITAL", "acquitted", "not_applicable"),
        ("GUILTY-MERGED", "merged", "not_applicable"),
        ("MERGED", "merged", "not_applicable"),
        ("ABATED BY DEATH", "abated", "not_applicable"),
        ("Unknown", None, None),
        ("", None, None),
    ],
)
def test_a_listed_wording_becomes_our_term(extract, wording, disposition, treatment):
    charge = extract.charge(charge_disposition=wording)

    assert (charge["disposition"], charge["treatment"]) == (disposition, treatment)
    assert charge["unreadable"] == []


@pytest.mark.parametrize(
    "wording", ["COMPROMISED", "NOLLE PROSEQUI - DRUG/ALC TX", "NOT GUILTY ..."]
)
def test_any_other_wording_is_unreadable_kept_and_counted(extract, wording):
    charge = extract.charge(charge_disposition=wording)

    assert (charge["disposition"], charge["treatment"]) == (None, None)
    assert charge["disposition_recorded"] == wording
    assert charge["unreadable"] == ["disposition"]
    assert extract.report.unmapped_dispositions == {
        "[a wording seen once, first in charges.csv row 1]": 1
    }


@pytest.mark.parametrize(
    ("case_status", "charge_status", "disposition"),
    [("ACTIVE", "", "pending"), ("", "open", "pending"), ("CLOSED", "OPEN", "pending"),
     ("CLOSED", "", None), ("ACTIVE", "CLOSED", None)],
)  # fmt: skip
def test_blank_is_pending_only_where_a_status_says_so(
    extract, case_status, charge_status, disposition
):
    extract(
        cases=[CASE | {"case_status": case_status}],
        charges=[CHARGE | {"case_status": charge_status}],
    )

    assert extract.rows("charges")[0]["disposition"] == disposition


@pytest.mark.parametrize(
    ("first", "last", "day", "unreadable"),
    [
        ("2014-02-03", "2014-02-03", date(2014, 2, 3), []),
        ("2014-02-03", "", date(2014, 2, 3), []),
        ("", "", None, []),
        ("NaN", "Unknown", None, []),
        ("2014-02-03", "2014-02-04", None, ["offense_date"]),
        ("", "2014-02-04", None, ["offense_date"]),
        ("2014-02-30", "2014-02-30", None, ["offense_date"]),
        ("02/03/2014", "02/03/2014", None, ["offense_date"]),
        ("2014-2-3", "2014-2-3", None, ["offense_date"]),
        ("1899-12-31", "1899-12-31", None, ["offense_date"]),
        ("2020-01-02", "2020-01-02", None, ["offense_date"]),
        ("2020-01-01", "2020-01-01", date(2020, 1, 1), []),
    ],
)
def test_one_day_of_offence_or_none(extract, first, last, day, unreadable):
    row = CHARGE | {"charge_inc_date_from": first, "charge_inc_date_to": last}
    (charge,) = extract(charges=[row], through=date(2020, 1, 1)).rows("charges")

    assert (charge["offense_date"], charge["unreadable"]) == (day, unreadable)


@pytest.mark.parametrize(
    ("changed", "day", "unreadable"),
    [
        ({"charge_prob_end_date": "01/31/2016", "charge_jailtime": "0.0"}, date(2016, 1, 31), []),
        # Blank is not zero: there may be a sentence to serve beside the probation.
        ({"charge_prob_end_date": "01/31/2016"}, None, []),
        ({"charge_prob_end_date": "01/31/2016", "charge_susp_jailtime": "0.0"}, None, []),
        ({"charge_disposition": "PBJ SUPERVISED", "charge_pbj_end_date": "01/31/2016",
          "charge_jailtime": "0.0", "charge_susp_jailtime": "0.0"}, date(2016, 1, 31), []),
        # No sentence ends before the judgment, or before the offence.
        ({"charge_prob_end_date": "12/31/2014", "charge_jailtime": "0.0"}, None, ["sentence_end"]),
        ({"charge_prob_end_date": "12/31/2014"}, None, ["sentence_end"]),
        ({"charge_prob_end_date": "01/01/2015", "charge_jailtime": "0.0"}, date(2015, 1, 1), []),
        ({"charge_prob_end_date": "12/31/2013", "charge_jailtime": "0.0", "charge_disp_date": "",
          "charge_inc_date_from": "2014-01-01"}, None, ["sentence_end"]),
        ({"charge_disposition": "STET", "charge_prob_end_date": "01/31/2016"}, None, []),
        ({"charge_disposition": "COMPROMISED", "charge_prob_end_date": "01/31/2016"}, None,
         ["disposition"]),
        ({}, None, []),
        # 90 of 365 days, all suspended
        ({"charge_prob_end_date": "01/31/2016", "charge_jailtime": "0.2465753424657534",
          "charge_susp_jailtime": "0.2465753424657534"}, date(2016, 1, 31), []),
        # 90 days to serve end on 2015-04-01
        ({"charge_prob_end_date": "04/01/2015", "charge_jailtime": "0.2465753424657534"},
         date(2015, 4, 1), []),
        ({"charge_prob_end_date": "03/31/2015", "charge_jailtime": "0.2465753424657534"}, None, []),
        ({"charge_jailtime": "0.5"}, None, []),
        ({"charge_prob_end_date": "01/31/2016", "charge_susp_jailtime": "1.0"}, None, []),
        ({"charge_prob_end_date": "01/31/2016", "charge_jailtime": "0.5", "charge_disp_date": ""},
         None, []),
        ({"charge_prob_end_date": "02/30/2016"}, None, ["sentence_end"]),
        ({"charge_prob_end_date": "12/31/68"}, None, ["sentence_end"]),
        ({"charge_prob_end_date": "01/31/2016", "charge_jailtime": "LIFE"}, None,
         ["sentence_end"]),
    ],
)  # fmt: skip
def test_a_sentence_ends_with_supervision_unless_jail_may_outlast_it(
    extract, changed, day, unreadable
):
    charge = extract.charge(**(GUILTY | changed))

    assert (charge["sentence_end"], charge["unreadable"]) == (day, unreadable)
    assert charge["sentence_completion"] is None


def test_an_agencys_end_before_the_judgment_is_a_contradiction(extract):
    answers = [
        {**CHARGE, "sentence_end": "2014-12-31", "sentence_completion": "satisfactory"},
        {**CHARGE, "charge_num": "002", "sentence_end": "2015-01-01"},
    ]
    good = {"charge_prob_end_date": "01/31/2016", "charge_jailtime": "0.0"}
    extract(charges=[GUILTY | good, GUILTY | good | {"charge_num": "002"}], sentence_ends=answers)

    told = [(row["sentence_end"], row["unreadable"]) for row in extract.rows("charges")]
    # The court's end does not step in: somebody has to find out which is wrong.
    assert told == [(None, ["sentence_end"]), (date(2015, 1, 1), [])]
    assert extract.report.unreadable == {"charges.sentence_end": 1}


@pytest.mark.parametrize(
    ("first", "last", "day", "disposed_on", "unreadable"),
    [
        ("2015-01-01", "2015-01-01", date(2015, 1, 1), date(2015, 1, 1), []),
        ("2015-01-02", "", None, None, ["disposition_date", "offense_date"]),
        ("2015-01-02", "2015-01-03", None, None, ["disposition_date", "offense_date"]),
        ("2014-12-31", "2015-01-03", None, date(2015, 1, 1), ["offense_date"]),
    ],
)
def test_no_disposition_comes_before_its_offence(
    extract, first, last, day, disposed_on, unreadable
):
    charge = extract.charge(**GUILTY | {"charge_inc_date_from": first, "charge_inc_date_to": last})

    assert (charge["offense_date"], charge["disposition_date"]) == (day, disposed_on)
    assert charge["unreadable"] == unreadable
    assert extract.report.unreadable == {f"charges.{name}": 1 for name in unreadable}


def test_the_agencys_answer_wins_and_a_blank_one_leaves_what_the_court_says(extract):
    rows = [
        GUILTY
        | {"charge_num": number, "charge_prob_end_date": "01/31/2016", "charge_jailtime": "0.0"}
        for number in ("001", "002", "003")
    ]
    answers = [
        {**CHARGE, "sentence_end": "2017-05-06", "sentence_completion": "satisfactory"},
        {**CHARGE, "charge_num": "002", "sentence_completion": "happy"},
        {**CHARGE, "charge_num": "003", "sentence_end": "2017-05"},
        {**CHARGE, "charge_num": "009", "sentence_end": "2017-05-06"},
    ]
    charges = extract(charges=rows, sentence_ends=answers).rows("charges")

    told = [(row["sentence_end"], row["sentence_completion"], row["unreadable"]) for row in charges]
    assert told == [
        (date(2017, 5, 6), "satisfactory", []),
        (date(2016, 1, 31), None, ["sentence_completion"]),
        (None, None, ["sentence_end"]),
    ]
    assert extract.rows("quarantine")[0]["reason"] == "its charge is not in the extract"


def test_an_offence_is_read_where_code_words_and_statute_agree(extract):
    marijuana = {"charge_cjis_code": "1 1635", "charge_statute": "CR.5.601.(a)(1)"}
    agreed = extract.charge(**marijuana, charge_desc="CDS: POSS MARIJUANA L/T 10 G")
    denied = extract.charge(**marijuana, charge_desc="CDS:POSSESS-NOT MARIHUANA")

    assert (agreed["act"], agreed["substance"], agreed["kind"]) == (
        "possession", "cannabis", "completed",
    )  # fmt: skip
    assert (agreed["quantity_below_grams"], agreed["weight_basis"]) == (Decimal(10), "charge_label")
    assert agreed["product_form"] is None
    assert (denied["act"], denied["substance"], denied["kind"]) == (None, None, None)
    assert (denied["quantity_below_grams"], denied["weight_basis"]) == (None, "not_applicable")


def test_equal_rows_count_once_and_the_copy_is_kept_aside(extract):
    extract(cases=[CASE, CASE], charges=[CHARGE, CHARGE, CHARGE])

    assert [row["source_row"] for row in extract.rows("charges")] == [1]
    assert [file.quarantined for file in extract.report.files] == [1, 2]
    assert extract.rows("quarantine")[2]["reason"] == "the same, in every column, as row 1"
    assert extract.rows("cases")[0]["charges_complete"] is True


def test_of_two_rows_that_differ_neither_is_believed(extract):
    other = GUILTY | {"charge_disposition": "STET", "charge_desc": "THEFT"}
    extract(charges=[GUILTY, other])

    (charge,) = extract.rows("charges")
    assert charge["unreadable"] == ["description", "disposition"]
    assert (charge["disposition"], charge["disposition_date"]) == (None, date(2015, 1, 1))
    assert extract.rows("quarantine")[0]["reason"] == (
        "a second row for one charge; it and row 1 differ in columns that are now unreadable: "
        "charge_desc, charge_disposition"
    )
    assert extract.rows("cases")[0]["charges_complete"] is False


def test_words_that_two_rows_dispute_are_not_read(extract):
    row = {**CHARGE, "charge_cjis_code": "1 0573", "charge_statute": "CR.5.601.(a)(1)"}
    extract(charges=[row | {"charge_desc": "CDS: POSSESSION-MARIHUANA"},
                     row | {"charge_desc": "CDS:POSSESS-NOT MARIHUANA"}])  # fmt: skip

    assert extract.rows("charges")[0]["act"] is None


def test_a_charge_that_could_not_be_mapped_leaves_its_case_incomplete(extract):
    extract(charges=[CHARGE, {"case_num": "9B1", "charge_num": " ", "charge_desc": "ASSAULT"}])

    assert extract.rows("cases")[0]["charges_complete"] is False


SEARCHES = [{"person_key": "P1", "searched_on": "2021-01-01"}]


def searched(extract, **files):
    """The day of the search of 9B1's person, and whether it was set aside, as the header has it."""
    extract(history_searches=SEARCHES, **files)
    (row,) = (row for row in extract.rows("defendants") if row["case_id"] == "9B1")
    return row["history_checked_on"], row["unreadable"]


STANDS = (date(2021, 1, 1), [])
SET_ASIDE = (None, ["history_checked_on"])
NOT_ASKED = (None, [])
OTHER = CASE | {"case_num": "9B2", "person_key": "P2"}


@pytest.mark.parametrize(
    ("own", "lost"),
    [
        ({"sid": "777123"}, {"sid": "777123"}),
        ({"sid": "777"}, {"sid": "777"}),
        ({"tracking_num": "T 7"}, {"tracking_num": " T 7 "}),
        ({}, {"person_key": "P1"}),
        ({"district_case_num": "5B5"}, {"district_case_num": "5B5"}),
        ({}, {"district_case_num": "9B1"}),
        ({"sid": 'S "7", X'}, {"sid": 'S "7", X'}),
    ],
)
def test_a_header_that_was_lost_doubts_the_search_of_everybody_it_names(extract, own, lost):
    bare = {"case_num": " ", "court_system": DISTRICT, "person_key": "P2"}

    assert searched(extract, cases=[CASE | own, bare]) == STANDS
    assert searched(extract, cases=[CASE | own, bare | lost]) == SET_ASIDE


def test_a_key_with_spaces_is_one_cell(extract):
    key = "SMITH JOHN 19850506"
    cases = [CASE | {"person_key": key}, {"case_num": " ", "person_key": key}]
    extract(cases=cases, history_searches=[{"person_key": key, "searched_on": "2021-01-01"}])

    assert extract.rows("defendants")[0]["unreadable"] == ["history_checked_on"]


@pytest.mark.parametrize(
    ("own", "charge", "expected"),
    [
        # Its case is known, and is not whole; that alone keeps the person's charges open.
        ({}, {"case_num": "9B1", "charge_num": " "}, STANDS),
        # Its case is not known, and somebody's key stands in it.
        ({"district_case_num": "5B5"}, {"case_num": "5B5", "charge_num": "001"}, SET_ASIDE),
        ({"sid": "S 7"}, {"case_num": "5B5", "charge_num": "1", "charge_desc": "S 7"}, SET_ASIDE),
        # Its case is not known, and it may be anybody's.
        ({"sid": "S 7"}, {"case_num": "5B5", "charge_num": "1", "charge_desc": "S 77"}, SET_ASIDE),
        ({}, {"case_num": "5B5", "charge_num": "1"}, SET_ASIDE),
    ],
)
def test_a_charge_that_was_lost_doubts_the_search_of_everybody_it_names(
    extract, own, charge, expected
):
    assert searched(extract, cases=[CASE | own], charges=[CHARGE, charge]) == expected


def test_a_charge_whose_lost_header_names_somebody_else_doubts_nobody_more(extract):
    charges = [CHARGE, {"case_num": "5B5", "charge_num": "1"}]
    lost = {"case_num": " ", "district_case_num": "5B5", "person_key": "P2"}

    assert searched(extract, cases=[CASE, lost], charges=charges) == STANDS


def test_two_headers_of_one_case_doubt_the_searches_of_both_keys(extract):
    cases = [CASE, OTHER | {"person_key": "P1"}, OTHER | {"person_key": "P9"},
             CASE | {"case_num": "9B3", "person_key": "P9"}]  # fmt: skip
    searches = [*SEARCHES, {"person_key": "P9", "searched_on": "2021-01-01"}]
    extract(cases=cases, history_searches=searches)

    told = {row["case_id"]: row["history_checked_on"] for row in extract.rows("defendants")}
    assert told == {"9B1": None, "9B2": None, "9B3": None}


def test_charges_that_cannot_be_counted_doubt_the_search(extract):
    assert searched(extract, charges=[CHARGE | {"charge_num": "A"}]) == SET_ASIDE


def test_a_search_under_a_word_for_none_is_nobodys(extract):
    cases = [CASE | {"person_key": "N/A"}, OTHER | {"person_key": "N/A"}]
    extract(cases=cases, history_searches=[{"person_key": "N/A", "searched_on": "2021-01-01"}])

    assert {row["history_checked_on"] for row in extract.rows("defendants")} == {None}


# ---- a search that names the case of whom it was run for ----------------------------------------

KEYLESS = [CASE | {"case_num": number, "person_key": ""} for number in ("9B1", "9B2")]
OF_ONE_CASE = {"case_num": "9B1", "searched_on": "2021-01-01"}


def told(extract):
    return {
        row["case_id"]: (row["history_checked_on"], row["unreadable"], row["read_elsewhere"])
        for row in extract.rows("defendants")
    }


def test_a_search_by_case_number_is_of_that_case_alone(extract):
    extract(cases=KEYLESS, history_searches=[OF_ONE_CASE])

    source = ["history_checked_on=history_searches.csv#1"]
    assert told(extract) == {"9B1": (date(2021, 1, 1), [], source), "9B2": (None, [], [])}
    assert extract.rows("quarantine") == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"person_key": "P1"}, {"9B1": STANDS, "9B2": STANDS, "9B3": NOT_ASKED}),
        ({"case_num": "9B2"}, {"9B1": NOT_ASKED, "9B2": STANDS, "9B3": NOT_ASKED}),
        (
            {"person_key": "P1", "case_num": "9B2"},
            {"9B1": STANDS, "9B2": STANDS, "9B3": NOT_ASKED},
        ),
        # Nobody of the extract has the one; the other names somebody.
        (
            {"person_key": "P9", "case_num": "9B3"},
            {"9B1": NOT_ASKED, "9B2": NOT_ASKED, "9B3": STANDS},
        ),
        (
            {"person_key": "P1", "case_num": "5B5"},
            {"9B1": STANDS, "9B2": STANDS, "9B3": NOT_ASKED},
        ),
        # A key that says "none" is nobody's, and the case is somebody's.
        (
            {"person_key": "N/A", "case_num": "9B3"},
            {"9B1": NOT_ASKED, "9B2": NOT_ASKED, "9B3": STANDS},
        ),
    ],
)
def test_with_both_columns_either_names_the_person(extract, row, expected):
    cases = [CASE, CASE | {"case_num": "9B2"}, CASE | {"case_num": "9B3", "person_key": ""}]
    blank = {"person_key": "", "case_num": "", "searched_on": "2021-01-01"}
    extract(cases=cases, history_searches=[blank | row])

    assert {case: found[:2] for case, found in told(extract).items()} == expected
    assert extract.rows("quarantine") == []


def test_a_search_that_names_a_person_and_the_case_of_another_is_of_nobody(extract):
    row = {"person_key": "P1", "case_num": "9B2", "searched_on": "2021-01-01"}
    extract(cases=[CASE, OTHER], history_searches=[row])

    assert {case: found[:2] for case, found in told(extract).items()} == {
        "9B1": SET_ASIDE, "9B2": SET_ASIDE
    }  # fmt: skip


def test_a_search_by_case_number_whose_day_cannot_be_read_is_lost(extract):
    extract(cases=KEYLESS, history_searches=[OF_ONE_CASE | {"searched_on": "2021-13-01"}])
    assert told(extract)["9B1"][:2] == SET_ASIDE

    later = OF_ONE_CASE | {"searched_on": "2021-02-01"}
    extract(cases=KEYLESS, history_searches=[OF_ONE_CASE, later])
    assert told(extract)["9B1"][0] == date(2021, 2, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, "no person_key and no case_num, so nothing to name the row by"),
        (
            {"person_key": " ", "case_num": " "},
            "no person_key and no case_num, so nothing to name the row by",
        ),
        ({"case_num": "9B1", "searched_on": ""}, "no searched_on, so nothing to name the row by"),
        ({"case_num": "5B5"}, "no case of the extract has the person"),
        ({"person_key": "P9", "case_num": "5B5"}, "no case of the extract has the person"),
    ],
)
def test_a_search_that_names_nobody_is_set_aside_and_counts_for_nobody(extract, row, reason):
    blank = {"person_key": "", "case_num": "", "searched_on": "2021-01-01"}
    extract(cases=KEYLESS, history_searches=[blank | row])

    assert [each["reason"] for each in extract.rows("quarantine")] == [reason]
    assert [found[:2] for found in told(extract).values()] == [NOT_ASKED, NOT_ASKED]
    assert [(file.rows_in, file.mapped, file.quarantined) for file in extract.report.files][-1] == (
        1, 0, 1
    )  # fmt: skip


LOST = {"case_num": " ", "court_system": DISTRICT, "defendant_name": "SAMPLE, ANN"}


@pytest.mark.parametrize(
    ("own", "lost", "stands"),
    [
        # Whose case it is that was lost, its name alone would say.
        ({}, LOST, False),
        ({"tracking_num": "T7"}, LOST | {"tracking_num": "T8"}, False),
        ({"person_key": "P1"}, LOST, True),
        # It is of the person of the other case.
        ({}, LOST | {"tracking_num": "T9"}, True),
        ({"tracking_num": "T9"}, LOST | {"tracking_num": "T9"}, False),
        # Another header of the other case; the two give it two names.
        ({}, OTHER | {"person_key": "", "defendant_name": "SAMPLE, ANNE"}, False),
        ({}, OTHER | {"person_key": "", "defendant_name": "SAMPLE, ANN", "case_status": "X"}, True),
    ],
)
def test_a_header_that_was_lost_may_be_of_anybody_without_a_key(extract, own, lost, stands):
    other = OTHER | {"person_key": "", "tracking_num": "T9", "defendant_name": "SAMPLE, ANN"}
    if lost["case_num"] == "9B2":
        lost = other | lost
    extract(cases=[KEYLESS[0] | own, other, lost], history_searches=[OF_ONE_CASE])

    assert told(extract)["9B1"][:2] == (STANDS if stands else SET_ASIDE)


def test_a_case_without_a_key_is_one_for_whoever_tells_of_its_person(extract):
    cases = [
        KEYLESS[0],
        OTHER,
        OTHER | {"case_num": "9B3"},
        OTHER | {"case_num": "9B3", "person_key": "P3"},
    ]
    extract(cases=cases)

    keys = [tuple(row.values()) for row in extract.rows("identifiers")]
    # Of a case that two headers give to two people nobody is named.
    assert keys == [("9B1", "feed_person_key", "9B1"), ("9B2", "feed_person_key", "P2")]


@pytest.mark.parametrize(
    ("disposition", "circuits", "appeal"),
    [
        ("FORWARDED TO CIRCUIT COURT", [], "transferred"),
        ("Jury  Trial Prayed", [], "transferred"),
        ("FORWARDED TO JUVENILE AUTHORITIES", [], "transferred"),
        ("TRIAL", ["111"], "transferred"),
        ("TRIAL", [], None),
        ("Unknown", [], None),
    ],
)
def test_a_case_that_went_to_another_court_is_transferred(extract, disposition, circuits, appeal):
    headers = [
        {"case_num": number, "court_system": CIRCUIT, "district_case_num": "9B1"}
        for number in circuits
    ]
    extract(cases=[CASE | {"case_disposition": disposition}, *headers])

    assert extract.rows("cases")[0]["appeal"] == appeal
    # Blank stays missing there: the outcome is another court's.
    assert extract.rows("charges")[0]["disposition"] is None


def test_one_of_two_headers_is_enough_for_a_transfer(extract):
    disputed = extract(cases=[CASE, CASE | {"case_disposition": "JURY TRIAL PRAYED"}])
    assert disputed.rows("cases")[0]["appeal"] == "transferred"

    disputed = extract(cases=[CASE, CASE | {"case_disposition": "FAILED TO APPEAR"}])
    (case,) = disputed.rows("cases")
    assert (case["appeal"], case["unreadable"]) == (None, ["appeal", "continued_in"])


@pytest.mark.parametrize(("system", "grade"), [(CITATION, "civil"), (DISTRICT, None)])
def test_charges_of_the_civil_citation_system_are_civil(extract, system, grade):
    extract(cases=[CASE | {"court_system": system}], charges=[GUILTY])

    assert extract.rows("charges")[0]["grade"] == grade


def test_the_report_shows_no_wording_that_may_be_about_a_person(extract):
    name, born = "DOE JANE", "BORN 1985-05-06"
    charges = [
        {"case_num": "9B1", "charge_num": f"{number:03}", **words}
        for number, words in enumerate(
            [
                {"charge_disposition": name, "charge_desc": name, "charge_statute": name},
                {"charge_disposition": name, "charge_cjis_code": name},
                *[{"charge_disposition": born, "charge_desc": born}] * 3,
                *[{"charge_disposition": "COMPROMISED", "charge_desc": "RUNNING",
                   "charge_cjis_code": "1 9876"}] * 3,
            ],
            start=1,
        )
    ]  # fmt: skip
    extract(cases=[CASE | {"court_system": name}], charges=charges)

    text = format_report(extract.report) + json.dumps(extract.manifest)
    assert "JANE" not in text
    assert "1985" not in text
    assert extract.report.unmapped_dispositions == {
        "[a wording seen 2 times, first in charges.csv row 1]": 2,
        "[a wording seen 3 times, first in charges.csv row 3]": 3,
        "COMPROMISED": 3,
    }
    unread = extract.report.offenses.unread
    assert ("1 9876", "RUNNING") in {(each.local_code, each.description) for each in unread}


def test_a_search_covers_every_case_of_its_key_while_all_its_rows_are_mapped(extract):
    cases = [
        CASE,
        CASE | {"case_num": "9B2", "person_key": "P2"},
        CASE | {"case_num": "9B3", "person_key": "P3"},
        CASE | {"case_num": " ", "person_key": "P3"},
        CASE | {"case_num": "9B4", "person_key": "P4"},
        CASE | {"case_num": "9B5", "person_key": "Unknown"},
    ]
    searches = [
        {"person_key": "P1", "searched_on": "2020-01-01"},
        {"person_key": "P1", "searched_on": "2021-01-01"},
        {"person_key": "P3", "searched_on": "2021-01-01"},
        {"person_key": "P4", "searched_on": "2021-13-01"},
        {"person_key": "P9", "searched_on": "2021-01-01"},
    ]
    extract(cases=cases, history_searches=searches)

    told = {
        row["case_id"]: (row["history_checked_on"], row["unreadable"])
        for row in extract.rows("defendants")
    }
    assert told == {
        "9B1": (date(2021, 1, 1), []),
        "9B2": (None, []),
        "9B3": (None, ["history_checked_on"]),
        "9B4": (None, ["history_checked_on"]),
        "9B5": (None, []),
    }
    assert extract.rows("quarantine")[-1]["reason"] == "no case of the extract has the person"


def test_null_has_three_spellings_in_keys_and_people(extract):
    extract(
        cases=[
            CASE
            | {"tracking_num": "Unknown", "person_key": "NaN", "defendant_race": "UNKNOWN",
               "defendant_sex": "U", "defendant_state": "BALTIMORE"}
        ]
    )  # fmt: skip

    assert [tuple(row.values()) for row in extract.rows("identifiers")] == [
        ("9B1", "feed_person_key", "9B1")
    ]
    (defendant,) = extract.rows("defendants")
    assert (defendant["race"], defendant["sex"], defendant["unreadable"]) == (None, None, [])
    assert extract.report.unreadable == {"column defendant_state": 1}


def test_a_circuit_case_and_its_district_case_share_a_key(extract):
    extract(
        cases=[
            CASE | {"sid": "S1", "tracking_num": "T1"},
            {"case_num": "111", "court_system": CIRCUIT, "district_case_num": "9B1"},
        ]
    )

    assert [tuple(row.values()) for row in extract.rows("identifiers")] == [
        ("111", "feed_person_key", "111"),
        ("111", "linked_case", "9B1"),
        ("9B1", "feed_person_key", "P1"),
        ("9B1", "linked_case", "9B1"),
        ("9B1", "state_id", "S1"),
        ("9B1", "tracking_number", "T1"),
    ]


def test_the_manifest_leads_from_a_column_back_to_the_file(extract):
    extract()
    manifest = extract.manifest

    assert manifest["adapter"] == {"name": "md-case-search", "version": 6}
    assert manifest["columns"]["charges.disposition"][0] == "charges.charge_disposition"
    assert [file["rows_in"] for file in manifest["files"]] == [1, 1]
    assert manifest["tables"] == {name: len(extract.rows(name)) for name in ALL_TABLES}
    assert manifest == extract().manifest


def test_every_mapped_column_is_one_of_ours_and_one_of_theirs():
    for ours, theirs in COLUMN_MAP.items():
        table, column = ours.split(".")
        assert column in ALL_TABLES[table]
        for each in theirs:
            role, name = each.split(".")
            assert name in SPECS[Role(role)].read


def test_no_person_is_given_before_linking(extract):
    extract()

    assert extract.rows("persons") == []
    assert {row["person_id"] for row in extract.rows("cases") + extract.rows("charges")} == {None}


# ---- who took part --------------------------------------------------------------------------


def who(extract):
    return [
        (row["charge"], row["role"], row["agency"], row["identifier"], row["name"],
         row["source_file"], row["source_row"])
        for row in extract.rows("participants")
    ]  # fmt: skip


def test_an_extract_without_officers_says_of_nobody_that_none_took_part(extract):
    assert not extract.case()["participants_checked"]
    assert extract.rows("participants") == []


def test_the_officer_of_a_charge_is_the_one_who_charged(extract):
    officer = {"agency_name": "BALTIMORE POLICE DEPARTMENT", "officer_id": " D417 "}
    extract(charges=[CHARGE | officer, CHARGE | {"charge_num": "002"}])

    assert who(extract) == [
        ("9B1/001", "complaining_officer", "BALTIMORE POLICE DEPARTMENT", "D417", None,
         "charges.csv", 1)
    ]  # fmt: skip
    assert extract.rows("cases")[0]["participants_checked"]


@pytest.mark.parametrize("number", ["", "0000", "Unknown", "nan", "N/A"])
def test_an_agency_without_a_number_names_nobody(extract, number):
    extract(charges=[CHARGE | {"agency_name": "BPD", "officer_id": number}])

    assert who(extract) == []
    assert not extract.rows("cases")[0]["participants_checked"]


def test_nines_may_be_somebodys_number(extract):
    extract(charges=[CHARGE | {"officer_id": "999"}])

    assert [row[3] for row in who(extract)] == ["999"]


RELATED = {"case_num": "9B1", "name": "HALE, MORGAN", "agency_code": "AD", "officer_id": "D417"}


@pytest.mark.parametrize(
    ("connection", "role"),
    [
        ("COMPLAINANT/POLICE OFFICER", "complaining_officer"),
        ("Witness/Police  Officer", "witness"),
        ("ASSISTANT STATES ATTORNEY", "prosecutor"),
        ("A CONNECTION OF CATS", None),
        ("", None),
    ],
)
def test_a_related_person_has_the_role_that_the_connection_says(extract, connection, role):
    extract(related_persons=[RELATED | {"connection": connection}])

    assert who(extract) == [
        (None, role, "AD", "D417", "HALE, MORGAN", "related_persons.csv", 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"officer_id": "", "connection": "BAILBONDSMAN"},
         "its connection is no part in a case that is known"),
        ({"officer_id": "0000", "name": ""}, "neither an officer_id nor a name"),
        ({"case_num": "9B2"}, "its case has no header in the extract"),
        ({"case_num": ""}, "no case_num, so nothing to name the row by"),
    ],
)  # fmt: skip
def test_a_related_person_of_no_use_is_set_aside_with_a_reason(extract, changes, reason):
    row = RELATED | {"connection": "WITNESS/POLICE OFFICER"} | changes
    extract(related_persons=[row])

    assert who(extract) == []
    assert [each["reason"] for each in extract.rows("quarantine")] == [reason]
    (report,) = (each for each in extract.report.files if each.role == "related_persons")
    assert (report.mapped, report.quarantined) == (0, 1)


def test_a_related_person_listed_twice_counts_once(extract):
    row = RELATED | {"connection": "WITNESS/POLICE OFFICER"}
    extract(related_persons=[row, row])

    assert len(who(extract)) == 1


WARRANT = {"case_num": "9B1", "warrant_type": "BENCH WARRANT", "issue_date": "2019-01-02"}


def test_a_status_of_a_warrant_is_what_the_list_says_of_it_or_not_known(extract):
    words = {"ACTIVE": "open", " recalled ": "ended", "SERVED": "ended", "RETURNED": None,
             "HELD IN ABEYANCE": None, "": None}  # fmt: skip
    sent = [
        WARRANT | {"warrant_type": f"KIND {n}", "last_status": word, "status_date": "2019-03-04"}
        for n, word in enumerate(words)
    ]
    # Two rows of one warrant that disagree: neither is believed.
    twice = [WARRANT | {"last_status": word} for word in ("ACTIVE", "RECALLED")]
    *read, disputed = extract(warrants=[*sent, *twice]).rows("case_warrants")

    assert [each["status"] for each in read] == [*words.values()]
    assert [each["status_recorded"] for each in read] == [x.strip() or None for x in words]
    assert {each["issued_on"] for each in read} == {date(2019, 1, 2)}
    assert {each["status_on"] for each in read} == {date(2019, 3, 4)}
    assert (disputed["status"], disputed["status_recorded"]) == (None, None)


def test_a_warrant_of_no_case_of_the_extract_is_kept_apart(extract):
    extract(warrants=[WARRANT | {"case_num": "9B2"}])

    assert extract.rows("case_warrants") == []
    assert "no header" in extract.rows("quarantine")[0]["reason"]


def test_a_date_in_court_is_kept_as_printed_but_for_its_day(extract):
    row = {"case_num": "9B1", "event_type": "TRIAL", "date": "2020-07-01", "time": "09:00 AM",
           "location": "Unknown", "room": "02"}  # fmt: skip
    extract(court_schedule=[row, row | {"date": "07/02/2020", "result": "POSTPONED"}])
    first, second = extract.rows("court_dates")

    assert (first["day"], first["time"], first["room"]) == (date(2020, 7, 1), "09:00 AM", "02")
    assert (first["location"], first["result"]) == (None, None)
    assert (second["day"], second["result"]) == (None, "POSTPONED")
