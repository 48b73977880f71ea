"""Who each card is, from the id that its author wrote to the guess that is said aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder import faults
from builder.pipeline import build, load
from builder.stages import Options
from tests.silent import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from builder.diagnostics import Rule
    from builder.stages import Loaded

DECK = 'name = "Small"\nid = "small-abc123"\n'
FRANCE = "Q: What is the capital of France?{}\nA: Paris, on the river Seine.\n"
METAL = "Q: Which metal is liquid at room temperature?{}\nA: Mercury, which is why thermometers held it.\n"
SPAIN = "Q: What is the capital of Spain?{}\nA: Madrid, in the middle of the plateau.\n"


class Folder:
    """A content folder that is edited and built again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "deck.toml").write_text(DECK, encoding="utf-8")

    def write(self, *cards: str, file: str = "a.md") -> Loaded:
        """Let *file* hold *cards*, and return the deck as the lock of the last build sees it."""
        (self.root / file).write_text("\n".join(["# Small\n", *cards]), encoding="utf-8")
        return load(self.root, Silent())

    def build(self, *cards: str, file: str = "a.md") -> dict[str, str]:
        """Build *cards*, and return the GUID of each card in use by the first word of its answer."""
        self.write(*cards, file=file)
        outcome = build(Options(self.root, self.root / "dist", ("anki",), renews=True), Silent())
        assert outcome.entries, outcome.diagnostics
        return guids(outcome.loaded)


def guids(loaded: Loaded) -> dict[str, str]:
    """Return the GUID of each card by the first word of its answer."""
    return {note.card.answer.value.split(",")[0]: note.guid for note in loaded.deck.notes}


def said(loaded: Loaded) -> list[tuple[Rule, str]]:
    """Return what the author is told, in the order of the source."""
    return [(one.rule, one.message) for one in loaded.diagnostics]


def ids(loaded: Loaded) -> list[str]:
    """Return the ids of the cards in their order."""
    return [note.id for note in loaded.deck.notes]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_written_id_decides(folder: Folder) -> None:
    """A card with a known id is who that id says, whatever it says itself."""
    old = folder.build(FRANCE.format(" {#fr}"))
    new = folder.write("Q: Which city is the seat of the French government? {#fr}\nA: Paris, since long ago.\n")
    assert guids(new) == old
    assert said(new) == []


def test_an_id_that_is_added_changed_or_taken_away_keeps_the_card(folder: Folder) -> None:
    """The same text is the same card: the lock takes the new name, and keeps the last one when it is taken away."""
    old = folder.build(FRANCE.format(""), METAL.format(""))
    added = folder.write(FRANCE.format(" {#fr}"), METAL.format(""))
    message = "The card `what-is-the-capital-of-france` is now called `fr`; it stays who it was."
    assert said(added) == [(faults.ID_KEPT, message)]
    assert folder.build(FRANCE.format(" {#fr}"), METAL.format("")) == old
    assert folder.build(FRANCE.format(" {#france}"), METAL.format("")) == old
    bare = folder.write(FRANCE.format(""), METAL.format(""))
    assert guids(bare) == old
    assert ids(bare) == ["france", "which-metal-is-liquid-at-room-temperature"]


def test_an_old_name_can_be_given_to_a_new_card(folder: Folder) -> None:
    """A new card under a name that another one had gets a GUID that nobody has had."""
    old = folder.build(FRANCE.format(" {#capital}"))
    folder.build(FRANCE.format(" {#fr}"))
    new = folder.build(FRANCE.format(" {#fr}"), SPAIN.format(" {#capital}"))
    assert new["Paris"] == old["Paris"]
    assert new["Madrid"] != old["Paris"]
    assert folder.build(FRANCE.format(" {#fr}"), SPAIN.format(" {#capital}")) == new


def test_exchanged_ids_are_told(folder: Folder) -> None:
    """Ids on each other's cards exchange their reviews, which the author is told of, once."""
    old = folder.build(FRANCE.format(" {#fr}"), METAL.format(" {#hg}"))
    swapped = folder.write(FRANCE.format(" {#hg}"), METAL.format(" {#fr}"))
    assert [rule for rule, _ in said(swapped)] == [faults.ID_MOVED] * 2
    assert said(swapped)[0][1] == "`hg` stands on the card that the lock knows as `fr`: its reviews go there."
    assert folder.build(FRANCE.format(" {#hg}"), METAL.format(" {#fr}")) == {
        "Paris": old["Mercury"],
        "Mercury": old["Paris"],
    }
    assert said(load(folder.root, Silent())) == []


