"""Forms as a court might send them, made here: none of them is a court's own."""

from __future__ import annotations

import hashlib
import io
import json

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from vacatur.documents.form_map import load_form_map

NUMBER, REVISION = "CC-DC-CR-072D", "10/2025"
PARTICULARS = ("defendant-name", "case-number", "court", "statement", "county", "fee-waiver")
TABLES = {"charges": ("number", "offense")}
PRINTED = 4  # the flag of a place that is printed, too
MULTILINE, RADIO, PUSH, COMBO, COMB, READ = 1 << 12, 1 << 15, 1 << 16, 1 << 17, 1 << 24, 1


class CourtForm:
    """A form under construction: fields are added, then `bytes` is the PDF."""

    def __init__(self, printed=f"Form {NUMBER} (Rev. {REVISION})"):
        self.pdf = pikepdf.Pdf.new()
        for _ in range(2):
            self.pdf.add_blank_page(page_size=(612, 792))
        font = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        page = self.pdf.pages[0]
        page.obj.Resources = Dictionary(Font=Dictionary(Helv=font))
        shown = f"BT /Helv 9 Tf 20 20 Td <{printed.encode('cp1252').hex()}> Tj ET"
        page.obj.Contents = Stream(self.pdf, shown.encode())
        self.form = self.pdf.make_indirect(
            Dictionary(
                Fields=Array(),
                NeedAppearances=True,
                DA=String("/Helv 0 Tf 0 g"),
                DR=Dictionary(Font=Dictionary(Helv=font)),
            )
        )
        self.pdf.Root.AcroForm = self.form
        self.parents = {}
        self.top = 760.0

    def text(self, name, width=200, height=18, page=0, flags=0, **more):
        return self._terminal(name, Name.Tx, self._rect(width, height), page, Ff=flags, **more)

    def choice(self, name, options, flags=COMBO, width=200):
        made = [Array([String(a), String(b)]) for a, b in options]
        return self._terminal(name, Name.Ch, self._rect(width, 18), 0, Ff=flags, Opt=Array(made))

    def checkbox(self, name, state):
        return self._terminal(name, Name.Btn, self._rect(12, 12), 0, **self._look(state))

    def signature(self, name):
        return self._terminal(name, Name.Sig, self._rect(200, 30), 1)

    def button(self, name, **more):
        return self._terminal(name, Name.Btn, self._rect(60, 20), 0, Ff=PUSH, **more)

    def radio(self, name, states):
        group = self.pdf.make_indirect(
            Dictionary(FT=Name.Btn, Ff=RADIO, T=String(name), Kids=Array())
        )
        self.form.Fields.append(group)
        for state in states:
            group.Kids.append(self.place(group, self._rect(12, 12), 0, **self._look(state)))
        return group

    def place(self, field, rect, page, **more):
        """One more place of a field."""
        made = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=rect, F=PRINTED, Parent=field, **more
            )
        )
        self._annotations(page).append(made)
        return made

    def bytes(self, **more):
        written = io.BytesIO()
        self.pdf.save(written, static_id=not more, **more)
        return written.getvalue()

    def _terminal(self, name, kind, rect, page, **more):
        *above, own = name.split(".")
        made = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=kind,
                T=String(own),
                Rect=rect,
                **{"F": PRINTED, **more},
            )
        )
        self._annotations(page).append(made)
        self._below(above, made)
        return made

    def _below(self, above, node):
        fields, path = self.form.Fields, ()
        for part in above:
            path = (*path, part)
            if path not in self.parents:
                made = self.pdf.make_indirect(Dictionary(T=String(part), Kids=Array()))
                if len(path) > 1:
                    made.Parent = self.parents[path[:-1]]
                self.parents[path] = made
                fields.append(made)
            node.Parent, fields = self.parents[path], self.parents[path].Kids
        fields.append(node)

    def _annotations(self, page):
        obj = self.pdf.pages[page].obj
        if "/Annots" not in obj:
            obj.Annots = Array()
        return obj.Annots

    def _rect(self, width, height):
        self.top -= height + 6
        return Array([40, self.top, 40 + width, self.top + height])

    def _look(self, state):
        def drawn(content):
            return self.pdf.make_stream(
                content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 12, 12])
            )

        looks = Dictionary()
        looks["/Off"] = drawn(b"")
        looks[f"/{state}"] = drawn(b"0 0 12 12 re f")
        return {"AP": Dictionary(N=looks), "AS": Name.Off}


def map_file(folder, blank, fields, **more):
    """Write a field map of a blank form."""
    root = {
        "format": 1,
        "form": NUMBER,
        "revision": REVISION,
        "sha256": hashlib.sha256(blank).hexdigest(),
        "fields": fields,
    }
    path = folder / "map.yaml"
    path.write_text(json.dumps(root | more), encoding="utf-8")  # JSON is YAML
    return path


def mapped(folder, blank, fields, **more):
    """A field map of a blank form, read."""
    return load_form_map(
        map_file(folder, blank, fields, **more), particulars=PARTICULARS, tables=TABLES
    )
