"""What changed since a release, card by card, and what would break at the learners of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder import faults
from builder.diagnostics import Span
from builder.identity.lock import CardLine, NoteTypeLine, OtherLine
from builder.releases.breaches import other_deck
from builder.releases.changes import Changes, What, changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.diagnostics import Rule
    from builder.identity.lock import Line

T = 1_700_000_000
SAME = CardLine("a", "g-a", "recall", "1.md", "D::One", ("what is it?", "a thing"), "s1", T)
STAYS = CardLine("z", "g-z", "recall", "1.md", "D::One", ("stays?", "yes"), "s0", T)


def card(**said: object) -> CardLine:
    """Return the card *a*, but for what is *said*."""
    values: dict[str, object] = {name: getattr(SAME, name) for name in SAME.__slots__}
    return CardLine(**(values | said))  # type: ignore[arg-type]  # a test names only what it changes


def told(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the id of each card that changed, with what happened to it."""
    return [(c.line.id, tuple(w.value for w in c.what)) for c in changes(old, new, "v1").cards]


def codes(found: Changes) -> list[Rule]:
    """Return the rules of what was found."""
    return [diagnostic.rule for diagnostic in found.diagnostics]


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (card(), ()),
        (card(file="2.md"), ()),
        (card(deck="d::ONE"), ()),
        (card(text=("what?", "a thing"), source="s2", mod=T + 1), ("reworded",)),
        (card(text=("what is it?", "a dog"), source="s2", mod=T + 1), ("reworded",)),
        (card(source="s2", mod=T + 1), ("revised",)),
        (card(id="b", source="s2", mod=T + 1), ("renamed",)),
        (card(id="b", text=("x", ""), source="s2", mod=T + 1), ("reworded", "renamed")),
        (card(deck="D::Two"), ("moved",)),
        (card(deck="D::Two", source="s2", mod=T + 1), ("revised", "moved")),
        (card(retired=True), ("retired",)),
        (card(retired=True, source="s2", mod=T + 1), ("retired",)),
        (card(mod=T + 1), ("sent again",)),
    ],
)
def test_what_happened_to_a_card(new: CardLine, what: tuple[str, ...]) -> None:
    """Each thing that can happen to a card is told by its name, and what is no matter to learners is not."""
    found = changes([SAME, STAYS], [new, STAYS], "v1")
    assert [tuple(w.value for w in change.what) for change in found.cards] == ([what] if what else [])
    assert found.unchanged == (1 if what else 2)
    assert found.diagnostics == ()


def test_new_card() -> None:
    """A card that the release does not know is new; one that was retired before anybody got it is nothing."""
    assert told([STAYS], [STAYS, SAME]) == [("a", ("new",))]
    assert told([STAYS], [STAYS, card(retired=True)]) == []


def test_revived_card() -> None:
    """A retired card that is in use again is revived, and nothing else when only its tag has gone."""
    assert told([card(retired=True)], [card(source="s2", mod=T + 1)]) == [("a", ("revived",))]
    reworded = card(text=("x", "y"), source="s2", mod=T + 1)
    assert told([card(retired=True)], [reworded]) == [("a", ("reworded", "revived"))]


def test_turned_card() -> None:
    """A card that is of another note type now is one change, with the line that learners keep and the new one."""
    cloze = card(kind="cloze", guid="g-c")
    for new in ([cloze, card(retired=True)], [cloze]):
        (change,) = changes([SAME], new, "v1").cards
        assert change.what == (What.TURNED,)
        assert (change.old, change.new) == (SAME, cloze)


def test_card_that_turned_back() -> None:
    """A card that returns to a note type that it had gets its old GUID back, and is told as turned."""
    cloze = card(kind="cloze", guid="g-c")
    old = [card(retired=True), cloze]
    new = [SAME, card(kind="cloze", guid="g-c", retired=True)]
    assert told(old, new) == [("a", ("turned",))]


