"""What the preview makes of templates and fields is, byte for byte, what Anki makes of them; Anki is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.anki.cards import ordinals
from builder.anki.notes import field_values
from builder.anki.notetypes import Field, NoteType, Template
from builder.pipeline import renew
from builder.preview.sides import sides

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from anki.cards import Card
    from anki.collection import Collection

    from builder.preview.sides import Side
    from builder.stages import Loaded

TORTURE = (
    "{{c1::a {{c2::b}}}} {{c2,1::c}} {{c1::d::hint}}",
    "{{c1::open {{c2::closed}} text",
    "}} {{c1::a}} }} {{c2::}}",
    "{{c0::none}}{{c3::x::y::z}}{{c,::n}}{{c9,,9::m}}",
    "{{c1::\"a\" <b title='q'>b</b> &amp; é ÿ ☃ \u00a0\x85}}",
    r"\(a {{c1::<b>b</b> < c}}\) \[ <i>x</i> {{c2::y}} \] \(never closed <b>b</b>",
    "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=0:oi=1}}{{c2::image-occlusion:ellipse:rx=.1:ry=0:fs=3}}",
    r"{{c2::image-occlusion:text:text=a\:b\\c::oi=1:scale=0}}{{c1::image-occlusion:polygon:points=1,2 x 3,4:angle=5}}",
    "{{c0::image-occlusion:rect:left=.1}}{{c1::image-occlusion:odd}}{{c1::image-occlusion:odd:top=:left=1}}",
    "{{c1::" * 12 + "deep" + "}}" * 12,
    "{{c1::{{c1::{{c2::x}}::inner}}::outer}}{{c3::a::b {{c4::c}} d}}",
    "{{c500::last}}{{c70000::lost}}{{c01::zero}}",
)
PARTS = (
    *(
        "{{c1::",
        "{{c2::",
        "{{c1,3::",
        "{{c0::",
        "{{c,::",
        "{{c1",
        "}}",
        "}}",
        "}}",
        "::",
        ":",
        "{",
        "}",
        "a",
        "b c",
        "é",
    ),
    *("<b>", "</b>", "<!--", "-->", "&amp;", "&#123;", '"', "'", "\n", "\\(", "\\)", "\\[", "\\]", "[sound:x.mp3]"),
    *("image-occlusion:", "rect:left=.1:", "oi=1", "ellipse:", "<br>", "<div>"),
)
FIELD = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


def as_anki_compares(html: str) -> str:
    """Return a side without the numbers that Anki gives to sounds."""
    return re.sub(r"\[anki:play:[qa]:\d+\]|\[sound:[^\]]+\]", "[sound]", html)


def of_anki(card: Card) -> tuple[str, str]:
    """Return both sides of a card as Anki renders them, without the styles before them."""
    output = card.render_output()
    return as_anki_compares(output.question_text), as_anki_compares(output.answer_text)


def joined(both: tuple[Side, Side]) -> tuple[str, str]:
    """Return both sides in one piece each."""
    front, back = ("".join(side) for side in both)
    return as_anki_compares(front), as_anki_compares(back)


def rendered_cards(deck: Loaded, anki: Collection) -> Iterator[tuple[str, tuple[str, str], tuple[str, str]]]:
    """Yield each card of a deck: its name, its sides as the preview makes them, and as Anki does."""
    kinds = renew(deck)[0]
    for note in deck.rendered.notes:
        if not note.note.in_anki or note.note.retired:
            continue
        kind = kinds[note.note.note_type]
        values, _ = field_values(note, deck.deck.works)
        filled = tuple(values.get(field.name, "") for field in kind.fields)
        (note_id,) = anki.db.list("select id from notes where guid = ?", note.note.guid)  # type: ignore[union-attr]
        cards = {card.ord: card for card in anki.get_note(note_id).cards()}
        assert tuple(sorted(cards)) == ordinals(kind, filled, tagged=bool(note.note.tags))
        for ordinal, card in cards.items():
            ours = sides(kind, values, ordinal, tags=note.note.tags, deck=note.note.deck, card_id=card.id)
            yield f"{note.note.id} {ordinal}", joined(ours), of_anki(card)


@pytest.mark.parametrize("which", ["deck", "shipped"])
def test_every_card_is_as_anki_renders_it(request: pytest.FixtureRequest, anki: Collection, which: str) -> None:
    """Both sides of every card of the shipped deck, and of one with every kind, are those of Anki."""
    count = 0
    for name, ours, theirs in rendered_cards(request.getfixturevalue(which), anki):
        assert (name, ours) == (name, theirs)
        count += 1
    assert count >= {"deck": 20, "shipped": 150}[which]


def added(anki: Collection, kind: NoteType, values: Mapping[str, str]) -> list[Card]:
    """Return the cards that Anki makes of a new note with the fields *values*."""
    model = anki.models.by_name(kind.name)
    assert model is not None
    note = anki.new_note(model)
    for name, value in values.items():
        note[name] = value
    deck = anki.decks.id("Added::Below")
    assert deck is not None
    anki.add_note(note, deck)
    return list(note.cards())


def check(anki: Collection, kind: NoteType, values: Mapping[str, str]) -> None:
    """Compare all cards of a new note with Anki's."""
    filled = tuple(values.get(field.name, "") for field in kind.fields)
    found = ordinals(kind, filled, tagged=False)
    # Of a note without any card, Anki makes one that says so.
    for card in added(anki, kind, values) if found else ():
        assert card.ord in found
        ours = sides(kind, values, card.ord, tags=(), deck="Added::Below", card_id=card.id)
        assert joined(ours) == of_anki(card)


