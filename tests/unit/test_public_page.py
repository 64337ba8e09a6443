"""The letter page: one answer for each code that opens nothing, and a letter once."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.public_page import (
    CANARY,
    KEY,
    LAST_DAY,
    NOBODY,
    Page,
    a_code,
    letter_of,
    record_of,
)
from vacatur.public_store.codes import ALPHABET, LENGTH, grouped, new_code, read_code
from vacatur.web.public.limits import Limits
from vacatur.web.public.pages import HEADERS
from vacatur.web.public.session import COOKIE, SESSION_MINUTES


@pytest.fixture
def page(tmp_path):
    return Page(tmp_path, limits=NOBODY)


def _answers(client, typed, root=""):
    """Everything that comes back of one try by a device that has no cookie, byte by byte."""
    client.cookies.clear()
    told = []
    for answer in (
        client.post(f"{root}/open", data={"code": typed}),
        client.get(f"{root}/letter"),
    ):
        told.append((answer.status_code, sorted(answer.headers.items()), answer.content))
    return told


def _opened(client, typed, root=""):
    client.cookies.clear()
    answer = client.post(f"{root}/open", data={"code": typed})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{root}/letter"
    return client.get(f"{root}/letter").text


def test_every_code_that_opens_nothing_gets_the_same_bytes(page):
    (spent, typed_spent), (old, typed_old), (gone, typed_gone) = a_code(), a_code(), a_code()
    (good, typed_good) = a_code()
    letter = letter_of(CANARY)
    yesterday = page.clock.at.date() - timedelta(days=1)
    kept = [record_of(spent, letter), record_of(old, letter, yesterday), record_of(good, letter)]
    page.write([*kept, record_of(gone, letter)])
    page.write(kept)  # the case of one was expunged since
    client = page.client()
    assert CANARY in _opened(client, typed_spent)

    @settings(max_examples=20, deadline=None)
    @given(st.one_of(st.text(max_size=200), st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)))
    def nothing_differs(typed):
        assert _answers(client, typed) == expected

    for root in ("", "/es"):
        expected = _answers(client, new_code(), root)
        for typed in (typed_spent, typed_old, typed_gone, "", "not a code", "A" * 5_000, "\0é"):
            assert _answers(client, typed, root) == expected
        assert not any(name == "set-cookie" for _, headers, _ in expected for name, _ in headers)
    expected = _answers(client, new_code())
    nothing_differs()
    assert CANARY in _opened(client, typed_good.lower().replace("-", " "), "/es")


def test_a_code_opens_once_for_one_device_and_for_some_minutes(page):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client, other = page.client(), page.client()
    assert CANARY in _opened(client, typed)
    assert "El juez dijo que sí" in client.get("/es/letter").text
    assert CANARY not in _opened(other, typed)
    changed = f"{'B' if client.cookies[COOKIE][-3] == 'A' else 'A'}".join(
        (client.cookies[COOKIE][:-3], client.cookies[COOKIE][-2:])
    )
    for cookie in (changed, "", "x", "A" * 107):
        told = other.get("/letter", headers={"cookie": f"{COOKIE}={cookie}"})
        assert CANARY not in told.text
    assert (
        CANARY
        in page.client()
        .get("/letter", headers={"cookie": f"{COOKIE}={client.cookies[COOKIE]}"})
        .text
    ), "a server that was started again knows the session"
    page.clock.at += timedelta(minutes=SESSION_MINUTES)
    assert CANARY not in client.get("/letter").text


@pytest.mark.parametrize("leaving", ["close", "leave"])
def test_who_leaves_ends_the_session_also_for_whoever_kept_the_cookie(page, leaving):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client = page.client()
    assert CANARY in _opened(client, typed)
    kept = client.cookies[COOKIE]
    answer = client.post("/close") if leaving == "close" else client.get("/leave")
    assert answer.status_code == 303
    assert COOKIE not in client.cookies
    told = client.get("/letter", headers={"cookie": f"{COOKIE}={kept}"})
    assert CANARY not in told.text


def test_a_code_is_good_through_its_last_day(page):
    (first, typed_first), (second, typed_second) = a_code(), a_code()
    page.write([record_of(each, letter_of(CANARY)) for each in (first, second)])
    client = page.client()
    page.clock.at = page.clock.at.replace(
        year=LAST_DAY.year, month=LAST_DAY.month, day=LAST_DAY.day
    )
    assert CANARY in _opened(client, typed_first)
    page.clock.at += timedelta(days=1)
    assert CANARY not in _opened(client, typed_second)


def test_a_name_stands_nowhere_but_in_the_letter_that_was_opened(page, capfd, caplog):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client = page.client()
    told = _opened(client, typed)
    assert told.count(CANARY) == 5
    session = client.cookies[COOKIE]
    client.cookies.clear()
    for path in ("/", "/es", "/letter", "/healthz", "/page.css", "/nothing", f"/{CANARY}"):
        answer = client.get(path)
        assert CANARY.encode() not in answer.content
        assert all(answer.headers[name] == value for name, value in HEADERS.items())
        assert "set-cookie" not in answer.headers
    for path in page.folder.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        for secret in (CANARY, CANARY.split()[0], code, typed, session):
            assert secret.encode() not in held, path
    assert capfd.readouterr() == ("", "")
    assert not any(
        CANARY in each.getMessage() or code in each.getMessage() for each in caplog.records
    )


def test_a_fault_of_ours_tells_nothing(page, monkeypatch):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    desk = page.desk()
    client = page.client(desk)
    _opened(client, typed)
    monkeypatch.setattr(type(desk), "shown", lambda *_: 1 / 0)
    answer = client.get("/es/letter")
    assert answer.status_code == 500
    assert "No podemos mostrar esta página" in answer.text
    assert all(answer.headers[name] == value for name, value in HEADERS.items())


def test_the_picture_on_a_letter_fills_the_form_and_uses_nothing(page):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client = page.client()
    told = client.get("/", params={"code": typed}).text
    assert f'value="{typed}"' in told
    assert f'href="/es?code={typed}"' in told
    assert CANARY not in told
    assert "<b>" not in client.get("/", params={"code": "<b>\"'"}).text
    assert CANARY in _opened(client, typed)


def test_pages_have_no_script_and_load_from_nowhere(page):
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client = page.client()
    for told in (client.get("/").text, client.get("/es").text, _opened(client, typed)):
        assert "<script" not in told
        assert "style=" not in told
        assert "410-555-0100" in told
        assert told.count('href="/page.css"') == 1
        assert len(told.encode()) % (32 * 1024) == 0


def test_tries_are_counted_for_an_address_and_for_all(page):
    page.limits = Limits(tries_of_address=3, tries_of_all=10**9)
    code, typed = a_code()
    page.write([record_of(code, letter_of(CANARY))])
    client = page.client()
    for _ in range(3):
        assert client.post("/open", data={"code": new_code()}).status_code == 303
    held_back = [client.post("/open", data={"code": each}) for each in (new_code(), typed)]
    assert [each.status_code for each in held_back] == [429, 429]
    assert held_back[0].content == held_back[1].content
    page.clock.at += timedelta(minutes=10)
    assert CANARY in _opened(client, typed)

    limits = Limits(tries_of_address=2, tries_of_all=4)
    line = ["2001:db8::1", "2001:db8::2", "2001:db8::3"]
    assert [limits.lets(each, now=0) for each in line] == [True, True, False]
    assert [limits.lets(f"192.0.2.{each}", now=1) for each in range(2)] == [True, False]


def test_a_code_bears_no_wrong_character_and_no_swap():
    code = new_code()
    assert len(code) == LENGTH
    assert read_code(f" {grouped(code).lower()} ") == code
    for at in range(LENGTH):
        for other in ALPHABET.replace(code[at], ""):
            assert read_code(code[:at] + other + code[at + 1 :]) is None
    for at in range(LENGTH):
        for to in range(at + 1, LENGTH):
            swapped = list(code)
            swapped[at], swapped[to] = code[to], code[at]
            assert code[at] == code[to] or read_code("".join(swapped)) is None
    zero = "0" * LENGTH
    assert read_code("oO0o" * 5) == zero
    assert read_code(zero + "0") is None


def test_the_store_tells_no_count_and_no_order(page):
    sizes, orders = set(), []
    for count in (0, 1, 40, 64):
        codes = [new_code() for _ in range(count)]
        records = [record_of(each, letter_of("Ana")) for each in codes]
        page.write(records)
        held = (page.folder / "store/letters.bin").read_bytes()
        sizes.add(len(held))
        orders.append([held.index(record.lookup) for record in records])
    assert len(sizes) == 1
    assert orders[-1] != sorted(orders[-1])


def test_guesses_never_hit(page):
    page.write([record_of(new_code(), letter_of(CANARY)) for _ in range(20)])
    store = page.desk().store
    draw = random.Random(5)
    today = page.clock.at.date()
    guesses = ("".join(draw.choices(ALPHABET, k=LENGTH)) for _ in range(2_000))
    assert not any(store.try_code(each, on=today).is_good for each in guesses)
    assert not any(store.try_code(new_code(), on=today).is_good for _ in range(500))


def test_a_letter_moved_to_another_code_does_not_open(page):
    (mine, typed), (other, _) = a_code(), a_code()
    first, second = record_of(mine, letter_of("Ana")), record_of(other, letter_of(CANARY))
    page.write([type(first)(lookup=first.lookup, sealed=second.sealed)])
    assert CANARY not in _opened(page.client(), typed)


def test_the_key_of_lookups_is_of_the_store(page):
    from vacatur.public_store.sealed_letters import keys_of

    code = new_code()
    mine, other = keys_of(code, KEY), keys_of(code, secrets.token_bytes(32))
    assert mine.lookup != other.lookup
    assert mine.lookup != mine.content_key
