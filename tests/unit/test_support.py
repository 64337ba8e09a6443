"""What tests share stands once."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

SUPPORT = Path(__file__).parents[1] / "support"


def _fixtures(path: Path) -> list[str]:
    functions = [
        each
        for each in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(each, ast.FunctionDef)
    ]
    return [
        each.name
        for each in functions
        if any("pytest.fixture" in ast.unparse(decorator) for decorator in each.decorator_list)
    ]


def test_no_two_modules_that_are_plugins_have_a_fixture_of_one_name():
    """A plugin is known to every test of a process, so the later of two would take the other's."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(SUPPORT.glob("*.py")):
        for name in _fixtures(path):
            found[name].append(path.name)
    assert len(found) > 10
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
