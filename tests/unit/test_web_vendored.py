"""What was copied from packages is what was published, and nothing else stands beside it."""

from __future__ import annotations

import hashlib
import re

from vacatur.web.app.pages import STATIC

VENDOR = STATIC / "vendor"


def test_each_file_has_its_hash():
    table = (VENDOR / "VENDORED.md").read_text(encoding="utf-8")
    told = {path: sha for sha, path in re.findall(r"^\| ([0-9a-f]{64}) \| (\S+) \|$", table, re.M)}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDORED.md"
    }
    assert told == found
