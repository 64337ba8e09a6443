"""A field map is read strictly: what is not known is refused with its line and the nearest name."""

import pytest
import yaml

from tests.support.court_forms import PARTICULARS, TABLES
from vacatur.documents.form_map import Constant, FromParticular, FromRow, Leave, load_form_map
from vacatur.errors import PaperRefused

GOOD = """\
format: 1
form: CC-DC-CR-072D
revision: "10/2025"
sha256: "{sha}"
fields:
  defendant.name:
    particular: defendant-name
    label: Name of the defendant
  box:
    particular: fee-waiver
    states: {{yes: Ja, no: Off}}
    required: no
  number1: {{table: charges, row: 1, column: number}}
  offense1: {{table: charges, row: 1, column: offense}}
  number2: {{table: charges, row: 2, column: number, required: no}}
  offense2: {{table: charges, row: 2, column: offense}}
  state: {{constant: MD}}
  signature: {{leave: true}}
""".format(sha="0a" * 32)


def read(folder, text):
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return load_form_map(path, particulars=PARTICULARS, tables=TABLES)


def test_a_whole_map_is_read(tmp_path):
    form_map = read(tmp_path, GOOD)

    assert (form_map.form, form_map.revision) == ("CC-DC-CR-072D", "10/2025")
    assert form_map.sha256 == "0a" * 32
    assert form_map.fields["defendant.name"] == FromParticular(
        particular="defendant-name", states=None, is_required=True, label="Name of the defendant"
    )
    assert form_map.fields["box"] == FromParticular(
        particular="fee-waiver",
        states={"yes": "Ja", "no": "Off"},
        is_required=False,
        label="fee-waiver",
    )
    assert form_map.fields["number2"] == FromRow(
        table="charges", row=2, column="number", is_required=False
    )
    assert form_map.fields["state"] == Constant(text="MD")
    assert form_map.fields["signature"] == Leave()
    assert form_map.tables() == ("charges",)
    assert form_map.row_count("charges") == 2


@pytest.mark.parametrize(
    ("good", "bad", "line", "said", "repair"),
    [
        ("revision:", "revison:", 3, "[revison] is not a key", "[revision]"),
        ("defendant-name", "defendent-name", 7, "[defendent-name] is not a part", "-name]"),
        (
            "table: charges, row: 1, column: n",
            "table: charge, row: 1, column: n",
            13,
            "[charge] is not a table",
            "[charges]",
        ),
        (
            "row: 1, column: offense",
            "row: 1, column: offence",
            14,
            "[offence] is not a column of [charges]",
            "[offense]",
        ),
        ("row: 1, column: number", "row: 0, column: number", 13, "[0] is no row", "from 1"),
        ("row: 1, column: number", "column: number", 13, "no `row`", ""),
        ("label:", "lable:", 8, "[lable] is not a key of a field with", "[label]"),
        ("constant: MD", "constent: MD", 17, "[constent] is not a key of a field", "[constant]"),
        ("constant: MD", "constant: MD, leave: true", 17, "must have one of", ""),
        ("constant: MD", "required: no", 17, "must have one of", ""),
        ("constant: MD", "constant: ''", 17, "`constant` is []", ""),
        ("constant: MD", "constant: '?'", 17, "[?] is still to be filled", ""),
        ("leave: true", "leave: no", 18, "`leave` is [no]", ""),
        ("leave: true", "leave: true, label: x", 18, "[label] is not a key", ""),
        ("required: no\n", "required: maybe\n", 12, "[maybe] is not a known required", ""),
        ("states: {yes: Ja, no: Off}", "states: Ja", 11, "`states` must be", ""),
        ("states: {yes: Ja, no: Off}", "states: {yes: Ja, yes: Off}", 11, "[yes] stands twice", ""),
        ("  state: ", "  number1: ", 17, "[number1] stands twice", ""),
        ("row: 2, column: number", "row: 1, column: number", 15, "in [number1] already", ""),
        ("row: 2", "row: 3", 6, "row 2 of [charges] has no field for [number]", ""),
        ("CC-DC-CR-072D", "../072D", 2, "[../072D] is no form", ""),
        ('"10/2025"', '" "', 3, "`revision` is blank", ""),
        ("0a0a", "0A0a", 4, "is no sha256", ""),
        ("format: 1", "format: 2", 1, "format [2] is not known", ""),
        ("format: 1", "format: &a 1", 1, "an anchor", ""),
        ("{constant: MD}", "MD", 17, "must be keys and values", ""),
        ("fields:", "fields:\nmore: [", 5, "must be the form's fields", ""),
    ],
)
def test_what_is_not_known_is_refused(tmp_path, good, bad, line, said, repair):
    assert good in GOOD
    text = GOOD.replace(good, bad)
    if bad.startswith("fields"):
        text = text.partition("more")[0]

    with pytest.raises(PaperRefused) as refused:
        read(tmp_path, text)

    assert said in refused.value.what
    assert refused.value.where == f"map.yaml, line {line}"
    assert repair in refused.value.repair


@pytest.mark.parametrize("key", ["format", "form", "revision", "sha256", "fields"])
def test_a_map_without_a_key_is_refused(tmp_path, key):
    root = yaml.safe_load(GOOD)
    del root[key]

    with pytest.raises(PaperRefused, match=f"has no `{key}`"):
        read(tmp_path, yaml.safe_dump(root))
