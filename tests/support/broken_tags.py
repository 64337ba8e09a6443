"""Ways to break what a good paper gives to be read aloud: its tags, its content and its fonts."""

from __future__ import annotations

import re
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from tests.support.broken_files import BREAKS, names
from tests.support.papers import tag, tags

__all__ = ["BREAKS"]


def in_content(pdf: Pdf, old: bytes, new: bytes) -> None:
    content = pdf.pages[0].Contents
    written = content.read_bytes()
    changed = written.replace(old, new, 1)
    assert changed != written
    content.write(changed)


def in_letters(pdf: Pdf, letter: bytes) -> None:
    """Let the first sign of the first font be read as another letter."""
    letters = pdf.pages[0].Resources.Font.f0.ToUnicode
    letters.write(re.sub(rb"<0001> <[0-9A-F]+>", b"<0001> <" + letter + b">", letters.read_bytes()))


@names("The file has no tags, so that nothing of it can be read aloud in order.")
def no_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@names("The tree of tags is empty.")
def empty_tree(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.K = Array()


@names("The file has no list that leads from its content to its tags.")
def no_parents(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.ParentTree


@names("The file gives the standard tag [P] another meaning.")
def renamed(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap.P = Name.Span


@names("Page 1: a tag [Em] is not of a standard kind.")
def unmapped(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot.RoleMap.Em


@names("Page 1: a tag [Em] is not of a standard kind.")
def circle_of_roles(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap.Em = Name.Stressed
    pdf.Root.StructTreeRoot.RoleMap.Stressed = Name.Em


@names("Page 1: a picture has no description.")
def no_alt(pdf: Pdf) -> None:
    for figure in tags(pdf, "Figure"):
        if "/Alt" in figure:
            del figure.Alt


@names("Page 1: a header cell does not say whether it heads a column or a row.")
def no_scope(pdf: Pdf) -> None:
    del tag(pdf, "TH").A


@names("Page 1: the table's first row has no header cells.")
def no_header_cells(pdf: Pdf) -> None:
    for cell in list(tags(pdf, "TH")):
        cell.S = Name.TD


@names("Page 1: a table has no rows.")
def no_rows(pdf: Pdf) -> None:
    for row in list(tags(pdf, "TR")):
        row.S = Name.Div


@names("Page 1: a header cell stands where none can be.")
def cell_without_row(pdf: Pdf) -> None:
    tag(pdf, "TR").S = Name.Div


@names("Page 1: an item of a list stands where none can be.")
def item_without_list(pdf: Pdf) -> None:
    tag(pdf, "L").S = Name.Div


@names("Page 1: a heading of level 3 comes after one of level 1.")
def skipped_level(pdf: Pdf) -> None:
    tag(pdf, "H2").S = Name.H3


@names("Page 1: a heading of level 2 comes first.")
def first_heading(pdf: Pdf) -> None:
    tag(pdf, "H1").S = Name.H2


@names("Headings with a level and headings without one are mixed.")
def mixed_headings(pdf: Pdf) -> None:
    tag(pdf, "H2").S = Name.H


@names("Page 1: a footnote has no name of its own.")
def nameless_note(pdf: Pdf) -> None:
    del tag(pdf, "Note").ID


@names("Page 1: a tag does not name the tag around it.")
def tag_without_parent(pdf: Pdf) -> None:
    tag(pdf, "TH").P = pdf.Root.StructTreeRoot


# --- content ----------------------------------------------------------------------------------


@names("Page 1: a piece of content belongs to no tag.")
def one_reference_less(pdf: Pdf) -> None:
    del tag(pdf, "TH").K


@names("Page 1: a piece of content belongs to two tags.")
def one_reference_more(pdf: Pdf) -> None:
    first, second = list(tags(pdf, "TH"))
    first.K.append(second.K[0])


@names("A piece of content that tags speak of is on no page.")
def reference_to_nothing(pdf: Pdf) -> None:
    tag(pdf, "TH").K.append(999)


@names("Page 1: the way from a piece of content to its tag leads elsewhere.")
def wrong_parent(pdf: Pdf) -> None:
    number = int(tag(pdf, "TH").K[0])
    parents_of(pdf, pdf.pages[0].StructParents)[number] = tag(pdf, "TD")


def parents_of(pdf: Pdf, key: int) -> Any:
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return dict(zip(pairs[0::2], pairs[1::2], strict=True))[key]


@names("Page 2: the page has no way from its content to its tags.")
def no_struct_parents(pdf: Pdf) -> None:
    del pdf.pages[1].StructParents


@names("Page 1: some text is neither tagged nor marked as decoration.")
def loose_text(pdf: Pdf) -> None:
    loose = pdf.make_stream(b"BT /f0 12 Tf (\x00\x01) Tj ET")
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, loose])


@names("Page 1: some text is neither tagged nor marked as decoration.")
def loose_text_in_a_form(pdf: Pdf) -> None:
    page = pdf.pages[0]
    form = pdf.make_stream(b"BT /f0 12 Tf (\x00\x01) Tj ET")
    form.stream_dict.update({"/Subtype": Name.Form, "/Resources": page.Resources})
    page.Resources.XObject = Dictionary(drawn=form)
    page.Contents = Array([page.Contents, pdf.make_stream(b"/drawn Do")])


@names("Page 1: a line or picture is neither tagged nor marked as decoration.")
def loose_line(pdf: Pdf) -> None:
    line = pdf.make_stream(b"0 0 m 9 9 l S")
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, line])


@names("Page 1: a line or picture is neither tagged nor marked as decoration.")
def loose_inline_image(pdf: Pdf) -> None:
    image = pdf.make_stream(b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI")
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, image])


