"""Leaves stitched into a book: their content on its pages, their tags into its structure."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from builder.pdf.binding.impose import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.pdf.binding.impose import ImposedSheet, Line, Matrix, Placed
    from builder.pdf.press.galley import Galley

_MARK: Final = re.compile(rb"/MCID (\d+)")
_NAME: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_CATEGORIES: Final = ("/ExtGState", "/XObject", "/Pattern", "/Shading", "/Font", "/ColorSpace", "/Properties")
_BOXES: Final = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")

if TYPE_CHECKING:
    _Key = tuple[int, int]
    """The number and generation of an object."""


class _Part:
    """A galley, copied into the book."""

    def __init__(self, book: Any, number: int, data: bytes) -> None:  # noqa: ANN401 (pikepdf is loaded where it is used)
        import pikepdf

        source = pikepdf.open(BytesIO(data))
        first = len(book.pages)
        for page in source.pages:
            book.pages.append(page)
        self.number = number
        self.pages = [book.pages[index].obj for index in range(first, len(book.pages))]
        self.kids: list[Any] = []
        self.owners: list[Any] = []
        self.destinations: dict[str, Any] = {}
        if "/StructTreeRoot" in source.Root:
            structure = book.copy_foreign(source.Root.StructTreeRoot)
            self.kids = list(structure.K[0].K)
            # Numbers and owners take turns, and the numbers count on from 0: first pages, then annotations.
            self.owners = list(structure.ParentTree.Nums)[1::2]
        if "/Names" in source.Root:
            names = list(book.copy_foreign(source.make_indirect(source.Root.Names.Dests)).Names)
            self.destinations = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        resources = self.pages[0].Resources
        self.names = frozenset(
            name[1:].encode()
            for kind in _CATEGORIES
            if kind in resources
            for name in resources[kind].keys()  # noqa: SIM118 (no dict)
        )


class Binding:
    """A book in the making: sheets are added one by one, then it is finished."""

    def __init__(self, book: Any, galleys: Sequence[Galley]) -> None:  # noqa: ANN401
        """Copy *galleys* into *book*, which is empty."""
        self._book = book
        self._parts = [_Part(book, number, galley.data) for number, galley in enumerate(galleys)]
        self._sheets: list[Any] = []
        self._moved: dict[_Key, tuple[Any, int, Matrix]] = {}
        """By the page that a leaf was: the page that it lies on now, by how much its marks moved, and its matrix."""
        self._resources: dict[tuple[int, ...], Any] = {}
        self._links: list[tuple[Any, Any]] = []
        """Annotations, each with the element that it belongs to."""
        self.owners: list[Any] = []
        """Of pages and then of annotations, by their numbers in the structure."""
        self.destinations: dict[str, Any] = {}
        self.kids = [kid for part in self._parts for kid in part.kids]
        """The outermost elements of the structure."""

    def add(self, sheet: ImposedSheet) -> None:
        """Add *sheet* as the next page."""
        import pikepdf

        text = [placed for placed in sheet.placed if not placed.artifact]
        order = [*text, *(placed for placed in sheet.placed if placed.artifact)]
        numbers = tuple(dict.fromkeys(placed.galley for placed in order))
        page = self._page(order[0])
        patterns: dict[str, Any] = {}
        contents = [self._book.make_stream(b"q %b cm\n" % _numbers(order[0].matrix)), page.Contents]
        if self._has_patterns(order[0]):
            contents[1] = self._book.make_stream(self._content(order[0], page, numbers[0], 0, patterns))
        owners = list(self._lay(order[0], page, 0)) if text else []
        tail = [b"Q\n"]
        for placed in order[1:]:
            leaf = self._page(placed)
            content = self._content(placed, leaf, numbers[0], len(owners), patterns)
            tail.append(b"q %b cm\n%b\nQ\n" % (_numbers(placed.matrix), content))
            if placed.artifact:
                tail[-1] = _artifact(tail[-1])
            else:
                owners += self._lay(placed, page, len(owners))
        if sheet.lines:
            tail.append(_artifact(b"q 0 J\n" + b"".join(map(_drawn, sheet.lines)) + b"Q\n"))
        page.Contents = pikepdf.Array([*contents, self._book.make_stream(b"".join(tail))])
        page.Resources = self._with_patterns(self._united(numbers), patterns)
        for name in _BOXES:
            page[name] = pikepdf.Array([0, 0, round(sheet.width, 4), round(sheet.height, 4)])
        page.Tabs = pikepdf.Name.S
        page.StructParents = len(self._sheets)
        self.owners.append(self._book.make_indirect(pikepdf.Array(owners)))
        self._sheets.append(page)

    def finish(self) -> None:
        """Leave nothing but the sheets in the book, and let structure and destinations follow their leaves."""
        import pikepdf

        del self._book.pages[:]
        for page in self._sheets:
            self._book.pages.append(pikepdf.Page(page))
        for annotation, owner in self._links:
            annotation.StructParent = len(self.owners)
            self.owners.append(owner)
        for part in self._parts:
            if any(self._moved.get(page.objgen, (page, 0, IDENTITY)) != (page, 0, IDENTITY) for page in part.pages):
                self._follow(part.kids)
            for name, place in part.destinations.items():
                if place[0].objgen in self._moved:
                    self.destinations.setdefault(name, self._destination(place))

    def _page(self, placed: Placed) -> Any:  # noqa: ANN401
        """Return the page that *placed* was."""
        return self._parts[placed.galley].pages[placed.leaf]

    def _lay(self, placed: Placed, page: Any, marks: int) -> Iterator[Any]:  # noqa: ANN401
        """Note that *placed* lies on *page* behind so many *marks*, bring its links; yield the owners of its own."""
        import pikepdf

        part, leaf = self._parts[placed.galley], self._page(placed)
        self._moved[leaf.objgen] = (page, marks, placed.matrix)
        links = list(leaf.get("/Annots", ()))
        for link in links:
            link.Rect = pikepdf.Array(_box(placed.matrix, link.Rect))
            link.P = page
            self._links.append((link, part.owners[int(link.StructParent)]))
        if page.objgen != leaf.objgen and links:
            page.Annots = pikepdf.Array([*page.get("/Annots", ()), *links])
        yield from part.owners[placed.leaf]

    def _content(self, placed: Placed, leaf: Any, base: int, marks: int, patterns: dict[str, Any]) -> bytes:  # noqa: ANN401
        """Return what *leaf* draws, for a page with the resources of galley *base* and so many *marks* already.

        What it paints with moves with it; it is put into *patterns*.
        """
        content: bytes = leaf.Contents.read_bytes()
        if marks and not placed.artifact:
            content = _MARK.sub(lambda mark: b"/MCID %d" % (int(mark[1]) + marks), content)
        names = self._parts[placed.galley].names if placed.galley != base else frozenset()
        known = leaf.Resources.Pattern if self._has_patterns(placed) else {}

        def named(found: re.Match[bytes]) -> bytes:
            name = found[0].decode("latin-1")
            if name in known:
                own = f"/m{len(self._sheets)}-{placed.galley}-{placed.leaf}-{name[1:]}"
                if own not in patterns:
                    patterns[own] = _moved_pattern(self._book, known[name], placed.matrix)
                return own.encode()
            return _renamed(found[1], placed.galley) if found[1] in names else found[0]

        return _NAME.sub(named, content) if names or known else content

    def _has_patterns(self, placed: Placed) -> bool:
        """Say whether *placed* may paint with patterns, and lies elsewhere than it was set."""
        return placed.matrix != IDENTITY and bool(self._page(placed).Resources.get("/Pattern", {}).keys())

    def _with_patterns(self, resources: Any, patterns: dict[str, Any]) -> Any:  # noqa: ANN401
        """Return *resources* with *patterns* of one page besides."""
        import pikepdf

        if not patterns:
            return resources
        own = pikepdf.Dictionary(dict(resources.items()))
        own.Pattern = pikepdf.Dictionary(dict(resources.get("/Pattern", {}).items()) | patterns)
        return self._book.make_indirect(own)

    def _united(self, numbers: tuple[int, ...]) -> Any:  # noqa: ANN401
        """Return the resources of the galleys *numbers*; only those of the first keep their names."""
        import pikepdf

        if numbers not in self._resources:
            united: dict[str, dict[str, Any]] = {kind: {} for kind in _CATEGORIES}
            for number in numbers:
                resources = self._parts[number].pages[0].Resources
                for kind in _CATEGORIES:
                    for name, value in resources.get(kind, {}).items():
                        renamed = name if number == numbers[0] else _renamed(name[1:].encode(), number).decode()
                        united[kind][renamed] = value
            self._resources[numbers] = self._book.make_indirect(
                pikepdf.Dictionary({kind: pikepdf.Dictionary(entries) for kind, entries in united.items()})
            )
        return self._resources[numbers]

    def _follow(self, kids: Sequence[Any]) -> None:
        """Let the elements below *kids* name the pages that their leaves lie on, and the marks there."""
        import pikepdf

        waiting = list(kids)
        while waiting:
            element = waiting.pop()
            page, marks, matrix = self._moved[element.Pg.objgen]
            element.Pg = page
            if "/K" not in element:
                continue
            held = list(element.K)
            if marks and any(isinstance(kid, int) for kid in held):
                element.K = pikepdf.Array([kid + marks if isinstance(kid, int) else kid for kid in held])
            if "/A" in element and "/BBox" in element.A:
                element.A.BBox = pikepdf.Array(_box(matrix, element.A.BBox))
            waiting += [kid for kid in held if not isinstance(kid, int)]

    def _destination(self, place: Any) -> Any:  # noqa: ANN401
        """Return *place*, the destination on a leaf, on the page where that lies."""
        import pikepdf

        page, _, matrix = self._moved[place[0].objgen]
        x, y = _point(matrix, float(place[2]), float(place[3]))
        return pikepdf.Array([page, pikepdf.Name.XYZ, round(x, 3), round(y, 3), 0])


def _renamed(name: bytes, galley: int) -> bytes:
    """Return the *name* of a resource of *galley* where another's keep theirs."""
    return b"/g%d-%b" % (galley, name)


