"""What a line is: the patterns of block structure (CommonMark 0.31 where format.md does not differ)."""

from __future__ import annotations

import re
from typing import Final

MARK: Final = re.compile(r"([QACO]):(?:[ \t]+|$)", re.MULTILINE)
"""The mark of a recall card; it counts at column 0 only."""
NEAR_MARK: Final = re.compile(r"^([QACO]):(?=[^\s:/\\])", re.MULTILINE)
"""What looks like a mark but for the space behind it; paths such as ``C:/`` do not."""
HEADING: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)", re.MULTILINE)
RULE: Final = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
FENCE: Final = re.compile(r"( {0,3})(`{3,}(?=[^`\n]*$)|~{3,})[ \t]*([^\n]*)$", re.MULTILINE)
QUOTE: Final = re.compile(r" {0,3}> ?")
ITEM: Final = re.compile(r"( {0,3})([-+*]|[0-9]{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*$)", re.MULTILINE)
TERM: Final = re.compile(r"( {0,3})(:)([ \t]+)(?=\S)")
"""The explanation of a term in a definition list."""
FOOTNOTE: Final = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*")
ABBREVIATION: Final = re.compile(r" {0,3}\*\[([^\]\n]+)\]:[ \t]*([^\n]*)$", re.MULTILINE)
LINK: Final = re.compile(
    r" {0,3}\[([^\^\]\[\n][^\]\[\n]*)\]:[ \t]*(?:<([^<>\n]*)>(?=[ \t\n]|\Z)|(?!<)(\S+))"
    r"(?:[ \t]*+(?:\n[ \t]*+)?(?<=[ \t\n])(?:\"([^\"\n]*)\"|'([^'\n]*)'|\(([^()\n]*)\)))?[ \t]*$",
    re.MULTILINE,
)
DELIMITERS: Final = re.compile(
    r" {0,3}(?=[^\n]*\|)\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-+:?[ \t]*+)*\|?[ \t]*$", re.MULTILINE
)
"""The row between a table's head and body."""
INDENTED: Final = re.compile(r"(?: {4}| {0,3}\t)")
COMMENT: Final = re.compile(r" {0,3}<!--")
TAG: Final = re.compile(r" {0,3}</?([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
DECLARATION: Final = re.compile(r" {0,3}<(?:\?|!\[CDATA\[|![A-Za-z])")

BLOCK_TAGS: Final = frozenset(
    "address article aside audio base basefont blockquote body caption center col colgroup dd details dialog dir "
    "div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe "
    "legend li link main menu menuitem meta nav noframes object ol optgroup option p param picture pre script "
    "search section source style summary svg table tbody td template textarea tfoot th thead title tr track ul "
    "video".split()
)
VOID_TAGS: Final = frozenset("base basefont br col embed frame hr img input link meta param source track wbr".split())
OPTIONAL_END: Final = frozenset("p li dd dt td th tr thead tbody tfoot option optgroup colgroup caption".split())
"""Elements that HTML lets end without a tag; such a block ends at a blank line."""


def eol(text: str, at: int) -> int:
    """Return the end of the line of *text* that holds offset *at*."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def is_blank(text: str, at: int) -> bool:
    """Say whether the line of *text* is blank from *at* on."""
    return not text[at : eol(text, at)].strip()


def paragraph_end(text: str, at: int) -> int:
    """Return the end of the last line of *text* before the next blank one after *at*."""
    while (stop := eol(text, at)) < len(text) and not is_blank(text, stop + 1):
        at = stop + 1
    return eol(text, at)


def columns(line: str) -> int:
    """Return how many columns *line* is indented, tabs to multiples of four."""
    width = 0
    for character in line:
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - width % 4
        else:
            break
    return width


def behind(line: str, wanted: int) -> int:
    """Return the offset in *line* at which *wanted* columns of indentation are used up."""
    width = 0
    for offset, character in enumerate(line):
        if width >= wanted or character not in " \t":
            return offset
        width += 1 if character == " " else 4 - width % 4
    return len(line)
