"""docs/errors.md against every error class of the package."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import vacatur
from vacatur.errors import RecordError, UsageError, VacaturError
from vacatur.ingest.docket import read_docket
from vacatur.law.rulebook import load_rulebook

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
ENTRIES = dict(part.split("\n", 1) for part in TEXT.split("\n## ")[1:])


def error_classes() -> dict[str, type[VacaturError]]:
    for module in pkgutil.walk_packages(vacatur.__path__, "vacatur."):
        # Alembic runs its own file, and nobody else can.
        if not module.name.endswith(("__main__", "migrations.env")):
            importlib.import_module(module.name)
    found, waiting = {}, [VacaturError]
    while waiting:
        for error in waiting.pop().__subclasses__():
            waiting.append(error)
            if error.__module__.startswith("vacatur."):
                assert error.__name__ not in found, f"two errors are named {error.__name__}"
                found[error.__name__] = error
    return found


CLASSES = error_classes()


def test_every_error_has_an_entry_and_every_entry_an_error():
    assert sorted(ENTRIES) == sorted(CLASSES)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_an_entry_tells_exit_code_cause_repair_and_an_example(name):
    entry = ENTRIES[name]

    assert f"- Exit code: {CLASSES[name].exit_code}\n" in entry
    assert "- Cause: " in entry
    assert "- Repair: " in entry
    assert re.search(r"```\n\S.*\n(  .*\n)+```", entry), "no example with a reason and a repair"


def test_examples_are_what_the_code_says():
    with pytest.raises(UsageError) as usage:
        load_rulebook("us-dm")
    with pytest.raises(RecordError) as record:
        read_docket({"id": "a", "persn": {}}, source="clinic.json")

    assert f"```\n{usage.value}\n```" in ENTRIES["UsageError"]
    assert f"```\n{record.value}\n```" in ENTRIES["RecordError"]
