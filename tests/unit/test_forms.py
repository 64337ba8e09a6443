"""A form of the court is filled, shows what it holds, and says what had no room in it."""

import io
import time
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from tests.support.court_forms import COMB, MULTILINE, CourtForm, mapped
from vacatur.documents import forms
from vacatur.documents.form_readback import held_fields
from vacatur.documents.forms import fill
from vacatur.errors import PaperRefused

SEE = "see attached page"
NAME = {"particular": "defendant-name"}


def filled(folder, form, fields, particulars):
    blank = form if isinstance(form, bytes) else form.bytes()
    return fill(blank, mapped(folder, blank, fields), particulars, where="matter 12")


def held(result):
    return {name: each.value for name, each in held_fields(result.pdf).items()}


def drawn(result, name):
    return held_fields(result.pdf)[name].drawn


def one(folder, value, **field):
    """A form of one text field, filled with a value."""
    form = CourtForm()
    form.text("name", **field)
    return filled(folder, form, {"name": NAME}, {"defendant-name": value})


# ---- what stands in the fields ------------------------------------------------------------------


def every_kind():
    form = CourtForm()
    form.text("person.name.full")
    form.text("person.name.alias", page=1)
    form.text("lines", height=60, flags=MULTILINE)
    form.text("number", flags=COMB, MaxLen=12)
    form.checkbox("waiver", "Ja Nein")
    form.radio("court", ["1", "Zwei"])
    form.choice("county", [("AL", "Allegany"), ("BC", "Baltimore City")])
    form.signature("signed")
    form.button("print")
    fields = {
        "person.name.full": NAME,
        "person.name.alias": {"leave": True},
        "lines": {"particular": "statement"},
        "number": {"particular": "case-number"},
        "waiver": {"particular": "fee-waiver", "states": {"yes": "Ja Nein", "no": "Off"}},
        "court": {"particular": "court", "states": {"circuit": "1", "district": "Zwei"}},
        "county": {"particular": "county"},
        "signed": {"leave": True},
        "print": {"leave": True},
    }
    particulars = {
        "defendant-name": "Robin Poe",
        "statement": "A first line.\nA second one.",
        "case-number": "1B0012345",
        "fee-waiver": True,
        "court": "district",
        "county": "Baltimore City",
    }
    return form, fields, particulars


def test_every_kind_of_field_is_filled(tmp_path):
    result = filled(tmp_path, *every_kind())

    assert held(result) == {
        "person.name.full": "Robin Poe",
        "person.name.alias": "",
        "lines": "A first line.\nA second one.",
        "number": "1B0012345",
        "waiver": "/Ja Nein",
        "court": "/Zwei",
        "county": "BC",
        "signed": "",
        "print": "/Off",
    }
    assert result.overflow == ()
    assert result.stripped == ()


def test_what_is_held_is_shown(tmp_path):
    result = filled(tmp_path, *every_kind())

    assert drawn(result, "person.name.full") == ("RobinPoe",)
    assert drawn(result, "lines") == ("Afirstline.Asecondone.",)
    assert drawn(result, "number") == ("1B0012345",)
    assert drawn(result, "county") == ("BaltimoreCity",)
    assert held_fields(result.pdf)["waiver"].ticked == ("/Ja Nein",)
    assert held_fields(result.pdf)["court"].ticked == ("/Off", "/Zwei")
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        assert "/NeedAppearances" not in pdf.Root.AcroForm


def test_one_character_stands_in_the_middle_of_each_cell(tmp_path):
    form = CourtForm()
    form.text("number", width=120, flags=COMB, MaxLen=12)
    result = filled(tmp_path, form, {"number": NAME}, {"defendant-name": "iW"})

    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        content = pdf.pages[0].Annots[0].AP.N.read_bytes().decode()
    lefts = [float(line.split()[4]) for line in content.splitlines() if line.endswith("Tj")]

    assert lefts == [pytest.approx(10 / 2 - 2.22 / 2), pytest.approx(15 - 9.44 / 2)]


@pytest.mark.parametrize(("quadding", "left"), [(0, 2), (1, 50 - 8.33), (2, 98 - 16.66)])
def test_a_value_is_aligned_as_the_form_says(tmp_path, quadding, left):
    result = one(tmp_path, "mm", width=100, Q=quadding)  # 8.33 points each at 10

    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        shown = pdf.pages[0].Annots[0].AP.N.read_bytes().decode().splitlines()[1]
    assert float(shown.split()[4]) == pytest.approx(left, abs=0.01)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    form, fields, particulars = every_kind()
    blank = form.bytes()

    first = filled(tmp_path, blank, fields, particulars)
    time.sleep(1.1)  # an identifier of the file that is made of the time differs by the second
    second = filled(tmp_path, blank, fields, particulars)
    other = filled(tmp_path, blank, fields, {**particulars, "defendant-name": "Robin Roe"})

    assert first.pdf == second.pdf
    assert first.pdf != other.pdf


