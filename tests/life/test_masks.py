"""Masks that hide the same: in Anki each keeps the reviews of its own region of the picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from builder import faults
from builder.model import Kind
from tests.life.deck import Blank, Card, Chapter, Content
from tests.life.learner import Learner, Review
from tests.life.package import read_package
from tests.life.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Places = dict[int, tuple[float, float]]
"""Left and top of the mask that each card asks for, as shares of the picture, by the card's row id."""

LENS, CORNEA, THIRD, FOURTH = (
    Blank(at, (text,)) for at, text in enumerate(("lens", "cornea", "iris", "iris"), start=1)
)
ALL: Final = (LENS, CORNEA, THIRD, FOURTH)


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Workshop:
    """Return where the author works."""
    (tmp_path / "author").mkdir()
    return Workshop(tmp_path / "author")


@pytest.fixture(name="learner")
def _learner(tmp_path: Path) -> Iterator[Learner]:
    """Yield somebody with an Anki of their own."""
    learner = Learner(tmp_path / "learner")
    yield learner
    learner.close()


def publish(shop: Workshop, *masks: Blank) -> tuple[bytes, list[str]]:
    """Build an occlusion card with *masks*; return the package, and what was said of masks in doubt."""
    card = Card(0, Kind.OCCLUSION, question="Which part is this?", masks=masks, id="parts")
    shop.write(Content((Chapter("01-eye.md", "Eye", (card,)),)))
    shop.now += 60
    outcome, package = shop.build()
    said = [f"{one.message} {one.hint}" for one in outcome.diagnostics if one.rule is faults.IDENTITY_UNSURE]
    return package, said


def asked(learner: Learner) -> Places:
    """Return where the mask lies that each card asks for, as Anki itself reads the note; nothing of an empty card."""
    (note,) = learner.col.find_notes("")
    rows = {ordinal + 1: row for ordinal, row in learner.rows("SELECT ord, id FROM cards")}
    found: Places = {}
    for one in learner.col.get_image_occlusion_note(note_id=note).note.occlusions:
        (shape,) = one.shapes
        values = {pair.name: pair.value for pair in shape.properties}
        found[rows[one.ordinal]] = float(values["left"]), float(values.get("top", 0))
    return found


def reviewed(learner: Learner) -> set[int]:
    """Return the row ids of the cards that have reviews."""
    return {row for (row,) in learner.rows("SELECT DISTINCT cid FROM revlog")}


def begin(shop: Workshop, learner: Learner) -> Places:
    """Let the author publish all masks and the learner review each card; return what those ask."""
    package, said = publish(shop, *ALL)
    assert said == []
    learner.take(package)
    for at in range(len(ALL)):
        Review(at, 3).apply(learner, shop.now)
    assert len(reviewed(learner)) == len(ALL)
    return asked(learner)


@pytest.mark.parametrize(
    "now",
    [
        (LENS, CORNEA, FOURTH),
        (LENS, CORNEA, THIRD),
        (FOURTH, LENS, THIRD, CORNEA),
        (Blank(1, ("the lens",)), CORNEA, Blank(4, ("the iris",))),
    ],
)
@pytest.mark.parametrize("is_lock_lost", [False, True])
def test_reviews_stay_in_their_place(
    shop: Workshop, learner: Learner, now: tuple[Blank, ...], *, is_lock_lost: bool
) -> None:
    """Masks of one answer, of which one goes, or which change their order or their words, keep their reviews."""
    before = begin(shop, learner)
    if is_lock_lost:
        shop.restore(read_package(publish(shop, *ALL)[0]).lock)
    package, said = publish(shop, *now)
    assert said == []
    learner.take(package)
    after = asked(learner)
    assert after == {row: place for row, place in before.items() if row in after}
    assert len(after) == len(now)
    assert reviewed(learner) == set(before)


def test_mask_back_in_its_place(shop: Workshop, learner: Learner) -> None:
    """Of equal masks that went, the one that is drawn again has its old reviews back."""
    before = begin(shop, learner)
    publish(shop, LENS, CORNEA)
    package, said = publish(shop, LENS, CORNEA, FOURTH)
    assert said == []
    learner.take(package)
    after = asked(learner)
    assert len(after) == 3
    assert after.items() <= before.items()


def test_lock_without_places(shop: Workshop, learner: Learner) -> None:
    """Where the lock does not say where masks lie, no review moves, and the build names all that a mask may be."""
    before = begin(shop, learner)
    head, *rows = shop.lock.read_text().splitlines()
    bare = [{key: value for key, value in json.loads(row).items() if key != "places"} for row in rows]
    shop.lock.write_text("\n".join([head, *map(json.dumps, bare)]))
    package, said = publish(shop, LENS, CORNEA, FOURTH)
    (told,) = said
    assert told == (
        "The blank “iris” is taken for a new one; it may be blank 3 or 4, which hid the same. If it is, write `{c=3}` "
        "or `{c=4}`, and learners keep their reviews; if not, `{c=5}`."
    )
    learner.take(package)
    after = asked(learner)
    assert {row for row in after if row in reviewed(learner)} == {
        row for row, (left, _) in before.items() if left in {0.1, 0.2}
    }


def test_doubt_names_places(shop: Workshop, learner: Learner) -> None:
    """Where masks of one answer went and one came elsewhere, the warning says where those lay."""
    begin(shop, learner)
    _, said = publish(shop, LENS, CORNEA, Blank(9, ("iris",)))
    (told,) = said
    assert told == (
        "The blank “iris” is taken for a new one; it may be blank 3 (at 30% 0%) or 4 (at 40% 0%), which hid the same. "
        "If it is, write `{c=3}` or `{c=4}`, and learners keep their reviews; if not, `{c=5}`."
    )
    _, said = publish(shop, LENS, Blank(2, ("retina",)))
    (told,) = said
    assert told == (
        "The blank “retina” is taken for a new one; it may be blank 2 (at 20% 0%), “cornea”, reworded. If it is, write "
        "`{c=2}`, and learners keep their reviews; if not, `{c=6}`."
    )
