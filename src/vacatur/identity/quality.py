"""The quality of a linkage, held against a truth: whom it serves worse, and at what weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from vacatur.identity.components import join_by_keys
from vacatur.identity.exact_keys import KINDS, weigh_keys
from vacatur.identity.group_score import GroupScore, score_groups
from vacatur.identity.judged import Judged
from vacatur.identity.linking import NAME_PAIRS, read_records
from vacatur.identity.names import make_spellings
from vacatur.identity.said import SaidOfPair
from vacatur.identity.score import Score, score
from vacatur.identity.threshold import Point, curve
from vacatur.scratch import scratch_database
from vacatur.sql import parquet

_FOLDER = Path(__file__).parent
# Columns by which a file may tell the groups of people; the first two stand in most records, too.
GROUPS = ("sex", "race", "ethnicity")
BEARERS = "bearers of the name"
HARD = "hard pairs"
_SIZES = ((1, "1"), (2, "2"), (5, "3 to 5"), (10, "6 to 10"))
_LARGER = "11 and more"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongMerges:
    """Pairs of true persons whom one linked person holds.

    `hard` is the kind of hard pair that both are of, or empty. `told_apart` have a recorded field
    in which they differ beyond typing errors, so linking should have seen it; the others have none.
    """

    hard: str
    told_apart: int
    not_told_apart: int
    fields: Mapping[str, int]  # that tell them apart -> pairs
    to_look_at: tuple[str, ...]  # the linked persons of those told apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """A linkage held against a truth, in parts."""

    score: Score
    groups: tuple[GroupScore, ...]
    sizes_linked: Mapping[str, int]  # judged cases of a person -> linked persons
    sizes_true: Mapping[str, int]
    curve: tuple[Point, ...]
    wrong_merges: tuple[WrongMerges, ...]


def measure(
    records_folder: Path,
    judged: Sequence[Judged],
    groups: Mapping[str, Mapping[str, str]],
    *,
    has_hard: bool,
    said: Iterable[SaidOfPair] = (),
) -> Quality:
    """Measure the linkage of records.

    Parameters
    ----------
    records_folder
        `records/` of a workspace, linked.
    judged
        The cases that the truth judges.
    groups
        For names of `GROUPS`: case id -> group, in place of what the records say.
    has_hard
        The truth tells of hard pairs.
    said
        What people said of pairs, as it was when the records were linked.
    """
    truth, person = [each.truth for each in judged], [each.person_id for each in judged]
    with scratch_database(records_folder.parent) as connection:
        read_records(connection, records_folder, said)
        weigh_keys(connection)
        for _ in join_by_keys(connection, KINDS):
            pass
        make_spellings(connection)
        _open(connection, judged, groups)
        described = _described(connection, groups, has_hard=has_hard)
        points: list[Point] = []
        if (records_folder / NAME_PAIRS).is_file():
            connection.execute(
                f"create temp view name_pairs as from {parquet(records_folder / NAME_PAIRS)}"
            )
            points = curve(connection, judged)
        merges = _wrong_merges(connection)
    return Quality(
        score=score(truth, person),
        groups=tuple(
            each for by, of in described.items() for each in score_groups(truth, person, by, of)
        ),
        sizes_linked=sizes(person),
        sizes_true=sizes(truth),
        curve=tuple(points),
        wrong_merges=tuple(merges),
    )


def _open(
    connection: duckdb.DuckDBPyConnection,
    judged: Sequence[Judged],
    groups: Mapping[str, Mapping[str, str]],
) -> None:
    names = ("case_id", "truth", "person_id", "hard")
    rows = {name: pa.array([getattr(x, name) for x in judged], pa.string()) for name in names}
    connection.register("judged_rows", pa.table(rows))
    connection.execute("create temp table judged as from judged_rows")
    cases = sorted({case for of in groups.values() for case in of})
    told = {
        name: pa.array([groups.get(name, {}).get(case) for case in cases], pa.string())
        for name in GROUPS
    }
    connection.register("group_rows", pa.table({"case_id": pa.array(cases, pa.string()), **told}))
    connection.execute("create temp table groups as from group_rows")
    connection.execute("set variable has_groups = $names::varchar[]", {"names": list(groups)})


def _described(
    connection: duckdb.DuckDBPyConnection,
    groups: Mapping[str, Mapping[str, str]],
    *,
    has_hard: bool,
) -> dict[str, dict[str, str]]:
    """Each grouping: the group of each true person."""
    for script in ("races.sql", "quality.sql"):
        connection.execute((_FOLDER / script).read_text(encoding="utf-8"))
    columns = {"sex": "sex", "race": "race", BEARERS: "bearers"}
    if "ethnicity" in groups:
        columns["ethnicity"] = "ethnicity"
    if has_hard:
        columns[HARD] = "hard"
    return {
        by: dict(connection.execute(f"select truth, {column} from described").fetchall())
        for by, column in columns.items()
    }


def _wrong_merges(connection: duckdb.DuckDBPyConnection) -> list[WrongMerges]:
    connection.execute((_FOLDER / "wrong_merges.sql").read_text(encoding="utf-8"))
    merges = connection.execute(
        "select hard, person_id, fields from wrong_merges order by all"
    ).fetchall()
    found = []
    for kind in sorted({hard for hard, _, _ in merges}):
        mine = [(person, fields) for hard, person, fields in merges if hard == kind]
        apart = [(person, fields) for person, fields in mine if fields]
        found.append(
            WrongMerges(
                hard=kind,
                told_apart=len(apart),
                not_told_apart=len(mine) - len(apart),
                fields=dict(Counter(field for _, fields in apart for field in fields)),
                to_look_at=tuple(sorted({person for person, _ in apart})),
            )
        )
    return found


def sizes(persons: Sequence[str]) -> dict[str, int]:
    """How many persons have how many cases."""
    found = {name: 0 for _, name in _SIZES} | {_LARGER: 0}
    for cases in Counter(persons).values():
        found[next((name for most, name in _SIZES if cases <= most), _LARGER)] += 1
    return found
