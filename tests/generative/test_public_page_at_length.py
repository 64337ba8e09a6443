"""The letter page as whoever attacks it sees it: by the time that answers take, and by guessing.

And as whoever pulls its plug sees it: killed while it spends codes, it gives no letter twice.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scipy.stats import mannwhitneyu

from tests.support.public_page import NOBODY, Page, a_code, letter_of, record_of
from vacatur.public_store.codes import ALPHABET, LENGTH, new_code
from vacatur.public_store.sealed_letters import keys_of
from vacatur.public_store.spent import SpentCodes

pytestmark = pytest.mark.long

TRIES = 3_000  # of each kind
LEAST_P = 0.001  # ten comparisons: one in a hundred runs would fail by chance
GUESSES = 1_000_000
KEY = bytes(range(32))

_SPENDS = """
import sys
from pathlib import Path
from vacatur.public_store.sealed_letters import keys_of
from vacatur.public_store.spent import SpentCodes
spent = SpentCodes(Path(sys.argv[1]))
for code in sys.stdin.read().split():
    if spent.spend(keys_of(code, bytes(range(32))).lookup, b"s" * 16, until=1):
        print(code, flush=True)
"""


def test_no_kind_of_failure_is_known_by_its_time(tmp_path):
    page = Page(tmp_path, limits=NOBODY)
    kinds = ("miss", "spent", "expired", "expunged", "malformed")
    codes = {kind: a_code()[0] for kind in kinds}
    letter = letter_of("Ana")
    yesterday = page.clock.at.date().replace(day=page.clock.at.day - 1)
    page.write(
        [
            record_of(codes["spent"], letter),
            record_of(codes["expired"], letter, yesterday),
            *(record_of(new_code(), letter) for _ in range(60)),
        ]
    )
    desk = page.desk()
    assert desk.open(codes["spent"]) is not None
    codes["malformed"] = codes["miss"][:-1] + ("A" if codes["miss"][-1] != "A" else "B")
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    order = [kind for kind in kinds for _ in range(TRIES)]
    random.Random(3).shuffle(order)
    for kind in order:
        before = time.perf_counter()
        session = desk.open(codes[kind])
        taken[kind].append(time.perf_counter() - before)
        assert session is None
    found = {
        (first, second): mannwhitneyu(taken[first], taken[second]).pvalue
        for place, first in enumerate(kinds)
        for second in kinds[place + 1 :]
    }
    assert min(found.values()) > LEAST_P, found


def test_a_million_guesses_open_nothing(tmp_path):
    page = Page(tmp_path)
    page.write([record_of(new_code(), letter_of("Ana")) for _ in range(500)])
    store, draw = page.desk().store, random.Random(11)
    today = page.clock.at.date()
    for _ in range(GUESSES):
        assert not store.try_code("".join(draw.choices(ALPHABET, k=LENGTH)), on=today).is_good


def test_who_kills_it_while_it_spends_gets_no_code_twice(tmp_path):
    path = tmp_path / "spent.db"
    codes = [new_code() for _ in range(3_000)]
    draw, told, killed = random.Random(7), [], 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", _SPENDS, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(codes))
        process.stdin.close()
        first = process.stdout.readline()
        time.sleep(draw.uniform(0.0, 0.05))
        process.kill()
        killed += process.wait() != 0
        told += [each for each in (first + process.stdout.read()).split("\n")[:-1] if each]
    assert killed >= 6
    assert len(told) == len({*told}) > 50
    spent = SpentCodes(path)
    assert not any(spent.spend(keys_of(code, KEY).lookup, b"x", until=1) for code in told)
