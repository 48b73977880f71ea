"""The deck of every kind, from its source through the real build into Anki: what its cards are, and what they tell."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from anki.decks import DeckId
from hypothesis import given
from hypothesis import strategies as st

from builder.anki.cards import ordinals
from builder.anki.notes import field_values
from builder.anki.notetypes import note_types
from builder.anki.read import read_package
from builder.diagnostics import Severity
from builder.model import Kind
from builder.pipeline import build, load
from builder.stages import Options
from tests.anki.conftest import KINDS
from tests.anki.said import said
from tests.anki.stage import as_desktop
from tests.anki.told import TOLD
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki.notes import Note

    from builder.model import Cloze
    from tests.anki.conftest import Kinds

ROOT: Final = "Science::Light and Colour"
CHAPTERS: Final = {
    "blue-sky": "Light",
    "prism-bends": "Clozes",
    "spectrum-bands": "Pictures",
    "sky-arabic": "Scripts::الضوء",
    "mix-hebrew": "Scripts::אור",
    "speed-chinese": "Scripts::光と色",
    "wide-words": "Corners::What is too wide",
    "dollars": "Corners::What Anki could take for its own",
    "film": "Corners::Sound and film",
}
"""A card of each chapter, and its deck below the root."""


def notes_of(kinds: Kinds) -> dict[str, Note]:
    """Return the notes of the deck by their Id."""
    return {card_id: card.note() for (card_id, _), card in kinds.cards.items()}


def test_source_has_no_fault_but_its_own(kinds: Kinds) -> None:
    """The source is in order; only what is in its SVG, for us to take out, is told."""
    assert {found.rule.code for found in kinds.outcome.diagnostics} == {"svg-cleaned"}
    assert {note.card.kind for note in kinds.outcome.loaded.deck.notes} == set(Kind)


def test_every_card_has_its_words(kinds: Kinds) -> None:
    """The cards that Anki has are those that the table tells of, no more and no fewer, in the order of the source."""
    assert list(kinds.cards) == list(TOLD)
    places = [card.due for card in kinds.cards.values()]
    assert places == sorted(places)


@pytest.mark.parametrize("key", TOLD, ids=lambda key: f"{key[0]}-{key[1] + 1}")
def test_fronts_ask_and_backs_tell(kinds: Kinds, key: tuple[str, int]) -> None:
    """What a card asks stands on its front, and what it tells on its back alone: text, attributes and all."""
    card, words = kinds.cards[key], TOLD[key]
    front, back = said(as_desktop(card)), said(as_desktop(card, back=True))
    assert [asked for asked in words.asks if asked not in front] == []
    assert [answer for answer in words.tells if answer in front] == []
    assert [answer for answer in words.tells if answer not in back] == []
    if not any("[" in asked for asked in words.asks):
        assert [asked for asked in words.asks if asked not in back and asked != card.note()["Hint"]] == []


@pytest.mark.parametrize("card_id", ["spectrum-bands", "discs"])
def test_masked_pictures_tell_nothing(kinds: Kinds, card_id: str) -> None:
    """The front of a picture with masks holds the answer of no mask, for each of them will be asked."""
    answers = {answer for key, words in TOLD.items() for answer in words.tells if key[0] == card_id}
    for (name, _), card in kinds.cards.items():
        if name == card_id:
            front = said(card.question())
            assert [answer for answer in answers if answer in front] == []


def test_templates_have_no_fault(kinds: Kinds) -> None:
    """No side shows a complaint of Anki's, and no field is left unfilled."""
    for key, card in kinds.cards.items():
        for side in (card.question(), card.answer()):
            assert "has a problem" not in side, key
            assert not re.search(r"\{\{[#/^]?(?:type:|cloze:)?[A-Z][A-Za-z ]*\d?\}\}", side), key


def test_cards_are_those_that_anki_makes(kinds: Kinds) -> None:
    """A note that is added in Anki itself, of the same type and with the same fields, gets the same cards."""
    col = kinds.referee.col
    for card_id, shipped in notes_of(kinds).items():
        note_type = shipped.note_type()
        assert note_type is not None
        made = col.new_note(note_type)
        made.fields, made.tags = list(shipped.fields), list(shipped.tags)
        col.add_note(made, DeckId(1))
        expected = sorted(card.ord for card in made.cards())
        col.remove_notes([made.id])
        assert (card_id, sorted(card.ord for card in shipped.cards())) == (card_id, expected)
    assert not col.get_empty_cards().notes


def test_media_arrive_as_they_are(kinds: Kinds) -> None:
    """Each file arrives with its own bytes, once, however often it is used; the SVG without its script."""
    arrived = {path.name: path.read_bytes() for path in kinds.referee.media.iterdir()}
    shipped = read_package(kinds.package).media
    assert arrived == shipped
    sources = [path for path in KINDS.rglob("*") if path.suffix not in {".md", ".toml", ".py", ".lock", ".pyc"}]
    raster = {path.read_bytes() for path in sources if path.is_file() and path.suffix != ".svg"}
    drawn = [data for name, data in arrived.items() if name.endswith(".svg")]
    assert len(arrived) == len(set(arrived.values())) == len(raster) + 1 == 13
    assert raster == set(arrived.values()) - set(drawn)
    assert not re.search(rb"script|onload|example\.org", drawn[0])
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{12}\.[a-z0-9]+", name) for name in arrived)


