"""What must hold when the new package meets the old one: a rule is one function and one line in a tuple.

The rules of `PACKAGES` look at the packages alone, those of `UPDATE` at what a learner had and has.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from builder.verify.case import identities, same_text
from builder.verify.hidden import hidden, moved
from builder.verify.report import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from builder.verify.case import Packages, Update
    from builder.verify.state import Note, State


def in_common(packages: Packages) -> Iterator[Finding]:
    """Find two packages that do not belong together: another deck, or one whose id has changed."""
    if packages.old.notes and packages.new.notes and not packages.pairs:
        said = "No note of the old package is in the new one: learners get every card as a new one, beside the old."
        yield Finding("strangers", "", said)


def twice_in_package(packages: Packages) -> Iterator[Finding]:
    """Find notes that share a GUID or, in one note type, an Id within the new package."""
    seen: set[str] = set()
    for note in packages.new.notes.values():
        if note.guid in seen:
            yield Finding("guid-twice", note.name, f"`{note.name}` has the GUID of another note of the package.")
        seen.add(note.guid)
    for (_, name), guids in identities(packages.new).items():
        if len(guids) > 1:
            yield Finding("duplicate", name, f"`{name}` stands {len(guids)} times in the package.")


def histories_moved(packages: Packages) -> Iterator[Finding]:
    """Find notes whose GUID belongs to another card now, so that its reviews do, too.

    A card that asks what it asked is who it was, whatever it is called. One that asks, word for word, what another
    asked that is still there has that other's place.
    """
    old, new = identities(packages.old), identities(packages.new)
    asked = {_asked(pair.old): pair for pair in packages.pairs}
    for pair in packages.pairs:
        was, now = pair.old.fields.get("Id", ""), pair.new.fields.get("Id", "")
        if _asked(pair.old) == _asked(pair.new):
            continue
        taken = (pair.new.note_type, was) in new or (pair.old.note_type, now) in old
        if was and now and was != now and taken:
            yield Finding("history-moved", now, f"`{now}` has the GUID of `{was}`, and would take over its reviews.")
        elif (other := asked.get(_asked(pair.new))) and _asked(other.new) != _asked(other.old):
            said = (
                f"`{pair.name}` asks what `{other.name}` asked, and would take its reviews along from its old question."
            )
            yield Finding("history-moved", pair.name, said)


def _asked(note: Note) -> tuple[int, str]:
    """Return what a note asks: its first field."""
    return note.note_type, next(iter(note.fields.values()), "")


def edits_stuck(packages: Packages) -> Iterator[Finding]:
    """Find changes of the author that no learner ever gets, for the note's time is not later."""
    for pair in packages.pairs:
        if pair.later or not pair.rewritten or pair.same_source:
            continue
        said = "its time went back" if pair.new.mod < pair.old.mod else "its time stands still"
        yield Finding("edit-stuck", pair.name, f"`{pair.name}` has changed, but {said}: learners keep the old one.")


def sent_for_nothing(packages: Packages) -> Iterator[Finding]:
    """Find notes with a later time whose author changed nothing: whoever edited one would lose that."""
    for pair in packages.pairs:
        if pair.later and not pair.changed:
            said = f"`{pair.name}` is as it was, but of a later time: learners who edited it lose their edit."
            yield Finding("sent-again", pair.name, said)


def older_words(packages: Packages) -> Iterator[Finding]:
    """Find notes that say something else to newcomers though, by the locks, the author wrote the same."""
    for pair in packages.pairs:
        if not pair.later and pair.same_source and pair.reworded:
            said = f"`{pair.name}` reads differently now, though its source is the same: learners keep the older words."
            yield Finding("older-words", pair.name, said)


