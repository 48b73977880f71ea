"""Slugs, names, tags and digests: what they gave at the first release, they give for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.collect import collect, notes_of
from builder.diagnostics import has_errors
from builder.identity import names
from builder.identity.slug import automatic_id, slug, text_hash
from builder.model import Work
from builder.settings import Config
from builder.source.files import source
from builder.source.parser import parse

WORKS = {"lin2014": Work("lin2014", "Lin", "2014", "COCO"), "he2016": Work("he2016", "He", "2016", "ResNet")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How do you judge a detector?", "how-do-you-judge-a-detector"),
        ("What's new", "whats-new"),
        ("Qu'est-ce que l'été ?", "quest-ce-que-lete"),
        ("Größe & Maß", "groe-ma"),
        ("ﬁne ½ Ⅷ", "fine-12-viii"),
        ("IoU ≥ 0.5", "iou-0-5"),
        ("snake_case_name", "snake-case-name"),
        ("--- a -- b ---", "a-b"),
        ("A\u00a0no-break space", "a-no-break-space"),
        ("召回率", ""),
        ("🙂", ""),
        ("", ""),
        ("x" * 60, "x" * 48),
        ("a" * 40 + " " + "b" * 7, "a" * 40 + "-" + "b" * 7),
        ("a" * 40 + " " + "b" * 8 + " c", "a" * 40),
        ("one two three four five six seven eight nine ten eleven", "one-two-three-four-five-six-seven-eight-nine-ten"),
    ],
)
def test_slug_vectors(text: str, expected: str) -> None:
    """A slug is NFKD in ASCII, small, at most 48 characters at a word's end."""
    assert slug(text) == expected


@given(st.text())
def test_slug_is_an_id(text: str) -> None:
    """Whatever the text, its slug is empty or an id of at most 48 characters, and its own slug."""
    made = slug(text)
    assert len(made) <= 48
    assert slug(made) == made
    assert not made or not (set(made) - set("abcdefghijklmnopqrstuvwxyz0123456789-") or made.strip("-") != made)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("", "", "439083f38956ba51"),
        ("a", "b", "0473ef2dc0d324ab"),
        ("b", "a", "02d8bc3008a9bb0d"),
        ("ab", "", "784217d4dce78c02"),
        ("what is precision", "tp / (tp + fp)", "695fc7640aa13d05"),
        ("召回率", "x", "9163b3f79ccf7e3b"),
        ("é", "è", "4da24d1d17fd7a28"),
        ('"', "\\", "e8c4c723bc3bf1f9"),
        ("a\nb", "", "1a96105087527e3b"),
        ("🙂", "", "e353c956c05d97a8"),
    ],
)
def test_text_hash_vectors(question: str, answer: str, expected: str) -> None:
    """The hash of a card's texts is what it has always been."""
    assert text_hash(question, answer).startswith(expected)


def test_text_hash_tells_question_from_answer() -> None:
    """What moves from the question into the answer is another card."""
    assert len({text_hash("ab", "c"), text_hash("a", "bc"), text_hash("abc", ""), text_hash("", "abc")}) == 4


def test_automatic_ids() -> None:
    """An id is the slug of the question; with less than three characters, or taken, six digits of the hash follow."""
    digits = text_hash("c++", "a language")
    assert automatic_id("what is it", "x") == "what-is-it"
    assert automatic_id("c++", "a language") == f"c-{digits[:6]}"
    assert automatic_id("召回率", "x") == text_hash("召回率", "x")[:6]
    assert automatic_id("what is it", "x", {"what-is-it"}) == f"what-is-it-{text_hash('what is it', 'x')[:6]}"
    assert automatic_id("c++", "a language", {f"c-{digits[:6]}"}) == f"c-{digits[:7]}"


def test_automatic_ids_of_equal_cards_never_end() -> None:
    """However many cards say the same, each gets an id, and the first ones get theirs by the rule."""
    taken: set[str] = set()
    for _ in range(200):
        made = automatic_id("same", "same", taken)
        assert made not in taken
        taken.add(made)
    assert {"same", f"same-{text_hash('same', 'same')[:6]}"} < taken


