"""The weights of pairs of spellings, by Splink: which pairs are compared, and what each weighs."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import duckdb
from splink import DuckDBAPI

from vacatur.identity.blocks import count_pairs
from vacatur.identity.engines import Engine
from vacatur.identity.model import Model
from vacatur.identity.spark import weigh_on_spark
from vacatur.identity.weighing import Weighing, weigh

# A block that makes more pairs than this of each spelling is left out: it tells too little apart.
MOST_PAIRS = 60
# Of so few spellings every pair is worth its time.
_FEW = 5_000
# Of all pairs of one person, so many have one name and one birth date: as in the starting model.
_OF_ONE_NAME_AND_BIRTH_DATE = 0.7


def score(
    connection: duckdb.DuckDBPyConnection,
    spellings: int,
    model: Model,
    *,
    least: float,
    engine: Engine,
) -> Mapping[str, int | None]:
    """Make `scored`: pairs of spellings that agree in some block and weigh `least` bits or more.

    Reads `spellings`. The same spellings and the same model give the same pairs and weights, by
    either engine.

    Returns
    -------
    Mapping
        How many pairs each block makes; None: it was left out for making too many.

    Raises
    ------
    WorkspaceError
        Spark broke off.
    """
    counted = count_pairs(connection)
    most = max(spellings, _FEW) * MOST_PAIRS
    blocks = {name: pairs if pairs <= most else None for name, pairs in counted.items()}
    work = Weighing(
        blocks=[name for name, pairs in blocks.items() if pairs is not None],
        model=model,
        chance=_chance_of_one_person(connection, spellings),
        least=least,
    )
    if engine is Engine.SPARK:
        weigh_on_spark(connection, work, spellings)
    else:
        _weigh_here(connection, work)
    return blocks


def _weigh_here(connection: duckdb.DuckDBPyConnection, work: Weighing) -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    found = weigh(DuckDBAPI(connection).register("spellings"), work)
    connection.execute(f"create or replace temp table scored as from {found.physical_name}")
    found.drop_table_from_database_and_remove_from_cache()


def _chance_of_one_person(connection: duckdb.DuckDBPyConnection, spellings: int) -> float:
    """How likely two spellings are one person's before anything is compared.

    Counted by those of one name and one birth date.
    """
    row = connection.execute(
        """select coalesce(sum(n * (n - 1) // 2), 0) from (
            select count(*) as n from spellings where birth_day is not null
            group by full_name, birth_day)"""
    ).fetchone()
    alike = max(row[0] if row else 0, 1) / _OF_ONE_NAME_AND_BIRTH_DATE
    return float(min(0.5, alike / (spellings * (spellings - 1) / 2)))