@pytest.mark.parametrize("text", TORTURE)
def test_hard_clozes(anki: Collection, kinds: Mapping[str, NoteType], text: str) -> None:
    """Nested, shared, unclosed and deep clozes, masks, and clozes in formulas are as Anki shows them."""
    check(anki, kinds["cloze"], {"Text": text, "Detail": "<p>more</p>"})


@given(text=FIELD, detail=FIELD)
def test_any_cloze(anki: Collection, kinds: Mapping[str, NoteType], text: str, detail: str) -> None:
    """Whatever marks a field holds, in whatever order, it is shown as Anki shows it."""
    check(anki, kinds["cloze"], {"Text": text, "Detail": detail})


@given(values=st.fixed_dictionaries(dict.fromkeys(("Question", "Answer", "Detail", "Typed", "Reversed"), FIELD)))
def test_any_recall(anki: Collection, kinds: Mapping[str, NoteType], values: dict[str, str]) -> None:
    """Whatever the fields hold, and whichever are empty, the sections open as Anki opens them."""
    check(anki, kinds["recall"], {name: value.replace("[sound:", "") for name, value in values.items()})


FRONTS = (
    "{{Front}}|{{Tags}}|{{Type}}|{{Deck}}|{{Subdeck}}|{{Card}}|{{CardFlag}}|{{CardID}}|{{FrontSide}}|{{Front}}",
    "{{#Back}}{{Front}}{{/Back}}{{^Back}}no {{Front}}{{/Back}} <!-- {{Front}} --> {{ unknown:Front }}{{{Front}}}",
    "{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}{{^c2}}not two{{/c2}}{{type:Front}}{{:Front}}{{#Deck}}d{{/Deck}}",
)


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("back", ["", "\u00a0", " <br>\n<div></div>", "<b>b</b> &lt;&nbsp;c"])
def test_the_template_language(anki: Collection, front: str, back: str) -> None:
    """Fields of Anki's own, sections, comments, unknown filters and loose white space are as Anki takes them."""
    name = f"Language {len(anki.models.all())}"
    kind = NoteType(
        key="x",
        row_id=1,
        name=name,
        is_cloze=False,
        fields=(Field("Front", 1), Field("Back", 2)),
        templates=(Template("One", 1, front, "{{FrontSide}}<hr id=answer>{{#Back}}{{Back}}{{/Back}}", "", ""),),
        css="",
        stock_kind=0,
        source="",
        mod=0,
    )
    model = anki.models.new(name)
    for field in kind.fields:
        anki.models.add_field(model, anki.models.new_field(field.name))
    made = anki.models.new_template("One")
    made["qfmt"], made["afmt"] = kind.templates[0].front, kind.templates[0].back
    anki.models.add_template(model, made)
    anki.models.add_dict(model)
    check(anki, kind, {"Front": "f<b>g</b>", "Back": back})


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("{{Nothing}}", "asks for the field 'Nothing'"),
        ("{{#Nothing}}x{{/Nothing}}", "asks for the field 'Nothing'"),
        ("{{#Question}}x", "does not close"),
        ("{{#Question}}x{{/Answer}}", "which is not open"),
        ("x{{/Question}}", "which is not open"),
        ("{{hint:Question}}", "does not know the filter 'hint'"),
        ("{{type:cloze:Question}}", "does not know the filter"),
    ],
)
def test_a_bad_template_is_a_bug(kinds: Mapping[str, NoteType], template: str, complaint: str) -> None:
    """A template that Anki would not render, or that the preview would render otherwise, is never passed over."""
    kind = replace(kinds["recall"], templates=(Template("One", 1, template, "", "", ""),))
    with pytest.raises(ValueError, match=complaint):
        sides(kind, {"Question": "q"}, 0, tags=(), deck="", card_id=1)
