"""What the app reads before its first page, and what it does without."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.web import Web
from vacatur.office import stale
from vacatur.office.workspace import Workspace
from vacatur.web.app.pages import environment
from vacatur.web.app.warming import warm

pytest_plugins = ("tests.support.packet_office", "tests.support.web")


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_the_law_of_the_run_is_read_and_nothing_of_it_is_gone_through_again(approved: Path):
    stale._with_pages.cache_clear()
    environment.cache_clear()
    warm(Workspace(approved))
    assert stale._with_pages.cache_info().currsize == 1
    assert "base.html" in {name for _, name in environment().cache.keys()}  # noqa: SIM118
    assert gc.get_freeze_count() > 10_000


def test_an_office_without_a_run_is_served(web: Web):
    warm(web.office.workspace)
    assert web.as_a("attorney").get("/").status_code == 200


@pytest.mark.parametrize("manifest", ["", "{}", "[]"])
def test_a_run_that_cannot_be_read_keeps_nobody_from_the_app(approved: Path, manifest: str):
    workspace = Workspace(approved)
    (workspace.run_folder("latest") / "manifest.json").write_text(manifest, encoding="utf-8")
    warm(workspace)
    assert gc.get_freeze_count() > 10_000
