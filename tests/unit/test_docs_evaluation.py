"""docs/evaluation.md against the code: its plan, every key, every design and every word."""

import re
from pathlib import Path

import pytest

from vacatur.evaluation import follow_up, staggered_plan
from vacatur.evaluation.designs import DESIGNS
from vacatur.evaluation.plan import KEYS, load_plan
from vacatur.evaluation.verdict import Word
from vacatur.office.evaluating_others import load_any
from vacatur.office.evaluation_writing import DATA, PAGE, PAPERS, STYLE

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
PLAN, OFFICES, PEOPLE = re.findall(r"```yaml\n(.*?)```", TEXT, flags=re.DOTALL)


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


def test_plans_of_other_kinds_are_read_and_show_every_key(tmp_path):
    for text, keys in ((OFFICES, staggered_plan.KEYS), (PEOPLE, follow_up.KEYS)):
        path = tmp_path / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        assert load_any(path).sha256
        assert all(re.search(rf"^{key}:", text, flags=re.MULTILINE) for key in keys)


def test_every_file_of_a_report_is_listed():
    listed = re.findall(r"^\| (`[a-z.]+`(?:, `[a-z.]+`)?) \| [a-z ]+ \|", TEXT, flags=re.MULTILINE)
    names = {name.strip("`") for each in listed for name in each.split(", ")}
    assert names >= {PAGE, STYLE, DATA, *PAPERS.values()}


def test_every_design_and_word_is_explained():
    assert all(f"| `{name}` |" in TEXT for name in (*DESIGNS, *Word))
