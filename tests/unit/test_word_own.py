"""Templates of Word that an office made: what is taken, and what no template may hold or say."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.support.packets import DAY, SIGNER, book, marks, values
from tests.support.word import footer, paragraphs, related, template
from vacatur.documents.composing import compose
from vacatur.documents.word import WordTemplates
from vacatur.documents.word_package import packed, unpacked
from vacatur.errors import PaperRefused

DATA = compose(book().papers["notice-to-victim"], values(), cites={}, signer=SIGNER, marks=marks())
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def copied(folder, docx, data=DATA):
    (folder / "letter.docx").write_bytes(docx)
    return WordTemplates(folder).copy("letter", data, on=DAY)


def refusal(folder, docx, data=DATA):
    with pytest.raises(PaperRefused) as refused:
        copied(folder, docx, data)
    return str(refused.value)


def test_one_of_the_office_takes_the_place_of_ours(tmp_path):
    copy = copied(tmp_path, template("Seal of {{ author }}"))

    assert list(paragraphs(copy))[-1].text == "Seal of An office"
    assert footer(copy)[0] == "A copy for editing. It is not the paper that was approved."


def test_ours_is_one_that_an_office_may_use(tmp_path):
    assert copied(tmp_path, template()) == WordTemplates().copy("letter", DATA, on=DAY)


def test_each_name_that_a_template_may_print_is_described():
    told = (Path(__file__).resolve().parents[2] / "docs" / "word.md").read_text("utf-8")

    assert [name for name in (*DATA, "copy", "table") if f"`{name}`" not in told] == []


def test_what_word_leaves_beside_an_open_file_and_other_templates_are_passed_over(tmp_path):
    for name in ("~$letter.docx", "letter.typ", "notes.txt"):
        (tmp_path / name).write_bytes(b"lock")

    assert WordTemplates(tmp_path).copy("letter", DATA, on=DAY)


def test_a_name_like_none_of_ours_is_refused(tmp_path):
    (tmp_path / "leter.docx").write_bytes(template())

    with pytest.raises(PaperRefused, match=r"leter\.docx[^?]*Did you mean \[letter\]"):
        WordTemplates(tmp_path)


# ---- what it says -------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["{{ titel }}", "{% if false %}{{ titel }}{% endif %}"])
def test_a_misspelt_name_is_told_with_the_nearest(tmp_path, said):
    told = refusal(tmp_path, template(said))

    assert "letter.docx: the template asks for [titel]" in told
    assert "Did you mean [title]?" in told


@pytest.mark.parametrize(
    "said", ["{{ words.date_sined }}", "{% if words.date_sined %}x{% endif %}"]
)
def test_a_name_misspelt_below_is_told_too(tmp_path, said):
    told = refusal(tmp_path, template(said))

    assert "[date_sined]" in told
    assert "Did you mean [date_signed]?" in told


@pytest.mark.parametrize(
    "said",
    [
        "{{ title.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ title['__class__'] }}",
        "{{ title|attr('__class__') }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__ }}",
        "{{ range(1000000000) }}",
        "{{ title.format(title) }}",
        "{{ title.upper() }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ title|safe }}",
        "{{ title|default('') }}",
        "{% autoescape false %}{{ title }}{% endautoescape %}",
        "{% set copy = '' %}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}x{% endmacro %}",
        "{% for x in sections recursive %}{% endfor %}",
        "{% if title is defined %}x{% endif %}",
    ],
)
def test_what_runs_something_is_refused(tmp_path, said):
    assert "letter.docx: the template " in refusal(tmp_path, template(said))


@pytest.mark.parametrize("said", ["{{ title.upper }}", "{{ sections.append }}", "{{ words.keys }}"])
def test_no_attribute_of_python_is_reached(tmp_path, said):
    assert "which nothing is called" in refusal(tmp_path, template(said))


def test_it_is_refused_in_the_footer_too(tmp_path):
    there = unpacked(template())["word/footer1.xml"].decode()
    changed = there.replace("{{ note }}", "{{ note.__class__ }}").encode()

    assert "[__class__]" in refusal(tmp_path, template(parts={"word/footer1.xml": changed}))


@pytest.mark.parametrize("said", ["{{ title", "{% if draft %}", "{% for a, b in to %}{% endfor %}"])
def test_a_broken_one_is_refused_without_what_it_would_print(tmp_path, said):
    told = refusal(tmp_path, template(said), {**DATA, "to": ["JANE DOE"]})

    assert "letter.docx: the template may not be used" in told
    assert "JANE" not in told


def test_xml_that_falls_apart_is_refused_and_not_mended(tmp_path):
    broken = {'<w:t xml:space="preserve">{{ day }}': "{% if draft %}<w:t>{% endif %}{{ day }}"}

    assert "letter.docx" in refusal(tmp_path, template(replace=broken))


@pytest.mark.parametrize("mark", ["copy", "note"])
def test_one_that_hides_what_a_copy_is_is_refused(tmp_path, mark):
    there = unpacked(template())["word/footer1.xml"].decode()
    changed = there.replace(f"{{{{ {mark} }}}}", "A paper").encode()

    assert f"does not say [{mark}]" in refusal(
        tmp_path, template(parts={"word/footer1.xml": changed})
    )


# ---- what it holds ------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["docm", "DOCM", "dotm", "dotx", "doc", "rtf", "DOCX"])
def test_another_kind_of_file_is_refused(tmp_path, ending):
    (tmp_path / f"letter.{ending}").write_bytes(template())

    with pytest.raises(PaperRefused, match=rf"it is a \[.{ending}"):
        WordTemplates(tmp_path)


def test_a_macro_is_refused_whatever_the_file_is_called(tmp_path):
    plain = unpacked(template())["[Content_Types].xml"].decode()
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    macro = plain.replace(kind, "vnd.ms-word.document.macroEnabled.main").encode()

    assert "[word/vbaProject.bin]" in refusal(
        tmp_path, template(parts={"word/vbaProject.bin": b"x"})
    )
    assert "no plain document" in refusal(tmp_path, template(parts={"[Content_Types].xml": macro}))


@pytest.mark.parametrize(
    "part",
    ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/afchunk.html",
     "word/comments.xml", "word/media/image1.svg", "../evil.xml", "word/glossary/document.xml"],
)  # fmt: skip
def test_a_part_that_no_paper_needs_is_refused(tmp_path, part):
    assert f"it holds [{part}]" in refusal(tmp_path, template(parts={part: b"<x/>"}))


@pytest.mark.parametrize("kind", ["hyperlink", "image", "attachedTemplate", "frame"])
def test_a_link_that_leads_out_is_refused(tmp_path, kind):
    rels = related(kind, "https://example.org/x", outside=True)

    assert "a link leads out" in refusal(
        tmp_path, template(parts={"word/_rels/document.xml.rels": rels})
    )


def test_an_old_drawing_that_names_a_file_is_refused(tmp_path):
    drawn = '<w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="x.png"/></w:pict>'
    pict = {"<w:sectPr>": f"<w:p><w:r>{drawn}</w:r></w:p><w:sectPr>"}

    assert "a link leads out" in refusal(tmp_path, template(replace=pict))


@pytest.mark.parametrize("kind", ["oleObject", "package", "aFChunk"])
def test_an_object_is_refused(tmp_path, kind):
    rels = related(kind, "media/image1.png")
    held = {"word/_rels/document.xml.rels": rels, "word/media/image1.png": b"x"}

    assert f"a [{kind}] belongs to it" in refusal(tmp_path, template(parts=held))


@pytest.mark.parametrize("what", ["object", "control", "altChunk", "mailMerge", "delInstrText"])
def test_what_lives_in_a_page_is_refused(tmp_path, what):
    live = {"<w:sectPr>": f"<w:p><w:r><w:{what}/></w:r></w:p><w:sectPr>"}

    assert f"[{what}] stands there" in refusal(tmp_path, template(replace=live))


def field(*instructions):
    said = "".join(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for parts in instructions
    )
    return template(replace={"<w:sectPr>": f"<w:p>{said}</w:p><w:sectPr>"})


@pytest.mark.parametrize(
    "parts",
    [("DDEAUTO c:\\\\x",), ("DD", "EAUTO x"), ("INCLUDETEXT", " x"), ("PAGE {{ title }}",),
     ("HYPERLINK x",), ("DATABASE",)],
)  # fmt: skip
def test_a_field_that_fetches_or_runs_is_refused(tmp_path, parts):
    assert "a field does more" in refusal(tmp_path, field(parts))


def test_a_simple_field_is_looked_at_too(tmp_path):
    simple = {"<w:sectPr>": '<w:p><w:fldSimple w:instr="DDE x"/></w:p><w:sectPr>'}

    assert "a field does more" in refusal(tmp_path, template(replace=simple))


def test_fields_that_count_pages_are_taken(tmp_path):
    assert copied(tmp_path, field((" PAGE  \\* MERGEFORMAT ",), (" NUM", "PAGES ")))


def test_a_document_type_is_refused(tmp_path):
    bomb = f'<!DOCTYPE w:ftr [<!ENTITY a "x">]><w:ftr {SPACE}><w:p/></w:ftr>'
    hidden = f'<?xml version="1.0" encoding="UTF-16"?>{bomb}'.encode("utf-16")

    assert "document type" in refusal(tmp_path, template(parts={"word/footer1.xml": bomb.encode()}))
    assert "UTF-8" in refusal(tmp_path, template(parts={"word/footer1.xml": hidden}))


def test_a_file_that_is_none_is_refused(tmp_path):
    huge = packed({"word/document.xml": b"0" * 20_000_001})
    without = {
        name: part for name, part in unpacked(template()).items() if name != "word/document.xml"
    }

    assert "no .docx" in refusal(tmp_path, b"PK not at all")
    assert "no .docx" in refusal(tmp_path, template()[:-300])
    assert "20,000,000 bytes" in refusal(tmp_path, huge)
    assert "does not hold [word/document.xml]" in refusal(tmp_path, packed(without))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused(tmp_path):
    twice = io.BytesIO(template())
    with zipfile.ZipFile(twice, "a") as packing:
        packing.writestr("word/document.xml", b"<x/>")

    assert "stands in it twice" in refusal(tmp_path, twice.getvalue())


def test_a_link_to_another_file_is_refused(tmp_path):
    (tmp_path / "elsewhere").write_bytes(template())
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.docx").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PaperRefused, match="a link to another file"):
        WordTemplates(tmp_path / "own")
