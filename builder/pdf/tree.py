"""The parsed page, made ready for layout: what HTML's grammar or WeasyPrint's own cannot say.

All functions change the tree that they are given (`xml.etree`), each in one walk.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from builder.pdf.codelines import BREAK, part_lines
from builder.pdf.glyphs import stand_in
from builder.pdf.heights import is_long, tall
from builder.pdf.longwords import part_long_words
from builder.pdf.tags import CODE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from builder.diagnostics import Span
    from builder.pdf.glyphs import Glyphs

NOTES: Final = "ui_notes"
"""The id of the element that holds the footnotes until they are put in their places."""

_LOWEST: Final = 6
_ROOM: Final = 80
_ROOM_IN_A_CELL: Final = 34
"""Characters that the columns of a table can have side by side, on the page and in a recall table."""

_SMALLER: Final = 1.25
"""How much more room the smaller size gives."""

_ROOM_FOR_CODE: Final = 0.7
"""How many characters of code, in a list or a callout too, have the room of one of text."""

_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var".split()
)

_UNSPEAKING: Final = frozenset(("script", "style", "template", "title"))


def prepare(root: ET.Element, glyphs: Glyphs, places: Sequence[Span]) -> None:
    """Make the page below *root* ready: *places* are what its ``data-place`` attributes count in."""
    _place_footnotes(root)
    _level_headings(root, 0)
    _unlink_absent(root)
    for box in tall(root):
        _add_class(box, "tall")
        _stack(box)
    _fit(root, _ROOM)
    body = root.find("body")
    if body is not None:
        _replace_missing(body, glyphs, places, places[0])
        part_long_words(body)
        _guard_spaces(body)
    for code in list(root.iter("code")):
        _add_class(code, "code")
        code.tag = CODE


def _place_footnotes(root: ET.Element) -> None:
    """Put each footnote where its mark stands, for in HTML a paragraph can hold no paragraphs, and number it."""
    store = next(element for element in root.iter("div") if element.get("id") == NOTES)
    texts = list(store)
    store.clear()
    numbers: dict[str, int] = {}
    # Walked by hand, because a footnote put in its place may hold a mark itself.
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if "data-note" in element.attrib:
            index = element.attrib.pop("data-note")
            numbers[index] = len(numbers) + 1
            element.attrib |= {"id": f"fn_{numbers[index]}", "data-number": str(numbers[index])}
            _fill_footnote(element, texts[int(index)])
        elif "data-again" in element.attrib:
            number = numbers[element.attrib.pop("data-again")]
            element.set("href", f"#fn_{number}")
            element.text = str(number)
        waiting.extend(reversed(element))


def _fill_footnote(place: ET.Element, text: ET.Element) -> None:
    """Move what *text* holds to *place*."""
    place.text = text.text
    place.extend(text)
    if len(place) and place[0].tag == "p" and not (place.text or "").strip():
        # The number stands in the line of the first paragraph, not above it.
        place[0].tag = "span"


def _level_headings(element: ET.Element, shift: int) -> None:
    """Move the headings of fragments down by the nearest ``data-shift``, so that no level is skipped."""
    shift = int(element.get("data-shift", shift))
    if shift and element.tag in ("h3", "h4", "h5", "h6"):
        element.tag = f"h{min(int(element.tag[1]) + shift, _LOWEST)}"
    for child in element:
        _level_headings(child, shift)


def _unlink_absent(root: ET.Element) -> None:
    """Take the address from links to what is in the deck but not in print."""
    present = {element.get("id") for element in root.iter()}
    for link in root.iter("a"):
        address = link.get("href", "")
        if address.startswith("#") and address[1:] not in present:
            del link.attrib["href"]
            link.tag = "span"


def _stack(box: ET.Element) -> None:
    """Put the answer below its question where *box* is a recall card whose question alone would fill a column.

    Two columns that both go on to the next page could not be read there one after the other.
    """
    ask = box.find("td[@class='ask']")
    tell = box.find("td[@class='tell']")
    if ask is not None and tell is not None and is_long(ask):
        ask.set("colspan", "2")
        box.remove(tell)
        tell.tag = "div"
        ask.append(tell)


def _fit(element: ET.Element, room: int) -> None:
    """Make tables and code fit into *room* characters.

    A table that does not is set smaller, and if need be may break its words; code is parted into lines that wrap.
    """
    for child in element:
        if child.tag == "pre":
            part_lines(child, int(room * _ROOM_FOR_CODE))
        elif child.tag == "table" and "recall" not in child.get("class", ""):
            words = _longest_words(child)
            if sum(words) > room:
                _add_class(child, "small" if sum(words) <= room * _SMALLER else "small wide")
            if max(words, default=0) > room:
                # No width that a column could ask for helps, and WeasyPrint would be long in finding that out.
                _add_class(child, "even")
        _fit(child, _ROOM_IN_A_CELL if child.tag in ("td", "th") else room)


def _longest_words(table: ET.Element) -> list[int]:
    """Return how many characters the longest word of each column of *table* has."""
    longest: dict[int, int] = {}
    for row in table.iter("tr"):
        for column, cell in enumerate(row):
            words = "".join(cell.itertext()).split()
            longest[column] = max(longest.get(column, 0), *map(len, words), 2)
    return list(longest.values())


def _replace_missing(element: ET.Element, glyphs: Glyphs, places: Sequence[Span], place: Span) -> None:
    """Replace what no face has in the text of *element*, which stands at the nearest ``data-place``."""
    if element.tag in _UNSPEAKING:
        return
    place = places[int(element.attrib.pop("data-place"))] if "data-place" in element.attrib else place
    if "data-head" in element.attrib:
        element.set("data-head", glyphs.plain(element.attrib["data-head"], place))
    children = list(element)
    _rewrite(element, None, glyphs, place)
    for child in children:
        _replace_missing(child, glyphs, places, place)
        _rewrite(element, child, glyphs, place)


def _rewrite(parent: ET.Element, after: ET.Element | None, glyphs: Glyphs, place: Span) -> None:
    """Rewrite the text that follows *after* in *parent*, or its first text."""
    text = parent.text if after is None else after.tail
    if not text:
        return
    pieces = glyphs.split(text, place)
    if not any(missing for missing, _ in pieces):
        _set_text(parent, after, pieces[0][1])
        return
    index = 0 if after is None else list(parent).index(after) + 1
    written = ""
    last = after
    for missing, piece in pieces:
        if missing:
            _set_text(parent, last, written)
            last, written = stand_in(piece), ""
            parent.insert(index, last)
            index += 1
        else:
            written += piece
    _set_text(parent, last, written)


def _set_text(parent: ET.Element, after: ET.Element | None, text: str) -> None:
    """Set the text that follows *after* in *parent*, or its first text."""
    if after is None:
        parent.text = text
    else:
        after.tail = text


def _guard_spaces(body: ET.Element) -> None:
    """Put an invisible character behind each space that an inline element follows.

    Where the space alone does not fit into the line, WeasyPrint 70 would break it after its very first word.
    """
    for element in body.iter():
        texts = [(element, "text", element[0])] if len(element) else []
        texts += [(before, "tail", after) for before, after in pairwise(element)]
        for holder, name, after in texts:
            text = getattr(holder, name) or ""
            if after.tag in _INLINE and text.strip() and text[-1].isspace():
                setattr(holder, name, text + BREAK)


def _add_class(element: ET.Element, name: str) -> None:
    """Give *element* one more class."""
    element.set("class", f"{element.get('class', '')} {name}".strip())
