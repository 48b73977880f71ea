"""What stands inside a paragraph, found before Markdown runs: code, math, images, citations, raw HTML, clozes.

Code, autolinks and raw HTML bind tighter than anything else, and so does math; an escaped character is never a mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class Mark(Enum):
    """What a token is."""

    ESCAPE = auto()
    CODE = auto()
    MATH = auto()
    IMAGE = auto()
    LINK = auto()
    CITATION = auto()
    FOOTNOTE = auto()
    AUTOLINK = auto()
    TAG = auto()
    COMMENT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a text that is more than prose."""

    mark: Mark
    start: int
    end: int
    body: tuple[int, int]
    """What the delimiters enclose: code, LaTeX, the label or the alternative text, from and to."""
    address: str = ""
    """Of an image or link with one of its own, as written."""
    title: str = ""
    label: str | None = None
    """Of an image or link by reference; what stands in the brackets of a footnote or citation."""
    display: bool = False
    """Of math: on a line of its own."""


CITATION: Final = re.compile(r"@([A-Za-z0-9][\w:.+/-]*)")
_SPECIAL: Final = re.compile(r"[\\`$!\[<]")
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
TAG: Final = re.compile(
    r"<(?:/[A-Za-z][A-Za-z0-9-]*\s*|[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+[A-Za-z_:@][\w:.@-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?)>"
)
_AUTOLINK: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_TICKS: Final = re.compile(r"`+")
_DOLLAR: Final = re.compile(r"\\.|`+|\$+", re.DOTALL)
_BRACKET: Final = re.compile(r"[\\`$<\[\]]")
_DESTINATION: Final = re.compile(
    r"\(\s*(?:<((?:\\.|[^<>\n\\])*)>|((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*))"
    r"(?:\s+(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|\(((?:\\.|[^()\\])*)\)))?\s*\)"
)
_REFERENCE: Final = re.compile(r"\[([^\[\]\n]*)\]")
_INNER_BRACKET: Final = re.compile(r"(?<!\\)[\[\]]")
_LONGEST_LABEL: Final = 999
"""Characters of a label, as CommonMark 4.7 has it; so nested brackets cost nothing."""


