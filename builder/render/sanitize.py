"""The allow-list that everything an author writes as HTML, and all that Markdown makes of text, must pass."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import nh3

TAGS: Final = frozenset(
    (
        "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
        "figcaption figure h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub "
        "summary sup table tbody td tfoot th thead tr u ul var wbr"
    ).split()
)
"""What may stand in a fragment. Images, sounds and films are parts of their own and never HTML here."""

GONE_WITH_CONTENTS: Final = frozenset({"script", "style", "template"})

_CALLOUT: Final = frozenset({"callout", "note", "tip", "important", "warning", "caution"})
_CLASSES: Final = {
    "div": _CALLOUT,
    "p": frozenset({"callout-title"}),
    "ul": frozenset({"checklist"}),
    "li": frozenset({"done", "todo"}),
    "pre": frozenset({"code"}),
}
"""The classes of the neutral vocabulary, by tag; a ``span`` may have those of Pygments."""

_SMALL_NUMBER: Final = re.compile(r"[1-9][0-9]?")
_NUMBER: Final = re.compile(r"-?[0-9]{1,6}")
_NAME: Final = re.compile(r"[\w+#.-]{1,40}")
_ALIGN: Final = re.compile(r"\s*text-align\s*:\s*(left|right|center)\s*;?\s*")
_LINK: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ANY: Final = re.compile(r".*", re.DOTALL)
_VALUES: Final = {
    ("*", "dir"): re.compile(r"ltr|rtl|auto"),
    ("*", "lang"): re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
    ("*", "title"): _ANY,
    ("a", "href"): re.compile(rf"(?:{_LINK.pattern}).*", re.DOTALL | re.IGNORECASE),
    ("col", "span"): _SMALL_NUMBER,
    ("colgroup", "span"): _SMALL_NUMBER,
    ("details", "open"): _ANY,
    ("li", "value"): _NUMBER,
    ("ol", "start"): _NUMBER,
    ("pre", "data-language"): _NAME,
    ("td", "colspan"): _SMALL_NUMBER,
    ("td", "rowspan"): _SMALL_NUMBER,
    ("td", "style"): _ALIGN,
    ("th", "colspan"): _SMALL_NUMBER,
    ("th", "rowspan"): _SMALL_NUMBER,
    ("th", "scope"): re.compile(r"row|col|rowgroup|colgroup"),
    ("th", "style"): _ALIGN,
}
"""The values that an attribute may have, by tag and name; spans are small, for a table is laid out cell by cell."""

_WITH_CLASSES: Final = frozenset({*_CLASSES, "span"})


def clean(html: str, *, ids: frozenset[str] = frozenset()) -> str:
    """Return *html* with nothing in it but what is allowed; text stays, but for that of ``script`` and its like.

    Of all ids only *ids* stay. Placeholders of noncharacters (U+FDD0 to U+FDEF) and digits pass unharmed. What comes
    out is well-formed, and cleaning it once more changes nothing.
    """
    return _cleaner(ids).clean(html)


@lru_cache(maxsize=64)
def _cleaner(ids: frozenset[str]) -> nh3.Cleaner:
    """Return the cleaner that leaves *ids*; most texts have none, and share one."""
    import nh3

    attributes = {tag: {name for owner, name in _VALUES if owner in ("*", tag)} | {"id"} for tag in TAGS}
    for tag in _WITH_CLASSES:
        attributes[tag].add("class")
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(GONE_WITH_CONTENTS),
        attributes=attributes,
        attribute_filter=_filter(ids),
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
    )


def removed(tag: str, attributes: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what `clean` takes out of a raw ``<tag attribute …>``: ``<tag>``, or the names of attributes.

    Ids and classes are not among them: whether they stay is a matter of their values.
    """
    name = tag.lower()
    if name not in TAGS:
        return (f"<{name}>",)
    lowered = (attribute.lower() for attribute in attributes)
    return tuple(a for a in lowered if a not in ("id", "class") and not {("*", a), (name, a)} & _VALUES.keys())


def allowed_value(tag: str, attribute: str, value: str, ids: frozenset[str] = frozenset()) -> str | None:
    """Return what stays of an attribute's value, or nothing if the attribute goes."""
    if attribute == "id":
        return value if value in ids else None
    if attribute == "class":
        return " ".join(name for name in value.split() if name in _classes(tag)) or None
    pattern = _VALUES.get((tag, attribute)) or _VALUES.get(("*", attribute))
    return value if pattern and pattern.fullmatch(value) else None


def _filter(ids: frozenset[str]) -> Callable[[str, str, str], str | None]:
    """Return `allowed_value` as `nh3` calls it."""
    return lambda tag, attribute, value: allowed_value(tag, attribute, value, ids)


def _classes(tag: str) -> frozenset[str]:
    """Return the classes that *tag* may have."""
    if tag == "span":
        from pygments.token import STANDARD_TYPES

        return frozenset(STANDARD_TYPES.values())
    return _CLASSES.get(tag, frozenset())
