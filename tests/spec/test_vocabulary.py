"""The invented state uses every word of the language, so no word goes untested."""

import ast

from vacatur.law.markdown import cut
from vacatur.law.rulebook import LAW_ROOT
from vacatur.law.vocabulary import Word


def words_used():
    used = set()
    for path in sorted((LAW_ROOT / "us_xx").glob("*.law.md")):
        for section in cut(path.read_text(encoding="utf-8"), where=path.name).sections:
            for fence, _ in section.fences:
                if fence.kind == "rule":
                    for node in ast.walk(ast.parse(fence.text)):
                        used |= {getattr(node, "id", ""), getattr(node, "attr", "")}
    return used


def test_every_word_of_the_language_occurs_in_the_invented_state():
    assert {word.value for word in Word} <= words_used()


def test_the_invented_state_says_that_it_is_invented(us_xx):
    assert all("invented" in page.title for page in us_xx.pages)


def test_the_invented_state_has_versions_a_doubt_and_two_ranks_of_bars(us_xx):
    page = us_xx.page("us-xx/clearing")
    assert [version.uncertain for version in page.versions] == [False, True, False]
    assert len({bar.answer for version in page.versions for bar in version.bars}) == 2