def scan(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text*, one block's prose, by their start; of two that overlap only the outer one."""
    return tuple(_Scanner(text).tokens())


class _Scanner:
    """One pass over a text from left to right; every look ahead is answered from a table, so it stays linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ticks: dict[int, list[int]] | None = None
        self.dollars: list[int] | None = None
        self.brackets: dict[int, int] | None = None
        self.last: dict[str, int] = {}

    def tokens(self) -> list[Token]:
        """Return all tokens; those in the text of a link follow it."""
        found: list[Token] = []
        targets: list[tuple[int, int]] = []
        at = 0
        while special := _SPECIAL.search(self.text, at):
            at = special.start()
            while targets and targets[-1][1] <= at:
                targets.pop()
            if targets and targets[-1][0] <= at:
                at = targets[-1][1]
                continue
            token = self.token(at)
            if token is None:
                at += self.run(at) if special[0] == "`" else 1
            else:
                found.append(token)
                at = token.end
                if token.mark is Mark.LINK:
                    targets.append((token.body[1] + 1, token.end))
                    at = token.start + 1
        return found

    def run(self, at: int) -> int:
        """Return how many backticks stand at *at*."""
        end = at
        while end < len(self.text) and self.text[end] == "`":
            end += 1
        return end - at

    def token(self, at: int) -> Token | None:
        """Return the token that begins at *at*."""
        match self.text[at]:
            case "\\":
                return self.math_or_escape(at)
            case "`":
                return self.code(at)
            case "$":
                return self.dollar_math(at)
            case "!":
                return self.image(at)
            case "[":
                return self.bracket(at)
            case _:
                return self.angle(at)

    def find(self, what: str, at: int) -> int:
        """Return where *what* stands next, or -1."""
        if what not in self.last:
            self.last[what] = self.text.rfind(what)
        return self.text.find(what, at) if at <= self.last[what] else -1

    def math_or_escape(self, at: int) -> Token | None:
        r"""Return ``\(…\)``, ``\[…\]`` or an escaped character."""
        opening = self.text[at : at + 2]
        closing = {"\\(": "\\)", "\\[": "\\]"}.get(opening)
        if closing:
            end = self.find(closing, at + 2)
            if end > at + 2 and self.text[at + 2 : end].strip():
                return Token(Mark.MATH, at, end + 2, (at + 2, end), display=opening == "\\[")
        if opening[1:] in _PUNCTUATION and len(opening) > 1:
            return Token(Mark.ESCAPE, at, at + 2, (at + 1, at + 2))
        return None

    def code(self, at: int) -> Token | None:
        """Return a code span: the same number of backticks closes it."""
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(run.end() - run.start(), []).append(run.start())
        size = self.run(at)
        places = self.ticks.get(size, [])
        index = bisect_left(places, at + size)
        if index == len(places):
            return None
        return Token(Mark.CODE, at, places[index] + size, (at + size, places[index]))

    def dollar_math(self, at: int) -> Token | None:
        """Return ``$…$`` or ``$$…$$``."""
        text = self.text
        if text.startswith("$$", at):
            end = self.find("$$", at + 2)
            if end > at + 2 and text[at + 2 : end].strip():
                return Token(Mark.MATH, at, end + 2, (at + 2, end), display=True)
            return None
        if at + 1 >= len(text) or text[at + 1].isspace():
            return None
        if self.dollars is None:
            self.dollars = self.single_dollars()
        index = bisect_left(self.dollars, at + 1)
        if index == len(self.dollars):
            return None
        end = self.dollars[index]
        if end == at + 1 or text[end - 1].isspace() or text[end + 1 : end + 2].isdecimal():
            return None
        if ("{{" in text[at:end] or "}}" in text[at:end]) and not is_balanced(text[at + 1 : end]):
            return None  # two prices in two clozes are no formula
        return Token(Mark.MATH, at, end + 1, (at + 1, end))

    def single_dollars(self) -> list[int]:
        """Return where dollars stand outside code that no backslash escapes; only the next one closes a formula."""
        places: list[int] = []
        at = 0
        while found := _DOLLAR.search(self.text, at):
            at = found.end()
            if found[0].startswith("`"):
                span = self.code(found.start())
                at = span.end if span else at
            elif found[0] == "$":
                places.append(found.start())
        return places

    def closing_bracket(self, at: int) -> int:
        """Return where the bracket that opens at *at* closes, or -1."""
        if self.brackets is None:
            self.brackets = {}
            opened: list[int] = []
            place = 0
            while found := _BRACKET.search(self.text, place):
                place = found.end()
                if found[0] == "[":
                    opened.append(found.start())
                elif found[0] == "]":
                    if opened:
                        self.brackets[opened.pop()] = found.start()
                else:
                    tighter = self.token(found.start())
                    run = self.run(found.start()) if found[0] == "`" else 1
                    place = tighter.end if tighter else found.start() + run
        return self.brackets.get(at, -1)

    def image(self, at: int) -> Token | None:
        """Return an image, inline or by reference."""
        if not self.text.startswith("[", at + 1) or (close := self.closing_bracket(at + 1)) < 0:
            return None
        return self.target(Mark.IMAGE, at, (at + 2, close), close + 1)

    def bracket(self, at: int) -> Token | None:
        """Return a footnote's mark, a citation, or a link."""
        close = self.closing_bracket(at)
        if close < 0:
            return None
        inside = self.text[at + 1 : close] if close - at <= _LONGEST_LABEL else ""
        follows = self.text[close + 1 : close + 2]
        if inside.startswith("^") and len(inside) > 1 and not re.search(r"\s|\[", inside):
            return Token(Mark.FOOTNOTE, at, close + 1, (at + 2, close), label=inside[1:])
        if inside.startswith("@") and follows not in {"(", "["} and is_citation(inside):
            return Token(Mark.CITATION, at, close + 1, (at + 1, close), label=inside)
        return self.target(Mark.LINK, at, (at + 1, close), close + 1)

    def target(self, mark: Mark, start: int, body: tuple[int, int], at: int) -> Token | None:
        """Return the image or link whose brackets close before *at*."""
        if found := _DESTINATION.match(self.text, at):
            address = found[1] if found[1] is not None else found[2]
            title = next((said for said in found.group(3, 4, 5) if said is not None), "")
            return Token(mark, start, found.end(), body, unescape(address or ""), unescape(title))
        own = self.text[body[0] : body[1]] if body[1] - body[0] < _LONGEST_LABEL else ""
        found = _REFERENCE.match(self.text, at)
        if found and found[1].strip():
            return Token(mark, start, found.end(), body, label=found[1])
        is_label = own.strip() and not _INNER_BRACKET.search(own)
        return Token(mark, start, found.end() if found else at, body, label=own) if is_label else None

    def angle(self, at: int) -> Token | None:
        """Return a comment, an autolink or a raw HTML tag."""
        if self.text.startswith("<!--", at):
            end = self.find("-->", at + 4)
            return Token(Mark.COMMENT, at, end + 3, (at + 4, end)) if end >= 0 else None
        if found := _AUTOLINK.match(self.text, at):
            return Token(Mark.AUTOLINK, at, found.end(), (at + 1, found.end() - 1))
        if found := TAG.match(self.text, at):
            return Token(Mark.TAG, at, found.end(), (at + 1, found.end() - 1))
        return None


def is_citation(inside: str) -> bool:
    """Say whether what stands in brackets is one or more ``@key``, parted by semicolons."""
    return all(CITATION.fullmatch(key.strip()) for key in inside.split(";"))


def citation_keys(label: str) -> tuple[str, ...]:
    """Return the keys in the brackets of a citation."""
    return tuple(key.strip()[1:] for key in label.split(";"))


def is_balanced(text: str) -> bool:
    """Say whether each brace of *text* that no backslash escapes has its partner."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", text, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    return depth == 0


def unescape(text: str) -> str:
    """Return *text* without the backslashes before punctuation."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def label_key(label: str) -> str:
    """Return a reference's label as it is compared: white space folded, without case."""
    return " ".join(label.split()).casefold()
