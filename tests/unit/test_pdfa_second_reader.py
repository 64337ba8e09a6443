"""A second reader of PDF/A: pikepdf's list of what it knows to be allowed, at level 2b.

It approves what it knows, and denies what it does not know. Three of its denials are not faults of
a paper, and each is named here: nothing else may be denied.
"""

import io

import pytest
from pikepdf import pdfa

from tests.support.packets import DAY, book, job, values
from tests.support.papers import saved
from vacatur.documents.typesetting import press

# It wants the place of a heading written out; a reference says the same (ISO 32000-1, 7.3.10).
REFERENCE = ("pikepdf:schema-OutlineItem", "/Dest")
# It reads no metadata of schemas that a file describes, as ours does for PDF/UA, and no level A.
METADATA = ("ISO_19005_2:6.6.", "(MetadataStream)")
# It does not look into the program of a font in this form.
FONT = ("pikepdf:font-program", "FDArray FontMatrix is not supported")
ALARMS = (REFERENCE, METADATA, FONT)


@pytest.fixture(scope="module")
def papers():
    with press() as setter:
        return {
            name: setter.pdf(spec.template, job(spec, values()).data, on=DAY)
            for name, spec in book().papers.items()
        }


def denials(pdf):
    found = pdfa.validate_written(io.BytesIO(pdf), "2b").findings
    return {
        str(each)
        for each in found
        if not any(each.rule.startswith(rule) and words in str(each) for rule, words in ALARMS)
    }


def test_it_denies_nothing_else_of_any_paper(papers):
    assert len(papers) > 15
    assert {name: denials(pdf) for name, pdf in papers.items()} == {name: set() for name in papers}


def test_it_does_look(papers):
    """A paper that runs a script is denied."""
    import pikepdf

    with pikepdf.open(io.BytesIO(papers["motion"])) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        assert denials(saved(pdf))
