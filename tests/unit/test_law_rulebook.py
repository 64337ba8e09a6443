"""Folders of pages: ids, quotations, code lists, and what only a whole folder shows."""

import pytest

from tests.support.pages import ANSWERS, GRANT, line_of, page_text, rulebook_in, section
from vacatur.errors import LawError, UsageError
from vacatur.law.rulebook import load_rulebook

PAGE = page_text(section(ANSWERS + GRANT))
QUOTED = page_text(section(ANSWERS + GRANT, text="verbatim", source="code.md"))


def test_a_page_id_that_stands_twice_names_both_files(tmp_path):
    with pytest.raises(LawError, match=r"one\.law\.md and .*two\.law\.md: page id \[us-zz/made\]"):
        rulebook_in(tmp_path, one=PAGE, two=PAGE)


def test_an_unknown_rulebook_names_the_nearest():
    with pytest.raises(UsageError, match=r"Did you mean \[us-md\]\?"):
        load_rulebook("us-mdd")


def test_a_folder_without_pages_is_no_rulebook(tmp_path):
    with pytest.raises(UsageError, match="holds no"):
        load_rulebook(str(tmp_path))


def test_an_unknown_page_names_the_nearest(us_xx):
    with pytest.raises(UsageError, match=r"Did you mean \[us-xx/clearing\]\?"):
        us_xx.page("us-xx/clering")
    with pytest.raises(UsageError, match=r"Did you mean \[XX-CLEAR\]\?"):
        us_xx.only(["XX-CLER"])


def with_text(folder, words):
    (folder / "texts").mkdir()
    (folder / "texts" / "code.md").write_text(f"> {words}\n", encoding="utf-8")


@pytest.mark.parametrize(
    "words", ["Nobody enacted this.", "In 1900\n> Nobody enacted\n> this. Nor that."]
)
def test_verbatim_words_that_stand_in_their_text_load(tmp_path, words):
    with_text(tmp_path, words)
    assert rulebook_in(tmp_path, made=QUOTED).pages


@pytest.mark.parametrize("words", ["Somebody enacted this.", "nobody enacted this.", ""])
def test_verbatim_words_that_are_not_in_their_text_are_refused(tmp_path, words):
    with_text(tmp_path, words)
    with pytest.raises(LawError) as caught:
        rulebook_in(tmp_path, made=QUOTED)
    assert "these words are not in [code.md]: [Nobody enacted this.]" in str(caught.value)
    assert caught.value.where.endswith(f"made.law.md, line {line_of(QUOTED, '> Nobody')}")


def test_a_text_that_is_not_there_names_the_nearest(tmp_path):
    with_text(tmp_path, "Nobody enacted this.")
    with pytest.raises(LawError, match=r"Did you mean \[code\.md\]\?"):
        rulebook_in(tmp_path, made=QUOTED.replace("source: code.md", "source: cod.md"))


def test_a_text_outside_the_folder_of_texts_is_refused(tmp_path):
    with_text(tmp_path, "x")
    (tmp_path / "outside.md").write_text("> Nobody enacted this.\n", encoding="utf-8")
    with pytest.raises(LawError):
        rulebook_in(tmp_path, made=QUOTED.replace("code.md", "../outside.md"))


def test_a_cut_in_a_quotation_keeps_the_order_of_its_pieces(tmp_path):
    with_text(tmp_path, "Nobody, in any year, enacted this.")
    good = QUOTED.replace("Nobody enacted this.", "Nobody[...]enacted this.")
    assert rulebook_in(tmp_path, made=good).pages
    bad = QUOTED.replace("Nobody enacted this.", "enacted this.[...]Nobody")
    with pytest.raises(LawError, match="these words are not in"):
        rulebook_in(tmp_path, made=bad)


def test_the_hash_of_a_rulebook_follows_its_pages_and_not_where_they_lie(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    same = rulebook_in(first, made=PAGE).sha256
    assert rulebook_in(second, made=PAGE).sha256 == same
    assert rulebook_in(second, made=PAGE + "\nA word more.\n").sha256 != same


def with_codes(folder, **files):
    codes = folder / "codes"
    codes.mkdir()
    good = {
        "lists": LISTS + "leaf,possession,cannabis,completed,X 1,,made\n",
        "codes": HEAD + "1 0001,leaf,..,,,high,made\n",
        "words": "word,sense,source\nLEAF,cannabis,made\n",
    }
    for name, text in {**good, **files}.items():
        (codes / f"{name}.csv").write_text(text, encoding="utf-8")
    return rulebook_in(folder, made=PAGE)


LISTS = "list,act,substance,kind,statutes,wordings,source\n"
HEAD = "code,list,used,below_grams,at_least_grams,confidence,source\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("codes", HEAD + "1 0001,leave,..,,,high,made\n", "Did you mean [leaf]?"),
        ("codes", HEAD + "1 0001,leaf,..,,,high,m\n1-0001,leaf,..,,,high,m\n", "stands twice"),
        ("codes", HEAD + "1 0001,leaf,2010,,,high,made\n", "2010"),
        ("codes", HEAD + "1 0001,leaf,2012-01-01..2010-01-01,,,high,m\n", "ends before"),
        ("codes", HEAD + "1 0001,leaf,..,ten,,high,made\n", "ten"),
        ("codes", HEAD + "1 0001,leaf,..,,,high\n", "cells"),
        ("codes", HEAD + "1 0001,leaf,..,,,high,made,more\n", "cells"),
        ("codes", "code,list\n", "is not there"),
        ("lists", LISTS + "leaf,holding,cannabis,completed,X 1,,m\n",
         "holding"),
        ("words", "word,sense,source\nLEAF,canabis,made\n", "Did you mean [cannabis]?"),
    ],
)  # fmt: skip
def test_a_code_table_with_one_fault_names_its_file_and_line(tmp_path, file, text, said):
    with pytest.raises(LawError) as caught:
        with_codes(tmp_path, **{file: text})
    assert said in str(caught.value)
    assert f"codes/{file}.csv, line" in caught.value.where


def test_a_good_code_table_loads(tmp_path):
    assert with_codes(tmp_path).pages
