"""What learners do between two releases. Who does what hangs on places alone, so each run does the same.

Each action goes round the notes of a note type by itself, with a period of its own: so it meets every note type, and
in time every other action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import anki.collection  # noqa: F401 (Anki's other modules cannot be imported before it)
from anki.decks import DeckId
from anki.models import NotetypeId
from anki.scheduler.v3 import Scheduler

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from anki.cards import CardId
    from anki.collection import Collection
    from anki.notes import Note, NoteId

OWN_DECK: Final = "My own deck"
_OWN_WORDS: Final = " (mine)"
_WRITTEN: Final = ("Hint", "Answer", "Detail", "Text", "Back", "Back Extra", "Extra")
"""Fields that people write in by hand; of a note type without any, it is the last one."""
_FLAGS: Final = 7
_GOOD: Final = 3


def study(col: Collection, *, fsrs: bool) -> None:
    """Do in *col* what learners do who change no note; with *fsrs* Anki's newer scheduler keeps a memory state.

    They review, some cards several times, and leave some for later; suspend, bury and flag; set a date; move cards to
    a deck of their own and to a filtered one; rename a deck, change a preset and choose another.
    """
    col.set_config("fsrs", fsrs)
    cards = _cards(col)
    _review(col, [card for place, card in cards if place % 5 != 4])
    _review(col, [card for place, card in cards if place % 5 == 1], times=2)
    col.sched.suspend_cards(_every(cards, 7, 0))
    col.sched.bury_cards(_every(cards, 7, 1))
    col.sched.set_due_date(_every(cards, 7, 2), "5")
    for flag in range(1, _FLAGS + 1):
        col.set_user_flag_for_cards(flag, _every(cards, 2 * _FLAGS, 2 * flag - 1))
    _arrange_decks(col, _every(cards, 6, 3))
    _make_filtered_deck(col, _every(cards, 6, 5))


def edit(col: Collection, newest: int) -> None:
    """Change every note of *col*: one of its fields, its tags, or both; one second after the time *newest*.

    Anki would stamp the present time. But a learner acts between two releases, and the author's next edit, later
    than that, has to arrive.
    """
    notes = [(place, col.get_note(row)) for place, row in _notes(col)]
    for place, note in notes:
        if place % 4 == 0 or place % 3 == 0:
            field = _own_field(note, place)
            note[field] += _OWN_WORDS
        if place % 4:
            note.add_tag(("my-tag", "marked", "leech")[place % 4 - 1])
    col.update_notes([note for _, note in notes])
    leeches = [card for place, note in notes if place % 4 == 3 for card in note.card_ids()]
    col.sched.suspend_cards(leeches)
    _stamp(col, newest + 1)


def edit_later(col: Collection, time: int) -> None:
    """Add a tag to every note of *col* at *time*, as a learner does long after the import."""
    col.tags.bulk_add([row for _, row in _notes(col)], "later")
    _stamp(col, time)


def _review(col: Collection, cards: Iterable[CardId], times: int = 1) -> None:
    """Answer *cards*: at first in one of the four ways by turns, then *times* - 1 times more with "Good"."""
    scheduler = col.sched
    if not isinstance(scheduler, Scheduler):
        raise TypeError("a new collection has the newest scheduler")
    eases: tuple[Literal[1, 2, 3, 4], ...] = (3, 1, 4, 2)
    for place, row in enumerate(cards):
        for again in range(times):
            card = col.get_card(row)
            card.start_timer()
            scheduler.answerCard(card, _GOOD if again else eases[place % 4])


def _arrange_decks(col: Collection, moved: Sequence[CardId]) -> None:
    """Move cards to a deck of the learner's own, rename one of ours, and change what presets the decks have."""
    ours = col.decks.all_names_and_ids(skip_empty_default=True)
    own = col.decks.id(OWN_DECK)
    if own is None:
        raise ValueError("Anki made no deck")
    col.set_deck(moved, own)
    changed = col.decks.config_dict_for_deck_id(own)
    changed["new"]["perDay"] = 7
    col.decks.update_config(changed)
    last = max(ours, key=lambda deck: deck.name)
    renamed = col.decks.get(DeckId(last.id), default=False)
    if renamed is None:
        raise ValueError("Anki lost a deck")
    col.decks.set_config_id_for_deck_dict(renamed, col.decks.add_config_returning_id("My preset"))
    col.decks.rename(DeckId(last.id), f"{last.name}{_OWN_WORDS}")


def _make_filtered_deck(col: Collection, cards: Sequence[CardId]) -> None:
    """Borrow *cards*, as far as they are neither suspended nor buried, into a filtered deck."""
    deck = col.sched.get_or_create_filtered_deck(DeckId(0))
    deck.name = "My cramming"
    deck.allow_empty = True
    del deck.config.search_terms[1:]
    deck.config.search_terms[0].search = f"cid:{','.join(map(str, cards))}" if cards else "cid:0"
    col.sched.add_or_update_filtered_deck(deck)


def _notes(col: Collection) -> list[tuple[int, NoteId]]:
    """Return the row ids of all notes with their places among those of their note type."""
    found: list[tuple[int, NoteId]] = []
    for kind in sorted(col.models.all_names_and_ids(), key=lambda kind: kind.id):
        found.extend(enumerate(sorted(col.models.nids(NotetypeId(kind.id)))))
    return found


def _cards(col: Collection) -> list[tuple[int, CardId]]:
    """Return the row ids of all cards with their places among those of their note type."""
    found: list[tuple[int, CardId]] = []
    for kind in sorted(col.models.all_names_and_ids(), key=lambda kind: kind.id):
        found.extend(enumerate(sorted(col.find_cards(f"mid:{kind.id}"))))
    return found


def _every(cards: Iterable[tuple[int, CardId]], period: int, first: int) -> list[CardId]:
    """Return each card whose place is *first*, or a multiple of *period* after that."""
    return [card for place, card in cards if place % period == first]


def _own_field(note: Note, place: int) -> str:
    """Return the field of *note* that a learner writes in, not the same one for all places."""
    written = [name for name in _WRITTEN if name in note]
    return written[place % len(written)] if written else note.keys()[-1]


def _stamp(col: Collection, time: int) -> None:
    """Let every note of *col* have been changed at *time*."""
    if col.db is None:
        raise ValueError("the collection is closed")
    col.db.execute("UPDATE notes SET mod = ?", time)
