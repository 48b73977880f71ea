"""The change report: as text, as JSON, and as Markdown that no stranger's text breaks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from anki.models import NotetypeId

from builder.identity.lock import CardLine, NoteTypeLine
from builder.identity.search import NOTE_TYPES
from builder.releases.changes import What, changes
from builder.releases.excerpt import WIDTH, clipped, contrast, readable
from builder.releases.notes import escaped, markdown
from builder.releases.report import LONGEST, as_json, searches, short, text
from builder.settings import Config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anki.notes import NoteId

    from builder.identity.lock import Line
    from builder.releases.changes import Changes

T = 1_700_000_000
CONFIG = Config(name="Vision", id="vision", root_deck="Vision")


def card(name: str, question: str = "", **said: object) -> CardLine:
    """Return a line of the card *name*."""
    line = CardLine(name, f"g-{name}", "recall", "1.md", "Vision::Filters", (question or name, "an answer"), "s", T)
    return replace(line, **said)  # type: ignore[arg-type]  # a test names only what it changes


def later(line: CardLine, **said: object) -> CardLine:
    """Return *line* as it is after an edit."""
    return replace(line, source="s2", mod=T + 1, **said)  # type: ignore[arg-type]  # see `card`


@pytest.fixture(name="release")
def _release() -> Changes:
    """Return what changed between two small decks: one of each."""
    aliasing = card("aliasing", "what is aliasing below the nyquist rate?")
    blur, otsu, old, turned = card("blur"), card("otsu", deck="Vision::Data"), card("old"), card("turned")
    back = card("back", retired=True)
    before: list[Line] = [NoteTypeLine("recall", "t", T), aliasing, blur, otsu, old, turned, back, card("same")]
    now: list[Line] = [
        NoteTypeLine("recall", "t2", T + 1),
        later(aliasing, text=("what is aliasing under the nyquist rate?", "an answer")),
        later(blur),
        replace(otsu, deck="Vision::Filters"),
        card("fresh", "what is new?"),
        later(card("back")),
        replace(turned, kind="cloze", guid="g-cloze"),
        card("same"),
        replace(old, retired=True),
        replace(turned, retired=True),
    ]
    return changes(before, now, "v1.2")


TEXT = """\
Since v1.2: 1 new, 1 reworded, 1 revised, 1 moved, 1 turned, 1 revived, 1 retired, \
1 note type restyled; 1 card unchanged.

Vision::Filters
  reworded: aliasing
    - what is aliasing below the nyquist rate?
    + what is aliasing under the nyquist rate?
  revised: blur
      blur
  moved: otsu (from “Vision::Data”)
      otsu
  new: fresh
      What is *new*?
  revived: back
      back
  turned: turned (from recall to cloze)
      turned
  retired: old
      old

Note types restyled: Recall.
  Anki takes the new look over, unless a learner changed these note types later.

Moved: Anki leaves known cards in their old deck. To move them, search in its browser, then Change Deck.
  To “Vision::Filters”:
    "note:Vision: Recall" Id:otsu

Turned: Of another note type, so they are new to Anki. The old ones stay until their learners delete them.
  They are found in Anki's browser with
    "note:Vision: Recall" Id:turned

Retired: Learners keep them until they delete them.
  They are found in Anki's browser with
    "note:Vision: Recall" Id:old
"""


def test_text(release: Changes) -> None:
    """People read the counts, each card below its deck, and what they can do in Anki."""
    assert text(release, "v1.2", CONFIG, {"g-fresh": ("What is *new*?", "")}) == TEXT


def test_short(release: Changes) -> None:
    """A build says in one line what changed, or that nothing did."""
    assert short(release, "v1.2") == (
        "Since v1.2: 1 new, 1 reworded, 1 revised, 1 moved, 1 turned, 1 revived, 1 retired, 1 note type restyled."
    )
    assert short(changes([card("a")], [card("a")], "HEAD"), "HEAD") == "Since HEAD: nothing changed."
    many = changes([], [card(f"c{number}") for number in range(1200)], "v1")
    assert short(many, "v1") == "Since v1: 1,200 new."


def test_nothing_changed() -> None:
    """A report of no change is one line in each form."""
    none = changes([card("a")], [card("a")], "v1")
    assert text(none, "v1", CONFIG) == "Since v1: nothing changed; 1 card unchanged.\n"
    assert markdown(none, "v1", CONFIG) == "Since v1: **nothing changed**; 1 card unchanged.\n"


def test_answer_alone(release: Changes) -> None:
    """A card whose answer alone was reworded shows the question that it belongs to."""
    old = card("a", "why?", text=("why?", "so it is"))
    found = changes([old], [later(old, text=("why?", "so it was"))], "v1")
    assert "  reworded: a\n      why?\n    - so it is\n    + so it was\n" in text(found, "v1", CONFIG)
    assert "- `a` why?\n  - was: so it <del>is</del>\n  - now: so it <ins>was</ins>\n" in markdown(found, "v1", CONFIG)
    assert "- `aliasing`\n  - was: what is" in markdown(release, "v1", CONFIG)


MARKDOWN = """\
Since v1\\_2: **1 new, 1 reworded, 1 moved**; 0 cards unchanged.

