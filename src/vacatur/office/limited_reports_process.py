"""The process that makes one report: `python -m vacatur.office.limited_reports_process`.

Its limits come first, then the imports. It writes into the workspace as the command line does.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import sys
from typing import TYPE_CHECKING, Any

from vacatur.office.process_limits import limit_process

if TYPE_CHECKING:
    from vacatur.office.limited_reports import DisparityAsked, ReportAsked

# Bytes of memory that can be written to, seconds of the processor, bytes of one file. Address space
# has no limit: what sets the charts reserves 64 GB of it, and takes half of one.
_MEMORY, _PROCESSOR, _FILE = 6 * 1024**3, 540, 2 * 1024**3


def main() -> None:
    """Entry point of the process."""
    limit_process(memory=_MEMORY, processor=_PROCESSOR, file=_FILE, is_address_space=False)
    from vacatur.errors import VacaturError

    said = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no part of the answer
    asked = pickle.loads(sys.stdin.buffer.read())  # the app wrote it
    try:
        told = _make(asked)
    except VacaturError as error:
        refused = {"what": error.what, "where": error.where, "why": error.why,
                   "repair": error.repair}  # fmt: skip
        told = {"refused": {"kind": type(error).__name__, **refused}}
    with os.fdopen(said, "w", encoding="utf-8") as answer:
        json.dump(told, answer)


def _make(asked: ReportAsked) -> dict[str, Any]:
    from vacatur.office.formats import writing
    from vacatur.office.limited_reports import DisparityAsked, EvaluationAsked
    from vacatur.office.reports import freeze_plan_of, make_evaluation

    if isinstance(asked, DisparityAsked):
        return _compare(asked)
    if isinstance(asked, EvaluationAsked):
        with writing(asked.folder, "vacatur evaluate") as place:
            return {"report": make_evaluation(place, asked.plan, on=asked.on).name}
    return {"sha256": freeze_plan_of(asked.plan)}


def _compare(asked: DisparityAsked) -> dict[str, Any]:
    from vacatur.office.evidence_figures import find_evidence
    from vacatur.office.formats import writing
    from vacatur.office.reports import make_public_report, sealed_exhibit

    found = find_evidence(asked.asked, asked.tables, read_on=asked.on, beside=asked.folder)
    with writing(asked.folder, "vacatur evidence disparity") as place:
        make = sealed_exhibit if asked.is_sealed else make_public_report
        made = make(found, place, events=asked.events, by=asked.by, on=asked.on, at=asked.at)
    if isinstance(made, bytes):
        return {"exhibit": base64.b64encode(made).decode(), "total": found.total}
    return {"report": made.name}


if __name__ == "__main__":
    main()
