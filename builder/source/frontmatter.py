"""Front matter: the YAML between two lines `---` at the top of a chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.source.attributes import TAGS, are_tags
from builder.source.files import unfit
from builder.source.near import did_you_mean

if TYPE_CHECKING:
    import yaml

    from builder.source.files import Source

_KEYS: Final = ("title", "deck", "tags")
_BLOCK: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a chapter says of itself before its text begins."""

    end: int
    """Where the text begins."""
    title: str | None = None
    title_at: int = 0
    deck: str | None = None
    tags: tuple[str, ...] = ()


def read_front_matter(file: Source) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """Return the front matter of *file*, with what is wrong there."""
    if not re.match(r"---[ \t]*(?:\n|\Z)", file.text):
        return FrontMatter(0), ()
    found = _BLOCK.match(file.text)
    if not found:
        message = "Front matter begins here and is never closed."
        hint = "End it by a line `---`; a rule at the top of a file is written `***`."
        return FrontMatter(0), (Diagnostic(faults.FRONT_MATTER_INVALID, Span(file.path, 0, 3), message, hint),)
    values, diagnostics = _load(file, found)
    good: dict[str, object] = {}
    for key, value in values.items():
        place = _place(file, str(key), found.end())
        if key not in _KEYS:
            hint = did_you_mean(str(key), _KEYS, "The keys are " + ", ".join(f"`{name}`" for name in _KEYS) + ".")
            message = f"Front matter has no key `{key}`."
            diagnostics.append(Diagnostic(faults.FRONT_MATTER_KEY, place, message, hint))
        elif wanted := unfit(value) or _wanted(str(key), value):
            message = f"`{key}` must be {wanted}."
            hint = "Take it out." if unfit(value) or wanted == TAGS else "Put it into quotes."
            diagnostics.append(Diagnostic(faults.FRONT_MATTER_INVALID, place, message, hint))
        else:
            good[str(key)] = value
    return _front_matter(file, good, found.end()), tuple(diagnostics)


def _front_matter(file: Source, good: dict[str, object], end: int) -> FrontMatter:
    """Return the record of the values that are right."""
    tags = good.get("tags") or ()
    words = tags.split() if isinstance(tags, str) else tags
    title = good.get("title")
    return FrontMatter(
        end,
        str(title).strip() if title is not None else None,
        min(_place(file, "title", end).end, max(len(file.text) - len(str(title)), 0)),  # an alias may stand anywhere
        str(good["deck"]).strip() if good.get("deck") is not None else None,
        tuple(str(word) for word in words) if isinstance(words, list) else (),
    )


def _load(file: Source, found: re.Match[str]) -> tuple[dict[object, object], list[Diagnostic]]:
    """Return the YAML that *found* holds, or nothing and a diagnostic."""
    import yaml

    try:
        values = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        mark = _mark(error, len(found[1]))
        at = found.start(1) + (_offset(found[1], mark.line, mark.column) if mark else 0)
        reason = getattr(error, "problem", None) or "it cannot be read"
        message = f"The front matter is not YAML: {reason}."
        hint = "Put values with `:`, `#` or brackets into quotes."
        return {}, [Diagnostic(faults.FRONT_MATTER_INVALID, Span(file.path, at, at), message, hint)]
    except (ValueError, RecursionError) as error:
        message = f"The front matter holds a value that cannot be read: {error}."
        return {}, [Diagnostic(faults.FRONT_MATTER_INVALID, Span(file.path, 4, 4), message)]
    if values is None:
        return {}, []
    if not isinstance(values, dict):
        message = "Front matter must be lines `key: value`."
        return {}, [Diagnostic(faults.FRONT_MATTER_INVALID, Span(file.path, 0, 3), message)]
    return values, []


def _mark(error: yaml.YAMLError, end: int) -> yaml.Mark | None:
    """Return where *error* stands; what is open up to the *end* of the text is at fault where it begins."""
    problem: yaml.Mark | None = getattr(error, "problem_mark", None)
    context: yaml.Mark | None = getattr(error, "context_mark", None)
    return context if context and problem and problem.index >= end else problem


def _wanted(key: str, value: object) -> str:
    """Return what *value* should be, or nothing when it is right."""
    if value is None:
        return ""
    if key == "tags":
        words = value if isinstance(value, list) else [value]
        if not all(isinstance(word, str) and (word.strip() or word is value) for word in words):
            return "a list of texts, such as `[metrics, detection]`"
        return "" if all(map(are_tags, words)) else TAGS
    return "" if isinstance(value, str) and value.strip() else "a text"


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of a place that YAML counts in lines and columns from 0."""
    start = 0
    for _ in range(line):
        start = text.find("\n", start) + 1
    return min(start + column, len(text))


def _place(file: Source, key: str, end: int) -> Span:
    """Return where *key* stands in the front matter."""
    found = re.compile(rf"^[\"']?{re.escape(key)}[\"']?(?=\s*:)", re.MULTILINE).search(file.text, 0, end)
    return Span(file.path, found.start(), found.end()) if found else Span(file.path, 0, 3)
