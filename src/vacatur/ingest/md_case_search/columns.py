"""The files of a Case Search extract: their columns, their keys, and where each column goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a file of the extract holds."""

    CASES = "cases"
    CHARGES = "charges"
    HISTORY_SEARCHES = "history_searches"
    SENTENCE_ENDS = "sentence_ends"
    RELATED_PERSONS = "related_persons"
    WARRANTS = "warrants"
    COURT_SCHEDULE = "court_schedule"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """One kind of file. A column in no list is an extra one: allowed, and named in the report."""

    role: Role
    required: bool
    grain: str
    key: tuple[str, ...]  # columns that name a row; none may be blank
    beside: tuple[str, ...] = ()  # ... with these, which may
    mapped: tuple[str, ...]  # must be there
    optional: tuple[str, ...]  # mapped where they are there
    unused: tuple[str, ...]  # of the export, and of no use yet
    either: tuple[str, ...] = ()  # optional ones: a file has one at least, and a row fills one

    @property
    def read(self) -> tuple[str, ...]:
        """Columns that are read; an optional one that is not there reads as blank."""
        return (*self.mapped, *self.optional)


SPECS: Mapping[Role, FileSpec] = {
    spec.role: spec
    for spec in (
        FileSpec(
            role=Role.CASES,
            required=True,
            grain="case",
            key=("case_num",),
            mapped=(
                "case_num", "court_system", "tracking_num", "case_disposition",
                "district_case_num", "person_key", "defendant_race", "defendant_sex",
                "defendant_dob_shifted", "defendant_state",
            ),
            optional=(
                "sid", "case_status", "defendant_name", "defendant_address", "defendant_zip5",
                "defendant_city",
            ),
            unused=(
                "status_date", "district_code", "location_code", "doc_type", "complaint_num",
                "name_only_key", "defendant_name_shape",
            ),
        ),
        FileSpec(
            role=Role.CHARGES,
            required=True,
            grain="charge",
            key=("case_num", "charge_num"),
            mapped=(
                "case_num", "charge_num", "charge_desc", "charge_statute", "charge_cjis_code",
                "charge_inc_date_from", "charge_inc_date_to", "charge_disposition",
                "charge_disp_date", "charge_pbj_end_date", "charge_prob_end_date",
                "charge_jailtime", "charge_susp_jailtime",
            ),
            optional=("case_status", "agency_name", "officer_id"),
            unused=(
                "case_court", "charge_amend_date", "charge_mo_pll", "charge_prob_cause",
                "charge_victim_age", "charge_plea", "charge_fine", "charge_court_costs",
                "charge_cicf", "charge_susp_fine", "charge_susp_court_costs", "charge_susp_cicf",
                "charge_rest_amt", "charge_credit_timeserved",
            ),
        ),
        FileSpec(
            # What a row promises stands in the notes of `ingest_extract`.
            role=Role.HISTORY_SEARCHES,
            required=False,
            grain="search of one history",
            key=("searched_on",),
            beside=("person_key", "case_num"),
            mapped=("searched_on",),
            optional=("person_key", "case_num"),
            unused=(),
            either=("person_key", "case_num"),
        ),
        FileSpec(
            role=Role.SENTENCE_ENDS,
            required=False,
            grain="answer about one charge",
            key=("case_num", "charge_num"),
            mapped=("case_num", "charge_num", "sentence_end", "sentence_completion"),
            optional=(),
            unused=(),
        ),
        FileSpec(
            role=Role.RELATED_PERSONS,
            required=False,
            grain="person beside the defendant of one case",
            key=("case_num",),
            beside=("name", "connection", "agency_code", "officer_id"),
            mapped=("case_num", "name", "connection", "agency_code", "officer_id"),
            optional=(),
            unused=("agency_sub_code", "address_1", "address_2", "city", "state", "zip_code"),
        ),
        FileSpec(
            role=Role.WARRANTS,
            required=False,
            grain="warrant of one case",
            key=("case_num",),
            beside=("warrant_type", "issue_date"),
            mapped=("case_num", "warrant_type", "issue_date", "last_status", "status_date"),
            optional=(),
            unused=("judge",),
        ),
        FileSpec(
            role=Role.COURT_SCHEDULE,
            required=False,
            grain="date in court of one case",
            key=("case_num",),
            beside=("date", "time", "event_type"),
            mapped=("case_num", "event_type", "date", "time", "location", "room", "result"),
            optional=(),
            unused=("judge",),
        ),
    )
}  # fmt: skip

