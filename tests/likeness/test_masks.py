"""The numbers of masks: a history stays with the region of the picture that it is about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.likeness.blanks import Blank, Numbered, number
from builder.likeness.boxes import closeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.likeness.boxes import Box

Said = tuple[str, float] | tuple[str, float, int]
"""What a mask hides, its left edge in per cent, and the number that the author wrote behind it, if any."""


@dataclass
class Life:
    """An occlusion card over its builds: what the lock holds of it, and what the last build said."""

    known: tuple[tuple[int, str], ...] = ()
    places: tuple[tuple[int, Box], ...] = ()
    last: Numbered = field(default_factory=lambda: Numbered((), ()))

    def build(self, masks: Sequence[Blank]) -> list[int]:
        """Build with *masks*, and return their numbers."""
        self.last = number(masks, "", self.known, "", self.places)
        numbers = [numbers[0] for numbers in self.last.numbers]
        now = [(own, mask.boxes[0]) for own, mask in zip(numbers, masks, strict=True) if mask.boxes]
        self.known = self.last.known
        self.places = (*now, *(place for place in self.places if place[0] not in dict(now)))
        return numbers

    def draw(self, *masks: Said) -> list[int]:
        """Build with masks in one row."""
        return self.build([Blank(text, tuple(written), (at(left),)) for text, left, *written in masks])

    def listed(self, *texts: str) -> list[int]:
        """Build with masks of which nobody knows where they lie."""
        return self.build([Blank(text) for text in texts])

    @property
    def named(self) -> list[tuple[int, tuple[int, ...]]]:
        """The blanks of which the last build was not sure, each with the numbers that it named."""
        return [(one.blank, (one.had, *one.or_had)) for one in self.last.unsure]


def at(left: float) -> Box:
    """Return the place of a mask."""
    return left, 20.0, 5.0, 5.0


EYE: Final[tuple[Said, ...]] = (("lens", 1), ("cornea", 11), ("iris", 21), ("iris", 31))
LENS, CORNEA, THIRD, FOURTH = EYE


@pytest.mark.parametrize(
    ("now", "numbers", "named"),
    [
        ((LENS, CORNEA, FOURTH), [1, 2, 4], []),
        ((LENS, CORNEA, THIRD), [1, 2, 3], []),
        ((FOURTH, THIRD, CORNEA, LENS), [4, 3, 2, 1], []),
        ((LENS, CORNEA, ("iris", 32), ("iris", 22)), [1, 2, 4, 3], []),
        ((LENS, CORNEA, ("iris", 61), ("iris", 71)), [1, 2, 3, 4], []),
        ((LENS, CORNEA, THIRD, FOURTH, ("iris", 61)), [1, 2, 3, 4, 5], []),
        ((LENS, CORNEA, FOURTH, ("iris", 61)), [1, 2, 4, 5], [(3, (3,))]),
        ((LENS, CORNEA, ("iris", 61)), [1, 2, 5], [(2, (3, 4))]),
        ((LENS, CORNEA, THIRD, ("retina", 61)), [1, 2, 3, 5], []),
        ((LENS, CORNEA, THIRD, ("retina", 31)), [1, 2, 3, 5], [(3, (4,))]),
        ((LENS, CORNEA, THIRD, ("the iris", 31)), [1, 2, 3, 4], []),
        ((("the lens", 1.5), CORNEA, THIRD, FOURTH), [1, 2, 3, 4], []),
        ((("lens", 61), CORNEA, THIRD, FOURTH), [1, 2, 3, 4], []),
        ((("cornea", 1), ("lens", 11), THIRD, FOURTH), [2, 1, 3, 4], []),
        ((("iris", 1), CORNEA, THIRD, FOURTH), [5, 2, 3, 4], [(0, (1,))]),
    ],
)
def test_edit(now: tuple[Said, ...], numbers: list[int], named: list[tuple[int, tuple[int, ...]]]) -> None:
    """Masks are told apart by what they hide, then by where they lie; a doubt names all that a mask may be."""
    life = Life()
    assert life.draw(*EYE) == [1, 2, 3, 4]
    assert life.draw(*now) == numbers
    assert life.named == named
    assert life.last.renumbered == ()
    assert life.draw(*now) == numbers
    assert life.named == []


def test_mask_that_comes_back() -> None:
    """Of equal masks that went, each one comes back to its own place with its own number."""
    life = Life()
    life.draw(*EYE)
    assert life.draw(LENS, CORNEA) == [1, 2]
    assert life.draw(LENS, CORNEA, FOURTH) == [1, 2, 4]
    assert life.draw(LENS, CORNEA, THIRD) == [1, 2, 3]


def test_written_number() -> None:
    """The number that a warning names settles the matter without another word; one that is another's is told."""
    life = Life()
    life.draw(*EYE)
    life.draw(LENS, CORNEA, ("iris", 61))
    assert life.draw(LENS, CORNEA, ("iris", 61, 4)) == [1, 2, 4]
    life.draw(*EYE)
    assert life.draw(LENS, CORNEA, ("iris", 31, 3)) == [1, 2, 3]
    assert [(one.now, one.had) for one in life.last.renumbered] == [(3, 4)]


