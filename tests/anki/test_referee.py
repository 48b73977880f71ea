"""Anki's own library imports the package and judges it."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV
from anki.scheduler.v3 import Scheduler

from builder.anki.cards import ordinals
from builder.anki.notetypes import Styles, note_types
from builder.anki.package import package
from builder.identity import ids
from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart
from tests.anki.said import said
from tests.anki.samples import CHIME, CONFIG, CURVE, choice, figure, fragment, note, one_of_each, rendered
from tests.anki.test_defuse import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki.cards import Card

    from tests.anki.conftest import Referee

CARDS = {
    ("judge-a-detector", 0),
    ("precision-denominator", 0),
    ("map-term", 0),
    ("map-term", 1),
    ("argmax", 0),
    ("misses", 0),
    ("areas", 0),
    *(("f1-mean", ordinal) for ordinal in range(5)),
    ("cpp-set", 0),
}


def side(html: str) -> str:
    """Return a rendered side without the styles of its note type."""
    return html.partition("</style>")[2]


def fields_of(card: Card) -> dict[str, str]:
    """Return the fields of a card's note by their names."""
    return dict(card.note().items())


def test_all_arrives(referee: Referee, deck_package: bytes) -> None:
    """All notes and cards arrive as new, in document order, in their decks, with their tags; Anki finds no fault."""
    log = referee.take(deck_package)
    assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (8, 0, 0, 0)
    cards = referee.cards()
    assert cards.keys() == CARDS
    assert {key: card.due for key, card in cards.items()} == {
        (made.note.id, ordinal): made.note.place for made in one_of_each() for i, ordinal in CARDS if i == made.note.id
    }
    decks = {key: referee.col.decks.name(card.did) for key, card in cards.items()}
    assert decks["judge-a-detector", 0] == "Vision::Metrics"
    assert decks["f1-mean", 3] == "Vision::Metrics::F1"
    assert cards["judge-a-detector", 0].note().tags == ["level::core", "metrics"]
    assert referee.col.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_row_ids_arrive(referee: Referee, deck_package: bytes) -> None:
    """Anki keeps the ids and times of notes and cards: none lies in the future, none collides."""
    referee.take(deck_package)
    card = referee.cards()["f1-mean", 4]
    guid = card.note().guid
    assert card.nid == ids.note_row_ids([guid])[guid]
    assert card.id == ids.card_row_ids([(guid, 4)])[guid, 4]
    assert card.note().mod == ids.T0


def test_no_media_missing(referee: Referee, deck_package: bytes) -> None:
    """Every image that a card names has arrived, with its bytes, and no file is left over."""
    referee.take(deck_package)
    found = referee.col.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])
    assert (referee.folder / "collection.media" / CURVE.name).read_bytes() == CURVE.data


def test_every_side_shows_its_text(referee: Referee, deck_package: bytes) -> None:
    """Each front and back, rendered by Anki, shows the fields that belong there and no fault of a template."""
    referee.take(deck_package)
    for (_, ordinal), card in referee.cards().items():
        fields, front, back = fields_of(card), side(card.question()), side(card.answer())
        assert "[[type:Typed]]" in front or "{{" not in front + back
        assert "has a problem" not in front + back
        if "Text" not in fields:
            asked, told = ("Answer", "Question") if ordinal else ("Question", "Answer")
            assert fields[asked] in front
            assert fields[asked] in back
            assert fields[told] in back or fields["Typed"]
        assert f'class="id">{fields["Id"]}<' in back
        for name in ("Detail", "Sources", "Dates"):
            assert fields[name] in back
            assert not fields[name] or fields[name] not in front
        assert fields["Context"] in front
        assert "How do you judge a detector?" not in front


def test_clozes_hide_and_show(referee: Referee, deck_package: bytes) -> None:
    """A front hides its own blank and shows its hint, a back shows it; a formula's blank likewise."""
    referee.take(deck_package)
    cards = referee.cards()
    first = cards["f1-mean", 0]
    assert ">[which?]</span> mean of" in first.question()
    assert ">harmonic</span> mean of" in first.answer()
    nested = cards["f1-mean", 3]
    assert "precision and <span" in nested.question()
    assert ">recall</span>" not in nested.question()
    assert "[...]" in side(cards["f1-mean", 4].question()).partition("\\frac{")[2]
    assert "2PR" in cards["f1-mean", 4].answer()
    assert "std&#58;:set{1, {2&#125;&#125;</span>;" in cards["cpp-set", 0].answer()


