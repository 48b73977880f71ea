"""The web handout: one HTML file that holds all it needs and asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from builder.handout.fonts import FALLBACK_FAMILY, face_rules
from builder.handout.views import page_view
from builder.theme import tokens
from builder.theme.direction import direction

if TYPE_CHECKING:
    from jinja2 import Template

    from builder.render.fragment import RenderedDeck


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
    template = _template()
    faces = face_rules(template.render(context, faces="", policy=""))
    styles = (faces, style, authors) if authors else (faces, style)
    return template.render(context, faces=faces, policy=_policy((script,), styles)) + "\n"


def _policy(scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return the Content-Security-Policy that allows *scripts* and *styles*, and data inside the file."""
    directives = (
        "default-src 'none'",
        f"script-src {' '.join(map(_digest, scripts))}",
        f"style-src {' '.join(map(_digest, styles))}",
        "img-src data:",
        "media-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(directives)


def _digest(text: str) -> str:
    """Return the source expression of an inline element that holds *text* (CSP Level 3, 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


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
        _read("handout.css"),
    )
    return "\n".join(rules)


def _with_fallback(stack: str) -> str:
    """Return the font *stack* with the further bundled characters behind its first family."""
    first, _, rest = stack.partition(", ")
    return f'{first}, "{FALLBACK_FAMILY}", {rest}'


@cache
def _script() -> str:
    """Return the script of the page."""
    return _read("handout.js")


def _read(name: str) -> str:
    """Return a file of the theme, with LF whatever the installation made of it."""
    return files("builder.theme").joinpath("web", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _template() -> Template:
    """Return the template of the page. What is HTML already is marked so in the template, the rest is escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("handout.html.j2")