def test_a_box_that_says_no_is_not_ticked(tmp_path):
    form, fields, particulars = every_kind()
    result = filled(tmp_path, form, fields, {**particulars, "fee-waiver": False})

    assert held(result)["waiver"] == "/Off"
    assert held_fields(result.pdf)["waiver"].ticked == ("/Off",)


def test_a_field_in_several_places_shows_its_value_in_each(tmp_path):
    form = CourtForm()
    group = form.pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("number"), Kids=Array()))
    form.form.Fields.append(group)
    for page in (0, 1):
        group.Kids.append(form.place(group, Array([40, 40, 200, 58]), page))

    result = filled(tmp_path, form, {"number": NAME}, {"defendant-name": "1B77"})

    assert held(result) == {"number": "1B77"}
    assert drawn(result, "number") == ("1B77", "1B77")


def test_a_value_that_the_blank_form_had_is_gone(tmp_path):
    result = one(tmp_path, "Robin Poe", V=String("Your Name"), RV=String("<p>Your Name</p>"))

    assert held(result) == {"name": "Robin Poe"}
    assert b"Your Name" not in result.pdf


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("Ned O'Shea", "Ned O'Shea"),
        ("José Muñoz", "José Muñoz"),
        ("Jose\u0301", "José"),  # one code point for the letter
        ("Z\u00fcrich \u201cno\u201d \u20ac5", "Zürich “no” €5"),
        ("(a) \\) <b>x</b> /Tx BMC & %", "(a) \\) <b>x</b> /Tx BMC & %"),
        ("#set page(); {{ x }} ${y}", "#set page(); {{ x }} ${y}"),
        ("  Robin Poe \n", "Robin Poe"),
        (12, "12"),
        (True, "yes"),
    ],
)
def test_a_value_stands_letter_for_letter(tmp_path, value, stands):
    result = one(tmp_path, value, width=300)

    assert held(result) == {"name": stands}
    assert drawn(result, "name") == ("".join(stands.split()),)


@pytest.mark.parametrize(
    ("value", "code_point"),
    [
        ("\u738b\u5c0f\u660e", "U+738B, U+5C0F, U+660E"),
        ("\u05d3\u05d5\u05d3", "U+05D3, U+05D5"),
        ("Łukasz", "U+0141"),
        ("Poe\u202e", "U+202E"),
        ("Po\u00ade", "U+00AD"),
        ("Po\te", "U+0009"),
        ("Po\x81e", "U+0081"),
        ("e\u0301\u0323", "U+1EB9"),
    ],
)
def test_a_character_that_no_field_can_show_is_refused_by_name(tmp_path, value, code_point):
    with pytest.raises(PaperRefused) as refused:
        one(tmp_path, value, width=400)

    assert f"[defendant-name] has {code_point}" in refused.value.what
    assert refused.value.where == "matter 12"
    assert value not in str(refused.value)


@pytest.mark.parametrize(
    ("font", "face"),
    [
        ("ABCDEF+TimesNewRomanPS-BoldMT", "/Times-Bold"),
        ("CourierNew", "/Courier"),
        ("ArialMT", "/Helvetica"),
        ("Wingdings", "/Helvetica"),
    ],
)
def test_a_value_is_drawn_in_the_standard_face_nearest_to_the_fields_own(tmp_path, font, face):
    form = CourtForm()
    form.form.DR.Font["/Own"] = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(f"/{font}")
    )
    form.text("name", DA=String("/Own 9 Tf 1 g"))
    result = filled(tmp_path, form, {"name": NAME}, {"defendant-name": "Poe"})

    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        looks = pdf.pages[0].Annots[0].AP.N
        content = looks.read_bytes()
        assert looks.Resources.Font.F.BaseFont == face
    assert b"0 g /F 9.000 Tf" in content  # black, whatever the form says


# ---- what does not fit --------------------------------------------------------------------------


def test_a_text_that_fits_only_when_smaller_is_set_smaller_and_never_below_eight_points(tmp_path):
    wide = "m" * 10  # 8.33 points each at 10, 6.664 at 8

    at_nine = one(tmp_path, wide, width=4 + 75)
    at_eight = one(tmp_path, wide, width=4 + 66.7)
    below = one(tmp_path, wide, width=4 + 66.6)

    with pikepdf.open(io.BytesIO(at_nine.pdf)) as pdf:
        assert b"/F 9.000 Tf" in pdf.pages[0].Annots[0].AP.N.read_bytes()
    assert held(at_eight) == {"name": wide}
    assert held(below) == {"name": SEE}


