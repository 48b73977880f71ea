"""The faces of the handout, inside the file: each cut down to the characters that the page uses.

The same page gives the same bytes: nothing of a face is taken from the clock.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from html import unescape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from builder.theme import fonts as theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fontTools.ttLib import TTFont

FALLBACK_FAMILY: Final = "Further Signs"
"""The family of all characters that the text faces lack and another bundled face has."""

MATH_FAMILY: Final = "STIX Two Math"

_TEXT_FACES: Final = theme.SERIF[:3] + theme.SANS + theme.MONO
"""Bold italics of the serif are rare in running text: there the browser slants the semibold."""

_FALLBACKS: Final = tuple(face for face in theme.FALLBACKS if face.weight == 400)
_MATHML: Final = re.compile(r"<math\b.*?</math>", re.DOTALL)
_FEATURES: Final = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "init", "medi", "fina", "rlig", "tnum")
"""OpenType features that text needs; `tnum` aligns the figures of tables."""

_SCRIPT_STYLE: Final = "ssty"
"""The OpenType feature for the forms of superscripts and subscripts, above all of primes."""

_ITALIC_A: Final = 0x1D434
_ITALIC_ALPHA: Final = 0x1D6FC
_PLANCK: Final = 0x210E
"""Unicode has no italic h among the mathematical letters: this one takes its place."""


def face_rules(html: str) -> str:
    """Return the ``@font-face`` rules for the page *html*, with the faces inside as WOFF2.

    Text faces hold the characters outside formulas, so that all faces of a family have the same; the face for
    mathematics, those inside. What no bundled face has is left to the reader's machine.
    """
    text = _characters(_MATHML.sub("", html))
    rules = [_rule(face.family, _subset(face, text), weight=face.weight, italic=face.italic) for face in _TEXT_FACES]
    rules += (
        _rule(FALLBACK_FAMILY, _subset(face, found), covers=found)
        for face, found in _fallbacks(text.difference(*map(theme.characters, _TEXT_FACES)))
    )
    if formulas := _characters("".join(_MATHML.findall(html))):
        rules.append(_rule(MATH_FAMILY, _math_subset(formulas | _italics(formulas))))
    return "\n".join(rules)


def _characters(html: str) -> frozenset[int]:
    """Return the code points in *html*, its markup among them: it is ASCII, which every page needs anyway."""
    return frozenset(map(ord, unescape(html))) - {0x09, 0x0A, 0x0D}


def _italics(characters: frozenset[int]) -> frozenset[int]:
    """Return the italic letters that a browser shows for a letter that stands alone in ``<mi>`` (MathML Core, 4.2)."""
    latin = {_ITALIC_A + i for i in range(26) if ord("A") + i in characters}
    latin |= {_ITALIC_A + 26 + i for i in range(26) if ord("a") + i in characters}
    greek = {_ITALIC_ALPHA + i for i in range(25) if ord("α") + i in characters}
    return frozenset(latin | greek | ({_PLANCK} if ord("h") in characters else set()))


def _fallbacks(missing: frozenset[int]) -> Iterator[tuple[theme.Face, frozenset[int]]]:
    """Yield the faces that have characters of *missing*, each with those that no face before it has."""
    for face in _FALLBACKS:
        if not missing:
            return
        if found := missing & theme.characters(face):
            yield face, found
            missing -= found


def _rule(
    family: str,
    woff2: bytes,
    *,
    weight: int | None = None,
    italic: bool = False,
    covers: frozenset[int] = frozenset(),
) -> str:
    """Return the rule for one face; with *covers*, for these characters alone."""
    parts = [
        f'font-family: "{family}"',
        f"src: url(data:font/woff2;base64,{b64encode(woff2).decode()}) format('woff2')",
        "font-display: block",
    ]
    if weight:
        parts.append(f"font-weight: {weight}")
    if italic:
        parts.append("font-style: italic")
    if covers:
        parts.append(f"unicode-range: {', '.join(f'U+{code:X}' for code in sorted(covers))}")
    return f"@font-face {{ {'; '.join(parts)} }}"


@cache
def _subset(face: theme.Face, characters: frozenset[int]) -> bytes:
    """Return *face* with *characters* only, as WOFF2."""
    return _cut(theme.load(face), characters, _FEATURES)


@cache
def _math_subset(characters: frozenset[int]) -> bytes:
    """Return the face for mathematics with *characters* and their larger forms, as WOFF2."""
    spec = find_spec("ziamath")
    if spec is None or spec.origin is None:
        msg = "the package ziamath is not installed"
        raise ModuleNotFoundError(msg)
    font = Path(spec.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    return _cut(font.read_bytes(), characters, ("ccmp", _SCRIPT_STYLE))


def _cut(font: bytes, characters: frozenset[int], features: tuple[str, ...]) -> bytes:
    """Return the file *font* with *characters* and *features* only, as WOFF2."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, layout_features=list(features), notdef_outline=True, name_IDs=[1, 2])
    options.drop_tables += ["TTFA"]  # the hinter's notes in FiraGO, which fontTools does not know
    with TTFont(BytesIO(font), lazy=True, recalcTimestamp=False) as opened:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted(characters))
        subsetter.subset(opened)
        os2 = opened["OS/2"]
        if os2.version < 4:  # whose bits 7 to 9 mean something only from version 4 on
            os2.fsSelection &= 0x7F
        if _SCRIPT_STYLE in features:
            _offer_script_style(opened)
        opened.flavor = "woff2"
        cut = BytesIO()
        opened.save(cut)
    return cut.getvalue()


def _offer_script_style(font: TTFont) -> None:
    """Let *font* have its script forms in every script: browsers ask for them as in Latin text, not as in `math`."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    records = table.FeatureList.FeatureRecord if table.FeatureList else []
    found = [index for index, record in enumerate(records) if record.FeatureTag == _SCRIPT_STYLE]
    for script in table.ScriptList.ScriptRecord if found else []:
        for system in (script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord)):
            if system and found[0] not in system.FeatureIndex:
                system.FeatureIndex.append(found[0])
                system.FeatureCount += 1
