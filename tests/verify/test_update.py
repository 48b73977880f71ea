"""What the check finds when Anki itself imports a good or a bad package over a release."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.anki.package import package
from builder.identity import ids
from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart
from builder.verify import Finding, report_lines
from tests.anki.samples import CONFIG, fragment, note, one_of_each, rendered
from tests.verify.conftest import built, note_types, rewritten

if TYPE_CHECKING:
    from builder.render.fragment import RenderedNote
    from builder.verify import Report
    from tests.verify.conftest import Examine

LATER = ids.T0 + 60


def guid(card_id: str, note_type: str = ids.RECALL) -> str:
    """Return the GUID of a card of the release."""
    return ids.guid(CONFIG.id, note_type, card_id)


def edited(made: RenderedNote, *, mod: int = LATER, source: str = "1" * 64) -> RenderedNote:
    """Return *made* with another answer, as its author would change it."""
    return replace(made, answer=fragment("<p>Both count TP.</p>"), note=replace(made.note, mod=mod, source=source))


def codes(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Return kinds and cards of *findings*."""
    return {(finding.code, finding.card) for finding in findings}


def notes(report: Report) -> tuple[int, int, int, int, int]:
    """Return how many notes are new, updated, unchanged, conflicting and lost."""
    return report.added, report.updated, report.unchanged, report.conflicting, report.lost


def test_same_package(update: Examine, release: bytes) -> None:
    """A package that is imported again changes nothing: every review and every edit is still there."""
    report = update(release)
    assert report.ok
    assert not report.warnings
    assert notes(report) == (0, 0, 8, 0, 0)
    assert (report.cards_before, report.cards_after, report.edits, report.edits_kept) == (13, 13, 8, 8)
    assert report.reviews == report.reviews_kept
    assert report.reviews > 2 * 13


def test_everyday_release(update: Examine) -> None:
    """An edit arrives and replaces the learner's own on that note alone; a new note comes; a dropped one stays."""
    first, second, _dropped, *others = one_of_each()
    new = note("new", fragment("Q"), fragment("A"), place=9)
    retired = note("old", fragment("Q"), fragment("A"), retired=True, tags=("retired",), place=10)
    report = update(built(first, edited(second), *others, new, retired))
    assert report.ok
    assert not report.warnings
    assert notes(report) == (2, 1, 6, 0, 0)
    assert (report.gone, report.edits_kept, report.edits_replaced, report.held_back) == (1, 7, 1, 0)
    assert (report.cards_before, report.cards_after) == (13, 14)


def test_card_gains_another(update: Examine) -> None:
    """A card that is asked both ways from now on gains its second card, also where the learner edited the note."""
    first, second, *others = one_of_each()
    both = note("precision-denominator", fragment("Q"), fragment("A"), kind=Kind.REVERSED, place=2, mod=LATER)
    report = update(built(first, both, *others))
    assert report.ok
    assert (report.cards_before, report.cards_after) == (13, 14)
    assert second.note.guid == both.note.guid


def test_edit_older_than_the_learners(update: Examine, release: bytes) -> None:
    """An edit that the learner's own is later than is kept out by Anki: that is told in numbers, not as an error."""
    data = rewritten(
        release, ("UPDATE notes SET flds = 'Why?' || flds, mod = mod + 1 WHERE guid = ?", (guid("areas"),))
    )
    report = update(data)
    assert report.ok
    assert (report.updated, report.edits_kept, report.held_back) == (1, 8, 1)
    assert any("changes of 1 note; Anki keeps the edit" in line for line in report_lines(report))


def test_another_guid(update: Examine, release: bytes) -> None:
    """A known Id under another GUID is a second card for the learner, without the reviews of the first."""
    report = update(rewritten(release, ("UPDATE notes SET guid = 'stranger' WHERE guid = ?", (guid("argmax"),))))
    assert codes(report.failures) == {("duplicate", "argmax")}
    assert notes(report) == (1, 0, 7, 0, 1)
    lines = list(report_lines(report))
    assert (
        "error[duplicate]: `argmax` comes under another GUID: learners get it a second time, without its reviews."
        in lines
    )
    assert lines[-1] == "Do not publish this package: 1 error, 1 note lost."


