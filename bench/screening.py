"""`make bench-screening`: one record and a day's bookings through the API, beside `screen` itself.

A real server on this machine, in a process of its own, asked over loopback. The named alternative
is the function called in this process, on parsed dockets: what is above it is HTTP, JSON and keys.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from vacatur.ingest.docket import read_docket
from vacatur.law.rulebook import Rulebook, load_rulebook
from vacatur.office.api_keys import Scope, create_key
from vacatur.office.formats import init
from vacatur.office.screening import booked_of, screen_one
from vacatur.web.api.contract import booking, client

POLICY, LAW = "us-md-baltimore-city", "us-md"
AIM_MS = 20.0


def main() -> None:
    """Parse, measure, print; exit 1 if one record takes longer than the aim."""
    parser = argparse.ArgumentParser(prog="python -m bench.screening", description=__doc__)
    parser.add_argument("--records", type=int, default=500, help="records asked one by one")
    parser.add_argument("--batch", type=int, default=1000, help="bookings in one batch")
    options = parser.parse_args()
    policies = load_rulebook(POLICY)
    parsed, alone = _direct(policies, options.records)
    _print("screen() alone, of a parsed docket", parsed)
    _print("read_docket() and screen()", alone)
    with _server() as asked:
        one = _times(options.records, lambda number: asked("/v1/screenings", _booking(number)))
        _print("one record through the API", one, beside=alone)
        explained = _times(50, lambda _: asked("/v1/explanations", client()))
        _print("one explanation through the API", explained)
        _batch(asked, options.batch, alone)
    if statistics.quantiles(one, n=20)[18] > AIM_MS:
        sys.exit(f"one record takes more than {AIM_MS:.0f} ms at the 95th percentile")


def _booking(number: int) -> dict[str, Any]:
    return {**booking(), "id": f"BOOKING-{number}"}


def _direct(policies: Rulebook, records: int) -> tuple[list[float], list[float]]:
    def read(number: int) -> Any:
        return read_docket(_booking(number), source="bench", codes=policies.codes)

    one = read(0)
    parsed = _times(records, lambda _: screen_one(booked_of(one), policies, ()))
    return parsed, _times(records, lambda number: screen_one(booked_of(read(number)), policies, ()))


def _batch(asked: Callable[[str, Any], Any], records: int, alone: list[float]) -> None:
    bookings = [_booking(number) for number in range(records)]
    begun = time.perf_counter()
    counts = asked("/v1/screenings/batch", bookings)["counts"]
    seconds = time.perf_counter() - begun
    assert counts["screened"] == records, counts
    ratio = 1e3 * seconds / (records * statistics.mean(alone))
    print(
        f"  a batch of {records:,}: {seconds:.2f} s, {1e3 * seconds / records:.2f} ms a record, "
        f"{ratio:.2f} times read_docket() and screen()"
    )
    batch = threading.Thread(target=lambda: asked("/v1/screenings/batch", bookings * 1))
    batch.start()
    beside = []
    while batch.is_alive():
        beside += _times(1, lambda _: asked("/v1/screenings", _booking(0)))
    batch.join()
    _print("one record while the batch is in work", beside)


def _times(number: int, ask: Callable[[int], Any]) -> list[float]:
    """Milliseconds of each; the first few are thrown away."""
    found = []
    for each in range(number + 3 if number > 1 else 1):
        begun = time.perf_counter()
        ask(each)
        found.append(1e3 * (time.perf_counter() - begun))
    return found[3:] if number > 1 else found


@contextmanager
def _server() -> Iterator[Callable[[str, Any], Any]]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = init(Path(folder) / "workspace")
        _, token = create_key(
            workspace, "bench", [*Scope], created=datetime.now().astimezone().date(), until=None
        )
        command = ["-m", "vacatur", "serve", "--api", "--port", "0", "-w", str(workspace.folder)]
        command += ["--policy", POLICY, "--law", LAW]
        begun = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            address = process.stdout.readline().partition("/v1:")[0]
            print(f"  the server is up after {time.perf_counter() - begun:.1f} s")
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            try:
                with httpx.Client(base_url=address, headers=headers, timeout=600) as http:
                    yield lambda path, sent: _answer(http, path, sent)
            finally:
                process.terminate()


def _answer(http: httpx.Client, path: str, sent: Any) -> Any:
    answer = http.post(path, content=json.dumps(sent).encode())
    answer.raise_for_status()
    return answer.json()


def _print(name: str, found: list[float], beside: list[float] | None = None) -> None:
    slow = statistics.quantiles(found, n=20)[18] if len(found) > 1 else found[0]
    middle = statistics.median(found)
    ratio = f", {middle / statistics.median(beside):.1f} times" if beside else ""
    print(f"  {name:<40} p50 {middle:6.2f} ms, p95 {slow:6.2f} ms, of {len(found):,}{ratio}")


if __name__ == "__main__":
    main()
