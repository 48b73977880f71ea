"""WeasyPrint at arm's length: nothing but what the build hands over is read, nothing that it logs is lost."""

from __future__ import annotations

import gc
import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Diagnostic
from builder.faults import GLYPH_MISSING, PRINT_FAULT
from builder.pdf.dress.materials import SCHEME, File
from builder.pdf.tree import glyphs as glyph_room
from builder.theme.tokens import LIGHT

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from typing import Any

    from builder.diagnostics import Span

SVG: Final = "image/svg+xml"
_UNDRAWN: Final = ".notdef glyph rendered"
"""How WeasyPrint's message on a missing glyph begins."""

PASSED_OVER: Final = "Ignored "
"""How its message on a declaration begins that it does not know."""

_EMBEDDED: Final = re.compile(rb'href="(data:[^"]*)"')
"""The address of a picture that a drawing, cleaned when it was read, holds in itself."""

_ADDRESS: Final = re.compile(rf"{SCHEME}[\w.-]*\w|data:[^\s'\"]*")
_SHOWN: Final = 40
"""Characters that a message shows of an address."""

_CONTINUATION: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="12" viewBox="0 0 8 12">'
    '<path d="M1 3v3.5h5M4.2 4.7L6 6.5 4.2 8.3" fill="none"'
    f' stroke="{LIGHT["ink-soft"]}" stroke-width="0.7"/></svg>'
)
_COVER: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="12" viewBox="0 0 14 12">'
    f'<rect width="14" height="12" fill="{LIGHT["code-ground"]}"/></svg>'
)
_DOTS: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="1" viewBox="0 0 5 1">'
    f'<circle cx="2.5" cy="0.5" r="0.4" fill="{LIGHT["ink-soft"]}"/></svg>'
)
OWN_FILES: Final = {
    f"{SCHEME}continuation.svg": File(_CONTINUATION.encode(), SVG),
    f"{SCHEME}cover.svg": File(_COVER.encode(), SVG),
    f"{SCHEME}dots.svg": File(_DOTS.encode(), SVG),
    glyph_room.STAND_IN_ADDRESS: File(glyph_room.STAND_IN_IMAGE.encode(), SVG),
}
"""The images that our style sheets ask for, and what stands in for a character that no face has."""


def embedded(files: Mapping[str, File]) -> dict[str, Span | None]:
    """Return the addresses of the pictures that the drawings among *files* hold in themselves, and their places."""
    drawings = (file for file in files.values() if file.mime == SVG)
    return {address.decode(): file.place for file in drawings for address in _EMBEDDED.findall(file.data)}


def fetcher(files: Mapping[str, File], pictures: Container[str]) -> Any:  # noqa: ANN401 (WeasyPrint carries no types)
    """Return a fetcher of *files* by their addresses, and of the *pictures* that they hold; it refuses any other."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        """What the build hands over, and nothing else: no file, no network."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401
            """Return the file at *url*; WeasyPrint logs the ValueError and goes on, and the log is a fault."""
            if url in pictures:
                return super().fetch(url, headers)
            if url not in files:
                raise ValueError("the build knows no such file")
            return URLFetcherResponse(url, files[url].data, {"Content-Type": files[url].mime})

    return Shelf()


@contextmanager
def remembering_pages() -> Iterator[None]:
    """Let pydyf list the references of its pages once a page: WeasyPrint asks for the list at each tag and link.

    What it builds anew each time makes writing grow with the square of the pages. The bytes stay the same.
    """
    import pydyf

    listing = pydyf.PDF.page_references
    known: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def remembered(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401
        state = (id(pdf), len(pdf.pages["Kids"]))
        if state not in known:
            known[state] = listing.fget(pdf)
        return known[state]

    pydyf.PDF.page_references = property(remembered)
    try:
        yield
    finally:
        pydyf.PDF.page_references = listing


class _Ear(logging.Handler):
    """A handler that keeps the messages."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message of *record*."""
        self.heard.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs from a warning on until the end of the block; nobody else hears it."""
    logger = logging.getLogger("weasyprint")
    ear = _Ear()
    before = logger.level, logger.propagate
    logger.addHandler(ear)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield ear.heard
    finally:
        logger.removeHandler(ear)
        logger.level, logger.propagate = before


def diagnostic(message: str, places: Mapping[str, Span | None], deck: Span) -> Diagnostic:
    """Return what WeasyPrint said in *message*: at the place of the address that it names, else at that of the deck."""
    named = (places.get(address) for address in _ADDRESS.findall(message))
    place = next(filter(None, named), deck)
    message = _ADDRESS.sub(lambda address: _shortened(address[0]), message)
    if message.startswith(_UNDRAWN):
        return Diagnostic(GLYPH_MISSING, place, f"The layout drew no glyph: {message}.")
    return Diagnostic(PRINT_FAULT, place, f"The page layout says: {message.rstrip(': ')}")


def _shortened(address: str) -> str:
    """Return *address*, cut where it would fill the message with the data of a picture."""
    return address if len(address) <= _SHOWN else f"{address[:_SHOWN]}…"


@contextmanager
def without_collector() -> Iterator[None]:
    """Look for no cyclic garbage until the end of the block, unless asked to, and then not among what stands now.

    The boxes of a page live until it is written; going through all of them again and again takes a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
