"""A watch of arrests: what a feed shows of the kinds that a policy covers, after its artefacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from vacatur.errors import UsageError
from vacatur.ingest.arrest_feed.feed import Feed, read_feed
from vacatur.law.page import Page
from vacatur.law.rulebook import Rulebook
from vacatur.office.watch_codes import CodeSpan, code_spans, policies_of
from vacatur.office.watch_tables import classify, feed_months, work_folder
from vacatur.scratch import scratch_database
from vacatur.screening import watch_artefacts
from vacatur.screening.watch_artefacts import Artefact, Found
from vacatur.screening.watched import Dimension, RowStanding

NOT_RECORDED = "not recorded"
_CUTTING = (Artefact.LEVEL_CHANGE, Artefact.MONTHS_MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy that was asked. `first_day` null: it has none."""

    implements: str
    title: str
    first_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One month's counts of arrest rows, one for each label of the watch.

    `piece` numbers the stretches of months between which nothing may be compared. `whole` is false
    where the feed lacks days of the month, or the watch or a policy begins within it.
    """

    standing: RowStanding
    month: date
    piece: int
    whole: bool
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrestWatch:
    """What a feed shows since a day.

    `standing` counts its rows since then by how they stand, and adds up to `rows`. `codes` are the
    spans on which the policies cover a code. `under_18` and `no_age` are of the covered rows.
    `labels` name the counts of each figure.
    """

    feed: Feed
    earlier: Feed | None
    policies: tuple[Policy, ...]
    since: date
    by: Dimension
    artefacts: tuple[Found, ...]
    codes: tuple[CodeSpan, ...]
    rows: int
    standing: Mapping[RowStanding, int]
    under_18: int
    no_age: int
    labels: tuple[str, ...]
    figures: tuple[Figure, ...]


def watch_arrests(
    path: Path,
    rulebook: Rulebook,
    *,
    since: date,
    by: Dimension,
    read_on: date,
    beside: Path,
    earlier: Path | None = None,
) -> ArrestWatch:
    """Read a feed, test it, and count the arrest rows that the policies cover.

    Parameters
    ----------
    path, earlier
        The feed, and an earlier snapshot of it to hold it against.
    since
        The first day that counts.
    read_on
        Day of the reading; a later arrest is quarantined.
    beside
        A folder in which a database for the work may be made. It is gone afterwards.

    Raises
    ------
    IngestError
        The file cannot be read, or its header is of no declared style.
    UsageError
        There is no screening policy, the feed does not have what is to be counted by, or it ends
        before the day.
    """
    policies, codes = policies_of(rulebook), code_spans(rulebook)
    with scratch_database(beside) as connection:
        work = work_folder(connection)
        feed = read_feed(connection, path, work, name="arrests", read_on=read_on)
        _refuse_absent(feed, by)
        classify(connection, "arrests", codes)
        _refuse_too_late(connection, feed, since)
        before = None
        artefacts = [watch_artefacts.always(), *_of_the_file(feed)]
        artefacts += _of_months(connection, feed, codes)
        if earlier is not None:
            before = read_feed(connection, earlier, work, name="earlier", read_on=read_on)
            classify(connection, "earlier", codes)
            artefacts += _of_snapshots(connection)
        labels = _labels(connection, by)
        standing = _standing(connection, since)
        under_18, no_age = _ages(connection, since)
        return ArrestWatch(
            feed=feed,
            earlier=before,
            policies=tuple(
                Policy(implements=each.implements, title=each.title, first_day=each.first_day)
                for each in policies
            ),
            since=since,
            by=by,
            artefacts=tuple(artefacts),
            codes=tuple(each for each in codes if each.standing is RowStanding.COVERED),
            rows=sum(standing.values()),
            standing=standing,
            under_18=under_18,
            no_age=no_age,
            labels=labels,
            figures=_figures(connection, since, by, labels, artefacts, policies),
        )


def _refuse_absent(feed: Feed, by: Dimension) -> None:
    if by is not Dimension.MONTH and by.value not in feed.has:
        raise UsageError(
            f"the feed has no {by.value}",
            where=feed.name,
            why=f"The style [{feed.style}] has no such column, and nothing else tells it.",
            repair="Count by another, or ask the department for a feed that has it.",
        )


def _refuse_too_late(connection: duckdb.DuckDBPyConnection, feed: Feed, since: date) -> None:
    ((last,),) = connection.execute("select max(arrest_day) from arrests").fetchall()
    if last is None or last < since:
        raise UsageError(
            f"the feed ends on {last}, before {since}",
            where=feed.name,
            why="Nothing could be counted, and nought would look like an answer.",
            repair="Take a later snapshot of the feed, or an earlier --since.",
        )


# ---- artefacts ----------------------------------------------------------------------------------


def _of_the_file(feed: Feed) -> list[Found]:
    found = []
    if copies := sum(each.rows for each in feed.quarantined if "same" in each.reason):
        found.append(
            Found(
                artefact=Artefact.COPIES,
                measured=f"{copies:,} rows with an arrest number, taken out",
                threshold="one row",
                reason="one charge of one arrest counts once",
                forbids="nothing, since they are not counted",
            )
        )
    if feed.alike:
        found.append(
            Found(
                artefact=Artefact.ALIKE,
                measured=f"{feed.alike:,} rows, counted",
                threshold="one row",
                reason="two arrests, or one twice: without a number nobody can tell",
                forbids="a count may be too high by as many",
            )
        )
    return found


def _of_months(
    connection: duckdb.DuckDBPyConnection, feed: Feed, codes: Sequence[CodeSpan]
) -> tuple[Found, ...]:
    covered = {
        each.code_list
        for each in codes
        if each.standing in (RowStanding.COVERED, RowStanding.BEFORE)
    }
    return watch_artefacts.found_in(feed_months(connection, "arrests", feed), covered)


def _of_snapshots(connection: duckdb.DuckDBPyConnection) -> list[Found]:
    """Arrest numbers of the months that both have whole weeks of, held against each other."""
    connection.execute(
        """create or replace temp view both_months as
        select distinct date_trunc('month', arrest_day)::date as month from arrests
        intersect select distinct date_trunc('month', arrest_day)::date from earlier"""
    )
    found = []
    for artefact, one, other in (
        (Artefact.GONE_LATER, "earlier", "arrests"),
        (Artefact.ADDED_LATER, "arrests", "earlier"),
    ):
        total, lost, kinds, kinds_lost = connection.execute(
            f"""with numbers as (
                select arrest_number, bool_or(standing in ($covered, $before)) as covered
                from {one} semi join both_months
                    on date_trunc('month', arrest_day)::date = both_months.month
                where arrest_number is not null group by all
            )
            select count(*), count(*) filter (where gone), count(*) filter (where covered),
                count(*) filter (where covered and gone)
            from (select *, arrest_number not in (select arrest_number from {other}
                where arrest_number is not null) as gone from numbers)""",
            {"covered": RowStanding.COVERED.value, "before": RowStanding.BEFORE.value},
        ).fetchall()[0]
        if total and lost / total >= watch_artefacts.GONE_SHARE:
            of_kinds = (
                f"; {kinds_lost / kinds:.1%} of those that a policy covers"
                if kinds >= watch_artefacts.LEAST_ROWS
                else ""
            )
            found.append(_between_snapshots(artefact, lost / total, of_kinds))
    return found


def _between_snapshots(artefact: Artefact, share: float, of_kinds: str) -> Found:
    gone = artefact is Artefact.GONE_LATER
    return Found(
        artefact=artefact,
        measured=f"{share:.1%} of the arrest numbers of the months in both{of_kinds}",
        threshold=f"{watch_artefacts.GONE_SHARE:.0%}",
        reason=f"counts of two snapshots differ by themselves; {watch_artefacts.OURS}",
        forbids="no comparison of months from two snapshots; what is gone was probably expunged, "
        "and is neither listed nor put back"
        if gone
        else "the last months of a snapshot may still grow",
    )


# ---- figures ------------------------------------------------------------------------------------


def _labels(connection: duckdb.DuckDBPyConnection, by: Dimension) -> tuple[str, ...]:
    """The labels of the whole file, in an order that no count decides."""
    if by is Dimension.MONTH:
        return ("arrest rows",)
    found = connection.execute(
        f"select distinct {by.value} from arrests where {by.value} is not null order by 1"
    ).fetchall()
    return (NOT_RECORDED, *(str(label) for (label,) in found))


def _standing(connection: duckdb.DuckDBPyConnection, since: date) -> Mapping[RowStanding, int]:
    found = dict(
        connection.execute(
            "select standing, count(*) from arrests where arrest_day >= $since group by all",
            {"since": since},
        ).fetchall()
    )
    return {each: int(found.get(each.value, 0)) for each in RowStanding}


def _ages(connection: duckdb.DuckDBPyConnection, since: date) -> tuple[int, int]:
    young, unknown = connection.execute(
        """select count(*) filter (where age < 18), count(*) filter (where age is null)
        from arrests where arrest_day >= $since and standing = $covered""",
        {"since": since, "covered": RowStanding.COVERED.value},
    ).fetchall()[0]
    return int(young), int(unknown)


def _figures(
    connection: duckdb.DuckDBPyConnection,
    since: date,
    by: Dimension,
    labels: Sequence[str],
    artefacts: Sequence[Found],
    policies: Sequence[Page],
) -> tuple[Figure, ...]:
    label = f"'{labels[0]}'" if by is Dimension.MONTH else f"coalesce({by.value}, $nothing)"
    counts = connection.execute(
        f"""select standing, date_trunc('month', arrest_day)::date, {label}, count(*)
        from arrests where arrest_day >= $since and $nothing = $nothing group by all""",
        {"since": since, "nothing": NOT_RECORDED},
    ).fetchall()
    by_cell = {(standing, month, each): int(n) for standing, month, each, n in counts}
    cuts = sorted({each.cut for each in artefacts if each.cut and _cuts(each, by)})
    lacking = {month for each in artefacts for month in each.months}
    begins = [each.first_day or date.min for each in policies]
    lacking |= {_month(day) for day in begins if day != _month(day)}
    months = sorted({month for _, month, _ in by_cell})
    return tuple(
        Figure(
            standing=standing,
            month=month,
            piece=sum(cut <= month for cut in cuts),
            whole=month not in lacking and month >= since,
            counts=tuple(by_cell.get((standing.value, month, each), 0) for each in labels),
        )
        for standing in (RowStanding.COVERED, RowStanding.BEFORE)
        for month in months
        if _may_be(standing, month, begins)
    )


def _may_be(standing: RowStanding, month: date, begins: Sequence[date]) -> bool:
    """Whether a row of a month may stand so at all, whatever the feed holds.

    Before a policy's first month nothing is covered, and after the last one's nothing is before it;
    noughts that could be nothing else are no figures.
    """
    if standing is RowStanding.COVERED:
        return month >= _month(min(begins))
    return month <= _month(max(begins))


def _month(day: date) -> date:
    return day.replace(day=1)


def _cuts(found: Found, by: Dimension) -> bool:
    return found.artefact in _CUTTING or found.column == by.value
