"""Anniversaries and ages in columns: `dates.anniversary` and `dates.age_on` for whole tables."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir


def anniversary(start: ir.DateValue, years: int) -> ir.DateValue:
    """The day some years later; null for a start on 29 February (docs/adr/0008)."""
    leap_day = ((start.month() == 2) & (start.day() == 29)).fill_null(False)
    later = _in_the_calendar((start + ibis.interval(years=years)).cast("date"))
    return ibis.ifelse(leap_day, ibis.null("date"), later)


def days_after(start: ir.DateValue, days: int) -> ir.DateValue:
    """The day some days later."""
    return _in_the_calendar((start + ibis.interval(days=days)).cast("date"))


def _in_the_calendar(day: ir.DateValue) -> ir.DateValue:
    """Null for a day beyond the year 9999, as in `dates`."""
    beyond = (day > ibis.literal(date.max, "date")).fill_null(False)
    return ibis.ifelse(beyond, ibis.null("date"), day)


def age(born: ir.DateValue, day: ir.DateValue) -> ir.DecimalValue:
    """Completed years; null on 28 February of a common year for a birthday on the 29th."""
    on_leap_day = (born.month() == 2) & (born.day() == 29)
    year = day.year()
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    doubtful = on_leap_day & (day.month() == 2) & (day.day() == 28) & ~is_leap
    before_birthday = (day.month() < born.month()) | (
        (day.month() == born.month()) & (day.day() < born.day())
    )
    years = year - born.year() - before_birthday.cast("int64")
    settled = ibis.ifelse(doubtful.fill_null(False), ibis.null("int64"), years.cast("int64"))
    return settled.cast("decimal(20, 10)")
