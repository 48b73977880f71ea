"""The web handout: one HTML file that holds all it needs and asks nobody for anything."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from builder.handout.fonts import FALLBACK_FAMILY, face_rules
from builder.handout.views import page_view
from builder.theme import files, tokens
from builder.theme.direction import direction
from builder.theme.policy import policy

if TYPE_CHECKING:
    from builder.render.fragment import RenderedDeck

_FOLDER: Final = "web"
_STYLES: Final = ("base.css", "frame.css", "questions.css", "text.css", "paper.css")
_SCRIPTS: Final = ("begin.js", "look.js", "reading.js", "start.js")
"""In the order in which they stand: all are one script."""


def handout(rendered: RenderedDeck) -> str:
    """Return the handout of *rendered* as a whole HTML file: styles, script, faces and figures are inside.

    The same deck gives the same text. Its Content-Security-Policy allows this page's own styles and script, by
    their digests, and data that is in the file; nothing else is loaded or run.
    """
    config = rendered.deck.config
    page = page_view(rendered)
    script, style, authors = _script(), f"{_style()}\n{page.style_rules}", rendered.styles
    context = {
        "deck": config,
        "direction": direction(config.language),
        "page": page,
        "script": script,
        "style": style,
        "authors_style": authors,
    }
    template = files.template(_FOLDER, "page.html.j2")
    faces = face_rules(template.render(context, faces="", policy=""))
    styles = (faces, style, authors) if authors else (faces, style)
    return template.render(context, faces=faces, policy=policy((script,), styles)) + "\n"


@cache
def _style() -> str:
    """Return the style sheet: the tokens of the theme by day and by night, then the rules."""
    light, dark = tokens.variables(tokens.LIGHT), tokens.variables(tokens.DARK)
    faces = " ".join(
        f"--{name}: {_with_fallback(stack)};"
        for name, stack in (("serif", tokens.SERIF), ("sans", tokens.SANS), ("mono", tokens.MONO))
    )
    rules = (
        f":root {{ color-scheme: light; {light} {faces} }}",
        # Only a screen has a night: paper is white whatever the reader chose.
        "@media screen and (prefers-color-scheme: dark) {",
        f"  :root:not([data-theme=light]) {{ color-scheme: dark; {dark} }}",
        "}",
        f"@media screen {{ :root[data-theme=dark] {{ color-scheme: dark; {dark} }} }}",
        tokens.code_styles(),
    )
    return "\n".join((*rules, _joined(_STYLES)))


@cache
def _script() -> str:
    """Return the script of the page, whose names are nobody else's."""
    return f'"use strict";\n(() => {{\n{_joined(_SCRIPTS)}}})();\n'


def _joined(names: tuple[str, ...]) -> str:
    """Return the files *names* of the theme as one, lean."""
    return files.lean("".join(files.read(_FOLDER, name) for name in names))


def _with_fallback(stack: str) -> str:
    """Return the font *stack* with the further bundled characters behind its first family."""
    first, _, rest = stack.partition(", ")
    return f'{first}, "{FALLBACK_FAMILY}", {rest}'
