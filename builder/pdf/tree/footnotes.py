"""Footnotes put where they belong: each at its mark, from where the layout takes it to the foot of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from builder.pdf.tree.heights import is_block, lines_of

if TYPE_CHECKING:
    from builder.pdf.measure import Measure

NOTES: Final = "ui_notes"
"""The id of the element that holds the footnotes until they are put in their places."""

_FOOT: Final = 0.4
"""The part of a leaf's lines up to which a note stands at the foot: WeasyPrint breaks none, and a page needs text."""

_HOLDING: Final = frozenset("article blockquote body div figcaption header li section td th".split())
"""Elements that hold blocks, behind one of which a long note can stand."""


def place_footnotes(root: ET.Element, measure: Measure) -> None:
    """Put each footnote where its mark stands, for in HTML a paragraph can hold no paragraphs, and number it.

    One that would fill a great part of a leaf becomes a block behind what it is marked in.
    """
    store = next(element for element in root.iter("div") if element.get("id") == NOTES)
    texts = list(store)
    store.clear()
    parents = {child: parent for parent in root.iter() for child in parent}
    numbers: dict[str, int] = {}
    # Walked by hand, because a footnote put in its place may hold a mark itself.
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if "data-note" in element.attrib:
            index = element.attrib.pop("data-note")
            number = numbers[index] = len(numbers) + 1
            text = texts[int(index)]
            parents |= {child: parent for parent in text.iter() for child in parent}
            if lines_of(text, measure) > measure.depth * _FOOT:
                waiting.append(_set_behind(element, number, text, parents))
            else:
                element.attrib |= {"id": f"fn_{number}", "data-number": str(number)}
                _fill(element, text, parents)
        elif "data-again" in element.attrib:
            number = numbers[element.attrib.pop("data-again")]
            _refer(element, number)
        waiting.extend(reversed(element))


def _fill(place: ET.Element, text: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    """Move what *text* holds to *place*."""
    for element in text.iter():
        _close_up(element)
    place.text = text.text
    place.extend(text)
    parents |= dict.fromkeys(text, place)
    if len(place) and place[0].tag == "p" and not (place.text or "").strip():
        # The number stands in the line of the first paragraph, not above it.
        place[0].tag = "span"


def _close_up(element: ET.Element) -> None:
    """Take out the white space beside the blocks in *element*: in a footnote WeasyPrint 70 makes empty lines of it."""
    for child in element:
        if is_block(child):
            child.tail = child.tail if (child.tail or "").strip() else None
    if len(element) and is_block(element[0]) and not (element.text or "").strip():
        element.text = None


def _refer(mark: ET.Element, number: int) -> None:
    """Make *mark* a link to the footnote of that *number*."""
    mark.set("href", f"#fn_{number}")
    mark.text = str(number)


def _set_behind(mark: ET.Element, number: int, text: ET.Element, parents: dict[ET.Element, ET.Element]) -> ET.Element:
    """Put the footnote *text* behind the block that *mark* stands in; return it as it stands there."""
    mark.tag = "a"
    mark.set("class", "note-again")
    _refer(mark, number)
    block = ET.Element("div", {"class": "footnote-block", "id": f"fn_{number}"})
    label = ET.Element("span", {"class": "note-number"})
    label.text = f"{number}. "
    _fill(block, text, parents)
    label.tail, block.text = block.text, None
    block.insert(0, label)
    inside = mark
    while parents[inside].tag not in _HOLDING or "question-head" in parents[inside].get("class", ""):
        inside = parents[inside]
    holder = parents[inside]
    at = list(holder).index(inside) + 1
    if inside is mark or (inside.tail or "").strip():
        at = len(holder)
    else:
        block.tail, inside.tail = inside.tail, None
    holder.insert(at, block)
    parents[block] = holder
    return block