def test_choices_do_not_tell(referee: Referee, deck_package: bytes) -> None:
    """The front of a choice card holds no explanation and no mark of what is right, not even unseen."""
    referee.take(deck_package)
    card = referee.cards()["misses", 0]
    for told in ("right", "wrong", "It looks at predictions only.", "Misses are in its denominator."):
        assert told not in said(card.question())
        assert told in said(card.answer())


def test_typed_answer_is_compared(referee: Referee, deck_package: bytes) -> None:
    """A typed card asks for the field that holds the plain answer, on both sides, and Anki takes it for right."""
    referee.take(deck_package)
    card = referee.cards()["argmax", 0]
    assert side(card.question()).count("[[type:Typed]]") == 1
    assert side(card.answer()).count("[[type:Typed]]") == 1
    judged = referee.col.compare_answer(fields_of(card)["Typed"], "np.argmax(a < b)")
    assert judged == "<code id=typeans><span class=typeGood>np.argmax(a &lt; b)</span></code>"


def test_sounds_play_once(referee: Referee) -> None:
    """A sound of the question plays on the front, and not once more on the back."""
    made = note(
        "horn", fragment("<p>What is this? ", figure(CHIME, "a horn", alone=False), "</p>"), fragment("A horn.")
    )
    referee.take(package(rendered(made)).data)
    card = referee.cards()["horn", 0]
    assert [tag.filename for tag in card.question_av_tags()] == [CHIME.name]  # type: ignore[union-attr]  # no speech
    assert card.answer_av_tags() == []
    assert "a horn" not in side(card.question())
    assert list(referee.col.media.check().missing) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(referee: Referee, text: str) -> None:
    """Text of Anki's own marks makes no card, no sound, no formula and no field: in any field of any note."""
    words = fragment(f"<p>{text.replace('<', '&lt;').replace('>', '&gt;')}</p>")
    start, end = BlankStart((1,), text), BlankEnd((1,), text)
    notes = (
        note("plain", words, words, detail=words, hint=text),
        note("reversed", words, words, kind=Kind.REVERSED, place=2),
        note("typed", words, words, kind=Kind.TYPED, place=3),
        note("cloze", fragment(start, *words.parts, end), detail=words, kind=Kind.CLOZE, hint=text, place=4),
        note("choice", words, kind=Kind.CHOICE, choices=(choice("&#123;{c1::x}}", right=True), choice("b")), place=5),
    )
    referee.take(package(rendered(*notes)).data)
    cards = referee.cards()
    assert cards.keys() == {("plain", 0), ("reversed", 0), ("reversed", 1), ("typed", 0), ("cloze", 0), ("choice", 0)}
    for (card_id, _), card in cards.items():
        html = side(card.question()) + side(card.answer())
        assert card.question_av_tags() == card.answer_av_tags() == []
        assert html.replace("[[type:Typed]]", "").count("[[type:") == 0
        assert "latex-" not in html
        assert "\\(" not in html
        assert card_id != "cloze" or html.count('class="cloze"') == 2
    typed = fields_of(cards["typed", 0])["Typed"]
    assert "typeGood" in referee.col.compare_answer(typed, text)
    assert "typeBad" not in referee.col.compare_answer(typed, text)


def test_same_package_again_changes_nothing(referee: Referee, deck_package: bytes) -> None:
    """A second import updates no note, moves no card and keeps a learner's own edit."""
    referee.take(deck_package)
    edited = referee.cards()["misses", 0].note()
    edited["Hint"] = "mine"
    referee.col.update_note(edited)
    log = referee.take(deck_package)
    assert (len(log.new), len(log.updated), len(log.conflicting), len(log.duplicate)) == (0, 0, 0, 8)
    assert referee.cards().keys() == CARDS
    assert referee.cards()["misses", 0].note()["Hint"] == "mine"


