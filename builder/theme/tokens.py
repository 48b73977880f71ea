"""The design in numbers: colours, faces and measures that deck, paper and handout share."""

from __future__ import annotations

from typing import Final

LIGHT: Final = {
    "paper": "#ffffff",
    "surface": "#f5f6f8",
    "ink": "#1b2530",
    "ink-soft": "#51606f",
    "line": "#d5dbe2",
    "accent": "#1d5fa8",
    "accent-soft": "#e8f0f9",
    "blank": "#0f5c8c",
    "blank-soft": "#dcedf8",
    "good": "#256a43",
    "good-soft": "#e4f3ea",
    "warn": "#93450f",
    "warn-soft": "#fbeee2",
    "code-ground": "#f5f6f8",
    "code-keyword": "#8a2f7b",
    "code-name": "#1d5fa8",
    "code-string": "#2b6a3c",
    "code-number": "#93450f",
    "code-comment": "#5b6775",
    "code-operator": "#51606f",
}
"""Every text colour has a contrast of at least 4.5 : 1 on its ground (WCAG 2.2, 1.4.3)."""

DARK: Final = {
    "paper": "#14191f",
    "surface": "#1d242c",
    "ink": "#e6eaee",
    "ink-soft": "#a3b0bd",
    "line": "#35404b",
    "accent": "#86b8ee",
    "accent-soft": "#1c2f44",
    "blank": "#8ccbf2",
    "blank-soft": "#173547",
    "good": "#8ed1a6",
    "good-soft": "#173324",
    "warn": "#f0b183",
    "warn-soft": "#3a2718",
    "code-ground": "#1d242c",
    "code-keyword": "#dda3d2",
    "code-name": "#86b8ee",
    "code-string": "#98d3a5",
    "code-number": "#f0b183",
    "code-comment": "#94a1ae",
    "code-operator": "#a3b0bd",
}
"""The same names by night."""

SERIF: Final = '"Source Serif Pro", Georgia, "Times New Roman", serif'
SANS: Final = '"Source Sans Pro", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
MONO: Final = '"Fira Mono", ui-monospace, "SF Mono", Menlo, Consolas, monospace'

CODE_CLASSES: Final = {
    "keyword": ("k", "kc", "kd", "kn", "kp", "kr", "kt", "ow"),
    "name": ("nb", "nc", "nd", "ne", "nf", "fm", "nt", "bp", "nn"),
    "string": ("s", "sa", "sb", "sc", "dl", "sd", "s2", "se", "sh", "si", "sx", "sr", "s1", "ss"),
    "number": ("m", "mb", "mf", "mh", "mi", "mo", "il"),
    "comment": ("c", "ch", "cm", "cp", "cpf", "c1", "cs"),
    "operator": ("o", "p"),
}
"""Which Pygments classes share a colour."""


def variables(palette: dict[str, str]) -> str:
    """Return *palette* as CSS custom properties, to stand inside a rule."""
    return " ".join(f"--{name}: {colour};" for name, colour in palette.items())


def code_styles(scope: str = "") -> str:
    """Return the CSS rules that colour highlighted code below the selector *scope*."""
    prefix = f"{scope} " if scope else ""
    return "\n".join(
        ", ".join(f"{prefix}pre.code .{name}" for name in classes) + f" {{ color: var(--code-{group}); }}"
        for group, classes in CODE_CLASSES.items()
    )
