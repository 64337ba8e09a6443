"""A code for a letter: printed on it, and the key to the same letter as it is sealed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from vacatur.documents.access import Access
from vacatur.office.packet_jobs import MatterJob
from vacatur.office.public_letters import SealedLetter
from vacatur.office.public_settings import PublicSettings
from vacatur.public_store.codes import grouped, new_code
from vacatur.public_store.sealed_letters import keys_of, seal_letter

# What the page shows of a letter: no address, no signature and no marks of paper.
_SHOWN = ("heading", "day", "reference", "sections", "note")


def with_access(
    job: MatterJob, settings: PublicSettings, lookup_key: bytes, *, on: date
) -> tuple[MatterJob, SealedLetter]:
    """Letters to a person with a new code on each, and the same letters sealed for it.

    Raises
    ------
    PaperRefused
        They are too long for the letter page.
    """
    code = new_code()
    last_day = on + timedelta(days=settings.days)
    access = Access(address=settings.address, code=grouped(code), last_day=last_day)
    papers = tuple(
        replace(
            paper, data={**paper.data, "access": access.in_language(str(paper.data["language"]))}
        )
        for paper in job.papers
    )
    letter = {str(paper.data["language"]): _shown(paper.data) for paper in job.papers}
    keys = keys_of(code, lookup_key)
    sealed = SealedLetter(
        number=job.matter.number,
        subject=job.matter.subject,
        last_day=last_day.isoformat(),
        lookup=keys.lookup.hex(),
        sealed=base64.b64encode(seal_letter(letter, keys, last_day=last_day)).decode(),
    )
    return replace(job, papers=papers), sealed


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in _SHOWN}