@names("Page 1: two pieces of content carry the same number.")
def number_twice(pdf: Pdf) -> None:
    in_content(pdf, b"/MCID 1>>", b"/MCID 0>>")


@names("Page 1: the marks around its content do not close.")
def unbalanced(pdf: Pdf) -> None:
    in_content(pdf, b"EMC", b"")


@names("Page 1: some text or a picture is drawn with what the page does not have.")
def font_not_named(pdf: Pdf) -> None:
    del pdf.pages[0].Resources.Font.f0


@names("Page 1: a link, note or field belongs to no tag.")
def untagged_link(pdf: Pdf) -> None:
    link = tag(pdf, "Link")
    link.K = Array([kid for kid in link.K if kid.get("/Type") != Name.OBJR])


@names("Page 1: a link is not tagged as a link.")
def link_tagged_otherwise(pdf: Pdf) -> None:
    for link in list(tags(pdf, "Link")):
        link.S = Name.Span


@names("Page 1: a link, note or field has no way to its tag.")
def link_without_parent(pdf: Pdf) -> None:
    del pdf.pages[0].Annots[0].StructParent


@names("A link, note or field that a tag speaks of is on no page.")
def link_off_the_page(pdf: Pdf) -> None:
    del pdf.pages[0].Annots


# --- fonts ------------------------------------------------------------------------------------


@names("LibertinusSerif-Regular-Identity-H] is not in the file, so that another may be printed")
def font_not_embedded(pdf: Pdf) -> None:
    del pdf.pages[0].Resources.Font.f0.DescendantFonts[0].FontDescriptor.FontFile3


@names("is not in the file, so that another may be printed")
def font_without_descendant(pdf: Pdf) -> None:
    pdf.pages[0].Resources.Font.f0.DescendantFonts = Array()


@names("does not say which letter each of its signs is.")
def no_to_unicode(pdf: Pdf) -> None:
    del pdf.pages[0].Resources.Font.f0.ToUnicode


@names("is read as no letter at all.")
def letter_u0000(pdf: Pdf) -> None:
    in_letters(pdf, b"0000")


@names("is read as no letter at all.")
def letter_ufeff(pdf: Pdf) -> None:
    in_letters(pdf, b"0041FEFF")


@names("is read as one that only its maker knows.")
def letter_of_private_use(pdf: Pdf) -> None:
    in_letters(pdf, b"E000")


@names("is printed and has no letter.")
def letter_left_out(pdf: Pdf) -> None:
    letters = pdf.pages[0].Resources.Font.f0.ToUnicode
    letters.write(re.sub(rb"<0001> <[0-9A-F]+>\n", b"", letters.read_bytes()))


@names("Some text is drawn as the missing sign of the font")
def missing_sign(pdf: Pdf) -> None:
    in_content(pdf, rb"[(\000\001", rb"[(\000\000")


@names("numbers its signs in a way that cannot be checked.")
def other_encoding(pdf: Pdf) -> None:
    pdf.pages[0].Resources.Font.f0.Encoding = Name("/UniGB-UCS2-H")