## New

Anki adds them.

**Vision › Filters**

- `fresh` What is new?

## Reworded

Anki takes the new words over, unless a learner changed that note later. Every review stays.

**Vision › Filters**

- `blur`
  - was: <del>one</del> two
  - now: <ins>a</ins> two

## Moved

Anki leaves known cards in their old deck. To move them, search in its browser, then Change Deck.

**Vision › Filters**

- `blur` (from Vision › Data) a two

Search in Anki's browser for those that belong into **Vision › Filters**:

```text
"note:Vision: Recall" Id:blur
```
"""


def test_markdown() -> None:
    """Release notes have a heading for each kind of change, and below it the cards deck by deck."""
    old = card("blur", "one two", deck="Vision::Data")
    new = [card("fresh"), later(old, deck="Vision::Filters", text=("a two", "an answer"))]
    said = {"g-fresh": ("What is new?", "")}
    assert markdown(changes([old], new, "v1_2"), "v1_2", CONFIG, said) == MARKDOWN


def test_long_lists_are_folded() -> None:
    """A list that nobody reads to its end stands behind a line to click on."""
    found = changes([], [card(f"c{number}") for number in range(31)], "v1")
    said = markdown(found, "v1", CONFIG)
    assert "<details>\n\n<summary>31 cards</summary>\n\n**Vision" in said
    assert said.endswith("- `c30` c30\n\n</details>\n")


HOSTILE = (
    "</details><script>x</script> <!-- --> &lt; **b** _i_ `c` ``` ~~s~~ $m$ [l](http://a.example) ![i](//b.example) "
    "| t | @octocat #12 !7 %3 GH-9 :smile: https://c.example www.d.example a\\*b {+x+} 2^10 == \u202eevil\u2066"
)


def test_hostile_texts_in_markdown() -> None:
    """A stranger's text is text in Markdown: no mark, no tag, no link, no mention, and no second line."""
    said = escaped(f"{HOSTILE}\n\n# heading\r- item\x1b[31m")
    assert not set(said) & set("<>\n\r\x1b\u202e\u2066")
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]{}()|~$^=+]", said)
    assert not re.search(r"&(?!(amp|lt|gt);)", said)
    assert not re.search(r"[@#!%]\w|:\w|://|www\.|GH-", said)
    unescaped = re.sub(r"\\(.)", r"\1", said).replace("\u200b", "")
    for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        unescaped = unescaped.replace(entity, mark)
    assert unescaped == readable(f"{HOSTILE}\n\n# heading\r- item\x1b[31m")


def test_hostile_text_everywhere() -> None:
    """Wherever a stranger's text stands in release notes, it begins no line and no block."""
    bad = f"x\n{HOSTILE}"
    old = [card("a", bad, deck=f"R::{bad}"), card("b", bad, guid="b", text=("", bad)), card("c", guid="c")]
    new = [later(old[0], text=("y", bad), deck=f"S::{bad}"), replace(old[1], retired=True, text=("", bad))]
    said = markdown(changes(old, [*new, later(old[2], text=(bad, bad))], bad), bad, replace(CONFIG, name="`` ``` ok"))
    ours = re.compile(r"Since |## |Anki |Learners |Search |\*\*|- `|  - (was|now): |````(text)?$|\"note:|$")
    assert all(ours.match(line) for line in said.split("\n"))
    assert "<script" not in said


def test_terminals_are_not_steered() -> None:
    """Text that steers a terminal, or turns what stands behind it, is shown without that."""
    bad = "a\x1b[2Jb\r\nc\u202ed"
    found = changes([card("x", deck=f"D::{bad}")], [card("x", deck="E"), card("y", bad, deck=bad)], "v1")
    said = text(found, "v1", CONFIG)
    assert not set(said) & set("\x1b\r\u202e")
    assert "a [2Jb c d" in said


