"""How the letters of mathematics are called in English, of whatever alphabet they are."""

from __future__ import annotations

import unicodedata
from typing import Final

IDENTIFIERS: Final = {
    "∞": "infinity",
    "∅": "the empty set",
    "∂": "partial",
    "∇": "nabla",
    "ℓ": "ell",
    "ℏ": "h bar",
    "ħ": "h bar",
    "ℵ": "aleph",
    "ℶ": "beth",
    "ℷ": "gimel",
    "ℸ": "daleth",
    "℘": "Weierstrass p",
    "ℜ": "the real part",
    "ℑ": "the imaginary part",
    "ℝ": "the real numbers",
    "ℕ": "the natural numbers",
    "ℤ": "the integers",
    "ℚ": "the rational numbers",
    "ℂ": "the complex numbers",
    "𝔼": "the expected value",
    "ℙ": "the probability",
    "𝟙": "the indicator",
    "⊤": "top",
    "ı": "dotless i",
    "ȷ": "dotless j",
    "𝚤": "dotless i",
    "𝚥": "dotless j",
    "ð": "eth",
    "□": "square",
}

VARIANTS: Final = {"ϵ": "ε", "ϕ": "φ", "θ": "ϑ", "ρ": "ϱ", "π": "ϖ", "κ": "ϰ", "σ": "ς"}
"""Letters with the second shape that LaTeX has for them."""

_STYLES: Final = {
    "BOLD": "bold",
    "SCRIPT": "script",
    "FRAKTUR": "fraktur",
    "BLACK-LETTER": "fraktur",
    "DOUBLE-STRUCK": "blackboard",
    "SANS-SERIF": "sans-serif",
    "MONOSPACE": "monospace",
}


def letter(character: str) -> str | None:
    """Return how a letter or digit of any alphabet is called, or nothing if *character* is none.

    Latin capitals keep their form, for the reader's own setting says how capitals sound; Greek ones are said to be
    capital. Of the mathematical alphabets all but italics are said.
    """
    if character in IDENTIFIERS:
        return IDENTIFIERS[character]
    if character.isascii():
        return character if character.isalnum() else None
    if character in VARIANTS.values():
        plain = next(plain for plain, variant in VARIANTS.items() if variant == character)
        return f"variant {letter(plain)}"
    plain = unicodedata.normalize("NFKC", character)
    if len(plain) != 1 or not plain.isalnum():
        return plain if plain.isalpha() else None
    return style_of(character) + (plain if plain.isascii() else _greek(plain) or plain)


def style_of(text: str) -> str:
    """Return what is said before letters of a mathematical alphabet, with a space behind it; the first one tells."""
    character = text[:1]
    name = unicodedata.name(character, "") if len(character) == 1 and not character.isascii() else ""
    return "".join(f"{said} " for style, said in _STYLES.items() if style in name)


def _greek(character: str) -> str:
    """Return the name of a Greek letter; nothing for other letters."""
    name = unicodedata.name(character, "")
    if not name.startswith("GREEK") or "LETTER " not in name:
        return ""
    word = name.rpartition("LETTER ")[2].lower().replace("lamda", "lambda").removeprefix("final ")
    return f"capital {word}" if "CAPITAL" in name else word
