"""Tables beside the record: what linking needs, and what could not be mapped.

`identity` reads `identifiers` and `defendants`; `explain` reads `quarantine`. An empty value means
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
    # One row of an input that stands in no table, with its text as it came.
    "quarantine": {"file": "string", "row": "int64", "reason": "string", "text": "string"},
}
