"""The layout of a `rule` fence, made from its tokens, so that every word and comment stays."""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from tokenize import TokenInfo

from vacatur.law.expressions.source import MAX_CHARACTERS

WIDTH = 100
INDENT = 4

_CLOSERS = {"(": ")", "{": "}"}
_OPERATORS = frozenset({"(", ")", "{", "}", ",", "=", "==", "!=", "."})
_KINDS = frozenset({tokenize.NAME, tokenize.STRING, tokenize.NUMBER, tokenize.OP})


@dataclass(slots=True)
class Item:
    """What stands between two commas, with the comments above, beside and after it."""

    parts: list[str | Group] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    beside: str = ""
    after: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A pair of brackets. `comma` says that a comma may follow the last item, `open` that one did.

    `below` are comments after the last item.
    """

    opener: str
    comma: bool
    items: list[Item] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    open: bool = False


class _NotOurs(Exception):
    """A statement that is not of the language; its layout is left as it is."""


def format_rule(code: str) -> str:
    """Lay a fence out. A statement that the language does not know stays as it is written."""
    try:
        text = "".join(f"{line}\n" for line in _fence(code))
        same = ast.dump(ast.parse(text)) == ast.dump(ast.parse(code))
    except (SyntaxError, tokenize.TokenError):
        return code
    return text if same and len(text) <= MAX_CHARACTERS else code


def _fence(code: str) -> Iterator[str]:
    source = code.split("\n")
    last = 0
    for tokens in _logical_lines(code):
        first = tokens[0].start[0]
        if last and first > last + 1:
            yield ""
        last = tokens[-1].end[0]
        try:
            yield _statement(tokens)
        except _NotOurs:
            yield from source[first - 1 : last]


def _logical_lines(code: str) -> Iterator[list[TokenInfo]]:
    """The tokens of each statement, or of each comment on a line of its own."""
    held: list[TokenInfo] = []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type in (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            continue
        depth += (token.string in "({[") - (token.string in ")}]") if token.string else 0
        ends = token.type == tokenize.NEWLINE or (token.type == tokenize.NL and not depth)
        if not ends:
            held.append(token)
        elif held:
            yield held
            held = []
    if held:
        yield held


# ---- from tokens to brackets ----------------------------------------------------------------


def _statement(tokens: list[TokenInfo]) -> str:
    comment = ""
    if tokens[-1].type == tokenize.COMMENT:
        comment = tokens.pop().string.rstrip()
        if not tokens:
            return comment
    parts = _read(tokens)
    return _layout(parts, 0, 0, is_argument=False) + (f"  {comment}" if comment else "")


def _read(tokens: Sequence[TokenInfo]) -> list[str | Group]:
    """The parts of one statement; raises `_NotOurs` for whatever the language does not have."""
    top = Item()
    stack: list[tuple[Group | None, Item]] = [(None, top)]
    comma_line = 0
    for token in tokens:
        group, item = stack[-1]
        if token.type == tokenize.NL:
            continue
        if token.type == tokenize.COMMENT:
            _attach(token, group, item, comma_line)
            continue
        _refuse_foreign(token, group)
        if token.string in _CLOSERS:
            inner = Group(token.string, comma=_takes_comma(token.string, item))
            item.parts.append(inner)
            stack.append((inner, Item()))
        elif group and token.string == _CLOSERS[group.opener] and token.type == tokenize.OP:
            _close(group, item)
            stack.pop()
        elif group and token.string == ",":
            group.items.append(item)
            stack[-1] = (group, Item(above=item.after))
            comma_line = token.start[0]
        else:
            item.parts.append(token.string)
    return top.parts


def _refuse_foreign(token: TokenInfo, group: Group | None) -> None:
    foreign = (
        token.type not in _KINDS
        or "\n" in token.string
        or (token.type == tokenize.OP and token.string not in _OPERATORS)
        or (
            token.type == tokenize.NAME and keyword.iskeyword(token.string) and token.string != "in"
        )
        or (token.string == "," and group is None)
    )
    if foreign:
        raise _NotOurs


def _takes_comma(opener: str, item: Item) -> bool:
    """A comma may end the arguments of a word and the terms of a set, and not plain brackets."""
    before = item.parts[-1] if item.parts else ""
    called = isinstance(before, Group) or (before.isidentifier() and before != "in")
    return opener == "{" or called


def _close(group: Group, item: Item) -> None:
    if item.parts:
        group.items.append(item)
    else:
        group.open = bool(group.items)
    group.below = item.after if item.parts else item.above


def _attach(token: TokenInfo, group: Group | None, item: Item, comma_line: int) -> None:
    comment = token.string.rstrip()
    beside_comma = group and group.items and token.start[0] == comma_line
    if item.parts and not item.beside:
        item.beside = comment
    elif item.parts:
        item.after.append(comment)
    elif beside_comma and group and not item.above and not group.items[-1].beside:
        group.items[-1].beside = comment
    else:
        item.above.append(comment)


# ---- from brackets to lines -----------------------------------------------------------------


def _layout(parts: list[str | Group], indent: int, tail: int, *, is_argument: bool) -> str:
    """The parts on one line where they fit; else the brackets opened that must or the longest.

    `tail` is the room that the text after them needs.
    """
    if is_argument and _is_text_in_pieces(parts) and indent + tail + _width(parts) > WIDTH:
        return f"\n{' ' * indent}".join(str(part) for part in parts)
    groups = [part for part in parts if isinstance(part, Group)]
    opened = [group for group in groups if _must_open(group)]
    while True:
        text = _joined(parts, opened, indent, is_argument=is_argument)
        closed = [each for each in groups if each.items and not any(each is o for o in opened)]
        longest_line = max(len(line) for line in f"{' ' * indent}{text}".split("\n"))
        if not closed or (longest_line + tail <= WIDTH):
            return text
        if opened and _first_line_fits(text, indent):
            return text
        opened.append(max(closed, key=lambda group: len(_flat(group))))


def _is_text_in_pieces(parts: Sequence[str | Group]) -> bool:
    return all(isinstance(part, str) and part[-1] in "\"'" for part in parts)


def _width(parts: Sequence[str | Group]) -> int:
    return len(_joined(parts, (), 0, is_argument=True))


def _first_line_fits(text: str, indent: int) -> bool:
    """Whether only what stands inside opened brackets is too long; opening others is no help."""
    lines = text.split("\n")
    return indent + len(lines[0]) <= WIDTH and len(lines[-1]) <= WIDTH


def _must_open(group: Group) -> bool:
    if group.below or (group.open and group.comma):
        return True
    for item in group.items:
        inner = (part for part in item.parts if isinstance(part, Group))
        if item.above or item.beside or any(_must_open(each) for each in inner):
            return True
    return False


def _joined(
    parts: Sequence[str | Group], opened: Sequence[Group], indent: int, *, is_argument: bool
) -> str:
    text = ""
    before: str | Group = ""
    for part in parts:
        gap = "" if not text or _is_tight(before, part, is_argument=is_argument) else " "
        if isinstance(part, str):
            said = part
        elif any(part is each for each in opened):
            said = _opened(part, indent)
        else:
            said = _flat(part)
        text += gap + said
        before = part
    return text


def _is_tight(before: str | Group, part: str | Group, *, is_argument: bool) -> bool:
    if "." in (before, part):
        return True
    if isinstance(part, Group) and part.opener == "(":
        return isinstance(before, Group) or (before.isidentifier() and before != "in")
    return is_argument and "=" in (before, part)


def _flat(group: Group) -> str:
    items = (_joined(item.parts, (), 0, is_argument=True) for item in group.items)
    return f"{group.opener}{', '.join(items)}{_CLOSERS[group.opener]}"


def _opened(group: Group, indent: int) -> str:
    margin, inner = " " * indent, " " * (indent + INDENT)
    comma = "," if group.comma else ""
    lines = [group.opener]
    for item in group.items:
        lines += [f"{inner}{comment}" for comment in item.above]
        end = comma if item is group.items[-1] else ","
        said = _layout(item.parts, indent + INDENT, len(end), is_argument=True)
        lines.append(f"{inner}{said}{end}{f'  {item.beside}' if item.beside else ''}")
    lines += [f"{inner}{comment}" for comment in group.below]
    return "\n".join([*lines, f"{margin}{_CLOSERS[group.opener]}"])
