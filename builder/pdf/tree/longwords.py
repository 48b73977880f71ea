"""Words longer than any line, made to break where no dictionary and no punctuation lets them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from builder.pdf.tree.codelines import BREAK

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

    from builder.pdf.measure import Measure

_LONGER: Final = 1.25
"""How many times the characters of a line a word has from which on it is parted: no line has as many."""

_STEP: Final = 10
"""Characters between two places to break."""

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
"""Scripts that write words without spaces between them, from Thai to Chinese: their rules say where a line may end."""

_BREAKABLE: Final = rf"\s/\-\u00ad\u200b\u2010-\u2015{_UNSPACED}"
_JOINERS: Final = "\u200d\u2060\ufeff"


def part_long_words(body: ET.Element, measure: Measure) -> None:
    """Put an invisible place to break into the words of *body* that are longer than a line of *measure*.

    WeasyPrint lays out the rest of such a word anew for each line that it fills, and looks for hyphens in all of it:
    its time grows with the square of the word. Readers and screen readers pass over the character.
    """
    long = int(measure.room * _LONGER)
    long_word = re.compile(rf"[^{_BREAKABLE}]{{{long},}}")
    for element in body.iter():
        for name in ("text", "tail"):
            text = getattr(element, name) or ""
            if len(text) >= long:
                setattr(element, name, long_word.sub(_parted, text))


def _parted(word: re.Match[str]) -> str:
    """Return *word* with places to break, none of them within what is written as one sign."""
    parts = [""]
    for character in word[0]:
        is_sign_begun = unicodedata.category(character)[0] == "M" or character in _JOINERS
        if len(parts[-1]) >= _STEP and not is_sign_begun and parts[-1][-1] not in _JOINERS:
            parts.append("")
        parts[-1] += character
    return BREAK.join(parts)
