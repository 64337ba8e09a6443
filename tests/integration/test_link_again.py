"""Linking again: all of it, or none."""

from __future__ import annotations

import hashlib

import pytest

from vacatur.office import intake, intake_commit
from vacatur.office.workspace import Workspace


def content(office):
    """Every table of the records and the persons' hashes, byte for byte."""
    folder = office / "records"
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in folder.iterdir()}


def test_linking_again_changes_nothing(office):
    before = content(office)
    intake.link_again(Workspace(office))

    assert content(office) == before


@pytest.mark.parametrize("broken", ["link", "write_person_hashes", "commit_links"])
def test_a_link_that_breaks_off_leaves_the_last_good_one(office, monkeypatch, broken):
    before = content(office)

    def breaks_off(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, broken, breaks_off)
    with pytest.raises(KeyboardInterrupt):
        intake.link_again(Workspace(office))

    assert content(office) == before
    assert not list(office.glob(".intake*"))


@pytest.mark.parametrize("step", ["replace_records", "apply_all"])
def test_a_link_that_counted_goes_on_where_it_ended(office, vacatur, monkeypatch, step):
    before = content(office)

    def breaks_off(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(intake_commit, step, breaks_off)
        with pytest.raises(KeyboardInterrupt):
            intake.link_again(Workspace(office))
    assert "goes on where it ended" in vacatur("doctor", "-w", office).out
    vacatur("link", "-w", office)

    assert content(office) == before
    assert not (office / intake_commit.LINKED).exists()
