"""Answers about links: heard at once and ever after, refused where they contradict, taken back."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from tests.support.facts import DAY, answers_of, copy_of, read_rows
from tests.support.links import (
    BROTHERS,
    BY,
    OF_A_BROTHER,
    STRANGERS,
    content,
    named_county,
    rewrite,
    say,
    taken_in,
)
from tests.support.quick import two_rules
from vacatur.errors import UsageError, WorkspaceError
from vacatur.office import intake, intake_commit
from vacatur.office.answering import answer
from vacatur.office.check import State
from vacatur.office.explaining import explain_charge
from vacatur.office.exports import export_of
from vacatur.office.intake import ingest, link_again
from vacatur.office.link_answers import answer_pairs, undo_answer
from vacatur.office.link_checks import PairAnswer
from vacatur.office.runs import run
from vacatur.office.stale import refuse_changed
from vacatur.office.telling import in_words
from vacatur.office.workspace import Workspace
from vacatur.office.workspace_checks import examine_workspace
from vacatur.progress import silent


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named_county(tmp_path_factory.mktemp("named") / "export")


@pytest.fixture(scope="module")
def whole(export: Path) -> Workspace:
    return taken_in(export, export.parent / "workspace")


@pytest.fixture
def place(whole: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(whole, tmp_path)


def person_of(workspace: Workspace, *cases: str) -> list[str]:
    path = workspace.records_folder / "cases.parquet"
    found = dict(duckdb.execute(f"select number, person_id from '{path}'").fetchall())
    return [found[case] for case in cases]


def searched(workspace: Workspace, case: str) -> bool:
    """Whether the search of the person of a case counts."""
    (person,) = person_of(workspace, case)
    path = workspace.records_folder / "persons.parquet"
    query = f"select history_checked_on from '{path}' where person_id = ?"
    return duckdb.execute(query, [person]).fetchall() != [(None,)]


def band(workspace: Workspace, pair: tuple[str, str]) -> str:
    path = workspace.records_folder / "name_pairs.parquet"
    query = f"select band from '{path}' where case_l = ? and case_r = ?"
    found = duckdb.execute(query, sorted(pair)).fetchall()
    return str(found[0][0]) if found else ""


def decided_anew(workspace: Workspace, folder: Path):
    """What a new run of the same records would answer."""
    other = copy_of(workspace, folder)
    run(other, two_rules(), DAY, progress=silent)
    return answers_of(other)


# ---- what an answer does -----------------------------------------------------------------------


def test_what_waits_is_open_until_somebody_answers(place):
    assert band(place, STRANGERS) == "review"
    assert not searched(place, STRANGERS[0])


@pytest.mark.parametrize("same", [True, pytest.param(False, marks=pytest.mark.long)])
def test_an_answer_is_heard_at_once_and_decides_again_as_a_new_run_would(place, tmp_path, same):
    before = answers_of(place)
    done = say(place, STRANGERS, same)
    after = answers_of(place)

    assert band(place, STRANGERS) == ("" if same else "apart")
    assert searched(place, STRANGERS[0])
    assert after == decided_anew(place, tmp_path / "anew")
    differing = {key for key in before | after if before.get(key) != after.get(key)}
    assert differing
    assert {(each.charge_id, each.implements) for each in done.changed} == differing
    assert done.redecided
    assert done.redecided.persons == done.touched == (1 if same else 2)
    assert sum(done.redecided.changes.values()) == len(differing)
    one, other = person_of(place, *STRANGERS)
    assert (one == other) is same
    assert done.merged == (((one, ("p-7B91201455", "p-8B59266629")),) if same else ())
    refuse_changed(place, "latest")


@pytest.mark.long
def test_an_answer_about_many_people_is_decided_by_the_compiler_alike(place, tmp_path, monkeypatch):
    monkeypatch.setattr("vacatur.office.deciding_relinked.FEW", 0)
    before = answers_of(place)
    say(place, STRANGERS, True)

    assert answers_of(place) == decided_anew(place, tmp_path / "anew") != before


@pytest.mark.parametrize(
    ("pair", "same"),
    [
        (STRANGERS, True),
        (BROTHERS, False),
        pytest.param(STRANGERS, False, marks=pytest.mark.long),
        pytest.param(BROTHERS, True, marks=pytest.mark.long),
    ],
)
def test_an_answer_taken_back_leaves_nothing_but_its_lines(place, pair, same):
    records, answers = content(place), answers_of(place)
    say(place, pair, same)
    assert content(place) != records
    done = undo_answer(place, 1, by="B. Clerk", reason="", on=DAY)

    assert content(place) == records
    assert answers_of(place) == answers
    assert [line.undoes for line in place.said().lines] == [None, 1]
    assert place.said().standing() == ()
    assert bool(done.split) is same
    refuse_changed(place, "latest")


@pytest.mark.long
def test_answers_that_hang_together_are_taken_back_in_any_order(place):
    records = content(place)
    say(place, (STRANGERS[0], BROTHERS[1]), True)
    say(place, BROTHERS, True)
    undo_answer(place, 1, **BY, reason="")
    undo_answer(place, 2, **BY, reason="")

    assert content(place) == records


def test_a_person_who_is_one_again_has_the_id_that_letters_name(place):
    # Somebody else had the plain id when this person was first linked.
    plus = f"p-{STRANGERS[1]}+"
    links = place.records_folder / "links.parquet"
    duckdb.execute(
        f"""copy (select * replace (
            case when case_id = '{STRANGERS[1]}' then '{plus}' else person_id end as person_id)
        from '{links}') to '{links}.new' (format parquet)"""
    )
    Path(f"{links}.new").replace(links)
    link_again(place)
    records = content(place)
    assert person_of(place, STRANGERS[1]) == [plus]
    say(place, (STRANGERS[1], OF_A_BROTHER), True)
    assert person_of(place, STRANGERS[1]) != [plus]
    undo_answer(place, 1, **BY, reason="")

    assert content(place) == records


@pytest.mark.long
def test_explain_tells_which_cases_may_be_the_persons_too(place):
    charge = say(place, STRANGERS, False).changed[0].charge_id
    assert not explain_charge(place, charge, run="latest").uncertain_links
    undo_answer(place, 1, **BY, reason="")
    told = explain_charge(place, charge, run="latest")

    (link,) = told.uncertain_links
    assert {link.case, link.other_case} == {*STRANGERS}
    assert charge.startswith(link.case)
    assert f"{link.other_case}, beside {link.case}: {link.why[0]}" in in_words(told)


def test_explain_tells_which_answer_about_a_link_changed_the_answer(place):
    changed = say(place, STRANGERS, False).changed[0]
    told = explain_charge(place, changed.charge_id, run="latest")
    undo_answer(place, 1, **BY, reason="")
    again = explain_charge(place, changed.charge_id, run="latest")

    mine = [each for each in told.earlier if each.implements == changed.implements]
    assert [(each.after_link, each.published) for each in mine] == [
        (0, changed.before),
        (1, changed.after),
    ]
    assert "after number 1 of the links" in in_words(told)
    assert [each.after_link for each in again.earlier if each.implements == changed.implements] == [
        0,
        1,
        2,
    ]


@pytest.mark.long
def test_facts_and_answers_about_links_come_one_after_the_other(place, tmp_path):
    charge = say(place, STRANGERS, False).changed[0].charge_id
    given = [answer(place, charge, "person.noncitizen", "yes", document="", **BY)]
    say(place, BROTHERS, True)
    given.append(answer(place, charge, "person.noncitizen", "no", document="", **BY))
    undo_answer(place, 1, **BY, reason="")

    assert all(each.redecided for each in given)
    assert answers_of(place) == decided_anew(place, tmp_path / "anew")
    looked_at = {each.name: each.state for each in examine_workspace(place.folder)}
    assert [looked_at[name] for name in ("links", "facts", "latest run")] == [State.OK] * 3


@pytest.mark.long
def test_without_a_run_links_change_alone(export, tmp_path):
    place = Workspace(tmp_path / "w")
    ingest(export_of([export]), place, progress=silent)

    assert say(place, STRANGERS, True).redecided is None
    assert len(set(person_of(place, *STRANGERS))) == 1


# ---- every later link --------------------------------------------------------------------------


@pytest.mark.long
def test_a_later_export_hears_what_was_said(place, export, tmp_path):
    say(place, STRANGERS, True)
    say(place, BROTHERS, False)
    later = Path(shutil.copytree(export, tmp_path / "later"))
    rows = read_rows(later / "cases.csv")
    rows[0]["tracking_num"] = "1"
    rewrite(later, rows)
    done = ingest(export_of([later]), place, progress=silent)
    run(place, two_rules(), DAY, progress=silent)

    assert done.linked
    assert asdict(done.linked.said) == {"same": 1, "apart": 1, "gone": 0, "overruled": 0}
    assert len(set(person_of(place, *STRANGERS))) == 1
    assert len(set(person_of(place, *BROTHERS))) == 2
    undo_answer(place, 1, **BY, reason="")
    assert len(set(person_of(place, *STRANGERS))) == 2


@pytest.mark.long
def test_a_case_that_vanishes_leaves_the_answers_too(place, export, tmp_path):
    say(place, STRANGERS, True)
    say(place, BROTHERS, False)
    later = Path(shutil.copytree(export, tmp_path / "later"))
    rows = read_rows(later / "cases.csv")
    rewrite(later, [row for row in rows if row["case_num"] != STRANGERS[1]])
    done = ingest(export_of([later]), place, progress=silent)

    assert done.linked
    assert (done.linked.said.same, done.linked.said.gone) == (0, 1)
    assert "1 about cases that have vanished" in done.in_words()
    log = (place.folder / "linkage" / "log.jsonl").read_text(encoding="utf-8")
    assert STRANGERS[1] not in log
    assert BROTHERS[1] in log
    run(place, two_rules(), DAY, progress=silent)  # the records are linked with what is left
    assert link_again(place).linked.said.gone == 1


@pytest.mark.long
def test_a_key_that_joins_whom_somebody_parted_is_told_and_leaves_the_search_open(
    place, export, tmp_path
):
    say(place, STRANGERS, False)
    assert searched(place, STRANGERS[0])
    later = Path(shutil.copytree(export, tmp_path / "later"))
    rows = read_rows(later / "cases.csv")
    for row in rows:
        if row["case_num"] in STRANGERS:
            row["tracking_num"] = "990000000001"
    rewrite(later, rows)
    done = ingest(export_of([later]), place, progress=silent)

    assert done.linked
    assert done.linked.said.overruled == 1
    assert "although somebody said" in done.in_words()
    assert len(set(person_of(place, *STRANGERS))) == 1
    assert not searched(place, STRANGERS[0])
    say(place, BROTHERS, False)  # and no other answer is refused for it


# ---- what is refused ---------------------------------------------------------------------------


def refused(place: Workspace, pair: tuple[str, str], same: bool) -> str:
    before = content(place)
    with pytest.raises(UsageError) as stopped:
        say(place, pair, same)
    assert content(place) == before
    return str(stopped.value)


@pytest.mark.long
def test_a_contradiction_is_refused_with_its_lines(place):
    say(place, (STRANGERS[0], BROTHERS[1]), True)
    say(place, BROTHERS, False)
    # A key joins one of the brothers' cases with another.
    told = refused(place, (STRANGERS[0], OF_A_BROTHER), True)

    assert "line 1, by A. Attorney" in told
    assert "line 2, by A. Attorney" in told
    assert "line 1" in refused(place, (STRANGERS[0], BROTHERS[1]), False)
    assert "says so already" in refused(place, BROTHERS, False)
    assert len(place.said().lines) == 2


def test_whom_a_key_joins_no_answer_parts(place):
    told = refused(place, (OF_A_BROTHER, BROTHERS[0]), False)

    assert "a key joins" in told
    assert "vacatur link explain p-7B14964992" in told


def test_several_answers_are_written_together_or_not_at_all(place):
    answers = [
        PairAnswer(one=STRANGERS[0], other=STRANGERS[1], same=same, reason="Seen.")
        for same in (True, False)
    ]
    with pytest.raises(UsageError, match="line 1"):
        answer_pairs(place, answers, **BY)

    assert place.said().lines == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"one": "7B9120145"}, r"no case \[7B9120145\]"),
        ({"other": STRANGERS[0]}, "named twice"),
        ({"reason": " "}, "not said why"),
        ({"by": ""}, "not said who"),
    ],
)
def test_half_an_answer_is_refused(place, changed, told):
    whole = {"one": STRANGERS[0], "other": STRANGERS[1], "same": True, "reason": "Seen.", "by": "A"}
    given = {**whole, **changed}
    by = given.pop("by")
    with pytest.raises(UsageError, match=told):
        answer_pairs(place, [PairAnswer(**given)], by=by, on=DAY)


@pytest.mark.long
@pytest.mark.parametrize("number", [2, 7])
def test_only_an_answer_that_stands_is_taken_back(place, number):
    say(place, BROTHERS, False)
    undo_answer(place, 1, **BY, reason="")
    with pytest.raises(UsageError, match=f"no answer \\[{number}\\] that stands"):
        undo_answer(place, number, **BY, reason="")


# ---- broken off --------------------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["link", "write_person_hashes"])
def test_an_answer_that_breaks_off_was_never_given(place, monkeypatch, broken):
    before = content(place)

    def breaks_off(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, broken, breaks_off)
    with pytest.raises(KeyboardInterrupt):
        say(place, STRANGERS, True)

    assert content(place) == before
    assert place.said().lines == ()
    refuse_changed(place, "latest")


@pytest.mark.long
@pytest.mark.parametrize(
    "step",
    [
        "apply_all",
        *(pytest.param(x, marks=pytest.mark.long) for x in ("replace_said", "replace_records")),
    ],
)
def test_an_answer_that_counted_goes_on_where_it_ended(place, vacatur, monkeypatch, step):
    def breaks_off(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(intake_commit, step, breaks_off)
        with pytest.raises(KeyboardInterrupt):
            say(place, STRANGERS, True)
    assert vacatur("link", "-w", place.folder).code == 0

    assert len(place.said().lines) == 1
    assert len(set(person_of(place, *STRANGERS))) == 1
    with pytest.raises(WorkspaceError, match="the records changed"):
        refuse_changed(place, "latest")


@pytest.mark.long
def test_records_that_did_not_hear_an_answer_are_not_read(place, vacatur):
    say(place, STRANGERS, True)
    (place.folder / "linkage" / "log.jsonl").unlink()
    ill = [each for each in examine_workspace(place.folder) if each.state is State.FAIL]

    assert "links" in {each.name for each in ill}
    with pytest.raises(WorkspaceError, match="not yet linked"):
        run(place, two_rules(), DAY, progress=silent)
    assert vacatur("link", "-w", place.folder).code == 0
    assert len(set(person_of(place, *STRANGERS))) == 2
    run(place, two_rules(), DAY, progress=silent)


def test_a_part_of_a_run_whose_line_is_gone_is_ill(place):
    say(place, STRANGERS, True)
    (part,) = place.decisions_folder.glob("*/again/*")
    assert part.name == "000000-000001"
    for other in ("000000-000002", "000001-000001", "000000"):
        part = part.rename(part.with_name(other))
        ill = [x.what for x in examine_workspace(place.folder) if x.state is State.FAIL]
        assert [what for what in ill if f"again/{other} belongs to no line" in what]


# ---- the commands ------------------------------------------------------------------------------


def test_the_commands_say_what_changed_and_name_nobody(place, vacatur):
    names = [
        name
        for (printed,) in duckdb.execute(
            f"select name from '{place.records_folder}/defendants.parquet' where case_id in (?, ?)",
            STRANGERS,
        ).fetchall()
        for name in printed.replace(",", " ").split()
    ]
    by = ("--by", "A. Attorney", "--reason", "Seen.", "-w", place.folder)
    done = [
        vacatur("link", "answer", *STRANGERS, "different", *by),
        vacatur("link", "undo", "1", *by),
        vacatur("link", "answer", *STRANGERS, "same", *by, "--json"),
        vacatur("link", "log", "-w", place.folder),
        vacatur("link", "log", "-w", place.folder, "--json"),
    ]

    assert [each.code for each in done] == [0] * len(done)
    assert "REVIEW -> ELIGIBLE_PETITION" in done[0].out
    assert "vacatur link undo 1" in done[0].out
    assert json.loads(done[2].out)["merged"] == [
        {"person": "p-7B91201455", "was": ["p-7B91201455", "p-8B59266629"]}
    ]
    assert "[taken back]" in done[3].out
    assert [line["event"] for line in json.loads(done[4].out)] == ["said", "undone", "said"]
    kept = (place.folder / "linkage" / "log.jsonl").read_text(encoding="utf-8")
    told = kept + "".join(each.out + each.err for each in done)
    assert not [name for name in names if len(name) > 2 and name in told]


def test_a_word_that_is_no_answer_stops(place, vacatur):
    done = vacatur("link", "answer", *STRANGERS, "diferent", "--by", "A", "-w", place.folder)

    assert done.code == 2
    assert "Did you mean [different]?" in done.err
