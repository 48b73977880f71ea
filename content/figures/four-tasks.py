"""Draw one street scene as four tasks see it.

A hand-made scene of polygons is rasterised once into a class map and an instance map.
Detection, semantic, instance and panoptic segmentation are all derived from these two.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

INK, ORANGE, GREEN, GREY = "#1f2933", "#c4541a", "#2e7d4f", "#6b7785"
SKY, ROAD, BLANK = "#e4eefa", "#cfd5dc", "#f6f7f9"
CAR, PERSON_1, PERSON_2 = "#a9d3b9", "#f6b48f", "#fbdcc9"

WIDTH, HEIGHT = 640, 456
COLUMNS, ROWS, CELL = 72, 46, 4
"""The raster, and the side of one of its pixels in the figure."""
PLACES = ((22, 34), (330, 34), (22, 258), (330, 258))
"""The top left corner of each panel."""

TITLE = "One scene, four tasks"
DESC = (
    "Four panels of a street with a car and two overlapping people. Detection draws three boxes. "
    "Semantic segmentation paints sky, road, car and one merged region for both people. Instance "
    "segmentation gives the car and each person a mask and leaves the rest unlabelled. Panoptic "
    "segmentation labels every pixel and keeps the two people apart."
)

Point = tuple[float, float]
Cell = tuple[int, int]


class Thing(NamedTuple):
    """A countable object of the scene."""

    name: str
    number: int
    outline: tuple[Point, ...]
    fill: str
    colour: str


def figure(x: float, top: float) -> tuple[Point, ...]:
    """Return the outline of a standing person, 13 pixels wide and 34 tall."""
    right = (
        (1.5, 0), (3, 1.5), (3, 4.5), (1.5, 6.5), (5, 8), (6.5, 19),
        (4.5, 19.5), (3.8, 15), (3.4, 34), (0.6, 34), (0.4, 24),
    )  # fmt: skip
    left = tuple((-dx, dy) for dx, dy in reversed(right))
    return tuple((x + dx, top + dy) for dx, dy in (*right, *left))


HORIZON = 24
CAR_OUTLINE = (
    (3, 30), (4, 26), (10, 25), (14, 19.5), (25, 19.5), (30, 25), (35, 26.5), (36, 34),
    (33, 34), (32, 37), (28, 37), (27, 34), (12, 34), (11, 37), (7, 37), (6, 34), (3, 34),
)  # fmt: skip
THINGS = (
    Thing("car", 1, CAR_OUTLINE, CAR, GREEN),
    Thing("person", 2, figure(55, 6), PERSON_2, ORANGE),
    Thing("person", 1, figure(47, 8), PERSON_1, ORANGE),
)
"""From back to front."""


def inside(point: Point, outline: tuple[Point, ...]) -> bool:
    """Tell whether a point is inside a polygon, by the even-odd rule."""
    x, y = point
    odd = False
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def owner(cell: Cell) -> int | None:
    """Return which thing a pixel shows, the front one first; None for sky and road."""
    centre = (cell[0] + 0.5, cell[1] + 0.5)
    hits = [index for index, thing in enumerate(THINGS) if inside(centre, thing.outline)]
    return hits[-1] if hits else None


OWNERS = {(x, y): owner((x, y)) for x in range(COLUMNS) for y in range(ROWS)}
"""The raster from which all four panels are made."""


def pixels(*things: int) -> set[Cell]:
    """Return the pixels of these things."""
    return {cell for cell, thing in OWNERS.items() if thing in things}


def stuff(*, above: bool) -> set[Cell]:
    """Return the pixels of the sky, or of the road."""
    free = {cell for cell, thing in OWNERS.items() if thing is None}
    return {cell for cell in free if (cell[1] < HORIZON) == above}


def edges(cells: set[Cell]) -> dict[Cell, list[Cell]]:
    """Return the sides of pixels that have no neighbour in the set, by the point they start at."""
    found: dict[Cell, list[Cell]] = {}
    for x, y in sorted(cells):
        for neighbour, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            if neighbour not in cells:
                found.setdefault(start, []).append(end)
    return found


def walk(left: dict[Cell, list[Cell]]) -> list[Cell]:
    """Follow sides from the first point until the walk closes, and take them away."""
    here = min(left)
    loop = []
    while here in left:
        loop.append(here)
        following = left[here].pop()
        if not left[here]:
            del left[here]
        here = following
    return loop


def contour(cells: set[Cell]) -> str:
    """Return the border of a set of pixels as path data."""
    left = edges(cells)
    parts = []
    while left:
        points = (f"{x * CELL} {y * CELL}" for x, y in corners(walk(left)))
        parts.append("M" + "L".join(points) + "Z")
    return "".join(parts)


def corners(loop: list[Cell]) -> list[Cell]:
    """Drop the points of a closed walk at which it goes straight on."""
    around = zip((loop[-1], *loop[:-1]), loop, (*loop[1:], loop[0]), strict=True)
    return [b for a, b, c in around if (b[0] - a[0], b[1] - a[1]) != (c[0] - b[0], c[1] - b[1])]


def region(cells: set[Cell], fill: str, edge: str = INK) -> str:
    """Return a filled set of pixels with its border."""
    look = f'fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-width="1.5"'
    return f'<path d="{contour(cells)}" {look}/>'


def hatch(cells: Iterable[Cell]) -> str:
    """Return diagonal strokes over a set of pixels, so that it differs without colour."""
    chosen = ((x, y) for x, y in sorted(cells) if (x + y) % 3 == 0)
    strokes = (f"M{x * CELL} {(y + 1) * CELL}l{CELL} -{CELL}" for x, y in chosen)
    return f'<path d="{"".join(strokes)}" stroke="{ORANGE}" stroke-width="1.5"/>'


def text(x: float, y: float, words: str, *, anchor: str = "middle", size: int = 16) -> str:
    """Return a text element."""
    look = f'font-size="{size}" text-anchor="{anchor}" fill="{INK}"'
    return f'<text x="{x:g}" y="{y:g}" {look}>{words}</text>'


def pointer(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a line from a label to what it names."""
    return (
        f'<path d="M{x0:g} {y0:g}L{x1:g} {y1:g}" stroke="{INK}" stroke-width="1.5"/>'
        f'<circle cx="{x1:g}" cy="{y1:g}" r="3" fill="{INK}"/>'
    )


