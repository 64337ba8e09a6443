"""Linking by names: who is joined, who waits for a person, and who stays apart."""

from collections import defaultdict
from datetime import date

import pytest

from tests.unit.test_identity_exact_keys import Records
from vacatur.identity.linking import link
from vacatur.identity.reasons import DOUBTS, VETOES
from vacatur.identity.said import SaidOfPair

HOME, AWAY, FAR = ("12 OAK ST", "21201"), ("3 ELM RD", "21217"), ("9 BAY LN", "21801")
NEAR = ("5 FIR CT", HOME[1])
DAY, SWAPPED, DIGIT = date(1984, 3, 7), date(1984, 7, 3), date(1984, 3, 17)


def one(name, born=DAY, home=HOME, sex="M"):
    street, code = home
    return {"name": name, "birth_date": born, "sex": sex, "address": street, "zip": code}


# Two headers each, of a surname that nobody else here bears; how they end, and why.
LINKED = {
    "alike": (one("AABERG, JAMES LEE"), one("AABERG, JAMES LEE")),
    "written the other way": (one("BABCOCK, MARY ANN"), one("MARY ANN BABCOCK")),
    "in two columns": (one("CABANA | PETER JOHN"), one("CABANA, PETER JOHN")),
    "with accents": (one("DÁVILA-ÑUÑEZ, JOSÉ"), one("DAVILA NUNEZ, JOSE")),
    "an apostrophe": (one("O'EBBERT, SEAN"), one("OEBBERT, SEAN")),
    "moved, of one middle name": (one("FABER, KARL OTTO"), one("FABER, KARL OTTO", home=AWAY)),
    "moved within the region": (one("GADSDEN, RALPH"), one("GADSDEN, RALPH", home=AWAY)),
    "a nickname": (one("HABERL, WILLIAM"), one("HABERL, BILL")),
    "a transliteration": (one("IBSEN, MOHAMMED"), one("IBSEN, MUHAMMAD")),
    "an initial": (one("JABLON, HENRY ADAM"), one("JABLON, H ADAM")),
    "half of a surname": (one("KADAR-QUILL, ANNA"), one("QUILL, ANNA")),
    "swapped names": (one("LABELLE, ROBERT"), one("ROBERT, LABELLE")),
    "day and month swapped": (one("MABRY, OSCAR"), one("MABRY, OSCAR", SWAPPED)),
    "a digit of the birth date": (one("NACHMAN, HUGO"), one("NACHMAN, HUGO", DIGIT)),
    "a letter of the surname": (one("OBERLIN, IRVING"), one("OBERLLIN, IRVING")),
    "sex not recorded": (one("PABST, LEON"), one("PABST, LEON", sex=None)),
    "a suffix once": (one("QUADE, FRANK PAUL JR"), one("QUADE, FRANK PAUL")),
}  # fmt: skip
WAITS = {
    "unlike_given_names": (one("RABINO, GRERRY"), one("RABINO, GREGOR")),
    "names_alike": (one("SABINE, JOAN"), one("SABINE, JEAN")),
    "two_surnames": (one("TABOR, SUSAN", sex="F"), one("ULBERG, SUSAN", sex="F", home=NEAR)),
    "no_birth_date": (one("VACCARO, THOMAS"), one("THOMAS, VACCARO", None)),
    "two_middle_names": (one("WADDELL, PAUL IVAN"), one("WADDELL, PAUL OTTO", home=NEAR)),
    "two_sexes": (one("YACKEL, ROBIN", sex="F"), one("YACKEL, ROBIN", home=NEAR)),
    "nothing_else": (one("ZABEL, VICTOR"), one("ZABEL, VICTOR", home=FAR)),
}  # fmt: skip
APART = {
    "two_given_names": (one("ABELL, JAMES"), one("ABELL, KENNETH")),
    "a_generation_apart": (
        one("ABBATE, LOUIS"), one("ABBATE, LOUIS", date(1958, 3, 7))),
    "other_suffix": (one("BACHMAN, RUSSELL JR"), one("BACHMAN, RUSSELL SR")),
}  # fmt: skip
# The same reasons, of less simple pairs: the band, and why.
MORE = {
    "a brother and a sister": (
        "review", ["two_sexes"], (one("ACKER, FRANCIS"), one("ACKER, FRANCES", sex="F"))),
    "a mistyped sex": ("linked", [], (one("ADDAMS, JAMES"), one("ADDAMS, JAMES", sex="F"))),
    "twins of two middle names": (
        "apart", ["two_given_names"], (one("ADLER, JOAN ROSE"), one("ADLER, JEAN MAY"))),
    "a father or a son": (
        "review", ["two_middle_names"], (one("AGNEW, PAUL IVAN"), one("AGNEW, PAUL OTTO", None))),
}  # fmt: skip


