"""The screens of casework, asked by those who use them and by those who may not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.packet_office import MOTIONS, UNSTATED
from tests.support.web import Clock, Web, opened_web
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)

CANARY = "DOE, JANE"
NOON = datetime(2026, 2, 15, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(approved_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One office for all tests of this module; each uses matters of its own."""
    folder = tmp_path_factory.mktemp("casework") / "workspace"
    shutil.copytree(approved_office, folder)
    with opened_web(Workspace(folder), Clock(NOON)) as web:
        yield web


def test_a_worklist_shows_groups_and_matters_and_no_name(office):
    page = office.as_a("attorney").get("/worklist?state=approved")
    assert page.status_code == 200
    assert "Decided for the same reasons" in page.text
    assert f'href="/matters/{MOTIONS[0]}"' in page.text
    assert CANARY not in page.text


def test_a_matter_shows_whose_it_is_why_and_what_may_be_done(office):
    client = office.as_a("attorney")
    page = client.get(f"/matters/{MOTIONS[0]}").text
    for told in (
        "0B00000001",
        "§ 8-301.1(a)",  # the provision, beside the condition that it carries
        "The time has come, since 2019-10-01",
        "Take the approval back",
    ):
        assert told in page, told
    assert "<dt>Type</dt>" in page and "<dt>Time</dt>" in page
    with office.office.casework() as casework, casework.reading() as connection:
        from vacatur.matters.audit import log_of

        last = log_of(connection, matter=MOTIONS[0], last=1)[0]
    assert (last.kind, last.actor) == ("Read", "A. Roe")
