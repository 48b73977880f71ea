"""Occlusion cards before any medium dresses them: words that tell, the key, the masks over the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.model import Mask
from builder.render.fragment import Figure, RenderedMask, plain
from builder.render.occlusion import key, masked, tells
from builder.source.text import empty, span
from tests.source.folders import codes, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import RenderedNote

NOWHERE = empty("eye.md", 0)


def mask(number: int, answer: str, shape: str = "rect", left: float = 10.0) -> RenderedMask:
    """Return a mask."""
    return RenderedMask(Mask(shape, left, 20, 30, 12.5, NOWHERE, number, span(NOWHERE)), plain(answer))


def only_note(root: Path, chapter: str) -> RenderedNote:
    """Return the one card of *chapter*, rendered."""
    (note,) = loaded(root, {"eye.md": chapter}).rendered.notes
    return note


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("The optic nerve of the eye", "optic nerve"),
        ("The Optic  Nerve", "optic nerve"),
        ("the optic-nerve", "optic nerve"),
        ("x and y", "y"),
        ("an ﬁeld of view", "field"),
        ("Größe", "GRÖSSE"),
        ("眼の黄斑はどこ", "黄斑"),
        ("והעדשה", "עדשה"),
        ("std::set or list", "std::set"),
        ("C++, C# or D", "C#"),
        ("Which part is (the lens)?", "the lens"),
        ("R&D", "R & D"),
        ("What does + mean?", "+"),
        ("הָעֲדָשָׁה", "עדשה"),
    ],
)
def test_words_tell(words: str, answer: str) -> None:
    """An answer is told where its words stand one after the other, however they are written."""
    assert tells(words, answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("The optic and another nerve", "optic nerve"),
        ("The nerves of the eye", "nerve"),
        ("A picture of points", "a"),
        ("The axis X", "x"),
        ("Two plus two", "+"),
        ("C++ and what?", "+"),
        ("What is C?", "C++"),
        ("C and D", "C#"),
        ("See X and Y", "}} and {{"),
        ("", "lens"),
        ("lens", ""),
    ],
)
def test_words_do_not_tell(words: str, answer: str) -> None:
    """Words apart, longer words, a letter of the other case, and what has other signs, tell nothing."""
    assert not tells(words, answer)


def test_key_has_an_entry_for_each_number() -> None:
    """Masks of one number share an entry, where the same answer stands once; labels have no gaps."""
    entries = key([mask(7, "iris"), mask(2, "lens"), mask(7, "pupil", left=40), mask(7, "iris", left=60)])
    assert [(entry.number, entry.label) for entry in entries] == [(2, "1"), (7, "2")]
    assert [entry.texts for entry in entries] == [(plain("lens"),), (plain("iris"), plain("pupil"))]


def test_masks_lie_over_the_picture() -> None:
    """Each mask has its place in per cent of the picture, and the label of its number."""
    html = masked("<img>", [mask(4, "iris", "ellipse"), mask(2, "lens", left=0.5)])
    assert html == (
        '<div class="masked"><img><div class="masks" aria-hidden="true">'
        '<span data-number="4" style="left:10%;top:20%;width:30%;height:12.5%;border-radius:50%"><b>2</b></span> '
        '<span data-number="2" style="left:0.5%;top:20%;width:30%;height:12.5%"><b>1</b></span></div></div>'
    )


def test_words_that_tell_are_left_away(tmp_path: Path) -> None:
    """Alternative text and title stay where they tell nothing, and go, each for itself, where they do."""
    written = 'O: Which part?\n![{}](figures/dot.svg "{}")\n- rect 10% 10% 10% 10%: lens\n'
    for alt, title, kept in [
        ("An eye", "Seen from above", ("An eye", "Seen from above")),
        ("An eye and its lens", "Seen from above", ("", "Seen from above")),
        ("An eye", "The lens", ("An eye", "")),
    ]:
        (figure,) = only_note(tmp_path, written.format(alt, title)).image.parts
        assert isinstance(figure, Figure)
        assert (figure.alt, figure.title) == kept


def test_mask_on_a_sound_is_a_fault(tmp_path: Path) -> None:
    """Masks lie on an image: a sound in its place is told in words."""
    chapter = "O: What is heard? ![A beep](beep.mp3)\n- rect 10% 10% 10% 10%: beep\n"
    deck = loaded(tmp_path, {"eye.md": chapter, "beep.mp3": b"ID3\x03" + bytes(40)})
    (fault,) = [one for one in deck.diagnostics if one.rule.code == "occlusion-invalid"]
    assert fault.message == "Masks lie on an image, and this is a sound."


def test_mask_that_hides_a_sound_is_a_fault(tmp_path: Path) -> None:
    """Anki plays every sound on the back of a card, and so would tell what all masks hide: the cure is in words."""
    chapter = (
        "O: Who sings where? ![A garden](figures/dot.svg)\n"
        "- rect 10% 10% 10% 10%: wren ![A song](beep.mp3)\n- rect 30% 10% 10% 10%: ![A film](film.mp4) of a robin\n"
        "- rect 50% 10% 10% 10%: tit ![A tit](figures/dot.svg)\n\nAll of them: ![A song](beep.mp3)\n"
    )
    files = {"beep.mp3": b"ID3\x03" + bytes(40), "film.mp4": b"\0\0\0\x18ftypisom" + bytes(40)}
    deck = loaded(tmp_path, {"eye.md": chapter, **files})
    assert [(one.rule.code, one.message) for one in deck.diagnostics] == [
        ("occlusion-invalid", "A mask hides a sound, and Anki would play it on the cards of all masks."),
        ("occlusion-invalid", "A mask hides a film, and Anki would play it on the cards of all masks."),
    ]
    assert [chapter[one.span.start : one.span.end] for one in deck.diagnostics] == [
        "![A song](beep.mp3)",
        "![A film](film.mp4)",
    ]


def test_picture_has_an_anchor(tmp_path: Path) -> None:
    """A picture under masks can be linked to by its id like any other."""
    chapter = "O: Which? ![An eye](figures/dot.svg){#fig-eye}\n- rect 10% 10% 10% 10%: lens\n\nSee [above](#fig-eye).\n"
    assert codes(loaded(tmp_path, {"eye.md": chapter})) == []


def test_footnotes_and_works_of_masks_count(tmp_path: Path) -> None:
    """What an answer cites, calls or shows belongs to its card."""
    chapter = (
        "O: Which? ![An eye](figures/dot.svg)\n- rect 10% 10% 10% 10%: lens[^a] [@lin2014] $x^2$\n\n[^a]: A note.\n"
    )
    note = only_note(tmp_path, chapter)
    assert note.cited == ("lin2014",)
    assert list(note.masks[0].text.footnotes) == ["a"]


def test_five_hundred_masks_and_no_more(tmp_path: Path) -> None:
    """Anki makes cards of 500 numbers: a mask more is a fault of its own."""
    lines = [f"- rect {n % 50 * 2}% {n // 50 * 2}% 1% 1%: part {n}" for n in range(501)]
    head = "O: Which? ![An eye](figures/dot.svg)\n"
    assert codes(loaded(tmp_path, {"eye.md": head + "\n".join(lines[:500])})) == []
    assert codes(loaded(tmp_path, {"eye.md": head + "\n".join(lines)})) == ["cloze-number"]
