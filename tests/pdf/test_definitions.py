"""Definition lists, which are paragraphs and boxes by the time that tables and notes are fitted in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from builder.pdf.press.fonts import gather
from builder.pdf.tree.glyphs import Glyphs
from builder.pdf.tree.prepare import prepare
from tests.pdf.decks import SPAN

GLYPHS = Glyphs(gather().drawable)
TABLE = f"<table><tr>{'<td>xxxxxxxxxxxxxxxxxxxx</td>' * 7}</tr></table>"


@pytest.mark.parametrize(("body", "turned"), [(TABLE, True), (f"<dl><dt>Term</dt><dd>{TABLE}</dd></dl>", False)])
def test_a_table_in_a_definition_is_not_turned(body: str, *, turned: bool) -> None:
    """A table that is turned on a leaf of its own elsewhere stays in the list that it explains a term of."""
    root = ET.fromstring(  # noqa: S314 (written here)
        f'<html><body data-room="80" data-turned="140">{body}<div id="ui_notes"/></body></html>'
    )
    prepare(root, GLYPHS, (SPAN,))
    assert ("turned" in next(root.iter("table")).get("class", "").split()) is turned
