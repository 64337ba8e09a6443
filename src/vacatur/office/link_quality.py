"""The quality of a workspace's linkage as data, and the files in which it is handed on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.identity.group_score import SMALL, GroupScore, Measured
from vacatur.identity.judged import Judged
from vacatur.identity.names import LINK_WEIGHT
from vacatur.identity.quality import GROUPS, Quality, measure
from vacatur.identity.score import LEVEL, Share
from vacatur.identity.threshold import Point
from vacatur.office.hand_csv import rows_of_csv
from vacatur.office.link_chart import chart
from vacatur.office.linkage import JudgedCases, Review, judged_cases, review_of
from vacatur.office.worklist import FORMULA_STARTS
from vacatur.office.workspace import Workspace

JSON, CSV, CHART = "quality.json", "quality.csv", "quality.svg"
FILES = (JSON, CSV, CHART)
_NUMBER = "case_number"
COLUMNS = (
    "by", "group", "measure", "share", "low", "high", "right_pairs", "pairs", "persons",
    "difference", "difference_low", "difference_high", "few_persons",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkQuality:
    """The quality of a linkage, what was not judged, and what waits for a person."""

    judged: JudgedCases
    review: Review
    quality: Quality


def link_quality(workspace: Workspace, truth: Path, groups: Path | None) -> LinkQuality:
    """Measure the linkage of a workspace.

    Parameters
    ----------
    truth
        A CSV with `case_number`, `person` and, if it is known, the kind of `hard` pair.
    groups
        A CSV with `case_number` and some of `GROUPS`, in place of what the records say.

    Raises
    ------
    IngestError
        A file cannot be read.
    UsageError
        The truth judges no case, or the groups are none.
    """
    judged = judged_cases(workspace, truth)
    quality = measure(
        workspace.records_folder,
        judged.cases,
        _groups(groups, judged.cases) if groups else {},
        has_hard=judged.has_hard,
        said=[line.as_said() for line in workspace.said().standing()],
    )
    return LinkQuality(judged=judged, review=review_of(workspace), quality=quality)


def _groups(path: Path, judged: Iterable[Judged]) -> dict[str, dict[str, str]]:
    """Of each column of the file: case id -> group. A blank cell is not recorded."""
    rows = rows_of_csv(path, (_NUMBER, *GROUPS), (_NUMBER,))
    ids = {each.case_number: each.case_id for each in judged}
    there = [row for row in rows if row[_NUMBER] in ids]
    names = [name for name in GROUPS if there and name in there[0]]
    if not names:
        raise UsageError(
            "the groups name no case that the truth judges, or no group",
            where=path.name,
            repair=f"It has case_number and some of: {', '.join(GROUPS)}.",
        )
    return {name: {ids[row[_NUMBER]]: row[name] for row in there if row[name]} for name in names}


def write_quality(found: LinkQuality, out: Path) -> list[Path]:
    """Write the report's files; without links by name there is no chart."""
    out.mkdir(exist_ok=True)
    texts = {
        JSON: json.dumps(as_data(found), indent=2, ensure_ascii=False) + "\n",
        CSV: _csv(found.quality),
    }
    if found.quality.curve:
        texts[CHART] = chart(found.quality.curve, LINK_WEIGHT)
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8")
    return [out / name for name in texts]


def as_data(found: LinkQuality) -> dict[str, Any]:
    """The report for machines. Of fewer than `SMALL` persons a group's numbers are null."""
    quality, judged = found.quality, found.judged
    return {
        "level": LEVEL,
        "few_persons": SMALL,
        "link_weight": LINK_WEIGHT,
        "cases": quality.score.cases,
        "persons_true": quality.score.persons_true,
        "persons_linked": quality.score.persons_linked,
        "merged": quality.score.merged,
        "split": quality.score.split,
        "precision": asdict(quality.score.precision),
        "recall": asdict(quality.score.recall),
        "review": asdict(found.review),
        "groups": [_group_data(each) for each in quality.groups],
        "cases_of_linked_persons": dict(quality.sizes_linked),
        "cases_of_true_persons": dict(quality.sizes_true),
        "thresholds": [asdict(point) for point in quality.curve],
        "wrong_merges": [asdict(each) for each in quality.wrong_merges],
        "rows_in": judged.rows_in,
        "not_here": judged.not_here,
        "blank": judged.blank,
        "repeated": judged.repeated,
        "ambiguous": judged.ambiguous,
        "not_judged": judged.not_judged,
    }


def _group_data(group: GroupScore) -> dict[str, Any]:
    return {
        "by": group.by,
        "group": group.value,
        "precision": _measured_data(group.precision),
        "recall": _measured_data(group.recall),
    }


def _measured_data(measured: Measured) -> dict[str, Any]:
    numbers = asdict(measured.share)
    if measured.is_small:
        numbers = dict.fromkeys(numbers)
    return {
        **numbers,
        "few_persons": measured.is_small,
        "difference": asdict(measured.difference) if measured.difference else None,
        "is_lower": measured.is_lower,
    }


def _csv(quality: Quality) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(quality))
    return file.getvalue()


def _rows(quality: Quality) -> Iterator[dict[str, object]]:
    yield from _both("all", "", quality.score.precision, quality.score.recall)
    for group in quality.groups:
        for name, measured in (("precision", group.precision), ("recall", group.recall)):
            yield _measured_row(group, name, measured)
    for point in quality.curve:
        yield from _point_rows(point)


def _both(by: str, group: str, precision: Share, recall: Share) -> Iterator[dict[str, object]]:
    for name, share in (("precision", precision), ("recall", recall)):
        yield {"by": by, "group": group, "measure": name, **_cells(share)}


def _measured_row(group: GroupScore, name: str, measured: Measured) -> dict[str, object]:
    # A group is somebody's text, and no spreadsheet may run it; numbers may begin with a minus.
    text = f"'{group.value}" if group.value.startswith(tuple(FORMULA_STARTS)) else group.value
    row: dict[str, object] = {"by": group.by, "group": text, "measure": name}
    if measured.is_small:
        return row | {"few_persons": f"under {SMALL}"}
    row |= _cells(measured.share)
    if measured.difference:
        row["difference"] = _number(measured.difference.value)
        row["difference_low"] = _number(measured.difference.low)
        row["difference_high"] = _number(measured.difference.high)
    return row


def _point_rows(point: Point) -> Iterator[dict[str, object]]:
    if point.precision and point.recall:
        yield from _both("link weight", str(point.weight), point.precision, point.recall)


def _cells(share: Share) -> Mapping[str, object]:
    return {
        "share": _number(share.value),
        "low": _number(share.low),
        "high": _number(share.high),
        "right_pairs": share.right,
        "pairs": share.pairs,
        "persons": share.persons,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
