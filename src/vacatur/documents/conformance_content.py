"""Whether all that is on a page is tagged once, or marked as decoration.

Checked: content is tagged or an artifact (ISO 14289-1, 7.1), each marked piece belongs to exactly
one tag, each tag's piece is there, and the list of parents agrees (ISO 32000-1, 14.7.4); links
stand in a tag for links (7.18.5), other annotations in some tag (7.18.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from vacatur.documents.page_content import PageContent
from vacatur.documents.tags import Mark, ObjectId, Tag, tree_of

_Owners = Mapping[Mark, list[ObjectId]]


def content_faults(
    pdf: pikepdf.Pdf, tags: tuple[Tag, ...], contents: tuple[PageContent, ...]
) -> Iterator[str]:
    """Name each fault between what the pages draw and what the tags hold."""
    owners: dict[Mark, list[ObjectId]] = {}
    for tag in tags:
        for mark in tag.marks:
            owners.setdefault(mark, []).append(tag.element.objgen)
    parents = _parents(tree_of(pdf))
    link_kinds = {annotation: tag.kind for tag in tags for annotation in tag.annotations}
    opened: Counter[Mark] = Counter()
    for content in contents:
        opened.update(content.opened)
        yield from _page_faults(content, owners)
        yield from _parent_faults(content, owners, parents)
        yield from _annotation_faults(content, link_kinds, parents)
    on_pages = {
        annotation.objgen for content in contents for annotation in content.page.get("/Annots", ())
    }
    if link_kinds.keys() - on_pages:
        yield "A link, note or field that a tag speaks of is on no page."
    missing = sum(mark not in opened for mark in owners)
    if missing:
        yield f"{_pieces(missing)} that tags speak of {_are(missing)} on no page."


def _page_faults(content: PageContent, owners: _Owners) -> Iterator[str]:
    page = f"Page {content.number}"
    if not content.balanced:
        yield f"{page}: the marks around its content do not close."
    if content.loose_text:
        yield f"{page}: some text is neither tagged nor marked as decoration."
    if content.loose_drawings:
        yield f"{page}: a line or picture is neither tagged nor marked as decoration."
    if content.unknown:
        yield f"{page}: some text or a picture is drawn with what the page does not have."
    if any(count > 1 for count in content.opened.values()):
        yield f"{page}: two pieces of content carry the same number."
    untagged = sum(mark not in owners for mark in content.opened)
    if untagged:
        yield f"{page}: {_pieces(untagged).lower()} belong{'s' * (untagged == 1)} to no tag."
    twice = sum(len(owners.get(mark, ())) > 1 for mark in content.opened)
    if twice:
        yield f"{page}: {_pieces(twice).lower()} belong{'s' * (twice == 1)} to two tags."


def _parents(root: Any) -> dict[int, Any]:
    """Read the list of parents: number -> a tag, or an array of tags."""
    tree = None if root is None else root.get("/ParentTree")
    if not isinstance(tree, pikepdf.Dictionary):
        return {}
    found: dict[int, Any] = {}
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.get("/Kids", ()))
        pairs: list[Any] = list(node.get("/Nums", ()))
        found.update(zip(pairs[0::2], pairs[1::2], strict=False))
    return found


def _parent_faults(
    content: PageContent, owners: _Owners, parents: Mapping[int, Any]
) -> Iterator[str]:
    page = f"Page {content.number}"
    if content.opened and "/StructParents" not in content.page:
        yield f"{page}: the page has no way from its content to its tags."
        return
    lists = {}
    for source in (content.page, *content.forms.values()):
        listed = parents.get(source.get("/StructParents", -1))
        lists[source.objgen] = list(listed) if isinstance(listed, pikepdf.Array) else []
    wrong = sum(
        not _leads_to(lists[mark.stream], mark.number, owners[mark][0])
        for mark in content.opened
        if mark in owners
    )
    if wrong:
        yield f"{page}: the way from {_pieces(wrong).lower()} to its tag leads elsewhere."


def _leads_to(listed: list[Any], number: int, owner: ObjectId) -> bool:
    if number >= len(listed) or not isinstance(listed[number], pikepdf.Dictionary):
        return False
    return bool(listed[number].objgen == owner)


def _annotation_faults(
    content: PageContent, kinds: Mapping[ObjectId, str], parents: Mapping[int, Any]
) -> Iterator[str]:
    page = f"Page {content.number}"
    for annotation in content.page.get("/Annots", ()):
        subtype = annotation.get("/Subtype")
        kind = kinds.get(annotation.objgen)
        if subtype == pikepdf.Name.Popup:
            continue
        if kind is None:
            yield f"{page}: a link, note or field belongs to no tag."
        elif subtype == pikepdf.Name.Link and kind != "Link":
            yield f"{page}: a link is not tagged as a link."
        if annotation.get("/StructParent", -1) not in parents:
            yield f"{page}: a link, note or field has no way to its tag."


def _pieces(count: int) -> str:
    return "A piece of content" if count == 1 else f"{count} pieces of content"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
