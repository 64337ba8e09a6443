"""How to ask is kept, answers are not; what serves one thread serves no other meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import ibis.expr.types as ir
import pytest
from ibis.backends.duckdb import Backend

from vacatur.office import kept_queries as kept_module
from vacatur.office.kept_queries import kept_queries
from vacatur.office.workspace import Workspace


class Making:
    """Makes the queries of a file of numbers, and counts how often."""

    def __init__(self, path: Path) -> None:
        self.path, self.times = path, 0

    def __call__(self, connection: Backend, asked: ir.Table) -> Mapping[str, ir.Table]:
        self.times += 1
        table = connection.read_parquet(self.path)
        return {"found": table.semi_join(asked, table.name == asked.id)}


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kept_module, "_SHELF", kept_module._Shelf())
    yield
    for *_, opened in kept_module._SHELF._idle:
        opened.close()


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def making(tmp_path: Path) -> Making:
    _write(tmp_path, 1)
    return Making(tmp_path / "numbers.parquet")


def _write(folder: Path, number: int) -> None:
    path = folder / "numbers.parquet"
    duckdb.sql(f"copy (select 'one' as name, {number} as number) to '{path}' (format parquet)")


def _found(place: Workspace, making: Making, state: str = "", name: str = "one") -> list[object]:
    with kept_queries(place, "numbers", (state,), making) as kept:
        return [row["number"] for row in kept.rows([name], ["found"])["found"]]


def test_answers_are_read_from_the_file_each_time(place: Workspace, making: Making) -> None:
    assert _found(place, making) == [1]
    _write(place.folder, 2)
    assert _found(place, making) == [2]
    assert _found(place, making, name="another") == []
    assert making.times == 1


def test_another_state_of_things_is_asked_anew(place: Workspace, making: Making) -> None:
    _found(place, making, "before")
    _found(place, making, "after")
    assert making.times == 2


def test_two_at_once_have_a_connection_each(place: Workspace, making: Making) -> None:
    with (
        kept_queries(place, "numbers", (), making) as one,
        kept_queries(place, "numbers", (), making) as other,
    ):
        assert one._connection is not other._connection
        assert one.rows(["one"], ["found"]) == other.rows(["one"], ["found"])
    assert making.times == 2


def test_what_failed_is_not_used_again(place: Workspace, making: Making) -> None:
    with pytest.raises(ZeroDivisionError), kept_queries(place, "numbers", (), making):
        raise ZeroDivisionError
    _found(place, making)
    assert making.times == 2


def test_nobody_who_was_asked_about_is_remembered(place: Workspace, making: Making) -> None:
    _found(place, making)
    ((_, waiting, _),) = kept_module._SHELF._idle
    assert waiting._connection.con.execute("select count(*) from asked").fetchone() == (0,)


def test_few_wait(place: Workspace, making: Making) -> None:
    for number in range(kept_module._IDLE + 3):
        _found(place, making, str(number))
    assert len(kept_module._SHELF._idle) == kept_module._IDLE
