"""Exact keys: which of them may join cases, and which say too little.

Two cases are one person's when they share a state id, a tracking number, the number of a District
case and its Circuit Court case, or the feed's own key of a person; and so on through any number of
cases. What a person said of two cases is as good as a key.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from vacatur.record.key_values import IS_KEY, SAYS_NONE

SAID = "said"  # a person looked, and said that two cases are one person's

# In the order in which the report says what each of them added.
KINDS = ("state_id", "feed_person_key", "tracking_number", "linked_case", SAID)

# In the extract that this was tried on, no tracking number and no District case number names people
# of more than two birth dates. A number that names more people than this is a number for "none".
# People are told apart by their birth dates; cases without one by the feed's person key, and where
# there is none of that either, each case counts as somebody else.
MOST_PEOPLE = 5

_SCRIPT = Path(__file__).with_name("keys.sql")


def weigh_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `linkable`, `keys`, `joining_keys` and `vetoed_keys`."""
    connection.execute("set variable kinds = $kinds", {"kinds": list(KINDS)})
    connection.execute(f"set variable most_people = {MOST_PEOPLE}")
    connection.execute(SAYS_NONE)
    connection.execute(IS_KEY)
    connection.execute(_SCRIPT.read_text(encoding="utf-8"))
