"""Size: what is twice as long takes twice the work, however it was meant, and nothing exhausts the stack.

Work is counted in calls of Python functions, so that a busy machine changes nothing. `CARDPRESS_SOAK=1` parses ten
megabytes as well.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from builder.source.files import source
from builder.source.leaves import leaves
from builder.source.parser import parse
from builder.source.splitter import DEEPEST, split
from builder.source.text import Text
from tests.source.test_properties import build

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL, LARGE = 150, 600
SLACK = 1.25
"""What rounding and the part that does not grow may add to the ratio of the sizes."""

SHAPES: dict[str, Callable[[int], str]] = {
    "dollars": lambda n: "$a " * n,
    "backticks": lambda n: "`a " * n,
    "backticks of many lengths": lambda n: " ".join("`" * (k % 40 + 1) for k in range(n)),
    "brackets": lambda n: "[" * n,
    "nested brackets": lambda n: "[" * n + "]" * n,
    "nested images": lambda n: "![" * n + "](x)" * n,
    "links without end": lambda n: "[a](" * n,
    "titles without end": lambda n: '[a](b "' * n,
    "links": lambda n: "[a](https://e.org) " * n,
    "braces": lambda n: "{{" * n,
    "blanks without end": lambda n: "C: " + "{{a " * n,
    "blanks": lambda n: "C: " + "{{c1::a}} " * n,
    "blanks in code": lambda n: "C: `" + "{{c1::a}} " * n + "`",
    "blanks in math": lambda n: "C: $" + "{{c1::a}} " * n + "$",
    "nested blanks": lambda n: "C: " + "{{c1::a " * n + "}}" * n,
    "colons in braces": lambda n: "C: {{" + "{" * n + "::" * n,
    "comments without end": lambda n: "<!-- a\n\n" * n,
    "comments in a line": lambda n: "a <!-- " * n,
    "comments in lines": lambda n: "a <!-- b\n" * n,
    "elements without end": lambda n: "<div>\n\n" * n,
    "elements in a line": lambda n: "<div>" * n,
    "declarations without end": lambda n: "<!a\n\n" * n,
    "tags": lambda n: "<b>" * n,
    "attributes without end": lambda n: "<a " + "b " * n,
    "quoted attributes without end": lambda n: "<a b='" * n,
    "quotes in a line": lambda n: ">" * n,
    "lines of a quote": lambda n: "> a\n" * n,
    "lists in a line": lambda n: "- " * n + "a",
    "items": lambda n: "- a\n\n" * n,
    "table": lambda n: "| a | b |\n|---|---|\n" + "| 1 | `2` |\n" * n,
    "bars": lambda n: "|" * n + "\n" + "|-" * n + "|\n",
    "backticks in a table": lambda n: "|" + "`" * n + "\n|-|\n",
    "blanks behind a delimiter": lambda n: "a | b\n-|-" + " " * n + "x",
    "blanks behind a reference": lambda n: "[a]: b" + " " * n + "x",
    "white space": lambda n: "a" + " " * n + "b" + "\t" * n + "c",
    "one paragraph": lambda n: "word *and* `code` [l](https://e.org) $x$\n" * n,
    "emphasis without end": lambda n: "*a **b _c " * n,
    "emphasis without beginning": lambda n: "a* b** c_ " * n,
    "marks and deletions": lambda n: "==a ~~b " * n,
    "footnotes in a chain": lambda n: "a[^0]\n\n" + "".join(f"[^{k}]: b [^{k + 1}]\n\n" for k in range(n)),
    "references": lambda n: "".join(f"[r{k}]: https://e.org/{k}\n" for k in range(n)) + "\n[r1]",
    "attribute lists without end": lambda n: " {#a" * n,
    "terms": lambda n: "a\n: b\n" * n,
    "fences": lambda n: "```\n" * n,
    "paragraphs without closing tag": lambda n: "<p>\n" * n,
    "sub-headings": lambda n: "### a\n" * n,
    "blank lines": lambda n: "a\n" + "\n" * n + "b",
    "equal cards": lambda n: "Q: a\nA: b\n" * n,
    "equal sections": lambda n: "".join(f"## a\n\nQ: b{k}\nA: c\n\n" for k in range(n)),
    "questions": lambda n: "".join(f"## a{k}\n\nb\n\nC: {{{{c{k}}}}} d\n\n" for k in range(n)),
    "backslashes": lambda n: "\\" * n,
    "entities": lambda n: "&amp;" * n + "&" * n,
}


def _calls(text: str) -> int:
    """Return how many functions are called to make a deck of *text*."""
    file = source("a.md", text)
    count = 0

    def listen(_frame: object, event: str, _value: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(listen)
    try:
        build(file)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    """Four times the text, hostile or not, takes four times the work to read, check and render."""
    small, large = (_calls(f"Q: que\nA: a\n\n---\n\n{SHAPES[name](size)}") for size in (SMALL, LARGE))
    assert large <= LARGE / SMALL * SLACK * small


@pytest.mark.parametrize("name", SHAPES)
def test_long_texts_are_parsed(name: str) -> None:
    """A text of many thousand such marks is parsed to its end."""
    text = SHAPES[name](4000)
    document, _ = parse(source("a.md", text))
    assert document.span.end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000 + " end",
        "- " * 50_000 + "end",
        "1. " * 30_000 + "end",
        "> - " * 25_000 + "end",
        "".join("  " * level + "- a\n" for level in range(300)) + "  " * 300 + "end",
        "".join("> " * level + "a\n>\n" for level in range(1, 300)) + "> " * 300 + "end",
        "t\n" + "".join("  " * level + ": t\n" for level in range(300)) + "  " * 300 + "end",
    ],
)
def test_deep_nesting_is_bounded(text: str) -> None:
    """Containers nest up to a bound; below it all is text, nothing is lost, and the author is told where."""
    file = source("a.md", f"## que\n\nanswer\n\n{text}\n")
    _, _, rendered, diagnostics = build(file)
    assert "end" in "".join(str(part) for note in rendered.notes for part in note.detail.parts)
    said = [one for one in diagnostics if one.rule.code == "nested-deep"]
    assert said or text.startswith("t\n")
    assert all(file.text[one.span.start : one.span.end].lstrip()[0] in ">-1" for one in said)


def test_bound_of_nesting() -> None:
    """A text that is nested as deep as may be is no fault, and one level more is."""
    for depth, faulty in ((DEEPEST, False), (DEEPEST + 1, True)):
        _, _, _, diagnostics = build(source("a.md", "## que\n\nanswer\n\n" + "> " * depth + "end\n"))
        assert [one.rule.code for one in diagnostics] == ["nested-deep"] * faulty


def test_table_of_ten_thousand_rows() -> None:
    """A long table is one block with all its cells."""
    text = "| a | b |\n|---|---|\n" + "".join(f"| {row} | `x` |\n" for row in range(10_000))
    (block,) = split(text)
    cells = list(leaves(Text(text, "a.md", ((0, 0),))))
    assert (block.start, block.end) == (0, len(text) - 1)
    assert len(cells) == 20_002
    assert cells[-2].text.value == "9999"


def test_paragraph_of_a_megabyte() -> None:
    """A paragraph of a megabyte is one block, in one line or in many."""
    for sentence in ("Words, *more* of them `and` code. ", "Words, *more* of them `and` code.\n"):
        text = sentence * 31_000
        assert [(block.start, block.end) for block in split(text)] == [(0, len(text) - sentence.endswith("\n"))]


@pytest.mark.parametrize("size", [300_000, *([10_000_000] if "CARDPRESS_SOAK" in os.environ else [])])
def test_many_questions(size: int) -> None:
    """Megabytes of questions are parsed, and each is there."""
    one = "## Number {0}?\n\nAn *answer*.\n\n- a\n\nQ: Recall {0}? {{.core}}\nA: Yes.\n\nC: A {{{{cloze}}}} in {0}.\n\n"
    count = size // len(one)
    document, diagnostics = parse(source("a.md", "".join(map(one.format, range(count)))))
    assert diagnostics == ()
    assert len(document.chapters[0].questions) == count
    assert all(len(question.cards) == 2 for question in document.chapters[0].questions)
