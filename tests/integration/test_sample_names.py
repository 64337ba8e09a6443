"""A county with names, as the command writes it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_command_says_what_it_wrote(vacatur, tmp_path: Path) -> None:
    asked = ("sample", "county", "--people", 300, "--names", "--names-noise", 8, "--out")
    done = vacatur(*asked, tmp_path / "one")
    truth = rows(tmp_path / "one/truth/names.csv")
    hard = {row["person"] for row in truth if row["hard"]}
    assert f"{len(hard)} people who are hard to link" in " ".join(done.out.split())
    told = json.loads(vacatur(*asked, tmp_path / "two", "--json").out)
    assert sum(told["hard"].values()) == len(hard)
    assert told["hard"]["strangers whom nothing tells apart"] == 2
    assert told["paths"]["truth_names"] == str(tmp_path / "two/truth/names.csv")


def test_quoted_names_can_be_read_and_nobody_is_named_on_the_screen(
    vacatur, tmp_path: Path
) -> None:
    done = vacatur("sample", "county", "--people", 300, "--names", "--out", tmp_path)
    names = [row["defendant_name"] for row in rows(tmp_path / "cases.csv")]
    assert all(name.count(", ") == 1 for name in names)
    assert not any(name in done.out for name in names)


@pytest.mark.parametrize(
    "options", [("--names-noise", 8), ("--names", "--names-noise", 51), ("--names-noise", -1)]
)
def test_the_command_refuses_noise_that_cannot_be(vacatur, tmp_path: Path, options) -> None:
    done = vacatur("sample", "county", *options, "--out", tmp_path / "county")
    assert done.code == 1
    assert not (tmp_path / "county").exists()


def test_the_refusal_says_what_to_do(vacatur, tmp_path: Path) -> None:
    done = vacatur("sample", "county", "--names-noise", 8, "--out", tmp_path / "county")
    assert "Add --names" in " ".join((done.out + done.err).split())


def test_the_help_has_an_example(vacatur) -> None:
    told = " ".join(vacatur("sample", "county", "--help").out.split())
    assert "--names --names-noise 8 --out county" in told
