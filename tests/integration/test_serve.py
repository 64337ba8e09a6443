"""`vacatur serve` and `vacatur api-key`: keys, the port, and how it begins and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from tests.support.api import booking


@pytest.fixture
def place(vacatur, tmp_path):
    assert vacatur("init", tmp_path / "office").code == 0
    return tmp_path / "office"


def test_keys_are_made_listed_and_taken_back(vacatur, place):
    made = json.loads(
        vacatur("api-key", "create", "--scope", "law", "--scope", "screen", "--name", "a feed",
        "--until", "2099-12-31", "-w", place, "--json").out
    )  # fmt: skip
    assert made["scopes"] == ["screen", "law"]
    assert made["key"].startswith(f"vacatur_{made['key_id']}_")
    listed = vacatur("api-key", "list", "-w", place)
    assert f"{made['key_id']}  good     a feed: screen, law" in listed.out
    (told,) = json.loads(vacatur("api-key", "list", "-w", place, "--json").out)
    assert made["key"] not in listed.out + json.dumps(told)
    assert told["standing"] == "good"
    assert vacatur("api-key", "revoke", made["key_id"], "-w", place).code == 0
    assert "revoked" in vacatur("api-key", "list", "-w", place).out

    plain = vacatur("api-key", "create", "--scope", "law", "--name", "a feed", "-w", place)
    assert plain.out.strip().count("\n") == 0, "the key alone, so that a script can take it"
    for wrong, says in (
        (("--scope", "lwa", "--name", "x"), "Did you mean [law]?"),
        (("--scope", "law", "--name", " "), "a key needs a name"),
        (("--scope", "law", "--name", "x", "--until", "2001-01-01"), "before it begins"),
    ):
        refused = vacatur("api-key", "create", *wrong, "-w", place)
        assert (refused.code, says in refused.err) == (2, True), refused.err
    assert vacatur("api-key", "revoke", "00000000", "-w", place).code == 2


def test_what_cannot_be_served_says_why(vacatur, place):
    law = vacatur("serve", "--api", "--policy", "us-md", "-w", place)
    assert (law.code, "holds no screening policy" in law.err) == (2, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        # Where it is not refused, the port is the second thing that is.
        for host in ("0.0.0.0", "::", "192.0.2.7", "office.example"):
            beyond = vacatur("serve", "--api", "--host", host, "--port", port, "-w", place)
            assert (beyond.code, "speaks no TLS" in beyond.err) == (2, True), beyond.err
        busy = vacatur("serve", "--api", "--port", port, "-w", place)
    assert busy.code == 2
    assert busy.err.startswith(f"vacatur: port [{port}] of [127.0.0.1] cannot be had: ")
    assert "Name another with --port" in busy.err


def test_it_serves_and_ends_well(vacatur, place):
    key = vacatur("api-key", "create", "--scope", "screen", "--name", "a feed", "-w", place).out
    command = [sys.executable, "-m", "vacatur", "serve", "--api", "--port", "0", "-w", str(place)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as server:
        try:
            said = [server.stdout.readline() for _ in range(3)]
            address = said[0].partition("/v1:")[0]
            assert "Keys that are good: 1." in said[1]
            assert "No lawyer has reviewed" in said[2]
            answer = httpx.post(
                f"{address}/v1/screenings",
                json=booking(),
                headers={"Authorization": f"Bearer {key.strip()}"},
            )
            assert answer.json()["record"]["charges"][0]["published"] == "DECLINE"
            assert "server" not in answer.headers
        finally:
            server.send_signal(signal.SIGINT)
            _, error = server.communicate(timeout=20)
    assert (server.returncode, error) == (0, "vacatur: stopped\n")
