"""How code, words and statute of a charge are read together."""

from datetime import date
from decimal import Decimal

import pytest

from vacatur.errors import LawError
from vacatur.law.codes import Offense, load_codes, normal_code
from vacatur.law.words import Reading, Sense, read_words
from vacatur.record.terms import Act, Kind, Substance

CANNABIS, OTHER = Substance.CANNABIS, Substance.OTHER


@pytest.fixture(scope="module")
def maryland(us_md):
    return us_md.codes["us-md"]


@pytest.fixture(scope="module")
def invented(us_xx):
    return us_xx.codes["us-xx"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 0573", "1 0573"),
        ("1-0573", "1 0573"),
        ("10573", "1 0573"),
        (" 1  0573 ", "1 0573"),
        ("1a0573", "1A0573"),
        ("1 A0573", "1A0573"),
        ("0573", "0573"),
        ("110573", "110573"),
        ("", ""),
        (None, ""),
    ],
)
def test_one_code_has_one_spelling(text, code):
    assert normal_code(text) == code


@pytest.mark.parametrize(
    ("words", "act", "substance", "kind"),
    [
        ("CDS: POSSESSION-MARIHUANA", Act.POSSESSION, CANNABIS, Kind.COMPLETED),
        ("cds: possession-marihuana", Act.POSSESSION, CANNABIS, Kind.COMPLETED),
        ("CDS:POSSESS-NOT MARIHUANA", Act.POSSESSION, OTHER, Kind.COMPLETED),
        ("NOT MARIHUANA, POSSESSION", Act.POSSESSION, OTHER, Kind.COMPLETED),
        ("CDS: POSS MARIJUANA L/T 10 G", Act.POSSESSION, CANNABIS, Kind.COMPLETED),
        ("CON-CDS: POSSESSION - MARIHUAN", Act.POSSESSION, CANNABIS, Kind.CONSPIRACY),
        ("ATT-CDS: POSS MARIJ", Act.POSSESSION, CANNABIS, Kind.ATTEMPT),
        ("CDS POSSESSION", Act.POSSESSION, None, Kind.COMPLETED),
        ("CDS: POSS W/INT DIST-MARIHUANA", Act.POSSESSION_WITH_INTENT, CANNABIS, Kind.COMPLETED),
        ("CDS DISTRIBUTION-NARC", Act.DISTRIBUTION, OTHER, Kind.COMPLETED),
        ("CDS:POSS PARAPHERNALIA", Act.PARAPHERNALIA, None, Kind.COMPLETED),
        ("MARIHUANA OR COCAINE", None, None, Kind.COMPLETED),
        ("NOTMARIHUANA", None, None, Kind.COMPLETED),
        ("", None, None, Kind.COMPLETED),
    ],
)
def test_printed_words_are_read_whole(maryland, words, act, substance, kind):
    reading = read_words(words, maryland.words).reading
    assert (reading.act, reading.substance, reading.kind) == (act, substance, kind)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("CDS: POSSESSION-MARIHUANA", True),
        ("SYNTHETIC MARIHUANA POSSESSION", False),
        ("CDS: POSS/MANUF MARIHUANA", False),
        ("POSS W/INT MARIHUANA", True),
        ("", False),
    ],
)
def test_words_confirm_only_when_every_one_is_known(maryland, words, whole):
    assert read_words(words, maryland.words).whole is whole


@pytest.mark.parametrize("sense", Sense)
@pytest.mark.parametrize(
    "words",
    [
        "CDS: POSS STRANGE", "POSS MARIHUANA STRANGE", "POSS W/INT MARIHUANA STRANGE",
        "POSS COCAINE STRANGE", "POSS NOT MARIHUANA STRANGE", "DISTRIBUTION STRANGE",
        "POSS STRANGE PHARMACY", "CON-CDS: POSS STRANGE", "STRANGE",
        "CDS:POSS PARAPHANALIA",
    ],
)  # fmt: skip
def test_an_unknown_word_denies_nothing_that_it_may_mean(maryland, words, sense):
    """Whatever the word turns out to mean, no list that was denied is confirmed by then."""
    unknown = read_words(words, maryland.words)
    known = read_words(words, {**maryland.words, "STRANGE": frozenset({sense}),
                               "PARAPHANALIA": frozenset({sense})})  # fmt: skip
    for each in maryland.lists.values():
        if unknown.denies(each.reading):
            assert known.reading.agrees_with(each.reading) is not True


