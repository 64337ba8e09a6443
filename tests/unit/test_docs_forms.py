"""docs/forms.md: its example is read, and fills a form that has its fields."""

import hashlib
import re
from pathlib import Path

from tests.support.court_forms import CourtForm
from vacatur.documents.form_map import load_form_map
from vacatur.documents.form_readback import held_fields
from vacatur.documents.forms import fill
from vacatur.documents.particulars import LABELS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "forms.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```yaml\n(.+?)```", TEXT, flags=re.DOTALL)
TEXTS = (
    "case.number", "defendant.name", "defendant.birth", "defendant.street", "state",
    "charge1.number", "charge1.offense", "charge2.number", "charge2.offense",
)  # fmt: skip


def test_the_example_fills_a_form(tmp_path):
    form = CourtForm()
    for name in TEXTS:
        form.text(name)
    form.radio("court", ["1", "2"])
    form.checkbox("agreed", "Yes")
    form.signature("signature")
    form.button("print")
    blank = form.bytes()
    path = tmp_path / "map.yaml"
    path.write_text(EXAMPLE.replace("0" * 64, hashlib.sha256(blank).hexdigest()), encoding="utf-8")

    form_map = load_form_map(path, particulars=LABELS, tables={"charges": ("No.", "Charge")})
    result = fill(
        blank,
        form_map,
        {
            "case-number": "1B02345678",
            "defendant-name": "Robin Poe",
            "defendant-birth-date": "March 4, 1990",
            "court-name": "Circuit Court for Frederick County",
            "charges": [{"No.": "1", "Charge": "possession"}],
        },
        where="matter 12",
    )

    held = {name: each.value for name, each in held_fields(result.pdf).items()}
    assert held["case.number"] == "1B02345678"
    assert held["defendant.street"] == ""
    assert (held["court"], held["agreed"]) == ("/2", "/Yes")
    assert (held["state"], held["charge1.offense"]) == ("Maryland", "possession")
