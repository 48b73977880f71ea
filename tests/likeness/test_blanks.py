"""The numbers of blanks: a history never moves to another blank."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.likeness.blanks import Blank, Numbered, number
from builder.source.clozes import find_clozes
from builder.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile(r"\{\{(?:c([0-9,]+)::)?|\}\}")

F1 = "f1 is the {{harmonic}} mean of {{precision}} and {{recall}}."


@dataclass
class Life:
    """A card over its builds: what the lock holds of it, and what the last build said."""

    known: tuple[tuple[int, str], ...] = ()
    said: str = ""
    last: Numbered = field(default_factory=lambda: Numbered((), ()))

    def build(self, source: str) -> Numbered:
        """Build with *source*, a cloze text without other markup."""
        blanks, said = read(source)
        self.last = number(blanks, said, self.known, self.said)
        self.known, self.said = self.last.known, said
        return self.last


def read(source: str) -> tuple[list[Blank], str]:
    """Return the blanks of a cloze text and what it says with all of them filled in."""
    said = ""
    opened: list[int] = []
    starts: list[int] = []
    texts: list[str] = []
    written: list[tuple[int, ...]] = []
    at = 0
    for mark in _MARK.finditer(source):
        said += source[at : mark.start()]
        at = mark.end()
        if mark[0] == "}}":
            blank = opened.pop()
            texts[blank] = said[starts[blank] :]
        else:
            opened.append(len(starts))
            starts.append(len(said))
            texts.append("")
            written.append(tuple(int(n) for n in mark[1].split(",")) if mark[1] else ())
    said += source[at:]
    return [Blank(*pair) for pair in zip(texts, written, strict=True)], said


def flat(numbered: Numbered) -> list[int | tuple[int, ...]]:
    """Return the numbers of blanks, bare where a blank has only one."""
    return [own[0] if len(own) == 1 else own for own in numbered.numbers]


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        (F1, [1, 2, 3]),
        ("{{c2::a}} {{b}} {{c}}", [2, 1, 3]),
        ("{{a}} {{c1,3::b}} {{c}} {{c1::d}}", [2, (1, 3), 4, 1]),
        ("{{a {{b}} c}} {{d}}", [1, 2, 3]),
        ("{{a}} {{c500::b}} {{a}}", [1, 500, 2]),
    ],
)
def test_new_card(source: str, numbers: list[object]) -> None:
    """A card that no lock knows is numbered in reading order with what its author left free."""
    assert flat(Life().build(source)) == numbers
    clozes, _ = find_clozes(Text(source, "a.md", ((0, 0),)))
    assert [cloze.numbers for cloze in clozes] == list(Life().build(source).numbers)


EDITS = {
    "nothing": (F1, F1, [1, 2, 3]),
    "a blank in front": (F1, "{{f1}} is the {{harmonic}} mean of {{precision}} and {{recall}}.", [4, 1, 2, 3]),
    "a blank between": (F1, F1.replace(" and", ", {{x}} and"), [1, 2, 4, 3]),
    "a blank uncovered": (F1, "f1 is the {{harmonic}} mean of precision and {{recall}}.", [1, 3]),
    "a blank and its word taken out": (F1, "f1 is the mean of {{precision}} and {{recall}}.", [2, 3]),
    "reordered": (F1, "the {{harmonic}} mean of {{recall}} and {{precision}} is called f1.", [1, 3, 2]),
    "reworded inside": (F1, F1.replace("harmonic", "geometric"), [1, 2, 3]),
    "two neighbours reworded": (F1, F1.replace("precision", "purity").replace("recall", "completeness"), [1, 2, 3]),
    "reworded inside and nearby": (F1, "f1 means the {{geometric}} mean of {{precision}} and {{recall}}.", [1, 2, 3]),
    "reworded outside": (F1, "f-measure: {{harmonic}} mean taken of {{precision}} with {{recall}}", [1, 2, 3]),
    "another word hidden": (
        "f1 is the {{harmonic}} mean of precision and recall.",
        "f1 is the harmonic mean of {{precision}} and recall.",
        [2],
    ),
    "hidden word brought from elsewhere": (
        "f1 is the {{harmonic}} mean of precision and recall.",
        "f1 is the {{precision}} mean of harmonic and recall.",
        [2],
    ),
    "old word kept elsewhere": (
        "f1 is the {{harmonic}} mean of precision and recall.",
        "f1 is the {{geometric}} mean, never harmonic, of precision and recall.",
        [2],
    ),
    "one taken out, one put in elsewhere": ("we have {{a}}, {{b}}, {{c}}.", "we have {{a}}, {{c}}, {{d}}.", [1, 3, 4]),
    "grown": ("the {{harmonic}} mean of it", "the {{harmonic mean}} of it", [1]),
    "shrunk": ("the {{harmonic mean}} of it", "the {{harmonic}} mean of it", [1]),
    "parted": ("the {{harmonic mean}} of it", "the {{harmonic}} {{mean}} of it", [2, 3]),
    "merged": ("the {{harmonic}} {{mean}} of it", "the {{harmonic mean}} of it", [3]),
    "another sentence": ("the {{kernel size}} of a convolution", "the {{learning rate}} of an optimizer", [2]),
    "no sentence to speak of": ("{{paris}}", "{{london}}", [2]),
    "a typo in a short sentence": ("{{precison}} and {{recal}}", "{{precision}} and {{recall}}", [1, 2]),
    "neighbours in a short sentence": ("{{layer 1}} and", "{{layer 2}} and", [2]),
    "equal text in front": ("here {{x}} is", "there is {{x}}, but here {{x}} is", [2, 1]),
    "equal text behind": ("here is {{x}}.", "here is {{x}}. and there is {{x}} too.", [1, 2]),
    "equal text before or behind": ("{{x}} is here", "{{x}} or {{x}} is here", [2, 3]),
    "equal text between equals": ("a {{x}} b {{x}} c", "a {{x}} b, {{x}}, b {{x}} c", [1, 3, 2]),
    "equal text where nothing tells": ("a {{x}} b", "a {{x}}, {{x}} b", [2, 3]),
    "one of two equals uncovered": ("a {{x}} b {{x}} c", "a x b {{x}} c", [3]),
    "one of two equals taken out": ("a {{x}} b {{x}} c", "a b {{x}} c", [2]),
    "equals reordered": ("so {{x}} starts. then {{x}} ends", "then {{x}} ends. so {{x}} starts", [2, 1]),
    "equals, one taken out, one put in": ("{{x}} a b. c d {{x}}", "c d {{x}} e f {{x}}", [3, 4]),
    "made explicit": (F1, F1.replace("{{pre", "{{c2::pre"), [1, 2, 3]),
    "explicit taken away": ("{{c7::a}} is {{b}}", "{{a}} is {{b}}", [7, 1]),
    "explicit taken away, two on one": ("{{c7,9::a}} is {{b}}", "{{a}} is {{b}}", [(7, 9), 1]),
    "explicit taken away, one on two": ("{{c1::a}} is {{c1::b}} too", "{{a}} is {{b}} too", [1, 1]),
    "one on two, one reworded": ("so {{c1::a}} is {{c1::b}} too", "so {{a}} is {{c}} too", [1, 1]),
    "nested, inside reworded": ("the {{mean of {{a}} and b}} it is", "the {{mean of {{c}} and b}} it is", [1, 2]),
    "nested, outer uncovered": ("the {{mean of {{a}} and b}} it is", "the mean of {{c}} and b it is", [2]),
    "nested, inner uncovered": ("the {{mean of {{a}} and b}} it is", "the {{mean of a and b}} it is", [1]),
    "nested in itself": ("{{c2::{{x}}}} is", "{{c2::{{x}}}} was", [2, 1]),
    "math": ("p = {{c1::tp}}/({{c2::tp}}+fp)", "p = {{c1::tp}}/({{c2::tp}}+{{c3::fp}})", [1, 2, 3]),
    "no spaces": ("東京は{{日本}}の首都です", "東京は{{日本国}}の首都です", [1]),
    "part of a word": ("{{un}}supervised and {{semi}}supervised", "{{self}}supervised and {{semi}}supervised", [3, 2]),
}


@pytest.mark.parametrize(("before", "after", "numbers"), EDITS.values(), ids=EDITS)
def test_edit(before: str, after: str, numbers: list[object]) -> None:
    """After an edit each blank has its own number or one that no blank of the card ever had."""
    life = Life()
    life.build(before)
    assert flat(life.build(after)) == numbers


def test_removed_number_waits_for_its_text() -> None:
    """A removed number goes to no other blank, and back to its text, however many builds later."""
    life = Life()
    life.build(F1)
    uncovered = life.build("f1 is the harmonic mean of {{precision}} and {{recall}}.")
    assert uncovered.known == ((2, "precision"), (3, "recall"), (-1, "harmonic"))
    assert flat(life.build("f1 is the harmonic {{mean}} of {{precision}} and {{recall}}.")) == [4, 2, 3]
    back = life.build("f1 is the {{harmonic}} {{mean}} of {{precision}} and {{recall}}.")
    assert back.known == ((1, "harmonic"), (4, "mean"), (2, "precision"), (3, "recall"))


def test_reworded_text_is_forgotten() -> None:
    """A number that went over to a new wording does not come back to the old one."""
    life = Life()
    life.build(F1)
    life.build(F1.replace("harmonic", "geometric"))
    assert flat(life.build(F1.replace("harmonic", "geometric") + " not {{harmonic}}")) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("before", "after", "numbers", "said"),
    [
        ("{{a}} is {{b}}", "{{c2::a}} is {{c1::b}}", [2, 1], [(0, 2, 1), (1, 1, 2)]),
        ("{{a}} is {{b}}", "{{a}} is {{b}} or {{c1::z}}", [3, 2, 1], [(0, 3, 1)]),
        ("{{a}} is {{b}}", "{{c4::a}} is {{b}} or {{c1::z}}", [4, 2, 1], [(0, 4, 1)]),
        ("{{a}} is {{b}}", "{{c3::a}} is {{b}}", [3, 2], [(0, 3, 1)]),
        ("{{c1::a}} is {{b}}", "{{a}} is {{c1::b}}", [3, 1], [(0, 3, 1), (1, 1, 2)]),
        ("it is {{c1::a}} or b", "it is {{c1::z}} or b", [1], []),
        ("it is {{a}} or b", "it is {{c1,2::a}} or b", [(1, 2)], []),
        ("a {{x}} b {{x}} c", "a {{x}} b {{c1::x}} c", [3, 1], [(0, 3, 1), (1, 1, 2)]),
    ],
)
def test_renumbered(before: str, after: str, numbers: list[object], said: list[tuple[int, int, int]]) -> None:
    """What the author wrote holds, and each blank that thereby loses its history is named once."""
    life = Life()
    life.build(before)
    assert flat(life.build(after)) == numbers
    assert [(one.blank, one.now, one.had) for one in life.last.renumbered] == said


def test_taken_number_belongs_to_its_taker() -> None:
    """A number that the author moved to another blank never comes back to the text that had it before."""
    life = Life()
    life.build("{{a}} is {{b}}")
    life.build("{{a}} is {{b}} or {{c1::z}}")
    life.build("a is {{b}} or {{z}}")
    assert flat(life.build("{{a}} is {{b}} or {{z}}")) == [3, 2, 1]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{{paris}}", "{{london}}", [(0, 2, 1, "paris")]),
        ("the {{harmonic mean}} of it", "the {{harmonic}} {{mean}} of it", [(0, 2, 1, "harmonic mean")]),
        ("a {{x}} b", "a {{x}}, {{x}} b", [(0, 2, 1, "x")]),
        ("a {{x}} b {{x}} c", "a x b {{x}} c", [(0, 3, 1, "x")]),
        ("see {{gradient descent}}", "here we speak of {{gradient descents}} then", [(0, 2, 1, "gradient descent")]),
        ("f1 is the {{harmonic}} mean of it", "f1 is the harmonic mean of {{it}}", []),
        ("we have {{a}}, {{b}}, {{c}}.", "we have {{a}}, {{c}}, {{d}}.", []),
        ("{{a}} is {{b}}", "{{a}} is {{b}} {{d}}", []),
    ],
)
def test_unsure(before: str, after: str, said: list[tuple[int, int, int, str]]) -> None:
    """A new number is named where the blank may be one that is gone, and only there."""
    life = Life()
    life.build(before)
    named = [(one.blank, one.now, one.had, one.text_then) for one in life.build(after).unsure]
    assert named[: len(said)] == said
    assert bool(named) == bool(said)


def test_exhausted() -> None:
    """When no number up to 500 is left, a blank gets a higher one, which makes no card and is reported."""
    known = tuple((-n, f"word{n}") for n in range(1, 501))
    assert flat(number([Blank("new"), Blank("word7")], "new word7", known, "")) == [501, 7]


def test_long_card() -> None:
    """A text of thousands of blanks, edited here and there, keeps all its numbers."""
    words = [f"a {{{{word{n}}}}} b" for n in range(2000)]
    life = Life()
    life.build(" ".join(words))
    words[0], words[1000], words[1999] = "a {{one}} b", "a {{new}} b " + words[1000], "a {{other}} b"
    expected = [*range(1, 1001), 2001, *range(1001, 2001)]
    assert flat(life.build(" ".join(words))) == expected


def test_long_card_of_equals() -> None:
    """A text that hides one word a thousand times keeps its numbers, and doubts those that it cannot tell."""
    life = Life()
    life.build("{{x}}, " * 1000)
    assert flat(life.build("{{x}}, " * 1000)) == list(range(1, 1001))
    assert flat(life.build("{{x}}, " * 1001)) == list(range(1001, 2002))


# The life of a card: an author edits, and each blank has an identity that the edits know.


@dataclass
class Word:
    """A word of the sentence; `blank` is who it is as a blank, None of one that was never hidden."""

    text: str
    blank: int | None = None
    hidden: bool = False
    written: int | None = None


class Author:
    """Edits a sentence; within one build no two edits touch each other, or nobody could tell what was meant."""

    def __init__(self, data: st.DataObject, texts: Sequence[str] = ()) -> None:
        self.draw = data.draw
        self.fresh = (f"w{n}" for n in count())
        self.identities = count()
        self.texts = texts
        """What blanks may hide; without any, each hides a word of its own."""
        self.numbers: dict[int, int] = {}
        """The number of each blank at the last build."""
        self.words = [Word(next(self.fresh)) for _ in range(self.draw(st.integers(4, 12)))]
        for at in sorted(self.draw(st.sets(st.integers(0, len(self.words) - 1), max_size=5))):
            self.words[at] = self.new_blank()
        self.touched: set[int] = set()

    def new_blank(self) -> Word:
        """Return a new hidden word."""
        text = self.draw(st.sampled_from(self.texts)) if self.texts else next(self.fresh)
        return Word(text, next(self.identities), hidden=True)

    def source(self) -> str:
        """Return the sentence as a cloze text."""
        return " ".join(
            f"{{{{{f'c{word.written}::' if word.written else ''}{word.text}}}}}" if word.hidden else word.text
            for word in self.words
        )

    def hidden(self) -> list[Word]:
        """Return the hidden words in reading order."""
        return [word for word in self.words if word.hidden]

    def free(self, at: int) -> bool:
        """Tell whether no edit since the last build was near the word *at*, and touch it."""
        near = self.words[max(0, at - 3) : at + 4]
        if any(id(word) in self.touched for word in near):
            return False
        self.touched |= {id(word) for word in near}
        return True

    def edit(self, kinds: Sequence[str]) -> None:
        """Make one edit, if its place is free."""
        kind = self.draw(st.sampled_from(kinds))
        at = self.draw(st.integers(0, max(len(self.words) - 1, 0)))
        if not self.words or not self.free(at):
            return
        word = self.words[at]
        new: list[Word] | None = None
        if kind == "insert":
            new = [self.new_blank(), word]
        elif kind == "clause":
            new = [Word(next(self.fresh)), self.new_blank(), Word(next(self.fresh)), word]
        elif kind == "remove":
            new = []
        elif kind == "reword":
            word.text = next(self.fresh)
        elif kind == "reorder" and len(self.touched) <= 7:
            self.words = self.draw(st.permutations(self.words))
            self.touched |= {id(word) for word in self.words}
        elif kind == "uncover" and word.hidden:
            word.hidden, word.written = False, None
        elif kind == "cover" and not word.hidden:
            word.hidden = True
            word.blank = next(self.identities) if word.blank is None else word.blank
        elif kind == "write" and word.hidden and word.blank in self.numbers:
            word.written = None if word.written else self.numbers[word.blank]
        if new is not None:
            self.touched |= {id(word) for word in new}
            self.words[at : at + 1] = new


ALL = ("insert", "clause", "remove", "reword", "reorder", "uncover", "cover", "write")


def owned(author: Author, numbered: Numbered, owner: dict[int, int]) -> Iterator[str]:
    """Yield each number that denotes another blank than it once did, and remember all of them."""
    for word, (n, *_) in zip(author.hidden(), numbered.numbers, strict=True):
        assert word.blank is not None
        if owner.setdefault(n, word.blank) != word.blank:
            yield f"{n} went to {word.text}"
        author.numbers[word.blank] = n


@given(st.data())
def test_no_history_moves(data: st.DataObject) -> None:
    """Over the whole life of a card no number ever denotes two blanks, and a blank whose text stays keeps its own."""
    author = Author(data)
    life = Life()
    owner: dict[int, int] = {}
    log: list[str] = []
    texts: dict[int | None, str] = {}
    for _ in range(data.draw(st.integers(2, 8))):
        log.append(author.source())
        had = dict(author.numbers)
        assert not list(owned(author, life.build(author.source()), owner)), log
        assert not life.last.renumbered
        for word in author.hidden():
            if word.blank in had and texts[word.blank] == word.text:
                assert author.numbers[word.blank] == had[word.blank], log
        texts |= {word.blank: word.text for word in author.hidden()}
        author.touched = set()
        for _ in range(data.draw(st.integers(1, 3))):
            author.edit(ALL)


@given(st.data())
def test_no_history_moves_between_equals(data: st.DataObject) -> None:
    """Where blanks of equal text come and go, one at a time, none ever takes the number of another."""
    author = Author(data, texts=("x", "y"))
    life = Life()
    owner: dict[int, int] = {}
    log: list[str] = []
    for _ in range(data.draw(st.integers(2, 8))):
        log.append(author.source())
        assert not list(owned(author, life.build(author.source()), owner)), log
        author.touched = set()
        before = {word.text for word in author.hidden()}
        words, identities = list(author.words), {word.blank for word in author.hidden()}
        author.edit(("insert", "clause", "remove"))
        came = [word for word in author.hidden() if word.blank not in identities]
        if any(word.text not in before for word in came) and life.known:
            # Nothing tells a text that is back from an equal one that is new: the contract takes it for the same.
            author.words = words


SMALL = st.recursive(
    st.sampled_from(["x", "y", "z z", "f(x)", ","]),
    lambda inner: st.builds(
        lambda head, parts: head + " ".join(parts) + "}}",
        st.sampled_from(["{{", "{{", "{{c1::", "{{c2::", "{{c1,2::", "{{c3::"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
CARDS = st.lists(SMALL, min_size=1, max_size=8).map(" ".join)


@given(st.lists(CARDS, min_size=1, max_size=5))
def test_built_again(cards: list[str]) -> None:
    """A card that nobody changed keeps all its numbers, nested, doubled or shared as they may be, without a word."""
    life = Life()
    for source in cards:
        first = life.build(source)
        pairs = list(zip(first.numbers, read(source)[0], strict=True))
        assert all(own == blank.written for own, blank in pairs if blank.written)
        if any(len(own) > 1 and not blank.written for own, blank in pairs):
            # The lock does not say whether these numbers are of one blank: where its text stands twice, that is doubt.
            life = Life()
            continue
        again = life.build(source)
        assert again.numbers == first.numbers, source
        assert (again.renumbered, again.unsure) == ((), ()), source
        assert set(again.known) == set(first.known)
        assert life.build(source) == again


@given(CARDS)
def test_without_lock(source: str) -> None:
    """Without a lock every card is numbered as the parser does."""
    clozes, _ = find_clozes(Text(source, "a.md", ((0, 0),)))
    blanks = [Blank("", cloze.numbers if f"c{cloze.numbers[0]}" in source else ()) for cloze in clozes]
    written = [Blank(blank.text, own.written) for blank, own in zip(blanks, read(source)[0], strict=True)]
    assert list(number(written, "").numbers) == [cloze.numbers for cloze in clozes]