@pytest.mark.parametrize(
    ("words", "act", "denied"),
    [
        ("POSS W/INT MARIHUANA STRANGE", Act.POSSESSION, True),
        ("CDS: DISTRIBUTION STRANGE", Act.POSSESSION, True),
        ("CDS: POSS PARAPHANALIA", Act.PARAPHERNALIA, False),
        ("CDS: POSS MARIHUANA", Act.PARAPHERNALIA, True),
    ],
)
def test_words_deny_what_no_other_word_could_make_of_them(maryland, words, act, denied):
    other = Reading(act, Substance.CANNABIS, Kind.COMPLETED)
    assert read_words(words, maryland.words).denies(other) is denied


def test_an_unknown_word_does_not_deny_an_attempt(maryland):
    attempt = Reading(Act.POSSESSION, CANNABIS, Kind.ATTEMPT)
    assert not read_words("CDS: POSS MARIHUANA ATTMPT", maryland.words).denies(attempt)
    assert read_words("CDS: POSS MARIHUANA", maryland.words).denies(attempt)


def offense(**given):
    usual = {
        "statute": "XL 3-203",
        "local_code": "7 0001",
        "description": "HOLDING LEAF",
        "act": None,
        "substance": None,
        "kind": Kind.COMPLETED,
    }
    return Offense(**{**usual, **given})


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, True),
        ({"statute": None}, True),
        ({"local_code": None}, True),
        ({"description": None}, True),
        ({"statute": "XL.3.203.(a)"}, True),
        ({"statute": "XL 3-203.1"}, None),
        ({"description": "HOLDING STRANGE LEAF"}, None),
        ({"description": "HOLDING SHRUB"}, None),
        ({"local_code": "7 0009"}, None),
        ({"description": "HOLDING SHRUB", "local_code": "7 0009"}, False),
        ({"local_code": "7 9999"}, None),
        ({"description": "HOLDING"}, None),
        ({"statute": "XL 3-2030"}, None),
        ({"statute": "XL 9-1", "description": None, "local_code": None}, False),
        ({"description": None, "local_code": None}, None),
        (
            {
                "description": None,
                "local_code": None,
                "act": Act.POSSESSION,
                "substance": Substance.CANNABIS,
            },
            True,
        ),
        ({"act": Act.POSSESSION, "substance": Substance.OTHER}, None),
    ],
)
def test_every_witness_that_speaks_must_agree(invented, given, answer):
    assert invented.verdict(offense(**given), "leaf-holding").answer is answer


def test_a_yes_of_a_code_holds_for_the_days_of_its_use(invented):
    verdict = invented.verdict(offense(local_code="7 0002"), "leaf-holding")
    assert verdict.answer is True
    assert date(2010, 1, 1) in verdict.used
    assert date(2016, 1, 1) not in verdict.used


@pytest.mark.parametrize(
    ("given", "bounds"),
    [
        ({"local_code": "7 0002"}, (Decimal(20), None)),
        ({"local_code": "7 0003"}, (None, Decimal(20))),
        ({"local_code": "7 0001"}, (None, None)),
        ({"local_code": "7 0002", "description": "HOLDING SHRUB"}, (None, None)),
        ({"local_code": None}, (None, None)),
    ],
)
def test_a_codes_words_bound_the_weight_only_where_all_agree(invented, given, bounds):
    assert invented.bounds_of(offense(**given)) == bounds


