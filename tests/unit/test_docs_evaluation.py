"""docs/evaluation.md against the code: its plan, every key, every design and every word."""

import re
from pathlib import Path

import pytest

from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.plan import KEYS, load_plan
from vacatur.evaluation.verdict import Word

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
PLAN = re.search(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL).group(1)


def test_the_plan_is_read(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    plan = load_plan(path, DESIGNS)

    assert plan.treated == "Baltimore"
    assert plan.events[0].unit == "Baltimore"
    assert plan.designs == ("interrupted", "differences")


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"format"}))
def test_every_key_is_shown(key):
    assert re.search(rf"\b{key}\b", PLAN)


def test_every_design_and_word_is_explained():
    assert all(f"| `{name}` |" in TEXT for name in (*DESIGNS, *Word))
