"""What a template of Word may say in Jinja: print, ask `if`, and go through a list.

Three walls: a list of the words that a template may use, data of which no attribute is ever
reached, and Jinja's own sandbox. Whatever is printed is escaped, braces too, so that nothing that
comes from data is read as a template or as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from vacatur.errors import PaperRefused, nearest

_SAID = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.CondExpr,
    nodes.Name, nodes.Const, nodes.Tuple, nodes.Getattr, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
_FILTERS = ("first", "join", "last", "length", "lower", "upper")
_UNKNOWN = re.compile(r"'(\w+)' is undefined|has no attribute '(\w+)'")


class Sandbox(SandboxedEnvironment):
    """Jinja, as far as a template needs it. `named` are the names that templates asked for.

    Parameters
    ----------
    known
        Names that the data have at their top.
    """

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_printed)
        for name in set(self.filters) - set(_FILTERS):
            del self.filters[name]
        self._known = frozenset(known)
        self.named: set[str] = set()

    def compile(self, source: Any, *more: Any, **told: Any) -> Any:
        """Compile a template that says nothing but what it may.

        Raises
        ------
        PaperRefused
            It says something else, or a name that the data do not have, printed or not.
        """
        tree = self.parse(source)
        for what in _forbidden(tree):
            raise _refused(f"it says {what}")
        asked = meta.find_undeclared_variables(tree)
        for name in sorted(asked - self._known):
            raise unknown_name(name, self._known)
        self.named |= asked
        return super().compile(source, *more, **told)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What data say under a name. Nothing of Python is reached, but for `loop`."""
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)


def refused_by_jinja(problem: Exception, known: Iterable[str]) -> PaperRefused:
    """The error of a template, without what it was about to print."""
    if isinstance(problem, TemplateError):
        said = problem.message or ""
        if found := _UNKNOWN.search(said):
            return unknown_name(found.group(1) or found.group(2), known)
        return _refused(f"{type(problem).__name__}: {said.partition(chr(10))[0]}")
    return _refused(f"{type(problem).__name__} while it was filled")


def unknown_name(name: str, known: Iterable[str]) -> PaperRefused:
    """A name that a template asks for and no data have."""
    return PaperRefused(
        f"the template asks for [{name}], which nothing is called",
        why="The paper would have a hole there.",
        repair=nearest(name, known),
    )


def _printed(value: Any) -> Markup:
    text = str(escape(str(value)))
    # docxtpl writes {{ for {_{ in what was filled in, and would change a name.
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))


def _forbidden(tree: nodes.Template) -> Iterator[str]:
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, _SAID):
            yield f"[{type(node).__name__}], at line {node.lineno}"
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield f"[{node.attr}]"
        elif isinstance(node, nodes.For) and node.recursive:
            yield "[recursive]"


def _refused(what: str) -> PaperRefused:
    return PaperRefused(
        f"the template may not be used: {what}",
        why="A template prints data, asks [if] and goes through lists with [for]; it runs nothing.",
        repair="Mend the template; no copy was made with it.",
    )
