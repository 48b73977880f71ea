"""Which size of type each face fits its card at, and which cards must go on on a second one.

A face is set at its usual size if that holds it, else at the largest that does; what fits at no size goes on on a
second card, at the largest size at which two leaves hold it. Nothing is ever cut off.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.pdf.cards.sheets import CutCard, Face
from builder.pdf.tree.fit import classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from builder.pdf.cards.geometry import Size
    from builder.pdf.cards.shape import Shape
    from builder.pdf.measure import Measure
    from builder.pdf.press.galley import Galley
    from builder.pdf.press.press import Press, Setting, Unit
    from builder.render.fragment import RenderedNote

_BATCH: Final = 48
"""Cards that are set at once."""
_SURE: Final = 0.8
"""The part of a leaf's characters up to which text surely fits, each of its blocks counted as a line more."""
_BULKY: Final = frozenset("blockquote figure pre table".split())
_BULKY_CLASSES: Final = frozenset(("display", "dl"))
"""What takes more room than its text tells: formulas on a line of their own and definition lists too."""
_BLOCKS: Final = frozenset("h1 h2 h3 h4 li p".split())
_MOST: Final = 2
"""Cards that one note may take."""


@dataclass(slots=True)
class _Fitted:
    """A face while its size is found."""

    unit: Unit
    counts: dict[int, int] = field(default_factory=dict)
    """How many leaves it takes, by the steps that it was set at."""
    step: int = 0

    @property
    def leaves(self) -> int:
        """How many leaves it takes as it is set; one that was never set surely takes one."""
        return self.counts.get(self.step, 1)

    def next_step(self, most: int, last: int) -> int | None:
        """Return the step that is to be tried next, if it is not known yet which holds it on *most* leaves.

        The steps, up to *last*, are searched by halves, but the usual size comes first: it mostly fits.
        """
        low = max((step for step, count in self.counts.items() if count > most), default=-1) + 1
        high = min((step for step, count in self.counts.items() if count <= most), default=last + 1)
        if low >= high:
            return None
        return (low + high - 1) // 2 if self.counts else 0


@dataclass(frozen=True, slots=True)
class _Sides:
    """The faces of one note."""

    note: RenderedNote
    front: _Fitted
    back: _Fitted
    rest: Unit
    """What stands on the side that has said all, of a card that goes on."""

    @property
    def count(self) -> int:
        """How many cards it takes."""
        return max(self.front.leaves, self.back.leaves)


@dataclass(frozen=True, slots=True)
class Fitting:
    """All faces, written, and the cards that they are the faces of."""

    galleys: tuple[Galley, ...]
    cards: tuple[CutCard, ...]
    diagnostics: tuple[Diagnostic, ...]
    """One for each note that is too long for its cards, or that a theme hides; then nothing is written."""


def fit(press: Press, notes: Sequence[RenderedNote], shape: Shape, card: Size, *, first: int = 0) -> Fitting:
    """Return the faces of *notes*, which *press* holds in the flows ``faces`` and ``rest``, on leaves of *shape*.

    *card* is what a fault speaks of. The galleys are numbered from *first* on.
    """
    galleys: list[Galley] = []
    cards: list[CutCard] = []
    found: list[Diagnostic] = []
    faces = [_Fitted(unit) for unit in press.flows.get("faces", [])]
    sides = [_Sides(*each) for each in zip(notes, faces[::2], faces[1::2], press.flows.get("rest", []), strict=True)]
    doubtful = [face for face in faces if _is_doubtful(face.unit, shape.measure)]
    for start in range(0, len(doubtful), 2 * _BATCH):
        _settle(press, doubtful[start : start + 2 * _BATCH], len(shape.steps) - 1)
    for start in range(0, len(sides), _BATCH):
        batch = sides[start : start + _BATCH]
        setting = _set(press, batch, shape)
        found += (_lost(each) for each in batch if 0 in (each.front.leaves, each.back.leaves))
        found += (_too_long(each, shape, card) for each in batch if each.count > _MOST)
        if not found:
            cards += _cards(setting, batch, first + len(galleys))
            galleys.append(press.write(setting))
    return Fitting(tuple(galleys), tuple(cards), tuple(found))


def _is_doubtful(unit: Unit, measure: Measure) -> bool:
    """Say whether *unit* may take more than a leaf of *measure*, its usual one: if not, it need not be tried."""
    elements = list(unit.element.iter())
    length = sum(map(len, unit.element.itertext())) + measure.room * sum(each.tag in _BLOCKS for each in elements)
    is_bulky = any(each.tag in _BULKY or not _BULKY_CLASSES.isdisjoint(classes(each)) for each in elements)
    return is_bulky or length > _SURE * measure.room * measure.depth


def _settle(press: Press, faces: Sequence[_Fitted], last: int) -> None:
    """Find the step, up to *last*, that each of *faces* is to be set at: of all that need the fewest leaves the first.

    What no step holds on as many leaves as may be is left at the last one.
    """
    waiting = list(faces)
    for most in range(1, _MOST + 1):
        while tried := [(face, step) for face in waiting if (step := face.next_step(most, last)) is not None]:
            for face, step in tried:
                _resize(face, step)
            _count(press.set([face.unit for face, _ in tried]), [face for face, _ in tried])
        for face in waiting:
            _resize(face, min((step for step, count in face.counts.items() if count <= most), default=last))
        waiting = [face for face in waiting if face.leaves > most]