def test_guid_twice(update: Examine, release: bytes) -> None:
    """Two notes of one GUID in a package are found."""
    report = update(rewritten(release, ("UPDATE notes SET guid = ? WHERE guid = ?", (guid("areas"), guid("argmax")))))
    assert {code for code, _ in codes(report.failures)} >= {"guid-twice"}


def test_swapped_guids(update: Examine, release: bytes) -> None:
    """Two cards that changed their GUIDs would take over each other's reviews."""
    swap = "UPDATE notes SET mod = mod + 60, guid = CASE guid WHEN ?1 THEN ?2 ELSE ?1 END WHERE guid IN (?1, ?2)"
    report = update(rewritten(release, (swap, (guid("areas"), guid("argmax")))))
    assert codes(report.failures) == {("history-moved", "areas"), ("history-moved", "argmax")}
    assert report.lost == 2


def test_template_added(update: Examine, release: bytes) -> None:
    """A note type with one more template makes all its notes conflicting, and each is named."""
    models = note_types(release)
    (recall,) = (model for model in models.values() if model["name"].endswith("Recall"))
    recall["tmpls"].append(recall["tmpls"][0] | {"name": "Third", "ord": 2, "id": 199})
    report = update(rewritten(release, ("UPDATE col SET models = ?", (json.dumps(models),))))
    assert {code for code, _ in codes(report.failures)} == {"conflicting"}
    assert (report.conflicting, len(report.failures)) == (6, 6)


def test_style_without_a_later_time(update: Examine, release: bytes) -> None:
    """Styles that changed while their time did not never reach learners."""
    models = note_types(release)
    for model in models.values():
        model["css"] += ".card { color: teal; }"
    report = update(rewritten(release, ("UPDATE col SET models = ?", (json.dumps(models),))))
    assert codes(report.failures) == {("style-stuck", "")}
    assert len(report.failures) == 2


def test_style_with_a_later_time(update: Examine, release: bytes) -> None:
    """Styles that changed, and their time with them, reach everybody, and cost nobody anything."""
    models = note_types(release)
    for model in models.values():
        model |= {"css": model["css"] + ".card { color: teal; }", "mod": LATER}
    report = update(rewritten(release, ("UPDATE col SET models = ?", (json.dumps(models),))))
    assert report.ok
    assert notes(report) == (0, 0, 8, 0, 0)


def test_edit_without_a_later_time(update: Examine) -> None:
    """An author's edit whose time stands still reaches nobody."""
    first, second, *others = one_of_each()
    report = update(built(first, edited(second, mod=ids.T0), *others))
    assert codes(report.failures) == {("edit-stuck", "precision-denominator")}
    assert "its time stands still" in report.failures[0].message


def test_edit_of_another_tool_that_goes_back(update: Examine, release: bytes) -> None:
    """Where no lock travels, the fields and tags tell that an edit with an older time reaches nobody."""
    edit = "UPDATE notes SET tags = ' other ', mod = mod - 1 WHERE guid = ?"
    report = update(rewritten(release, (edit, (guid("areas"),)), without="deck.lock"))
    assert codes(report.failures) == {("edit-stuck", "areas")}
    assert "its time went back" in report.failures[0].message


def test_same_source_in_other_words(update: Examine) -> None:
    """Words that changed with the build, not with the source, are a warning; a reworded heading above is a number."""
    first, second, third, *others = one_of_each()
    moved = replace(third, context=(fragment("Metrics of old"), fragment("How, and why?")))
    report = update(built(first, edited(second, mod=ids.T0, source="0" * 64), moved, *others))
    assert report.ok
    assert codes(report.warnings) == {("older-words", "precision-denominator")}
    assert report.older_form == 1


def test_time_without_an_edit(update: Examine, release: bytes) -> None:
    """A later time on a note that is as it was, as after a change that was taken back, is told: it wipes edits."""
    report = update(rewritten(release, ("UPDATE notes SET mod = mod + 60 WHERE guid = ?", (guid("areas"),))))
    assert report.ok
    assert codes(report.warnings) == {("sent-again", "areas")}


