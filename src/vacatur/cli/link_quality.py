"""`vacatur link quality`: how right the links are, for whom, and at what weight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from vacatur.cli.options import AsJson, WorkspaceFolder
from vacatur.cli.printing_scores import (
    in_review,
    mixed_and_split,
    of_the_truth,
    precision_and_recall,
    share_in_words,
)
from vacatur.cli.words import counted, in_json, people
from vacatur.identity.group_score import SMALL, GroupScore, Measured
from vacatur.identity.quality import Quality, WrongMerges
from vacatur.identity.score import LEVEL
from vacatur.identity.threshold import Point
from vacatur.office.formats import open_workspace
from vacatur.office.link_quality import (
    CHART,
    FILES,
    LinkQuality,
    as_data,
    link_quality,
    write_quality,
)
from vacatur.office.outputs import refuse_written_over


def quality_command(
    truth: Annotated[
        Path,
        typer.Argument(
            help="A CSV with case_number, person and, if it is known, hard.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option(help="A folder for the report.", show_default=False)],
    groups: Annotated[
        Path | None,
        typer.Option(
            help="A CSV with case_number and some of sex, race and ethnicity, in place of what the"
            " records say."
        ),
    ] = None,
    workspace: WorkspaceFolder = Path(),
    as_json: AsJson = False,
) -> None:
    """Report how right the links are: for whom, of which hard pairs, and at which weights.

    Example: vacatur link quality county/truth/names.csv --out quality -w ws
    """
    place = open_workspace(workspace)
    refuse_written_over(out, FILES)
    found = link_quality(place, truth, groups)
    written = write_quality(found, out)
    if as_json:
        print(in_json(as_data(found)))
        return
    print("\n".join(_words(found)))
    print(f"Written: {', '.join(map(str, written))}")
    if not found.quality.curve:
        print(f"No {CHART}: nobody was linked by names.")


def _words(found: LinkQuality) -> Iterator[str]:
    quality = found.quality
    yield from precision_and_recall(quality.score)
    yield from mixed_and_split(quality.score)
    yield in_review(found.review)
    yield of_the_truth(found.judged)
    yield ""
    yield from _groups(quality)
    yield from _lower(quality)
    yield ""
    yield from _wrong_merges(quality.wrong_merges)
    yield from _sizes(quality)
    yield ""
    yield from _curve(quality)


def _groups(quality: Quality) -> Iterator[str]:
    yield f"By group; of fewer than {SMALL} persons with pairs nothing is told:"
    by = ""
    for group in quality.groups:
        if group.by != by:
            by = group.by
            yield f"  {by}"
        if group.precision.is_small and group.recall.is_small:
            yield f"    {group.value}: fewer than {SMALL} persons"
            continue
        yield f"    {group.value}"
        yield f"      precision {_measured(group.precision, 'linked')}"
        yield f"      recall    {_measured(group.recall, 'true')}"


def _measured(measured: Measured, kind: str) -> str:
    if measured.is_small:
        return f"of fewer than {SMALL} persons"
    share = measured.share
    return (
        f"{share_in_words(share)}: {share.right:,} of {share.pairs:,} {kind} pairs of"
        f" {people(share.persons)}"
    )


def _lower(quality: Quality) -> Iterator[str]:
    compared = [
        (group, name, measured)
        for group in quality.groups
        for name, measured in (("precision", group.precision), ("recall", group.recall))
        if measured.difference
    ]
    lower = [each for each in compared if each[2].is_lower]
    yield (
        f"{counted(len(compared), 'comparison')} of a group with all other pairs;"
        f" {len(lower):,} of them lower:"
    )
    for group, name, measured in lower:
        yield f"  {_difference(group, name, measured)}"
    yield (
        f"  At {LEVEL:.0%} about one comparison in forty comes out lower by chance alone. A group"
        " that is not listed may still be worse off: its interval says how little was seen of it."
    )
    yield "  Why a group is lower these numbers do not tell."


def _difference(group: GroupScore, name: str, measured: Measured) -> str:
    found = measured.difference
    assert found is not None
    return (
        f"{group.by}, {group.value}: {name} is lower by {-found.value:.4f} ({LEVEL:.0%} interval"
        f" {-found.high:.4f} to {-found.low:.4f})"
    )


def _wrong_merges(merges: tuple[WrongMerges, ...]) -> Iterator[str]:
    if not merges:
        yield "No person holds cases of two true ones."
        return
    yield "Pairs of true persons whom one linked person holds:"
    for each in merges:
        yield f"  {each.hard or 'of no hard pair'}"
        yield f"  {each.not_told_apart:>10,}  no recorded field tells them apart"
        told = f" ({', '.join(each.fields)})" if each.fields else ""
        yield f"  {each.told_apart:>10,}  a recorded field tells them apart{told}"
        if each.to_look_at:
            yield f"  {'':>10}  Look at {', '.join(each.to_look_at)}"


def _sizes(quality: Quality) -> Iterator[str]:
    yield "Judged cases of one person: linked persons, true persons"
    for cases, linked in quality.sizes_linked.items():
        yield f"  {cases:>10}  {linked:>9,}  {quality.sizes_true[cases]:>9,}"


def _curve(quality: Quality) -> Iterator[str]:
    if not quality.curve:
        return
    yield "Had names joined from another weight on, in bits; persons who would wait:"
    reasons: dict[str, str] = {}
    for point in quality.curve:
        yield f"  {point.weight:>4}  {_point(point, reasons)}"
    yield from (f"  {mark} {reason}" for reason, mark in reasons.items())


def _point(point: Point, reasons: dict[str, str]) -> str:
    mark = ""
    if point.cannot_show:
        mark = reasons.setdefault(point.cannot_show, f"[{len(reasons) + 1}]")
    if not point.precision or not point.recall or point.review_persons is None:
        return f"not known {mark}"
    precision, recall = share_in_words(point.precision), share_in_words(point.recall)
    return f"precision {precision}  recall {recall}  {point.review_persons:>7,} {mark}".rstrip()
