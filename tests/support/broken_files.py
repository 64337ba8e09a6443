"""Ways to break a good paper as a file: what it carries and does, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

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


@names("The file acts by itself when it is opened, closed or printed.")
def acts_on_closing(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Named, N=Name.NextPage))


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
