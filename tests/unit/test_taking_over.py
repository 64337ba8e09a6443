"""A part of a run takes over the short ones before it, and nobody who reads can tell."""

import json
import random
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.quick import two_rules
from vacatur.office import deciding_again, taking_over
from vacatur.office.deciding_again import next_part
from vacatur.office.decisions import parts_of, standing_sql, times_decided_again
from vacatur.office.intake_commit import runs_holding
from vacatur.office.stale import StandingRun
from vacatur.office.told import earlier_answers
from vacatur.office.workspace import Workspace

RULES = ("R1", "R2", "R3")
ANSWERS = ("REVIEW", "NOT_YET", "ELIGIBLE_PETITION")
CHARGES = [f"case-{n:02}/1" for n in range(12)]

Answered = dict[str, dict[str, str]]  # charge -> rule -> answer; a rule that is not named: none


class Office:
    """A run, what was decided again after it, and what is known of that without reading it."""

    def __init__(self, folder: Path, drawn: random.Random) -> None:
        self.workspace = Workspace(folder)
        self.run = self.workspace.decisions_folder / "one"
        self.drawn = drawn
        self.workspace.records_folder.mkdir(parents=True)
        (self.workspace.records_folder / "manifest.json").write_text("{}")
        (self.run / "conditions").mkdir(parents=True)
        (self.run / "manifest.json").write_text("{}")
        self.facts, self.links, self.times = 0, 0, 0
        self.told: list[tuple[tuple[int, int], Answered]] = [((0, 0), self.draw(CHARGES))]
        write(self.run, self.told[0][1])

    def draw(self, charges: list[str]) -> Answered:
        """Answers, of which a rule may give none, and one that it may have given before."""
        return {
            each: {rule: self.drawn.choice(ANSWERS) for rule in RULES if self.drawn.random() < 0.8}
            for each in charges
        }

    def decide(self, charges: list[str], *, linked: bool = False) -> Path:
        """Decide charges again; the part."""
        self.facts, self.links = self.facts + (not linked), self.links + linked
        number = (self.facts, self.links if linked else 0)
        answered = self.draw(charges)
        standing = StandingRun(
            folder=self.run, name="one", rulebook=two_rules(), as_of=date(2026, 2, 15)
        )
        name = deciding_again.part_name(*number)
        with next_part(self.workspace, standing, name) as partial:
            ids = pa.table({"charge_id": pa.array(sorted(charges), pa.string())})
            pq.write_table(ids, partial / "charges.parquet")
            write(partial, answered)
        self.told.append((number, answered))
        self.times += 1
        return self.run / "again" / name

    def require_all_as_told(self) -> None:
        """Hold what is read against what was decided: what stands, and how it came to that."""
        standing: Answered = {}
        for _, answered in self.told:
            standing |= answered
        for name, column in (("decisions.parquet", "published"), ("conditions/p.parquet", "flag")):
            stands = standing_sql(self.run, name)
            rows = duckdb.execute(
                f"select charge_id, rule, {column} from ({stands}) order by all"
            ).fetchall()
            assert rows == [
                (charge, rule, said if column == "published" else said == ANSWERS[0])
                for charge in CHARGES
                for rule, said in sorted(standing[charge].items())
            ]
        for charge in CHARGES:
            found = [
                (each.implements, each.after, each.after_link, each.published)
                for each in earlier_answers(self.workspace, "one", charge)
            ]
            assert found == list(self.changes(charge))
        assert times_decided_again(self.run) == self.times

    def changes(self, charge: str) -> list[tuple[str, int, int, str]]:
        """Each rule's answers as they changed, by the order in which the rules first answered."""
        by_rule: dict[str, list[tuple[str, int, int, str]]] = {}
        for number, answered in self.told:
            for rule, said in sorted(answered.get(charge, {}).items()):
                before = by_rule.setdefault(rule, [])
                if not before or before[-1][-1] != said:
                    before.append((rule, *number, said))
        return [each for told in by_rule.values() if len(told) > 1 for each in told]

    def parts(self) -> list[str]:
        return [part.name for part in parts_of(self.run)]

    def folders(self) -> list[str]:
        return sorted(path.name for path in (self.run / "again").iterdir())


def write(folder: Path, answered: Answered) -> None:
    rows = [
        {"charge_id": charge, "rule": rule, "implements": rule, "published": said}
        for charge in sorted(answered)
        for rule, said in sorted(answered[charge].items())
    ]
    texts = pa.schema([(name, pa.string()) for name in ("charge_id", "rule", "implements")])
    decided = pa.Table.from_pylist(rows, schema=texts.append(pa.field("published", pa.string())))
    pq.write_table(decided, folder / "decisions.parquet")
    flags = [{**row, "flag": row["published"] == ANSWERS[0]} for row in rows]
    names = pa.schema([("charge_id", pa.string()), ("rule", pa.string()), ("flag", pa.bool_())])
    pq.write_table(pa.Table.from_pylist(flags, schema=names), folder / "conditions" / "p.parquet")


def as_an_earlier_vacatur_wrote_it(part: Path) -> None:
    charges = pq.read_table(part / "charges.parquet", columns=["charge_id"])
    pq.write_table(charges, part / "charges.parquet")
    (part / "history.parquet").unlink()
    manifest = part / "manifest.json"
    told: Mapping[str, Any] = json.loads(manifest.read_text())
    kept = {name: told[name] for name in ("facts_sha256", "records_sha256")}
    manifest.write_text(json.dumps(kept))


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path, random.Random(7))