def shout(**given):
    usual = {"statute": "XL 7-1", "local_code": "7 0020", "description": "SHOUTING-AT NIGHT"}
    return offense(**{**usual, "kind": None, **given})


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, True),
        ({"statute": None, "local_code": None}, True),
        ({"statute": None, "description": None}, True),
        ({"description": "SHOUTING"}, None),
        ({"description": "RUNNING"}, None),
        ({"description": "HOLDING LEAF"}, None),
        ({"local_code": "7 0001"}, None),
        ({"statute": "XL 8-1"}, None),
        ({"description": "RUNNING", "local_code": None}, False),
        ({"description": None, "local_code": None}, None),
        ({"description": None, "local_code": None, "act": Act.OTHER}, None),
        ({"act": Act.POSSESSION}, None),
    ],
)
def test_an_offence_without_drugs_is_known_by_its_whole_wording(invented, given, answer):
    assert invented.verdict(shout(**given), "shouting").answer is answer


def test_two_offences_without_drugs_are_told_apart(invented):
    assert invented.verdict(shout(), "running").answer is False
    assert invented.verdict(shout(), "leaf-holding").answer is False
    assert invented.reading_of(shout()).name == "shouting"


def test_a_list_that_names_no_statute_is_denied_by_none(invented):
    running = offense(statute="XL 9-9", local_code=None, description="RUNNING", kind=None)
    assert invented.verdict(running, "running").answer is True


def test_a_wording_stands_on_one_list(tmp_path, us_xx):
    folder = tmp_path / "us_yy" / "codes"
    folder.mkdir(parents=True)
    (folder / "lists.csv").write_text(
        "list,act,substance,kind,statutes,wordings,source\n"
        "one,other,not_applicable,completed,,BE LOUD,invented\n"
        "two,other,not_applicable,completed,,BE-LOUD,invented\n",
        encoding="utf-8",
    )
    with pytest.raises(LawError, match=r"\[BE LOUD\] is a wording of \[one\] and of \[two\]"):
        load_codes(folder, "us-yy")


@pytest.mark.parametrize(
    ("code", "statute", "words", "name"),
    [
        ("2 2210", "CR.6.402", "TRESPASS-POSTED PROPERTY", "trespass"),
        ("2 3090", "CR.6.206.(b)", "ROGUE AND VAGABOND", "rogue-and-vagabond"),
        ("1 1093", None, "GENERAL PROSTITUTION", "prostitution"),
        ("2 0050", "CR.10.201.(c)(2)", "DISORDERLY CONDUCT", "disorderly-conduct"),
        ("1 1415", "CR.3.203", "ASSAULT-SEC DEGREE", "second-degree-assault"),
        ("1 1416", "CR.3.203", "ASSAULT-SEC DEGREE", "second-degree-assault"),
        ("1 0077", None, "FAILURE TO APPEAR", "failure-to-appear"),
        ("1 0088", None, "VIOLATION OF PROBATION", "violation-of-probation"),
        ("6 3550", "CR.5.619.(d)(1)", "CDS:DIST PARAPHERNALIA", "paraphernalia-sale"),
        ("1 0566", "CR.5.620.(a)(2)", "MARIHUANA PACKING POSS/DIS", "controlled-paraphernalia"),
        ("2A0696", None, "ATT-CDS MANUF/DIST-NARC", "narcotic-distribution-attempt"),
    ],
)
def test_marylands_wordings_are_read_as_one_list(maryland, code, statute, words, name):
    printed = offense(local_code=code, statute=statute, description=words, kind=None)
    assert maryland.reading_of(printed).name == name


@pytest.mark.parametrize("words", ["ASSAULT-FIRST DEGREE", "ASSAULT", "TRESPASS"])
def test_a_wording_that_is_not_whole_confirms_nothing(maryland, words):
    printed = offense(local_code=None, statute=None, description=words, kind=None)
    assert maryland.reading_of(printed) is None
