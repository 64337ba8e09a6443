"""The same job is the same bytes, whoever makes it, where and when."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from tests.support.packets import DAY, jobs, values
from vacatur.documents.typesetting import press

CODE = """
import hashlib, json, sys
from pathlib import Path
from tests.support.packets import DAY, charges, jobs, values
from vacatur.documents.making import make_papers
from vacatur.documents.typesetting import press

told = values(defendant_name="Núñez 王小明 O’Neil", charges=charges(40))
with press() as opened:
    made = make_papers(opened, Path(sys.argv[1]), jobs(json.loads(sys.argv[2]), told), on=DAY)
print(json.dumps([[each.file, each.sha256] for each in made]))
"""
PAPERS = ["motion", "letter-motion-es", "statement-of-record"]


def made_in(folder, **environment):
    """Hashes of papers that a process of its own has made."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(folder / "12"), json.dumps(PAPERS)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
             "HOME": str(folder), "TMPDIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_two_processes_elsewhere_make_the_same_bytes(tmp_path):
    here = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1"}
    there = {"TZ": "Asia/Kolkata", "LANG": "tr_TR.UTF-8", "LC_ALL": "de_DE.UTF-8",
             "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "9", "USER": "somebody"}  # fmt: skip

    made = made_in(tmp_path / "one", **here)

    assert len(made) == len(PAPERS)
    assert made_in(tmp_path / "another place", **there) == made


@pytest.fixture(scope="module")
def opened():
    with press() as made:
        yield made


def letter(opened, on=DAY, **told):
    (job,) = jobs(["letter-motion-en"], values(**told))
    return opened.pdf(job.template, {**job.data, "first_page": 1}, on=on)


def test_what_was_set_before_leaves_nothing_in_the_next(opened):
    first = letter(opened)
    letter(opened, defendant_name="ANOTHER, ANN")

    assert letter(opened) == first
    with press() as fresh:
        assert letter(fresh) == first


def test_another_day_or_another_word_is_another_paper(opened):
    first = letter(opened)

    assert letter(opened, on=date(2026, 2, 16)) != first
    assert letter(opened, defendant_name="DOE, JANF") != first


def test_the_day_in_the_paper_is_the_day_that_was_told(opened):
    assert b"D:20260215000000Z" in letter(opened)