def test_nobody_who_reads_can_tell_what_was_taken_over(tmp_path, monkeypatch):
    """Few and many charges, links, parts of an earlier vacatur, crashes: all mixed, at random."""
    for seed in range(2):
        drawn = random.Random(seed)
        office = Office(tmp_path / f"{seed}", drawn)
        for step in range(30):
            charges = drawn.sample(CHARGES, drawn.choice((0, 1, 1, 1, 2, 3, 9)))
            kind = drawn.random()
            with monkeypatch.context() as broken:
                limit = 8 if kind > 0.2 else -1
                broken.setattr(taking_over, "TAKEN_OVER_ROWS", limit)
                if kind > 0.8:  # it dies before it has removed anything
                    broken.setattr(deciding_again.shutil, "rmtree", lambda *_, **__: None)
                part = office.decide(charges, linked=drawn.random() < 0.3)
            if limit < 0:
                as_an_earlier_vacatur_wrote_it(part)
            if step % 10 == 9:
                office.require_all_as_told()


def test_few_parts_stand_and_only_the_one_before_waits_for_its_readers(office):
    for number in range(1, 8):
        office.decide(CHARGES[:2])
        assert office.parts() == [f"{number:06}"]
        assert office.folders() == [f"{each:06}" for each in (number - 1, number) if each]
    office.require_all_as_told()


def test_whoever_began_to_read_can_read_to_the_end(office):
    for number in range(3):
        office.decide([CHARGES[number]])
    begun = standing_sql(office.run, "decisions.parquet")
    before = duckdb.execute(begun).fetchall()
    office.decide(CHARGES)

    assert duckdb.execute(begun).fetchall() == before


def test_a_long_part_stays_for_itself(office, monkeypatch):
    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", 3)
    office.decide(CHARGES[:2])
    office.decide(CHARGES[:4])
    office.decide(CHARGES[3:5])
    office.decide(CHARGES[3:6])
    assert office.parts() == ["000002", "000004"]
    assert pq.read_table(office.run / "again" / "000002" / "charges.parquet").num_rows == 4
    office.require_all_as_told()
    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", 4)
    office.decide(CHARGES[:1])
    assert office.parts() == ["000005"]
    office.require_all_as_told()


def test_a_long_part_between_short_ones_counts_in_its_place(office, monkeypatch):
    """As an earlier vacatur left them: a short one, a long one, and a short one."""
    one, other = CHARGES[:2]
    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", -1)
    for charges, said in (((one, other), "A"), (CHARGES[:5], "B"), ((one,), "A")):
        office.draw = lambda given, said=said: {each: {"R1": said} for each in given}
        as_an_earlier_vacatur_wrote_it(office.decide(list(charges)))
    assert office.parts() == ["000001", "000002", "000003"]

    monkeypatch.setattr(taking_over, "TAKEN_OVER_ROWS", 3)
    part = office.decide(CHARGES[7:8])
    assert office.parts() == ["000002", "000004"]
    assert pq.read_table(part / "charges.parquet")["decided_in"].to_pylist() == ["000003", "000004"]
    assert pq.read_table(part / "history.parquet").num_rows == 2  # what was said at the first
    office.require_all_as_told()
    office.draw = lambda given: {each: {"R1": "C"} for each in given}
    office.decide([one])
    office.require_all_as_told()


def test_a_part_that_a_crash_left_is_needless_and_goes_the_next_time(office, monkeypatch):
    office.decide(CHARGES[:3])
    office.decide(CHARGES[2:4])
    with monkeypatch.context() as broken:
        broken.setattr(deciding_again.shutil, "rmtree", lambda *_, **__: None)
        office.decide(CHARGES[3:5])
    assert office.folders() == ["000001", "000002", "000003"]
    assert office.parts() == ["000003"]
    (office.run / "again" / "000001" / "charges.parquet").unlink()  # half removed
    office.require_all_as_told()
    office.decide(CHARGES[:1])
    assert office.folders() == ["000003", "000004"]
    office.require_all_as_told()


def test_what_fails_while_it_is_taken_over_leaves_all_as_it_was(office, monkeypatch):
    office.decide(CHARGES[:3])
    office.decide(CHARGES[2:4])

    def fails(*_given):
        raise OSError("full")

    monkeypatch.setattr(taking_over, "_with_held", fails)
    with pytest.raises(OSError, match="full"):
        office.decide(CHARGES[3:5])
    office.require_all_as_told()


@pytest.mark.parametrize("name", ["decisions.parquet", "conditions/p.parquet", "history.parquet"])
def test_a_damaged_part_stays_for_doctor(office, name):
    part = office.decide(CHARGES[:3])
    (part / name).write_bytes(b"PAR1")
    with pytest.MonkeyPatch.context() as seen:
        seen.setattr(office, "draw", lambda charges: {each: {} for each in charges})
        office.decide(CHARGES[4:6])

    assert office.parts() == ["000001", "000002"]


def test_the_history_says_each_change_once_however_often_somebody_is_decided(office):
    same = {CHARGES[0]: {"R1": "REVIEW", "R2": "NOT_YET"}}
    office.draw = lambda _charges: same
    for _ in range(5):
        part = office.decide(CHARGES[:1])

    assert pq.read_table(part / "history.parquet").num_rows == 2
    office.require_all_as_told()


def test_a_run_is_removed_that_names_what_vanished_in_its_history_alone(office, tmp_path):
    office.decide(CHARGES[:1])
    part = office.decide(CHARGES[:1])
    kept = pq.read_table(part / "history.parquet")
    assert kept.num_rows
    shutil.rmtree(office.run)
    part.mkdir(parents=True)
    pq.write_table(kept, part / "history.parquet")
    gone = pa.table({"kind": ["charge"], "id": [CHARGES[0]]})
    pq.write_table(gone, tmp_path / "gone.parquet")

    assert runs_holding(office.workspace, tmp_path / "gone.parquet") == [office.run]