def cases_of(pairs, **more):
    """The headers by case, each pair in a year and a house of its own."""
    return {
        f"{kind}/{side}": {
            **header,
            "birth_date": born and born.replace(year=born.year + 2 * number - 30),
            "address": f"{10 + number}{header['address']}",
            **more,
        }
        for number, (kind, headers) in enumerate(pairs.items())
        for side, header in enumerate(headers, start=1)
        for born in [header["birth_date"]]
    }


class Linked:
    """All of the pairs above, linked at once: Splink takes seconds for the first pair."""

    def __init__(self, folder, said=()):
        self.records = Records(folder)
        more = {kind: headers for kind, (_, _, headers) in MORE.items()}
        self.records.write(cases_of({**LINKED, **WAITS, **APART, **more}))
        self.report = link(folder, said=said)
        self.persons = {row["case_id"]: row["person_id"] for row in self.records.rows("cases")}
        self.pairs = {
            row["case_l"].rpartition("/")[0]: row for row in self.records.rows("name_pairs")
        }

    def are_one(self, kind):
        return self.persons[f"{kind}/1"] == self.persons[f"{kind}/2"]


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    return Linked(tmp_path_factory.mktemp("records"))


@pytest.mark.parametrize("kind", LINKED)
def test_one_person_is_joined(linked, kind):
    assert linked.are_one(kind), linked.pairs.get(kind)
    assert linked.pairs[kind]["band"] == "linked"


@pytest.mark.parametrize("reason", WAITS)
def test_what_is_doubtful_waits(linked, reason):
    assert not linked.are_one(reason)
    pair = linked.pairs[reason]
    assert (pair["band"], pair["doubts"]) == ("review", [reason])


@pytest.mark.parametrize("reason", APART)
def test_no_weight_overrides_a_veto(linked, reason):
    assert not linked.are_one(reason)
    pair = linked.pairs[reason]
    assert (pair["band"], pair["vetoes"]) == ("apart", [reason])


@pytest.mark.parametrize("kind", MORE)
def test_two_things_that_differ_are_hardly_two_typing_errors(linked, kind):
    band, reasons, _ = MORE[kind]
    pair = linked.pairs[kind]
    assert (pair["band"], pair["vetoes"] or pair["doubts"]) == (band, reasons)


def test_nobody_else_is_joined(linked):
    for case, person in linked.persons.items():
        assert person[2:].rpartition("/")[0] == case.rpartition("/")[0]


def test_the_search_of_who_waits_is_open(tmp_path):
    headers = {**WAITS, "alike": LINKED["alike"]}
    records = Records(tmp_path).write(cases_of(headers, history_checked_on=date(2026, 1, 1)))
    link(tmp_path)

    for person in records.rows("persons"):
        waits = not person["person_id"].startswith("p-alike")
        assert (person["history_checked_on"] is None) == waits
        assert ("history_checked_on" in person["unreadable"]) == waits


def test_without_a_birth_date_father_and_son_cannot_be_told_apart(tmp_path):
    father, son = one("ABRUZZO, ROY"), one("ABRUZZO, ROY", date(2006, 5, 9))
    records = Records(tmp_path)
    records.write({"father": father, "son": son, "either": one("ABRUZZO, ROY", None)})
    link(tmp_path)

    assert len(records.rows("persons")) == 3
    waits = {(row["case_l"], row["case_r"]) for row in records.rows("name_pairs")
             if row["doubts"] == ["no_birth_date"]}  # fmt: skip
    assert waits == {("either", "father"), ("either", "son")}


def people_of(folder, **headers):
    """The cases of each person."""
    records = Records(folder).write(headers)
    link(folder)
    found = defaultdict(set)
    for row in records.rows("links"):
        found[row["person_id"]].add(row["case_id"])
    return sorted(map(sorted, found.values()))


