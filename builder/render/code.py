"""Code with its words marked by kind, in HTML that every medium can colour in its own way."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pygments.lexer import Lexer
    from pygments.token import _TokenType

MAX_HIGHLIGHTED: Final = 100_000
"""Characters; longer code is shown plain, for the patterns of some languages take much more than linear time."""

_PLAIN: Final = frozenset({"", "n", "w", "x", "err", "esc"})
"""Pygments' short names for what no theme colours; ``err`` is code in a language newer than its lexer, or a sketch."""


def is_known(language: str) -> bool:
    """Say whether code in *language*, the first word after a fence, can be highlighted."""
    return _lexer_class(language) is not None


def highlight(code: str, language: str | None, marks: Sequence[tuple[int, str]] = ()) -> str:
    """Return *code* as ``<pre class="code" data-language="…"><code>…</code></pre>``.

    Words stand in ``<span class="…">`` with the short names of Pygments' token types. *marks* are pairs (offset in
    *code*, placeholder): each placeholder is put before the character at its offset, outside every span, and is not
    escaped. Code in no known language is not highlighted. Without tags and placeholders, the text is *code* exactly.
    """
    attribute = f' data-language="{escape(language)}"' if language else ""
    body = "".join(_write(_classes(code, language), sorted(marks, key=lambda mark: mark[0])))
    return f'<pre class="code"{attribute}><code>{body}</code></pre>'


@lru_cache(maxsize=64)
def _lexer_class(language: str) -> type[Lexer] | None:
    """Return Pygments' lexer for *language*, or nothing; to find one takes a look at all of them."""
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return None


def _classes(code: str, language: str | None) -> list[tuple[str, str]]:
    """Return *code* in pieces (class or nothing, text), those of one class joined."""
    lexer = _lexer_class(language) if language and len(code) <= MAX_HIGHLIGHTED else None
    if lexer is None:
        return [("", code)]
    named = [(_short_name(kind), text) for kind, text in lexer(stripnl=False).get_tokens(f"{code}\n")]
    pieces = [(name, "".join([text for _, text in group])) for name, group in groupby(named, key=itemgetter(0))]
    # A lexer that loses or changes a character (some normalise white space) must not speak for the author.
    if "".join([text for _, text in pieces]) != f"{code}\n":
        return [("", code)]
    name, text = pieces[-1]
    return [*pieces[:-1], (name, text[:-1])]


@cache
def _short_name(kind: _TokenType) -> str:
    """Return the class of a token type: its own short name, or that of the nearest type above that has one."""
    from pygments.token import STANDARD_TYPES

    name = next(STANDARD_TYPES[above] for above in reversed(kind.split()) if above in STANDARD_TYPES)
    return "" if name in _PLAIN else name


def _write(pieces: Sequence[tuple[str, str]], marks: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield *pieces* as HTML with *marks*, sorted by offset, between them."""
    waiting = list(reversed(marks))
    start = 0
    for name, text in pieces:
        written, end = start, start + len(text)
        while waiting and waiting[-1][0] < end:
            at, placeholder = waiting.pop()
            yield _span(name, text[written - start : at - start])
            yield placeholder
            written = at
        yield _span(name, text[written - start :])
        start = end
    for _, placeholder in reversed(waiting):
        yield placeholder


def _span(name: str, text: str) -> str:
    """Return *text* of the class *name* as HTML."""
    html = escape(text, quote=False)
    return f'<span class="{name}">{html}</span>' if name and text else html
