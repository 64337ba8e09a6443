"""Tables beside the record: what linking needs, and what could not be mapped.

`identity` reads `identifiers` and `defendants`; `explain` reads `quarantine`; a sweep reads
`case_warrants` and `court_dates`. An empty value means
"not known", as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

SIDE_TABLES: Mapping[str, Mapping[str, str]] = {
    # One key of one case. `kind`: state_id, tracking_number, linked_case (value: the District case
    # number, on both sides of a Circuit case that names it) or feed_person_key.
    "identifiers": {"case_id": "string", "kind": "string", "value": "string"},
    # The person as one case's header has them. A case without a row here came with its person
    # already told, as a docket's does. Name (`SMITH-JONES, MARY ANN JR`, `MARY ANN SMITH`),
    # address, town (`BALTIMORE, MD`) and ZIP code are as printed and never cleaned; null: not
    # recorded. A mapping that reads one of them from several columns joins these by ` | `.
    "defendants": {
        "case_id": "string",
        "birth_date": "date",
        "race": "string",
        "sex": "string",
        "name": "string",
        "address": "string",
        "town": "string",
        "zip": "string",
        "history_checked_on": "date",
        "source_file": "string",
        "source_row": "int64",
        "read_elsewhere": "array<string>",
        "unreadable": "array<string>",
    },
    # One warrant of one case. `kind` and `status_recorded` are as printed; `status` is our reading,
    # `open` or `ended`. Null: not recorded, or a word that nobody has explained. A case without a
    # row proves nothing by itself: what the export declares of its warrants does.
    "case_warrants": {
        "case_id": "string",
        "kind": "string",
        "issued_on": "date",
        "status": "string",
        "status_recorded": "string",
        "status_on": "date",
        "source_file": "string",
        "source_row": "int64",
    },
    # One date in court of one case, as printed but for the day. A null `result`: nothing has come
    # of it yet, or nothing is recorded.
    "court_dates": {
        "case_id": "string",
        "day": "date",
        "time": "string",
        "event": "string",
        "location": "string",
        "room": "string",
        "result": "string",
        "source_file": "string",
        "source_row": "int64",
    },
    # One row of an input that stands in no table, with its text as it came.
    "quarantine": {"file": "string", "row": "int64", "reason": "string", "text": "string"},
}