def test_note_from_the_future(update: Examine) -> None:
    """A note that is dated far ahead is named, for each import of it replaces what a learner edited."""
    first, second, *others = one_of_each()
    ahead = int(time.time()) + 10 * 86_400
    report = update(built(first, edited(second, mod=ahead), *others))
    assert codes(report.failures) == {("from-future", "precision-denominator")}


def test_blank_that_moved(update: Examine) -> None:
    """A blank that takes another one's number is a warning that quotes both texts."""
    *others, _code = one_of_each()
    *recall, cloze = others
    parts = tuple(
        replace(part, numbers=tuple({1: 4, 4: 1}.get(number, number) for number in part.numbers))
        if isinstance(part, BlankStart | BlankEnd)
        else part
        for part in cloze.question.parts
    )
    swapped = replace(cloze, question=fragment(*parts), note=replace(cloze.note, mod=LATER, source="1" * 64))
    report = update(built(*recall, swapped, _code))
    assert report.ok
    assert codes(report.warnings) == {("asks-something-else", "f1-mean")}
    assert report.warnings[0].message == "Blank 1 of `f1-mean` hid “harmonic” and hides “recall” now."
    assert len(report.warnings) == 2


def test_blank_that_is_gone(update: Examine, release: bytes) -> None:
    """A blank that is gone leaves a card with nothing to ask, which is a warning."""
    edit = "UPDATE notes SET flds = replace(flds, '{{c4::recall}}', 'recall'), mod = mod + 60 WHERE guid = ?"
    report = update(rewritten(release, (edit, (guid("f1-mean", ids.CLOZE),))))
    assert report.ok
    assert [finding.message for finding in report.warnings] == ["Card 4 of `f1-mean` has nothing to ask any more."]


def test_media_missing(update: Examine, release: bytes) -> None:
    """A file that a new note shows and that is not in the package is named."""
    edit = "UPDATE notes SET flds = '<img src=\"gone.svg\">' || flds, mod = mod + 60 WHERE guid = ?"
    report = update(rewritten(release, (edit, (guid("areas"),))))
    assert codes(report.failures) == {("media-missing", "")}
    assert "`gone.svg`" in report.failures[0].message


def test_other_note_type(update: Examine) -> None:
    """A card that turns into a cloze is a new note: the learner keeps the old one, and the author is told."""
    first, _second, *others = one_of_each()
    question = fragment("<p>", BlankStart((1,)), "TP + FP", BlankEnd((1,)), "</p>")
    cloze = note("precision-denominator", question, kind=Kind.CLOZE, place=2, mod=LATER)
    report = update(built(first, cloze, *others))
    assert report.ok
    assert codes(report.warnings) == {("new-note-type", "precision-denominator")}
    assert (report.added, report.gone) == (1, 1)


def test_chapter_moved(update: Examine) -> None:
    """Cards whose chapter moved stay where learners have them, which is told in numbers."""
    made = [replace(one, note=replace(one.note, deck="Vision::Judging")) for one in one_of_each()]
    report = update(built(*made))
    assert report.ok
    assert report.elsewhere == 13


def test_another_deck(update: Examine) -> None:
    """A package of which learners know no note, as after a change of the deck's id, is refused."""
    other = replace(CONFIG, id="other-deck")
    made = [replace(one, note=replace(one.note, guid=one.note.guid[::-1])) for one in one_of_each()]
    report = update(package(rendered(*made, config=other)).data)
    assert codes(report.failures) == {("strangers", "")}
    assert (report.added, report.gone) == (8, 8)


def test_package_without_notes(update: Examine, release: bytes) -> None:
    """A package that holds nothing takes nothing from learners."""
    report = update(rewritten(release, ("DELETE FROM cards", ()), ("DELETE FROM notes", ())))
    assert report.ok
    assert (report.added, report.gone, report.cards_after) == (0, 8, 13)