def test_masks_of_one_number() -> None:
    """Masks that the author made one card stay one when the number is taken away again, equal ones too."""
    life = Life()
    assert life.draw(("iris", 1, 2), ("iris", 11, 2), ("lens", 21, 2), ("cornea", 31)) == [2, 2, 2, 1]
    assert life.draw(("iris", 1), ("iris", 11), ("lens", 21), ("cornea", 31)) == [2, 2, 2, 1]


def test_without_places() -> None:
    """A lock without places tells masks by text and order; of equal ones in doubt it names all, never an unlike one."""
    life = Life()
    assert life.listed("aorta", "left ventricel", "valve", "valve") == [1, 2, 3, 4]
    assert life.listed("vein", "aorta", "left ventricle", "valve", "valve") == [5, 1, 2, 3, 4]
    assert life.listed("vein", "aorta", "right ventricle", "valve", "valve") == [5, 1, 6, 3, 4]
    assert life.named == [(2, (2,))]
    assert life.listed("valve", "valve", "aorta", "left ventricle") == [3, 4, 1, 2]
    assert life.listed("aorta", "valve", "left ventricle") == [1, 7, 2]
    assert life.named == [(1, (3, 4))]
    assert life.listed("aorta", "retina", "left ventricle") == [1, 8, 2]
    assert life.named == []


def test_places_come_later() -> None:
    """A lock without places keeps the numbers of an unchanged card, and knows from then on where they lie."""
    life = Life()
    life.listed("lens", "cornea", "iris", "iris")
    assert life.draw(*EYE) == [1, 2, 3, 4]
    assert life.draw(LENS, CORNEA, FOURTH) == [1, 2, 4]


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ([at(1)], [at(1)], 2),
        ([at(1)], [at(6)], 0),
        ([at(1), at(41)], [at(41)], 2),
        ([(0.0, 0.0, 10.0, 10.0)], [(5.0, 0.0, 10.0, 10.0)], 1 / 3),
        ([(0.0, 0.0, 10.0, 10.0)], [(2.0, 2.0, 5.0, 4.0)], 1 / 5),
        ([], [at(1)], 0),
    ],
)
def test_closeness(then: list[Box], now: list[Box], expected: float) -> None:
    """Two places are close by what both cover of all that they cover."""
    assert closeness(then, now) == pytest.approx(expected)


@dataclass(frozen=True)
class Mask:
    """A mask as its author thinks of it."""

    cell: int
    """Where it lies, and so who it is: no two ever lie in one cell."""
    text: str
    nudged: float = 0.0

    @property
    def blank(self) -> Blank:
        """The mask as it stands in the source."""
        return Blank(self.text, (), ((10.0 * (self.cell % 10) + self.nudged, 10.0 * (self.cell // 10), 8.0, 8.0),))


TEXTS: Final = ("iris", "lens", "optic nerve")


@given(st.data())
def test_a_life(data: st.DataObject) -> None:
    """Whatever is drawn, taken away, shuffled, shifted a little or put back, each mask has its number, and it alone."""
    life, cells = Life(), iter(range(100))
    masks: list[Mask] = []
    gone: list[Mask] = []
    numbers: dict[int, int] = {}
    for _ in range(data.draw(st.integers(2, 6))):
        new: set[str] = set()
        for edit in data.draw(
            st.lists(st.sampled_from(("add", "add", "take", "shift", "shuffle", "back")), max_size=5)
        ):
            if edit == "add":
                # An equal text that comes as another one goes is the same mask, moved: nothing tells them apart.
                free = [text for text in TEXTS if all(mask.text != text for mask in gone)] or [f"part {len(numbers)}"]
                masks.append(Mask(next(cells), data.draw(st.sampled_from(free))))
                new.add(masks[-1].text)
            elif edit == "shuffle":
                masks = data.draw(st.permutations(masks))
            elif edit == "back" and gone:
                masks.append(gone.pop(data.draw(st.integers(0, len(gone) - 1))))
            elif masks:
                one = masks.pop(data.draw(st.integers(0, len(masks) - 1)))
                if edit == "take" and one.text not in new:
                    gone.append(one)
                else:
                    masks.append(replace(one, nudged=data.draw(st.sampled_from((0.0, 1.0, 1.5)))))
        given_now = life.build([mask.blank for mask in masks])
        for mask, own in zip(masks, given_now, strict=True):
            assert numbers.setdefault(mask.cell, own) == own, (mask, masks)
        assert len(set(numbers.values())) == len(numbers), masks
        assert not life.named