# table.column -> the columns it was made from, as role.column. `explain` names them.
COLUMN_MAP: Mapping[str, tuple[str, ...]] = {
    "cases.number": ("cases.case_num",),
    "cases.state": ("cases.court_system",),
    "cases.county": ("cases.court_system",),
    "cases.court": ("cases.court_system",),
    "cases.prosecuting_office": ("cases.court_system",),
    "cases.appeal": ("cases.case_disposition", "cases.district_case_num"),
    "cases.charges_complete": ("charges.case_num", "charges.charge_num"),
    "cases.continued_in": ("cases.case_disposition", "cases.district_case_num"),
    "charges.statute": ("charges.charge_statute",),
    "charges.local_code": ("charges.charge_cjis_code",),
    "charges.description": ("charges.charge_desc",),
    **dict.fromkeys(
        (
            "charges.act",
            "charges.kind",
            "charges.substance",
            "charges.product_form",
            "charges.quantity_below_grams",
            "charges.quantity_at_least_grams",
            "charges.weight_basis",
        ),
        ("charges.charge_cjis_code", "charges.charge_desc", "charges.charge_statute"),
    ),
    "charges.grade": ("cases.court_system",),
    "charges.offense_date": ("charges.charge_inc_date_from", "charges.charge_inc_date_to"),
    "charges.disposition": (
        "charges.charge_disposition",
        "charges.case_status",
        "cases.case_status",
    ),
    "charges.disposition_recorded": ("charges.charge_disposition",),
    "charges.disposition_date": ("charges.charge_disp_date",),
    "charges.treatment": ("charges.charge_disposition",),
    "charges.sentence_end": (
        "sentence_ends.sentence_end",
        "charges.charge_prob_end_date",
        "charges.charge_pbj_end_date",
        "charges.charge_jailtime",
        "charges.charge_susp_jailtime",
        "charges.charge_disp_date",
    ),
    "charges.sentence_completion": ("sentence_ends.sentence_completion",),
    "defendants.birth_date": ("cases.defendant_dob_shifted",),
    "defendants.race": ("cases.defendant_race",),
    "defendants.sex": ("cases.defendant_sex",),
    "defendants.name": ("cases.defendant_name",),
    "defendants.address": ("cases.defendant_address",),
    "defendants.town": ("cases.defendant_city", "cases.defendant_state"),
    "defendants.zip": ("cases.defendant_zip5",),
    "defendants.history_checked_on": (
        "history_searches.searched_on",
        "history_searches.case_num",
        "cases.person_key",
    ),
    "participants.charge": ("charges.case_num", "charges.charge_num"),
    "participants.role": ("related_persons.connection",),
    "participants.agency": ("charges.agency_name", "related_persons.agency_code"),
    "participants.identifier": ("charges.officer_id", "related_persons.officer_id"),
    "participants.name": ("related_persons.name",),
    "case_warrants.kind": ("warrants.warrant_type",),
    "case_warrants.issued_on": ("warrants.issue_date",),
    "case_warrants.status": ("warrants.last_status", "warrants.status_date"),
    "case_warrants.status_recorded": ("warrants.last_status",),
    "case_warrants.status_on": ("warrants.status_date",),
    "court_dates.day": ("court_schedule.date",),
    "court_dates.time": ("court_schedule.time",),
    "court_dates.event": ("court_schedule.event_type",),
    "court_dates.location": ("court_schedule.location",),
    "court_dates.room": ("court_schedule.room",),
    "court_dates.result": ("court_schedule.result",),
    "identifiers.value": (
        "cases.sid",
        "cases.tracking_num",
        "cases.district_case_num",
        "cases.person_key",
        "cases.case_num",
    ),
}
