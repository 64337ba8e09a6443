"""Commands that are imported when they are asked for, so that each starts without the others."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Where a command stands: `module` of vacatur.cli, and its function there, or its `app`."""

    name: str
    panel: str
    module: str
    attribute: str

    def command(self) -> Any:
        """The command itself; what it needs is imported now."""
        found = getattr(import_module(self._module), self.attribute)
        if isinstance(found, typer.Typer):
            group = get_group(found)
            group.name = self.name
            return group
        one = typer.Typer(add_completion=False)
        one.command(self.name)(found)
        return get_command(one)

    def first_sentence(self) -> str:
        """The first paragraph of its help, read from the source: nothing is imported for a list."""
        spec = find_spec(self._module)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(self._module)
        for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and (said := _said_by_typer(node, self.attribute)):
                return said
            if isinstance(node, ast.FunctionDef) and _is(node, self.attribute):
                return (ast.get_docstring(node) or "").partition("\n\n")[0]
        raise AttributeError(f"{self._module}.{self.attribute} says nothing")

    @property
    def _module(self) -> str:
        return f"vacatur.cli.{self.module}"


class Commands(TyperGroup):
    """A group that lists its `table` without importing it, and imports the one that is run."""

    table: ClassVar[tuple[Stands, ...]] = ()

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {
            each.name: _Listed(name=each.name, rich_help_panel=each.panel) for each in self.table
        }
        super().__init__(**attributes)
        self._stands = {each.name: each for each in self.table}

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A stand-in that knows its help, for lists and for completion."""
        listed = super().get_command(ctx, cmd_name)
        if listed is not None and listed.help is None:
            listed.help = self._stands[cmd_name].first_sentence()
        return listed

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command that is run, or the nearest name."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, name and self._stands[name].command(), rest


class _Listed(TyperCommand):
    """A name in a list; what runs is what stands behind it."""


def _said_by_typer(node: ast.Assign, attribute: str) -> str:
    """What `app = typer.Typer(help=...)` says; nothing where its callback says it."""
    if ast.unparse(node.targets[0]) == attribute and isinstance(node.value, ast.Call):
        for keyword in node.value.keywords:
            if keyword.arg == "help":
                return str(ast.literal_eval(keyword.value))
    return ""


def _is(function: ast.FunctionDef, attribute: str) -> bool:
    """Whether it is the command, or the callback of the group of that name."""
    callback = f"{attribute}.callback("
    return function.name == attribute or any(
        ast.unparse(each).startswith(callback) for each in function.decorator_list
    )
