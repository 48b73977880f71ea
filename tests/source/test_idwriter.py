"""`builder.source.idwriter`: ids are written where a chapter takes them, and nothing else changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from builder.collect import collect
from builder.diagnostics import has_errors
from builder.source.attributes import ID
from builder.source.files import BAD, source
from builder.source.idwriter import Wanted, Written, write_ids
from builder.source.parser import parse
from tests.source import good, grammar
from tests.source.test_properties import CONFIG, ROOT, ROUNDS, WORKS, texts

if TYPE_CHECKING:
    from builder.model import Card, Deck, Document
    from builder.source.files import Source

REPOSITORY = Path(__file__).parent.parent.parent
SHIPPED = sorted((REPOSITORY / "content").glob("*.md"))
VALID = sorted((REPOSITORY / "tests" / "cases" / "valid").glob("*.md"))

SHAPES = {
    "heading": ("## What?\n\nThat.\n", "## What? {#x}\n\nThat.\n"),
    "heading with blanks behind": ("## What? \t \n\nThat.\n", "## What? {#x} \t \n\nThat.\n"),
    "heading with closing hashes": ("## What? ##  \n\nThat.\n", "## What? {#x} ##  \n\nThat.\n"),
    "heading that ends in a hash": ("## Why C#\n\nThat.\n", "## Why C# {#x}\n\nThat.\n"),
    "heading with an indent": ("  ## What?\n\nThat.\n", "  ## What? {#x}\n\nThat.\n"),
    "heading with a list": ("## What? {.core}\n\nThat.\n", "## What? {#x .core}\n\nThat.\n"),
    "heading with a list and closing hashes": ("## W {.core} ##\n\nT\n", "## W {#x .core} ##\n\nT\n"),
    "list with blanks inside": ("## What? { .core }\n\nThat.\n", "## What? {#x .core }\n\nThat.\n"),
    "list with a hash in a value": ('## W {hint="a #b"}\n\nT\n', '## W {#x hint="a #b"}\n\nT\n'),
    "heading that ends in braces": ("## The set {0, 1}\n\nT\n", "## The set {0, 1} {#x}\n\nT\n"),
    "heading that ends in a brace": ("## Open {.core\n\nT\n", "## Open {.core {#x}\n\nT\n"),
    "heading with a list glued to it": ("## Tight{.core}\n\nT\n", "## Tight{.core} {#x}\n\nT\n"),
    "heading with an image": ("## ![a](b.svg){#fig}\n\nT\n", "## ![a](b.svg){#fig} {#x}\n\nT\n"),
    "heading with a wide blank behind": ("## What?\u3000\n\nT\n", "## What? {#x}\u3000\n\nT\n"),
    "heading at the end of the file": ("Q: a {#a}\nA: b\n\n## W\n\nT", "Q: a {#a}\nA: b\n\n## W {#x}\n\nT"),
    "front matter": ("---\ntitle: é\n---\n## W\n\nT\n", "---\ntitle: é\n---\n## W {#x}\n\nT\n"),
    "recall card": ("Q: What?\nA: That.\n", "Q: What? {#x}\nA: That.\n"),
    "recall card with tabs": ("Q:\tWhat?\t\nA:\tThat.\t\n", "Q:\tWhat? {#x}\t\nA:\tThat.\t\n"),
    "two lines": ("Q: What\nis it?\nA: That.\n", "Q: What\nis it? {#x}\nA: That.\n"),
    "a list on the first line": ("Q: What {.core}\nis it?\nA: T\n", "Q: What {#x .core}\nis it?\nA: T\n"),
    "lists on several lines": (
        "Q: What {.core}\nis it? {tags=a}\nA: T\n",
        "Q: What {#x .core}\nis it? {tags=a}\nA: T\n",
    ),
    "a list on a line of its own": ("Q: What?\n{.core}\nA: T\n", "Q: What?\n{#x .core}\nA: T\n"),
    "two paragraphs": ("Q: What?\n\nThis?\nA: T\n", "Q: What? {#x}\n\nThis?\nA: T\n"),
    "braces that are text": ("Q: Is it {0, 1}\nor {TP}\nA: T\n", "Q: Is it {0, 1}\nor {TP} {#x}\nA: T\n"),
    "hard breaks": ("Q: a  \nb\\\nc  \nA: T\n", "Q: a  \nb\\\nc {#x}  \nA: T\n"),
    "hard break before a list": ("Q: Which?  \n- a\n- b\nA: T\n", "Q: Which? {#x}  \n- a\n- b\nA: T\n"),
    "a lone blank behind the text": ("C: {{a}} is \nb {{c}} \n\nd\n", "C: {{a}} is \nb {{c}} {#x} \n\nd\n"),
    "a cloze over two lines": ("C: {{a}} is\n{{b\nc}}\n", "C: {{a}} is\n{{b\nc}} {#x}\n"),
    "no good line but one that would turn into a list": (
        "C: a {{b\nc}}  \nd\\\n1.\n",
        "C: a {{b\nc}}  \nd\\ {#x}\n1.\n",
    ),
    "empty mark line": ("Q:\nWhat?\nA: T\n", "Q:\nWhat? {#x}\nA: T\n"),
    "empty mark line and blank line": ("Q:\n\nWhat?\n\nA: T\n", "Q:\n\nWhat? {#x}\n\nA: T\n"),
    "list first": ("Q:\n- a\n\nWhich?\nA: T\n", "Q:\n- a\n\nWhich? {#x}\nA: T\n"),
    "nothing but a list": ("Q: \n- a\n- b\nA: T\n", "Q: {#x} \n- a\n- b\nA: T\n"),
    "nothing but a fence": ("Q:\n```\na\n```\nA: T\n", "Q: {#x}\n```\na\n```\nA: T\n"),
    "nothing but a table": ("Q:\n|a|b|\n|-|-|\n|1|2|\nA: T\n", "Q: {#x}\n|a|b|\n|-|-|\n|1|2|\nA: T\n"),
    "nothing but a quote": ("Q:\n> a\nb\nA: T\n", "Q: {#x}\n> a\nb\nA: T\n"),
    "nothing but a list from three": ("Q:\n3. a\n4. b\nA: T\n", "Q: {#x}\n3. a\n4. b\nA: T\n"),
    "nothing but indented code": ("Q:\n\n    a\nA: T\n", "Q: {#x}\n\n    a\nA: T\n"),
    "fence first": ("Q: ```\na\n```\nWhat?\nA: T\n", "Q: ```\na\n```\nWhat? {#x}\nA: T\n"),
    "comment first": ("Q: <!-- a\n\nb -->\nWhat?\nA: T\n", "Q: <!-- a\n\nb -->\nWhat? {#x}\nA: T\n"),
    "image": ("Q: What?\n![a](b.svg)\nA: T\n", "Q: What? {#x}\n![a](b.svg)\nA: T\n"),
    "image alone": ("Q: ![a](b.svg){#f}\nA: T\n", "Q: ![a](b.svg){#f} {#x}\nA: T\n"),
    "formula": ("Q: $a$ or\n$b$?\nA: T\n", "Q: $a$ or\n$b$? {#x}\nA: T\n"),
    "formula at the end": ("Q: What is\n$$\na\n$$\nA: T\n", "Q: What is {#x}\n$$\na\n$$\nA: T\n"),
    "formula alone": ("Q:\n$$\na\n$$\nA: T\n", "Q: {#x}\n$$\na\n$$\nA: T\n"),
    "formula on the mark line": ("Q: $$\na\n$$\nA: T\n", "Q: $$\na\n$$ {#x}\nA: T\n"),
    "code over two lines": ("Q: `a\nb` c\nA: T\n", "Q: `a\nb` c {#x}\nA: T\n"),
    "choices": ("Q: Which?\n- [x] a\n- [ ] b\n", "Q: Which? {#x}\n- [x] a\n- [ ] b\n"),
    "a line that would turn into a list": ("Q: What\n1.\nA: T\n", "Q: What {#x}\n1.\nA: T\n"),
    "cloze card": ("C: {{a}} is\n{{b}}.\n\n- {{c}}\n", "C: {{a}} is\n{{b}}. {#x}\n\n- {{c}}\n"),
    "occlusion": (
        "O: Two\n![a](b.svg)\n- rect 1% 1% 1% 1%: a {c=2}\n",
        "O: Two {#x}\n![a](b.svg)\n- rect 1% 1% 1% 1%: a {c=2}\n",
    ),
    "occlusion of an image alone": (
        "O: ![a](b.svg)\n\n- rect 1% 1% 1% 1%: a\n",
        "O: ![a](b.svg) {#x}\n\n- rect 1% 1% 1% 1%: a\n",
    ),
    "answer with braces": ("Q: What?\nA: T {.text}\n", "Q: What? {#x}\nA: T {.text}\n"),
    "heading on the mark line": ("Q: # Not one\nWhat?\nA: T\n", "Q: # Not one\nWhat? {#x}\nA: T\n"),
    "mark on the mark line": ("Q: A: is it?\nA: T\n", "Q: A: is it? {#x}\nA: T\n"),
    "signs of two units": ("Q: 🙂 é e\u0301?\nA: T\n", "Q: 🙂 é e\u0301? {#x}\nA: T\n"),
}
"""A chapter with one card that has no id, and the same with its id."""

HOMELESS = {
    "list on the mark line": "Q: - a\n  - b\nA: T\n",
    "fence on the mark line": "Q: ```\na\n```\nA: T\n",
    "a list and a definition on the mark line": "Q: - a\n\n[b]: c\nA: T\n",
    "a link's definition before a list": "Q:\n[a]: b\n- [a]\nA: T\n",
    "an id that is none": "## What? {#Upper .core}\n\nT\n",
    "a heading without text": "## #\n\nT\n",
}
"""Cards that have no line for a list, or whose author has to mend theirs first."""


def cards_of(document: Document) -> list[Card]:
    """Return the cards of a document, section titles included."""
    return [
        card
        for chapter in document.chapters
        for card in (*chapter.cards, *(one for q in chapter.questions for one in (q.card, *q.cards)))
    ]


def wanted_of(file: Source, name: str = "") -> list[Wanted]:
    """Return an id for each card of *file* that has none: *name*, or a running one."""
    bare = [card for card in cards_of(parse(file)[0]) if not card.attributes.id]
    return [Wanted(card, name or f"n-{number}") for number, card in enumerate(bare)]


def written(before: str, name: str = "x") -> Written:
    """Return the chapter *before* with ids."""
    file = source("a.md", before)
    return write_ids(before.encode(), file, wanted_of(file, name))


def deck_of(text: str) -> Deck:
    """Return the deck of one chapter."""
    return collect([parse(source("a.md", text))[0]], CONFIG, WORKS, ROOT)[0]


def without(data: str, other: str) -> bool:
    """Say whether *data* with insertions of ids, and nothing else, is *other*."""
    at = 0
    for piece in re.split(r"( \{#n-[0-9]+\}|#n-[0-9]+ ?)", other)[::2]:
        if not data.startswith(piece, at):
            return False
        at += len(piece)
    return at == len(data)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str, mark: str, ending: str) -> None:
    """Each shape of card takes its id where an author would write it, however the file is saved."""
    before, after = (mark + text.replace("\n", ending) for text in SHAPES[name])
    assert written(before) == Written(after.encode(), ())


@pytest.mark.parametrize("name", SHAPES)
def test_shape_without_newline_at_end(name: str) -> None:
    """A file that ends without a line feed still does."""
    before, after = (text.rstrip() for text in SHAPES[name])
    assert written(before) == Written(after.encode(), ())


@pytest.mark.parametrize("name", SHAPES)
def test_all_shapes_have_one_card_of_their_own(name: str) -> None:
    """What the table says is what the parser reads: the id of the only card that had none, and no other fault."""
    before, after = (parse(source("a.md", text)) for text in SHAPES[name])
    ids = [card.attributes.id for card in cards_of(before[0])]
    assert ids.count(None) == 1
    assert [card.attributes.id for card in cards_of(after[0])] == [one or "x" for one in ids]
    assert [one.message for one in before[1]] == [one.message for one in after[1]]


@pytest.mark.parametrize("name", HOMELESS)
def test_card_without_a_place_is_returned(name: str) -> None:
    """A card that has no line for a list is returned, and its neighbours get their ids all the same."""
    text = HOMELESS[name]
    file = source("a.md", f"Q: before\nA: T\n\n{text}\nQ: behind\nA: T\n")
    wanted = wanted_of(file)
    done = write_ids(file.text.encode(), file, wanted)
    assert done.unwritten == (wanted[1],)
    assert done.data.decode() == f"Q: before {{#n-0}}\nA: T\n\n{text}\nQ: behind {{#n-2}}\nA: T\n"


def test_mixed_line_ends() -> None:
    """Each line keeps the end that it has."""
    text = "\ufeff# T\r\n\r## a\n\nb\r\n\r\nQ: c\rd \r\nA: e\n\r\nC: {{f}}\r"
    after = "\ufeff# T\r\n\r## a {#n-0}\n\nb\r\n\r\nQ: c\rd {#n-1} \r\nA: e\n\r\nC: {{f}} {#n-2}\r"
    assert written(text, "") == Written(after.encode(), ())


def test_nothing_wanted() -> None:
    """Without a wish nothing changes, whatever the file holds."""
    data = b"Q: a\r\nA: b \t\r"
    assert write_ids(data, source("a.md", data.decode()), []) == Written(data, ())


@pytest.mark.parametrize("name", ["Upper", "a b", "a} {#b", "a\n\n## New\n\nb", "a .core", ""])
def test_what_is_no_id_is_not_written(name: str) -> None:
    """A name that would not be read back as this very id is not written, in a new list or in one that is there."""
    file = source("a.md", "Q: a\nA: b\n\n## c {.senior}\n\nd\n")
    wanted = [Wanted(card, name) for card in cards_of(parse(file)[0])]
    assert write_ids(file.text.encode(), file, wanted) == Written(file.text.encode(), tuple(wanted))


def test_card_with_an_id_keeps_it() -> None:
    """A card that has an id gets no second one."""
    file = source("a.md", "Q: a {#old}\nA: b\n\nQ: c\nA: d\n")
    wanted = [Wanted(card, f"n-{number}") for number, card in enumerate(cards_of(parse(file)[0]))]
    done = write_ids(file.text.encode(), file, wanted)
    assert done == Written(b"Q: a {#old}\nA: b\n\nQ: c {#n-1}\nA: d\n", (wanted[0],))


@pytest.mark.parametrize("data", [b"Q: \xff\nA: b\n", b"Q: a\x00\nA: b\n"], ids=["not-utf8", "bad-character"])
def test_file_that_was_not_read_as_it_stands_stays(data: bytes) -> None:
    """Bytes that the reader had to replace are never written back."""
    file = source("a.md", BAD.sub("\ufffd", data.decode("utf-8", errors="replace")))
    wanted = wanted_of(file)
    assert wanted
    assert write_ids(data, file, wanted) == Written(data, tuple(wanted))


def test_card_of_another_file_is_a_bug() -> None:
    """A card that stands nowhere in the file is no wish that an author can have."""
    card = cards_of(parse(source("b.md", "## a\n\nb\n"))[0])[0]
    with pytest.raises(ValueError, match=r"no card of 'a\.md'"):
        write_ids(b"## a\n\nb\n", source("a.md", "## a\n\nb\n"), [Wanted(card, "x")])


@pytest.mark.parametrize("path", SHIPPED, ids=[path.stem for path in SHIPPED])
def test_shipped_chapter_gets_its_ids_back(path: Path) -> None:
    """A chapter of our own deck, its ids taken out and written again, is the same deck to every learner."""
    text = path.read_text(encoding="utf-8")
    deck = deck_of(text)
    spans = [card.attributes.span for card in cards_of(parse(source("a.md", text))[0]) if card.attributes.id]
    bare = text
    for place in sorted(spans, reverse=True):
        said = re.sub(r"#[a-z0-9-]+ ?", "", text[place.start : place.end], count=1)
        start = place.start - (said == "{}")
        bare = bare[:start] + ("" if said == "{}" else said) + bare[place.end :]
    file = source("a.md", bare)
    cards = cards_of(parse(file)[0])
    ids = [card.attributes.id for card in cards_of(parse(source("a.md", text))[0])]
    wanted = [Wanted(card, name) for card, name in zip(cards, ids, strict=True) if name]
    assert len(wanted) == len(spans) > 10
    done = write_ids(bare.encode(), file, wanted)
    again = deck_of(done.data.decode())
    assert done.unwritten == ()
    assert [(note.id, note.source) for note in again.notes] == [(note.id, note.source) for note in deck.notes]


@pytest.mark.parametrize("path", VALID, ids=[path.stem for path in VALID])
def test_valid_case_takes_ids(path: Path) -> None:
    """Every case of the format can be given ids that are read back, and a second run has nothing to write."""
    data = path.read_bytes()
    file = source("a.md", data.decode())
    wanted = wanted_of(file)
    done = write_ids(data, file, wanted)
    assert without(data.decode(), done.data.decode())
    named = source("a.md", done.data.decode())
    assert len(wanted_of(named)) == len(done.unwritten) == 0
    ids = [card.attributes.id for card in cards_of(parse(named)[0])]
    assert [one for one in ids if one and one.startswith("n-")] == [one.id for one in wanted]


examples = settings(max_examples=80 * ROUNDS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(st.one_of(grammar.CHAPTER, grammar.CHAPTER, grammar.SOUP), st.sampled_from(["", "\ufeff"]))
@examples
def test_only_ids_are_inserted(text: str, mark: str) -> None:
    """Whatever a chapter holds, ids alone are inserted, each is read back, and its words stay where they were."""
    assume("#n-" not in text)
    data = (mark + text).encode()
    file = source("a.md", data.decode())
    wanted = wanted_of(file)
    done = write_ids(data, file, wanted)
    assert without(data.decode(), done.data.decode())
    named = source("a.md", done.data.decode())
    before, after = parse(file), parse(named)
    names = {one.card.span: one.id for one in wanted if one not in done.unwritten}
    expected = [names.get(card.span, card.attributes.id) for card in cards_of(before[0])]
    assert [card.attributes.id for card in cards_of(after[0])] == expected
    said, says = ([" ".join(one.value.split()) for one in texts(document)] for document in (before[0], after[0]))
    assert said == says
    assert [one.message for one in before[1]] == [one.message for one in after[1]]
    assert write_ids(done.data, named, []) == Written(done.data, ())
    left = [one.id for one in done.unwritten]
    rest = [Wanted(one.card, name) for one, name in zip(wanted_of(named), left, strict=True)]
    assert write_ids(done.data, named, rest) == Written(done.data, tuple(rest))


@given(st.one_of(good.CHAPTER, grammar.CHAPTER))
@examples
def test_written_ids_send_nothing_again(text: str) -> None:
    """Each card that gets the id that it has already keeps its digest, so no learner receives it again."""
    document, diagnostics = parse(source("a.md", text))
    deck, of_deck = collect([document], CONFIG, WORKS, ROOT)
    assume(not has_errors((*diagnostics, *of_deck)))
    wanted = [Wanted(note.card, note.id) for note in deck.notes if not note.card.attributes.id]
    assert all(ID.fullmatch(one.id) for one in wanted)
    again = deck_of(write_ids(text.encode(), source("a.md", text), wanted).data.decode())
    assert [(note.id, note.source, note.tags) for note in again.notes] == [
        (note.id, note.source, note.tags) for note in deck.notes
    ]
