"""How the symbols of mathematics are called in English."""

from __future__ import annotations

import unicodedata
from typing import Final

OPERATORS: Final = {
    "+": "plus",
    "−": "minus",
    "-": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "×": "times",
    "·": "times",
    "⋅": "times",
    "∗": "star",
    "*": "star",
    "⋆": "star",
    "÷": "divided by",
    "/": "over",
    "∕": "over",
    "=": "equals",
    "≠": "is not equal to",
    ":=": "is defined as",
    "≔": "is defined as",
    "≡": "is equivalent to",
    "≈": "is approximately",
    "≃": "is asymptotically equal to",
    "≅": "is congruent to",
    "∼": "is distributed as",
    "~": "is distributed as",
    "∝": "is proportional to",
    "<": "is less than",
    ">": "is greater than",
    "≤": "is at most",
    "⩽": "is at most",
    "≦": "is at most",
    "≥": "is at least",
    "⩾": "is at least",
    "≧": "is at least",
    "≪": "is much less than",
    "≫": "is much greater than",
    "≺": "precedes",
    "≻": "succeeds",
    "∈": "in",
    "∉": "not in",
    "∋": "contains",
    "⊂": "is a proper subset of",
    "⊆": "is a subset of",
    "⊃": "is a proper superset of",
    "⊇": "is a superset of",
    "⊊": "is a proper subset of",
    "∪": "union",
    "∩": "intersection",
    "∖": "without",
    "⧵": "without",
    "⊎": "disjoint union",
    "∧": "and",
    "∨": "or",
    "¬": "not",
    "⊕": "circled plus",
    "⊖": "circled minus",
    "⊗": "circled times",
    "⊙": "circled dot",
    "⊘": "circled slash",
    "∘": "composed with",
    "→": "to",
    "⟶": "to",
    "←": "from",
    "↦": "maps to",
    "⟼": "maps to",
    "⇒": "implies",
    "⟹": "implies",
    "⇐": "is implied by",
    "⟸": "is implied by",
    "⇔": "if and only if",
    "⟺": "if and only if",
    "↔": "to and from",
    "⊢": "proves",
    "⊨": "models",
    "⊥": "is perpendicular to",
    "⟂": "is perpendicular to",
    "∥": "is parallel to",
    "∣": "divides",
    "∤": "does not divide",
    ",": ",",
    ";": ";",
    ":": "colon",
    ".": "point",
    "!": "factorial",
    "?": "question mark",
    "…": "and so on",
    "⋯": "and so on",
    "⋮": "and so on downwards",
    "⋱": "and so on diagonally",
    "′": "prime",
    "″": "double prime",
    "‴": "triple prime",
    "⁗": "quadruple prime",
    "∀": "for all",
    "∃": "there exists",
    "∄": "there does not exist",
    "∴": "therefore",
    "∵": "because",
    "↑": "up arrow",
    "↓": "down arrow",
    "(": "open paren",
    ")": "close paren",
    "[": "open bracket",
    "]": "close bracket",
    "{": "open brace",
    "}": "close brace",
    "⟨": "open angle",
    "⟩": "close angle",
    "⌊": "open floor",
    "⌋": "close floor",
    "⌈": "open ceiling",
    "⌉": "close ceiling",
    "|": "bar",
    "‖": "double bar",
    "\\": "backslash",
    "&": "ampersand",
    "%": "percent",
    "$": "dollar",
    "#": "number sign",
    "@": "at",
    "_": "underscore",
    "°": "degrees",
    "∎": "end of proof",
}

BIG_OPERATORS: Final = {
    "∑": "the sum",
    "∏": "the product",
    "∐": "the coproduct",
    "∫": "the integral",
    "∬": "the double integral",
    "∭": "the triple integral",
    "⨌": "the quadruple integral",
    "∮": "the contour integral",
    "⋃": "the union",
    "⋂": "the intersection",
    "⋁": "the disjunction",
    "⋀": "the conjunction",
    "⨁": "the direct sum",
    "⨂": "the tensor product",
    "⨀": "the circled dot product",
    "⨄": "the disjoint union",
    "⨆": "the square union",
}

