"""A blank form that is not the one described, or cannot be filled, stops; what it does goes out."""

import hashlib
import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.support.court_forms import (
    COMBO,
    MULTILINE,
    PRINTED,
    READ,
    CourtForm,
    mapped,
)
from vacatur.documents.form_drafts import describe, draft_map
from vacatur.documents.form_fields import FieldKind
from vacatur.documents.form_map import load_form_map
from vacatur.documents.forms import fill
from vacatur.errors import PaperRefused

NAME = {"particular": "defendant-name"}
POE = {"defendant-name": "Robin Poe"}


def simple(**field):
    form = CourtForm()
    form.text("name", **field)
    return form


def filled(folder, blank, fields=None, **more):
    form_map = mapped(folder, blank, fields or {"name": NAME}, **more)
    return fill(blank, form_map, POE, where="matter 12")


def refusal(folder, blank, fields=None, **more):
    with pytest.raises(PaperRefused) as refused:
        filled(folder, blank, fields, **more)
    return refused.value


# ---- not the form described ---------------------------------------------------------------------


def test_a_form_with_another_hash_is_refused(tmp_path):
    error = refusal(tmp_path, simple().bytes(), sha256="0a" * 32)

    assert error.what == (
        "the form in forms/CC-DC-CR-072D.pdf has a revision that nobody has described"
    )
    assert "sha256" in error.why


@pytest.mark.parametrize(
    "printed",
    [
        "Form CC-DC-CR-072D (Rev. 01/2026)",
        "Form CC-DC-CR-072D (Rev. 110/2025)",
        "Form CC-DC-CR-072 (Rev. 10/2025)",
        "",
    ],
)
def test_a_form_that_does_not_print_the_revision_described_is_refused(tmp_path, printed):
    form = CourtForm(printed)
    form.text("name")

    error = refusal(tmp_path, form.bytes())

    assert "a revision that nobody has described" in error.what
    assert "is not printed on it" in error.why


def test_a_form_whose_number_only_begins_alike_is_refused(tmp_path):
    error = refusal(tmp_path, simple().bytes(), form="CC-DC-CR-072")

    assert "[CC-DC-CR-072] is not printed on it" in error.why


def test_all_fields_that_the_map_does_not_name_are_named(tmp_path):
    form = simple()
    form.text("other.one")
    form.checkbox("box", "On")

    assert "does not name [other.one], [box]" in refusal(tmp_path, form.bytes()).what


def test_all_fields_that_the_form_lacks_are_named(tmp_path):
    fields = {"name": NAME, "nmae": NAME, "sig": {"leave": True}}

    assert "no field [nmae], [sig]" in refusal(tmp_path, simple().bytes(), fields).what


def test_a_text_field_takes_no_state(tmp_path):
    error = refusal(tmp_path, simple().bytes(), {"name": {**NAME, "states": {"a": "On"}}})

    assert "`states` are for boxes" in error.what


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (NAME, "a box needs `states`"),
        ({"constant": "Yes"}, "no state [Yes]; it has [Off], [On]"),
        ({**NAME, "states": {"yes": "on"}}, "no state [on]; it has [Off], [On]"),
        ({"table": "charges", "row": 1, "column": "number"}, "a box needs `states`"),
    ],
)
def test_a_box_takes_only_its_own_states(tmp_path, rule, fault):
    form = CourtForm()
    form.checkbox("box", "On")

    assert fault in refusal(tmp_path, form.bytes(), {"box": rule}).what


def test_a_constant_for_a_choice_is_one_of_its_options(tmp_path):
    form = CourtForm()
    form.choice("county", [("AL", "Allegany")])

    assert "is no option" in refusal(tmp_path, form.bytes(), {"county": {"constant": "X"}}).what
    assert filled(tmp_path, form.bytes(), {"county": {"constant": "Allegany"}})


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda form: form.signature("x"), "a place to sign"),
        (lambda form: form.button("x"), "a button to press"),
        (lambda form: form.choice("x", [("A", "A")], flags=0), "a list box"),
        (lambda form: form.text("x", flags=1 << 13), "a list box, a password"),
        (lambda form: form.text("x", F=PRINTED | 2), "not shown, or not printed"),
        (lambda form: form.text("x", F=0), "not shown, or not printed"),
        (lambda form: form.text("x", MK=Dictionary(R=90)), "stand on its side"),
    ],
)
def test_what_cannot_hold_a_value_can_only_be_left(tmp_path, make, fault):
    form = simple()
    make(form)
    blank = form.bytes()

    assert fault in refusal(tmp_path, blank, {"name": NAME, "x": NAME}).what
    assert filled(tmp_path, blank, {"name": NAME, "x": {"leave": True}})