MAN, WOMAN = one("ABSALON, TERRY"), one("ABSALON, TERRY", sex="F", home=NEAR)
OF_NO_SEX = {**WOMAN, "sex": None}


def test_a_case_without_a_sex_makes_no_man_and_woman_one(tmp_path):
    """It agrees with either; with the woman in the street, too."""
    found = people_of(tmp_path, man=MAN, open=OF_NO_SEX, woman=WOMAN)

    assert found == [["man"], ["open", "woman"]]


def test_what_one_case_of_a_person_leaves_open_another_tells(tmp_path):
    key = {"keys": "state_id=S101"}
    found = people_of(
        tmp_path, man=MAN, open={**OF_NO_SEX, **key}, woman={**WOMAN, "address": None, **key}
    )

    assert found == [["man"], ["open", "woman"]]


def test_one_mistyped_sex_parts_nobody_whose_other_cases_agree(tmp_path):
    mistyped, moved = {**MAN, "sex": "F"}, {**MAN, "address": NEAR[0]}
    found = people_of(tmp_path, first=MAN, mistyped=mistyped, moved=moved)

    assert found == [["first", "mistyped", "moved"]]


def test_a_case_without_a_middle_name_makes_nobody_of_two_initials(tmp_path):
    names = {"k": "ACHESON, JOHN K", "d": "ACHESON, JOHN D", "none": "ACHESON, JOHN"}
    homes = {"k": HOME, "d": (NEAR[0], HOME[1]), "none": NEAR}
    found = people_of(tmp_path, **{each: one(names[each], home=homes[each]) for each in names})

    assert found == [["d", "none"], ["k"]]


def test_an_initial_says_nothing_of_who_has_a_middle_name_elsewhere(tmp_path):
    key = {"keys": "state_id=S101"}
    found = people_of(
        tmp_path,
        initial={**one("ACORD, JOHN L"), **key},
        lee={**one("ACORD, JOHN LEE", home=AWAY), **key},
        lyn=one("ACORD, JOHN LYN", home=NEAR),
    )

    assert found == [["initial", "lee"], ["lyn"]]


def test_one_state_id_each_keeps_two_people_apart_whatever_else_agrees(tmp_path):
    records = Records(tmp_path)
    pair = LINKED["alike"]
    records.write(
        {f"c/{i}": {**header, "keys": f"state_id=S{i}0{i}"} for i, header in enumerate(pair, 1)}
    )
    link(tmp_path)

    (row,) = records.rows("name_pairs")
    assert (row["band"], row["vetoes"]) == ("apart", ["two_state_ids"])


def test_what_a_person_said_joins_and_parts(tmp_path):
    said = [
        SaidOfPair("two_surnames/1", "two_surnames/2", same=True),
        SaidOfPair("alike/1", "alike/2", same=False),
        SaidOfPair("of a case that has vanished/1", "alike/1", same=True),
    ]
    linked = Linked(tmp_path, said)

    assert linked.are_one("two_surnames")
    assert not linked.are_one("alike")
    assert linked.pairs["alike"]["vetoes"] == ["said_apart"]
    assert linked.are_one("a nickname")


def test_linking_twice_changes_nothing(tmp_path, linked):
    again = Linked(tmp_path)
    for name in ("cases", "persons", "links", "name_pairs"):
        assert again.records.rows(name) == linked.records.rows(name)


def test_race_is_no_reason(tmp_path, linked):
    other = Linked(tmp_path)
    headers = other.records.rows("defendants")
    kept = ("name", "birth_date", "sex", "address", "zip")
    races = ("BLACK", "WHITE", None)
    cases = {
        row["case_id"]: {name: row[name] for name in kept} | {"race": races[number % 3]}
        for number, row in enumerate(headers)
    }
    other.records.write(cases)
    link(tmp_path)
    assert other.records.rows("name_pairs") == linked.records.rows("name_pairs")


def test_every_reason_has_words_and_a_case():
    assert {*WAITS, "little_evidence", "leads_to_a_contradiction", "two_birth_dates"} == {*DOUBTS}
    assert {*APART, "before_birth", "said_apart", "two_state_ids"} == {*VETOES}
