"""Running heads and page numbers: set on leaves of their own, and laid under the sheets as artifacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from builder.pdf.binding.impose import Placed
from builder.pdf.manuscript import css_names
from builder.pdf.press.press import Unit
from builder.theme import files
from builder.theme.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.pdf.binding.impose import ImposedSheet
    from builder.pdf.press.fonts import Fonts
    from builder.pdf.press.galley import Galley
    from builder.pdf.press.press import Press

_CORNERS: Final = ("head-start", "head-end", "foot-start", "foot-end")
_BATCH: Final = 200
"""Leaves set at once."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands around the text of one page, in plain words."""

    head_start: str = ""
    head_end: str = ""
    foot_start: str = ""
    foot_end: str = ""


def furnish(
    press: Press,
    galleys: Sequence[Galley],
    sheets: Sequence[ImposedSheet],
    furniture: Sequence[Furniture],
    styles: str,
) -> tuple[list[Galley], list[ImposedSheet]]:
    """Return *galleys* and *sheets* with the *furniture* of each sheet.

    *styles*, which are all that these leaves have, place ``.head-start``, ``.head-end``, ``.foot-start`` and
    ``.foot-end`` in the box ``.furniture``, which is as large as the sheet and of a class ``size-…``.
    """
    found = list(galleys)
    furnished: list[ImposedSheet] = []
    for start in range(0, len(sheets), _BATCH):
        some = sheets[start : start + _BATCH]
        sizes = list(dict.fromkeys((sheet.width, sheet.height) for sheet in some))
        units = [
            _unit(press, piece, sizes.index((sheet.width, sheet.height)))
            for sheet, piece in zip(some, furniture[start : start + _BATCH], strict=True)
        ]
        setting = press.set(units, styles=f"{_page_styles(sizes)}\n{styles}", bare=True)
        number = len(found)
        found.append(press.write_furniture(setting))
        furnished += (
            replace(sheet, placed=(*sheet.placed, Placed(number, leaf, artifact=True)))
            for leaf, sheet in enumerate(some)
        )
    return found, furnished


def head_styles(fonts: Fonts, scale: float, *, top: float, bottom: float, side: float) -> str:
    """Return styles for `furnish`: type of *fonts* and *scale* at so many mm from the edges of the paper."""
    return files.template("print", "heads.css").render(
        scale=scale, top=top, bottom=bottom, side=side, fallbacks=css_names(fonts.fallbacks), ink=LIGHT["ink-soft"]
    )


def _unit(press: Press, furniture: Furniture, size: int) -> Unit:
    """Return the leaf with *furniture* for a sheet of the size of that number."""
    box = ET.Element("div", {"class": f"furniture size-{size}"})
    words = (furniture.head_start, furniture.head_end, furniture.foot_start, furniture.foot_end)
    for name, text in zip(_CORNERS, words, strict=True):
        if text:
            ET.SubElement(box, "p", {"class": name}).text = press.plain(text)
    return Unit(box, "", 0, ())


def _page_styles(sizes: Sequence[tuple[float, float]]) -> str:
    """Return the rules that give each of *sizes*, in points, a page of its own."""
    rules = [
        "body, p { margin: 0 } .furniture { position: relative; break-after: page } .furniture p { position: absolute }"
    ]
    for number, (width, height) in enumerate(sizes):
        rules.append(f"@page furniture-{number} {{ size: {width:.4f}pt {height:.4f}pt; margin: 0 }}")
        # A hair less high than the page, or rounding would make two pages of it.
        box = f"width: {width:.4f}pt; height: {height - 0.05:.4f}pt"
        rules.append(f".size-{number} {{ page: furniture-{number}; {box} }}")
    return "\n".join(rules)
