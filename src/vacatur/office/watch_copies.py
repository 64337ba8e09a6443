"""People as they stood on each day on which something was filed against them.

The compiler takes one day for each person. Somebody against whom charges were filed on three days
is three people here, each with all of the records and one of the days; so that every filing is
decided in one pass.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from vacatur.engine.decide import Hold
from vacatur.record.tables import TABLES, Records
from vacatur.record.terms import Disposition

_IDS = ("person_id", "case_id", "charge_id")
# Columns that name a charge of the same person.
_NAMES_A_CHARGE = ("underlying", "charge")


def copies(records: Records, filings: ir.Table, hold: Hold) -> tuple[Records, ir.Table]:
    """The records once for each person and day of filing, and those days.

    Parameters
    ----------
    filings
        Grain: one charge. Columns `charge_id`, `person_id`, `filed` and `nth`, which numbers the
        days of one person.

    Returns
    -------
    tuple
        The records, in which every id has `#` and the number of its day behind it; and a table of
        `person_id` and `as_of`, as `engine.decide.decide` takes it. A charge that was filed on the
        day is pending: nothing ends before it is filed, and an outcome without a date would
        otherwise be taken as known.
    """
    days = hold(filings.select("person_id", "nth", "filed").distinct())
    of_cases = records["cases"].select("case_id", "person_id").inner_join(days, "person_id")
    of_charges = records["charges"].select("charge_id", "person_id").inner_join(days, "person_id")
    whose = {
        "person_id": days.select("person_id", "nth"),
        "case_id": of_cases.select("case_id", "nth"),
        "charge_id": of_charges.select("charge_id", "nth"),
    }
    tables = {}
    for name, table in records.tables.items():
        key = next((each for each in _IDS if each in table.columns), None)
        copied = table if key is None else _numbered(table.inner_join(whose[key], key))
        if name == "charges":
            copied = _as_filed(copied, filings)
        tables[name] = hold(copied.select(*TABLES[name].columns)) if key else table
    numbered = days.select(person_id=_with_number(days, "person_id"), as_of=days.filed)
    return Records(tables), hold(numbered)


def copied_id(filings: ir.Table) -> ir.StringValue:
    """The id that a filed charge has in the copy of its day."""
    return _with_number(filings, "charge_id")


def _numbered(table: ir.Table) -> ir.Table:
    names = [each for each in (*_IDS, *_NAMES_A_CHARGE) if each in table.columns]
    return table.mutate(**{each: _with_number(table, each) for each in names})


def _with_number(table: ir.Table, name: str) -> ir.StringValue:
    return table[name] + ibis.literal("#") + table.nth.cast("string")


def _as_filed(charges: ir.Table, filings: ir.Table) -> ir.Table:
    filed = filings.select(filed_id=copied_id(filings))
    joined = charges.left_join(filed, charges.charge_id == filed.filed_id)
    is_filed = joined.filed_id.notnull()
    return joined.mutate(
        disposition=ibis.ifelse(is_filed, Disposition.PENDING.value, joined.disposition),
        disposition_date=ibis.ifelse(is_filed, ibis.null("date"), joined.disposition_date),
    )
