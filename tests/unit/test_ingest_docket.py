"""Dockets: what passes, and what each refusal says."""

import copy
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from vacatur.errors import RecordError
from vacatur.ingest.docket import read_docket, read_dockets
from vacatur.ingest.docket_write import docket_of
from vacatur.law.codes import load_codes
from vacatur.law.rulebook import LAW_ROOT
from vacatur.record.rows import record_of, rows_of
from vacatur.record.terms import (
    Act,
    Completion,
    Disposition,
    Kind,
    ProductForm,
    Substance,
    Treatment,
    WeightBasis,
)

SHARED = Path(os.environ.get("VACATUR_SHARED", "../shared"))
CODES = {"us-md": load_codes(LAW_ROOT / "us_md" / "codes", "us-md")}

SMALL = {
    "id": "R1",
    "rule": None,
    "as_of": "2026-01-01",
    "target": "c1",
    "person": {"birth_date": "1990-02-03", "relief": [{"kind": "sealing", "charge": "c2"}]},
    "cases": [
        {
            "id": "k1",
            "state": "MD",
            "court": "unknown",
            "victims": [{"id": "v1", "charge": "c2"}],
            "restitution": {"ordered": 12, "balance": Decimal("0.5")},
            "charges": [
                {"id": "c1", "disposition": "missing", "class": "A"},
                {"id": "c2", "disposition": "unreadable", "underlying": "c1"},
            ],
        }
    ],
    "findings": {"ground": {"type": "policy", "integrity": True}},
}


def small(**changes):
    return {**copy.deepcopy(SMALL), **changes}


def with_charge(**keys):
    changed = small()
    changed["cases"][0]["charges"][0] |= keys
    return changed


def with_case(**keys):
    changed = small()
    changed["cases"][0] |= keys
    return changed


def read(obj, **more):
    return read_docket(obj, source="d.jsonl", line=3, **more)


def refusal(obj):
    with pytest.raises(RecordError) as caught:
        read(obj)
    return str(caught.value)


def test_ids_and_references_are_made_whole():
    docket = read(SMALL)
    (case,) = docket.record.cases
    first, second = case.charges

    assert (docket.target, case.case_id, first.charge_id) == ("R1/c1", "R1/k1", "R1/c1")
    assert (first.person_id, second.case_id, second.underlying) == ("R1", "R1/k1", "R1/c1")
    assert case.victims[0].charge == docket.record.person.relief[0].charge == "R1/c2"
    assert str(case.source) == "d.jsonl row 3"


PARTICIPANT = {
    "charge": "c2",
    "role": "witness",
    "agency": "BPD",
    "unit": "VCID",
    "identifier": "D417",
    "name": "HALE, MORGAN",
    "evidence": "testimony",
}


def test_participants_stand_where_their_docket_stands():
    (case,) = read(with_case(participants=[PARTICIPANT, {"name": "A JUDGE"}])).record.cases

    officer, judge = case.participants
    assert (officer.charge, officer.role, officer.identifier) == ("R1/c2", "witness", "D417")
    assert (officer.source_file, officer.source_row) == ("d.jsonl", 3)
    assert (judge.role, judge.charge, judge.evidence) == (None, None, None)


def test_nobody_looked_for_participants_is_not_that_there_are_none():
    assert read(SMALL).record.cases[0].participants is None
    assert read(with_case(participants=[])).record.cases[0].participants == ()


def test_a_participant_of_another_word_or_charge_is_refused():
    assert "participants[0].role" in refusal(with_case(participants=[{"role": "witnes"}]))
    assert "participants[0].charge" in refusal(with_case(participants=[{"charge": "c9"}]))
    assert "key 1 of the object" in refusal(with_case(participants=[{"source_row": 1}]))