def test_a_long_text_goes_whole_onto_an_attached_page(tmp_path):
    long = "A very long name " * 18
    form = CourtForm()
    form.text("name")
    result = filled(
        tmp_path, form, {"name": {**NAME, "label": "Defendant"}}, {"defendant-name": long}
    )

    assert held(result) == {"name": SEE}
    assert [(each.label, each.text) for each in result.overflow] == [("Defendant", long.strip())]
    assert long[:40].encode() not in result.pdf


@pytest.mark.parametrize(("length", "fits"), [(20, True), (21, False)])
def test_a_text_longer_than_the_form_allows_is_attached(tmp_path, length, fits):
    result = one(tmp_path, "i" * length, MaxLen=20)

    assert (held(result) == {"name": "i" * 20}) is fits
    assert len(result.overflow) == (not fits)


@pytest.mark.parametrize("field", [{}, {"width": 400, "flags": COMB, "MaxLen": 40}])
def test_several_lines_for_a_field_of_one_line_are_attached(tmp_path, field):
    result = one(tmp_path, "12 Mill Lane\nFrederick", **field)

    assert held(result) == {"name": SEE}
    assert result.overflow[0].text == "12 Mill Lane\nFrederick"


@pytest.mark.parametrize(("lines", "fits"), [(4, True), (5, False)])
def test_lines_that_do_not_fit_are_attached(tmp_path, lines, fits):
    text = "\n".join(["line"] * lines)  # each is 9.2 points high at 8 points
    result = one(tmp_path, text, height=4 + 9.2 * 4 + 0.1, flags=MULTILINE)

    assert (held(result)["name"] == text) is fits


def test_a_word_without_spaces_is_broken_and_whole(tmp_path):
    result = one(tmp_path, "x" * 300, width=200, height=200, flags=MULTILINE)

    assert held(result) == {"name": "x" * 300}
    assert drawn(result, "name") == ("x" * 300,)
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        content = pdf.pages[0].Annots[0].AP.N.read_bytes()
    assert content.count(b" Tj") == 8  # 39 of them, 5 points each, on a line


@pytest.mark.parametrize("field", [{"MaxLen": 9}, {"width": 40}, {"flags": COMB, "MaxLen": 5}])
def test_a_field_without_room_even_for_saying_so_is_refused(tmp_path, field):
    with pytest.raises(PaperRefused, match=r"\[name\] has no room for its value"):
        one(tmp_path, "A very long name indeed, and more", **field)


def test_a_constant_is_never_attached(tmp_path):
    form = CourtForm()
    form.text("state", width=90)

    with pytest.raises(PaperRefused, match="no room") as refused:
        filled(tmp_path, form, {"state": {"constant": "The State of Maryland, long"}}, {})
    assert refused.value.where == "map.yaml"


# ---- charges ------------------------------------------------------------------------------------


def table(folder, charges, widths=(40, 200)):
    form, fields = CourtForm(), {}
    for row in (1, 2, 3):
        for column, width in zip(("number", "offense"), widths, strict=True):
            form.text(f"{column}{row}", width=width)
            fields[f"{column}{row}"] = {"table": "charges", "row": row, "column": column}
    return filled(folder, form, fields, {"charges": charges})


def charges(count):
    return [{"number": n, "offense": f"offence {n}"} for n in range(1, count + 1)]


def test_fewer_charges_leave_the_later_rows_blank(tmp_path):
    result = table(tmp_path, charges(2))

    assert list(held(result).values()) == ["1", "offence 1", "2", "offence 2", "", ""]
    assert result.overflow == ()


def test_as_many_charges_as_rows_fit(tmp_path):
    result = table(tmp_path, charges(3))

    assert list(held(result).values())[4:] == ["3", "offence 3"]
    assert result.overflow == ()


def test_the_last_row_says_where_the_other_charges_are(tmp_path):
    result = table(tmp_path, charges(5))

    assert list(held(result).values()) == ["1", "offence 1", "2", "offence 2", "", SEE]
    (over,) = result.overflow
    assert (over.label, over.first_row, over.columns) == ("charges", 3, ("number", "offense"))
    assert over.rows == (("3", "offence 3"), ("4", "offence 4"), ("5", "offence 5"))


def test_charges_whose_rows_have_no_room_to_say_so_are_refused(tmp_path):
    with pytest.raises(PaperRefused, match=r"\[number3\] has no room"):
        table(tmp_path, charges(4), widths=(40, 60))


def test_a_cell_that_does_not_fit_is_attached_by_its_row(tmp_path):
    result = table(tmp_path, [{"number": 1, "offense": "x" * 90}])

    assert held(result)["offense1"] == SEE
    assert result.overflow[0].label == "charges, row 1, offense"


# ---- what is refused before anything is made ----------------------------------------------------


