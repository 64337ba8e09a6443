"""Put what is told into the rows of the record: fill what is empty, and dispute what differs."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from vacatur.record.case import Case
from vacatur.record.charge import Charge
from vacatur.record.columns import ColumnType, columns_of
from vacatur.record.findings import Findings
from vacatur.record.person import Person

RECORD: Mapping[str, type] = {
    "charge": Charge,
    "case": Case,
    "person": Person,
    "findings": Findings,
}
LISTS: Mapping[str, tuple[str, ...]] = {
    "case": ("victims", "objections"),
    "person": ("registrations", "warrants", "diversions", "relief"),
}

# Where the record's own value gives way to a fact, because it is a plan, a bound or an interim
# state and the fact is what came of it. Anywhere else two values that differ are disputed.
_GIVES_WAY: Mapping[tuple[str, str], str] = {
    # An export counts the end from the sentence that was imposed; an agency knows it.
    ("charge", "sentence_end"): "not list_has_any(list_transform(coalesce(r.read_elsewhere, []),"
    " lambda each: split_part(each, '=', 1)), ['sentence_end'])",
    ("charge", "sentence_completion"): "r.sentence_completion = 'not_complete'",
    ("charge", "disposition"): "r.disposition = 'pending'",
    ("charge", "disposition_date"): "r.disposition = 'pending'",
    ("charge", "weight_basis"): "r.weight_basis in ('charge_label', 'not_applicable')",
    ("case", "appeal"): "r.appeal = 'transferred'",
    ("case", "charges_complete"): "not r.charges_complete",
    # The later search counts.
    ("person", "history_checked_on"): "true",
}
_TYPES = {"boolean": "boolean", "int64": "bigint", "date": "date", "string": "varchar"}


def columns_that_can_be_told(entity: str) -> Mapping[str, ColumnType]:
    """The columns of an entity that hold one value."""
    return {each.name: each for each in columns_of(RECORD[entity]) if not each.is_list}


def apply_told(
    connection: duckdb.DuckDBPyConnection, entity: str, rows: str, *, key: str, made: str
) -> None:
    """Make the table `made`: `rows` with what `told` and `torn` say of them.

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
            """select distinct name from (select entity, name from told union all
                select entity, name from torn) where entity = ? order by name""",
            [entity],
        ).fetchall()
    ]
    if not names:
        connection.execute(f"create or replace temp table {made} as select * from {rows}")
        return
    connection.execute(_pivot(entity))
    cells = ", ".join(f'{_new_value(entity, name)} as "{name}"' for name in names)
    marks = "" if entity == "findings" else f", {_marks(entity, names)}"
    connection.execute(
        f"""create or replace temp table {made} as
        select r.* replace ({cells}{marks})
        from {rows} r left join pivoted p on p.id = r.{key}"""
    )


def _pivot(entity: str) -> str:
    return f"""create or replace temp table pivoted as
        select id,
            map_from_entries(list((name, value)) filter (value is not null)) as value_of,
            map_from_entries(list((name, place)) filter (value is not null)) as place_of,
            coalesce(list(name) filter (is_torn), []) as torn
        from (
            select id, name, max(value) as value, max(place) as place, bool_or(is_torn) as is_torn
            from (
                select id, name, case when values = 1 then value end as value,
                    place, false as is_torn
                from told where entity = '{entity}'
                union all
                select id, name, null, null, true from torn where entity = '{entity}'
            ) group by all
        ) group by all"""


def _told(entity: str, name: str) -> str:
    return f"cast(p.value_of['{name}'] as {_type_of(entity, name)})"


def _type_of(entity: str, name: str) -> str:
    if name.endswith("_checked") and name not in columns_that_can_be_told(entity):
        return "boolean"
    ibis_type = columns_that_can_be_told(entity)[name].ibis_type
    return _TYPES.get(ibis_type, ibis_type)


def _is_torn(entity: str, name: str) -> str:
    """Two facts disagree, or a fact and what the record holds."""
    gives_way = _GIVES_WAY.get((entity, name), "false")
    if name.endswith("_checked"):
        gives_way = "true"  # nobody looked; now somebody has
    differs = f'{_told(entity, name)} <> r."{name}" and not coalesce({gives_way}, false)'
    return f"""(coalesce(list_contains(p.torn, '{name}'), false)
        or coalesce({differs}, false))"""


def _new_value(entity: str, name: str) -> str:
    told = _told(entity, name)
    if (entity, name) == ("person", "history_checked_on"):
        told = f"greatest({told}, r.history_checked_on)"
    nothing = "false" if name.endswith("_checked") else "null"
    return f"""case when {_is_torn(entity, name)} then {nothing}
        else coalesce({told}, r."{name}") end"""


def _marks(entity: str, names: list[str]) -> str:
    torn = ", ".join(f"case when {_is_torn(entity, name)} then '{name}' end" for name in names)
    filled = ", ".join(
        f"""case when not {_is_torn(entity, name)} and {_told(entity, name)} is not null
            and {_told(entity, name)} is distinct from r."{name}" then '{name}' end"""
        for name in names
    )
    return f"""list_sort(list_distinct(list_concat(coalesce(r.disputed, []),
            list_filter([{torn}], lambda name: name is not null)))) as disputed,
        list_filter(coalesce(r.unreadable, []), lambda name:
            not list_contains(list_filter([{filled}], lambda each: each is not null), name)
        ) as unreadable,
        list_concat(
            list_filter(coalesce(r.read_elsewhere, []), lambda each: not list_contains(
                list_filter([{filled}], lambda name: name is not null), split_part(each, '=', 1))),
            list_transform(list_filter([{filled}], lambda name: name is not null),
                lambda name: name || '=' || p.place_of[name])
        ) as read_elsewhere"""