def test_cards_refer_to_what_is_there(kinds: Kinds) -> None:
    """Every image, sound and film that a field names has arrived, and nothing has that no field names."""
    named = set()
    for note in notes_of(kinds).values():
        for value in note.fields:
            named |= set(re.findall(r'<img[^>]* src="([^"]+)"|\[sound:([^\]]+)\]', value))
    assert {image or sound for image, sound in named} == {path.name for path in kinds.referee.media.iterdir()}
    checked = kinds.referee.col.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])


def test_two_files_of_one_name(kinds: Kinds) -> None:
    """Two files of one name in two folders are two on the card, and the same one elsewhere is the same."""
    notes = notes_of(kinds)
    left, right = re.findall(r'src="(mark-[^"]+)"', notes["marks"]["Answer"])
    media = kinds.referee.media
    assert (media / left).read_bytes() == (KINDS / "media" / "left" / "mark.png").read_bytes()
    assert (media / right).read_bytes() == (KINDS / "media" / "right" / "mark.png").read_bytes()
    assert left in notes["white"]["Detail"]


def test_sounds_play_on_their_side(kinds: Kinds) -> None:
    """Anki plays what stands on a side, in its order, and no sound of the question again on the back."""

    def endings(tags: list[object]) -> list[str]:
        return [str(getattr(tag, "filename", "")).rpartition(".")[2] for tag in tags]

    pitch, film = kinds.cards["pitch", 0], kinds.cards["film", 0]
    assert endings([*pitch.question_av_tags()]) == ["mp3"]
    assert endings([*pitch.answer_av_tags()]) == ["wav", "ogg"]
    assert endings([*film.question_av_tags()]) == []
    assert endings([*film.answer_av_tags()]) == ["webm", "mp4"]


def test_decks_are_the_chapters(kinds: Kinds) -> None:
    """Folders and chapters are decks below the root, which may itself lie below another; the root says what it is."""
    decks = kinds.referee.col.decks
    for card_id, chapter in CHAPTERS.items():
        assert decks.name(kinds.cards[card_id, 0].did) == f"{ROOT}::{chapter}"
    names = {deck.name for deck in decks.all_names_and_ids()} - {"Default"}
    assert names == {
        *(f"{ROOT}::{chapter}" for chapter in CHAPTERS.values()),
        *("Science", ROOT, f"{ROOT}::Scripts", f"{ROOT}::Corners"),
    }
    root = decks.by_name(ROOT)
    assert root is not None
    assert root["md"]
    assert root["desc"].startswith("Every kind of card, on **light** and what eyes make of it: see [what light is](")


def test_preset_travels(kinds: Kinds) -> None:
    """All decks of ours have the preset: so many new cards a day, in the order of the source."""
    decks = kinds.referee.col.decks
    for chapter in CHAPTERS.values():
        found = decks.by_name(f"{ROOT}::{chapter}")
        assert found is not None
        preset = decks.config_dict_for_deck_id(found["id"])
        assert (preset["name"], preset["new"]["perDay"]) == ("Light and Colour", 7)
        assert (preset["newGatherPriority"], preset["newSortOrder"]) == (1, 1)


def test_tags_have_no_spaces(kinds: Kinds) -> None:
    """Tags of deck, chapter, question and level stand on the notes, a space in one as an underscore."""
    notes = notes_of(kinds)
    assert notes["blue-sky"].tags == ["level::core", "light", "physics", "scattering", "wave_optics"]
    assert notes["rods"].tags == ["level::core", "light", "physics", "scattering", "wave_optics"]
    assert notes["cone-kinds"].tags == ["level::senior", "light", "physics", "wave_optics"]
    assert notes["dollars"].tags == ["light"]
    for note in notes.values():
        assert kinds.referee.col.find_notes(" ".join(f"tag:{tag}" for tag in note.tags) + f" Id:{note['Id']}")


