"""Put what is told into the rows of the record: fill what is empty, and dispute what differs."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Person
from vacatur.sql import sql_type

RECORD: Mapping[str, type] = {
    "charge": Charge,
    "case": Case,
    "person": Person,
    "findings": Findings,
}
LISTS: Mapping[str, tuple[str, ...]] = {
    "case": ("victims", "objections", "participants"),
    "person": ("registrations", "warrants", "diversions", "relief"),
}

# Where the record's own value gives way to a fact, because it is a plan, a bound or an interim
# state and the fact is what came of it. Anywhere else two values that differ are disputed.
_GIVES_WAY: Mapping[tuple[str, str], str] = {
    # An export counts the end from the sentence that was imposed; an agency knows it.
    ("charge", "sentence_end"): "not has_fact(r.read_elsewhere, 'sentence_end')",
    ("charge", "sentence_completion"): "r.sentence_completion = 'not_complete'",
    ("charge", "disposition"): "r.disposition = 'pending'",
    ("charge", "disposition_date"): "r.disposition = 'pending'",
    ("charge", "weight_basis"): "r.weight_basis in ('charge_label', 'not_applicable')",
    ("case", "appeal"): "r.appeal = 'transferred'",
    ("case", "charges_complete"): "not r.charges_complete",
    # The later search counts.
    ("person", "history_checked_on"): "true",
}


def columns_that_can_be_told(entity: str) -> Mapping[str, ColumnType]:
    """The columns of an entity that hold one value."""
    return {each.name: each for each in columns_of(RECORD[entity]) if not each.is_list}


def apply_told(
    connection: duckdb.DuckDBPyConnection, entity: str, rows: str, *, key: str, made: str
) -> None:
    """Make the table `made`: `rows` with what `assertions` and `torn` say of them.

    Parameters
    ----------
    entity
        charge, case, person or findings.
    rows
        Name of a table with the record's columns, and `key` to know its rows by.
    """
    names = [
        name
        for (name,) in connection.execute(
            """select distinct name from (select entity, name from assertions union all
                select entity, name from torn) where entity = ? order by name""",
            [entity],
        ).fetchall()
    ]
    if not names:
        connection.execute(f"create or replace temp table {made} as select * from {rows}")
        return
    compared = _compared(entity, rows, key, names)
    cells = ", ".join(f'{_new_value(entity, name)} as "{name}"' for name in names)
    marks = "" if entity == "findings" else f", {_marks(names)}"
    ours = ", ".join(f'"{kind} {name}"' for name in names for kind in ("told", "torn", "place"))
    connection.execute(
        f"""create or replace temp table {made} as
        select * exclude ({ours}) replace ({cells}{marks}) from ({compared})"""
    )


def _compared(entity: str, rows: str, key: str, names: list[str]) -> str:
    """The rows, with three columns for each one that is told: `told`, `torn` and `place`."""
    told = ", ".join(f'"value {name}" as "told {name}", "place {name}"' for name in names)
    torn = ", ".join(
        f'("torn {name}" or coalesce({_differs(entity, name)}, false)) as "torn {name}"'
        for name in names
    )
    torn_before = ", ".join(f'coalesce("torn {name}", false) as "torn {name}"' for name in names)
    return f"""select * replace ({torn}) from (
            select r.*, {told}, {torn_before}
            from {rows} r left join ({_pivot(entity, names)}) p on p.id = r.{key}
        ) r"""


def _pivot(entity: str, names: list[str]) -> str:
    """One row for each row that is told of; what the facts disagree about has no value."""
    cells = []
    for name in names:
        mine = f"filter (name = '{name}')"
        # Compared as what it is: 3.50 and 3.5 are one number.
        value = f"try_cast(value as {_type_of(entity, name)})"
        cells += [
            f"case when min({value}) {mine} = max({value}) {mine} then min({value}) {mine} end"
            f' as "value {name}"',
            f"coalesce(min({value}) {mine} <> max({value}) {mine}, false)"
            f" or count(*) filter (name = '{name}' and value is null) > 0 as \"torn {name}\"",
            f'min(place) {mine} as "place {name}"',
        ]
    return f"""select id, {", ".join(cells)} from (
            select id, name, value, place from assertions where entity = '{entity}'
            union all
            select id, name, null, null from torn where entity = '{entity}'
        ) group by id"""


def _type_of(entity: str, name: str) -> str:
    if _is_check(name):
        return "boolean"
    return sql_type(columns_that_can_be_told(entity)[name].ibis_type)


def _differs(entity: str, name: str) -> str:
    """The record holds another value, and not one that gives way."""
    # Whether somebody looked: nobody had, and now somebody has.
    gives_way = "true" if _is_check(name) else _GIVES_WAY.get((entity, name), "false")
    return f'"told {name}" <> r."{name}" and not coalesce({gives_way}, false)'


def _new_value(entity: str, name: str) -> str:
    told = f'"told {name}"'
    if (entity, name) == ("person", "history_checked_on"):
        told = f"greatest({told}, {name})"
    nothing = "false" if _is_check(name) else "null"
    return f'case when "torn {name}" then {nothing} else coalesce({told}, "{name}") end'


def _is_check(name: str) -> bool:
    return name.endswith("_checked")


def _marks(names: list[str]) -> str:
    """`disputed`, `unreadable` and `read_elsewhere` of a row whose columns were told."""
    filled = {
        name: f'not "torn {name}" and "told {name}" is not null'
        f' and "told {name}" is distinct from "{name}"'
        for name in names
    }
    torn_names = _those({name: f'"torn {name}"' for name in names})
    filled_names = _those(filled)
    places = ", ".join(
        f"""case when {holds} then '{name}=' || "place {name}" end"""
        for name, holds in filled.items()
    )
    return f"""list_sort(list_distinct(list_concat(coalesce(disputed, []), {torn_names})))
            as disputed,
        case when len(coalesce(unreadable, [])) = 0 then [] else list_filter(unreadable,
            lambda name: not list_contains({filled_names}, name)) end as unreadable,
        list_concat(
            case when len(coalesce(read_elsewhere, [])) = 0 then [] else list_filter(read_elsewhere,
                lambda each: not list_contains({filled_names}, split_part(each, '=', 1))) end,
            list_filter([{places}], lambda place: place is not null)
        ) as read_elsewhere"""


def _those(holds: Mapping[str, str]) -> str:
    """SQL for the list of the names of which something holds."""
    named = ", ".join(f"case when {each} then '{name}' end" for name, each in holds.items())
    return f"list_filter([{named}], lambda name: name is not null)"