def test_a_docket_that_is_written_reads_back_alike():
    ground = {
        "id": "unit-2017",
        "type": "new_information",
        "role": "complaining_officer",
        "materiality": "sole_witness",
        "reason": "Nobody else saw it.",
    }
    typed = with_case(participants=[PARTICIPANT, {"role": "judge"}])
    docket = read(typed | {"findings": {"ground": ground}})
    written = docket_of(docket.record, rule=None, target=docket.target)

    (found,) = written["findings"].values()
    assert found == ground
    told = written["cases"][0]["participants"]
    assert told == [{**PARTICIPANT, "charge": "R1/c2"}, {"role": "judge"}]


def test_names_that_differ_find_their_columns():
    case = read(SMALL).record.cases[0]

    assert (case.restitution_ordered, case.restitution_balance) == (Decimal(12), Decimal("0.5"))
    assert case.charges[0].grade_class == "A"


def test_missing_and_unreadable_dispositions_stay_apart():
    missing, unreadable = read(SMALL).record.cases[0].charges

    assert (missing.disposition, unreadable.disposition) == (None, None)
    assert missing.unreadable == frozenset()
    assert unreadable.unreadable == {"disposition"}


def test_where_null_means_does_not_apply_it_becomes_a_word_and_unknown_becomes_null():
    says_null = read(SMALL).record.cases[0].charges[0]
    unknown = dict.fromkeys(
        ("substance", "weight_basis", "product_form", "sentence_completion", "treatment"),
        "unknown",
    )
    says_unknown = read(with_charge(**unknown)).record.cases[0].charges[0]

    assert says_null.kind is Kind.COMPLETED
    assert says_null.substance is Substance.NOT_APPLICABLE
    assert says_null.weight_basis is WeightBasis.NOT_APPLICABLE
    assert says_null.product_form is ProductForm.NOT_APPLICABLE
    assert says_null.sentence_completion is Completion.NOT_APPLICABLE
    assert says_null.treatment is Treatment.NOT_APPLICABLE
    assert {getattr(says_unknown, name) for name in unknown} == {None}


def test_null_lists_were_not_checked_and_empty_ones_were():
    changed = small(person={"warrants": [], "diversions": None})
    person = read(changed).record.person

    assert (person.warrants, person.diversions, person.registrations) == ((), None, None)


def test_findings_belong_to_the_target_or_to_every_charge():
    assert set(read(SMALL).record.findings) == {"R1/c1"}
    assert set(read(small(target=None)).record.findings) == {"R1/c1", "R1/c2"}
    assert read(SMALL).record.findings["R1/c1"].ground_integrity is True
    assert read(small(findings={})).record.findings == {}


def test_a_charge_words_bound_the_weight_only_where_code_words_and_statute_agree():
    said = {"local_code": "1 1635", "description": "CDS: POSS MARIJUANA L/T 10 G",
            "statute": "CR 5-601(a)(1)", "act": "possession", "substance": "cannabis"}  # fmt: skip

    def bound(**keys):
        charge = read(with_charge(**(said | keys)), codes=CODES).record.cases[0].charges[0]
        return charge.quantity_below_grams, charge.weight_basis

    assert bound() == (Decimal(10), WeightBasis.CHARGE_LABEL)
    assert bound(weight_basis="lab") == (Decimal(10), WeightBasis.LAB)
    assert bound(quantity_grams=9, weight_basis="lab") == (None, WeightBasis.LAB)
    assert bound(description="CDS:POSSESS-NOT MARIHUANA") == (None, WeightBasis.NOT_APPLICABLE)


