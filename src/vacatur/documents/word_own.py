"""Templates of Word that an office made: what may stand in one, looked at before it is used.

A list of what is allowed, as nobody knows all that Word runs when it opens a file.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from vacatur.documents.word_package import Parts
from vacatur.errors import PaperRefused, nearest

_MOST_BYTES = 20_000_000  # of all parts: a paper's template with a seal has a few hundred thousand
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml"
    r"|docProps/thumbnail\.(jpeg|png)"
    r"|word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering)\.xml"
    r"|word/(header|footer)\d+\.xml|word/(footnotes|endnotes)\.xml|word/theme/theme\d+\.xml"
    r"|word/media/[\w-]+\.(png|jpe?g)|word/_rels/\w+\.xml\.rels"
    r"|docMetadata/LabelInfo\.xml|customXml/(item|itemProps)\d+\.xml|customXml/_rels/item\d+\.xml\.rels"
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)(\s+\\[*#]\s*[\w\"]+)*\s*")
_LIVE = {
    "object", "control", "altChunk", "attachedTemplate", "mailMerge", "subDoc", "dataBinding",
    "delInstrText",
}  # fmt: skip
_OUTWARD = {"src", "href"}  # of old drawings, which name a file without a relationship
_NOT_DOCX = {".docm", ".dotm", ".dotx", ".doc", ".dot", ".rtf", ".odt"}
_LOCK = "~$"  # begins the name of what Word leaves beside a file that is open


def own_templates(folder: Path | None, known: tuple[str, ...]) -> dict[str, bytes]:
    """The templates of Word in an office's folder, by name, each looked at.

    Raises
    ------
    PaperRefused
        One is named like none of ours, is a link, or holds what no template may: a macro, an
        embedded object, something outside of it, or a field that does more than count pages.
    """
    found = {}
    for path in sorted(folder.iterdir()) if folder else ():
        if path.name.startswith(_LOCK) or path.suffix.lower() not in {".docx", *_NOT_DOCX}:
            continue
        if path.suffix != ".docx":
            raise _refused(path.name, f"it is a [{path.suffix}]", "Save it as a .docx.")
        if path.stem not in known:
            raise PaperRefused(
                f"no template is called [{path.name}]", repair=nearest(path.stem, known)
            )
        if path.is_symlink():
            raise _refused(path.name, "it is a link to another file")
        check_own(path.name, _parts(path))
        found[path.stem] = path.read_bytes()
    return found


def check_own(name: str, parts: Parts) -> None:
    """Refuse a template whose parts do more than lay out words."""
    for what in _faults(parts):
        raise _refused(name, what)


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with ZipFile(path) as packing:
            entries = packing.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise _refused(path.name, f"it unpacks to more than {_MOST_BYTES:,} bytes")
            names = [entry.filename.casefold() for entry in entries]
            if len(set(names)) != len(names):
                raise _refused(path.name, "a part stands in it twice")
            return {entry.filename: packing.read(entry) for entry in entries}
    except (BadZipFile, RuntimeError, NotImplementedError, struct.error, zlib.error, EOFError):
        raise _refused(path.name, "it is no .docx, or is damaged or encrypted") from None


def _faults(parts: Parts) -> Iterator[str]:
    for name in parts:
        if not _PARTS.fullmatch(name):
            yield f"it holds [{name}]"
    for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
        if name not in parts:
            yield f"it does not hold [{name}]"
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            yield from (f"{what}, in [{name}]" for what in _faults_of_part(name, content))


def _faults_of_part(name: str, content: bytes) -> Iterator[str]:
    try:
        if "<!DOCTYPE" in content.decode("utf-8"):
            yield "a document type is declared"
            return
        tree = ElementTree.fromstring(content)
    except (UnicodeDecodeError, ElementTree.ParseError):
        yield "it is no XML in UTF-8"
        return
    yield from _relations(tree)
    yield from _fields(tree)
    for element in tree.iter():
        if element.tag.startswith(_WORD) and element.tag.removeprefix(_WORD) in _LIVE:
            yield f"[{element.tag.removeprefix(_WORD)}] stands there"
    if name == "[Content_Types].xml":
        kinds = _attributes(tree, "ContentType")
        if _MAIN not in kinds or any("macro" in kind.lower() for kind in kinds):
            yield "it says that the file is no plain document"


def _relations(tree: ElementTree.Element) -> Iterator[str]:
    if "External" in _attributes(tree, "TargetMode") or _OUTWARD & _names(tree):
        yield "a link leads out of the file"
    for kind in _attributes(tree, "Type"):
        if kind.rpartition("/")[2] in {"oleObject", "package", "vbaProject", "aFChunk", "control"}:
            yield f"a [{kind.rpartition('/')[2]}] belongs to it"


def _names(tree: ElementTree.Element) -> set[str]:
    """The names of attributes, without what they belong to."""
    return {name.rpartition("}")[2] for element in tree.iter() for name in element.attrib}


def _attributes(tree: ElementTree.Element, name: str) -> set[str]:
    return {element.attrib[name] for element in tree.iter() if name in element.attrib}


def _fields(tree: ElementTree.Element) -> Iterator[str]:
    """Fields that do more than count pages. One that stands in another is looked at by itself."""
    simple = [each.get(f"{_WORD}instr", "") for each in tree.iter(f"{_WORD}fldSimple")]
    for said in (*simple, *_instructions(tree)):
        if not _FIELD.fullmatch(said):
            yield "a field does more than count pages"


def _instructions(tree: ElementTree.Element) -> Iterator[str]:
    """What each field is told to do. Told outside of a field, it is a fault, too."""
    open_fields: list[str] = []
    for element in tree.iter():
        kind = _kind(element)
        if kind == "begin":
            open_fields.append("")
        elif kind == "end" and open_fields:
            yield open_fields.pop()
        elif element.tag == f"{_WORD}instrText":
            if not open_fields:
                yield "outside"
                continue
            open_fields[-1] += element.text or ""
    yield from open_fields


def _kind(element: ElementTree.Element) -> str:
    attributes: Mapping[str, str] = element.attrib
    is_mark = element.tag == f"{_WORD}fldChar"
    return attributes.get(f"{_WORD}fldCharType", "") if is_mark else ""


def _refused(name: str, what: str, repair: str = "") -> PaperRefused:
    return PaperRefused(
        f"the template may not be used: {what}",
        where=name,
        why="A template lays out what it is given; nothing in it runs or leads out of it.",
        repair=repair or "Take it out, in Word, and save it as a .docx.",
    )
