"""An effect takes over what short effects before it say, so that few files are looked in.

Each answer to a question has an effect on one person. A thousand of them would be a thousand files
of each table, and a page about one case looks into every one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from vacatur.facts.overlay import OF_A_PERSON, OF_A_ROW, of_persons, of_their_rows, rows_of
from vacatur.sql import TAKEN_OVER_ROWS

_COUNTING = "taken_over"  # of whom which short effect counts


def short_effects(effects: Sequence[Path]) -> list[Path]:
    """The effects on few enough people to be taken over by the next one."""
    return [
        each
        for each in effects
        if pq.read_metadata(each / "persons.parquet").num_rows <= TAKEN_OVER_ROWS
    ]


def rows_taken_over(
    connection: duckdb.DuckDBPyConnection, effects: Sequence[Path]
) -> Mapping[str, str]:
    """SQL, by table, for what short effects say of people who are not in the table `touched`.

    Parameters
    ----------
    effects
        All that stand, the earliest first. What a later one says anew is left out.

    Returns
    -------
    Mapping
        Empty where no effect is short. A table that none of them has is left out.
    """
    short = short_effects(effects)
    if not short:
        return {}
    numbers = ", ".join(str(int(each.name)) for each in short)
    connection.execute(
        f"""create or replace temp table {_COUNTING} as
        select person_id, max(part) as part from ({rows_of("persons", effects)})
        anti join touched using (person_id)
        group by person_id having max(part) in ({numbers})"""
    )
    taken = {
        **{name: of_persons(name, short, _COUNTING) for name in (*OF_A_PERSON, "set_aside")},
        **{name: of_their_rows(name, short, _COUNTING) for name in OF_A_ROW},
    }
    taken["offenses"] = f"select * exclude (part) from ({rows_of('offenses', short)})"
    return {name: query for name, query in taken.items() if query}
