"""What the lock remembers of a card, when branches have each said something of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.identity.lock import CardLine, NoteTypeLine
from builder.identity.memory import Memory

T = 1_700_000_000
LINE = CardLine("a", "g", "recall", "1.md", "R", ("q", "a"), "s1", T)


def test_the_later_line_counts() -> None:
    """Of two lines of one card the later one counts; both of its texts are known."""
    later = replace(LINE, text=("q2", "a"), source="s2", mod=T + 5)
    for lines in ((LINE, later), (later, LINE)):
        (known,) = Memory(lines).cards
        assert known.line == later
        assert Memory(lines).with_text("recall", ("q", "a"))[0].line == later


def test_of_one_time_and_two_contents_both_learners_get_a_later_one() -> None:
    """Two branches that changed a card at one time: whichever stays is sent once more, or one of them never gets it."""
    (known,) = Memory((LINE, replace(LINE, source="s2"))).cards
    assert [known.mod(source, T + 9) for source in ("s1", "s2", "s3")] == [T + 9] * 3
    (known,) = Memory((LINE, replace(LINE, deck="Other"))).cards
    assert known.mod("s1", T + 9) == T


@pytest.mark.parametrize(("now", "expected"), [(T + 100, T + 100), (T, T + 1), (5, T + 1)])
def test_time_moves_strictly_forward(now: int, expected: int) -> None:
    """A change is later than what was sent before, whatever the clock says."""
    assert Memory((LINE,)).cards[0].mod("new", now) == expected


def test_an_older_line_is_no_news() -> None:
    """A card that is back at what an older line says has changed since the later one."""
    (known,) = Memory((LINE, replace(LINE, source="s2", mod=T + 5))).cards
    assert known.mod("s2", T) == T + 5
    assert known.mod("s1", T) == T + 6


def test_a_renamed_card_is_one_card() -> None:
    """Two ids with one GUID are one card, known by both."""
    memory = Memory((LINE, replace(LINE, id="b", mod=T + 1)))
    (known,) = memory.cards
    assert known.id == "b"
    assert memory.by_id["recall", "a"] is memory.by_id["recall", "b"] is memory.by_guid["g"] is known


def test_note_types_keep_cards_apart() -> None:
    """One id in two note types is two cards: Anki can turn none into the other."""
    assert len(Memory((LINE, replace(LINE, kind="cloze", guid="h"))).cards) == 2


def test_a_name_goes_to_who_is_called_nothing_else() -> None:
    """One branch renames a card and gives its old name to a new one, the other edits it: they stay two cards."""
    renamed, edited = replace(LINE, id="b"), replace(LINE, mod=T + 5)
    memory = Memory((renamed, edited, replace(LINE, guid="h", text=("other", "card"))))
    assert {known.id: known.line.guid for known in memory.cards} == {"a": "h", "b": "g"}
    assert memory.by_id["recall", "a"].line.guid == "h"


def test_one_name_is_one_card() -> None:
    """Two lines of one id are doubled lines, whatever their GUIDs: the later counts."""
    (known,) = Memory((LINE, replace(LINE, guid="h", mod=T + 1))).cards
    assert known.line.guid == "h"


CLOZE = replace(LINE, kind="cloze")


def of_branches(*versions: tuple[str, tuple[tuple[int, str], ...]]) -> tuple[tuple[int, str], ...]:
    """Return the blanks of a cloze of which branches have *versions* (text and blanks), the later first."""
    lines = [
        replace(CLOZE, text=(text, ""), blanks=blanks, mod=T + len(versions) - at)
        for at, (text, blanks) in enumerate(versions)
    ]
    (known,) = Memory(lines).cards
    return known.blanks


SUM = "the sum of two odd numbers is even."


def test_nothing_that_a_branch_says_of_blanks_is_forgotten() -> None:
    """The blanks of the line that counts, and those that only the other branch knows, gone ones too."""
    ours = ((1, "even"), (3, "two"))
    theirs = ((1, "even"), (2, "sum"), (-4, "odd"))
    assert of_branches((SUM, ours), (SUM, theirs)) == ((1, "even"), (3, "two"), (2, "sum"), (-4, "odd"))


def test_a_number_that_branches_gave_away_twice_is_nobodys() -> None:
    """Branches each covered another blank and gave it one number: each has learners, so none may keep it."""
    even, of_sum, of_two = ((1, "even"),), ((1, "even"), (2, "sum")), ((1, "even"), (2, "two"))
    assert of_branches((SUM, of_sum), (SUM, of_two)) == ((1, "even"), (-2, ""))
    assert of_branches((SUM, even), (SUM, of_sum), (SUM, of_two)) == ((1, "even"), (-2, ""))
    assert of_branches((SUM, ((1, "even"), (3, "sum"), (2, "two"))), (SUM, of_sum)) == (
        (1, "even"),
        (3, "sum"),
        (-2, ""),
    )


def test_a_number_that_a_branch_used_is_not_free() -> None:
    """Two branches covered one blank under two numbers: it has that of the line that counts, and nobody the other."""
    versions = (SUM, ((1, "even"), (2, "sum"))), (SUM, ((1, "even"), (3, "sum")))
    assert of_branches(*versions) == ((1, "even"), (2, "sum"), (-3, ""))


def test_a_blank_that_one_branch_reworded_is_one_blank() -> None:
    """One branch rewords a blank, the other changes something else: it keeps its number."""
    versions = ("the geometric mean.", ((1, "geometric"),)), ("the harmonic mean.", ((1, "harmonic"), (2, "mean")))
    assert of_branches(*versions) == ((1, "geometric"), (2, "mean"))


def test_a_card_that_is_gone_keeps_what_branches_said() -> None:
    """While a card is away, the lock knows that two branches sent it at one time, and where it stood."""
    (known,) = Memory((LINE, replace(LINE, source="s2", deck="R::B"))).cards
    assert known.gone.retired
    assert known.gone.source not in {"s1", "s2"}
    assert known.gone.was == ("R::B",)


def test_the_later_note_type_counts() -> None:
    """Of two lines of a note type the later counts."""
    memory = Memory((NoteTypeLine("recall", "b", T + 2), NoteTypeLine("recall", "a", T)))
    assert memory.note_types["recall"].source == "b"
    both = Memory((NoteTypeLine("recall", "b", T), NoteTypeLine("recall", "a", T)))
    assert both.note_types["recall"].source not in {"a", "b"}


def test_a_card_in_use_comes_before_one_that_is_gone() -> None:
    """Of two cards of one text the one in use is meant."""
    gone = replace(LINE, id="0", guid="h", retired=True)
    assert [known.line.id for known in Memory((gone, LINE)).with_text("recall", ("q", "a"))] == ["a", "0"]


def test_where_masks_lie_on_any_branch_is_known() -> None:
    """A mask lies where either branch says; a number that is gone keeps its place, one in use has that of now."""
    line = replace(LINE, kind="occlusion", blanks=((1, "iris"), (2, "iris")))
    here, there, away = (1.0, 2.0, 3.0, 4.0), (11.0, 2.0, 3.0, 4.0), (21.0, 2.0, 3.0, 4.0)
    lines = replace(line, places=((1, here), (2, there)), mod=T + 1), replace(line, places=((1, here), (2, away)))
    (known,) = Memory(lines).cards
    assert known.places == known.gone.places == ((1, here), (2, there), (2, away))
    assert known.places_beside(((2, there),)) == ((2, there), (1, here))
