"""Train the model of links on an office's own spellings, by expectation maximisation.

No truth is needed. How often spellings of two people are alike is counted over random pairs,
how often one person's are is found among pairs that agree in something else (Fellegi and Sunter,
JASA 64, 1969; Winkler, 1988). What the data never show keeps the chance of the model before.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, block_on

from vacatur.errors import WorkspaceError
from vacatur.identity.blocks import BLOCKS
from vacatur.identity.components import join_by_keys
from vacatur.identity.exact_keys import KINDS, weigh_keys
from vacatur.identity.linking import read_records
from vacatur.identity.model import Model, settings
from vacatur.identity.names import make_spellings
from vacatur.scratch import scratch_database

FEWEST = 5_000  # spellings

_SEED = 1
_RANDOM_PAIRS = 2e6
# What one session blocks by, it cannot learn; so two, which share nothing.
_SESSIONS = (("birth_day", "zip", "sex"), ("full_name",))
_LEAST = 1e-7
_DIGITS = 6  # of a chance: the order in which threads add up makes no difference to it


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: its file's text, and of how many spellings it learned."""

    text: str
    spellings: int


def train_on(records_folder: Path, before: Model) -> Trained:
    """Train a model on the people of some records; equal records give an equal model.

    Parameters
    ----------
    records_folder
        `records/` of a workspace. Keys join before anything is learned.
    before
        Whose chances stay for levels that no pair shows.

    Raises
    ------
    WorkspaceError
        Too few people are named.
    """
    with scratch_database(records_folder.parent) as connection:
        read_records(connection, records_folder, ())
        weigh_keys(connection)
        for _ in join_by_keys(connection, KINDS):
            pass
        make_spellings(connection)
        counted = connection.execute("select count(*) from spellings").fetchall()
        spellings = int(counted[0][0])
        if spellings < FEWEST:
            raise WorkspaceError(
                f"{spellings:,} spellings of people are too few to learn from",
                why=f"Chances of one in ten thousand cannot be seen in fewer than {FEWEST:,}.",
                repair="Go on with the model that comes with vacatur.",
            )
        return Trained(train(connection, before), spellings)


def train(connection: duckdb.DuckDBPyConnection, before: Model) -> str:
    """The text of a model file, trained on `spellings`."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    people = DuckDBAPI(connection).register("spellings")
    linker = Linker(people, settings(list(BLOCKS), None, 1e-4), log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("full_name", "birth_day")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED)
    for columns in _SESSIONS:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    found = linker.misc.save_model_to_json()
    chances = {
        name: _chances(levels, before.chances[name])
        for name, levels in (
            (each["output_column_name"], each["comparison_levels"]) for each in found["comparisons"]
        )
    }
    return json.dumps(chances, indent=1) + "\n"


def _chances(
    levels: Sequence[Mapping[str, Any]], before: Mapping[str, Sequence[float]]
) -> dict[str, list[float]]:
    """The chances of a comparison's levels, those that no pair showed from before."""
    told = [level for level in levels if not level.get("is_null_level")]
    return {
        kind: [
            _rounded(level.get(f"{kind}_probability"), earlier)
            for level, earlier in zip(told, before[kind], strict=True)
        ]
        for kind in ("m", "u")
    }


def _rounded(found: object, before: float) -> float:
    """A chance near 0 or 1 would be certainty, which no sample gives."""
    is_chance = isinstance(found, float) and _LEAST < found < 1 - _LEAST
    return float(f"{found if is_chance else before:.{_DIGITS}g}")
