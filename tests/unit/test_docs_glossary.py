"""docs/GLOSSARY.md: in order, each word once, and every disposition and outcome among them."""

import re
from pathlib import Path

import pytest

from vacatur.law.answers import Outcome
from vacatur.record.terms import Disposition

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
ENTRIES = re.findall(r"^\*\*([^*]+)\*\*(?: \(([^)]*)\))?: (\S)", TEXT, flags=re.MULTILINE)
WORDS = [word for word, _, _ in ENTRIES]
NAMES = " ".join(names for _, names, _ in ENTRIES)


def in_order(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.casefold())


def test_every_paragraph_is_an_entry():
    paragraphs = TEXT.strip().split("\n\n")

    assert len(paragraphs) == len(WORDS) + 2  # the title and what stands under it


def test_the_words_are_in_alphabetical_order_and_none_stands_twice():
    keys = [in_order(word) for word in WORDS]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("disposition", Disposition)
def test_every_disposition_is_explained(disposition):
    assert f"`{disposition.value}`" in NAMES


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_explained(outcome):
    assert f"`Outcome.{outcome.name}`" in NAMES
