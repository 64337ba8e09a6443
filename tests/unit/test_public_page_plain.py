"""Words of the letter page and beside the code on a letter: plain, and alike in both languages."""

from __future__ import annotations

import re

import pytest

from tests.support.plain import english_grade, longest_sentence, spanish_ease
from vacatur.documents import access
from vacatur.web.public.words import EN, ES, WORDS


def _sentences(language: str) -> str:
    texts = [*WORDS[language].values(), *access.SAYS[language]]
    filled = [text.format(minutes=30, office="Ana", leave="Ana", last_day="Ana") for text in texts]
    return "\n".join(text for text in filled if text.rstrip("”").endswith((".", "?")))


def test_english_is_plain():
    assert english_grade(_sentences(EN)) <= 6
    assert longest_sentence(_sentences(EN)) <= 20


def test_spanish_is_plain():
    assert spanish_ease(_sentences(ES)) >= 70
    assert longest_sentence(_sentences(ES)) <= 20


def test_both_languages_say_the_same_places():
    assert {*WORDS[EN]} == {*WORDS[ES]}
    for name, text in WORDS[EN].items():
        assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", WORDS[ES][name]), name


@pytest.mark.parametrize("language", [EN, ES])
def test_no_word_states_law_or_promises_anything(language):
    for text in (*WORDS[language].values(), *access.SAYS[language]):
        assert not re.search(r"§|\bRules?\b|\bMd\.|\bAct\b|\blaw\b|\bley\b", text)
        assert not re.search(r"\b(days|weeks|months|years|días|meses|años)\b", text)
        assert not re.search(
            r"\b(free|gratis|guarante\w+|expunge\w*|must not|illegal)\b", text, re.I
        )
