"""The note types: what is frozen stays as it is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from builder.anki.notetypes import NoteType, Styles, note_types
from builder.identity.ids import T0
from builder.identity.lock import NoteTypeLine
from builder.theme import tokens
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
    names = {field.name for field in kind.fields} | {"FrontSide", "Tags"}
    for template in kind.templates:
        for side in (template.front, template.back):
            used = {tag.lstrip("#^/").rpartition(":")[2] for tag in re.findall(r"\{\{(.*?)\}\}", side)}
            assert used <= names
            assert not re.search(r"%\w+%|<!--|//|\bsrc=|@import|url\(", side)
        assert 'lang="en" dir="ltr"' in template.front


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_fronts_show_no_tags(kind: NoteType) -> None:
    """No front names the tags: a card would exist wherever a note has some, and they may tell."""
    assert not any("Tags" in template.front for template in kind.templates)


@pytest.mark.parametrize(
    ("language", "direction"), [("de", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl")]
)
def test_direction_is_that_of_the_language(language: str, direction: str) -> None:
    """Each side of each card runs the way that the deck's language is written."""
    for kind in note_types(replace(CONFIG, language=language)).values():
        for template in kind.templates:
            for side in (template.front, template.back):
                articles = re.findall(r"<article[^>]*>", side)
                assert articles
                assert all(f'lang="{language}" dir="{direction}"' in article for article in articles)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_field_goes_into_a_script(kind: NoteType) -> None:
    """Scripts read fields from attributes, where they are escaped, and hold none themselves."""
    for template in kind.templates:
        for script in re.findall(r"<script>(.*?)</script>", template.front + template.back, re.DOTALL):
            assert "{{" not in script
            assert "/*" not in script


@pytest.mark.parametrize(("key", "most"), [("recall", 6_500), ("cloze", 3_500), ("occlusion", 7_100)])
def test_scripts_are_small(key: str, most: int) -> None:
    """What a side of a card brings in scripts is less than 6.5 kB; a picture with masks brings a little more."""
    for template in KINDS[key].templates:
        for side in (template.front, template.back):
            scripts = re.findall(r"<script>(.*?)</script>", side, re.DOTALL)
            assert sum(len(script.encode()) for script in scripts) < most


def test_scripts_are_those_of_the_kind() -> None:
    """Only what asks with choices brings the script for them, and only what masks brings the one for masks."""
    fronts = {template.name: template.front for kind in KINDS.values() for template in kind.templates}
    assert [name for name, front in fronts.items() if "function choices" in front] == ["Forward"]
    assert [name for name, front in fronts.items() if "function isMasked" in front] == ["Occlusion"]
    assert all("function pictures" in front and "function boxes" in front for front in fronts.values())


def test_choices_run_the_way_of_the_card() -> None:
    """No list of choices takes its direction from its first choice, which is another from day to day."""
    forward = KINDS["recall"].templates[0]
    assert '<section class="options text" data-id' in forward.front
    assert '<section class="answer text"{{^Choices}} dir="auto"{{/Choices}}>' in forward.back


def test_styles_are_whole() -> None:
    """The styles have a value for every colour they use, by day and by night, and load nothing."""
    css = KINDS["recall"].css
    used = set(re.findall(r"var\((--[a-z-]+)\)", css))
    day, night = re.findall(r"\{\s+(--paper:[^}]*)\}", css)
    for palette in (day, night):
        assert used <= set(re.findall(r"(--[a-z-]+):", palette))
    assert not re.search(r"%\w+%|url\(|@import", css)


def test_author_has_the_last_word() -> None:
    """The author's own styles stand behind all of ours, and no side brings styles of its own."""
    for kind in note_types(CONFIG, Styles(".card { color: teal; }", "")).values():
        assert kind.css.endswith(".card { color: teal; }")
        assert not any("<style" in template.front + template.back for template in kind.templates)


@pytest.mark.parametrize("palette", [tokens.LIGHT, tokens.DARK], ids=["day", "night"])
def test_text_is_legible_on_every_ground(palette: dict[str, str]) -> None:
    """Each colour of text has a contrast of at least 4.5 : 1 on each ground, and text on a sign likewise."""
    grounds = [name for name in palette if name in {"paper", "surface", "code-ground"} or name.endswith("-soft")]
    grounds.remove("ink-soft")
    texts = [name for name in palette if name not in {*grounds, "line"}]
    pairs = [*product(texts, grounds), ("paper", "good"), ("paper", "warn")]
    pale = [(text, ground) for text, ground in pairs if contrast(palette[text], palette[ground]) < 4.5]
    assert len(pairs) > 80
    assert pale == []


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb`` (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, "relative luminance")."""
    parts = [part / 255 for part in bytes.fromhex(colour.removeprefix("#"))]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