def _set(press: Press, batch: Sequence[_Sides], shape: Shape) -> Setting:
    """Return all faces of *batch*, set in the order of `_units`, at the sizes that they fit at."""
    faces = [face for sides in batch for face in (sides.front, sides.back)]
    while True:
        for sides in batch:
            if sides.count > 1:
                _number(sides)
        setting = press.set(list(_units(batch)))
        known = [face.leaves for face in faces]
        _count(setting, faces, [sides.rest for sides in batch])
        if known == [face.leaves for face in faces]:
            return setting
        # Some that were not tried, because they are short, do not fit after all.
        _settle(press, [face for face in faces if face.leaves > 1], len(shape.steps) - 1)


def _units(batch: Iterable[_Sides]) -> Iterator[Unit]:
    """Yield what is to be set of *batch*: each note's front and back, and what stands on a side that has said all."""
    for sides in batch:
        yield sides.front.unit
        yield sides.back.unit
        if sides.front.leaves != sides.back.leaves:
            yield sides.rest


def _count(setting: Setting, faces: Sequence[_Fitted], others: Sequence[Unit] = ()) -> None:
    """Note how many leaves of *setting*, in which *others* may stand too, each of *faces* takes."""
    found = Counter(_owners(setting, [*(face.unit for face in faces), *others]))
    for face in faces:
        face.counts[face.step] = found[face.unit.anchor]


def _owners(setting: Setting, units: Iterable[Unit]) -> list[str]:
    """Return for each leaf of *setting* the anchor of that of *units* that stands on it; "" where none does."""
    anchors = {unit.anchor for unit in units}
    return [next((name for name in leaf.anchors if name in anchors), "") for leaf in setting.leaves]


def _resize(face: _Fitted, step: int) -> None:
    """Let *face* be set at the size number *step*."""
    _swap_class(face.unit, f"step-{face.step}", f"step-{step}")
    face.step = step


def _number(sides: _Sides) -> None:
    """Let the small print of a note's cards say which of them each is; a face on two leaves has it twice."""
    first, second = f" · 1/{_MOST}", f" · {_MOST}/{_MOST}, continued"
    for face in (sides.front, sides.back):
        start, end = _parts(face.unit)
        start.text, end.text = first, first if face.leaves == 1 else second
        if face.leaves > 1:
            _swap_class(face.unit, "short", "long")
    _parts(sides.rest)[-1].text = second


def _parts(unit: Unit) -> list[Element]:
    """Return where the small print of *unit* says which of several cards it is."""
    return [element for element in unit.element.iter("span") if element.get("class") == "part"]


def _swap_class(unit: Unit, old: str, new: str) -> None:
    """Give the element of *unit* the class *new* for *old*."""
    unit.element.set("class", " ".join(new if name == old else name for name in classes(unit.element)))


def _cards(setting: Setting, batch: Sequence[_Sides], galley: int) -> Iterator[CutCard]:
    """Yield the cards of *batch*, set in this *setting*, which becomes the galley of that number."""
    found: dict[str, list[Face]] = {unit.anchor: [] for unit in _units(batch)}
    for number, anchor in enumerate(_owners(setting, _units(batch))):
        if anchor:
            found[anchor].append(Face(galley, number))
    for sides in batch:
        fronts, backs = found[sides.front.unit.anchor], found[sides.back.unit.anchor]
        rest = found.get(sides.rest.anchor, [])
        sides_of_all = zip([*fronts, *rest][: sides.count], [*backs, *rest][: sides.count], strict=True)
        yield from (CutCard(front, back) for front, back in sides_of_all)


def _lost(sides: _Sides) -> Diagnostic:
    """Return the fault of a note of which a side was not laid out."""
    name = "front" if sides.front.leaves == 0 else "back"
    message = f"The {name} of this card is not laid out: a style hides it."
    return Diagnostic(faults.CARD_LOST, _head(sides), message, "Look for `display: none` in `theme.css`.")


def _too_long(sides: _Sides, shape: Shape, card: Size) -> Diagnostic:
    """Return the fault of a note that not even two cards hold."""
    name, face = max((("front", sides.front), ("back", sides.back)), key=lambda side: side[1].leaves)
    smallest = f"{100 * shape.steps[-1].scale / shape.steps[0].scale:.0f} %"
    message = (
        f"The {name} of this card fills {face.leaves} cards of {card.width:g} × {card.height:g} mm,"
        f" though its type is set at {smallest} of its size; {_MOST} is the most."
    )
    cures = ["Shorten it", "choose a larger `[cards] size`"]
    if any(element.get("class") == "detail" for element in face.unit.element.iter()):
        cures.insert(1, "leave out what follows the answer (`[cards] detail = false`)")
    return Diagnostic(faults.CARD_TOO_LONG, _head(sides), message, f"{', '.join(cures[:-1])} or {cures[-1]}.")


def _head(sides: _Sides) -> Span:
    """Return where the note of *sides* begins, which a fault of all of it points at."""
    place = sides.note.note.card.span
    return Span(place.path, place.start, min(place.start + 2, place.end))
