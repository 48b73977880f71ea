"""What is said of scripts: powers, indices, limits, accents, labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.render.speech.fences import norm_name, said_fence, said_measure
from builder.render.speech.row import INDEX, LIMIT, Manner, bare_name, function_words, is_size, pieces, said_row
from builder.render.speech.tables import said_conditions
from builder.render.speech.tree import (
    FENCED,
    NUMBER_SETS,
    core_of,
    has_sound,
    is_accent,
    is_divergence,
    is_minus_one,
    is_name,
    is_sign,
    is_simple,
    name_of,
    parts_of,
    scripts_of,
    text_of,
)
from builder.render.speech.words import ACCENTS, BIG_OPERATORS, MARKS, POWERS, PRIMES, TRANSPOSE, symbol

if TYPE_CHECKING:
    from builder.render.speech.row import Say

_BRACES: Final = frozenset("⏞⏟⎴⎵⏜⏝")
_RELATIONS: Final = frozenset("=≠<>≤≥∈∉")
_BARS: Final = frozenset("|‖")
_GOES: Final = {"→": "goes", "⟶": "goes", "↦": "maps", "⟼": "maps"}
_DEFINES: Final = frozenset(("def", "def.", "△", "▵"))
_MEASURED: Final = ("||", "‖‖")


def said_scripts(element: Element, say: Say) -> str:
    """Return a base with what stands below and above it."""
    base, core = element[0], core_of(element)
    below, above = scripts_of(element)
    if core.tag == "mo" and core.text in _BARS and base is core:
        return _evaluated(below, above, say)
    if core.tag == FENCED and base is core:
        return _fenced(element, say)
    if core.tag == "mo" and core.text in BIG_OPERATORS and base is core:
        return f"{symbol(core.text or '')} {_limits(below, above, say)}"
    if is_name(core) and base is core:
        return _named(element, say)
    if base is core and core.text in ("𝔼", "ℙ") and below is not None:
        return f"{say(core)} over {said_row(parts_of(below), say, LIMIT)} {_power(element, above, say)}"
    if core.text == "∇" and element.tag == "msub" and base is core and below is not None:
        return f"the gradient with respect to {_part(below, '', 'end variable', say)}"
    if element.tag in ("munder", "mover", "munderover"):
        return _marked(element, say)
    if is_divergence(element):
        return f"the {''.join(element[1].itertext())} divergence {_power(element, above, say)}"
    index = _index(below, say, "sub" if has_sound(base) else "subscript")
    return f"{_base(base, say)} {index} {_power(element, above, say)}"


def _base(base: Element, say: Say) -> str:
    """Return what scripts stand at, so that one hears where it begins."""
    if base.tag == "mrow" and len(base):
        return f"the quantity {said_row(list(base), say)} end quantity"
    return say(base)


def _part(element: Element, start: str, end: str, say: Say) -> str:
    """Return *element* behind *start*; with *end* if one cannot hear where it ends."""
    said = f"{start} {say(element)}"
    return said if is_simple(element) else f"{said} {end}"


def _index(below: Element | None, say: Say, start: str = "sub") -> str:
    """Return a subscript, with relations in their short form; nothing if there is none."""
    if below is None or not has_sound(below):
        return ""
    if is_simple(below):
        return f"{start} {say(below)}"
    return f"{start} {said_row(parts_of(below), say, INDEX)} end {start}"


def _evaluated(below: Element | None, above: Element | None, say: Say) -> str:
    """Return a bar behind a term, with where the term is taken."""
    if below is not None and above is not None:
        return f"evaluated from {say(below)} to {say(above)} end evaluation"
    point = above if below is None else below
    return _part(point, "evaluated at", "end evaluation", say) if point is not None else ""


def _fenced(element: Element, say: Say) -> str:
    """Return brackets with scripts: the index of a norm, the range of a set, a point where a term is taken."""
    fence = element[0]
    below, above = scripts_of(element)
    pair = fence.get("open", "") + fence.get("close", "")
    is_span = pair == "[]" and below is not None and above is not None
    if is_span or (pair == "|" and not fence.get("open")):
        point = _part(below, "at", "end value", say) if below is not None and above is None else ""
        if below is not None and above is not None:
            point = f"from {say(below)} to {say(above)} end value"
        return f"the value of {said_row(list(fence), say)} {point or _power(element, above, say)}"
    if pair == "{}" and below is not None and not is_simple(below):
        return f"the set of {said_row(list(fence), say)} end set for {_range(below, above, say)} end range"
    index = norm_name(below, say) if below is not None and pair == "‖‖" else ""
    rest = "" if index else _index(below, say)
    if pair in _MEASURED and not any(part.tag == "mtable" for part in fence):
        squared = above is not None and text_of(above) == "2"
        power = "" if squared else _power(element, above, say)
        closed = bool(rest or power)
        return f"{said_measure(fence, say, closed=closed, index=index, squared=squared)} {rest} {power}"
    return f"{said_fence(fence, say, closed=True)} {rest} {_power(element, above, say)}"


def _named(element: Element, say: Say) -> str:
    """Return the name of a function with scripts."""
    name, (below, above) = element[0], scripts_of(element)
    words = function_words(name_of(name))
    if name_of(name) == "log" and below is not None:
        return f"{_part(below, 'log base', 'end base', say)} {_power(element, above, say)}"
    if below is not None and any(part.text in _GOES for part in parts_of(below)):
        return f"{words} as {_approach(below, say)}"
    if below is not None and (element.tag in ("munder", "munderover") or words.startswith("the ")):
        upper = _power(element, above, say) if element.tag == "msubsup" else ""
        return f"{words} {upper} {_limits(below, above if not upper else None, say)}"
    if above is not None and element.tag in ("mover", "munderover"):
        return f"{words} with {say(above)} above"
    if above is not None and below is None and is_minus_one(above):
        return f"inverse {words}"
    index = _index(below, say)
    return f"{bare_name(name_of(name)) if below is not None else words} {index} {_power(element, above, say)}"


def _limits(below: Element | None, above: Element | None, say: Say) -> str:
    """Return the limits of a sum, an integral or a maximum."""
    if below is not None:
        span = _range(below, above, say)
        return span if span.startswith("from ") else f"over {span}"
    return f"to {say(above)}" if above is not None else ""


def _range(below: Element, above: Element | None, say: Say) -> str:
    """Return what a variable runs through, from *below* to *above*."""
    variable, *start = pieces(parts_of(below), "=")
    if len(start) == 1 and variable and start[0] and above is not None:
        first, last = said_row(start[0], say), say(above)
        return f"{said_row(variable, say)} from {first} to {last}"
    if above is not None:
        return f"from {_condition(below, say)} to {say(above)}"
    return f"from {_condition(below, say)}" if len(start) == 1 and variable else _condition(below, say)


def _condition(below: Element, say: Say) -> str:
    """Return what stands below a sum, with relations in their short form."""
    if below.tag == "mtable":
        return said_conditions(below, say)
    parts = parts_of(below)
    return said_row(parts, say, replace(LIMIT, bar=_bar(parts)))


def _bar(parts: list[Element]) -> str:
    """Return what a bar in a condition means: what is behind it is a condition, too, or a number to be divided."""
    behind = list(pieces(parts, "∣|"))[1:]
    if any(part.tag == "mo" and part.text in _RELATIONS for piece in behind for part in piece):
        return "such that"
    is_division = any(part.text == "∣" for part in parts)
    return "dividing" if is_division else "given"


def _approach(below: Element, say: Say) -> str:
    """Return what stands below a limit; a small plus or minus tells from which side."""
    *rest, last = parts_of(below) or [below]
    above = scripts_of(last)[1] if last.tag == "msup" else None
    side = {"+": "from above", "−": "from below", "-": "from below"}.get(text_of(above) if above is not None else "")
    if side is None:
        return _condition(below, say)
    return f"{said_row([*rest, last[0]], say, LIMIT)} {side}"


def _power(element: Element, above: Element | None, say: Say) -> str:
    """Return a superscript: a power, unless it is a mark like a prime or a star."""
    if above is None or not has_sound(above):
        return ""
    base, text, parts = core_of(element), text_of(above), parts_of(above)
    if not has_sound(element[0]) and text not in MARKS:
        return _part(above, "superscript", "end superscript", say)
    mark = _mark(base, above)
    if mark:
        return mark
    if len(parts) > 1 and set(parts[0].text or " ") <= set(PRIMES):
        return _after_primes(element, parts, say)
    if above.tag in (FENCED, "mo"):
        return f"superscript {say(above)}"
    if base.text in NUMBER_SETS and is_size(parts):
        return f"to the {said_row(parts, say, Manner(times='by'))}"
    return f"to the {say(above)}" if is_simple(above) else f"to the power {say(above)} end power"


def _mark(base: Element, above: Element) -> str:
    """Return a superscript of *base* that has a word of its own; nothing for others."""
    text, parts = text_of(above), parts_of(above)
    if base.tag != "mn" and text in TRANSPOSE:
        return "transpose"
    if base.tag != "mn" and is_minus_one(above):
        return "inverse"
    if base.tag != "mn" and len(parts) == 2 and is_sign(parts[0]) and text_of(parts[1]) in TRANSPOSE:
        return "inverse transpose"
    if base.text == "1" and MARKS.get(text) == "degrees":
        return "degree"
    if text and set(text) <= set(PRIMES):
        return " ".join(symbol(prime) for prime in text)
    return POWERS.get(text) or MARKS.get(text, "")


def _after_primes(element: Element, parts: list[Element], say: Say) -> str:
    """Return primes, and the power behind them."""
    row = parts[1]
    if len(parts) > 2:
        row = Element("mrow")
        row.extend(parts[1:])
    return f"{say(parts[0])} {_power(element, row, say)}"


def _marked(element: Element, say: Say) -> str:
    """Return accents, braces and labels on the base of *element*."""
    base, (below, above) = element[0], scripts_of(element)
    if element.tag != "munderover" and text_of(element[1]) in ACCENTS and (is_accent(element) or _is_brace(element)):
        return _accented(element, "", say)
    if element.tag != "munderover" and base.tag in ("munder", "mover") and _is_brace(base):
        return _accented(base, say(element[1]), say)
    labels = {"above": above, "below": below}
    marks = {place: label for place, label in labels.items() if label is not None and has_sound(label)}
    if base.text in _GOES and marks:
        by, under = marks.get("above"), marks.get("below")
        words = [f"by {say(by)}" if by is not None else "", f"under {say(under)}" if under is not None else ""]
        return f"{_GOES[base.text or '']} {' '.join(words)} to"
    if base.text == "=" and above is not None and below is None and "".join(above.itertext()) in _DEFINES:
        return symbol("≜")
    said = " and ".join(f"{say(label)} {place}" for place, label in marks.items())
    return f"{_base(base, say)} with {said}" if said else _base(base, say)


def _is_brace(element: Element) -> bool:
    """Say whether *element* is a term with a brace or its like on or under it."""
    return element.tag in ("munder", "mover") and text_of(element[1]) in _BRACES


def _accented(element: Element, label: str, say: Say) -> str:
    """Return an accent, line or brace on or under its base; *label* is what stands at a brace."""
    base, accent = element
    over = element.tag == "mover"
    word = ACCENTS[accent.text or ""]
    if word == "bar" and not over:
        word = "underline"
    is_short = base.tag != "mrow" and is_simple(base)
    if word == "arrow" and over:
        return f"vector {say(base)}" if is_short else f"the vector {say(base)} end vector"
    if is_short and not _is_brace(element):
        mark = "underlined" if word == "underline" else word if over else f"with {word} below"
        return f"{say(base)} {mark}"
    named = f"{say(base)} labelled {label}" if label else say(base)
    return f"{word} {'over' if over else 'under'} {named} end {word}"