class _Writer:
    """Writes a cloze card: valid by the format, every word of it another one."""

    def __init__(self, draw: Callable[[st.SearchStrategy[int]], int]) -> None:
        """Choose by *draw*."""
        self._draw = draw
        self._words = 0
        self.blanks: list[str] = []
        """The numbers of each, as written; those of a bare one are empty."""

    def text(self, depth: int = 0) -> str:
        """Return some pieces of prose with blanks, nested no deeper than three."""
        pieces = [self._piece(depth) for _ in range(self._choose(1, 3))]
        return " ".join(pieces)

    def _piece(self, depth: int) -> str:
        match self._choose(0, 6 if depth < 3 else 3):
            case 0 | 1:
                return self._word()
            case 2:
                return f"`{self._word()}::{self._coded('x', self._word() + '::{{}}')} {{{{ y }}}}`"
            case 3:
                inner = rf"\frac{{{{{self._mathword()}}}}}{{{self._coded('', self._mathword())}}}"
                return f"${self._coded('', inner) if self._choose(0, 1) else inner}$"
            case 4:
                hint = f"::{self._word()}" if self._choose(0, 1) else ""
                return f"{{{{{self._number(bare=True)}{self.text(depth + 1)}{hint}}}}}"
            case 5 if not depth:
                # Strong within strong would be paired in another way.
                return f"**{{{{{self._number()}*{self._word()}* {self.text(depth + 1)}}}}}**"
            case _:
                return f"{{{{{self._number()}{self.text(depth + 1)}}}}} and $5-$10"

    def _coded(self, before: str, body: str) -> str:
        """Return a blank as it stands in code and in mathematics, where each has a number."""
        return f"{before}{{{{{self._number()}{body}}}}}"

    def _number(self, *, bare: bool = False) -> str:
        """Return what a blank begins with."""
        numbers = "" if bare and self._choose(0, 1) else f"{self._choose(1, 9)}"
        if numbers and not self._choose(0, 2):
            numbers += f",{self._choose(1, 500)}"
        self.blanks.append(numbers)
        return f"c{numbers}::" if numbers else ""

    def _word(self) -> str:
        """Return a word that no other contains."""
        self._words += 1
        return f"w{self._words}z"

    def _mathword(self) -> str:
        return rf"\mathrm{{{self._word()}}}"

    def _choose(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))


@st.composite
def cloze_cards(draw: Callable[[st.SearchStrategy[int]], int]) -> tuple[str, list[str]]:
    """Return the source of a cloze card, and what its blanks are numbered with."""
    writer = _Writer(draw)
    text = f"{writer.text()} {{{{{writer.text(2)}}}}}"
    return text, [*writer.blanks, ""]


def hidden_on(number: int, clozes: tuple[Cloze, ...], at: int) -> bool:
    """Say whether what stands at the offset *at* is hidden on the card of a number."""
    return any(number in cloze.numbers and cloze.body[0] <= at < cloze.body[1] for cloze in clozes)


@pytest.mark.soak
@given(cloze_cards())
def test_generated_clozes(tmp_path_factory: pytest.TempPathFactory, kinds: Kinds, card: tuple[str, list[str]]) -> None:
    """Of any cloze card Anki makes the cards that we ship, each hides its own blanks, all of them, and nothing else."""
    source, blanks = card
    folder = tmp_path_factory.mktemp("clozes")
    (folder / "deck.toml").write_text('format = 1\nname = "X"\nid = "x"\n', encoding="utf-8")
    (folder / "x.md").write_text(f"C: {source} {{#card}}\n", encoding="utf-8")
    loaded = load(folder, Silent())
    assert [str(found) for found in loaded.diagnostics if found.rule.code != "math-invalid"] == []
    (rendered,) = loaded.rendered.notes
    clozes = rendered.note.card.clozes
    assert len(clozes) == len(blanks)
    written = sorted(sorted({int(number) for number in numbers.split(",")}) for numbers in blanks if numbers)
    assert sorted(sorted(set(cloze.numbers)) for cloze in clozes if cloze.written) == written

    values, _ = field_values(rendered, {})
    kind = note_types(loaded.deck.config)["cloze"]
    fields = [values.get(field.name, "") for field in kind.fields]
    numbers = sorted({number for cloze in clozes for number in cloze.numbers})
    col = kinds.referee.col
    note_type = col.models.by_name("Light and Colour: Cloze")
    assert note_type is not None
    note = col.new_note(note_type)
    note.fields = fields
    col.add_note(note, DeckId(1))
    sides = {made.ord + 1: (said(made.question()), said(made.answer())) for made in note.cards()}
    col.remove_notes([note.id])
    assert sorted(sides) == numbers == [ordinal + 1 for ordinal in ordinals(kind, fields, tagged=False)]
    text = rendered.note.card.question.value
    hints = [text[slice(*cloze.hint)] for cloze in clozes if cloze.hint]
    for number, (front, back) in sides.items():
        for match in re.finditer(r"w\d+z", text):
            if match[0] not in hints:
                assert (match[0] in front) is not hidden_on(number, clozes, match.start())
                assert match[0] in back


def test_every_output_holds_every_kind(tmp_path: Path) -> None:
    """Sheet and handout hold every card of the deck too: masks, right-to-left text with numbers in it, sounds."""
    shutil.copytree(KINDS, tmp_path / "content")
    outcome = build(Options(tmp_path / "content", tmp_path / "dist"), Silent())
    assert [one.message for one in outcome.diagnostics if one.rule.severity is Severity.ERROR] == []
    assert {(entry.expected, entry.found) for entry in outcome.entries} == {(45, 45)}
