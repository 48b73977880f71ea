"""SVG from strangers, made fit to stand inside a page: no script, nothing from outside, no id that another one has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

from builder import faults
from builder.render.problem import Problem
from builder.render.svgnames import ATTRIBUTES, ELEMENTS, PROPERTIES, QUIET_ATTRIBUTES, QUIETLY_REMOVED, UNWRAPPED
from builder.render.svgstyle import clean_declarations, clean_sheet, clean_value
from builder.source.files import lf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.diagnostics import Rule

MAX_BYTES: Final = 5_000_000
MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 200_000
"""Counted with what each ``use`` repeats."""

MAX_LENGTH: Final = 1e6
"""CSS px."""

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_KEPT_XML: Final = {f"{_XML} lang": f"{{{_XML}}}lang", f"{_XML} space": f"{{{_XML}}}space"}
_REFERENCES: Final = frozenset({"aria-labelledby", "aria-describedby"})
_SHOWS: Final = {"image": "data:", "use": "#"}
"""Elements that show what their ``href`` names, and how it begins. One that names nothing goes: print chokes on it."""

_HTML: Final = "Export it with labels of SVG text (in Mermaid: `htmlLabels: false`), or save it as a PNG."
_LABEL: Final = 40
"""Characters of a label that a message shows."""

_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=\s]*")
_LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_PIXELS: Final = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 96 / 6,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "q": 24 / 25.4,
}
"""CSS px to the unit: CSS Values and Units 4, section 6.2."""


@dataclass(frozen=True, slots=True)
class CleanSvg:
    """An SVG that may stand in a page."""

    data: bytes
    """UTF-8 with LF, without XML declaration."""
    width: float | None
    """In CSS px, where the file tells; so is `height`."""
    height: float | None
    removed: tuple[str, ...]
    """What was dangerous and is gone: names of elements in ``<>``, of attributes, and of at-rules."""


class _RefusedError(Exception):
    """A file that cannot be cleaned; carries the `Problem` that says why."""

    def __init__(self, rule: Rule, message: str, hint: str = "") -> None:
        """Make the problem."""
        super().__init__(message)
        self.problem = Problem(rule, message, hint)


def clean_svg(data: bytes) -> CleanSvg | Problem:
    """Return the SVG in *data* without anything that acts or reaches outside, or why that cannot be.

    Every id gets a prefix made of the file's digest, whatever its line ends, and style sheets hold below the root
    only, so that many pictures can stand in one page. ``title`` and ``desc`` stay. Refused are ``foreignObject`` (its
    text vanishes in print), a DTD with declarations, and what is too large or too deep to draw.
    """
    try:
        root = _parse(data)
        cleaner = _Cleaner(f"s{sha256(lf(data)).hexdigest()[:10]}-")
        picture = cleaner.picture(root)
        _refuse_explosion(picture)
    except _RefusedError as refused:
        return refused.problem
    width, height = _size(picture)
    text = tostring(picture, encoding="unicode")
    return CleanSvg(f"{text}\n".encode(), width, height, tuple(dict.fromkeys(cleaner.removed)))


def _parse(data: bytes) -> Element:
    """Return the root element, with names as ``<name space> <local name>``."""
    if len(data) > MAX_BYTES:
        raise _RefusedError(
            faults.SVG_REFUSED, f"The SVG has more than {MAX_BYTES // 1_000_000} MB.", "Make it smaller."
        )
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise _RefusedError(
                faults.SVG_REFUSED, "The SVG is nested too deeply or has too many elements.", "Simplify it."
            )
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    def doctype(_name: str, _system: str | None, _public: str | None, has_declarations: int) -> None:
        if has_declarations:
            raise _RefusedError(faults.SVG_REFUSED, "The SVG has a DTD with declarations.", "Save it as plain SVG.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  # It takes no keyword.
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}: {expat.ErrorString(error.code)}"
        raise _RefusedError(faults.IMAGE_TYPE, f"The SVG is not well-formed XML ({where}).", "Save it again.") from None
    except LookupError:
        raise _RefusedError(
            faults.IMAGE_TYPE, "The SVG names an unknown character encoding.", "Save it as UTF-8."
        ) from None
    return builder.close()


class _Cleaner:
    """Copies a tree without what is dangerous; names that in `removed`."""

    def __init__(self, prefix: str) -> None:
        """Clean a file whose ids shall begin with *prefix*."""
        self.prefix = prefix
        self.removed: list[str] = []

    def picture(self, root: Element) -> Element:
        """Return the whole tree."""
        if root.tag != f"{_SVG} svg":
            hint = f'Its first element must be <svg xmlns="{_SVG}">.'
            raise _RefusedError(faults.IMAGE_TYPE, "The file is XML, but no SVG.", hint)
        picture = self._element(root, "svg")
        picture.attrib.setdefault("id", f"{self.prefix}svg")
        self._style_sheets(picture, picture.attrib["id"])
        picture.attrib = {"xmlns": _SVG, **picture.attrib}
        return picture

    def _rename(self, name: str) -> str:
        """Return the id that *name* becomes."""
        return self.prefix + name

    def _element(self, source: Element, name: str) -> Element:
        """Return *source* and all below it, cleaned."""
        element = Element(name, dict(sorted(self._attributes(source))))
        element.text = source.text
        self._children(source, element)
        return element

    def _children(self, source: Element, target: Element) -> None:
        """Put the children of *source*, cleaned, into *target*."""
        for child in source:
            space, _, name = child.tag.rpartition(" ")
            if space != _SVG or name in QUIETLY_REMOVED:
                pass
            elif name.lower() == "foreignobject":
                raise _RefusedError(faults.SVG_REFUSED, f"The SVG holds HTML{_shown(child)}, which print loses.", _HTML)
            elif name in UNWRAPPED:
                self._children(child, target)
            elif name in ELEMENTS:
                element = self._element(child, name)
                if element.get("href", "").startswith(_SHOWS.get(name, "")):
                    target.append(element)
            else:
                self.removed.append(f"<{name}>")
            _append_text(target, child.tail)

    def _attributes(self, source: Element) -> Iterator[tuple[str, str]]:
        """Yield the attributes of *source* that may stay."""
        for full, value in source.attrib.items():
            space, _, name = full.rpartition(" ")
            if full in _KEPT_XML:
                yield _KEPT_XML[full], value
            elif space in ("", _XLINK) and name == "href":
                if self._is_reference(value):
                    yield name, f"#{self._rename(value[1:])}" if value.startswith("#") else "".join(value.split())
            elif space:
                continue
            elif name in ATTRIBUTES:
                yield from self._attribute(name, value)
            elif name not in QUIET_ATTRIBUTES and not name.startswith("data-"):
                self.removed.append(name)

    def _is_reference(self, value: str) -> bool:
        """Say whether a link stays in the file: to an id, or to a picture that it holds itself."""
        if value.startswith("#") or _PICTURE.fullmatch(value):
            return True
        self.removed.append(f'href="{value[:40]}"')
        return False

    def _attribute(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        """Yield one attribute that SVG has, with the ids in its value renamed, unless it reaches outside."""
        kept: str | None = value
        if name == "id":
            kept = self._rename(value)
        elif name in _REFERENCES:
            kept = " ".join(map(self._rename, value.split()))
        elif name == "style":
            kept = clean_declarations(value, self._rename, self.removed) or None
        elif name in PROPERTIES:
            kept = clean_value(value, self._rename)
            if kept is None:
                self.removed.append(name)
        if kept is not None:
            yield name, kept

    def _style_sheets(self, picture: Element, root: str) -> None:
        """Clean the ``style`` elements of *picture*."""
        for element in picture.iter("style"):
            element.text = clean_sheet(element.text or "", root, self._rename, self.removed)
            element[:] = []


def _shown(element: Element) -> str:
    """Return the name of *element*, which holds HTML, and the words in it, for a message."""
    words = " ".join("".join(element.itertext()).split())
    label = f", “{words if len(words) <= _LABEL else words[: _LABEL - 1] + '…'}”" if words else ""
    return f" (`foreignObject`{label})"


def _append_text(target: Element, text: str | None) -> None:
    """Put *text* behind the last child of *target*, or at its beginning."""
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def _refuse_explosion(picture: Element) -> None:
    """Refuse a picture whose ``use`` elements repeat each other without end, or all but."""
    targets = {element.get("id"): element for element in picture.iter() if element.get("id")}
    weights: dict[str, int] = {}
    under_way: set[str] = set()

    def weigh(element: Element) -> int:
        weight = 1 + sum(map(weigh, element))
        reference = element.get("href", "")[1:]
        if element.tag == "use" and reference in targets:
            weight += weigh_target(reference)
        if weight > MAX_ELEMENTS:
            raise _RefusedError(faults.SVG_REFUSED, "The SVG repeats its parts too often (`use`).", "Simplify it.")
        return weight

    def weigh_target(name: str) -> int:
        if name in under_way or len(under_way) > MAX_DEPTH:
            raise _RefusedError(faults.SVG_REFUSED, "A part of the SVG repeats itself (`use`).", "Simplify it.")
        if name not in weights:
            under_way.add(name)
            weights[name] = weigh(targets[name])
            under_way.remove(name)
        return weights[name]

    weigh(picture)


def _size(picture: Element) -> tuple[float | None, float | None]:
    """Return width and height in CSS px: as written, else of the view box."""
    width, height = (_pixels(picture.get(name, "")) for name in ("width", "height"))
    box = re.split(r"[\s,]+", picture.get("viewBox", "").strip())
    try:
        box_width, box_height = (float(number) for number in box[2:4])
    except ValueError:
        return width, height
    if not (0 < box_width < MAX_LENGTH and 0 < box_height < MAX_LENGTH):
        return width, height
    if width and not height:
        return width, width * box_height / box_width
    if height and not width:
        return height * box_width / box_height, height
    return width or box_width, height or box_height


def _pixels(length: str) -> float | None:
    """Return a length in CSS px, or nothing where it depends on what is around it."""
    match = _LENGTH.fullmatch(length)
    if not match:
        return None
    pixels = float(match[1]) * _PIXELS[(match[2] or "").lower()]
    return pixels if 0 < pixels < MAX_LENGTH else None
