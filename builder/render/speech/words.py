"""How mathematics is called in English: its usual signs, functions, powers, units."""

from __future__ import annotations

import unicodedata
from typing import Final

from builder.render.speech.letters import IDENTIFIERS, letter
from builder.render.speech.symbols import RARE

OPERATORS: Final = {
    "+": "plus",
    "−": "minus",
    "-": "minus",
    "±": "plus or minus",
    "∓": "minus or plus",
    "×": "times",
    "·": "times",
    "⋅": "times",
    "∗": "asterisk",
    "*": "asterisk",
    "⋆": "star operator",
    "÷": "divided by",
    "/": "divided by",
    "∕": "divided by",
    "=": "equals",
    ":=": "is defined as",
    "≔": "is defined as",
    "≜": "is defined as",
    "≡": "is equivalent to",
    "≈": "is approximately",
    "≃": "is asymptotically equal to",
    "≅": "is isomorphic to",
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
    "∋": "contains",
    "⊂": "is a subset of",
    "⊆": "is a subset of or equal to",
    "⊊": "is a proper subset of",
    "⊃": "is a superset of",
    "⊇": "is a superset of or equal to",
    "⊋": "is a proper superset of",
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
    "→": "goes to",
    "⟶": "goes to",
    "←": "gets",
    "⟵": "gets",
    "↦": "maps to",
    "⟼": "maps to",
    "⇒": "implies",
    "⟹": "implies",
    "⇐": "is implied by",
    "⟸": "is implied by",
    "⇔": "if and only if",
    "⟺": "if and only if",
    "↔": "corresponds to",
    "⟷": "corresponds to",
    "⊢": "proves",
    "⊨": "models",
    "⊧": "models",
    "⊥": "is perpendicular to",
    "⟂": "is perpendicular to",
    "∥": "is parallel to",
    "∣": "divides",
    ",": ",",
    ";": ";",
    ":": "colon",
    ".": "point",
    "!": "factorial",
    "?": "question mark",
    "…": "dot dot dot",
    "⋯": "dot dot dot",
    "⋮": "vertical dots",
    "⋱": "diagonal dots",
    "′": "prime",
    "″": "double prime",
    "‴": "triple prime",
    "⁗": "quadruple prime",
    "∀": "for all",
    "∃": "there exists",
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
    "⟨": "open angle bracket",
    "⟩": "close angle bracket",
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
    "^": "caret",
    "`": "grave",
    "'": "prime",
    '"': "double quote",
    "°": "degrees",
    "∎": "end of proof",
}

NEGATIONS: Final = {
    "equals": "is not equal to",
    "in": "not in",
    "implies": "does not imply",
    "if and only if": "is not equivalent to",
    "goes to": "does not go to",
    "gets": "does not get",
    "corresponds to": "does not correspond to",
    "precedes": "does not precede",
    "precedes or equals": "does not precede or equal",
    "succeeds": "does not succeed",
    "succeeds or equals": "does not succeed or equal",
    "contains": "does not contain",
    "proves": "does not prove",
    "models": "does not model",
    "forces": "does not force",
    "divides": "does not divide",
    "there exists": "there does not exist",
}
"""What a stroke through a sign makes of its words; ``is`` becomes ``is not``, others get a ``not`` before them."""

BIG_OPERATORS: Final = {
    "∑": "the sum",
    "∏": "the product",
    "∐": "the coproduct",
    "∫": "the integral",
    "∬": "the double integral",
    "∭": "the triple integral",
    "⨌": "the quadruple integral",
    "∮": "the contour integral",
    "∯": "the surface integral",
    "∰": "the volume integral",
    "⋃": "the union",
    "⋂": "the intersection",
    "⋁": "the disjunction",
    "⋀": "the conjunction",
    "⨁": "the direct sum",
    "⨂": "the tensor product",
    "⨀": "the circled dot product",
    "⨄": "the disjoint union",
    "⨆": "the square union",
    "⨉": "the Cartesian product",
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
    "lg": "log",
    "arg": "the argument",
    "lim": "the limit",
    "max": "the maximum",
    "min": "the minimum",
    "sup": "the supremum",
    "inf": "the infimum",
    "arg max": "the arg max",
    "arg min": "the arg min",
    "argmax": "the arg max",
    "argmin": "the arg min",
    "lim sup": "the limit superior",
    "lim inf": "the limit inferior",
    "inj lim": "the injective limit",
    "proj lim": "the projective limit",
    "det": "the determinant",
    "dim": "the dimension",
    "ker": "the kernel",
    "deg": "the degree",
    "gcd": "the greatest common divisor",
    "rank": "the rank",
    "tr": "the trace",
    "Tr": "the trace",
    "sgn": "the sign",
    "sign": "the sign",
    "diag": "the diagonal",
    "vec": "the vectorization",
    "Var": "the variance",
    "Cov": "the covariance",
    "E": "the expected value",
    "Pr": "the probability",
}
"""Names of functions, as they are said before what they are applied to; others are said as they are written."""

