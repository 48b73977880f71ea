"""The files of the theme: the styles, scripts and templates of each output, which stand in a folder of its own."""

from __future__ import annotations

from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template


def read(folder: str, name: str) -> str:
    """Return the file *name* of an output's *folder*, with LF whatever the installation made of it."""
    return resources.files("builder.theme").joinpath(folder, name).read_text(encoding="utf-8").replace("\r\n", "\n")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return *text* with each name in *values*, such as ``%light%``, replaced."""
    for name, value in values.items():
        text = text.replace(name, value)
    return text


@cache
def template(folder: str, name: str) -> Template:
    """Return the Jinja template *name* of an output's *folder*.

    What is HTML already is marked so, by the template or as `Markup`; the rest is escaped. An unknown name is a bug.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(partial(read, folder)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