IDENTIFIERS: Final = {
    "∞": "infinity",
    "∅": "the empty set",
    "∂": "partial",
    "∇": "nabla",
    "ℓ": "ell",
    "ℏ": "h bar",
    "ħ": "h bar",
    "ℵ": "aleph",
    "℘": "Weierstrass p",
    "ℝ": "the real numbers",
    "ℕ": "the natural numbers",
    "ℤ": "the integers",
    "ℚ": "the rational numbers",
    "ℂ": "the complex numbers",
    "⊤": "transposed",
    "ı": "dotless i",
    "ȷ": "dotless j",
    "ϵ": "epsilon",
    "ϕ": "phi",
    "ϑ": "theta",
    "ϱ": "rho",
    "ϖ": "pi",
    "ϰ": "kappa",
    "□": "square",
}

FUNCTIONS: Final = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "cot": "cotangent",
    "sec": "secant",
    "csc": "cosecant",
    "sinh": "hyperbolic sine",
    "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent",
    "coth": "hyperbolic cotangent",
    "arcsin": "arc sine",
    "arccos": "arc cosine",
    "arctan": "arc tangent",
    "ln": "natural log",
    "log": "log",
    "lg": "log",
    "lim": "the limit",
    "max": "the maximum",
    "min": "the minimum",
    "sup": "the supremum",
    "inf": "the infimum",
    "arg max": "the arg max",
    "arg min": "the arg min",
    "lim sup": "the limit superior",
    "lim inf": "the limit inferior",
    "det": "the determinant",
    "dim": "the dimension",
    "ker": "the kernel",
    "deg": "the degree",
    "gcd": "the greatest common divisor",
    "Pr": "the probability",
    "mod": "mod",
}

ACCENTS: Final = {
    "ˆ": "hat",
    "˜": "tilde",
    "¯": "bar",
    "‾": "bar",
    "→": "vector",
    "←": "left arrow",
    "↔": "double arrow",
    "˙": "dot",
    "¨": "double dot",
    "⃛": "triple dot",
    "⃜": "quadruple dot",
    "´": "acute",
    "`": "grave",
    "˘": "breve",
    "ˇ": "check",
    "˚": "ring",
}

POWERS: Final = {"2": "squared", "3": "cubed"}

_SAID: Final = {"BOLD": "bold", "SCRIPT": "script", "FRAKTUR": "fraktur", "BLACK-LETTER": "fraktur"}


def letter(character: str) -> str | None:
    """Return how a letter of any alphabet is called, or nothing if it is none.

    Capitals keep their form (``X``, ``Sigma``); of the mathematical alphabets bold, script and fraktur are said.
    """
    if character in IDENTIFIERS:
        return IDENTIFIERS[character]
    if character.isascii():
        return character if character.isalnum() else None
    plain = unicodedata.normalize("NFKC", character)
    name = unicodedata.name(character, "")
    prefix = next((f"{said} " for style, said in _SAID.items() if style in name), "")
    if len(plain) == 1 and plain.isascii() and plain.isalnum():
        return prefix + plain
    plain_name = unicodedata.name(plain, "") if len(plain) == 1 else ""
    if plain_name.startswith("GREEK") and "LETTER " in plain_name:
        word = plain_name.rpartition("LETTER ")[2].lower().replace("lamda", "lambda").removeprefix("final ")
        return prefix + (word.capitalize() if "CAPITAL" in plain_name else word)
    return plain if plain.isalpha() else None


def symbol(character: str) -> str:
    """Return how any other character is called: by the words above, else by its name in Unicode."""
    known = OPERATORS.get(character) or IDENTIFIERS.get(character) or BIG_OPERATORS.get(character)
    return known or unicodedata.name(character, "unknown symbol").lower()
