"""The note types: their fields and templates are frozen, their look is free.

From the first release on no field or template may be added, removed or reordered: every learner's notes would be
"conflicting" for ever (Anki's `apkg/import/notes.rs`). Their ids are constants of ours, so that even a new name reaches
learners. A note type belongs to one deck, so that no other deck restyles it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from builder.identity import ids
from builder.identity.memory import later
from builder.identity.search import NOTE_TYPES
from builder.theme import files, tokens
from builder.theme.direction import direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.identity.lock import NoteTypeLine
    from builder.settings import Config


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type."""

    name: str
    id: int
    tag: int | None = None
    """What Anki's image occlusion editor knows the field by."""
    kept: bool = False
    """True when Anki must not let it be deleted."""
    collapsed: bool = False
    """True when Anki's editor shows it folded: it is rarely written by hand."""


@dataclass(frozen=True, slots=True)
class Template:
    """A card template: Anki's own template language, with a short form for the columns of its browser."""

    name: str
    id: int
    front: str
    back: str
    browser_front: str
    browser_back: str


@dataclass(frozen=True, slots=True)
class Styles:
    """The author's own styles, `theme.css`; they stand behind ours."""

    safe: str = ""
    """Without what fetches something."""
    source: str = ""
    """As they are written."""


NO_STYLES: Final = Styles()
NOTHING: Final[Mapping[str, NoteTypeLine]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as one package carries it."""

    key: str
    """What `Note.note_type` names it by: ``recall``, ``cloze``, ``occlusion``, or a key of an adopted deck."""
    row_id: int
    name: str
    is_cloze: bool
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    stock_kind: int
    """Anki's `originalStockKind`: the stock note type that it descends from, 0 for none."""
    source: str
    """Digest, 32 hex digits, of name, templates and styles."""
    mod: int
    """Seconds since 1970 when `source` last changed."""


_FORWARD_ID: Final = 151
_REVERSE_ID: Final = 152
_CLOZE_ID: Final = 251
_OCCLUSION_ID: Final = 351

_RECALL_FIELDS: Final = (
    Field("Question", 101),
    Field("Answer", 102),
    Field("Detail", 103),
    Field("Choices", 104),
    Field("Typed", 105, collapsed=True),
    Field("Reversed", 106, collapsed=True),
    Field("Kind", 107, collapsed=True),
    Field("Hint", 108),
    Field("Context", 109, collapsed=True),
    Field("Sources", 110, collapsed=True),
    Field("Dates", 111, collapsed=True),
    Field("Id", 112, collapsed=True),
    Field("Spare 1", 113, collapsed=True),
    Field("Spare 2", 114, collapsed=True),
)
_CLOZE_FIELDS: Final = (
    Field("Text", 201),
    Field("Detail", 202),
    Field("Hint", 203),
    Field("Context", 204, collapsed=True),
    Field("Sources", 205, collapsed=True),
    Field("Dates", 206, collapsed=True),
    Field("Id", 207, collapsed=True),
    Field("Spare 1", 208, collapsed=True),
    Field("Spare 2", 209, collapsed=True),
)
_OCCLUSION_FIELDS: Final = (
    Field("Occlusion", 301, tag=0, kept=True),
    Field("Image", 302, tag=1, kept=True),
    Field("Header", 303, tag=2, kept=True),
    Field("Back Extra", 304, tag=3, kept=True),
    Field("Comments", 305, tag=4),
    Field("Hint", 306),
    Field("Context", 307, collapsed=True),
    Field("Sources", 308, collapsed=True),
    Field("Dates", 309, collapsed=True),
    Field("Id", 310, collapsed=True),
    Field("Spare 1", 311, collapsed=True),
    Field("Spare 2", 312, collapsed=True),
)

_STOCK_CLOZE: Final = 5
_STOCK_OCCLUSION: Final = 6
_STYLES: Final = ("card.css", "text.css", "answers.css", "media.css", "occlusion.css")
_INCLUDE: Final = re.compile(r"<!-- include (\S+) -->\n")
_ONLY_IN_SOURCE: Final = re.compile(r"[ ]*/\*.*?\*/[ ]*|^[ ]+", re.DOTALL | re.MULTILINE)
"""Of a script: comments and indents, which nobody's collection has to carry."""


def note_types(
    config: Config, styles: Styles = NO_STYLES, known: Mapping[str, NoteTypeLine] = NOTHING, now: int = ids.T0
) -> Mapping[str, NoteType]:
    """Return the note types of a deck by their keys.

    *styles* are the author's own; *known* is what the lock has of note types: one that has changed since gets the time
    *now*, in seconds since 1970, or a later one.
    """
    css = _css() + (f"\n{styles.safe}" if styles.safe else "")
    language = config.language

    def note_type(key: str, fields: tuple[Field, ...], stock_kind: int, *templates: Template) -> NoteType:
        name = f"{config.name}: {NOTE_TYPES[key]}"
        source = _digest(name, templates, styles.source)
        line = known.get(key)
        return NoteType(
            key=key,
            row_id=ids.note_type_row_id(config.id, key),
            name=name,
            is_cloze=stock_kind in {_STOCK_CLOZE, _STOCK_OCCLUSION},
            fields=fields,
            templates=templates,
            css=css,
            stock_kind=stock_kind,
            source=source,
            mod=ids.T0 if line is None else line.mod if line.source == source else later(line.mod, now),
        )

    forward = _template("Forward", _FORWARD_ID, "forward", language, ("{{Question}}", "{{Answer}}"))
    reverse = _template("Reverse", _REVERSE_ID, "reverse", language, ("{{Answer}}", "{{Question}}"))
    cloze = _template("Cloze", _CLOZE_ID, "cloze", language, ("{{cloze:Text}}", "{{cloze:Text}}"))
    answer = "{{cloze-only:Back Extra}}"
    occlusion = _template("Occlusion", _OCCLUSION_ID, "occlusion", language, ("{{Header}}", answer), detail="Comments")
    return {
        ids.RECALL: note_type(ids.RECALL, _RECALL_FIELDS, 0, forward, reverse),
        ids.CLOZE: note_type(ids.CLOZE, _CLOZE_FIELDS, _STOCK_CLOZE, cloze),
        ids.OCCLUSION: note_type(ids.OCCLUSION, _OCCLUSION_FIELDS, _STOCK_OCCLUSION, occlusion),
    }


def _template(
    name: str, number: int, file: str, language: str, browser: tuple[str, str], *, detail: str = "Detail"
) -> Template:
    """Return the template whose sides stand in the theme as ``<file>-front.html`` and ``<file>-back.html``.

    *browser* is what Anki's list of cards shows of both; *detail* is the field that unfolds on the back.
    """
    values = {"%language%": escape(language), "%direction%": direction(language), "%detail%": detail}
    front, back = (files.filled(_theme(f"{file}-{side}.html"), values) for side in ("front", "back"))
    return Template(name, number, front, back, *browser)


@cache
def _css() -> str:
    """Return the styles of all cards."""
    values = {
        "%light%": tokens.variables(tokens.LIGHT),
        "%dark%": tokens.variables(tokens.DARK),
        "%sans%": tokens.SANS,
        "%mono%": tokens.MONO,
        "%code%": tokens.code_styles(),
    }
    return files.filled("\n".join(map(_theme, _STYLES)), values)


@cache
def _theme(name: str) -> str:
    """Return a file of the theme with the files that it includes."""
    text = files.read("anki", name)
    if name.endswith(".js"):
        text = "".join(line for line in _ONLY_IN_SOURCE.sub("", text).splitlines(keepends=True) if line.strip())
    return _INCLUDE.sub(lambda match: _theme(match[1]), text)


def _digest(name: str, templates: tuple[Template, ...], source: str) -> str:
    """Return the digest of what a note type is made of: its name, our templates and styles, and *source*, the author's.

    The author's are taken as written, for what a library makes of them may change with its version.
    """
    sides = [[t.name, t.front, t.back, t.browser_front, t.browser_back] for t in templates]
    said = {"css": _css(), "name": name, "templates": sides} | ({"theme": source} if source else {})
    return hashlib.sha256(ids.canonical(said)).hexdigest()[:32]
