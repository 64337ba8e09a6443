"""Which run stands, while another becomes the latest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.packet_office import RULES, run
from vacatur.office import stale
from vacatur.office.workspace import Workspace

pytest_plugins = ("tests.support.packet_office",)


def test_a_run_is_not_mixed_with_one_that_becomes_the_latest_meanwhile(
    approved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(approved)
    pointer = workspace.decisions_folder / "latest"
    first = pointer.read_text("utf-8").strip()
    run("decide", "--law", "us-md", *RULES, "--as-of", "2026-02-14", "-w", approved)
    second = pointer.read_text("utf-8").strip()
    pointer.write_text(first, "utf-8")
    changed = stale._changed

    def meanwhile(*asked, **told):
        pointer.write_text(second, "utf-8")
        return changed(*asked, **told)

    monkeypatch.setattr(stale, "_changed", meanwhile)
    standing = stale.latest_standing(workspace, facts=workspace.facts_state().sha256)
    assert standing is not None
    assert (standing.name, standing.folder.name) == (first, first)
    assert standing.as_of == date(2026, 2, 15)
