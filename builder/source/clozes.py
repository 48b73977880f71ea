"""The blanks of a cloze card, found in the source before Markdown and highlighting run."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic
from builder.model import Cloze
from builder.source.inline import Mark, Token, scan
from builder.source.leaves import Leaf, leaves
from builder.source.text import Text, origin, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.diagnostics import Rule, Span

_EVENT: Final = re.compile(r"\\.|\{(?=\{\{c[0-9]+(?:,[0-9]+)*::)|\{\{(?:c([0-9]+(?:,[0-9]+)*)::)?|[{}]|::", re.DOTALL)
"""A brace right before a numbered blank is the author's, as it is to Anki: ``{{{c1::1, 2}}}`` is a set."""
_NUMBERED_EVENT: Final = re.compile(r"\\\\|\\[{}]|\{\{c([0-9]+(?:,[0-9]+)*)::|[{}]")
"""In math and code only numbered blanks count, and a backslash takes a brace out of the count."""
HIGHEST: Final = 500
"""Of the numbers that get a card of their own in Anki."""
_NEAR: Final = re.compile(r"\s*[cC\u0441\u0421]\s*([\d,;\s-]*\d[\d,;\s-]*)::?(?!:)")
"""What was meant to be ``c1::``: with a capital, a blank, one colon, or a Cyrillic letter that looks the same."""
_UNSEEN: Final = re.compile(r"(?:\s|\[\^[^\]\s]+\]|<!--.*?-->)*", re.DOTALL)
"""What leaves nothing where it stands: marks of footnotes, which wait for the back, and comments."""
_DEEPEST: Final = 10
_LONGEST_NUMBER: Final = 9
_ATOMS: Final = frozenset(
    {Mark.CODE, Mark.MATH, Mark.AUTOLINK, Mark.TAG, Mark.COMMENT, Mark.IMAGE, Mark.CITATION, Mark.FOOTNOTE}
)


@dataclass(slots=True)
class _Open:
    """A brace or a blank that is still open."""

    start: int
    body: int
    numbers: tuple[int, ...] | None
    """None of a single brace, empty of a blank without a number."""
    hint: int = -1


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something wrong at ``[start:end]`` of a leaf."""

    rule: Rule
    start: int
    end: int
    message: str
    hint: str


def find_clozes(text: Text) -> tuple[tuple[Cloze, ...], tuple[Diagnostic, ...]]:
    """Return the blanks of *text* by their start, each with its number, and what is wrong with them."""
    based = Text(text.value, text.path, ((0, 0),))
    found: list[Cloze] = []
    diagnostics: list[Diagnostic] = []
    for leaf in leaves(based):
        clozes, bad = _in_leaf(leaf)
        found += [_shifted(cloze, leaf.text) for cloze in clozes]
        diagnostics += [Diagnostic(f.rule, _place(text, leaf.text, f), f.message, f.hint) for f in bad]
    numbered = _numbered(sorted(found, key=lambda cloze: cloze.start))
    for cloze in numbered:
        diagnostics += [*_check(cloze, text), *_near(cloze, text)]
    diagnostics += [_of_nest(cloze, text) for cloze in too_deep(numbered)]
    return numbered, tuple(diagnostics)


def _place(text: Text, leaf: Text, fault: _Fault) -> Span:
    """Return where in the file a fault of *leaf* stands."""
    return span(text, origin(leaf, fault.start), origin(leaf, fault.end - 1) + 1)


def _shifted(cloze: Cloze, leaf: Text) -> Cloze:
    """Return *cloze* with the offsets of the text that *leaf* was taken from."""

    def end(at: int) -> int:
        return origin(leaf, at - 1) + 1 if at else origin(leaf, at)

    body = (origin(leaf, cloze.body[0]), end(cloze.body[1]))
    hint = (origin(leaf, cloze.hint[0]), end(cloze.hint[1])) if cloze.hint else None
    return replace(cloze, start=origin(leaf, cloze.start), end=end(cloze.end), body=body, hint=hint)


def _numbered(clozes: list[Cloze]) -> tuple[Cloze, ...]:
    """Give each blank without a number the lowest one that is free, in reading order."""
    taken = {number for cloze in clozes for number in cloze.numbers}
    free = (number for number in range(1, len(clozes) + len(taken) + 2) if number not in taken)
    return tuple(cloze if cloze.numbers else replace(cloze, numbers=(next(free),)) for cloze in clozes)


def too_deep(clozes: Iterable[Cloze]) -> Iterator[Cloze]:
    """Yield the outermost blank of each nest that is deeper than Anki reads (`rslib/src/cloze.rs`)."""
    opened: list[Cloze] = []
    for cloze in clozes:
        while opened and opened[-1].end <= cloze.start:
            opened.pop()
        opened.append(cloze)
        if len(opened) == _DEEPEST + 1:
            yield opened[0]


def _of_nest(outermost: Cloze, text: Text) -> Diagnostic:
    """Return the fault of a nest that is too deep."""
    message = f"Clozes are nested more than {_DEEPEST} deep here, and Anki shows nothing of what is deeper."
    place = span(text, outermost.start, outermost.end)
    return Diagnostic(faults.CLOZE_DEEP, place, message, "Make several cards of it.")


def _check(cloze: Cloze, text: Text) -> Iterator[Diagnostic]:
    """Yield what is wrong with one blank."""
    place = span(text, cloze.start, cloze.end)
    if _UNSEEN.fullmatch(text.value, *cloze.body):
        message = "A cloze hides nothing."
        yield Diagnostic(faults.CLOZE_EMPTY, place, message, "Write the answer between its braces.")
    for number in cloze.numbers:
        if not 1 <= number <= HIGHEST:
            message = f"The cloze number {number} is not between 1 and {HIGHEST}; Anki would make no card of it."
            yield Diagnostic(faults.CLOZE_NUMBER, place, message, "Choose a lower number, or make two cards of it.")


def _near(cloze: Cloze, text: Text) -> Iterator[Diagnostic]:
    """Yield a warning where a blank begins like a number of Anki's, and would be shown the wrong way round."""
    inside = text.value[cloze.start + 2 : cloze.end - 2]
    if cloze.written or cloze.place != "prose" or not (found := _NEAR.match(inside)):
        return
    said, answer = found[0].rstrip(":").strip(), inside[found.end() :]
    numbers = ",".join(str(int(number[:_LONGEST_NUMBER])) for number in re.findall(r"\d+", found[1]))
    message = f"`{found[0].strip()}` is no number of a cloze, so the card hides `{said}` and shows the rest as a hint."
    if not cloze.hint:
        message = f"`{found[0].strip()}` is no number of a cloze, so the card hides it together with the rest."
    hint = f"Write `{{{{c{numbers}::{answer}}}}}`; if `{said}` is the answer, number it: `{{{{c1::{said}::…}}}}`."
    yield Diagnostic(faults.CLOZE_NEAR, span(text, cloze.start, cloze.end), message, hint)