@pytest.mark.parametrize(
    ("root", "folders", "title", "expected"),
    [
        ("CV", [], "Metrics", "CV::Metrics"),
        ("CV", ["01-basics", "2_deep-learning"], "Metrics", "CV::Basics::Deep learning::Metrics"),
        ("CV", [], "cv", "CV"),
        ("A::CV", [], "CV", "A::CV"),
        ("CV", ["part"], "CV", "CV::Part::CV"),
        ("CV", [], "std::vector", "CV::std∷vector"),
        ("CV", [], "a\tb\x07c", "CV::a b c"),
        ("CV", [], ":", "CV::…"),
        ("CV", [], "  spaced  ", "CV::spaced"),
        ("CV", [], "E\u0301te\u0301", "CV::Été"),
        ("CV", ["10"], "x", "CV::10::x"),
    ],
)
def test_deck_name_vectors(root: str, folders: list[str], title: str, expected: str) -> None:
    """A deck's name is root, folders, chapter, each made safe; a chapter named like the root is the root."""
    assert names.deck_name(root, folders, title) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01-image-filters", "Image filters"),
        ("7_metrics", "Metrics"),
        ("metrics", "Metrics"),
        ("2d-geometry", "2d geometry"),
        ("12", "12"),
        ("12-", "12"),
        ("a_b-c", "A_b c"),
        ("éclair", "Éclair"),
        ("01-02-x", "02 x"),
        ("-x", "X"),
    ],
)
def test_readable_vectors(name: str, expected: str) -> None:
    """A file's name loses its number, its hyphens become spaces, its first letter a capital."""
    assert names.readable(name) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A::B", "R::A::B"),
        (" A :: B ", "R::A::B"),
        ("A::::B", "R::A::B"),
        ("::", "R::…"),
        ("A:B", "R::A:B"),
        ("A", "R::A"),
    ],
)
def test_deck_path_vectors(said: str, expected: str) -> None:
    """`deck: A::B` is the path below the root."""
    assert names.below("R", said) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a", "b"], ("a", "b")),
        (["a b"], ("a_b",)),
        (["A", "a"], ("A",)),
        (["  x  ", "", " "], ("x",)),
        (["a\tb\nc"], ("a_b_c",)),
        (["level::core"], ("level::core",)),
        (["e\u0301"], ("é",)),
        (["STRASSE", "straße"], ("STRASSE",)),
        (["a\x07b"], ("a_b",)),
        (["z", "a"], ("z", "a")),
    ],
)
def test_tag_vectors(words: list[str], expected: tuple[str, ...]) -> None:
    """A tag has no white space, and stands once whatever its case."""
    assert names.tags(words) == expected


CARD_TEXT = "Q: What? {#what tags=t hint=h as-of=2026-01-01}\nA: This.\n\nMore [^n] and [l] of HTML [@lin2014].\n"
REST = "\n[^n]: A note.\n\n[l]: https://e.org\n\n*[HTML]: Markup\n"


def _digests(text: str, root: Path = Path("nowhere"), works: dict[str, Work] | None = None) -> list[str]:
    """Return the digests of the cards of a chapter."""
    document, diagnostics = parse(source("a.md", text))
    assert not has_errors(diagnostics)
    deck, _ = collect([document], Config("Deck", "deck", root_deck="Deck"), works or WORKS, root)
    return [note.source for chapter in deck.chapters for note in notes_of(chapter)]


def _digest(text: str, root: Path = Path("nowhere"), works: dict[str, Work] | None = None) -> str:
    (digest,) = _digests(text, root, works)
    return digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q: a\nA: b\n", "4e9925de1efd79329e9a67a4cd1719b2"),
        ("## a\n\nb\n", "3c179118b5cab56d5ba3aef5fd2a97de"),
        ("Q: a {.reversed}\nA: b\n", "a03094360aaebca3af540e514ca60f08"),
        ("Q: a {.type}\nA: b\n", "b1842112992c3831f1b9de1d924d2194"),
        ("Q: a\n- [x] b\n- [ ] c\n", "b03e7f5abdb8e2f86b6142baf3bae097"),
        ("Q: a {.boxes}\n- [x] b\n- [ ] c\n  because\n", "9d694bfeab3ac16011dbee09696942a1"),
        ("C: {{a}} b\n", "7aaff89622a00f4dfbf2ff8a2166d655"),
        ("C: {{c2::a::hint}} b\n\ndetail\n", "8aa5e384be1adb1e7bfbd0de4bbb991c"),
        (CARD_TEXT + REST, "2ff7996d2acdc29072b2ff6e24bbdeb5"),
        ('## a {.core tags="x y" review-by=2027-01-01}\n\nb\n\n- c\n', "3ca86ec979718947b8ad314cecf2cb18"),
        ("O: ![a](a.svg)\n- rect 1% 2% 3% 4.5%: *b* {c=2}\n", "eb7fa46507b8c1c468f5eaf58e8ee496"),
        ("Q: a {.retired}\nA: é ½\n", "cb6bc1ca5a8be2a569927e9e8a902489"),
    ],
)
def test_digest_vectors(text: str, expected: str) -> None:
    """A card's digest is what it has always been: another form would send every note again."""
    assert _digest(text) == expected


