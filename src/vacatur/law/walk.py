"""Walking the nodes of a claim."""

from __future__ import annotations

from collections.abc import Iterator

from vacatur.law.nodes import Node


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node."""
    for name in node.__dataclass_fields__:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Node))


def walk(node: Node) -> Iterator[Node]:
    """A node and everything inside it; names of conditions are not followed."""
    yield node
    for child in children(node):
        yield from walk(child)