def background(*, named: bool) -> list[str]:
    """Return sky and road, with their names where the task knows them."""
    parts = [region(stuff(above=True), SKY, GREY), region(stuff(above=False), ROAD, GREY)]
    names = [text(40, 30, "sky"), text(110, 174, "road")]
    return [*parts, *names] if named else parts


def box(thing: Thing, dash: str) -> str:
    """Return the box around a whole thing, its hidden part included."""
    xs, ys = zip(*thing.outline, strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{min(xs) * CELL:g}" y="{min(ys) * CELL:g}" '
        f'width="{wide * CELL:g}" height="{high * CELL:g}" fill="none" '
        f'stroke="{thing.colour}" stroke-width="3"{dashed}/>'
    )


def detection() -> list[str]:
    """Return the picture with a named box around each thing."""
    masks = (region(pixels(index), thing.fill, GREY) for index, thing in enumerate(THINGS))
    boxes = (box(thing, dash) for thing, dash in zip(THINGS, ("", "9 5", ""), strict=True))
    return [
        *background(named=False),
        *masks,
        *boxes,
        text(78, 72, "car"),
        text(156, 50, "person", anchor="end"),
        text(222, 17, "person"),
    ]


def semantic() -> list[str]:
    """Return one region for each class: both people fall into one."""
    people = region(pixels(1, 2), PERSON_1)
    label = [text(150, 30, "person", anchor="end"), pointer(154, 26, 187, 52)]
    return [*background(named=True), region(pixels(0), CAR), text(78, 122, "car"), people, *label]


def instances() -> list[str]:
    """Return one mask for each thing, the second person hatched, each with its number."""
    masks = [region(pixels(index), thing.fill) for index, thing in enumerate(THINGS)]
    return [
        *masks[:2],
        hatch(pixels(1)),
        masks[2],
        text(78, 122, "car 1"),
        text(150, 30, "person 1", anchor="end"),
        pointer(154, 26, 187, 52),
        text(222, 17, "person 2"),
    ]


def instance() -> list[str]:
    """Return the masks alone: what is no thing has no label."""
    blank = f'<rect width="{COLUMNS * CELL}" height="{ROWS * CELL}" fill="{BLANK}"/>'
    return [blank, text(110, 174, "no label"), *instances()]


def panoptic() -> list[str]:
    """Return a label for every pixel and a number for every thing."""
    return [*background(named=True), *instances()]


PANELS: tuple[tuple[str, Callable[[], list[str]]], ...] = (
    ("Detection: boxes", detection),
    ("Semantic: a class per pixel", semantic),
    ("Instance: a mask per object", instance),
    ("Panoptic: class and instance", panoptic),
)


def panel(place: Cell, name: str, parts: list[str]) -> list[str]:
    """Return a task at its place, framed and named."""
    wide, high = COLUMNS * CELL, ROWS * CELL
    return [
        f'<g transform="translate({place[0]} {place[1]})">',
        text(0, -12, name, anchor="start", size=18),
        *parts,
        f'<rect width="{wide}" height="{high}" fill="none" stroke="{INK}" stroke-width="1.5"/>',
        "</g>",
    ]


def draw() -> str:
    """Return the whole figure."""
    body = [part for place, (name, paint) in zip(PLACES, PANELS, strict=True) for part in panel(place, name, paint())]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" role="img">'
            ),
            f"<title>{TITLE}</title>",
            f"<desc>{DESC}</desc>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="12" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        )
    )


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(draw(), encoding="utf-8", newline="\n")
