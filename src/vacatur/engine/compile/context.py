"""What a claim is compiled under: a page, its version, and the versions of the pages it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vacatur.dates import Span
from vacatur.engine.standing import version_on
from vacatur.law import nodes as n
from vacatur.law.page import Page, Version
from vacatur.law.rulebook import Rulebook
from vacatur.law.walk import walk


@dataclass(frozen=True)
class Context:
    """One page throughout one span of days in which no page that it names changes."""

    rulebook: Rulebook
    page: Page
    version: Version
    span: Span

    def resolve(self, ref: n.Ref) -> tuple[Context, n.Truth] | None:
        """The claim behind a name, with its own context; None when its page is not in force."""
        if not ref.page:
            return self, self.version.conditions[ref.name].truth
        page = self.rulebook.by_identifier[ref.page]
        version = page.version_on(_a_day(self.span))
        if version is None:
            return None
        return Context(self.rulebook, page, version, self.span), version.conditions[ref.name].truth

    def followed(self, node: n.Node) -> Iterator[tuple[Context, n.Node]]:
        """A node, everything inside it and behind the names in it, each with its context."""
        for each in walk(node):
            yield self, each
            if isinstance(each, n.Ref):
                found = self.resolve(each)
                if found is not None:
                    yield from found[0].followed(found[1])


def cut(context: Context) -> Iterator[Context]:
    """Cut one context wherever a page that its page names changes."""
    for span in _pieces(context.span, context.rulebook.reached[context.page.page_id]):
        yield replace(context, span=span)


def contexts(rulebook: Rulebook, page: Page) -> Iterator[Context]:
    """Cut a page's life wherever it, or a page that it names, changes."""
    for version in page.versions:
        for span in _pieces(version.span, rulebook.reached[page.page_id]):
            standing = version_on(rulebook, page, _a_day(span))
            assert standing is not None  # the span lies within the version's own
            yield Context(rulebook, page, standing, span)


def _pieces(span: Span, pages: Iterable[Page]) -> list[Span]:
    starts = {v.span.first for page in pages for v in page.versions}
    starts |= {
        v.span.last + timedelta(days=1) for page in pages for v in page.versions if v.span.last
    }
    inner = sorted(d for d in starts if d and d in span and d != span.first)
    firsts = [span.first, *inner]
    lasts = [*(day - timedelta(days=1) for day in inner), span.last]
    return [Span(first, last) for first, last in zip(firsts, lasts, strict=True)]


def _a_day(span: Span) -> date:
    """Any day of a span; a span without ends holds every day."""
    return span.first or span.last or date.min
