"""Lists as PDF/UA-1 can say them: of items and nothing else."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}")
_LISTS: Final = frozenset(("ul", "ol"))
_DEFINITIONS: Final = {"dl": "div", "dt": "p", "dd": "div"}
"""WeasyPrint 70 makes items without labels of both terms and definitions; as paragraphs they are read as written."""


def mend_lists(root: ET.Element) -> None:
    """Put into an item what stands in a list outside of one, and make definition lists paragraphs of their classes.

    Raw HTML may hold either. Lists count from where the author lets them begin, which WeasyPrint does not heed.
    """
    for element in list(root.iter()):
        if element.tag in _LISTS:
            _gather_items(element)
            _count_from(element)
        elif element.tag in _DEFINITIONS:
            element.set("class", f"{element.get('class', '')} {element.tag}".strip())
            element.tag = _DEFINITIONS[element.tag]


def _count_from(listed: ET.Element) -> None:
    """Turn the attributes by which *listed* and its items are numbered into styles."""
    start = _number(listed.attrib.pop("start", ""))
    if start is not None:
        listed.set("style", f"counter-reset:list-item {start - 1}")
    for item in listed:
        value = _number(item.attrib.pop("value", ""))
        if value is not None:
            item.set("style", f"counter-set:list-item {value}")


def _number(text: str) -> int | None:
    """Return the whole number that *text* says, if it says one."""
    return int(text) if _WHOLE.fullmatch(text.strip()) else None


def _gather_items(listed: ET.Element) -> None:
    """Give each stretch of *listed* that is no item an item of its own."""
    children = list(listed)
    between = (listed.text, *(child.tail for child in children))
    if children and all(child.tag == "li" for child in children) and not any((text or "").strip() for text in between):
        return
    stray = _Stray()
    text, listed.text = listed.text, None
    for child in children:
        listed.remove(child)
    stray.say(text)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "li":
            listed.extend(stray.items())
            listed.append(child)
        else:
            stray.hold(child)
        stray.say(tail)
    listed.extend(stray.items())


class _Stray:
    """What was met outside of items since the last one."""

    def __init__(self) -> None:
        self._item = ET.Element("li")

    def say(self, text: str | None) -> None:
        """Add *text*."""
        if not (text or "").strip():
            return
        if len(self._item):
            self._item[-1].tail = (self._item[-1].tail or "") + (text or "")
        else:
            self._item.text = (self._item.text or "") + (text or "")

    def hold(self, element: ET.Element) -> None:
        """Add *element*."""
        self._item.append(element)

    def items(self) -> list[ET.Element]:
        """Return an item that holds all that was added, if anything was, and begin anew."""
        item, self._item = self._item, ET.Element("li")
        return [item] if item.text or len(item) else []