def test_a_value_of_the_court_that_only_a_viewer_draws_is_not_left(tmp_path):
    form = simple()
    form.text("state", V=String("Maryland"))
    blank = form.bytes()

    fields = {"name": NAME, "state": {"leave": True}}
    assert "its own value is not drawn" in refusal(tmp_path, blank, fields).what
    assert filled(tmp_path, blank, {**fields, "state": {"constant": "Maryland"}})


@pytest.mark.parametrize("rest", ["10/2025Page 1", "10/2025)", "Rev.10/2025", "10/2025"])
def test_the_revision_may_stand_close_to_other_words(tmp_path, rest):
    form = CourtForm(f"CC-DC-CR-072D {rest}")
    form.text("name")

    assert filled(tmp_path, form.bytes())


# ---- not a form that can be filled --------------------------------------------------------------


def test_what_is_no_pdf_is_refused(tmp_path):
    assert "not a PDF" in refusal(tmp_path, b"%PDF-1.7 no").what


def flat(form):
    del form.pdf.Root.AcroForm


def empty(form):
    form.form.Fields = Array()


def xfa(form):
    form.form.XFA = form.pdf.make_stream(b"<xdp/>")


def stray(form):
    form.form.Fields = Array([form.form.Fields[1]])


def inside_the_page(form):
    form.pdf.pages[0].Annots.append(Dictionary(Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))


def inside_both(form):
    field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("third"), Rect=Array([0, 0, 9, 9]))
    form.form.Fields.append(field)
    form.pdf.pages[0].Annots.append(field)


def twice(form):
    form.text("name")


def signed(form):
    form.signature("sig").V = Dictionary(Type=Name.Sig)


def circle(form):
    form.form.Fields[0].Kids = Array([form.form.Fields[0]])


@pytest.mark.filterwarnings("ignore:This document has")
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flat, "the form has no fields"),
        (empty, "the form has no fields"),
        (xfa, "made of XFA"),
        (stray, "page 1 of the form shows a field that the form does not list"),
        (inside_the_page, "page 1 of the form shows a field that the form does not list"),
        (inside_both, "page 1 of the form shows a field that the form does not list"),
        (twice, "two fields of the name [name]"),
        (signed, "signed already, in field [sig]"),
        (circle, "cannot be read"),
    ],
)
def test_a_form_that_cannot_be_filled_is_refused_and_not_described(tmp_path, damage, said):
    form = simple()
    form.text("second")
    damage(form)
    blank = form.bytes()

    assert said in refusal(tmp_path, blank).what
    with pytest.raises(PaperRefused) as refused:
        describe(blank, where="some.pdf")
    assert said in refused.value.what
    assert refused.value.where == "some.pdf"


def test_a_page_whose_text_cannot_be_read_is_refused(tmp_path):
    form = simple()
    blank = form.bytes(compress_streams=False)
    length = re.search(rb"/Length (\d+)", blank)[0]
    damaged = blank.replace(length, b"/Length (x)", 1)

    assert "cannot be read" in refusal(tmp_path, damaged).what


def test_what_is_no_field_among_the_places_of_a_page_is_passed_over(tmp_path):
    form = simple()
    form.pdf.pages[0].Annots.append(12)
    form.pdf.pages[1].Annots = 12

    assert filled(tmp_path, form.bytes())


@pytest.mark.parametrize("user", ["", "secret"])
def test_an_encrypted_form_is_refused(tmp_path, user):
    lock = pikepdf.Encryption(owner="owner", user=user)
    blank = simple().bytes(encryption=lock)

    with pytest.raises(PaperRefused, match="the form is encrypted"):
        describe(blank, where="some.pdf")


# ---- what the form does by itself ---------------------------------------------------------------


def script(form):
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def at_opening(form):
    form.pdf.Root.OpenAction = script(form)


def on_the_field(form):
    form.form.Fields[0].AA = Dictionary(K=script(form), F=script(form))


