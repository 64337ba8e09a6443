"""Who fills the form of the court is asked before anything is built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.packet_office import MOTIONS, PETITION
from tests.support.web import Clock, Web, opened_web
from vacatur.documents.manifest import read_manifest
from vacatur.matters.reading import matter_of
from vacatur.office.workspace import Workspace
from vacatur.web.app import building

pytest_plugins = ("tests.support.packet_office",)

FORM, OTHER, WAIVER = "CC-DC-CR-072D", "CC-DC-CR-072A", "CC-DC-CR-078"
ASKED = "nothing is built yet"
_TICKED = f'id="by_hand-{FORM}" name="by_hand" value="{FORM}" checked'


@pytest.fixture
def office(approved: Path) -> Iterator[Web]:
    with opened_web(Workspace(approved), Clock(datetime(2026, 2, 15, 15, 0, tzinfo=UTC))) as web:
        yield web


def state_of(office: Web, number: int) -> str:
    with office.office.casework() as casework, casework.reading() as connection:
        return str(matter_of(connection, number).state)


def test_a_petition_waits_until_somebody_says_who_fills_its_form(office, monkeypatch):
    packets = office.office.workspace.packets_folder
    paralegal = office.as_a("paralegal")
    board = paralegal.get("/filing").text
    assert "Petition for expungement, 2 matters" in board
    assert f"{FORM}, possession of cannabis: we fill it ourselves" in board
    assert "checked" not in board.partition('id="build"')[2], "nothing is said for anybody"
    assert f'name="forms" value="{FORM}"' not in board, "the office has taken no form into use"

    both = {"matters": f"{MOTIONS[0]} {PETITION}", "name": "ours"}
    asked = paralegal.post("/filing/packets", data=both).text
    assert ASKED in asked
    assert "Only the other 1 matter" in asked
    assert f'name="matters" value="{MOTIONS[0]} {PETITION}"' in asked
    beside = paralegal.post("/filing/packets", data={**both, "by_hand": [WAIVER], "again": "yes"})
    assert "Nothing is ticked on which one asks the court" in beside.text
    assert f'id="by_hand-{WAIVER}" name="by_hand" value="{WAIVER}" checked' in beside.text
    assert _TICKED not in beside.text
    monkeypatch.setattr(building, "MOST_AT_ONCE", 0)
    assert ASKED in paralegal.post("/filing/packets", data=both).text, "a job is asked, too"
    monkeypatch.undo()
    assert not packets.exists()
    assert (state_of(office, MOTIONS[0]), state_of(office, PETITION)) == ("approved", "approved")

    built = paralegal.post("/filing/packets", data={**both, "by_hand": [FORM, WAIVER]}).text
    assert f"on top what you fill yourselves: {FORM}, {WAIVER}" in built
    said = {each.number: each.by_hand for each in read_manifest(packets / "ours").matters}
    assert said == {MOTIONS[0]: (), PETITION: (FORM, WAIVER)}


def test_a_form_that_the_office_took_into_use_can_be_filled_here_and_by_one_of_both(office):
    folder = office.office.workspace.folder / "forms"
    folder.mkdir()
    for end in ("pdf", "yaml"):
        (folder / f"{FORM}.{end}").write_bytes(b"")
    attorney = office.as_a("attorney")
    asked = attorney.post("/filing/packets", data={"matters": str(PETITION)}).text
    assert ASKED in asked
    assert "Only the other" not in asked
    assert f'name="forms" value="{FORM}"' in asked
    assert f'name="forms" value="{OTHER}"' not in asked
    two = {"matters": str(PETITION), "forms": FORM, "by_hand": FORM}
    assert "Tick one of the two." in attorney.post("/filing/packets", data=two).text
