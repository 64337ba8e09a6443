"""Weighing pairs of spellings by Splink, on whatever runs SQL: the one statement of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from splink import Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from vacatur.identity.model import Model, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Which pairs of spellings are made, and how they are weighed.

    `blocks` are names of `blocks.BLOCKS`; `chance` is how likely two spellings are one person's
    before anything is compared; pairs below `least` bits are left out.
    """

    blocks: Sequence[str]
    model: Model
    chance: float
    least: float


def weigh(people: SplinkDataFrame, work: Weighing) -> SplinkDataFrame:
    """Make the pairs and weigh them, in the database in which `people` is registered."""
    linker = Linker(
        people,
        settings(work.blocks, work.model, work.chance),
        log_level=None,
        validate_settings=False,
    )
    return linker.inference.predict(threshold_match_weight=work.least, warning_mode="never")