def test_note_types() -> None:
    """A note type with other templates or styles is restyled; one that the release does not have is new."""
    old: list[Line] = [NoteTypeLine("recall", "t1", T)]
    new: list[Line] = [NoteTypeLine("recall", "t2", T + 1), NoteTypeLine("cloze", "t", T)]
    found = changes(old, new, "v1")
    assert [(one.what, one.new.notetype) for one in found.note_types] == [
        (What.NEW, "cloze"),
        (What.RESTYLED, "recall"),
    ]
    assert changes(old, old, "v1").note_types == ()


def test_order() -> None:
    """Changes come deck by deck in the order that is asked for, then by name, and inside a deck as the lines do."""
    decks = {"d": "B", "c": "X", "b": "A", "a": "B", "f": "C", "e": "A"}
    lines = [card(id=name, guid=name, deck=deck, text=(name, "")) for name, deck in decks.items()]
    new, gone = lines[:4], lines[4:]
    found = changes(gone, new, "v1", decks=("X", "B"))
    assert [change.line.id for change in found.cards] == ["c", "d", "a", "b", "e", "f"]


def test_doubled_lines_of_a_merge() -> None:
    """Lines that a merge doubled count once, in the release and now, whatever their order."""
    early, late = card(source="s2", mod=T + 1), card(source="s3", mod=T + 2, text=("x", ""))
    assert told([SAME, late, early], [late]) == []
    assert told([SAME], [early, SAME, late]) == [("a", ("reworded",))]
    assert codes(changes([early, card(source="s9", mod=T + 1)], [card(source="s9", mod=T + 1)], "v1")) == []


def test_lines_of_a_later_version_are_passed_over() -> None:
    """A line that this version does not know changes nothing."""
    assert changes([OtherLine({"x": 1})], [SAME], "v1").counts == {What.NEW: 1}


def test_unshipped_cards() -> None:
    """A card that no package gets is nothing; who has it from a package, though, has seen the last of it."""
    moved = card(deck="D::Two")
    assert changes([SAME], [moved], "v1", unshipped=["g-a"]).cards == ()
    found = changes([SAME], [moved], "v1", unshipped=["g-a"], is_package=True)
    assert [change.what for change in found.cards] == [(What.RETIRED,)]
    assert found.diagnostics == ()
    assert changes([STAYS], [moved, STAYS], "v1", unshipped=["g-a"], is_package=True).cards == ()


@pytest.mark.parametrize("mod", [T, T - 5])
def test_time_back(mod: int) -> None:
    """A card that differs from the release without a later time is an error, at its place in the source."""
    place = Span("1.md", 3, 9)
    found = changes([SAME], [card(source="s2", mod=mod)], "v1", places={"g-a": place})
    assert [(d.rule, d.span) for d in found.diagnostics] == [(faults.TIME_BACK, place)]
    assert "v1" in found.diagnostics[0].message
    assert "build lock --from" in found.diagnostics[0].hint


def test_time_back_of_a_note_type() -> None:
    """A note type that differs from the release without a later time is an error, at the lock."""
    found = changes([NoteTypeLine("cloze", "t1", T)], [NoteTypeLine("cloze", "t2", T)], "v1")
    assert [(d.rule, d.span.path) for d in found.diagnostics] == [(faults.TIME_BACK, "deck.lock")]


def test_reverted_lock_with_the_same_content() -> None:
    """An earlier time on the same content is no fault: there is nothing that learners lack."""
    found = changes([card(mod=T + 9)], [SAME], "v1")
    assert (found.cards, found.diagnostics) == ((), ())


def test_content_of_either_branch() -> None:
    """Of two lines of one time learners may have either content, so neither is a change that hides."""
    old = [card(source="s1"), card(source="s2")]
    assert codes(changes(old, [card(source="s2")], "v1")) == []
    assert codes(changes(old, [card(source="s3")], "v1")) == [faults.TIME_BACK]


@pytest.mark.parametrize(
    "new",
    [card(guid="g-x"), card(guid="g-x", text=("x", "y"), source="s"), card(guid="g-x", id="b")],
    ids=["same", "same id", "same text"],
)
def test_guid_changed(new: CardLine) -> None:
    """A card that the release knows under another GUID, by its id or by its text, would be doubled: an error."""
    found = changes([SAME], [new], "v1")
    assert [change.what for change in found.cards] == [(What.DOUBLED,)]
    assert codes(found) == [faults.GUID_CHANGED]