def test_all_missing_particulars_are_named_at_once(tmp_path):
    form, fields, particulars = every_kind()
    for name in ("defendant-name", "county"):
        particulars[name] = ""
    del particulars["court"]
    particulars["fee-waiver"] = None

    with pytest.raises(PaperRefused) as refused:
        filled(tmp_path, form, fields, particulars)

    assert "needs [defendant-name], [fee-waiver], [court], [county]" in refused.value.what
    assert refused.value.where == "matter 12"


def test_a_particular_that_is_not_required_may_be_missing(tmp_path):
    form, fields, particulars = every_kind()
    fields["county"] = {**fields["county"], "required": "no"}
    del particulars["county"]

    assert held(filled(tmp_path, form, fields, particulars))["county"] == ""


def test_what_the_blank_form_suggests_is_no_value(tmp_path):
    form = CourtForm()
    form.text("name", V=String("Your Name"))
    box = form.checkbox("box", "On")
    box.V, box.AS = Name.On, Name.On
    optional = {"required": "no"}
    states = {"particular": "fee-waiver", "states": {"yes": "On"}}

    result = filled(tmp_path, form, {"name": NAME | optional, "box": states | optional}, {})

    assert held(result) == {"name": "", "box": "/Off"}
    assert held_fields(result.pdf)["box"].ticked == ("/Off",)
    assert drawn(result, "name") == ("",)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ([], "needs [charges]"),
        ([{"number": 1}, {"offense": "theft"}], "[charges, row 1, offense], [charges, row 2, num"),
        # A row that goes onto the attached page is as whole as the others.
        ([*charges(4), {"number": 5}], "needs [charges, row 5, offense]"),
    ],
)
def test_a_row_with_a_hole_is_refused(tmp_path, given, named):
    with pytest.raises(PaperRefused) as refused:
        table(tmp_path, given)

    assert named in refused.value.what


def test_a_value_for_which_no_state_is_named_is_refused(tmp_path):
    form, fields, particulars = every_kind()

    with pytest.raises(PaperRefused, match=r"no state of field \[court\]") as refused:
        filled(tmp_path, form, fields, {**particulars, "court": "secret court"})
    assert "[circuit], [district]" in refused.value.repair
    assert "secret" not in str(refused.value)


def test_a_value_that_is_no_option_is_refused(tmp_path):
    form, fields, particulars = every_kind()

    with pytest.raises(PaperRefused, match=r"\[county\] is none of the options") as refused:
        filled(tmp_path, form, fields, {**particulars, "county": "secret county"})
    assert "[Allegany], [Baltimore City]" in refused.value.repair
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("value", [1.5, ["a"], {"a": 1}])
def test_what_is_no_text_is_refused(tmp_path, value):
    with pytest.raises(PaperRefused, match="is not a text"):
        one(tmp_path, value)


@pytest.mark.parametrize("value", ["theft", [1], {"number": 1}])
def test_what_is_no_table_is_refused(tmp_path, value):
    with pytest.raises(PaperRefused, match="is not a table"):
        table(tmp_path, value)


# ---- read back ----------------------------------------------------------------------------------


def write_another_text(pdf, field, text):
    write_text(pdf, field, replace(text, stored="Robin Poo"))


def draw_another_text(pdf, field, text):
    write_text(pdf, field, text)
    field.widgets[0].node.AP.N.write(b"BT <00> Tj ET")


def write_beside(pdf, field, text):
    write_text(pdf, field, text)
    pdf.pages[1].Annots[0].V = String("Robin Poe")


def draw_nothing(pdf, field, text):
    field.node.V = String(text.stored)


def drop_a_place(pdf, field, text):
    write_text(pdf, field, text)
    pdf.pages[1].Annots = Array()


write_text = forms._write_text


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (write_another_text, "[lines], [number], [county], [person.name.full]"),
        (draw_another_text, "[person.name.full]"),
        (draw_nothing, "[person.name.full]"),
        (write_beside, "[person.name.alias]"),
        (drop_a_place, "[person.name.alias], [signed]"),
    ],
)
def test_a_form_that_does_not_hold_what_was_put_in_is_refused(tmp_path, monkeypatch, wrong, named):
    monkeypatch.setattr(forms, "_write_text", wrong)

    with pytest.raises(PaperRefused, match="read back") as refused:
        filled(tmp_path, *every_kind())
    assert all(name in refused.value.what for name in named.split(", "))


@pytest.mark.parametrize(("state", "ticked"), [("/Zwei", "/Off"), ("/Off", "/Zwei")])
def test_a_button_that_is_not_as_it_was_to_be_is_refused(tmp_path, monkeypatch, state, ticked):
    def wrong(field, _):
        field.node.V = Name(state)
        field.widgets[-1].node.AS = Name(ticked)

    monkeypatch.setattr(forms, "_write_state", wrong)

    with pytest.raises(PaperRefused, match=r"read back.*\[court\]"):
        filled(tmp_path, *every_kind())
