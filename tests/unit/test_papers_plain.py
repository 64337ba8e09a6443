"""Letters are read on a telephone by whoever they are about: short, plain, and no law in them."""

from __future__ import annotations

import re

import pytest

from tests.support.plain import (
    english_grade,
    english_syllables,
    longest_sentence,
    spanish_ease,
    spanish_syllables,
)
from vacatur.documents.paper_specs import SCREENER, PaperSpec, fill, paper_book
from vacatur.documents.particulars import ENGLISH, LABELS, SPANISH
from vacatur.documents.spanish import HOLDERS
from vacatur.law.vehicle import Holder
from vacatur.matters.states import Order

BOOK = paper_book("us-md")
assert BOOK is not None
LETTERS = [spec for spec in BOOK.papers.values() if spec.template == "letter"]
VALUES = {
    **dict.fromkeys(LABELS, "Ana"),
    "order-day": "March 4, 2026",
    "response-days": "30",
    "office-name": "Office of the State's Attorney",
    "office-telephone": "410-555-0100",
    "office-email": "office@example",
    "hearing-day": "March 4, 2026",
}


def _said(spec: PaperSpec) -> str:
    """Every sentence of the office's own, one on each line."""
    return "\n".join(fill(text, VALUES) for section in spec.sections for text in section.says)


def _named(specs: list[PaperSpec]) -> list[str]:
    return [spec.name for spec in specs]


def test_syllables_are_counted_as_they_are_spoken():
    english = {"expungement": 4, "judge": 1, "decided": 3, "changed": 1, "people": 2, "lawyer": 2}
    spanish = {"juez": 1, "audiencia": 3, "todavía": 4, "quien": 1, "ayuda": 3, "leer": 2, "día": 2}
    assert {word: english_syllables(word) for word in english} == english
    assert {word: spanish_syllables(word) for word in spanish} == spanish


def test_measures_know_a_hard_text():
    hard = "Notwithstanding the aforementioned provisions, adjudication necessitates documentation."
    assert english_grade(hard) > 20
    assert english_grade("The dog ran. It was fast.") < 2
    dificil = "La administración jurisdiccional desestimará consecuentemente las impugnaciones."
    assert spanish_ease(dificil) < 20
    assert spanish_ease("El perro va. Es muy fiel.") > 80


@pytest.mark.parametrize("spec", LETTERS, ids=_named(LETTERS))
def test_a_letter_is_plain(spec: PaperSpec):
    said = _said(spec)
    if spec.language == SPANISH:
        assert spanish_ease(said) >= 65
    else:
        assert english_grade(said) <= 8
    assert longest_sentence(said) <= 25


@pytest.mark.parametrize("spec", BOOK.papers.values(), ids=_named(list(BOOK.papers.values())))
def test_no_paper_states_law_or_a_period_of_its_own(spec: PaperSpec):
    """What the law asks stands on its pages; a period comes through {response-days} alone."""
    texts = [spec.title, spec.opening, spec.closing]
    texts += [text for section in spec.sections for text in (section.heading, *section.says)]
    for text in texts:
        assert not re.search(r"§|\bRules?\b|\bCrim\b|\bMd\.|\bU\.S\.C|\bCode\b|\bAct\b", text)
        assert not re.search(r"\b(days|weeks|months|years|días|meses|años)\b", _without_place(text))
        assert not re.search(r"\b(free|no cost|gratis|sin costo|guarante\w+)\b", text, re.I)


def _without_place(text: str) -> str:
    return re.sub(r"\{response-days\} (days|días)", "", text)


def test_a_person_gets_a_letter_in_both_languages_whatever_was_ordered():
    assert {*BOOK.letters} == {*map(str, Order), SCREENER}
    for order in Order:
        assert [spec.language for spec in BOOK.letters[order]] == [ENGLISH, SPANISH]


def test_both_languages_of_a_letter_say_and_ask_for_the_same():
    pairs = [(spec, BOOK.papers[spec.name[:-2] + "es"]) for spec in LETTERS if "-en" in spec.name]
    assert len(pairs) == 7
    for english, spanish in pairs:
        assert english.asks_for() == spanish.asks_for()
        assert [len(x.shows) for x in english.sections] == [len(x.shows) for x in spanish.sections]


def test_an_answer_to_a_dispute_reaches_the_person():
    (dispute,) = BOOK.letters[SCREENER]
    assert {"defendant-name", "defendant-address"} <= {*dispute.asks_for()}


def test_every_holder_of_a_record_has_a_name_in_spanish():
    assert {*HOLDERS} == {*Holder}
