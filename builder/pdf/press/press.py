"""The press: sets units of a manuscript in leaves, and writes leaves as parts of a tagged PDF.

A book is set in parts because what WeasyPrint knows of a page, some 3 MB, lives until the page is written.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from builder.pdf import library
from builder.pdf.dress.materials import File
from builder.pdf.paper import PX
from builder.pdf.press import engine, tags, wording
from builder.pdf.press.fonts import installed
from builder.pdf.press.galley import Galley, Leaf
from builder.pdf.press.pictures import fit_for_paper
from builder.pdf.tree.glyphs import Glyphs
from builder.pdf.tree.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from builder.diagnostics import Diagnostic, Span
    from builder.pdf.manuscript import Manuscript
    from builder.pdf.press.fonts import Fonts

_FLOW: Final = "data-flow"
_FRESH: Final = "data-fresh"
_PAGE: Final = "data-page"
_PICTURE: Final = 900
"""Characters of text that take about as much of a page as a picture."""
_HEADING: Final = 300
"""The same of what stands around a unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A child of the body: what is set as one, and may begin a leaf."""

    element: ET.Element
    anchor: str
    """The id of it, or the first one in it."""
    weight: int
    """About how much of a page it takes, in characters of text."""
    numbered: tuple[ET.Element, ...]
    """What in it shows the number of a page."""
    fresh: bool = False
    """Whether the styles let it begin a leaf anyhow; so says its attribute ``data-fresh``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Units in leaves, in memory."""

    leaves: tuple[Leaf, ...]
    document: Any = field(repr=False)
    """WeasyPrint's."""


@contextmanager
def press(manuscript: Manuscript, fonts: Fonts) -> Iterator[Press]:
    """Let *manuscript* be set in *fonts* until the end of the block.

    The environment of the process is changed meanwhile, so there is one press at a time.

    Raises:
        LibraryMissing: Pango is not installed (`builder.pdf.library`).

    """
    with installed(fonts), engine.listening() as heard, engine.without_collector():
        library.load()
        opened = Press(manuscript, fonts, heard)
        # The manuscript stays to the end.
        gc.freeze()
        yield opened


