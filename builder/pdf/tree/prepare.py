"""The parsed page, made ready for layout: what HTML's grammar or WeasyPrint's own cannot say.

All functions change the tree that they are given (`xml.etree`), each in one walk.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from builder.pdf.measure import take_measure
from builder.pdf.press.tags import CODE, INTERNAL
from builder.pdf.tree.codelines import BREAK
from builder.pdf.tree.fit import add_class, fit
from builder.pdf.tree.footnotes import place_footnotes
from builder.pdf.tree.glyphs import stand_in
from builder.pdf.tree.heights import is_long, tall
from builder.pdf.tree.lists import mend_lists
from builder.pdf.tree.longwords import part_long_words
from builder.pdf.tree.turning import turn_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET

    from builder.diagnostics import Span
    from builder.pdf.measure import Measure
    from builder.pdf.tree.glyphs import Glyphs

_LOWEST: Final = 6
"""The lowest level of headings."""

_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code del dfn em i img ins kbd mark q s samp small span strong sub sup u var".split()
)

_UNSPEAKING: Final = frozenset(("script", "style", "template", "title"))


def prepare(root: ET.Element, glyphs: Glyphs, places: Sequence[Span]) -> None:
    """Make the page below *root* ready: *places* are what its ``data-place`` attributes count in.

    Its body says how much text a leaf holds (`builder.pdf.measure`).
    """
    measure = take_measure(root)
    mend_lists(root)
    place_footnotes(root, measure)
    turn_blocks(root)
    _name_once(root)
    _level_headings(root, 0)
    _unlink_absent(root)
    for box in tall(root, measure):
        add_class(box, "tall")
        _stack(box, measure)
    fit(root, measure)
    body = root.find("body")
    if body is not None:
        _replace_missing(body, glyphs, places, places[0])
        part_long_words(body, measure)
        _guard_spaces(body)
    for code in list(root.iter("code")):
        add_class(code, "code")
        code.tag = CODE


def _name_once(root: ET.Element) -> None:
    """Leave each id to the first element that has it: a footnote that two cards mark is printed with both."""
    known: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name in known:
            del element.attrib["id"]
        elif name is not None:
            known.add(name)


def _level_headings(element: ET.Element, shift: int) -> None:
    """Move the headings of fragments down by the nearest ``data-shift``, so that no level is skipped."""
    shift = int(element.get("data-shift", shift))
    if shift and element.tag in ("h3", "h4", "h5", "h6"):
        element.tag = f"h{min(int(element.tag[1]) + shift, _LOWEST)}"
    for child in element:
        _level_headings(child, shift)


def _unlink_absent(root: ET.Element) -> None:
    """Take the address from links to what is in the deck but not in print; the others may lead into another part."""
    present = {element.get("id") for element in root.iter()}
    for link in root.iter("a"):
        address = link.get("href", "")
        if address.startswith("#") and address[1:] not in present:
            del link.attrib["href"]
            link.tag = "span"
        elif address.startswith("#"):
            link.set("href", f"{INTERNAL}{address[1:]}")


def _stack(box: ET.Element, measure: Measure) -> None:
    """Put the answer below its question where *box* is a recall card whose question alone would fill a column.

    Two columns that both go on to the next page could not be read there one after the other.
    """
    ask = box.find("td[@class='ask']")
    tell = box.find("td[@class='tell']")
    if ask is not None and tell is not None and is_long(ask, measure):
        ask.set("colspan", "2")
        box.remove(tell)
        tell.tag = "div"
        ask.append(tell)


def _replace_missing(element: ET.Element, glyphs: Glyphs, places: Sequence[Span], place: Span) -> None:
    """Replace what no face has in the text of *element*, which stands at the nearest ``data-place``."""
    if element.tag in _UNSPEAKING:
        return
    place = places[int(element.attrib.pop("data-place"))] if "data-place" in element.attrib else place
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
