"""The faces of the handout, as WOFF2: each cut down to the characters that the page uses.

The same page gives the same bytes: nothing of a face is taken from the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from builder.theme import fonts as theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


@dataclass(frozen=True, slots=True)
class WebFace:
    """A face as a page has it."""

    family: str
    woff2: bytes
    weight: int | None = None
    """As in CSS; None where the face says it itself."""
    italic: bool = False
    covers: frozenset[int] = frozenset()
    """The characters that it is for, where not for all that it has."""

    @property
    def name(self) -> str:
        """The name of its file: another one as soon as it holds anything else."""
        said = f"{self.family} {self.weight or ''} {'italic' if self.italic else ''}"
        return f"{'-'.join(said.lower().split())}-{sha256(self.woff2).hexdigest()[:12]}.woff2"


def faces(html: str) -> tuple[WebFace, ...]:
    """Return the faces for *html*, all that is to be seen of a deck.

    Text faces hold the characters outside formulas, so that all faces of a family have the same; the face for
    mathematics, those inside. What no bundled face has is left to the reader's machine.
    """
    text = _characters(_MATHML.sub("", html))
    found = [WebFace(face.family, _subset(face, text), face.weight, face.italic) for face in _TEXT_FACES]
    found += (
        WebFace(FALLBACK_FAMILY, _subset(face, characters), covers=characters)
        for face, characters in _fallbacks(text.difference(*map(theme.characters, _TEXT_FACES)))
    )
    if formulas := _characters("".join(_MATHML.findall(html))):
        found.append(WebFace(MATH_FAMILY, _math_subset(formulas | _italics(formulas))))
    return tuple(found)


def face_rules(found: Iterable[WebFace], address: Callable[[WebFace], str]) -> str:
    """Return the ``@font-face`` rules for the faces *found*, each at its *address*."""
    return "\n".join(_rule(face, address(face)) for face in found)


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


def _rule(face: WebFace, address: str) -> str:
    """Return the rule for one face."""
    parts = [
        f'font-family: "{face.family}"',
        f"src: url({address}) format('woff2')",
        "font-display: block",
    ]
    if face.weight:
        parts.append(f"font-weight: {face.weight}")
    if face.italic:
        parts.append("font-style: italic")
    if face.covers:
        parts.append(f"unicode-range: {', '.join(f'U+{code:X}' for code in sorted(face.covers))}")
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
