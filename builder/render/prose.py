"""Markdown's inline marks, by Python-Markdown; this is the only room that imports it.

Blocks, code, math, images, links and citations never reach it: they are found before, and stand here as
tickets (`builder.render.shelf`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from markdown import Markdown

_PUNCTUATION: Final = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What a backslash takes the meaning of (CommonMark 2.4)."""
_OURS: Final = (
    "backtick",
    "reference",
    "link",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
)
"""Inline patterns whose work is done before."""
_MARKUP: Final = re.compile(r"[\\*_<>&\[=~]|  \n")


@cache
def _markdown() -> Markdown:
    """Return the one converter, without what is done elsewhere."""
    from markdown import Markdown

    engine = Markdown(
        extensions=["pymdownx.mark", "pymdownx.tilde"],
        extension_configs={"pymdownx.tilde": {"subscript": False}},
        output_format="html",
    )
    for name in _OURS:
        engine.inlinePatterns.deregister(name)
    engine.ESCAPED_CHARS = _PUNCTUATION
    return engine


def paragraph(text: str) -> str:
    """Return the HTML of one paragraph of *text*, without its ``<p>``."""
    if not _MARKUP.search(text):
        return text
    root = Element("div")
    SubElement(root, "p").text = text
    html = _html(root)
    return html.removeprefix("<p>").removesuffix("</p>")


def _html(root: Element) -> str:
    """Return what stands in *root*, its inline marks done."""
    engine = _markdown()
    for processor in engine.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    html = engine.serializer(root)
    for post in engine.postprocessors:
        html = post.run(html)
    engine.htmlStash.reset()
    return html.strip().removeprefix("<div>").removesuffix("</div>").strip()
