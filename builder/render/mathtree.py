"""A formula as a tree of MathML, the one form that screen, print and speech are made of.

`latex2mathml` reads the mathematics. Words (text, names of operators) and blanks take their own way: numbered *slots*
stand for them while it reads, and they are put into the tree afterwards. So no text of an author passes through the
engine, which reads only a part of TeX's text and escapes none of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from builder.render.latex import ENVIRONMENTS, TEXT_VARIANTS, Kind, Mode, segments, shown_text, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.render.fragment import Math, MathBlank
    from builder.render.latex import Token

BLANK: Final = "blank"
"""The class of an ``<mrow>`` that holds a blank, or that part of it which lies in one cell of a table."""

WHICH: Final = "which"
"""The attribute of such a row that says which blank of the formula it is, from 0."""

FUNCTION: Final = "function"
"""The attribute of an ``<mi>`` that names a function: ``plain``, or ``limits`` where its limits stand below it."""

STRAY: Final = "stray"
"""The attribute of a brace that the engine took for a symbol."""

_ENTITY: Final = re.compile(r"&#x([0-9A-Fa-f]+);")
_SLOT: Final = re.compile(r"slot(\d+)")
_BLANK: Final = re.compile(rf"{BLANK}(\d+)")
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{\s*([A-Za-z]+\*?)\s*\}")
_LACKING: Final = frozenset({r"\arg"})
"""Functions that the engine leaves as they are, unless another library has told it of them."""
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


def read(math: Math) -> Element:
    """Return *math* as a ``<math>`` element without name space, much as the engine gives it.

    Raises one of `engine_faults` for a formula that `builder.render.mathcheck.check` finds at fault.
    """
    from latex2mathml.converter import Converter

    source, slots = _rewrite(tokens(math.latex, math.blanks), math.blanks)
    display = "block" if math.display else "inline"
    root = Converter(display=display).convert_to_element(source)
    del root.attrib["xmlns"]
    _fill(root, slots)
    return root


def engine_faults() -> tuple[type[Exception], ...]:
    """Return what the engine raises for formulas that it cannot read."""
    from latex2mathml import exceptions

    named = [kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    # It takes the next word and the first child without asking whether there is one.
    return (*named, StopIteration, IndexError)


def _rewrite(words: Sequence[Token], blanks: Sequence[MathBlank]) -> tuple[str, list[Element]]:
    """Return the formula as the engine shall read it, and what stands in its slots."""
    marks = _marks(words, blanks)
    source: list[str] = []
    slots: list[Element] = []
    run: list[Token] = []

    def flush() -> None:
        if run:
            source.append(rf"{{\class{{slot{len(slots)}}}{{x}}}}")
            slots.append(_words(run))
            run.clear()

    for token in words:
        if token.start in marks:
            flush()
            source.append(marks[token.start])
        if token.mode in (Mode.TEXT, Mode.NAME) and token.kind not in (Kind.OPEN, Kind.CLOSE):
            if token.text not in TEXT_VARIANTS and token.kind is not Kind.COMMENT:
                run.append(token)
            continue
        flush()
        source.append(_mathematics(token))
    flush()
    source.append(marks.get(words[-1].end if words else 0, ""))
    return _ENVIRONMENT.sub(_environment, "".join(source)), slots


def _marks(words: Sequence[Token], blanks: Sequence[MathBlank]) -> dict[int, str]:
    """Return what ends and begins blanks, by offset: first the ends, for blanks nest."""
    parts = [(which, part) for which, blank in enumerate(blanks) for part in segments(words, blank.start, blank.end)]
    marks: dict[int, str] = {}
    for _, (_, end) in parts:
        marks[end] = marks.get(end, "") + "}}"
    for which, (start, _) in parts:
        marks[start] = marks.get(start, "") + rf"{{\class{{{BLANK}{which}}}{{"
    return marks


def _mathematics(token: Token) -> str:
    """Return a word of mathematics as the engine shall read it."""
    if token.kind is Kind.OPEN:
        return "{"
    if token.kind is Kind.CLOSE:
        return "}"
    if token.kind is Kind.COMMENT or token.text in TEXT_VARIANTS or token.text.startswith(r"\operatorname"):
        return " "
    if token.text.startswith("\\\\"):
        return r"\\ "
    # Without the space the engine looks `\\mathrm{P}` up as one symbol, and finds the italic letter.
    return f"{token.text} " if token.text.startswith(r"\math") else token.text


def _environment(match: re.Match[str]) -> str:
    """Return the beginning or end of an environment under the name that the engine knows, and in braces.

    Without them it takes a bracket of the environment alone for the base of what stands above or below it.
    """
    known = rf"\{match[1]}{{{ENVIRONMENTS.get(match[2], match[2])}}}"
    return f"{{{known}" if match[1] == "begin" else f"{known}}}"


def _words(run: Sequence[Token]) -> Element:
    """Return a run of text or of a name as an element."""
    text = shown_text(run)
    command = run[0].command
    if run[0].mode is Mode.NAME:
        limits = "limits" if command.endswith("*") else "plain"
        element = Element("mi", {FUNCTION: limits})
    else:
        variant = TEXT_VARIANTS.get(command, "")
        element = Element("mtext", {"mathvariant": variant} if variant else {})
        text = text.replace(" ", _NO_BREAK)
    element.text = text
    return element


def _fill(parent: Element, slots: Sequence[Element]) -> None:
    """Put *slots* into the tree below *parent*, and characters for the engine's references."""
    if parent.text in ("{", "}"):
        # A command took it for its argument; braces that are meant to be seen are references here.
        parent.set(STRAY, "true")
    elif parent.text in _LACKING:
        parent.text = parent.text.removeprefix("\\")
    elif parent.text:
        parent.text = _ENTITY.sub(lambda match: chr(int(match[1], 16)), parent.text)
    for index, child in enumerate(parent):
        slot = _SLOT.fullmatch(child.get("class", ""))
        if slot:
            parent[index] = slots[int(slot[1])]
            continue
        if blank := _BLANK.fullmatch(child.get("class", "")):
            child.attrib.update({"class": BLANK, WHICH: blank[1]})
        _fill(child, slots)
