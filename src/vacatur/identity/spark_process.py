"""`python -m vacatur.identity.spark_process FOLDER`: the process in which Spark weighs pairs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from vacatur.identity.model import Model
from vacatur.identity.spark import SCORED, SPELLINGS, TASK
from vacatur.identity.weighing import Weighing, weigh

# DuckDB's name for what Spark calls otherwise, and the translator does not know.
_ADDED = """create temporary function
    array_has_any(one array<string>, other array<string>) returns boolean
    return arrays_overlap(one, other)"""
# Pushed down, the bound on the weight would compare every pair over again for each place in which
# a level is read, in code too large to be compiled.
_LEFT_OUT = ",".join(
    f"org.apache.spark.sql.catalyst.optimizer.{rule}"
    for rule in ("PushDownPredicates", "PushPredicateThroughNonJoin")
)


def main(folder: Path) -> None:
    """Weigh what the folder's task says, and write the pairs into the folder."""
    # An extra: here alone it is needed.
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI, similarity_jar_location

    task = json.loads((folder / TASK).read_bytes())
    work = Weighing(**{**task, "model": Model(**task["model"])})
    spark = SparkSession.builder.config("spark.jars", similarity_jar_location()).getOrCreate()
    java = spark.sparkContext._gateway.proc
    try:
        spark.sparkContext.setCheckpointDir(str(folder / "checkpoint"))
        spark.conf.set("spark.sql.optimizer.excludedRules", _LEFT_OUT)
        spark.sql(_ADDED)
        people = spark.read.parquet(str(folder / SPELLINGS))
        engine = SparkAPI(spark_session=spark)  # type: ignore[no-untyped-call]
        scored = weigh(engine.register(people), work)
        scored.as_spark_dataframe().write.parquet(str(folder / SCORED))
    finally:
        spark.stop()
        # It ends when nobody writes to it any more; the folder is not removed under it.
        java.stdin.close()
        java.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
