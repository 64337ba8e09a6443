"""A .docx read back, and templates of Word as an office, or somebody worse, might make them."""

import io
import re
from collections.abc import Iterator, Mapping

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from vacatur.documents.word_package import packed, unpacked
from vacatur.documents.word_templates import our_template


def opened(copy: bytes):
    return docx.Document(io.BytesIO(copy))


def paragraphs(copy: bytes) -> Iterator[Paragraph]:
    """Each paragraph of the body in its order, those of tables too."""
    paper = opened(copy)
    yield from (Paragraph(each, paper) for each in paper.element.body.iter(qn("w:p")))


def words(copy: bytes) -> str:
    """The body without white space."""
    return "".join("".join(each.text.split()) for each in paragraphs(copy))


def footer(copy: bytes) -> list[str]:
    return [each.text for each in opened(copy).sections[0].footer.paragraphs]


def template(
    said: str = "", *, replace: Mapping[str, str] | None = None, parts: Mapping[str, bytes] = {}
) -> bytes:
    """Our letter with a paragraph more, some XML replaced, and parts that it does not have."""
    changed = unpacked(our_template("letter"))
    more = f'<w:p><w:r><w:t xml:space="preserve">{said}</w:t></w:r></w:p>' if said else ""
    body = changed["word/document.xml"].decode().replace("<w:sectPr>", f"{more}<w:sectPr>")
    for old, new in (replace or {}).items():
        assert old in body
        body = body.replace(old, new)
    return packed({**changed, "word/document.xml": body.encode(), **parts})


def related(kind: str, target: str, *, outside: bool = False) -> bytes:
    """The relations of our letter, and one more."""
    there = unpacked(our_template("letter"))["word/_rels/document.xml.rels"].decode()
    mode = ' TargetMode="External"' if outside else ""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId9" Type="{space}/{kind}" Target="{target}"{mode}/>'
    return re.sub("</Relationships>", f"{more}</Relationships>", there).encode()
