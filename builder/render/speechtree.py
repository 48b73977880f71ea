"""Questions that one asks of a part of a formula before one says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SCRIPTS: Final = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))


def core_of(element: Element) -> Element:
    """Return the base of scripts, itself else."""
    while element.tag in SCRIPTS and len(element):
        element = element[0]
    return element


def is_name(element: Element) -> bool:
    """Say whether *element* is the name of an operator."""
    text = element.text or ""
    return len(text) > 1 and text[0].isalpha()


def name_of(element: Element) -> str:
    """Return the name of an operator, its words parted by plain spaces."""
    return " ".join((element.text or "").split())


def is_simple(element: Element) -> bool:
    """Say whether *element* is one symbol, so that its end needs no word."""
    if element.tag == "mrow":
        return len(element) == 1 and is_simple(element[0])
    if element.tag == "mtext":
        return " " not in (element.text or "").replace("\N{NO-BREAK SPACE}", " ").strip()
    return element.tag in ("mi", "mn", "mo")


def is_plain(element: Element) -> bool:
    """Say whether *element* may stand behind ``of`` without brackets: a symbol, with scripts or not, or a comma."""
    core = core_of(element)
    return core.tag in ("mi", "mn", "mtext") or (core.tag == "mo" and core.text in {",", "∣", "|", ";"})


def only_text(element: Element) -> str:
    """Return the text of a simple element."""
    while element.tag == "mrow" and len(element) == 1:
        element = element[0]
    return element.text or "" if is_simple(element) else ""


def is_minus_one(element: Element) -> bool:
    """Say whether *element* is a minus and a one."""
    return "".join(element.itertext()) in ("−1", "-1")
