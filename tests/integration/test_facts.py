"""Facts attached to a county: what they decide, and that none of it is wrong."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.support.facts import (
    DAY,
    KINDS_OF_THE_COUNTY,
    PENDING,
    RULE,
    answers_of,
    attach_file,
    attach_rows,
    changed,
    copy_of,
    key_of,
    person_of,
    read_rows,
    search,
    supervision,
    take_in,
    true_answer,
    truth_of,
    write_rows,
)
from tests.support.quick import one_rule, two_rules
from vacatur.errors import IngestError, UsageError, WorkspaceError
from vacatur.facts.kinds import KINDS, kind_named
from vacatur.office import deciding_again, deciding_few
from vacatur.office.answering import answer, correct, undo, withdraw
from vacatur.office.explaining import explain_charge
from vacatur.office.intake import link_again
from vacatur.office.runs import run
from vacatur.office.stale import refuse_changed
from vacatur.office.workspace import Workspace
from vacatur.progress import silent

BY = {"by": "A. Attorney", "document": "a letter", "on": DAY}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `export` and `workspace`: 1,500 people, nothing attached."""
    folder = tmp_path_factory.mktemp("facts")
    take_in(folder, people=1500)
    return folder


@pytest.fixture(scope="module")
def bare(place: Path) -> Workspace:
    """The workspace with nothing attached. Do not change it."""
    return Workspace(place / "workspace")


