"""The faces inside the handout."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from builder.handout.fonts import FALLBACK_FAMILY, MATH_FAMILY
from builder.handout.fonts import faces as web_faces
from builder.theme import fonts as theme

if TYPE_CHECKING:
    import pytest


def faces(html: str) -> list[tuple[str, TTFont, frozenset[int]]]:
    """Return family, font and characters in charge of each face of *html*."""
    return [(face.family, TTFont(BytesIO(face.woff2)), face.covers) for face in web_faces(html)]


def test_faces_hold_the_characters_of_the_page() -> None:
    """Each text face has the characters of the page, entities resolved, and no others."""
    found = faces("<p>aé &amp; b</p>")

    assert {family for family, *_ in found} == {"Source Serif Pro", "Source Sans Pro", "Fira Mono"}
    assert all(set(font.getBestCmap()) == set(map(ord, "aé &b<>p/")) for _, font, _ in found)


def test_formulas_have_a_face_of_their_own() -> None:
    """The face for mathematics has the characters of formulas, the italics of their letters, and tall brackets."""
    found = {family: font for family, font, _ in faces("<p>a</p><math><mi>h</mi><mi>x</mi><mo>(</mo><mi>α</mi></math>")}
    italics = {0x210E, 0x1D465, 0x1D6FC}

    assert italics <= set(found[MATH_FAMILY].getBestCmap())
    assert "MATH" in found[MATH_FAMILY]
    assert ord("α") not in found["Fira Mono"].getBestCmap()


def test_other_scripts_and_signs_come_along() -> None:
    """What the text faces lack comes from the other bundled faces, for these characters alone."""
    further = [(font, rest) for family, font, rest in faces("<p>שלום ⬛</p>") if family == FALLBACK_FAMILY]

    assert {code for font, _ in further for code in font.getBestCmap()} == set(map(ord, "שלום⬛"))
    assert any(0x5DC in rest for _, rest in further)


def test_no_clock_in_a_face(caplog: pytest.LogCaptureFixture) -> None:
    """A face says that it was changed when its own file says so, and cutting it says nothing at all."""
    (_, cut, _), *_ = faces("<p>clock</p>")
    whole = TTFont(BytesIO(theme.load(theme.SERIF[0])))

    assert cut["head"].modified == whole["head"].modified
    assert not caplog.records
