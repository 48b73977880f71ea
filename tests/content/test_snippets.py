"""Every snippet of the shipped chapters does what the text says that it does.

What a snippet prints stands in its comments: behind a `print`, or in the lines right under it. After a colon a remark
may follow (`# 11: the ResNet stem`). A snippet on the front of a card asks what it prints, and the code spans of
the answer say it, one for each line.
"""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.model import Note

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDEST = 76
"""Columns of a snippet in running text: more would wrap on paper."""
WIDEST_ON_A_CARD = 30
"""Columns of a snippet on the front of a card, which is half as wide."""


def snippets(markdown: str) -> list[str]:
    """Return the Python snippets of a text."""
    return [code for language, code in FENCE.findall(markdown) if language == "python"]


def printed(code: str) -> list[str]:
    """Return the lines that *code* prints in a namespace of its own."""
    with redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "<snippet>", "exec"), {"__name__": "snippet"})  # noqa: S102  # it is what the deck teaches
    return out.getvalue().splitlines()


def stated(code: str) -> list[str]:
    """Return what the comments of *code* say that it prints."""
    said = []
    under_print = False
    for line in code.splitlines():
        statement, _, comment = line.partition("# ")
        under_print = "print(" in statement or (under_print and not statement.strip())
        if under_print and comment:
            said.append(comment)
    return said


def agrees(comment: str, line: str) -> bool:
    """Say whether *comment* states the printed *line*, with or without a remark."""
    return comment == line or comment.startswith(f"{line}: ")


def test_snippets_print_what_their_comments_state(notes: Mapping[str, Note]) -> None:
    """Each snippet of an answer or a detail runs by itself and prints, line for line, what its comments state."""
    texts = {note.id: f"{note.card.answer.value}\n{note.card.detail.value}" for note in notes.values()}
    found = [(name, code) for name, text in texts.items() for code in snippets(text)]
    assert len(found) >= 10
    for name, code in found:
        said, lines = stated(code), printed(code)
        assert lines, name
        assert [(c, x) for c, x in zip(said, lines, strict=True) if not agrees(c, x)] == [], name


def test_code_cards_are_answered_by_what_they_print(notes: Mapping[str, Note]) -> None:
    """The code spans of an answer are the lines that the snippet on the front prints."""
    cards = {name: note.card for name, note in notes.items() if snippets(note.card.question.value)}
    assert len(cards) >= 6
    for name, card in cards.items():
        (code,) = snippets(card.question.value)
        assert stated(code) == [], f"{name} tells its answer"
        assert printed(code) == re.findall(r"`([^`]+)`", card.answer.value), name


def test_every_fence_is_a_snippet(notes: Mapping[str, Note]) -> None:
    """Fenced code of the deck is Python, so that none of it goes unproven."""
    texts = [text.value for note in notes.values() for text in (note.card.question, note.card.answer, note.card.detail)]
    assert {language for text in texts for language, _ in FENCE.findall(text)} == {"python"}
    assert sum(len(snippets(text)) for text in texts) == sum(text.count("```") for text in texts) // 2


def test_snippets_fit_their_column(notes: Mapping[str, Note]) -> None:
    """No line of a snippet has to wrap on paper."""
    wide = []
    for name, note in notes.items():
        fronts, backs = snippets(note.card.question.value), snippets(note.card.detail.value)
        limits = [(WIDEST_ON_A_CARD, code) for code in fronts] + [(WIDEST, code) for code in backs]
        wide += [(name, line) for limit, code in limits for line in code.splitlines() if len(line) > limit]
    assert wide == []