APPLIED: Final = frozenset(
    "P p q Q H I E Pr f π Var Cov D KL g h F G L J O Θ Ω σ φ ϕ ψ ℒ 𝒩 𝒰 𝒪 ℱ ℜ ℑ".split()  # noqa: RUF100
)
"""Letters that are said ``of`` whatever stands in the brackets behind them: usually they are functions."""

NORMS: Final = {"∞": "infinity norm", "F": "Frobenius norm", "∗": "nuclear norm", "*": "nuclear norm"}

ACCENTS: Final = {
    "ˆ": "hat",
    "^": "hat",
    "˜": "tilde",
    "~": "tilde",
    "¯": "bar",
    "‾": "bar",
    "_": "bar",
    "→": "arrow",
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
    "⏞": "brace",
    "⏟": "brace",
    "⎴": "bracket",
    "⎵": "bracket",
    "⏜": "arc",
    "⏝": "arc",
}

POWERS: Final = {"2": "squared", "3": "cubed"}
PRIMES: Final = "′″‴⁗"
TRANSPOSE: Final = frozenset(("⊤", "T", "⊺", "𝖳"))
MARKS: Final = {
    "∗": "star",
    "*": "star",
    "⋆": "star",
    "†": "dagger",
    "‡": "double dagger",
    "⊥": "perp",
    "⟂": "perp",
    "∁": "complement",
    "°": "degrees",
    "∘": "degrees",
    "%": "percent",
}
"""What a mark behind and above a symbol is called; other signs are said ``superscript`` and their name."""

FRACTIONS: Final = {
    "2": "half", "3": "third", "4": "quarter", "5": "fifth", "6": "sixth", "7": "seventh", "8": "eighth",
    "9": "ninth", "10": "tenth",
}  # fmt: skip
COUNTS: Final = {
    "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight",
    "9": "nine",
}  # fmt: skip
ROOTS: Final = {"2": "square", "3": "cube", "4": "fourth", "5": "fifth", "6": "sixth"}

UNITS: Final = {
    "m": "meters", "cm": "centimeters", "mm": "millimeters", "km": "kilometers", "nm": "nanometers",
    "s": "seconds", "ms": "milliseconds", "ns": "nanoseconds", "min": "minutes", "h": "hours",
    "g": "grams", "kg": "kilograms", "mg": "milligrams", "N": "newtons", "J": "joules", "W": "watts", "V": "volts",
    "K": "kelvins", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz", "Pa": "pascals",
    "kB": "kilobytes", "MB": "megabytes", "GB": "gigabytes", "TB": "terabytes", "px": "pixels", "dB": "decibels",
    "fps": "frames per second", "rad": "radians",
}  # fmt: skip
"""Units, as they are said behind a number other than one."""

_STROKE: Final = "\N{COMBINING LONG SOLIDUS OVERLAY}"


def symbol(text: str) -> str:
    """Return how any other sign is called: by the words above, else by its name in Unicode."""
    known = OPERATORS.get(text) or IDENTIFIERS.get(text) or BIG_OPERATORS.get(text) or RARE.get(text)
    if known:
        return known
    plain = unicodedata.normalize("NFD", text)
    if len(plain) > 1 and plain.endswith(_STROKE):
        return negated(symbol(unicodedata.normalize("NFC", plain[:-1])))
    if len(text) == 1:
        return letter(text) or unicodedata.name(text, "unknown symbol").lower().removeprefix("vulgar fraction ")
    return " ".join(letter(character) or symbol(character) for character in text)


def negated(words: str) -> str:
    """Return the *words* for a sign with a stroke through it."""
    if words in NEGATIONS:
        return NEGATIONS[words]
    return f"is not {words.removeprefix('is ')}" if words.startswith("is ") else f"not {words}"