@pytest.fixture(scope="module")
def told(place: Path, bare: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same with the county's three files attached. Do not change it."""
    workspace = copy_of(bare, tmp_path_factory.mktemp("told"))
    for kind in KINDS_OF_THE_COUNTY:
        attach_file(workspace, place / "export" / "facts" / f"{kind}.csv", kind)
    return workspace


@pytest.fixture
def empty(bare: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(bare, tmp_path)


@pytest.fixture
def full(told: Workspace, tmp_path: Path) -> Workspace:
    return copy_of(told, tmp_path)


def decided(answers: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    return {key for key, published in answers.items() if published != "REVIEW"}


# ---- the county, as agencies would answer -------------------------------------------------------


def test_with_the_files_of_the_agencies_most_charges_are_decided_and_none_is_wrong(told, place):
    answers = answers_of(told, RULE)
    truth = truth_of(place)
    wrong = {
        charge: (published, true_answer(truth[charge]))
        for (charge, _), published in answers.items()
        if published != "REVIEW" and charge in truth and published != true_answer(truth[charge])
    }
    assert wrong == {}
    assert len(decided(answers)) / len(answers) >= 0.85


def test_a_charge_out_of_reach_is_no_conviction_of_possession(told, place):
    answers = answers_of(told, RULE)
    missed = [
        charge
        for charge, row in truth_of(place).items()
        if (charge, RULE) not in answers and true_answer(row) not in ("", "REVIEW")
    ]
    assert missed == []


def test_with_nothing_attached_no_silence_is_read_as_no(bare, told, place):
    """What is decided without help is decided alike with it, or found out to be otherwise."""
    truth = truth_of(place)
    before = answers_of(bare, RULE)
    for charge, rule in decided(before):
        assert before[charge, rule] == true_answer(truth[charge])
    assert len(decided(before)) < len(decided(answers_of(told, RULE))) / 2


@pytest.mark.long
def test_every_rule_decides_with_some_facts_as_it_does_with_all(bare, told, tmp_path, place):
    """An answer given on a part of the facts is the answer given on all of them."""
    whole = copy_of(bare, tmp_path)
    rows = [row for row in truth_of(place).values() if row["sentence_end"]]
    attach_rows(
        whole,
        "supervision",
        (
            {
                "case_num": row["case_number"],
                "charge_num": row["charge_number"],
                "sentence_end": row["sentence_end"],
            }
            for row in rows
        ),
    )
    for kind in KINDS_OF_THE_COUNTY:
        attach_file(whole, place / "export" / "facts" / f"{kind}.csv", kind)
    some, all_facts = answers_of(told), answers_of(whole)
    assert len(decided(all_facts)) > len(decided(some))
    assert {key: all_facts[key] for key in decided(some)} == {
        key: some[key] for key in decided(some)
    }


def test_rows_in_are_attached_repeated_or_quarantined(told, place):
    batches = told.facts().batches
    assert [batch.kind for batch in batches] == list(KINDS_OF_THE_COUNTY)
    for batch in batches:
        rows = read_rows(place / "export" / "facts" / batch.file)
        assert batch.rows_in == len(rows) == batch.attached
        assert (batch.repeated, batch.quarantined) == (0, 0)


def test_deciding_everybody_again_gives_what_stood(told, tmp_path):
    again = copy_of(told, tmp_path)
    before = answers_of(again)
    run(again, two_rules(), DAY, progress=silent)
    assert answers_of(again) == before
    refuse_changed(again, "latest")


@pytest.mark.long
def test_linking_again_changes_no_answer(told, tmp_path):
    again = copy_of(told, tmp_path)
    before = answers_of(again)
    link_again(again)
    run(again, two_rules(), DAY, progress=silent)
    assert answers_of(again) == before


def test_few_and_many_people_are_decided_alike(empty, place, tmp_path, monkeypatch):
    rows = read_rows(place / "export" / "facts" / "supervision.csv")[:20]
    many = copy_of(empty, tmp_path / "many")
    attach_rows(empty, "supervision", rows)
    monkeypatch.setattr(deciding_again, "FEW", 0)
    assert deciding_few.FEW >= 20
    attach_rows(many, "supervision", rows)
    for name in ("decisions.parquet", "conditions/us-md_cp-10-105-a-12.parquet"):
        parts = [
            place_.run_folder("latest") / "again" / "000001" / name for place_ in (empty, many)
        ]
        one, other = (sorted(map(str, _rows(part))) for part in parts)
        assert one == other
        assert one


def _rows(path: Path) -> list[dict[str, object]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, object]] = pq.read_table(path).to_pylist()
    for row in rows:
        row.pop("person_hash", None)  # of two workspaces, with two keys
    return rows


# ---- one charge ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def waiting(bare: Workspace) -> str:
    """A charge that only the end of its sentence keeps open."""
    from vacatur.engine.decide_one import decide_one
    from vacatur.engine.deciders import deciders_of
    from vacatur.office.one_record import load_record

    rulebook = two_rules()
    page = next(each for each in rulebook.pages if each.implements == RULE)
    for (charge, _), published in sorted(answers_of(bare, RULE).items()):
        if published != "REVIEW":
            continue
        record = load_record(bare, charge, as_of=DAY)
        decision = decide_one(rulebook, page, record, charge)
        assert decision
        deciders = deciders_of(rulebook, page, record, decision)
        if len(deciders) == 1 and deciders[0].question.column == "sentence_end":
            held = record.charge(charge)
            if held.disposition_date and held.disposition_date.year < 2015:
                return charge
    raise AssertionError("the county has no such charge")


def said(workspace: Workspace, charge: str) -> list[tuple[str, str, str]]:
    explanation = explain_charge(workspace, charge, run="latest")
    return [(each.about, each.value, each.state) for each in explanation.attached]


def test_an_answer_is_a_fact_and_decides_its_person_at_once(empty, waiting):
    before = answers_of(empty)
    given = answer(empty, waiting, "charge.sentence_end", "2016-05-01", **BY)
    assert given.redecided is not None
    assert given.redecided.persons == 1
    assert given.redecided.changes == {(RULE, "REVIEW", "ELIGIBLE_PETITION"): 1}
    assert changed(before, answers_of(empty)) == {(waiting, RULE): ("REVIEW", "ELIGIBLE_PETITION")}
    assert ("charge.sentence_end", "2016-05-01", "stands") in said(empty, waiting)


def test_the_earlier_answer_stays_in_the_history(empty, waiting):
    answer(empty, waiting, "charge.sentence_end", "2016-05-01", **BY)
    earlier = explain_charge(empty, waiting, run="latest").earlier
    assert [(each.after, each.published) for each in earlier] == [
        (0, "REVIEW"),
        (1, "ELIGIBLE_PETITION"),
    ]


def test_two_facts_that_contradict_each_other_make_a_question(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"
    attach_rows(empty, "supervision", [supervision(waiting, "2017-05-01")])
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    states = {value: state for about, value, state in said(empty, waiting)}
    assert states["2016-05-01"].startswith("disputed")
    assert states["2017-05-01"].startswith("disputed")
    explanation = explain_charge(empty, waiting, run="latest")
    rule = next(each for each in explanation.rules if each.decision.implements == RULE)
    assert {str(each.question.why) for each in rule.open_questions} == {"disputed"}


def test_a_fact_is_corrected_with_its_source_and_that_is_undone(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2030-05-01", "not_complete")])
    assert answers_of(empty)[waiting, RULE] == "NOT_YET"
    given = correct(empty, "1.1", "2016-05-01", column="charge.sentence_end", **BY)
    assert [(each.column, each.value) for each in given.batch.answers] == [
        ("charge.sentence_end", "2016-05-01"),
        ("charge.sentence_completion", "not_complete"),
    ]
    # The rest of the row is said again, and contradicts the new end: for a person.
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    correct(empty, "2.2", "satisfactory", column="", **BY)
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"
    undo(empty, 3, **BY)
    undo(empty, 2, **BY)
    assert answers_of(empty)[waiting, RULE] == "NOT_YET"


def test_a_fact_that_is_withdrawn_stays_visible(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    withdraw(empty, ["1.1"], **BY)
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    assert ("charge.sentence_end", "2016-05-01", "withdrawn") in said(empty, waiting)
    with pytest.raises(UsageError, match=r"no fact \[1\.1\] that stands"):
        withdraw(empty, ["1.1"], **BY)
    undo(empty, 2, **BY)
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"


def test_a_sentence_that_ends_before_it_began_counts_for_nothing(empty, waiting):
    done = attach_rows(empty, "supervision", [supervision(waiting, "1999-05-01")])
    assert done.effect.set_aside == {"the sentence would end before it was imposed": 1}
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    assert (
        "charge.sentence_end",
        "1999-05-01",
        "the sentence would end before it was imposed",
    ) in (said(empty, waiting))


def test_a_row_that_cannot_be_read_opens_what_it_told(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    done = attach_rows(empty, "supervision", [supervision(waiting, "5/1/2017")])
    assert done.reasons == {"the sentence_end is not a day, YYYY-MM-DD": 1}
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    states = [state for _, _, state in said(empty, waiting)]
    assert "not attached: the sentence_end is not a day, YYYY-MM-DD" in states
    undo(empty, 2, **BY)
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"


def test_a_row_that_was_lost_may_be_sent_again(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "5/1/2016")])
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"


def test_a_line_that_cannot_be_cut_opens_what_its_kind_tells(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    path = empty.folder.parent / "torn.csv"
    case, _, number = waiting.rpartition("/")
    write_rows(path, KINDS["supervision"].columns(), [supervision("nowhere/1", "2016-05-01")])
    path.write_text(path.read_text() + f'{case},{number},"2017-05-01,\n')
    attach_file(empty, path, "supervision")
    assert answers_of(empty)[waiting, RULE] == "REVIEW"


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("immigration", {"noncitizen": "Y"}),
        ("deaths", {"death_date": "last year"}),
        ("victims", {"listed": "maybe"}),
    ],
)
def test_what_was_told_of_a_person_or_case_and_cannot_be_read_is_for_a_person(
    empty, waiting, kind, cells
):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"
    about = (
        {"case_num": waiting.rpartition("/")[0]}
        if kind == "victims"
        else {"person_key": key_of(empty, person_of(empty, waiting))}
    )
    attach_rows(empty, kind, [{**about, **cells}])
    assert answers_of(empty)[waiting, RULE] == "REVIEW"
    undo(empty, 2, **BY)
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"


def test_a_fact_attached_twice_is_counted_and_changes_nothing(empty, waiting):
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    before = answers_of(empty)
    rows = [supervision(waiting, "2016-05-01"), supervision(waiting, "2016-05-01")]
    done = attach_rows(empty, "supervision", rows)
    assert (done.batch.rows_in, done.batch.attached, done.batch.repeated) == (2, 0, 2)
    assert answers_of(empty) == before


def test_facts_are_part_of_the_persons_hash(empty, waiting):
    person = person_of(empty, waiting)

    def hash_of() -> str:
        with empty.connection() as connection:
            empty.records(connection)
            table = empty.person_hashes(connection)
            return str(table.filter(table.person_id == person).to_pyarrow().to_pylist()[0])

    first = hash_of()
    answer(empty, waiting, "person.noncitizen", "no", **BY)
    second = hash_of()
    undo(empty, 1, **BY)
    assert len({first, second}) == 2
    assert hash_of() == first


# ---- returns ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unsearched(bare: Workspace, told: Workspace) -> str:
    """A charge of a person with one case that only a search keeps open."""
    from vacatur.office.one_record import load_record

    then = answers_of(told, RULE)
    for (charge, _), published in sorted(answers_of(bare, RULE).items()):
        if published != "REVIEW" or then.get((charge, RULE)) != "ELIGIBLE_PETITION":
            continue
        record = load_record(bare, charge, as_of=DAY)
        if (
            len(record.cases) == 1
            and record.person.history_checked_on is None
            and record.charge(charge).sentence_end
            and len(list(record.charges())) == 1
            and record.charge(charge).disposition
        ):
            return charge
    raise AssertionError("the county has no such charge")


def test_a_return_that_found_nothing_else_decides(empty, unsearched):
    attach_rows(empty, "history", [search(empty, unsearched)])
    assert answers_of(empty)[unsearched, RULE] == "ELIGIBLE_PETITION"


@pytest.mark.parametrize("searched", ["statewide", "national"])
def test_half_a_search_shows_no_absence(empty, unsearched, searched):
    attach_rows(empty, "history", [search(empty, unsearched, searched=searched)])
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_two_halves_of_a_search_are_one(empty, unsearched):
    rows = [search(empty, unsearched, searched=each) for each in ("statewide", "national")]
    attach_rows(empty, "history", rows)
    assert answers_of(empty)[unsearched, RULE] == "ELIGIBLE_PETITION"


def test_a_search_of_another_day_decides_nothing(empty, unsearched):
    attach_rows(empty, "history", [search(empty, unsearched, searched_on="2026-02-14")])
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_a_case_pending_elsewhere_is_found(empty, unsearched):
    done = attach_rows(
        empty, "history", [search(empty, unsearched), search(empty, unsearched, **PENDING)]
    )
    assert done.effect.found_charges == 1
    assert answers_of(empty)[unsearched, RULE] == "NOT_YET"


def test_what_a_return_found_counts_though_the_search_does_not(empty, unsearched):
    attach_rows(empty, "history", [search(empty, unsearched, searched="statewide", **PENDING)])
    assert answers_of(empty)[unsearched, RULE] == "NOT_YET"


def test_a_return_of_the_wrong_person_counts_for_nothing(empty, unsearched, bare):
    other = next(
        charge
        for charge, _ in sorted(answers_of(bare))
        if person_of(bare, charge) != person_of(bare, unsearched)
    )
    case, _, number = other.rpartition("/")
    done = attach_rows(
        empty,
        "history",
        [search(empty, unsearched), search(empty, unsearched, case_num=case, charge_num=number)],
    )
    reason = "it lists a case that the records give to somebody else"
    assert done.effect.set_aside == {reason: 1}
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"
    assert reason in {state for _, _, state in said(empty, unsearched)}


def test_one_case_listed_for_two_people_counts_for_neither(empty, unsearched, told):
    other = next(
        charge
        for (charge, rule), published in sorted(answers_of(empty).items())
        if rule == RULE and person_of(empty, charge) != person_of(empty, unsearched)
    )
    attach_rows(empty, "history", [search(empty, unsearched, **PENDING)])
    assert answers_of(empty)[unsearched, RULE] == "NOT_YET"
    attach_rows(empty, "history", [search(empty, other, **PENDING)])
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"
    assert answers_of(empty)[other, RULE] == "REVIEW"


def test_a_return_that_lost_a_row_shows_no_absence(empty, unsearched):
    rows = [search(empty, unsearched), search(empty, unsearched, **PENDING)]
    rows[1]["disposition"] = "who knows"
    done = attach_rows(empty, "history", rows)
    assert done.batch.quarantined == 1
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_a_lost_row_of_a_return_doubts_the_search_of_the_export_too(empty):
    searched = min(
        charge for (charge, _), x in answers_of(empty, RULE).items() if x == "ELIGIBLE_PETITION"
    )
    lost = {**search(empty, searched, **PENDING), "disposition": "who knows"}
    attach_rows(empty, "history", [lost])
    assert answers_of(empty)[searched, RULE] == "REVIEW"
    undo(empty, 1, **BY)
    assert answers_of(empty)[searched, RULE] == "ELIGIBLE_PETITION"


def test_a_row_that_names_nobody_who_can_be_told_stops_every_search_of_the_file(empty, unsearched):
    path = empty.folder.parent / "history.csv"
    write_rows(path, KINDS["history"].columns(), [search(empty, unsearched)])
    path.write_text(path.read_text() + '"torn,2026-02-15\n')
    attach_file(empty, path, "history")
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_taking_a_row_of_a_return_back_opens_the_search(empty, unsearched):
    attach_rows(empty, "history", [search(empty, unsearched), search(empty, unsearched, **PENDING)])
    withdraw(empty, ["1.2"], **BY)
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_a_return_that_lacks_a_conviction_of_the_records_shows_no_absence(empty, unsearched):
    nothing = {"case_num": "", "charge_num": ""}
    attach_rows(empty, "history", [search(empty, unsearched, **nothing)])
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_a_return_that_says_otherwise_than_the_record_makes_a_question(empty, unsearched):
    attach_rows(empty, "history", [search(empty, unsearched, disposition="acquitted")])
    assert answers_of(empty)[unsearched, RULE] == "REVIEW"


def test_a_return_under_a_key_that_nobody_has_is_set_aside_by_row(empty, unsearched):
    done = attach_rows(empty, "history", [search(empty, unsearched, person_key="P-nobody")])
    assert done.reasons == {"no case of the records bears this person_key": 1}
    assert (done.batch.attached, done.batch.quarantined) == (0, 1)


# ---- files and answers that cannot be taken -----------------------------------------------------


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="supervision"):
        kind_named("supervison")


def test_a_column_that_the_kind_has_not_is_refused(empty):
    path = empty.folder.parent / "sentences.csv"
    write_rows(path, ("case_num", "charge_num", "sentence_end", "sentence_complete"), [])
    with pytest.raises(IngestError, match=r"\[sentence_complete\] is none of the kind"):
        attach_file(empty, path, "supervision")
    assert not empty.facts().batches


def test_a_missing_column_is_refused(empty):
    path = empty.folder.parent / "sentences.csv"
    write_rows(path, ("case_num", "charge_num", "sentence_completion"), [])
    with pytest.raises(IngestError, match=r"\[sentence_end\] is missing"):
        attach_file(empty, path, "supervision")


@pytest.mark.parametrize(
    ("column", "value", "told_"),
    [
        ("charge.sentence_endd", "2016-05-01", "sentence_end"),
        ("charges.sentence_end", "2016-05-01", "charge"),
        ("charge.sentence_end", "05/01/2016", "is no day"),
        ("charge.disposition", "guilty", "is no disposition"),
        ("person.noncitizen", "maybe", "neither yes nor no"),
        ("person.history_checked_on", "2026-02-15", "by a return only"),
        ("person.warrants", "some", "only \\[none\\]"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(empty, waiting, column, value, told_):
    with pytest.raises(UsageError, match=told_):
        answer(empty, waiting, column, value, **BY)
    assert not empty.facts().batches


def test_an_answer_needs_an_author_and_a_charge(empty, waiting):
    with pytest.raises(UsageError, match="who says so"):
        answer(empty, waiting, "person.noncitizen", "no", by=" ", document="", on=DAY)
    with pytest.raises(UsageError, match="has no charge"):
        answer(empty, f"{waiting}9", "person.noncitizen", "no", **BY)


def test_a_run_of_other_facts_is_refused(empty, waiting):
    name = json.loads((empty.run_folder("latest") / "manifest.json").read_text())["run"]
    run(empty, one_rule(), DAY.replace(month=1), progress=silent)
    answer(empty, waiting, "charge.sentence_end", "2016-05-01", **BY)
    refuse_changed(empty, "latest")
    with pytest.raises(WorkspaceError, match="the facts changed"):
        refuse_changed(empty, name)


def test_answers_come_by_file_too(empty, waiting):
    rows = [
        {"charge": waiting, "asked": "charge.sentence_end", "value": "2016-05-01"},
        {"charge": waiting, "asked": "charge.sentence_end", "value": "sometime"},
        {"charge": "nowhere/1", "asked": "charge.sentence_end", "value": "2016-05-01"},
    ]
    done = attach_rows(empty, "answers", rows)
    assert done.reasons == {
        "charge.sentence_end: the answer cannot be read": 1,
        "the records have no such charge": 1,
    }
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"


def test_victims_are_listed_or_said_not_to_be(empty, waiting):
    case = waiting.rpartition("/")[0]
    attach_rows(empty, "victims", [{"case_num": case, "listed": "no"}])
    attach_rows(empty, "supervision", [supervision(waiting, "2016-05-01")])
    assert answers_of(empty)[waiting, RULE] == "ELIGIBLE_PETITION"
    attach_rows(empty, "victims", [{"case_num": case, "listed": "yes"}])
    # Two sources disagree: nobody knows, and what nobody knows refers to nobody.
    attach_rows(empty, "deaths", [
        {"person_key": key_of(empty, person_of(empty, waiting)), "death_date": "2025-01-01"}
    ])  # fmt: skip
    assert answers_of(empty)[waiting, RULE] == "REVIEW"


def test_kinds_are_told_apart_by_what_they_answer():
    told_by = Counter(pair for kind in KINDS.values() for pair in kind.tells)
    assert max(told_by.values()) == 1, "two kinds of file answer one column"
