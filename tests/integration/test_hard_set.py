"""The hard set of counties with names: no wrong merge that a recorded field tells apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from vacatur.office.exports import export_of
from vacatur.office.intake import ingest
from vacatur.office.link_quality import LinkQuality, link_quality
from vacatur.office.workspace import Workspace
from vacatur.progress import silent
from vacatur.sample.county import write_county


def quality_of(folder: Path, *, people: int, noise: int, seed: int) -> LinkQuality:
    county = write_county(
        folder / "county", people=people, seed=seed, names=True, names_noise=noise
    )
    workspace = Workspace(folder / "workspace")
    ingest(export_of([folder / "county"]), workspace, progress=silent)
    return link_quality(workspace, county.paths.truth_names, None)


def told_apart(found: LinkQuality) -> Counter[str]:
    """By field, the wrong merges that it tells apart."""
    fields = Counter[str]()
    for merges in found.quality.wrong_merges:
        fields.update(merges.fields)
    return fields


# All but the last were seen to have wrong merges by sex where it is only compared case by case.
FEW = [(900, 20, 2)]
MANY = [(3_000, 15, 1), (30_000, 8, 2), (30_000, 15, 2), (30_000, 2, 1)]


@pytest.mark.parametrize(
    ("people", "noise", "seed"),
    [*FEW, *(pytest.param(*each, marks=pytest.mark.long) for each in MANY)],
)
def test_no_field_tells_apart_whom_the_linkage_makes_one(
    tmp_path: Path, people: int, noise: int, seed: int
) -> None:
    found = quality_of(tmp_path, people=people, noise=noise, seed=seed)

    assert told_apart(found) == {}


@pytest.mark.long
def test_links_are_right_and_few_people_wait(tmp_path: Path) -> None:
    found = quality_of(tmp_path, people=30_000, noise=8, seed=2)
    score = found.quality.score

    assert score.precision.value is not None
    assert score.recall.value is not None
    assert score.precision.value >= 0.999
    assert score.recall.value >= 0.97
    assert found.review.share_of_persons is not None
    assert found.review.share_of_persons < 0.025