def blanks_moved(packages: Packages) -> Iterator[Finding]:
    """Find cards whose number hides something else than before, as a learner's reviews hang on the number."""
    for pair in packages.pairs:
        if not pair.later or not _is_cloze(packages.old, pair.old) or not _is_cloze(packages.new, pair.new):
            continue
        was, now = hidden(pair.old.fields.values()), hidden(pair.new.fields.values())
        for number in moved(was, now):
            said = f"Blank {number} of `{pair.name}` hid {_quoted(was[number])} and hides {_quoted(now[number])} now."
            yield Finding("asks-something-else", pair.name, said)


def type_changed(packages: Packages) -> Iterator[Finding]:
    """Find cards that come under another note type, so that learners meet them as new ones beside the old."""
    if not packages.pairs:
        return
    old, ours = identities(packages.old), packages.new.by_guid().keys()
    left = {name for (_, name), guids in old.items() if guids.isdisjoint(ours)}
    for note_type, name in identities(packages.new):
        if name in left and (note_type, name) not in old:
            said = f"`{name}` has another note type now: learners meet it as a new card beside the old one."
            yield Finding("new-note-type", name, said)


def conflicting(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find notes that Anki does not update, for the fields or templates of their note type are others."""
    for row in sorted(update.conflicting):
        note = update.after.notes[row]
        said = f"`{note.name}` is conflicting: its note type has other fields or templates than learners have."
        yield Finding("conflicting", note.name, said)


def duplicates(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find cards that the learner has twice since the update."""
    before = identities(update.before)
    for (note_type, name), guids in identities(update.after).items():
        known = before.get((note_type, name), set())
        if known and len(guids) > len(known):
            said = f"`{name}` comes under another GUID: learners get it a second time, without its reviews."
            yield Finding("duplicate", name, said)


def notes_as_expected(packages: Packages, update: Update) -> Iterator[Finding]:
    """Find notes that are neither what the learner had nor, where it is later, what the package brings."""
    after, new, refused = update.after.by_guid(), packages.new.by_guid(), update.refused()
    for note in update.before.notes.values():
        has, came = after.get(note.guid), new.get(note.guid)
        if has is None:
            yield Finding("card-lost", note.name, f"`{note.name}` is gone from the learner's collection.")
        elif came is not None and came.mod > note.mod and note.guid not in refused:
            if not same_text(has, came):
                said = f"`{note.name}` has a later time, but its change does not reach learners."
                yield Finding("edit-stuck", note.name, said)
        elif not same_text(has, note):
            said = f"`{note.name}` is not later than the learner's own, but was replaced all the same."
            yield Finding("edit-overwritten", note.name, said)


def all_arrives(packages: Packages, update: Update) -> Iterator[Finding]:
    """Find new notes and cards of the package that the learner does not get, or in another deck."""
    has, places, refused = update.after.by_guid(), update.after.cards_by_place(), update.refused()
    had = update.before.cards_by_place()
    for guid, note in packages.new.by_guid().items():
        if guid not in has:
            yield Finding("not-arrived", note.name, f"`{note.name}` is new, but does not reach learners.")
    for (guid, ordinal), row in packages.new.cards_by_place().items():
        if guid in refused or guid not in has or (guid, ordinal) in had:
            continue
        name = has[guid].name
        if (guid, ordinal) not in places:
            yield Finding("not-arrived", name, f"Card {ordinal + 1} of `{name}` is new, but does not reach learners.")
            continue
        meant = packages.new.home(packages.new.cards[row])
        found = update.after.home(update.after.cards[places[guid, ordinal]])
        if meant.casefold() != found.casefold():
            said = f"Card {ordinal + 1} of `{name}` is meant for the deck “{meant}”, but comes into “{found}”."
            yield Finding("not-arrived", name, said)


def order_kept(packages: Packages, update: Update) -> Iterator[Finding]:
    """Find a new card that a learner meets before another one that precedes it in the package."""
    had, has, meant = (s.cards_by_place() for s in (update.before, update.after, packages.new))
    added = sorted(
        (place for place in has if place in meant and place not in had),
        key=lambda place: (packages.new.cards[meant[place]].due, place),
    )
    for first, second in pairwise(added):
        if update.after.cards[has[first]].due > update.after.cards[has[second]].due:
            one, other = (update.after.notes[update.after.cards[has[p]].note].name for p in (first, second))
            yield Finding("order", other, f"`{other}` comes before `{one}`, unlike in the package.")


def cards_kept(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find cards that the learner had and that are gone, stand elsewhere, or have lost what Anki knew of them."""
    for row, card in update.before.cards.items():
        name = update.before.notes[card.note].name
        said = f"Card {card.ordinal + 1} of `{name}`"
        has = update.after.cards.get(row)
        if has is None:
            yield Finding("card-lost", name, f"{said} is gone, and its reviews with it.")
        elif (has.note, has.ordinal) != (card.note, card.ordinal):
            yield Finding("history-moved", name, f"{said} is another card now, with the old one's reviews.")
        elif (has.deck, has.home) != (card.deck, card.home):
            yield Finding("deck-changed", name, f"{said} was moved to “{update.after.home(has)}”.")
        elif has != card:
            yield Finding("schedule-changed", name, f"{said} comes up at another time than before.")


def reviews_kept(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find reviews that are gone from the learner's log, or changed in it."""
    lost = [review for row, review in update.before.reviews.items() if update.after.reviews.get(row) != review]
    for card in dict.fromkeys(review[0] for review in lost):
        name = update.before.notes[update.before.cards[card].note].name
        yield Finding("review-lost", name, f"Reviews of `{name}` are gone from the learner's log.")


def decks_kept(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find decks and presets of the learner's that the import changed."""
    for row, deck in update.before.decks.items():
        if update.after.decks.get(row) != deck:
            yield Finding("deck-changed", "", f"The learner's deck “{deck.name}” has another name or preset now.")
    for row, preset in update.before.presets.items():
        if update.after.presets.get(row) != preset:
            yield Finding("deck-changed", "", "A preset that the learner had changed was set back.")


def looks_arrive(packages: Packages, update: Update) -> Iterator[Finding]:
    """Find note types that look different to newcomers and to the learner."""
    for row in sorted({pair.new.note_type for pair in packages.pairs}):
        has, comes = update.after.note_types.get(row), packages.new.note_types[row]
        if has is not None and len(has.look) == len(comes.look) and has.look != comes.look:
            said = f"The styles or templates of “{comes.name}” have changed, but not its time: learners keep the old."
            yield Finding("style-stuck", "", said)


def media_arrive(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find files that notes show and that neither package brought."""
    for name in sorted(update.after.missing_media - update.before.missing_media):
        yield Finding("media-missing", "", f"The file `{name}` is shown, but is not in the package.")


def cards_emptied(_packages: Packages, update: Update) -> Iterator[Finding]:
    """Find known cards that have nothing on their front any more."""
    for row in sorted((update.after.empty_cards - update.before.empty_cards) & update.before.cards.keys()):
        card = update.before.cards[row]
        name = update.before.notes[card.note].name
        said = f"Card {card.ordinal + 1} of `{name}` has nothing to ask any more."
        yield Finding("now-empty", name, said)


def _is_cloze(state: State, note: Note) -> bool:
    """Say whether the cards of *note* are its blanks."""
    return state.note_types[note.note_type].is_cloze


def _quoted(text: str) -> str:
    """Return the beginning of *text* in quotes."""
    return f"“{text}”" if len(text) <= 40 else f"“{text[:39]}…”"


PACKAGES: Final[tuple[Callable[[Packages], Iterator[Finding]], ...]] = (
    in_common,
    twice_in_package,
    histories_moved,
    edits_stuck,
    sent_for_nothing,
    older_words,
    blanks_moved,
    type_changed,
)
UPDATE: Final[tuple[Callable[[Packages, Update], Iterator[Finding]], ...]] = (
    conflicting,
    duplicates,
    notes_as_expected,
    all_arrives,
    order_kept,
    cards_kept,
    reviews_kept,
    decks_kept,
    looks_arrive,
    media_arrive,
    cards_emptied,
)
