"""Taking matters out of a packet whose cases must be forgotten."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from vacatur.documents.manifest import FILE as MANIFEST
from vacatur.documents.manifest import ListPapers, Manifest, read_manifest


def count_of(folder: Path, subjects: Collection[str]) -> int:
    """How many matters of some cases a packet holds.

    Raises
    ------
    PaperRefused
        Its manifest cannot be read.
    """
    return len(_gone(read_manifest(folder), subjects))


def take_out(folder: Path, subjects: Collection[str]) -> int:
    """Take the matters of some cases out of a packet; how many there were.

    Their papers go, every list that names one, and whatever lies in the packet that nobody can say
    the owner of. The manifest comes last: broken off before that, it is run again.

    Parameters
    ----------
    subjects
        Opaque names of cases.

    Raises
    ------
    PaperRefused
        Its manifest cannot be read. Nothing is removed.
    """
    manifest = read_manifest(folder)
    gone = _gone(manifest, subjects)
    if not gone:
        return 0
    left = _without(manifest, gone)
    for path in _not_of(folder, left):
        path.unlink()
    _remove_empty(folder)
    partial = folder / f".{MANIFEST}.partial"
    with partial.open("w", encoding="utf-8") as file:
        file.write(left.in_json())
        file.flush()
        os.fsync(file.fileno())
    partial.replace(folder / MANIFEST)
    return len(gone)


def _gone(manifest: Manifest, subjects: Collection[str]) -> frozenset[int]:
    return frozenset(each.number for each in manifest.matters if each.subject in subjects)


def _without(manifest: Manifest, gone: Collection[int]) -> Manifest:
    return replace(
        manifest,
        matters=tuple(each for each in manifest.matters if each.number not in gone),
        lists=tuple(_list_without(each, gone) for each in manifest.lists),
        forgotten=manifest.forgotten + len(gone),
    )


def _list_without(listed: ListPapers, gone: Collection[int]) -> ListPapers:
    left = tuple(number for number in listed.matters if number not in gone)
    if left == listed.matters:
        return listed
    return replace(listed, matters=left, papers=(), word=(), sheets={}, is_removed=True)


def _not_of(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """Files of which the manifest does not tell, and which lie in no folder of a matter in it."""
    told = {MANIFEST, *(each.place for each in manifest.placed())}
    told |= {place for place, _ in chain(manifest.sheets(), manifest.word_copies())}
    numbers = {str(each.number) for each in manifest.matters}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        is_told = place.as_posix() in told or not numbers.isdisjoint(place.parent.parts)
        if not is_told and (path.is_symlink() or path.is_file()):
            yield path


def _remove_empty(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
