"""Our templates of Word, written here paragraph by paragraph: no binary file stands in the tree.

They print what those of Typst (`templates/*.typ`) print, from the same data. A line that begins
with `{%p`, `{%tr` or `{%tc` is of docxtpl: its paragraph, row or cell goes away.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from vacatur.documents.word_package import Parts, packed
from vacatur.errors import PaperRefused, nearest

_FILES = Path(__file__).parent / "templates" / "word"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOLD, _ITALIC = "<w:b/>", "<w:i/>"
_TAB = "<w:r><w:tab/></w:r>"
_CENTERED = '<w:jc w:val="center"/>'
# US letter in twentieths of a point: width, height, whether turned.
_UPRIGHT = '<w:pgSz w:w="12240" w:h="15840"/>'
_TURNED = '<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>'


def _words(words: str, look: str = "") -> str:
    looks = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def _paragraph(style: str, *runs: str, layout: str = "") -> str:
    said = "".join(runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{layout}</w:pPr>{said}</w:p>'


def _line(style: str, words: str, look: str = "", layout: str = "") -> str:
    return _paragraph(style, _words(words, look), layout=layout)


def _rule(said: str) -> str:
    """A line that docxtpl reads and takes away with its paragraph."""
    return _line("Normal", f"{{%p {said} %}}")


def _if(condition: str, *said: str) -> str:
    return _rule(f"if {condition}") + "".join(said) + _rule("endif")


def _each(loop: str, *said: str) -> str:
    return _rule(f"for {loop}") + "".join(said) + _rule("endfor")


def _cell(words: str, style: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr/>{_line(style, words, look)}</w:tc>"


def _row(*cells: str, layout: str = "<w:cantSplit/>") -> str:
    return f"<w:tr><w:trPr>{layout}</w:trPr>{''.join(cells)}</w:tr>"


def _grid(columns: int) -> str:
    return "<w:tblGrid>" + f'<w:gridCol w:w="{9360 // columns}"/>' * columns + "</w:tblGrid>"


def _table(data: str, style: str) -> str:
    """A table whose head comes again on each page. The widths of Typst are left to Word."""
    head = _row(
        _cell(f"{{%tc for name in {data}.columns %}}", style),
        _cell("{{ name }}", style, _BOLD),
        _cell("{%tc endfor %}", style),
        layout="<w:cantSplit/><w:tblHeader/>",
    )
    rows = [
        _row(_cell(f"{{%tr for row in {data}.rows %}}", style)),
        _row(
            _cell("{%tc for cell in row %}", style),
            _cell("{{ cell }}", style),
            _cell("{%tc endfor %}", style),
        ),
        _row(_cell("{%tr endfor %}", style)),
    ]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"{_grid(3)}{head}{''.join(rows)}</w:tbl>"
    )


_MARKS = (
    _if("restricted", _line("Restricted", "{{ restricted }}")),
    _if("draft", _line("DraftMark", "{{ draft_mark }}")),
)
_BLOCKS = _each(
    "block in section.blocks",
    _if("block.kind == 'text'", _line("Normal", "{{ block.text }}")),
    _if(
        "block.kind == 'fields'",
        _each(
            "label, value in block.rows",
            _paragraph("Field", _words("{{ label }}"), _TAB, _words("{{ value }}")),
        ),
    ),
    _if("block.kind == 'list'", _each("item in block.items", _line("ListBullet", "{{ item }}"))),
    _if("block.kind == 'table'", _table("block", "Cell")),
)
_CITES = _if("section.cites", _line("Citation", "{{ section.cites }}"))
_SIGNED_ON = _paragraph("SignedOn", _words("{{ words.date_signed }} "), _TAB)
_SIGNATURE = _if(
    "signature",
    _each(
        "line in signature",
        _if("loop.first", _line("SignedBy", "{{ line }}")),
        _if("not loop.first", _line("Signer", "{{ line }}")),
    ),
    _SIGNED_ON,
)
_JUDGE = _if("judge", _line("SignedBy", "{{ words.judge }}"), _SIGNED_ON)


def _side(layout: str, *lines: str) -> str:
    width = '<w:tcW w:w="2500" w:type="pct"/>'
    return f"<w:tc><w:tcPr>{width}{layout}</w:tcPr>{''.join(lines)}</w:tc>"


_RIGHT_LINE = '<w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
_PARTIES = _side(
    f"<w:tcBorders>{_RIGHT_LINE}</w:tcBorders>",
    _line("CaseCaption", "{{ caption.first }}"),
    _line("CaseCaption", "v.", layout='<w:ind w:left="480"/>'),
    _line("CaseCaption", "{{ caption.second }}"),
)
_COURT = _side(
    "", _line("CaseCaption", "{{ caption.court }}"), _line("CaseCaption", "{{ caption.case }}")
)
_CAPTION = (
    '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    f"{_grid(2)}{_row(_PARTIES, _COURT)}</w:tbl>"
)

_BODIES = {
    "court-paper": (
        *_MARKS,
        _CAPTION,
        _line("Heading1", "{{ heading }}", layout=_CENTERED),
        _line("Normal", "{{ opening }}"),
        _each(
            "section in sections",
            _line("Heading2", "{{ loop.index }}. {{ section.heading }}"),
            _CITES,
            _BLOCKS,
        ),
        _if("closing", _line("Normal", "{{ closing }}")),
        _SIGNATURE,
        _JUDGE,
    ),
    "letter": (
        *_MARKS,
        _each("line in letterhead", _line("Address", "{{ line }}")),
        _line("Day", "{{ day }}"),
        _each("line in to", _line("Address", "{{ line }}")),
        _line("Heading1", "{{ heading }}"),
        _line("Normal", "{{ reference }}", _BOLD),
        _each("section in sections", _line("Heading2", "{{ section.heading }}"), _CITES, _BLOCKS),
        _SIGNATURE,
    ),
    "exhibit": (
        *_MARKS,
        _line("Heading1", "{{ heading }}"),
        _line("Normal", "{{ opening }}"),
        _table("table", "SmallCell"),
        _SIGNATURE,
    ),
}
_FOOTER = "".join(
    (
        _line("Footer", "{{ copy }}", _BOLD),
        _if("draft", _line("Footer", "{{ draft }}", _BOLD)),
        _line("Footer", "{{ note }}"),
        _paragraph(
            "Footer",
            f'<w:fldSimple w:instr="PAGE">{_words("1")}</w:fldSimple>',
            layout='<w:jc w:val="right"/>',
        ),
    )
)
NAMES = tuple(_BODIES)


@cache
def our_template(name: str) -> bytes:
    """One of our templates, as a .docx.

    Raises
    ------
    PaperRefused
        None is called so.
    """
    if name not in NAMES:
        raise PaperRefused(f"no template is called [{name}.docx]", repair=nearest(name, NAMES))
    return packed(_parts(name))


def _parts(name: str) -> Parts:
    page = _TURNED if name == "exhibit" else _UPRIGHT
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>{page}'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" '
        'w:footer="500" w:gutter="0"/></w:sectPr>'
    )
    body = "".join(_BODIES[name])
    spaces = f'xmlns:w="{_WORD}" xmlns:r="{_RELATED}"'
    kept = {f"word/{path.name}": path.read_bytes() for path in sorted(_FILES.glob("*.xml"))}
    made = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations(
            {"styles": "styles.xml", "numbering": "numbering.xml", "settings": "settings.xml",
             "footer": "footer1.xml"}
        ),
        "word/document.xml": f"<w:document {spaces}><w:body>{body}{section}</w:body></w:document>",
        "word/footer1.xml": f"<w:ftr {spaces}>{_FOOTER}</w:ftr>",
    }  # fmt: skip
    return {**kept, **{part: f"{_HEAD}{text}".encode() for part, text in made.items()}}


def _content_types() -> str:
    package = "application/vnd.openxmlformats-package.relationships+xml"
    kinds = {"document": "document.main", "footer1": "footer"}
    kinds |= {each: each for each in ("styles", "numbering", "settings")}
    told = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_KINDS}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{package}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATED}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{told}</Relationships>'