@pytest.mark.parametrize(
    "changed",
    [
        "\ufeff" + CARD_TEXT + REST,
        (CARD_TEXT + REST).replace("\n", "\r\n"),
        (CARD_TEXT + REST).replace("\n", "\r"),
        (CARD_TEXT + REST).replace("This.\n", "This.   \n"),
        (CARD_TEXT + REST).replace("This.\n\n", "This.\n\n\n \n"),
        CARD_TEXT + "\n<!-- a comment -->\n" + REST,
        CARD_TEXT + REST + "\n[^unused]: Another.\n\n[other]: https://e.org/2\n\n*[CSS]: Sheets\n",
        CARD_TEXT + REST.replace("[l]: https://e.org\n", "[L]:   <https://e.org>\n"),
        (CARD_TEXT + REST).replace("[@lin2014]", "[@lin2014]").replace("{#what tags=t", '{#what tags="t"'),
        (CARD_TEXT + REST).replace(" {#what tags=t hint=h", " {hint=h #what tags=t"),
        "# Another title\n\n" + CARD_TEXT + REST,
        "---\ntitle: Titled\n---\n" + CARD_TEXT + REST,
        "Introduction.\n\n" + CARD_TEXT + REST,
    ],
)
def test_digest_does_not_see(changed: str) -> None:
    """How a file is saved, comments, unused definitions and the breadcrumb are no part of what is said."""
    assert _digest(changed) == _digest(CARD_TEXT + REST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("What?", "Which?"),
        ("This.", "That."),
        ("More", "Less"),
        ("A note.", "Another note."),
        ("https://e.org", "https://e.net"),
        ("Markup", "Language"),
        ("tags=t", "tags=u"),
        ("hint=h", "hint=i"),
        ("as-of=2026-01-01", "as-of=2026-01-02"),
        ("#what", "#which"),
        ("as-of=", ".core as-of="),
        ("as-of=", ".reversed as-of="),
        ("as-of=", "source=he2016 as-of="),
        ("as-of=", ".retired as-of="),
        ("[@lin2014]", "[@he2016]"),
    ],
)
def test_digest_sees(old: str, new: str) -> None:
    """A change of what the author controls changes the digest."""
    text = CARD_TEXT + REST
    assert _digest(text.replace(old, new, 1)) != _digest(text)


def test_digest_sees_works_and_media(tmp_path: Path) -> None:
    """A cited work and a byte of an image belong to the card; the line endings of an SVG do not."""
    text = "Q: a [@lin2014]\nA: ![b](b.svg) ![c](c.png)\n"
    (tmp_path / "b.svg").write_bytes(b"<svg>\n</svg>")
    (tmp_path / "c.png").write_bytes(b"1\r\n2")
    before = _digest(text, tmp_path)
    (tmp_path / "b.svg").write_bytes(b"<svg>\r\n</svg>")
    assert _digest(text, tmp_path) == before
    assert _digest(text, tmp_path, {"lin2014": Work("lin2014", "Lin", "2015", "COCO")}) != before
    (tmp_path / "c.png").write_bytes(b"1\n2")
    assert _digest(text, tmp_path) != before


def test_digest_of_a_level_or_output() -> None:
    """The level is a tag and so part of the digest; where a card is shown is not."""
    plain, core, printed = (_digest(f"Q: a{more}\nA: b\n") for more in ("", " {.core}", " {.anki-only}"))
    assert plain != core
    assert plain == printed


def test_id_by_value() -> None:
    """An id that is written out is the same as the automatic one that it spells."""
    assert _digest("Q: What is it?\nA: b\n") == _digest("Q: What is it? {#what-is-it}\nA: b\n")


def test_reworded_heading_changes_no_child() -> None:
    """The breadcrumb is no part of a card: a reworded heading sends one note again."""
    one, other = (_digests(f"## {heading}\n\nb\n\nQ: c\nA: d\n") for heading in ("a", "another"))
    assert one[0] != other[0]
    assert one[1] == other[1]


def test_numbers_of_blanks_stay() -> None:
    """The same text with other numbers is another card to Anki, so the digest sees them."""
    assert _digest("C: {{c1::a}} {{c2::b}}\n") != _digest("C: {{c2::a}} {{c1::b}}\n")


def test_what_parts_two_lists_is_seen() -> None:
    """A comment between two lists makes two of one, which a reader sees; anywhere else it is nothing."""
    lists = "Q: a\nA: b\n\n- c\n{}\n- d\n"
    assert _digest(lists.format("\n<!-- -->\n")) != _digest(lists.format(""))
    assert _digest(lists.format("\n<!-- other words -->\n")) == _digest(lists.format("\n<!-- -->\n"))
    assert _digest("Q: a\nA: b\n\n- c\n\n<!-- end -->\n") == _digest("Q: a\nA: b\n\n- c\n")
    assert _digest("Q: a\nA: b\n\nc\n\n<!-- -->\n\nd\n") == _digest("Q: a\nA: b\n\nc\n\nd\n")
