"""What a claim is put together from: the claims in it that are read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vacatur.engine.compile.context import Context
from vacatur.law import nodes as n
from vacatur.law.walk import children, walk


@dataclass(frozen=True)
class Part:
    """One claim that is read whole, under the page where it stands."""

    context: Context
    node: n.Truth

    @property
    def key(self) -> tuple[str, n.Truth]:
        """What makes two parts the same: the page, the line and the words."""
        return self.context.page.page_id, self.node

    @property
    def sets(self) -> Iterator[n.RowSet]:
        """The sets of table rows that it looks through; for `every` the rows that deny it."""
        for node in walk(self.node):
            rows = getattr(node, "rows", None)
            if isinstance(rows, n.RowSet) and isinstance(rows.source, n.SetName):
                yield rows.denied() if isinstance(node, n.Every) else rows


def parts_of(context: Context, claim: n.Truth) -> Iterator[Part]:
    """The parts of a claim. A flagged claim is one part: unknown inside it asks nothing."""
    match claim:
        case n.AllOf() | n.AnyOf():
            for part in claim.parts:
                yield from parts_of(context, part)
        case n.Not():
            yield from parts_of(context, claim.part)
        case n.Ref():
            found = context.resolve(claim)
            if found is not None:
                yield from parts_of(*found)
        case _:
            yield Part(context, claim)


def with_shared_flags(parts: Iterable[Part]) -> list[Part]:
    """Each part once, and the inside of flags that share a part with a claim outside of one.

    To answer the claim outside would answer the flag as well, so the rest of the flag matters.
    """
    found = {part.key: part for part in parts}
    changed = True
    while changed:
        before = len(found)
        flags = [part for part in found.values() if isinstance(part.node, n.Flagged)]
        for flag in flags:
            assert isinstance(flag.node, n.Flagged)
            inside = {part.key: part for part in parts_of(flag.context, flag.node.part)}
            if found.keys() & inside.keys():
                found |= inside
        changed = len(found) > before
    return list(found.values())


def outside_sets(node: n.Node) -> Iterator[n.Node]:
    """A node and what is inside it, sets among it, but nothing that is said of a set's rows."""
    yield node
    if isinstance(node, n.Counted | n.Picked):
        yield node.rows
    elif not isinstance(node, n.RowSet):
        for child in children(node):
            yield from outside_sets(child)
