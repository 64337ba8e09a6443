"""docs/api.md against the API: every operation, every refusal, every limit."""

import re
from pathlib import Path

from vacatur.office.api_keys import Scope
from vacatur.web.api import limits
from vacatur.web.api.app import CONTRACT, HEALTH
from vacatur.web.api.explanations import router as explanations
from vacatur.web.api.law import router as law
from vacatur.web.api.problems import Kind
from vacatur.web.api.screenings import router as screenings

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (`[^|]+`) \| (\d{3}|[a-z ]+) \|", TEXT, flags=re.MULTILINE)


def test_every_refusal_is_listed_with_its_status():
    listed = {
        (name, status)
        for names, status in ROWS
        if status.isdecimal()
        for name in re.findall(r"`([a-z-]+)`", names)
    }
    assert listed == {(each.value.name, str(each.value.status)) for each in Kind}


def test_every_operation_is_listed_with_its_scope():
    listed = {name.strip("`"): scope for name, scope in ROWS if not scope.isdecimal()}
    routes = [*screenings.routes, *explanations.routes, *law.routes]
    found = {f"{next(iter(x.methods))} {x.path_format}" for x in routes}
    assert listed.keys() == found | {f"GET {HEALTH}"}
    assert set(listed.values()) == {*map(str, Scope), "no key"}
    assert CONTRACT in TEXT


def test_every_limit_is_told():
    told = set(re.findall(r"\d+(?:,\d{3})*", TEXT))
    for limit in (
        limits.ONE_RECORD_BYTES,
        limits.BATCH_BYTES,
        limits.BATCH_RECORDS,
        limits.DEPTH,
        limits.CHARGES,
        limits.CHARGES_EXPLAINED,
        limits.CHARGES_OF_EXPLAINED,
        limits.IDEMPOTENCY_SECONDS // 3600,
    ):
        assert f"{limit:,}" in told