def test_another_states_codes_bound_nothing():
    changed = with_charge(local_code="1 1635", act="possession", substance="cannabis")
    changed["cases"][0]["state"] = "NY"

    assert read(changed, codes=CODES).record.cases[0].charges[0].quantity_below_grams is None


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (small(as_off="2026-01-01"), "d.jsonl, line 3: key 8 of the object is not a key.*[as_of]"),
        (with_charge(dispositon=None), "cases[0].charges[0]: key 4 of the object.*[disposition]"),
        (
            with_charge(disposition="convict"),
            "charges[0].disposition: this is not a word.*[convicted]",
        ),
        (with_charge(substance="not_applicable"), "charges[0].substance: this is not a word known"),
        (with_charge(offense_date="2014-02-30"), "charges[0].offense_date: this is not a day"),
        (with_charge(offense_date=20140203), "offense_date: a day is expected.*a number"),
        (with_charge(minor_traffic="no"), "minor_traffic: true or false is expected.*text"),
        (with_charge(quantity_grams=28.5), "quantity_grams: a binary floating-point number"),
        (with_charge(quantity_grams=-1), "quantity_grams: this is not an amount"),
        (with_charge(quantity_grams=Decimal("1e-11")), "more than 10 decimal places"),
        (with_charge(plant_count=True), "plant_count: a whole number is expected"),
        (
            with_charge(circumstances={"fire_arm": True}),
            "circumstances: key 1 of the object.*[firearm]",
        ),
        (with_charge(intent_evidence=["cashh"]), "intent_evidence[0]: this is not a word.*[cash]"),
        (with_charge(underlying="c9"), "underlying: the record has no charge with this id"),
        (with_charge(description="\ud800"), "description: half a character"),
        (with_charge(id="c2"), "charges[1].id: this id was already used at cases[0].charges[0]"),
        (with_charge(id=" "), "charges[0].id: an id is missing"),
        (with_charge(id="a/b"), "charges[0].id: the id contains [/]"),
        (small(target="c9"), "target: the record has no charge with this id"),
        (small(cases=None), "cases: a list is expected, and here is null"),
        (small(person=[]), "person: an object is expected, and here is a list"),
        (small(findings=None), "findings: an object is expected"),
        (small(as_of=None), "as_of: a day is expected"),
        (small(expect={"outcome": "MAYBE"}), "expect.outcome: this is not a word known"),
    ],
)
def test_a_refusal_names_the_place_and_the_nearest_name(changed, says):
    text = refusal(changed)
    position = 0
    for part in says.split(".*"):
        position = text.find(part, position)
        assert position >= 0, f"{part!r} is not in {text!r}"


TYPED = "Jane Doe/1985"  # what a person may type where something else belongs


@pytest.mark.parametrize(
    "changed",
    [
        small(**{TYPED: 1}),
        small(id=TYPED),
        small(target=TYPED),
        small(target=TYPED.replace("/", " ")),
        small(as_of=TYPED),
        small(expect={"outcome": TYPED}),
        small(person={TYPED: 1}),
        small(person={"relief": [{"kind": "sealing", "charge": TYPED.replace("/", " ")}]}),
        small(cases=TYPED),
        with_charge(id=TYPED),
        with_charge(disposition=TYPED),
        with_charge(underlying=TYPED),
        with_charge(intent_evidence=[TYPED]),
        with_charge(quantity_grams=-1985),
        with_charge(plant_count=-1985),
        with_charge(circumstances={TYPED: True}),
        with_case(id=TYPED),
        with_case(state=TYPED),
        with_case(id=TYPED, charges=None),
    ],
)
def test_a_refusal_shows_nothing_that_somebody_typed(changed):
    text = refusal(changed)

    assert "Jane" not in text
    assert "1985" not in text


def test_an_id_that_stands_twice_is_not_shown(tmp_path):
    twice = with_charge(id="Jane Doe 1985")
    twice["cases"][0]["charges"][1]["id"] = "Jane Doe 1985"
    path = tmp_path / "d.jsonl"
    path.write_text(plain(id="Jane Doe 1985") + "\n" + plain(id="Jane Doe 1985"), "utf-8")
    with pytest.raises(RecordError) as caught:
        list(read_dockets(path))

    assert "Jane" not in refusal(twice) + str(caught.value)


