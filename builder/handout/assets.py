"""The one style sheet and the one script of the handout, put together from the theme's files and minified.

Both have to stay under 60,000 bytes (`tests/web`). So comments and long names cost nothing, but each rule counts.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from builder.handout.fonts import FALLBACK_FAMILY
from builder.theme import files, tokens

FOLDER: Final = "web"

_STYLES: Final = (
    "base.css", "frame.css", "questions.css", "text.css", "dialogs.css", "find.css", "study.css",
    "paper.css",
)  # fmt: skip
"""In the order in which they stand, behind the tokens."""

_SCRIPTS: Final = (
    "begin.js", "look.js", "keys.js", "dialogs.js", "reading.js", "place.js", "figures.js", "notes.js",
    "draw.js", "judge.js", "progress.js", "stage.js", "study.js", "round.js",
    "find.js", "finder.js", "start.js",
)  # fmt: skip
"""In the order in which they stand: all are one script."""

_ONE_PAGE: Final = "single.js"
_SITE: Final = "site.js"
"""How the whole deck is reached, which hangs on where it lies."""

_SITE_STYLE: Final = "site.css"
"""Of what only the pages of a site show."""


@cache
def styles(*, site: bool = False) -> str:
    """Return the style sheet of the page, or of a *site*: the tokens of the theme, then the rules."""
    families = (("serif", tokens.SERIF), ("sans", tokens.SANS), ("mono", tokens.MONO))
    faces = {name: _with_fallback(stack) for name, stack in families}
    # Each colour by day and by night; `color-scheme` chooses (CSS Color 5, 8.1). Paper knows the day alone.
    colours = {name: f"light-dark({day}, {tokens.DARK[name]})" for name, day in tokens.LIGHT.items()}
    code = "\n".join(
        f"pre.code :is({', '.join(f'.{name}' for name in names)}) {{ color: var(--code-{group}); }}"
        for group, names in tokens.CODE_CLASSES.items()
    )
    rules = (
        f":root {{ color-scheme: light dark; {tokens.variables(colours | faces)} }}",
        ":root[data-theme=light] { color-scheme: light; }",
        ":root[data-theme=dark] { color-scheme: dark; }",
        "@media print { :root:root { color-scheme: light; } }",
        code,
        *(files.read(FOLDER, name) for name in (*_STYLES, *((_SITE_STYLE,) if site else ()))),
    )
    return _minified("text/css", "\n".join(rules))


@cache
def script(*, site: bool = False) -> str:
    """Return the script of the page, or of each page of a *site*; its names are nobody else's."""
    code = "".join(files.read(FOLDER, name) for name in (*_SCRIPTS, _SITE if site else _ONE_PAGE))
    return _minified("application/javascript", f'(() => {{\n"use strict";\n{code}}})();\n')


def _minified(mime: str, text: str) -> str:
    """Return *text*, of the kind *mime*, without comments and white space, and with short names for what is local."""
    import minify

    return str(minify.string(mime, text))


def _with_fallback(stack: str) -> str:
    """Return the font *stack* with the further bundled characters behind its first family."""
    first, _, rest = stack.partition(", ")
    return f'{first}, "{FALLBACK_FAMILY}", {rest}'