def test_later_edit_arrives_and_the_review_stays(referee: Referee, deck_package: bytes) -> None:
    """A card that its author changed is updated, the others are left alone, and reviews stay."""
    referee.take(deck_package)
    card = referee.cards()["precision-denominator", 0]
    card.reps, card.ivl, card.due = 9, 40, 50
    card.type, card.queue = CARD_TYPE_REV, QUEUE_TYPE_REV
    referee.col.update_card(card)
    first, second, *others = one_of_each()
    edited = replace(second, answer=fragment("<p>Both count TP.</p>"), note=replace(second.note, mod=ids.T0 + 60))
    log = referee.take(package(rendered(first, edited, *others)).data)
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 7)
    after = referee.cards()["precision-denominator", 0]
    assert fields_of(after)["Answer"] == "<p>Both count TP.</p>"
    assert (after.id, after.reps, after.ivl, after.due) == (card.id, 9, 40, 50)


@pytest.mark.parametrize("kind", [Kind.QUESTION, Kind.REVERSED, Kind.TYPED, Kind.CHOICE])
def test_card_that_changes_its_kind_keeps_its_history(referee: Referee, kind: Kind) -> None:
    """A recall card that becomes another kind is the same card to Anki; a reversed one gains a second."""
    plain = note("card", fragment("Q"), fragment("<p>A</p>"))
    referee.take(package(rendered(plain)).data)
    before = referee.cards()["card", 0]
    choices = (choice("A", right=True), choice("B")) if kind is Kind.CHOICE else ()
    other = note("card", fragment("Q"), fragment("<p>A</p>"), kind=kind, choices=choices, mod=ids.T0 + 1)
    log = referee.take(package(rendered(other)).data)
    assert (len(log.updated), len(log.conflicting)) == (1, 0)
    after = referee.cards()
    assert after["card", 0].id == before.id
    assert len(after) == (2 if kind is Kind.REVERSED else 1)
    assert fields_of(after["card", 0])["Kind"] == kind.value


def test_two_decks_leave_each_other_alone(referee: Referee, deck_package: bytes) -> None:
    """Two decks with the same ids of cards and the same texts stand side by side, each with its own looks."""
    other = replace(CONFIG, id="other-deck", name="Other", root_deck="Other")
    notes = []
    for made in one_of_each():
        renamed = made.note.deck.replace("Vision", "Other")
        guid = ids.guid(other.id, made.note.note_type, made.note.id)
        notes.append(replace(made, note=replace(made.note, deck=renamed, guid=guid)))
    referee.take(deck_package)
    before = {card.id: (card.question(), card.answer()) for card in referee.cards().values()}
    log = referee.take(
        package(rendered(*notes, config=other), note_types(other, Styles(".card { color: teal; }"))).data
    )
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (8, 0, 0)
    assert referee.col.card_count() == 2 * len(CARDS)
    names = {model["name"] for model in referee.col.models.all()}
    assert {"Vision <quiz>: Recall", "Vision <quiz>: Cloze", "Other: Recall", "Other: Cloze"} <= names
    assert {key: (referee.col.get_card(key).question(), referee.col.get_card(key).answer()) for key in before} == before


def test_retired_card(new_referee: Callable[[], Referee]) -> None:
    """A retired note tells those who have it and gives newcomers no card."""
    kept = note("kept", fragment("Q"), fragment("A"))
    known = note("old", fragment("Q"), fragment("A"), place=2)
    retired = note("old", fragment("Q"), fragment("A"), place=2, retired=True, tags=("retired",), mod=ids.T0 + 1)
    learner, newcomer = new_referee(), new_referee()
    learner.take(package(rendered(kept, known)).data)
    learner.take(package(rendered(kept, retired)).data)
    newcomer.take(package(rendered(kept, retired)).data)
    assert learner.cards().keys() == {("kept", 0), ("old", 0)}
    assert learner.cards()["old", 0].note().tags == ["retired"]
    assert newcomer.cards().keys() == {("kept", 0)}