def test_an_id_that_is_handed_on_leaves_the_reviews_behind(folder: Folder) -> None:
    """An old id on a new card is a new card there, while the old card stands word for word under another or none."""
    old = folder.build(FRANCE.format(" {#capital}"), METAL.format(""))
    renamed = folder.write(FRANCE.format(" {#fr}"), METAL.format(""), SPAIN.format(" {#capital}"))
    assert guids(renamed)["Paris"] == old["Paris"]
    assert guids(renamed)["Madrid"] not in old.values()
    assert ids(renamed) == ["fr", "which-metal-is-liquid-at-room-temperature", "capital"]
    bare = folder.write(
        FRANCE.format(""), METAL.format(""), SPAIN.format(" {#which-metal-is-liquid-at-room-temperature}")
    )
    assert {answer: guid for answer, guid in guids(bare).items() if answer != "Madrid"} == old
    assert guids(bare)["Madrid"] not in old.values()
    assert len(set(ids(bare))) == 3


def test_a_written_id_keeps_a_reworded_card_beside_its_copy(folder: Folder) -> None:
    """A card with an id that is surely reworded stays who it is, though a copy of its old words stands beside it."""
    old = folder.build(FRANCE.format(" {#fr}"), METAL.format(""))
    reworded = FRANCE.format(" {#fr}").replace("the river Seine", "both banks of the river Seine")
    copy = FRANCE.format("")
    both = folder.write(reworded, copy, METAL.format(""))
    assert next(note.guid for note in both.deck.notes) == old["Paris"]
    assert next(note.id for note in both.deck.notes) == "fr"


def test_an_id_on_quite_other_words_is_told(folder: Folder) -> None:
    """An id that is handed on is told where it stands now: that card is new."""
    folder.build(FRANCE.format(" {#capital}"), METAL.format(""))
    handed = folder.write(FRANCE.format(""), METAL.format(""), SPAIN.format(" {#capital}"))
    (told,) = (one for one in handed.diagnostics if one.rule is faults.ID_MOVED)
    assert told.message.startswith("`capital` is a new card here: what learners know as `capital` stands in a.md")


def test_a_card_without_words_is_known_by_how_it_is_written(folder: Folder) -> None:
    """Pictures without alternative text make a card that stays who it is, and two of them are two."""
    for name in "abc":
        picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
        (folder.root / f"{name}.svg").write_text(picture, encoding="utf-8")
    cards = ("Q: ![](a.svg)\nA: ![](b.svg)\n", "Q: ![](b.svg)\nA: ![](c.svg)\n")
    old = folder.build(*cards)
    lock = (folder.root / "deck.lock").read_bytes()
    assert folder.build(*cards) == old
    assert (folder.root / "deck.lock").read_bytes() == lock
    assert guids(folder.write(cards[1], cards[0])) == old


