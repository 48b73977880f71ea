"""The note types: what is frozen stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from builder.anki.notetypes import NoteType, Styles, note_types
from builder.identity.ids import T0
from builder.identity.lock import NoteTypeLine
from tests.anki.samples import CONFIG

FROZEN = {
    "recall": (
        [
            ("Question", 101),
            ("Answer", 102),
            ("Detail", 103),
            ("Choices", 104),
            ("Typed", 105),
            ("Reversed", 106),
            ("Kind", 107),
            ("Hint", 108),
            ("Context", 109),
            ("Sources", 110),
            ("Dates", 111),
            ("Id", 112),
            ("Spare 1", 113),
            ("Spare 2", 114),
        ],
        [("Forward", 151), ("Reverse", 152)],
        0,
    ),
    "cloze": (
        [
            ("Text", 201),
            ("Detail", 202),
            ("Hint", 203),
            ("Context", 204),
            ("Sources", 205),
            ("Dates", 206),
            ("Id", 207),
            ("Spare 1", 208),
            ("Spare 2", 209),
        ],
        [("Cloze", 251)],
        5,
    ),
    "occlusion": (
        [
            ("Occlusion", 301),
            ("Image", 302),
            ("Header", 303),
            ("Back Extra", 304),
            ("Comments", 305),
            ("Hint", 306),
            ("Context", 307),
            ("Sources", 308),
            ("Dates", 309),
            ("Id", 310),
            ("Spare 1", 311),
            ("Spare 2", 312),
        ],
        [("Occlusion", 351)],
        6,
    ),
}
KINDS = note_types(CONFIG)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_fields_and_templates_are_frozen(kind: NoteType) -> None:
    """Fields, templates, their order and their ids are those of the first release."""
    fields, templates, stock_kind = FROZEN[kind.key]
    assert [(field.name, field.id) for field in kind.fields] == fields
    assert [(template.name, template.id) for template in kind.templates] == templates
    assert kind.stock_kind == stock_kind
    assert kind.is_cloze is (kind.key != "recall")


def test_occlusion_has_the_tags_of_anki() -> None:
    """The first five fields bear the tags by which Anki's editor knows them."""
    assert [field.tag for field in KINDS["occlusion"].fields] == [0, 1, 2, 3, 4, *[None] * 7]


def test_names_and_ids_belong_to_the_deck() -> None:
    """Two decks of equal content have note types of their own."""
    other = note_types(replace(CONFIG, id="other", name="Other"))
    assert KINDS["recall"].name == "Vision <quiz>: Recall"
    assert other["recall"].name == "Other: Recall"
    assert not {kind.row_id for kind in KINDS.values()} & {kind.row_id for kind in other.values()}


def test_digest_tells_a_change_of_looks() -> None:
    """The digest changes with styles and templates, and with the name, by which learners search."""
    assert note_types(replace(CONFIG, name="Renamed"))["cloze"].source != KINDS["cloze"].source
    assert note_types(replace(CONFIG, author="Other"))["cloze"].source == KINDS["cloze"].source
    red, same = (
        Styles(".card{color:red}", ".card { color: red; }"),
        Styles(".card { color: red }", ".card { color: red; }"),
    )
    assert note_types(CONFIG, red)["cloze"].source != KINDS["cloze"].source
    assert note_types(CONFIG, red)["cloze"].source == note_types(CONFIG, same)["cloze"].source
    assert note_types(replace(CONFIG, language="he"))["cloze"].source != KINDS["cloze"].source
    assert KINDS["cloze"].source != KINDS["recall"].source


def test_time_moves_with_the_looks_alone() -> None:
    """A note type that the lock knows keeps its time while it looks the same, and moves strictly forward else."""
    source = KINDS["cloze"].source
    known = {"cloze": NoteTypeLine("cloze", source, T0 + 7), "recall": NoteTypeLine("recall", "older", T0 + 9)}
    made = note_types(CONFIG, known=known, now=T0 + 3)
    assert [made[key].mod for key in ("cloze", "recall", "occlusion")] == [T0 + 7, T0 + 10, T0]
    assert note_types(CONFIG, known=known, now=T0 + 99)["recall"].mod == T0 + 99


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_templates_are_whole(kind: NoteType) -> None:
    """Each template is filled in, names only fields that exist, and asks nothing of the network."""
    names = {field.name for field in kind.fields} | {"FrontSide"}
    for template in kind.templates:
        for side in (template.front, template.back):
            used = {tag.lstrip("#^/").rpartition(":")[2] for tag in re.findall(r"\{\{(.*?)\}\}", side)}
            assert used <= names
            assert "%" not in side
            assert "<!-- include" not in side
            assert "//" not in side
        assert 'lang="en"' in template.front


def test_styles_are_whole() -> None:
    """The styles have a value for every colour they use, by day and by night, and load nothing."""
    css = KINDS["recall"].css
    used = set(re.findall(r"var\((--[a-z-]+)\)", css))
    day, night = re.findall(r"\{ (--paper:[^}]*)\}", css)
    for palette in (day, night):
        assert used <= set(re.findall(r"(--[a-z-]+):", palette))
    assert not re.search(r"%\w+%|url\(|@import", css)
