"""Which cards a quiz asks."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from builder.pdf.quiz import drawn, quiz
from builder.pdf.quiz.choose import choose, rank
from builder.settings import PrintSettings, QuizSettings
from tests.pdf.quiz.source import read_deck

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import RenderedDeck

MANY = 60


def ids(rendered: RenderedDeck, **settings: object) -> list[str]:
    """Return the ids of the cards that *settings* choose."""
    return [note.note.id for note in drawn(rendered, QuizSettings(**settings))]  # type: ignore[arg-type]


def many(folder: Path, numbers: range, kind: str = "") -> RenderedDeck:
    """Return a deck of a recall card of a *kind* for each of *numbers*."""
    folder.mkdir()
    (folder / "deck.toml").write_text('name = "Many"\nid = "many-abc123"\n', encoding="utf-8")
    cards = "\n\n".join(f"Q: What is {number}? {{#card-{number}{kind}}}\nA: A number." for number in numbers)
    (folder / "cards.md").write_text(f"# Many\n\n{cards}\n", encoding="utf-8")
    return read_deck(folder)


def test_all_that_is_printed_is_asked_in_the_order_of_the_source(rendered: RenderedDeck) -> None:
    """Without any choice each card that print shows is asked, once, as the source has them."""
    assert ids(rendered) == [note.note.id for note in rendered.notes if note.note.in_print]
    assert len(ids(rendered)) == len(rendered.notes) - 1


@pytest.mark.parametrize(
    "name", ["Pictures", "  piCTures ", "sec_pictures", "pictures", "03-pictures", "03-pictures.md"]
)
def test_chapters_are_known_by_title_anchor_and_file(rendered: RenderedDeck, name: str) -> None:
    """A chapter is named by its title in any case, by its anchor, or by its file."""
    assert ids(rendered, chapters=(name,)) == ["parts", "colour", "seen"]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({"tags": ("kinds",)}, 6),
        ({"tags": ("KINDS",)}, 6),
        ({"tags": ("one",)}, 6),
        ({"tags": ("one::below",)}, 6),
        ({"tags": ("level::core",)}, 6),
        ({"levels": ("core",)}, 6),
        ({"levels": ("level::core",)}, 6),
        ({"tags": ("everything",)}, 15),
        ({"chapters": ("Kinds", "Pictures")}, 9),
        ({"chapters": ("Kinds", "Pictures"), "tags": ("everything",), "levels": ("core",)}, 6),
    ],
)
def test_tags_and_levels_choose(rendered: RenderedDeck, chosen: dict[str, tuple[str, ...]], count: int) -> None:
    """A card is asked that has one of each kind that is chosen; a tag names those below it, too."""
    assert len(ids(rendered, **chosen)) == count


def test_a_number_draws_the_smallest_ranks(rendered: RenderedDeck) -> None:
    """So many cards are drawn as are wanted, by SHA-256 alone, and stand as in the source unless a seed shuffles."""
    everything = ids(rendered)

    def digest(seed: str, name: str) -> str:
        return hashlib.sha256(f"{seed}\0{name}".encode()).hexdigest()

    picked = set(sorted(everything, key=lambda name: digest("", name))[:5])
    assert ids(rendered, number=5) == [name for name in everything if name in picked]
    assert ids(rendered, number=5, seed="A") == sorted(everything, key=lambda name: digest("A", name))[:5]
    assert ids(rendered, number=99, seed="A") == sorted(everything, key=lambda name: digest("A", name))


def test_rank_is_frozen() -> None:
    """A version that was handed out can be made again: the rank of a card never changes."""
    assert rank("A", "card-1") == "2411e8cca3ba201886df5b37eedcec2f3e979e10603afbb2f5f3333ff8e78d13"


def test_versions_differ(tmp_path: Path) -> None:
    """Version A and version B draw other cards, in another order."""
    deck = many(tmp_path / "many", range(MANY))
    one, other = ids(deck, number=20, seed="A"), ids(deck, number=20, seed="B")
    assert set(one) != set(other)
    assert len(set(one)) == len(set(other)) == 20


def test_a_card_more_changes_one_card_at_most(tmp_path: Path) -> None:
    """With a card more in the deck, a version keeps all of its cards in their order, but for one that it displaces."""
    before, after = many(tmp_path / "before", range(MANY)), many(tmp_path / "after", range(MANY + 1))
    for seed in "ABCDEFGH":
        old, new = ids(before, number=20, seed=seed), ids(after, number=20, seed=seed)
        kept = [name for name in new if name in old]
        assert kept == [name for name in old if name in new]
        assert len(kept) >= 19


@pytest.mark.parametrize(
    ("chosen", "message", "hint"),
    [
        ({"chapters": ("Picturs",)}, "the chapter `Picturs`", "Did you mean `Pictures`?"),
        ({"chapters": ("Zebra",)}, "the chapter `Zebra`", "There are the chapters `Kinds`, `Blanks`, `Pictures`."),
        ({"tags": ("kind",)}, "the tag `kind`", "Did you mean `kinds`?"),
        ({"levels": ("senior",)}, "the level `senior`", "There are the levels `core`."),
    ],
)
def test_what_is_unknown_is_said(
    rendered: RenderedDeck, chosen: dict[str, tuple[str, ...]], message: str, hint: str
) -> None:
    """A chapter, tag or level that nothing has is a fault with a near match, or with all there are."""
    (made,) = quiz(rendered, QuizSettings(**chosen), PrintSettings())  # type: ignore[arg-type]
    (fault,) = made.diagnostics
    assert made.data == b""
    assert fault.rule.code == "quiz-unknown"
    assert message in fault.message
    assert fault.hint == hint


def test_a_quiz_of_nothing_is_a_fault(rendered: RenderedDeck, tmp_path: Path) -> None:
    """Where no card is left, or the deck prints none, that is said."""
    left = choose(rendered, QuizSettings(chapters=("Pictures",), levels=("core",)))
    assert [fault.rule.code for fault in left.diagnostics] == ["quiz-empty"]
    assert "chapters `Pictures`; levels `core`" in left.diagnostics[0].message
    bare = choose(many(tmp_path / "none", range(3), " .anki-only"), QuizSettings())
    assert bare.diagnostics[0].message == "No question is left for the quiz: the deck prints no card."
