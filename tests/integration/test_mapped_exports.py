"""Exports that a mapping file describes: taken in by command, and compared with the one before."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from vacatur.errors import WorkspaceError
from vacatur.office.exports import export_of
from vacatur.office.intake import Intake, ingest
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

COLUMNS = "Docket,Filed,Person,Count,Charge,Outcome,From"
MAPPING = """
format: 1
case: {key: Docket, linked_case: From}
person: {key: Person}
charge:
  key: Count
  description: Charge
  disposition: {column: Outcome, map: {guilty: convicted, open: pending}}
"""
BY_TWO_COLUMNS = MAPPING.replace("key: Docket, linked_case: From", "key: [Person, Filed]")
COUNTED = MAPPING.replace("key: Count\n", "key: counted in order\n")


class Feed:
    """A workspace, and the files that come for it."""

    def __init__(self, folder: Path, mapping: str = MAPPING) -> None:
        self.folder = folder
        self.workspace = Workspace(folder / "workspace")
        self.mapping = folder / "mapping.yaml"
        self.mapping.write_text(mapping)

    def take_in(self, rows: Iterable[str], **options: bool) -> Intake:
        """Take a file with these rows in."""
        file = self.folder / "charges.csv"
        file.write_text("\n".join([COLUMNS, *rows]) + "\n")
        export = export_of([file], mapping=self.mapping)
        return ingest(export, self.workspace, progress=silent, **options)

    def table(self, name: str, columns: str) -> list[tuple[object, ...]]:
        path = self.workspace.records_folder / f"{name}.parquet"
        query = f"select {columns} from read_parquet('{path}') order by all"
        return duckdb.sql(query).fetchall()

    def charges(self) -> list[object]:
        return [each for (each,) in self.table("charges", "charge_id")]


def rows(*cases: int, outcome: str = "GUILTY") -> list[str]:
    """Cases `K<n>` of persons `P<n>`, each with the counts 1 and 2."""
    return [
        f"K{n},2020-01-{n:02},P{n},{count},THEFT,{outcome},"
        for n in cases
        for count in (1, 2)
    ]  # fmt: skip


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(tmp_path)


def counts(done: Intake) -> tuple[int, ...]:
    """Cases added, changed, vanished; the same of charges; rows withheld."""
    cases, charges = done.entry.cases, done.entry.charges
    return (
        *(cases.added, cases.changed, cases.vanished),
        *(charges.added, charges.changed, charges.vanished),
        done.entry.withheld,
    )


def test_the_same_file_again_changes_nothing_and_another_mapping_reads_it_again(feed):
    january = rows(*range(1, 11))
    feed.take_in(january)
    again = feed.take_in(january)
    feed.mapping.write_text(MAPPING.replace("open: pending", "open: REVIEW"))
    remapped = feed.take_in(january)

    assert again.entry.unchanged
    assert again.ingested is None
    assert not remapped.entry.unchanged
    assert counts(remapped) == (0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("mapping", [MAPPING, BY_TWO_COLUMNS])
def test_planted_changes_are_found_exactly(tmp_path, mapping):
    feed = Feed(tmp_path, mapping)
    feed.take_in(rows(*range(1, 21)))
    february = [*rows(*range(1, 19)), *rows(21)]  # without cases 19 and 20, and with 21
    del february[1]  # without the second count of case 1
    february[2] = february[2].replace("GUILTY", "OPEN")

    # Case 1 has not changed: the mapping never said that its charges were complete.
    assert counts(feed.take_in(february)) == (1, 0, 2, 2, 1, 5, 0)


@pytest.mark.parametrize("mapping", [MAPPING, BY_TWO_COLUMNS])
def test_what_has_vanished_is_never_put_back(tmp_path, mapping):
    feed = Feed(tmp_path, mapping)
    january = rows(*range(1, 11))
    feed.take_in(january)
    feed.take_in(january[:-2])
    back = feed.take_in(january)

    assert counts(back) == (0, 0, 0, 0, 0, 0, 2)
    assert len(feed.charges()) == 18
    assert back.ingested
    (file,) = back.ingested.files
    assert (file.rows_in, file.mapped, file.quarantined, file.withheld) == (20, 18, 0, 2)


def test_a_case_that_lost_a_charge_is_not_known_to_be_complete(tmp_path):
    complete = "key: Docket, linked_case: From, charges_complete: {const: 'yes'}"
    feed = Feed(tmp_path, MAPPING.replace("key: Docket, linked_case: From", complete))
    january = rows(*range(1, 11))
    feed.take_in(january)
    feed.take_in(january[1:])
    feed.take_in(january)

    assert "K1/1" not in feed.charges()
    assert feed.table("cases", "case_id, charges_complete")[:3] == [
        ("K1", None),
        ("K10", True),
        ("K2", True),
    ]


@pytest.mark.parametrize("mapping", [MAPPING, BY_TWO_COLUMNS])
def test_a_row_that_cannot_be_read_has_not_vanished(tmp_path, mapping):
    feed = Feed(tmp_path, mapping)
    january = rows(*range(1, 11))
    feed.take_in(january)
    ragged = [*january[:-2], january[-2] + ",one too many", january[-1] + ",one too many"]
    broken = feed.take_in(ragged)
    mended = feed.take_in(rows(*range(1, 11), 11))

    assert counts(broken) == (0, 0, 0, 0, 0, 0, 0)
    assert (broken.entry.cases.absent, broken.entry.charges.absent) == (1, 2)
    assert counts(mended) == (1, 0, 0, 2, 0, 0, 0)


def damaged(line: str) -> list[str]:
    """The line with one fault each, so that it cannot be read and still names what it names."""
    return [
        f"{line},one too many",
        ";".join(next(csv.reader([line]))),
        line.replace("THEFT", "TH\0EFT"),
        line.replace("THEFT", '"THEFT'),
    ]


QUOTED = [
    f'"DOE, J {n}",2020-01-{n:02},P{n},{count},THEFT,GUILTY,'
    for n in range(1, 11)
    for count in (1, 2)
]


@pytest.mark.parametrize(
    "january",
    [rows(*range(1, 11)), pytest.param(QUOTED, marks=pytest.mark.long)],
    ids=["bare", "quoted"],
)
@pytest.mark.parametrize(
    "fault", [0, *(pytest.param(each, marks=pytest.mark.long) for each in (1, 2, 3))]
)
def test_a_line_is_searched_in_every_way_in_which_it_may_be_meant(tmp_path, january, fault):
    complete = "key: Docket, charges_complete: {const: 'yes'}"
    feed = Feed(tmp_path, MAPPING.replace("key: Docket, linked_case: From", complete))
    feed.take_in(january)
    broken = [damaged(january[0])[fault], damaged(january[1])[fault], *january[2:]]
    unread = feed.take_in(broken)
    half = feed.take_in([january[0], damaged(january[1])[fault], *january[2:]])
    doubted = feed.table("cases", "count(*) filter (not charges_complete)")
    feed.take_in(january[2:])
    hidden = feed.take_in(broken[1:])

    assert (unread.entry.cases.vanished, unread.entry.cases.absent) == (0, 1)
    assert (half.entry.charges.absent, doubted) == (1, [(1,)])
    assert hidden.entry.withheld == 1
    assert feed.table("quarantine", "row") == []


@pytest.mark.parametrize("mapping", [MAPPING, BY_TWO_COLUMNS])
def test_a_line_set_aside_does_not_name_what_has_vanished(tmp_path, mapping):
    feed = Feed(tmp_path, mapping)
    january = rows(*range(1, 11))
    feed.take_in(january)
    ragged = [january[0] + ",one too many", *january[2:]]
    feed.take_in(january[2:])
    later = feed.take_in(ragged)

    assert later.entry.withheld == 1
    assert feed.table("quarantine", "row") == []


@pytest.mark.parametrize("named", ["K1", "\tK1 "])
def test_a_case_that_stays_does_not_name_one_that_has_vanished(feed, named):
    linked = [f"K20,2020-02-01,P1,1,{words},GUILTY,{named}" for words in ("THEFT", "ARSON")]
    feed.take_in([*rows(*range(1, 11)), *linked])
    before = feed.table("identifiers", "case_id, kind, value")
    feed.take_in([*rows(*range(2, 11)), *linked])

    assert ("K20", "linked_case", "K1") in before
    assert "K1" not in {value for *_, value in feed.table("identifiers", "case_id, kind, value")}
    assert feed.table("quarantine", "text") == []


@pytest.mark.parametrize("named", ["K1/1", "K2/1; K1/1", "K1"])
def test_a_charge_that_hangs_on_a_vanished_one_is_known_to_hang_on_another(tmp_path, named):
    underlying = MAPPING.replace(", linked_case: From", "") + "  underlying: From\n"
    feed = Feed(tmp_path, underlying)
    derived = f"K20,2020-02-01,P1,1,FAILURE TO APPEAR,GUILTY,{named}"
    feed.take_in([*rows(*range(1, 11)), derived])
    feed.take_in([*rows(*range(2, 11)), derived])
    told = feed.table("charges", "charge_id, underlying, list_contains(unreadable, 'underlying')")

    assert ("K20/1", None, True) in told


@pytest.mark.parametrize(
    "shown", ["K1\t,2020-01-01,P1,1,THEFT,GUILTY,", "\tK1,2020-01-01,P1,1,THEFT,GUILTY,"]
)
def test_space_around_a_key_does_not_bring_a_record_back(feed, shown):
    feed.take_in(rows(*range(1, 11)))
    feed.take_in(rows(*range(2, 11)))
    again = feed.take_in([shown, *rows(*range(2, 11))])

    assert again.entry.withheld == 1
    assert len(feed.charges()) == 18


@pytest.mark.parametrize("later", [[0], [0, 1]])
def test_charges_that_are_only_counted_take_their_case_along(tmp_path, later):
    feed = Feed(tmp_path, COUNTED)
    january = rows(*range(1, 11))
    feed.take_in(january)
    # Which of the two has gone, and which is back, nothing tells.
    lost = feed.take_in(january[1:])
    back = feed.take_in([*(january[each] for each in later), *january[2:]])

    assert counts(lost) == (0, 0, 0, 0, 0, 1, 1)
    assert back.entry.withheld == len(later)
    assert [each for each in feed.charges() if str(each).startswith("K1/")] == []


def test_other_keys_are_refused(feed):
    feed.take_in(rows(*range(1, 11)))
    feed.mapping.write_text(BY_TWO_COLUMNS)

    with pytest.raises(WorkspaceError, match=r"name a case by \[Docket\], and the mapping by"):
        feed.take_in(rows(*range(1, 12)))
    assert len(feed.charges()) == 20


def test_an_export_of_fewer_cases_is_refused(feed):
    feed.take_in(rows(*range(1, 11)))

    with pytest.raises(WorkspaceError, match="3 of 10 cases would vanish"):
        feed.take_in(rows(*range(1, 8)))


def test_the_commands_draft_a_mapping_and_read_by_one(feed, vacatur):
    file, drafted = feed.folder / "charges.csv", feed.folder / "draft.yaml"
    file.write_text("\n".join([COLUMNS, *rows(1, 2)]) + "\n")
    shown = vacatur("ingest", file, "--suggest")
    to_file = vacatur("ingest", file, "--suggest", "--mapping", drafted)
    over_it = vacatur("ingest", file, "--suggest", "--mapping", drafted)
    open_places = vacatur("ingest", file, "--mapping", drafted, "-w", feed.folder / "new")
    read = vacatur("ingest", file, "--mapping", feed.mapping, "-w", feed.folder / "new", "--json")

    assert (shown.code, to_file.code) == (0, 0)
    assert "format: 1" in shown.out
    assert 'leaves "?" for you' in shown.err
    assert "Then: vacatur ingest" in to_file.out
    assert (over_it.code, drafted.read_text()) == (2, shown.out)
    assert (open_places.code, "draft.yaml, line" in open_places.err) == (1, True)
    assert read.code == 0
    assert json.loads(read.out)["ingested"]["files"][0]["mapped"] == 4


def test_a_file_that_is_not_there_leaves_no_workspace_behind(feed, vacatur):
    for source, mapping in (("nowhere.csv", feed.mapping), (feed.mapping, "nowhere.yaml")):
        stopped = vacatur("ingest", source, "--mapping", mapping, "-w", feed.folder / "new")

        assert stopped.code == 1
        assert "there is no such file" in stopped.err
    assert not (feed.folder / "new").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--adapter", "csv"], "by its mapping, and none was given"),
        (["--adapter", "cvs"], "Did you mean [csv]?"),
        (["--adapter", "docket", "--mapping", "m.yaml"], "has no use for one"),
        (["--adapter", "docket", "--suggest"], "a mapping is for the adapter [csv]"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_stop(tmp_path, vacatur, options, says):
    stopped = vacatur("ingest", tmp_path / "charges.csv", *options, "-w", tmp_path / "new")

    assert stopped.code == 2
    assert says in stopped.err
    assert not (tmp_path / "new").exists()