def test_guid_changed_beside_the_retired_line() -> None:
    """A second GUID for a text is an error as well where the lock still has the first one as retired."""
    found = changes([SAME], [card(retired=True), card(guid="g-x", id="b")], "v1")
    assert codes(found) == [faults.GUID_CHANGED]
    assert found.counts == {What.RETIRED: 1, What.DOUBLED: 1}


def test_guid_of_a_merge() -> None:
    """Where a merge left two GUIDs for one card, that which the build uses has to be the release's."""
    new = [card(guid="g-x", mod=T + 1, source="s2"), SAME]
    assert codes(changes([SAME], new, "v1")) == [faults.GUID_CHANGED]
    assert codes(changes(new, [SAME], "v1")) == [faults.TIME_BACK]


def test_an_id_that_another_card_has_now() -> None:
    """A card that was renamed, and a new one that got its old id, are told apart by their GUIDs."""
    new = [card(id="b", source="s2", mod=T + 1), card(guid="g-2", text=("new", "card"))]
    assert told([SAME], new) == [("b", ("renamed",)), ("a", ("new",))]
    assert codes(changes([SAME], new, "v1")) == []


def test_forgotten_cards() -> None:
    """Cards of the release that have no line at all are retired to learners, and one warning names them."""
    gone = [card(id=f"c{number}", guid=f"g{number}", text=(f"q{number}", "")) for number in range(8)]
    found = changes([STAYS, *gone], [STAYS], "v1")
    assert found.counts == {What.RETIRED: 8}
    assert codes(found) == [faults.LOCK_FORGOT]
    assert "`c0`, `c1`, `c2`, `c3`, `c4` and 3 more" in found.diagnostics[0].message


def cloze(*blanks: tuple[int, str]) -> CardLine:
    """Return a cloze card with *blanks*, changed where they are not those of the release."""
    mod = T if blanks == ((1, "x"), (2, "y")) else T + 1
    return card(kind="cloze", blanks=blanks, source=repr(blanks), mod=mod)


@pytest.mark.parametrize(
    ("blanks", "is_moved"),
    [
        (((2, "y"), (1, "x")), False),
        (((2, "x"), (1, "y")), True),
        (((3, "x"), (1, "y")), True),
        (((1, "new"), (2, "x")), False),
        (((1, "x"), (2, "reworded")), False),
        (((2, "y"), (-1, "x")), False),
        (((2, "x"), (-1, "x")), False),
        (((1, "x"), (1, "y"), (2, "z")), False),
    ],
)
def test_blank_moved(blanks: tuple[tuple[int, str], ...], *, is_moved: bool) -> None:
    """A number that another blank has now is a warning only while both blanks are still there."""
    found = changes([cloze((1, "x"), (2, "y"))], [cloze(*blanks)], "v1")
    assert codes(found) == ([faults.BLANK_MOVED] if is_moved else [])
    if is_moved:
        assert found.diagnostics[0].hint == "Give “x” its number 1 again."


def test_other_deck() -> None:
    """A release of another deck is told in a sentence with both ids and the way back."""
    fault = other_deck("old", "new", "v1")
    assert (fault.rule, fault.span.path) == (faults.OTHER_DECK, "deck.toml")
    assert "`old`" in fault.message
    assert '`id = "old"`' in fault.hint


def test_order_of_the_release_is_no_matter() -> None:
    """The lines of the release may come in any order."""
    old = [card(id=f"c{n}", guid=f"g{n}", text=(f"q{n}", ""), deck=f"D{n % 3}") for n in range(40)]
    new = [card(id=f"c{n}", guid=f"g{n}", text=(f"q{n}x", ""), source="s2", mod=T + 1) for n in range(5, 50)]
    assert changes(reversed(old), new, "v1") == changes(old, new, "v1")
