"""`vacatur link train`: a model of the office's own people, and back."""

from __future__ import annotations

import json

import pytest

from tests.support.facts import copy_of
from tests.support.links import content, named_county, taken_in
from vacatur.errors import WorkspaceError
from vacatur.identity import training
from vacatur.identity.levels import LEVELS
from vacatur.office.link_model import forget_link_model, train_link_model
from vacatur.office.stale import refuse_changed


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    return taken_in(named_county(folder / "export"), folder / "workspace")


@pytest.fixture
def place(whole, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "FEWEST", 100)
    return copy_of(whole, tmp_path)


def test_a_model_is_trained_kept_and_used_and_the_office_can_go_back(place):
    before = content(place)
    done = train_link_model(place)
    model = place.link_model()
    first = model.read_bytes()

    assert done.spellings > 100
    assert done.relinked.linked.names.spellings == done.spellings
    chances = json.loads(first)
    assert {name: len(each["m"]) for name, each in chances.items()} == {
        name: len(levels) for name, levels in LEVELS.items()
    }
    # People of one name are oftener one person than two.
    assert chances["name"]["m"][0] > 100 * chances["name"]["u"][0]
    with pytest.raises(WorkspaceError):
        refuse_changed(place, "latest")
    train_link_model(place)
    assert model.read_bytes() == first

    forget_link_model(place)
    assert place.link_model() is None
    assert content(place) == before
    refuse_changed(place, "latest")


@pytest.mark.long
def test_a_model_that_is_damaged_stops_the_link_and_changes_nothing(place, vacatur):
    train_link_model(place)
    before = content(place)
    place.link_model().write_text('{"name": {"m": [0.5], "u": [0.5]}}')
    done = vacatur("link", "-w", place.folder)

    assert done.code != 0
    assert "model.json" in done.err
    assert "vacatur link train" in done.err
    assert content(place) == before


def test_too_few_people_teach_nothing(whole, vacatur):
    done = vacatur("link", "train", "-w", whole.folder)

    assert done.code != 0
    assert "too few to learn from" in done.err
    assert whole.link_model() is None
