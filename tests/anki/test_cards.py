"""The cards of a note are those that Anki itself would make; Anki is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder.anki.cards import ordinals, requirements
from builder.anki.notetypes import Field, NoteType, Template

if TYPE_CHECKING:
    from tests.anki.conftest import Referee

NO_CARD = (0,)
"""What Anki makes of a note without a card: the first one, empty."""
NAMES = ("Front", "Back", "Extra")
TEMPLATES = (
    "{{Front}}",
    "{{#Front}}{{Back}}{{/Front}}",
    "{{^Front}}{{Back}}{{/Front}}",
    "{{#Back}}{{^Extra}}{{Front}}{{/Extra}}{{/Back}}{{hint:Extra}}",
    "words <!-- {{Front}} --> {{ text:Back }}{{{Extra}}}",
    "{{#Tags}}{{Tags}}{{/Tags}}",
    "{{#Extra}}{{Deck}}{{/Extra}}",
)
NOTES = (
    ("a", "b", "c"),
    ("a", "", ""),
    ("a", "b", ""),
    ("a", " <br> \n<div></div>", "c"),
    ("<img src='x.png'>", "", "0"),
    ("&nbsp;", "b", "<br/>"),
)
CLOZES = (
    "{{c1::a}} {{c3::b::hint}}",
    "{{c1,2::shared}}",
    "{{c1::outer {{c2::inner}} rest::hint}}",
    "{{c1::unclosed {{c2::closed}}",
    "{{c0::none}} {{c4::some}}",
    "{{c2::}} {{c::no}} {{c,::no}} {{c,7,::yes}}",
    "{{c500::last}} {{c70000::lost}}",
    "{{c501::beyond}}",
    "closed }} before {{c1::open}}",
    "no cloze at all",
    "{{c1::" * 12 + "{{c9::deep}}" + "}}" * 12,
    "{{c1::a\nb}} {{C2::no}}",
)


def note_type(fronts: tuple[str, ...], *, is_cloze: bool = False) -> NoteType:
    """Return a note type with these fronts."""
    templates = tuple(Template(f"T{i}", i + 1, front, "{{cloze:Front}}", "", "") for i, front in enumerate(fronts))
    fields = tuple(Field(name, i + 1) for i, name in enumerate(NAMES))
    return NoteType("x", 1, "x", is_cloze, fields, templates, "", 0, "", 0)


def ask(referee: Referee, kind: NoteType, fields: tuple[str, ...], tags: list[str]) -> tuple[int, ...]:
    """Return the ordinals of the cards that Anki makes of a new note."""
    models = referee.col.models
    model = models.new(f"x{len(models.all())}")
    model["type"] = int(kind.is_cloze)
    for field in kind.fields:
        models.add_field(model, models.new_field(field.name))
    for template in kind.templates:
        made = models.new_template(template.name)
        made["qfmt"], made["afmt"] = template.front, template.back
        models.add_template(model, made)
    models.add_dict(model)
    note = referee.col.new_note(models.by_name(model["name"]))  # type: ignore[arg-type]  # it was just added
    note.fields, note.tags = list(fields), tags
    deck = referee.col.decks.id("Asked")
    assert deck is not None
    referee.col.add_note(note, deck)
    return tuple(sorted(card.ord for card in note.cards()))


@pytest.mark.parametrize("tags", [[], ["metrics"]])
@pytest.mark.parametrize("fields", NOTES)
def test_cards_of_templates(referee: Referee, fields: tuple[str, ...], tags: list[str]) -> None:
    """A card exists when its front shows a field that is not empty, by Anki's own count."""
    kind = note_type(TEMPLATES)
    assert (ordinals(kind, fields, tagged=bool(tags)) or NO_CARD) == ask(referee, kind, fields, tags)


@pytest.mark.parametrize("text", CLOZES)
def test_cards_of_clozes(referee: Referee, text: str) -> None:
    """Each number of a closed cloze has a card: nested, shared, out of order, in any field; by Anki's own count."""
    kind = note_type(("{{cloze:Front}}",), is_cloze=True)
    for fields in ((text, "", ""), ("{{c2::x}}", text, "")):
        assert (ordinals(kind, fields, tagged=False) or NO_CARD) == ask(referee, kind, fields, [])


def test_requirements(referee: Referee) -> None:
    """The summary for old clients is the one that Anki itself writes."""
    kind = note_type(TEMPLATES)
    ask(referee, kind, NOTES[0], [])
    (model,) = (model for model in referee.col.models.all() if model["name"].startswith("x"))
    asked = [[ordinal, how, sorted(fields)] for ordinal, how, fields in model["req"]]
    assert requirements(kind) == asked
