"""The lines of the lock."""

from __future__ import annotations

import json

from builder.diagnostics import Span
from builder.identity.lock import CardLine, Line, NoteTypeLine, card_line, row_of, write_lock
from builder.model import Attributes, Card, Choice, Cloze, Definitions, Kind, Mask, Note
from builder.source.said import compared, hidden, said
from builder.source.text import Text

SPAN = Span("chapters/01.md", 0, 10)
LOCK = """\
cardpress-lock 1 deck-1
{"mod": 3, "notetype": "recall", "source": "t"}
{"blanks": [[1, "x"], [2, "x"]], "deck": "R", "file": "1.md", "guid": "ü", "id": "a", "kind": "cloze", "mod": 1, \
"source": "s", "text": ["q", ""]}
{"deck": "R", "file": "1.md", "guid": "b", "id": "b", "kind": "recall", "mod": 2, "retired": true, \
"source": "s", "text": ["q", "a"]}
"""


def words(value: str) -> Text:
    """Return *value* as if it stood at the beginning of a file."""
    return Text(value, SPAN.path, ((0, 0),))


def note(card: Card, **changes: object) -> Note:
    """Return *card* as a note."""
    values: dict[str, object] = {
        "id": "a",
        "note_type": "cloze" if card.kind is Kind.CLOZE else "recall",
        "guid": "abcdefghij",
        "card": card,
        "definitions": Definitions(),
        "deck": "Root::One",
        "tags": (),
        "context": (),
        "sources": (),
        "hint": "",
        "as_of": None,
        "review_by": None,
        "in_anki": True,
        "in_print": True,
        "retired": False,
        "place": 1,
        "source": "5" * 64,
        "mod": 1_700_000_000,
        "text": compared(*said(card)),
    }
    return Note(**(values | changes))  # type: ignore[arg-type]  # a test names only what it changes


def card(question: str, answer: str = "", kind: Kind = Kind.RECALL, **changes: object) -> Card:
    """Return a card of these texts."""
    values: dict[str, object] = {"detail": words(""), "attributes": Attributes(SPAN), "span": SPAN}
    return Card(kind, words(question), words(answer), **(values | changes))  # type: ignore[arg-type]  # see `note`


def test_lock_form() -> None:
    """A lock is a first line with the deck's id and then sorted JSON lines with sorted keys."""
    lines: list[Line] = [
        CardLine("b", "b", "recall", "1.md", "R", ("q", "a"), "s", 2, retired=True),
        CardLine("a", "ü", "cloze", "1.md", "R", ("q", ""), "s", 1, ((1, "x"), (2, "x"))),
        NoteTypeLine("recall", "t", 3),
    ]
    text = write_lock("deck-1", lines)
    assert text == LOCK


def test_lock_does_not_hang_on_order() -> None:
    """Lines that come in another order give the same lock."""
    lines = [CardLine(name, name, "recall", "1.md", "R", (name, ""), "s", 1) for name in "abc"]
    assert write_lock("d", lines) == write_lock("d", reversed(lines))


def test_line_of_a_card() -> None:
    """A card's line holds its texts as they are compared: as words, NFC, single spaces, without case."""
    line = card_line(note(card("  Cafe\u0301\n\n  and  tea? ", "Yes,\n**both**.")))
    assert line.text == ("caf\u00e9 and tea?", "yes, both.")
    assert (line.file, line.deck, line.blanks, line.retired) == ("chapters/01.md", "Root::One", (), False)


def test_line_of_a_cloze() -> None:
    """The text of a cloze card has its blanks filled in; what each hides is known, nested ones and shared ones too."""
    source = "F1 is {{c1::the {{c2,3::harmonic::h}} mean}}, {{not this}}."
    clozes = (Cloze((1,), 6, 44, (12, 42)), Cloze((2, 3), 16, 37, (24, 32), (34, 35)))
    cloze = card(source, kind=Kind.CLOZE, clozes=clozes)
    assert hidden(cloze) == ("the harmonic mean", "harmonic")
    line = card_line(note(cloze, blanks=((1, "the harmonic mean"), (2, "harmonic"), (-4, "gone"))))
    assert line.text == ("f1 is the harmonic mean, {{not this}}.", "")
    row = json.loads(row_of(line))
    assert row["blanks"] == [[1, "the harmonic mean"], [2, "harmonic"]]
    assert row["gone"] == [[4, "gone"]]


def test_line_of_a_choice() -> None:
    """The choices of a card are part of its answer."""
    choices = (
        Choice(words("AP"), right=True, explanation=words("")),
        Choice(words("F1"), right=False, explanation=words("")),
    )
    assert card_line(note(card("Area?", "Both.", Kind.CHOICE, choices=choices))).text == ("area?", "both. ap f1")


def test_every_line_is_json() -> None:
    """Text with quotes, line ends and backslashes stays on one line."""
    line = card_line(note(card('a "b"\nc', "{}")))
    (text,) = write_lock("d", [line]).splitlines()[1:]
    assert json.loads(text)["text"] == ['a "b" c', "{}"]


def test_where_masks_lie() -> None:
    """The line of an occlusion card says where the mask of each number lies."""
    masks = tuple(
        Mask("rect", left, 20.5, 5.0, 5.0, words("iris"), number, SPAN) for left, number in ((1.0, 2), (11.0, 1))
    )
    line = card_line(note(card("Which?", kind=Kind.OCCLUSION, masks=masks)))
    assert line.places == ((2, (1.0, 20.5, 5.0, 5.0)), (1, (11.0, 20.5, 5.0, 5.0)))
    assert '"places": [[2, 1.0, 20.5, 5.0, 5.0], [1, 11.0, 20.5, 5.0, 5.0]]' in row_of(line)
