"""The model by which spellings of people are compared, after Fellegi and Sunter (1969).

Six comparisons: name, middle name, suffix, birth date, sex, place. Each has levels, from the same
to something else, and each level a weight: how much more often two spellings of one person are that
alike than two people's are. What is not recorded says nothing. Race is not compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import splink.comparison_level_library as cll
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_library import CustomComparison

from vacatur.errors import WorkspaceError
from vacatur.identity.blocks import BLOCKS
from vacatur.identity.levels import LEVELS
from vacatur.identity.near import near

STARTING_MODEL = Path(__file__).parent / "starting_model.json"

# All SQL below is DuckDB's. For Spark, Splink has it translated, and `spark_process.py` adds what
# Spark has no word for.
_DIALECT = "duckdb"
# No value counts as rarer than this, however few bear it: typing errors are rare, too.
_RAREST = 1e-6
_ANOTHER_FORM = "array_has_any(given_forms_l, given_forms_r)"
_HALF = "array_has_any(surname_halves_l, surname_halves_r)"


def _initial(part: str) -> str:
    """One is the initial of the other."""
    return (
        f"((length({part}_l) = 1 or length({part}_r) = 1)"
        f" and substr({part}_l, 1, 1) = substr({part}_r, 1, 1))"
    )


def _comparison(name: str, null: str, *conditions: str, rarer: Mapping[str, str]) -> Any:
    """A comparison of the levels in `levels.LEVELS`: a condition for each of them but the last.

    `rarer`: level -> the column that agrees there; the rarer its value, the more that weighs.
    """
    not_recorded = cll.CustomLevel(null, "not recorded", _DIALECT)
    levels: list[Any] = [not_recorded.configure(is_null_level=True)]
    alike: list[Any] = [
        cll.CustomLevel(condition, base_dialect_str=_DIALECT) for condition in conditions
    ]
    for level, each in zip(LEVELS[name], (*alike, cll.ElseLevel()), strict=True):
        each.configure(label_for_charts=level)
        if level in rarer:
            each.configure(tf_adjustment_column=rarer[level], tf_minimum_u_value=_RAREST)
        levels.append(each)
    return CustomComparison(levels, output_column_name=name)


def _name() -> Any:
    given, surname = "given_l = given_r", "surname_l = surname_r"
    near_given = near("given_l", "given_r")
    near_surname = f"({near('surname_l', 'surname_r')} or {_HALF})"
    form = f"({_ANOTHER_FORM} or {_initial('given')})"
    return _comparison(
        "name",
        "full_name_l is null or full_name_r is null",
        "full_name_l = full_name_r",
        f"{near('surname_l', 'given_r')} and {near('given_l', 'surname_r')}",
        f"{surname} and {form}",
        f"{surname} and {near_given}",
        f"{given} and {near_surname}",
        f"({near_given} or {form}) and {near_surname}",
        given,
        surname,
        rarer={
            "same": "full_name",
            "other_form": "surname",
            "given_letter": "surname",
            "surname_letter": "given",
            "other_surname": "given",
            "other_given": "surname",
        },
    )


def _middle() -> Any:
    return _comparison(
        "middle",
        "middle_l is null or middle_r is null",
        "middle_l = middle_r",
        _initial("middle"),
        near("middle_l", "middle_r"),
        rarer={"same": "middle"},
    )


def _birth_date() -> Any:
    # As YYYYMMDD.
    year, month, day = (
        tuple(f"substr(birth_day_{side}, {part})" for side in "lr")
        for part in ("1, 4", "5, 2", "7, 2")
    )
    years_apart = f"abs(cast({year[0]} as int) - cast({year[1]} as int))"
    return _comparison(
        "birth_date",
        "birth_day_l is null or birth_day_r is null",
        "birth_day_l = birth_day_r",
        f"{year[0]} = {year[1]} and {month[0]} = {day[1]} and {day[0]} = {month[1]}",
        "damerau_levenshtein(birth_day_l, birth_day_r) <= 1",
        f"{years_apart} <= 1 and {month[0]} = {month[1]} and {day[0]} = {day[1]}",
        "abs(date_diff('day', birth_date_l, birth_date_r)) <= 31",
        rarer={},
    )


def _place() -> Any:
    return _comparison(
        "place",
        "(street_l is null or street_r is null) and (zip_l is null or zip_r is null)",
        "street_l = street_r",
        # Two errors at the most; the house number or the last letters are as a rule free of them.
        "(left(street_l, 4) = left(street_r, 4) or right(street_l, 4) = right(street_r, 4))"
        " and abs(length(street_l) - length(street_r)) <= 2"
        " and damerau_levenshtein(street_l, street_r) <= 2",
        "zip_l = zip_r",
        rarer={},
    )


def _plain(column: str) -> Any:
    null = f"{column}_l is null or {column}_r is null"
    return _comparison(column, null, f"{column}_l = {column}_r", rarer={})


@dataclass(frozen=True, slots=True)
class Model:
    """The chances behind the weights: comparison -> `m` and `u`, a number for each level.

    `m` is how often two spellings of one person are so alike, `u` how often two people's are.
    """

    chances: Mapping[str, Mapping[str, Sequence[float]]]


def read_model(path: Path = STARTING_MODEL) -> Model:
    """Read a model.

    Raises
    ------
    WorkspaceError
        The file is damaged.
    """
    try:
        chances = json.loads(path.read_bytes())
        whole = {
            name: {kind: [float(each) for each in chances[name][kind]] for kind in ("m", "u")}
            for name in LEVELS
        }
        for name, levels in LEVELS.items():
            if any(len(each) != len(levels) for each in whole[name].values()):
                raise ValueError(name)
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkspaceError(
            "the model of links cannot be read",
            where=path.name,
            repair="Train it again (vacatur link train), or go back: vacatur link train --forget.",
        ) from None
    return Model(whole)


def settings(blocks: Iterable[str], model: Model | None, chance: float) -> SettingsCreator:
    """The settings of Splink.

    Parameters
    ----------
    blocks
        Names of the `BLOCKS` by which pairs are made.
    model
        None: it is yet to be trained.
    chance
        How likely two spellings are one person's before anything is compared.
    """
    comparisons = {
        "name": _name(),
        "middle": _middle(),
        "suffix": _plain("suffix"),
        "birth_date": _birth_date(),
        "sex": _plain("sex"),
        "place": _place(),
    }
    if model:
        for name, comparison in comparisons.items():
            m, u = (list(model.chances[name][kind]) for kind in ("m", "u"))
            comparison.configure(m_probabilities=m, u_probabilities=u)
    rules: list[Any] = [CustomRule(BLOCKS[name].rule, _DIALECT) for name in blocks]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="spelling",
        probability_two_random_records_match=chance,
        comparisons=list(comparisons.values()),
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )
