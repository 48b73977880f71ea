"""A page of any HTML, set by the press without a layout of ours around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder.pdf.binding.assemble import assemble, publish
from builder.pdf.binding.impose import one_each
from builder.pdf.manuscript import Manuscript, Printed
from builder.pdf.press.flow import set_flow
from builder.pdf.press.fonts import gather
from builder.pdf.press.press import press
from builder.settings import Config, PrintSettings
from tests.pdf.decks import SPAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.pdf.dress.materials import File
    from builder.pdf.press.fonts import Fonts


def set_page(
    body: str, style: str = "", files: Mapping[str, File] | None = None, fonts: Fonts | None = None
) -> Printed:
    """Return pages with *body* and *style*, which may ask for *files*."""
    html = (
        f'<!DOCTYPE html><html lang="en"><head><title>t</title><style>{style}</style></head>'
        f'<body><div data-flow="body">{body}</div><div id="ui_notes"></div></body></html>'
    )
    with press(Manuscript(html, files or {}, (SPAN,), {}), fonts or gather()) as opened:
        galleys = set_flow(opened, opened.flows["body"])
        sheets = one_each(galleys)
        data = publish(assemble(galleys, sheets, ()), Config("t", "t"), PrintSettings(), "t")
        return Printed(data, len(sheets), opened.diagnostics())