def _moved_pattern(book: Any, pattern: Any, matrix: Matrix) -> Any:  # noqa: ANN401
    """Return *pattern* for a leaf that *matrix* moves: its own matrix leads to the page (ISO 32000-1, 8.7.3.1)."""
    import pikepdf

    a, b, c, d, e, f = map(float, pattern.get("/Matrix", IDENTITY))
    g, h, k, m, x, y = matrix
    product = (a * g + b * k, a * h + b * m, c * g + d * k, c * h + d * m, e * g + f * k + x, e * h + f * m + y)
    entries = {key: value for key, value in pattern.items() if key not in ("/Length", "/Matrix")}
    entries["/Matrix"] = pikepdf.Array([round(number, 6) for number in product])
    if isinstance(pattern, pikepdf.Stream):
        filters = {key: entries.pop(key) for key in ("/Filter", "/DecodeParms") if key in entries}
        moved = book.make_stream(pattern.read_raw_bytes(), entries)
        for key, value in filters.items():
            moved[key] = value
        return moved
    return book.make_indirect(pikepdf.Dictionary(entries))


def _artifact(content: bytes) -> bytes:
    """Return *content* as one that is no part of the text."""
    return b"/Artifact << /Type /Pagination >> BDC\n%bEMC\n" % content


def _drawn(line: Line) -> bytes:
    """Return the operators that draw *line*."""
    dash = b" ".join(b"%g" % length for length in line.dash)
    start, end = _numbers((line.x1, line.y1)), _numbers((line.x2, line.y2))
    return b"%g w %g G [%b] 0 d %b m %b l S\n" % (line.width, line.grey, dash, start, end)


def _numbers(values: Sequence[float]) -> bytes:
    """Return *values* as a content stream has them."""
    return b" ".join((b"%.5f" % value).rstrip(b"0").rstrip(b".") for value in values)


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where *matrix* brings the point *x*, *y*."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _box(matrix: Matrix, box: Any) -> list[float]:  # noqa: ANN401
    """Return where *matrix* brings *box*: its left, bottom, right and top."""
    x1, y1, x2, y2 = map(float, box)
    corners = [_point(matrix, x, y) for x in (x1, x2) for y in (y1, y2)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return [round(value, 3) for value in (min(xs), min(ys), max(xs), max(ys))]
