"""What Anki's window adds to a side: formulas, sounds, typed answers, media."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.preview.window import MediumHere, Window
from builder.render.fragment import Medium

if TYPE_CHECKING:
    from anki.collection import Collection

    from builder.preview.window import Shown

MEDIA = {
    "a.png": Medium("a.png", b"", "image/png", "image"),
    "a&b.mp3": Medium("a&b.mp3", b"", "audio/mpeg", "audio"),
    "a.webm": Medium("a.webm", b"", "video/webm", "video"),
}


def text(shown: Shown) -> str:
    """Return a side with the names of its media."""
    return "".join(part.name if isinstance(part, MediumHere) else part for part in shown)


@pytest.mark.parametrize("answer", ["argmax", "a &lt; b", "a&nbsp;b<br>c", " <b>x</b> ", "'\"&amp;", "a\u00a0b"])
def test_a_typed_answer_is_compared_as_anki_does(anki: Collection, answer: str) -> None:
    """Where nothing was typed, the back shows the right answer as Anki's own comparison writes it."""
    side = Window({}).back(("<hr id=answer>", "[[type:Typed]]"), {"Typed": answer})
    assert anki.compare_answer(answer, "") in text(side)


def test_the_rule_stands_before_the_typed_answer() -> None:
    """Anki moves the rule of the answer to where the comparison stands; without one it stays."""
    window = Window({})
    moved = text(window.back(("q<hr id=answer>a", "[[type:Typed]]"), {"Typed": "x"}))
    assert moved.startswith("qa<hr id=answer>\n<div")
    assert moved.count("<hr") == 1
    assert text(window.back(("q<hr id=answer>a",), {"Typed": "x"})) == "q<hr id=answer>a"


def test_an_empty_answer_asks_for_nothing() -> None:
    """A card without a typed answer has no box to type into, on neither side."""
    window = Window({})
    assert text(window.front(("a", "[[type:Typed]]"), {})) == "a"
    assert text(window.back(("a", "[[type:Typed]]"), {})) == "a"
    assert "<input type=text id=typeans" in text(window.front(("[[type:Typed]]",), {"Typed": "x"}))


def test_formulas_are_set() -> None:
    """A formula becomes MathML, displayed or not, with a blank in it and with its references resolved."""
    shown = text(Window({}).front((r"x \(a &lt; { [...] }\) \[\frac{1}{2} &amp;\]",), {}))
    assert shown.startswith('x <mjx-container class="MathJax"><math alttext="a &lt; { [...] }" display="inline"')
    shown = text(Window({}).front((r"\[\frac{1}{2}\]",), {}))
    assert shown.startswith('<mjx-container class="MathJax" display="true"><math')


def test_text_in_formulas_is_taken_by_the_letter() -> None:
    """Signs that Anki's MathJax shows in text as they stand are letters here, too; between dollars they are not."""
    shown = text(Window({}).front((r"\(\text{50% of R&amp;D, a_b, \{1\}, if $x_1$}\)",), {}))
    assert "50% of R&amp;D, a_b, {1}, if" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "<msub><mi>x</mi><mn>1</mn></msub>" in shown


def test_a_formula_that_cannot_be_set_is_told() -> None:
    """What our engine does not know stands as LaTeX and is counted, once."""
    window = Window({})
    shown = text(window.front((r"\(\nope < 1\) \(\nope < 1\)", r"\[\left( x\]"), {}))
    assert shown.count(r'<code class="unset-math">\nope &lt; 1</code>') == 2
    assert window.unset == {r"\nope < 1", r"\left( x"}


def test_scripts_tags_and_comments_are_left_alone() -> None:
    r"""A `\(` or a `[sound:` that no window would look at stays as it is."""
    side = (
        r"<script>x = /\(a\)/; y = '[sound:a&amp;b.mp3]'</script>",
        r'<!-- \(a\) --><p title="\(a\) [sound:a.webm]">x</p>',
        r"<style>a::after { content: '\[b\]' }</style>",
    )
    assert text(Window(MEDIA).front(side, {})) == "".join(side)


def test_media_stand_apart() -> None:
    """An image of the deck, a sound and a film name their file where its address belongs; what is unknown stays."""
    window = Window(MEDIA)
    side = window.front(('<p><img alt="x>" src="a.png" width="1"></p><img src="b.png">', "[sound:a&amp;b.mp3]"), {})
    assert [part.name for part in side if isinstance(part, MediumHere)] == ["a.png", "a&b.mp3"]
    assert text(side).startswith('<p><img alt="x>" src="a.png" width="1"></p><img src="b.png"><a class="replay-button')
    assert '<audio preload="none" controls hidden src="a&b.mp3"></audio>' in text(side)
    assert '<video preload="none" controls hidden src="a.webm"></video>' in text(window.back(("[sound:a.webm]",), {}))
    assert text(window.back(("[sound:gone.mp3]",), {})) == "<code>[sound:gone.mp3]</code>"
