"""Link people by names, birth dates and places, where no exact key does.

Splink weighs the pairs. What forbids a pair or holds it back, whatever it weighs, has a word for
each reason (`reasons.py`, `pairs.sql`). Nobody joins a group in which he contradicts somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.identity.clusters import Compared, NameLink, held_back
from vacatur.identity.components import join_more
from vacatur.identity.engines import Engine
from vacatur.identity.levels import LEVELS, by_number
from vacatur.identity.model import Model
from vacatur.identity.names_report import NAMES, NamesReport
from vacatur.identity.near import define_near
from vacatur.identity.scoring import score
from vacatur.sql import literal

# In bits: of pairs that weigh 4, sixteen of seventeen are one person's.
LINK_WEIGHT = 4.0
REVIEW_WEIGHT = 2.0
_FOLDER = Path(__file__).parent


def link_by_names(
    connection: duckdb.DuckDBPyConnection,
    kinds: Sequence[str],
    model: Model,
    link_weight: float = LINK_WEIGHT,
    *,
    engine: Engine,
) -> NamesReport:
    """Lower `labels` by what joins by name.

    Leaves `name_pairs`, what is linked or waits, and `uncertain_labels`, who waits; of fewer than
    two spellings nothing.

    Reads `defendants`, `linkable`, `labels`, `keys`, `joining_keys`, `first_days` and `said_apart`.

    Parameters
    ----------
    kinds
        Kinds of key by which `labels` were made.
    link_weight
        From which weight on names join, in bits; of pairs below `REVIEW_WEIGHT` nothing is known.
    engine
        What weighs the pairs; the links are the same.
    """
    make_spellings(connection)
    spellings = _number(connection, "select count(*) from spellings")
    if spellings < 2:
        return NamesReport(spellings=spellings)
    groups = _number(connection, "select count(distinct label) from labels")
    blocks = score(connection, spellings, model, least=REVIEW_WEIGHT, engine=engine)
    for comparison in LEVELS:
        levels = {"levels": by_number(comparison)}
        connection.execute(f"set variable {comparison}_levels = $levels", levels)
    connection.execute(f"set variable link_weight = {link_weight}")
    _run(connection, "pairs.sql")
    _join(connection, (*kinds, NAMES))
    _run(connection, "bands.sql")
    left = _number(connection, "select count(distinct label) from labels")
    return replace(
        _report(connection), spellings=spellings, persons_fewer=groups - left, blocks=blocks
    )


def make_spellings(connection: duckdb.DuckDBPyConnection) -> None:
    """Part the printed names: `names_in_words`, `forms` and `spellings` (`spellings.sql`).

    And say when two parts may be one (`alike.sql`).
    """
    connection.execute(
        "create or replace temp table forms_of_names as"
        f" from read_csv({literal(_FOLDER / 'forms_of_names.csv')}, header = true)"
    )
    _run(connection, "spellings.sql")
    define_near(connection)
    _run(connection, "alike.sql")


def _join(connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> None:
    """Join by every link; where that joins who contradict each other, hold back and join again."""
    connection.execute("create or replace temp table labels_by_key as from labels")
    _join_links(connection, kinds)
    _run(connection, "contradictions.sql")
    held = _held(connection)
    if held:
        pairs = {"one": [each.one for each in held], "other": [each.other for each in held]}
        connection.register("held_links", pa.table(pairs))
        connection.execute(
            """update pairs set doubts = list_append(doubts, 'leads_to_a_contradiction')
            from held_links where label_l = one and label_r = other"""
        )
        connection.unregister("held_links")
        connection.execute("create or replace temp table labels as from labels_by_key")
        connection.execute("delete from joining_keys where kind = $kind", {"kind": NAMES})
        _join_links(connection, kinds)


def _join_links(connection: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> None:
    """Each link is a key that two cases share."""
    connection.execute(
        """insert into joining_keys
        with links as (
            select case_l, case_r, (select coalesce(max(key_number), 0) from joining_keys)
                + row_number() over (order by label_l, label_r) as key_number
            from pairs where vetoes = [] and doubts = []
        )
        select unnest([case_l, case_r]), $kind, key_number from links""",
        {"kind": NAMES},
    )
    join_more(connection, kinds)


def _held(connection: duckdb.DuckDBPyConnection) -> frozenset[NameLink]:
    links = connection.execute(
        """select label_l, label_r, weight from pairs
        where vetoes = [] and doubts = [] and label_l in (
            select label from together where whole in (
                select whole from together semi join (
                    select label_l from contradictions
                    union all select label_l from comparisons where not agree
                ) on label = label_l))"""
    ).fetchall()
    apart = connection.execute("select label_l, label_r from contradictions").fetchall()
    compared = connection.execute(
        "select label_l, label_r, field, agree from comparisons"
    ).fetchall()
    return held_back(
        (NameLink(*each) for each in links), apart, (Compared(*each) for each in compared)
    )


def _report(connection: duckdb.DuckDBPyConnection) -> NamesReport:
    def reasons(column: str, band: str) -> dict[str, int]:
        rows = connection.execute(
            f"""select reason, count(*) from (
                select unnest({column}) as reason from name_pairs where band = $band)
            group by reason order by reason""",
            {"band": band},
        ).fetchall()
        return dict(rows)

    def pairs(band: str) -> int:
        return _number(connection, f"select count(*) from name_pairs where band = {literal(band)}")

    return NamesReport(
        pairs=_number(connection, "select count(*) from pairs"),
        links=pairs("linked"),
        vetoed=reasons("vetoes", "apart"),
        review=pairs("review"),
        review_persons=_number(connection, "select count(*) from uncertain_labels"),
        held=reasons("doubts", "review"),
    )


def _run(connection: duckdb.DuckDBPyConnection, script: str) -> None:
    connection.execute((_FOLDER / script).read_text(encoding="utf-8"))


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
