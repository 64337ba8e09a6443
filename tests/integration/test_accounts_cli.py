"""`vacatur accounts` and the app that `vacatur serve` begins."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

import httpx
import pytest

PASSWORD = "quiet-otter-bridge-lamp"


@pytest.fixture
def place(vacatur, tmp_path):
    assert vacatur("init", tmp_path / "office").code == 0
    return tmp_path / "office"


@pytest.fixture
def typed(monkeypatch):
    def type_(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text + "\n"))

    return type_


def test_accounts_are_made_listed_reset_released_and_disabled(vacatur, place, typed):
    def accounts(*told: object) -> object:
        return vacatur("accounts", *told, "-w", place)

    typed(PASSWORD)
    made = accounts("add", "M. Moe", "--role", "administrator")
    assert (made.code, made.out) == (0, "M. Moe can sign in.\n")
    typed("short")
    short = accounts("add", "A. Roe", "--role", "attorney")
    assert (short.code, "12 to 200 signs" in short.err, "short" in short.err) == (2, True, False)
    typed(PASSWORD)
    wrong = accounts("add", "A. Roe", "--role", "atorney")
    assert (wrong.code, "Did you mean [attorney]?" in wrong.err) == (2, True)
    assert accounts("add", "A. Roe", "--role", "attorney").code == 0
    assert "A. Roe" in vacatur("matters", "staff", "list", "-w", place).out
    assert accounts("disable", "a. roe").out == "A. Roe cannot sign in any more.\n"
    assert accounts("disable", "M. Moe").code == 2, "the last administrator"
    listed = {x["name"]: x["standing"] for x in json.loads(accounts("list", "--json").out)}
    assert listed == {"A. Roe": "disabled", "M. Moe": "good"}
    assert accounts("release", "A. Roe").code == 0
    typed("seven-silver-kettles-sing")
    assert accounts("reset", "A. Roe").code == 0
    missing = accounts("release", "A. Row")
    assert (missing.code, "Did you mean [A. Roe]?" in missing.err) == (2, True)
    assert vacatur("audit", "verify", "-w", place).code == 0
    day = json.loads(vacatur("audit", "log", "--json", "-w", place).out)[-1]["at"][:10]
    week = vacatur("audit", "week", "--until", day, "-w", place).out
    assert all(kind in week for kind in ("AccountDisabled", "PasswordReset", "RoleGiven"))
    # The first two administrators are given at once; after them a second one confirms.
    for name in ("N. Two", "O. Three"):
        typed(PASSWORD)
        told = accounts("add", name, "--role", "administrator").out
        assert ("waits for a second administrator" in told) == (name == "O. Three")
    without = accounts("add", "B. Out", "--role", "clerk", "--outside", "person-7")
    assert (without.code, "nobody is named with whom people sign in" in without.err) == (1, True)


def test_the_app_is_served_and_ends_well(place):
    command = [sys.executable, "-m", "vacatur", "serve", "--port", "0", "-w", str(place)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as server:
        try:
            address = server.stdout.readline().partition("/:")[0]
            assert "vacatur accounts add NAME" in server.stdout.readline()
            assert httpx.get(f"{address}/healthz").json()["status"] == "ok"
            assert httpx.get(f"{address}/sign-in").status_code == 200
            assert httpx.get(f"{address}/audit").headers["location"] == "/sign-in?next=/audit"
        finally:
            server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert (server.returncode, said) == (0, "vacatur: stopped\n")