class Press:
    """One manuscript, prepared, and all that is needed to set and write it."""

    def __init__(self, manuscript: Manuscript, fonts: Fonts, heard: list[str]) -> None:
        """Prepare *manuscript*; what WeasyPrint says is *heard*. Use `press`."""
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration

        self._glyphs = Glyphs(fonts.drawable)
        self._heard = heard
        self._own = fonts.diagnostics
        self._labels = manuscript.labels
        self._place = manuscript.places[0]
        files = engine.OWN_FILES | {
            address: self._drawable(file, file.place or self._place) for address, file in manuscript.files.items()
        }
        pictures = engine.embedded(files)
        self._places: dict[str, Span | None] = {
            **pictures,
            **{address: file.place for address, file in files.items()},
        }
        self._fetcher = engine.fetcher(files, pictures.keys())
        self._font_configuration = FontConfiguration()
        self._parts = 0
        root = HTML(string=manuscript.html, url_fetcher=self._fetcher).etree_element
        prepare(root, self._glyphs, manuscript.places)
        self._shell, self._body, styles = _taken_apart(root)
        self._styles = [self._parsed(styles)]
        self._has_theme = bool(manuscript.theme)
        if self._has_theme:
            said = len(heard)
            theme = self._parsed(manuscript.theme)
            # The size of leaves and their margins are the settings', and of cards to cut out the cutter's.
            theme.page_rules.clear()
            self._styles.append(theme)
            # Styles are made to be passed over where they are not known: these stand behind those of the web too.
            del heard[said:]
        self.flows: dict[str, list[Unit]] = {}
        for element in self._body:
            self.flows.setdefault(element.attrib.pop(_FLOW), []).append(_unit(element))

    def set(
        self,
        units: Sequence[Unit],
        *,
        styles: str = "",
        numbers: Mapping[str, int] | None = None,
        bare: bool = False,
    ) -> Setting:
        """Return *units* in leaves.

        *styles* stand behind the manuscript's own and the author's, or, where the leaves are *bare*, alone. *numbers*
        are those of the pages by their anchors, for all that has ``data-page``; as long as one is not known, 0 stands
        there.
        """
        from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
        from weasyprint import HTML

        gc.collect()
        for unit in units:
            _number(unit, numbers or {})
        html = HTML(string="<!DOCTYPE html>", url_fetcher=self._fetcher)
        root = ET.Element("html", self._shell.attrib)
        root.append(self._shell[0])
        body = ET.SubElement(root, "body", self._body.attrib)
        body.extend(unit.element for unit in units)
        html.etree_element = root
        html.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        sheets = [] if bare else list(self._styles)
        if styles:
            sheets.append(self._parsed(styles))
        document = html.render(font_config=self._font_configuration, stylesheets=sheets)
        return Setting(tuple(map(_leaf, document.pages)), document)

    def write(self, setting: Setting, leaves: Sequence[int] | None = None, *, zoom: float = 1.0) -> Galley:
        """Return those of *setting*'s *leaves* (their numbers, from 0; None: all) as a part of a book.

        All measures are multiplied by *zoom*.
        """
        chosen = range(len(setting.leaves)) if leaves is None else leaves
        document = setting.document.copy([setting.document.pages[number] for number in chosen])
        self._parts += 1
        part = self._parts

        def finish(document: Any, pdf: Any) -> None:  # noqa: ANN401 (WeasyPrint carries no types)
            wording.mend(document, pdf)
            tags.finish(pdf, self._labels, part, zoom)

        with engine.remembering_pages(), wording.telling():
            data = document.write_pdf(zoom=zoom, pdf_version="1.7", pdf_tags=True, finisher=finish)
        return Galley(data, tuple(_zoomed(setting.leaves[number], zoom) for number in chosen))

    def write_furniture(self, setting: Setting) -> Galley:
        """Return *setting*, of running heads and the like, without tags: it is to be an artifact."""
        return Galley(setting.document.write_pdf(pdf_version="1.7"), setting.leaves)

    def plain(self, text: str) -> str:
        """Return *text*, of the deck as a whole, with a stand-in for what no face has."""
        return self._glyphs.plain(text, self._place)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was wrong so far: with fonts, with characters, and all that the layout complained of.

        What it passes over of the author's styles is nothing wrong. Of a declaration with a variable only the layout
        says so, and not whose it is; so with such styles none of these messages counts.
        """
        heard = (said for said in self._heard if not (self._has_theme and said.startswith(engine.PASSED_OVER)))
        told = (engine.diagnostic(message, self._places, self._place) for message in heard)
        return (*self._own, *self._glyphs.diagnostics(), *dict.fromkeys(told))

    def _parsed(self, styles: str) -> Any:  # noqa: ANN401 (WeasyPrint carries no types)
        """Return *styles* as WeasyPrint takes them."""
        from weasyprint import CSS

        return CSS(string=styles, font_config=self._font_configuration, url_fetcher=self._fetcher)

    def _drawable(self, file: File, place: Span) -> File:
        """Return *file*, of a drawing with labels that can be drawn, of a raster image with colours that can be."""
        if file.mime != engine.SVG:
            return File(*fit_for_paper(file.data, file.mime), file.place)
        return File(self._glyphs.drawing(file.data, place), engine.SVG, file.place)


def _taken_apart(root: ET.Element) -> tuple[ET.Element, ET.Element, str]:
    """Return the document *root* with a head but no styles, its body, and the styles."""
    head, body = root.find("head"), root.find("body")
    if head is None or body is None:
        raise ValueError("HTML always has a head and a body")
    styles = [element for element in head if element.tag == "style"]
    for element in styles:
        head.remove(element)
    for element in [element for element in body if _FLOW not in element.attrib]:
        body.remove(element)
    return root, body, "\n".join(element.text or "" for element in styles)


def _unit(element: ET.Element) -> Unit:
    """Return *element* as a unit."""
    anchor = next((each.attrib["id"] for each in element.iter() if "id" in each.attrib), "")
    pictures = sum(1 for _ in element.iter("figure"))
    weight = _HEADING + sum(map(len, element.itertext())) + _PICTURE * pictures
    numbered = tuple(each for each in element.iter() if _PAGE in each.attrib)
    return Unit(element, anchor, weight, numbered, element.attrib.pop(_FRESH, None) is not None)


def _number(unit: Unit, numbers: Mapping[str, int]) -> None:
    """Write the numbers of pages into *unit*: into the text of what has none, and as an attribute for the styles."""
    for element in unit.numbered:
        number = str(numbers.get(element.attrib[_PAGE], 0))
        element.set("data-number", number)
        if element.tag == "span":
            element.text = number


def _leaf(page: Any) -> Leaf:  # noqa: ANN401 (WeasyPrint carries no types)
    """Return what is to be known of *page*."""
    anchors = {name: (x * PX, y * PX) for name, (x, y, *_) in page.anchors.items()}
    return Leaf(page.width * PX, page.height * PX, anchors)


def _zoomed(leaf: Leaf, zoom: float) -> Leaf:
    """Return *leaf* with its measures multiplied by *zoom*."""
    anchors = {name: (x * zoom, y * zoom) for name, (x, y) in leaf.anchors.items()}
    return Leaf(leaf.width * zoom, leaf.height * zoom, anchors)