def test_deck_with_description_and_preset(referee: Referee, deck_package: bytes) -> None:
    """The root deck brings its description in Markdown and, where the learner wants presets, ours."""
    referee.take(deck_package, presets=True)
    root = referee.col.decks.by_name("Vision")
    assert root is not None
    assert (root["desc"], root["md"]) == ("Questions on *vision*.", True)
    for name in ("Vision", "Vision::Metrics", "Vision::Metrics::F1"):
        deck = referee.col.decks.by_name(name)
        assert deck is not None
        preset = referee.col.decks.config_dict_for_deck_id(deck["id"])
        assert (preset["name"], preset["new"]["perDay"], preset["new"]["bury"]) == ("Vision <quiz>", 12, True)
        assert (preset["newGatherPriority"], preset["newSortOrder"]) == (1, 1)
    assert "md" not in (referee.col.decks.by_name("Vision::Metrics") or {})


def test_new_cards_come_in_the_order_of_the_document(referee: Referee) -> None:
    """With our preset a learner meets the cards in the order of the source, whatever their decks are called."""
    names = ["Vision::Zebra", "Vision::Apple", "Vision::Zebra::Inner", "Vision"]
    notes = [note(f"n{i}", fragment(f"Q{i}"), fragment("A"), deck=name, place=i) for i, name in enumerate(names, 1)]
    referee.take(package(rendered(*reversed(notes))).data, presets=True)
    root = referee.col.decks.id_for_name("Vision")
    assert root is not None
    referee.col.decks.select(root)
    scheduler = referee.col.sched
    assert isinstance(scheduler, Scheduler)
    queued = scheduler.get_queued_cards(fetch_limit=10).cards
    assert [referee.col.get_card(entry.card.id).note()["Id"] for entry in queued] == ["n1", "n2", "n3", "n4"]


def test_deck_names_that_are_one_to_anki(referee: Referee) -> None:
    """Names that differ in case alone are one deck, and no card is lost over it."""
    names = ["Vision::Metrics", "Vision::METRICS", "VISION::metrics::Deep", "Vision::Ωmega", "Vision::ωMEGA"]
    notes = [note(f"n{i}", fragment(f"Q{i}"), fragment("A"), deck=name, place=i) for i, name in enumerate(names, 1)]
    log = referee.take(package(rendered(*notes)).data)
    assert len(log.new) == 5
    decks = {deck.name for deck in referee.col.decks.all_names_and_ids(include_filtered=False)}
    assert decks == {"Default", "Vision", "Vision::Metrics", "Vision::Metrics::Deep", "Vision::Ωmega"}


def test_cards_are_those_that_anki_would_make(referee: Referee, deck_package: bytes) -> None:
    """A note that a learner makes with the same fields gets the same cards, and Anki finds none empty."""
    referee.take(deck_package)
    kinds = note_types(CONFIG)
    deck = referee.col.decks.id("Copies")
    assert deck is not None
    for made in one_of_each():
        original = referee.cards()[made.note.id, 0].note()
        copy = referee.col.new_note(original.note_type())  # type: ignore[arg-type]  # it was just imported
        copy.fields, copy.tags = list(original.fields), original.tags
        referee.col.add_note(copy, deck)
        expected = sorted(card.ord for card in copy.cards())
        kind = kinds[made.note.note_type]
        assert sorted(card.ord for card in original.cards()) == expected
        assert list(ordinals(kind, original.fields, tagged=bool(original.tags))) == expected
        referee.col.remove_notes([copy.id])
    assert not referee.col.get_empty_cards().notes


def test_guids_survive_the_plain_text_export(referee: Referee, tmp_path: Path) -> None:
    """Every GUID comes back from Anki's plain-text export as it was, whatever characters it is made of."""
    notes = [note(f"n{i}", fragment(f"Q{i}"), fragment("A"), place=i) for i in range(1, 400)]
    referee.take(package(rendered(*notes)).data)
    path = tmp_path / "notes.txt"
    referee.col.export_note_csv(
        out_path=str(path),
        limit=None,
        with_html=True,
        with_tags=False,
        with_deck=False,
        with_notetype=False,
        with_guid=True,
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t")
    assert {row[0] for row in rows} == {made.note.guid for made in notes}