def in_the_names(form):
    names = Dictionary(Names=Array([String("a"), script(form)]))
    form.pdf.Root.Names = Dictionary(JavaScript=names)


def launching(form):
    form.form.Fields[0].A = Dictionary(S=Name.Launch, F=String("calc.exe"))


def sending(form):
    form.form.Fields[0].AA = Dictionary(U=Dictionary(S=Name.SubmitForm, F=String("app.alert")))


def with_a_file(form):
    form.pdf.attachments["calc.exe"] = b"app.alert"


@pytest.mark.parametrize(
    ("active", "said"),
    [
        (at_opening, "JavaScript"),
        (on_the_field, "JavaScript"),
        (in_the_names, "JavaScript"),
        (launching, "programs to launch"),
        (sending, "sending to the web"),
        (with_a_file, "embedded files"),
    ],
)
def test_what_the_form_does_is_taken_out_and_said(tmp_path, active, said):
    form = simple()
    active(form)

    result = filled(tmp_path, form.bytes())

    assert result.stripped == (said,)
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        rest = b"".join(each.unparse() for each in pdf.objects)
    assert not [word for word in (b"app.alert", b"calc.exe", b"/EF") if word in rest]


def test_usage_rights_are_taken_out(tmp_path):
    form = simple()
    form.pdf.Root.Perms = Dictionary(UR3=Dictionary(Type=Name.Sig))

    result = filled(tmp_path, form.bytes())

    assert result.stripped == ("usage rights, which a changed form loses",)
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert "/Perms" not in pdf.Root


def test_a_form_in_which_something_active_is_left_is_refused(tmp_path):
    form = simple()
    form.pdf.Root.PieceInfo = Dictionary(Odd=Dictionary(Deep=Array([script(form)])))

    error = refusal(tmp_path, form.bytes())

    assert "cannot be taken out of the form: JavaScript" in error.what


# ---- describe and draft -------------------------------------------------------------------------


def every_kind():
    form = CourtForm()
    form.text("a.b.c", page=1, TU=String("The name: 'as printed'\n# of you"), MaxLen=30, flags=2)
    form.text("lines", flags=MULTILINE | READ)
    form.checkbox("box", "Ja Nein")
    form.radio("court", ["1", "Zwei"])
    form.choice("county", [("AL", "Allegany")], flags=COMBO)
    form.signature("sig")
    return form.bytes()


def test_every_field_is_described():
    described = {each.name: each for each in describe(every_kind(), where="some.pdf")}

    assert {name: (each.kind, each.pages) for name, each in described.items()} == {
        "a.b.c": (FieldKind.TEXT, (2,)),
        "lines": (FieldKind.LINES, (1,)),
        "box": (FieldKind.CHECKBOX, (1,)),
        "court": (FieldKind.RADIO, (1,)),
        "county": (FieldKind.CHOICE, (1,)),
        "sig": (FieldKind.SIGNATURE, (2,)),
    }
    assert described["a.b.c"].max_length == 30
    assert described["a.b.c"].is_required
    assert described["a.b.c"].tooltip.startswith("The name")
    assert described["box"].options == ("Ja Nein",)
    assert described["court"].options == ("1", "Zwei")
    assert described["county"].options == ("Allegany",)


def test_a_draft_is_refused_until_it_is_filled_and_then_describes_the_form(tmp_path):
    blank = every_kind()
    path = tmp_path / "draft.yaml"
    draft = draft_map(blank, "CC-DC-CR-072D", "10/2025", where="some.pdf")
    path.write_text(draft, encoding="utf-8")

    with pytest.raises(PaperRefused, match=r"\[\?\] is still to be filled"):
        load_form_map(path, particulars=["defendant-name"], tables={})

    draft = draft.replace('particular: "?"', "particular: defendant-name")
    path.write_text(draft.replace('"?": ', "Allegany: "), encoding="utf-8")
    form_map = load_form_map(path, particulars=["defendant-name"], tables={})

    assert form_map.sha256 == hashlib.sha256(blank).hexdigest()
    assert list(form_map.fields) == ["a.b.c", "lines", "box", "court", "county", "sig"]
    assert fill(blank, form_map, {"defendant-name": "Allegany"}, where="matter 12").pdf
