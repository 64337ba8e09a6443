"""The folder of one invented county, and where each of its files lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vacatur.sample import SampleError


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyPaths:
    """Files of one county."""

    cases: Path
    charges: Path
    history_searches: Path
    sentence_ends: Path
    facts_history: Path
    facts_supervision: Path
    facts_laboratory: Path
    facts_officers: Path  # written where there are officers
    ground: Path  # the same
    truth_persons: Path
    truth_charges: Path
    truth_noise: Path  # written where there is noise
    truth_changes: Path  # written with a later export
    truth_officers: Path  # written where there are officers
    truth_affected: Path  # the same
    truth_names: Path  # written where there are names


def make_folder(out: Path, *, with_ground: bool) -> CountyPaths:
    """Make the folder of a county, which must be new or empty."""
    if out.exists() and not out.is_dir():
        raise SampleError(
            "It is a file, and a county is a folder.", where=str(out), repair="Name another folder."
        )
    if out.exists() and any(out.iterdir()):
        raise SampleError(
            "The folder is not empty.",
            where=str(out),
            why="Invented rows must never be mixed with other files, real ones least of all.",
            repair="Name a new folder, or empty this one.",
        )
    for folder in ("facts", "truth", *(("grounds",) if with_ground else ())):
        (out / folder).mkdir(parents=True, exist_ok=True)
    return CountyPaths(
        cases=out / "cases.csv",
        charges=out / "charges.csv",
        history_searches=out / "history_searches.csv",
        sentence_ends=out / "sentence_ends.csv",
        facts_history=out / "facts" / "history.csv",
        facts_supervision=out / "facts" / "supervision.csv",
        facts_laboratory=out / "facts" / "laboratory.csv",
        facts_officers=out / "facts" / "officers.csv",
        ground=out / "grounds" / "unit.yaml",
        truth_persons=out / "truth" / "persons.csv",
        truth_charges=out / "truth" / "charges.csv",
        truth_noise=out / "truth" / "noise.csv",
        truth_changes=out / "truth" / "changes.csv",
        truth_officers=out / "truth" / "officers.csv",
        truth_affected=out / "truth" / "affected.csv",
        truth_names=out / "truth" / "names.csv",
    )
