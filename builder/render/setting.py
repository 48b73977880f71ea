"""What a text must know of the rest of its deck to be rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.model import Definitions, Work
    from builder.render.fragment import Fragment, Medium
    from builder.render.media import Library


@dataclass(frozen=True, slots=True)
class Targets:
    """The places that a link can lead to."""

    anchors: Mapping[str, str | None]
    """Id → anchor; None where the outputs do not show what has that id."""
    files: Mapping[str, str | None]
    """Path of a chapter below the content folder → anchor of its first chapter."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The surroundings of the texts of one file."""

    path: str
    definitions: Definitions
    works: Mapping[str, Work]
    targets: Targets
    library: Library
    media: dict[str, Medium]
    """Filled with what fragments use, by name."""
    footnotes: dict[str, Fragment] = field(default_factory=dict)
    """Filled with the footnotes that have been rendered, by label."""
