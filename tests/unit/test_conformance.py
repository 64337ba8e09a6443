"""The checks of a PDF name each way in which a good one is broken, and nothing in the good one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.support.papers import EVERYTHING, HEAD, printed, saved, tag, tags
from vacatur.documents.conformance import faults_of
from vacatur.documents.conformance_fonts import letters_of


@pytest.fixture(scope="module")
def good() -> bytes:
    return printed(EVERYTHING)


BREAKS: list[tuple[Callable[[Pdf], object], str]] = []


def names(fault: str) -> Callable[[Callable[[Pdf], object]], Callable[[Pdf], object]]:
    """Keep a way to break a paper beside the fault that must be named for it."""

    def keep(broken: Callable[[Pdf], object]) -> Callable[[Pdf], object]:
        BREAKS.append((broken, fault))
        return broken

    return keep


def in_metadata(pdf: Pdf, old: bytes, new: bytes = b"") -> None:
    written = pdf.Root.Metadata.read_bytes()
    changed = re.sub(old, new, written, flags=re.DOTALL)
    assert changed != written
    pdf.Root.Metadata.write(changed)


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


# --- the file ---------------------------------------------------------------------------------


@names("The file has no output intent with a colour profile.")
def no_output_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


@names("The file has no output intent with a colour profile.")
def output_intent_without_profile(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"not a profile")


@names("A window with this file shows the file's name, not its title.")
def title_not_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences.DisplayDocTitle


@names("The file does not say its language.")
def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


@names("The file does not say its language.")
def empty_language(pdf: Pdf) -> None:
    pdf.Root.Lang = String("")


@names("The file does not say that it is tagged.")
def no_mark_info(pdf: Pdf) -> None:
    del pdf.Root.MarkInfo


@names("The file does not say that it is tagged.")
def not_marked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


@names("The file says that its tags are doubtful.")
def suspect(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


@names("The file leaves it to the reader's program how fields look.")
def need_appearances(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)


@names("The file holds an XFA form.")
def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))


@names("Page 2: the tab key does not follow the order of the tags.")
def no_tabs(pdf: Pdf) -> None:
    del pdf.pages[1].Tabs


@names("Page 1: a link is not printed with the page.")
def link_not_printed(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].F = 0


@names("Page 1: a link is hidden.")
def link_hidden(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].F = 4 | 2


@names("Page 1: a link does not say where it leads.")
def link_unsaid(pdf: Pdf) -> None:
    del pdf.pages[0].Annots[0].Contents


@names("The file holds a script.")
def script_on_opening(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@names("The file holds a script.")
def script_by_name(pdf: Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("1")))
    scripts = Dictionary(Names=Array([String("a"), script]))
    pdf.Root.Names = Dictionary(JavaScript=scripts)


@names("The file would start a program.")
def launch(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].A = Dictionary(Type=Name.Action, S=Name.Launch)


@names("The file holds an action [ImportData].")
def import_data(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.ImportData)


@names("The file acts by itself when it is opened, closed or printed.")
def acts_by_itself(pdf: Pdf) -> None:
    pdf.pages[1].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))


@names("Another file is attached to the file.")
def attached(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, b"notes", filename="notes.txt")


@names("A part of the file lies in another file.")
def external_stream(pdf: Pdf) -> None:
    pdf.pages[0].Contents.stream_dict.F = String("elsewhere.txt")


# --- what the file says of itself -------------------------------------------------------------


@names("The file has no metadata.")
def no_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


@names("The metadata cannot be read.")
def metadata_not_xml(pdf: Pdf) -> None:
    pdf.Root.Metadata.write(b"<x:xmpmeta")


@names("The metadata do not say PDF/A part 2.")
def other_part(pdf: Pdf) -> None:
    in_metadata(pdf, rb"<pdfaid:part>2", b"<pdfaid:part>3")


@names("The metadata do not say PDF/A level A.")
def other_level(pdf: Pdf) -> None:
    in_metadata(pdf, rb"<pdfaid:conformance>A", b"<pdfaid:conformance>B")


@names("The metadata do not say PDF/UA part 1.")
def no_pdfua(pdf: Pdf) -> None:
    in_metadata(pdf, rb"<pdfuaid:part>1</pdfuaid:part>")


@names("The metadata give no title.")
def no_title_in_metadata(pdf: Pdf) -> None:
    in_metadata(pdf, rb"<dc:title>.*?</dc:title>")


@names("The metadata give no title.")
def blank_title_in_metadata(pdf: Pdf) -> None:
    in_metadata(pdf, rb"Motion to vacate", b"  ")


@names("The document information gives no title.")
def no_title_in_information(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


@names("The metadata and the document information give two different titles.")
def two_titles(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = "Another"


@names("The metadata and the document information disagree on the date of making.")
def two_dates(pdf: Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:20260101000001Z"


@names("The metadata and the document information disagree on the date of change.")
def unreadable_date(pdf: Pdf) -> None:
    pdf.docinfo["/ModDate"] = "yesterday"


# --- tags -------------------------------------------------------------------------------------


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


# --- the tests --------------------------------------------------------------------------------


def test_a_good_paper_has_no_fault_also_when_it_is_written_out_again(good: bytes) -> None:
    assert faults_of(good) == ()
    with pikepdf.open(io.BytesIO(good)) as pdf:
        assert faults_of(saved(pdf)) == ()


@pytest.mark.parametrize(("broken", "fault"), BREAKS, ids=[broken.__name__ for broken, _ in BREAKS])
def test_each_break_is_named(good: bytes, broken: Callable[[Pdf], object], fault: str) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        broken(pdf)
        found = faults_of(saved(pdf))
    assert any(fault in each for each in found), found
    assert all(is_a_sentence(each) for each in found)


def is_a_sentence(fault: str) -> bool:
    return fault[0].isupper() and fault.endswith(".") and "pikepdf" not in fault


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda pdf: b"", "The file cannot be opened as a PDF."),
        (lambda pdf: b"%PDF-1.7 and no more", "The file cannot be opened as a PDF."),
        (lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-2.0", 1), "The file does not begin as a PDF"),
        (lambda pdf: b"\n" + pdf, "The file does not begin as a PDF"),
    ],
    ids=["nothing", "a header alone", "another version", "a line before the header"],
)
def test_bytes_that_are_no_such_file(
    good: bytes, spoil: Callable[[bytes], bytes], fault: str
) -> None:
    assert any(each.startswith(fault) for each in faults_of(spoil(good)))


@pytest.mark.parametrize(
    ("password", "fault"),
    [("", "The file is encrypted."), ("secret", "The file asks for a password.")],
)
def test_an_encrypted_file(good: bytes, password: str, fault: str) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        locked = saved(pdf, encryption=pikepdf.Encryption(user=password, owner="owner"))
    assert fault in faults_of(locked)


def test_a_part_packed_with_lzw_is_refused(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        part = pdf.make_stream(b"")
        part.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
        pdf.Root.Unused = part
        as_it_is = {"compress_streams": False}
        packed = saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, **as_it_is)
    assert faults_of(packed) == ("A part of the file is packed with LZW, which archives refuse.",)


def test_a_file_whose_parts_are_of_the_wrong_kind_has_not_passed(good: bytes) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        del pdf.Root.Lang
        pdf.pages[0].Resources.Font = 7
        found = faults_of(saved(pdf))
    assert "The file does not say its language." in found
    assert "A part of the file is not what a PDF must have there; checking stopped." in found


def test_a_table_over_several_pages_has_no_fault() -> None:
    rows = "..range(99).map(n => ([#n], [x])).flatten()"
    assert faults_of(printed(HEAD + f"#table(columns: 2, table.header([a], [b]), {rows})")) == ()


def test_letters_of_runs_and_lists_and_signs_beyond_the_first_plane() -> None:
    written = (
        b"2 beginbfrange\n<0001> <0003> <0041>\n<0005> <0006> [<0066 0069> <D83DDE00>]\n"
        b"endbfrange\n1 beginbfchar\n<07> <005A>\nendbfchar"
    )
    assert letters_of(written) == {1: "A", 2: "B", 3: "C", 5: "fi", 6: "\U0001f600", 7: "Z"}
