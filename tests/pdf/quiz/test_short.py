"""Questions in short, and room for answers."""

from __future__ import annotations

import pytest

from builder.model import Kind
from builder.pdf.quiz.room import lines_for
from builder.pdf.quiz.short import in_short
from builder.render.fragment import Citation, Fragment
from tests.pdf.decks import card, html, made_note, math, p

WORDS = "word " * 60


@pytest.mark.parametrize(
    ("fragment", "short"),
    [
        (p("What is <em>it</em>?"), ("What is it? ",)),
        (html("<p>Is ", math("x"), " &lt; 1 ", Citation(("a",)), "?</p>"), ("Is ", math("x"), " &lt; 1 ", "? ")),
        (html("<p>One</p>\n<p>two</p>"), ("One two ",)),
        (p(WORDS), (f"{'word ' * 21}word…",)),
        (p("w" * 300), (f"{'w' * 110}…",)),
    ],
)
def test_a_question_in_short(fragment: Fragment, short: tuple[object, ...]) -> None:
    """A question in short is its text and its formulas, without markup, cut between words."""
    assert in_short(fragment).parts == short


@pytest.mark.parametrize(
    ("kind", "length", "lines"),
    [
        (Kind.QUESTION, 10, 6),
        (Kind.QUESTION, 240, 6),
        (Kind.QUESTION, 241, 8),
        (Kind.QUESTION, 9999, 10),
        (Kind.RECALL, 1, 2),
        (Kind.RECALL, 90, 2),
        (Kind.RECALL, 91, 3),
        (Kind.REVERSED, 9999, 3),
        (Kind.TYPED, 9999, 1),
        (Kind.CHOICE, 9999, 0),
        (Kind.CLOZE, 9999, 0),
        (Kind.OCCLUSION, 9999, 0),
    ],
)
def test_room_tells_little(kind: Kind, length: int, lines: int) -> None:
    """There are a few lines by the kind of the card, and hardly more for a longer answer."""
    assert lines_for(card(made_note(kind, "any"), p("?"), p("x" * length))) == lines