def test_json(release: Changes) -> None:
    """Programs get all of it: counts, both lines of each card, note types, searches and faults."""
    said = json.loads(as_json(release, "v1.2", CONFIG))
    assert (said["schema"], said["deck"], said["since"], said["unchanged"]) == (1, "vision", "v1.2", 1)
    assert said["summary"] == short(release, "v1.2")
    assert said["counts"]["reworded"] == 1
    first = said["cards"][0]
    assert (first["id"], first["what"], first["deck"]) == ("aliasing", ["reworded"], "Vision::Filters")
    assert first["old"]["text"][0] == "what is aliasing below the nyquist rate?"
    assert first["new"]["mod"] == T + 1
    assert [one["id"] for one in said["cards"] if one["old"] is None] == ["fresh"]
    assert said["noteTypes"][0]["what"] == "restyled"
    assert {"what": "moved", "deck": "Vision::Filters", "search": '"note:Vision: Recall" Id:otsu'} in said["searches"]
    back = changes([card("a")], [card("a", source="x")], "v1")
    assert json.loads(as_json(back, "v1", CONFIG))["diagnostics"][0]["code"] == "time-back"


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("the cat sat", "the dog sat", ("the [cat] sat", "the [dog] sat")),
        ("the cat", "the cat sat", ("the cat[]", "the cat[ sat]")),
        ("the cat sat", "the cat cat sat", ("the cat []sat", "the cat [cat ]sat")),
        ("how?", "how!", ("how[?]", "how[!]")),
        ("画像のノイズを", "画像の雑音を", ("画像の[ノイズ]を", "画像の[雑音]を")),
        ("", "some", ("[]", "[some]")),
        ("colour", "color", ("[colour]", "[color]")),
        ("x " * 90 + "old end", "x " * 90 + "new end", ("[old] end", "[new] end")),
        ("a" * 300 + "b", "a" * 300 + "c", ("[b]", "[c]")),
    ],
)
def test_contrast(was: str, now: str, shown: tuple[str, str]) -> None:
    """Of two texts that place is shown where they part, in whole words."""
    for excerpt, said in zip(contrast(was, now), shown, strict=True):
        assert f"{excerpt.before}[{excerpt.differing}]{excerpt.after}".endswith(said)
        assert len(str(excerpt)) <= 2 * WIDTH


def test_clipped() -> None:
    """A long text ends at a word, with a mark, within its width, in scripts without spaces too."""
    assert clipped("short\n text") == "short text"
    assert clipped("word " * 50).endswith("word …")
    assert all(len(clipped(said)) <= WIDTH for said in ("word " * 50, "字" * 300, "a" * 101))


@pytest.fixture(name="collection")
def _collection(tmp_path: Path) -> Iterator[Collection]:
    """Yield an empty collection of Anki."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def add(collection: Collection, note_type: str, *names: str) -> dict[str, NoteId]:
    """Add notes of these Ids to *collection*, and return their row ids."""
    kind = collection.models.new(note_type)
    collection.models.add_field(kind, collection.models.new_field("Id"))
    template = collection.models.new_template("Forward")
    template["qfmt"] = "{{Id}}"
    collection.models.add_template(kind, template)
    made = collection.models.get(NotetypeId(collection.models.add_dict(kind).id))
    assert made
    added: dict[str, NoteId] = {}
    for name in names:
        note = collection.new_note(made)
        note["Id"] = name
        collection.add_note(note, DeckId(1))
        added[name] = note.id
    return added


@pytest.mark.parametrize(
    "name", ["Plain", 'C "quoted"', "a*b", "under_score", "back\\slash", "C++: a::b", "tag:x (or) -y", "`` tick", "ü É"]
)
def test_searches_in_anki(collection: Collection, name: str) -> None:
    """The searches find the notes of their deck and note type alone, in Anki itself, whatever the deck is called."""
    mine = add(collection, f"{name}: Recall", "a", "a-b", "or", "and", "c-1")
    add(collection, f"{name}: Cloze", "a", "a-b")
    for other in {name.replace("*", "xx"), name.replace("_", "x"), name.replace("\\", ""), "Other"} - {name}:
        add(collection, f"{other}: Recall", "a", "a-b", "or")
    old = [card(key, text=(key, "")) for key in ("a", "a-b", "or", "and")]
    found = changes(old, [replace(line, retired=True) for line in old], "v1")
    ((deck, search),) = searches(found, What.RETIRED, replace(CONFIG, name=name))
    assert deck == ""
    assert set(collection.find_notes(search)) == {row for key, row in mine.items() if key != "c-1"}
    assert search in text(found, "v1", replace(CONFIG, name=name))
    assert f"\n{search}\n" in markdown(found, "v1", replace(CONFIG, name=name))


def test_long_searches_are_split(collection: Collection) -> None:
    """No search is longer than people can copy; together they find each note once."""
    names = [f"a-card-with-a-rather-long-id-{number}" for number in range(120)]
    rows = add(collection, f"{CONFIG.name}: {NOTE_TYPES['recall']}", *names)
    old = [card(key, text=(key, "")) for key in names]
    parts = searches(changes(old, [replace(line, retired=True) for line in old], "v1"), What.RETIRED, CONFIG)
    assert len(parts) > 1
    assert all(len(search) <= LONGEST for _, search in parts)
    found = [row for _, search in parts for row in collection.find_notes(search)]
    assert sorted(found) == sorted(rows.values())


def test_one_long_id() -> None:
    """An id that is longer than a search should be has a search of its own."""
    old = [card("x" * 900), card("y")]
    parts = searches(changes(old, [replace(line, retired=True) for line in old], "v1"), What.RETIRED, CONFIG)
    assert [len(search) > LONGEST for _, search in parts] == [True, False]