def _in_leaf(leaf: Leaf) -> tuple[list[Cloze], list[_Fault]]:
    """Return the blanks of one leaf."""
    text = leaf.text.value
    if "{{" not in text and "}}" not in text:
        return [], []
    if leaf.place == "code":
        return _pair(text, 0, len(text), "code")
    tokens = scan(text)
    found, bad = _pair(text, 0, len(text), "prose", tuple(_skips(tokens)))
    for token in tokens:
        if token.mark in {Mark.MATH, Mark.CODE}:
            inner, inner_bad = _pair(text, *token.body, token.mark.name.lower())
            found, bad = found + inner, bad + inner_bad
    return found, bad


def _skips(tokens: Iterable[Token]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of prose in which braces are no blanks: atoms, and the addresses of links."""
    for token in sorted(tokens, key=lambda t: t.start if t.mark in _ATOMS else t.body[1]):
        if token.mark in _ATOMS:
            yield token.start, token.end
        elif token.mark is Mark.LINK:
            yield token.body[1], token.end


def _pair(
    text: str, start: int, end: int, place: str, skips: tuple[tuple[int, int], ...] = ()
) -> tuple[list[Cloze], list[_Fault]]:
    """Return the blanks of ``text[start:end]``: first with single braces in mind, then, if that fails, without."""
    found, bad = _match(text, start, end, place, skips, braces=True)
    if not bad:
        return found, bad
    plain, still_bad = _match(text, start, end, place, skips, braces=False)
    return (plain, still_bad) if len(still_bad) < len(bad) else (found, bad)


def _match(
    text: str, start: int, end: int, place: str, skips: tuple[tuple[int, int], ...], *, braces: bool
) -> tuple[list[Cloze], list[_Fault]]:
    """Return the blanks of ``text[start:end]`` and the braces without partner."""
    found: list[Cloze] = []
    bad: list[_Fault] = []
    stack: list[_Open] = []
    blanks: list[_Open] = []
    """Those on the stack that are more than single braces."""
    pattern = _EVENT if place == "prose" else _NUMBERED_EVENT
    pending = list(reversed(skips))
    at = start
    while event := pattern.search(text, at, end):
        at = event.start()
        while pending and pending[-1][1] <= at:
            pending.pop()
        if pending and pending[-1][0] <= at:
            at = pending[-1][1]
            continue
        said = event[0]
        at = event.end()
        if said.startswith("{{"):
            stack.append(_Open(event.start(), at, _numbers(event[1])))
            blanks.append(stack[-1])
        elif said in {"{", "\\{"} and braces:
            stack.append(_Open(event.start(), at, None))
        elif said == "::":
            if blanks:
                blanks[-1].hint = event.start()
        elif said in {"}", "\\}"} and stack and stack[-1].numbers is None:
            stack.pop()
        elif said == "}" and text.startswith("}}", event.start(), end):
            at = event.start() + 2
            if stack:
                found.append(_cloze(stack.pop(), event.start(), place))
                blanks.pop()
            elif place == "prose":
                bad.append(_closes_nothing(event.start()))
    bad += [_never_closed(entry) for entry in stack if entry.numbers is not None]
    return found, bad


def _numbers(said: str | None) -> tuple[int, ...]:
    """Return the numbers that stand before the first ``::`` of a blank; absurdly long ones are out of range anyway."""
    return tuple(int(number[:_LONGEST_NUMBER]) for number in said.split(",")) if said else ()


def _cloze(entry: _Open, close: int, place: str) -> Cloze:
    """Return the blank that *entry* opened and the braces at *close* end."""
    numbers = entry.numbers or ()
    if entry.hint >= entry.body:
        body, hint = (entry.body, entry.hint), (entry.hint + 2, close)
        return Cloze(numbers, entry.start, close + 2, body, hint, place, written=bool(numbers))
    return Cloze(numbers, entry.start, close + 2, (entry.body, close), None, place, written=bool(numbers))


def _closes_nothing(at: int) -> _Fault:
    """Return the fault of ``}}`` without ``{{``."""
    message = "`}}` closes no cloze."
    return _Fault(faults.CLOZE_UNBALANCED, at, at + 2, message, "Write `{{` before what it hides, or `\\}}`.")


def _never_closed(entry: _Open) -> _Fault:
    """Return the fault of ``{{`` without ``}}``."""
    message = "A cloze opens here and is not closed in the same block."
    return _Fault(faults.CLOZE_UNBALANCED, entry.start, entry.start + 2, message, "Write `}}` behind what it hides.")