def test_a_picture_that_gets_words_is_asked_about(folder: Folder) -> None:
    """A card of pictures that get alternative text is never lost without a word."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (folder.root / "curve-of-loss.svg").write_text(picture, encoding="utf-8")
    old = folder.build("Q: ![](curve-of-loss.svg)\nA: Overfitting, from the third epoch on.\n", METAL.format(""))
    new = folder.write(
        "Q: ![Two curves](curve-of-loss.svg)\nA: Overfitting, from the third epoch on.\n", METAL.format("")
    )
    assert guids(new) == old or faults.IDENTITY_UNSURE in {rule for rule, _ in said(new)}


def test_a_reworded_card_is_found_and_said(folder: Folder) -> None:
    """A card without an id that was reworded is who it was, and the guess is a note with its place and its cure."""
    old = folder.build(FRANCE.format(""), METAL.format(""))
    new = folder.write(FRANCE.format("").replace("capital", "capital city"), METAL.format(""))
    assert guids(new) == old
    (guess,) = new.diagnostics
    assert guess.rule is faults.IDENTITY_GUESS
    old_text = "what is the capital of france? / paris, on the river seine."
    name = "what-is-the-capital-of-france"
    new_text = old_text.replace("capital", "capital city")
    assert guess.message == f"Took “{new_text}” for the reworded `{name}`, “{old_text}”."
    assert new.folder.chapters[0].text[guess.span.start :].startswith("Q: What is the capital city")


def test_a_neighbour_is_not_taken_for_the_card_that_went(folder: Folder) -> None:
    """A card deleted while one that differs in a word is newly written: the new one is new, and the author is asked."""
    old = folder.build(FRANCE.format(""), METAL.format(""))
    new = folder.write(SPAIN.format(""), METAL.format(""))
    assert guids(new)["Madrid"] != old["Paris"]
    assert faults.IDENTITY_GUESS not in {rule for rule, _ in said(new)}


def test_an_unsure_card_is_cured_by_either_id(folder: Folder) -> None:
    """Where it may be another card, the old id behind it brings the history back, and a new one silences the doubt."""
    old = folder.build(FRANCE.format(""), METAL.format(""))
    reworded = "Q: Which town is the seat of government in France?{}\nA: Paris, on the river Seine.\n"
    doubt = next(one for one in folder.write(reworded.format(""), METAL.format("")).diagnostics)
    assert doubt.rule is faults.IDENTITY_UNSURE
    assert "`{#what-is-the-capital-of-france}`" in doubt.hint
    folder.build(reworded.format(""), METAL.format(""))
    cured = folder.write(reworded.format(" {#what-is-the-capital-of-france}"), METAL.format(""))
    assert guids(cured) == old
    assert faults.ID_MOVED not in {rule for rule, _ in said(cured)}


def test_a_new_id_with_a_new_text_is_a_new_card_and_told(folder: Folder) -> None:
    """A card with an unknown id and another text is new; where it is surely an old one, that one is named."""
    old = folder.build(FRANCE.format(" {#fr}"), METAL.format(""))
    text = FRANCE.format(" {#france}").replace("capital", "capital city")
    new = folder.write(text, METAL.format(""))
    assert guids(new)["Paris"] != old["Paris"]
    assert {rule for rule, _ in said(new)} == {faults.CARD_RETIRED, faults.ID_NEW}
    (told,) = (one for one in new.diagnostics if one.rule is faults.ID_NEW)
    assert "`{#fr}` instead" in told.hint


def test_a_card_that_comes_back_is_who_it_was(folder: Folder) -> None:
    """A card that was deleted keeps its line, and is itself when its text comes back; no new card gets its id."""
    old = folder.build(FRANCE.format(""), METAL.format(""))
    folder.build(METAL.format(""))
    namesake = "Q: What is the capital of France?\nA: The letter F.\n"
    assert ids(folder.write(METAL.format(""), namesake))[1].startswith("what-is-the-capital-of-france-")
    back = folder.write(METAL.format(""), FRANCE.format(""))
    assert guids(back) == old
    assert [rule for rule, _ in said(back)] == [faults.CARD_REVIVED]


def test_of_two_places_the_file_of_the_lock_counts(folder: Folder) -> None:
    """A line that two cards could be, as after a merge, is the card's in the file that it names."""
    folder.build(FRANCE.format(""), file="b.md")
    lock = folder.root / "deck.lock"
    rows = lock.read_text(encoding="utf-8").splitlines()
    card = next(row for row in rows if '"id"' in row)
    twin = card.replace("paris, on the river seine.", "the letter f.").replace('"b.md"', '"a.md"')
    lock.write_text("\n".join([*rows, twin]) + "\n", encoding="utf-8")
    namesake = "Q: What is the capital of France?\nA: The letter F.\n"
    both = folder.write(namesake, file="a.md")
    assert faults.LOCK_HEALED in {rule for rule, _ in said(both)}
    assert len(set(guids(both).values())) == 2
    assert min(ids(both)) == "what-is-the-capital-of-france"


def test_another_decks_lock_is_an_error(folder: Folder) -> None:
    """The lock knows whose it is; a deck that says no id has that of its lock."""
    folder.build(FRANCE.format(""))
    (folder.root / "deck.toml").write_text('name = "Small"\nid = "other"\n', encoding="utf-8")
    found = load(folder.root, Silent()).diagnostics
    assert [one.rule for one in found] == [faults.LOCK_DECK]
    (folder.root / "deck.toml").write_text('name = "Renamed"\n', encoding="utf-8")
    nameless = load(folder.root, Silent())
    assert nameless.deck.id == "small-abc123"
    hint = 'Add the line `id = "small-abc123"`.'
    assert hint in [one.hint for one in nameless.diagnostics if one.rule is faults.DECK_ID_MISSING]


def test_what_cannot_be_read_is_not_taken_for_gone(folder: Folder) -> None:
    """Where the source is at fault, nothing is said of cards that seem to be gone, and the lock stays."""
    folder.build(FRANCE.format(""), METAL.format(""))
    lock = (folder.root / "deck.lock").read_bytes()
    broken = folder.write(FRANCE.format(""), "```\nnever closed\n")
    assert {one.rule for one in broken.diagnostics} == {faults.FENCE_UNCLOSED}
    assert (folder.root / "deck.lock").read_bytes() == lock