@pytest.mark.parametrize("state", ["md", "Md", "Maryland", "M", "MD ", "", "M1"])
def test_a_state_is_two_capital_letters(state):
    text = refusal(with_case(state=state))

    assert "cases[0].state: a state is two capital letters" in text
    assert "as [MD] for Maryland" in text


def test_a_state_may_be_unknown():
    assert read(with_case(state=None)).record.cases[0].state is None


@pytest.mark.parametrize("mark", ["\u2019", "\u2018", "\u02bc", "\u2032", "`", "'"])
def test_an_office_is_the_same_with_any_apostrophe(mark):
    name = f"Baltimore City State{mark}s Attorney"
    changed = with_case(prosecuting_office=name) | {"findings": {"movant_office": name}}
    record = read(changed).record

    assert record.cases[0].prosecuting_office == "Baltimore City State's Attorney"
    assert record.findings["R1/c1"].movant_office == "Baltimore City State's Attorney"


@pytest.mark.parametrize(
    ("said", "completion"),
    [
        ({"sentence_end": "2020-01-01"}, None),
        ({"sentence_end": "2020-01-01", "sentence_completion": None}, None),
        ({"sentence_end": "2020-01-01", "sentence_completion": "unknown"}, None),
        ({"sentence_end": "2020-01-01", "sentence_completion": "satisfactory"},
         Completion.SATISFACTORY),
        ({"sentence_end": None, "sentence_completion": None}, Completion.NOT_APPLICABLE),
        ({}, Completion.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_a_sentence_of_which_nobody_says_how_it_closed_closed_somehow(said, completion):
    assert read(with_charge(**said)).record.cases[0].charges[0].sentence_completion is completion


def test_a_refusal_shows_no_day_of_birth():
    assert "1990" not in refusal(small(person={"birth_date": "1990-02-31"}))


def plain(**changes):
    return json.dumps(small(**changes), default=float)


@pytest.mark.parametrize("name", ["d.json", "d.jsonl"])
def test_a_file_of_one_docket(tmp_path, name):
    (tmp_path / name).write_text(plain(), encoding="utf-8")

    (docket,) = read_dockets(tmp_path / name)

    assert docket.record.cases[0].restitution_balance == Decimal("0.5")
    assert docket.record.person.source.row == (1 if name == "d.jsonl" else 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (plain() + "\n\n" + plain(), "line 3: the id was already used by d.jsonl, line 1"),
        ('{"id": "a", "id": "b"}', "line 1: key 2 of an object stands in it twice"),
        ('{"id": NaN}', "line 1: [NaN] is not a number"),
        ('{"id": ', "line 1: Expecting value"),
        ('{"id": ' + "9" * 5000 + "}", "line 1: Exceeds the limit"),
        ("[" * 100_000, "line 1: objects are nested too deeply"),
    ],
)
def test_a_file_that_is_no_file_of_dockets(tmp_path, text, says):
    path = tmp_path / "d.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(RecordError) as caught:
        list(read_dockets(path))

    assert says in str(caught.value)


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_bytes(b'{"id": "\xff"}')

    with pytest.raises(RecordError, match="byte 8 is not UTF-8"):
        list(read_dockets(path))


@pytest.mark.real_data
def test_every_worked_case_is_read_and_survives_the_tables():
    dockets = list(read_dockets(SHARED / "law" / "cases.jsonl", codes=CODES))

    assert len(dockets) == 165
    assert sum(docket.skip is not None for docket in dockets) == 3
    assert all(docket.expect and docket.rule and docket.target for docket in dockets)
    for docket in dockets:
        record = docket.record
        assert (
            record_of(rows_of([record]), record_id=record.record_id, as_of=record.as_of) == record
        )
    first = dockets[0].record
    assert first.as_of == date(2020, 1, 1)
    assert first.cases[0].charges[0].quantity_grams == Decimal("28.5")
    assert first.cases[0].charges[0].act is Act.POSSESSION
    assert first.cases[0].charges[0].disposition is Disposition.CONVICTED
