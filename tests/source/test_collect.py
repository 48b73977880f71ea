"""From documents to a deck: ids, decks, order, and what a card inherits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from builder.collect import notes_of
from tests.source.folders import codes, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from builder.model import Note


def _notes(root: Path, files: dict[str, str | bytes]) -> dict[str, Note]:
    """Return the notes of a folder that holds no fault, by id."""
    deck = loaded(root, files)
    assert codes(deck) == []
    return {note.id: note for note in deck.deck.notes}


def test_order_of_chapters(tmp_path: Path) -> None:
    """Chapters come in natural order, a folder's files before its folders; the place of a card counts on."""
    names = ["2-b.md", "10-c.md", "1-a.md", "sub/1.md", "Alpha/x.md", "z.md", "sub/deep/y.md"]
    files: dict[str, str | bytes] = {name: f"Q: {name}?\nA: x\n" for name in names}
    notes = loaded(tmp_path, files).deck.notes
    order = ["1-a.md", "2-b.md", "10-c.md", "z.md", "Alpha/x.md", "sub/1.md", "sub/deep/y.md"]
    assert [note.card.span.path for note in notes] == order
    assert [note.place for note in notes] == list(range(1, 8))


def test_files_that_are_no_chapters(tmp_path: Path) -> None:
    """README.md, other endings, and names that begin with `_` or `.` are not read."""
    others = ["README.md", "_draft.md", ".hidden.md", "a.txt", "_x/a.md", ".git/a.md", "a.MD", "sub/README.md"]
    files: dict[str, str | bytes] = dict.fromkeys(others, "Q: no\nA: no\n")
    assert [note.id for note in loaded(tmp_path, {**files, "a.md": "Q: yes\nA: yes\n"}).deck.notes] == ["yes"]


def test_deck_settings_reach_notes(tmp_path: Path) -> None:
    """The root deck and the tags of `deck.toml` are on every note, before its own."""
    toml = 'name = "Name"\nid = "i"\n[anki]\ndeck = "A::B"\ntags = ["cv", "all of it"]\n'
    notes = _notes(tmp_path, {"deck.toml": toml, "sub-part/c.md": 'Q: que {tags="cv own"}\nA: a\n'})
    assert notes["que"].deck == "A::B::Sub part::C"
    assert notes["que"].tags == ("cv", "all_of_it", "own")


def test_inheritance_of_dates_level_and_outputs(tmp_path: Path) -> None:
    """Dates, level and outputs go down to a question's cards; hint, source, id and kind do not."""
    text = (
        "## que {.senior .print-only as-of=2026-01-01 review-by=2027-01-01 hint=h source=lin2014}\n\na\n\n"
        "Q: one\nA: a\n\nQ: two {.core as-of=2025-05-05}\nA: a\n"
    )
    notes = _notes(tmp_path, {"c.md": text})
    one, two = notes["one"], notes["two"]
    assert (one.as_of, one.review_by, one.tags) == (date(2026, 1, 1), date(2027, 1, 1), ("level::senior",))
    assert (two.as_of, two.review_by, two.tags) == (date(2025, 5, 5), date(2027, 1, 1), ("level::core",))
    assert (one.hint, one.sources) == ("", ())
    assert (notes["que"].hint, notes["que"].sources) == ("h", ("lin2014",))
    assert not one.in_anki
    assert one.in_print


def test_context_is_the_breadcrumb(tmp_path: Path) -> None:
    """A question's context is its chapter, a recall card's its chapter and question."""
    notes = _notes(tmp_path, {"c.md": "# T\n\nQ: zero\nA: a\n\n## que\n\na\n\nQ: one\nA: a\n"})
    said = {name: [text.value for text in note.context] for name, note in notes.items()}
    assert said == {"zero": ["T"], "que": ["T"], "one": ["T", "que"]}


def test_sources_are_named_and_cited_once_each(tmp_path: Path) -> None:
    """The works of a card are those that it names, then those that it cites, footnotes included."""
    text = "Q: que [@he2016] {source=lin2014}\nA: a[^n] [@lin2014]\n\nC: {{abc}}[^n]\n\n[^n]: See [@lin2014].\n"
    notes = _notes(tmp_path, {"c.md": text})
    assert notes["que"].sources == ("lin2014", "he2016")
    assert notes["abc"].sources == ("lin2014",)


def test_automatic_ids_avoid_written_ones(tmp_path: Path) -> None:
    """An id that an author wrote anywhere, on a card, chapter, sub-heading or image, is no automatic one."""
    text = (
        "# Metrics\n\nQ: Precision\nA: a\n\nQ: Recall\nA: a\n\nQ: Curve\nA: a\n\n"
        "## Other {#precision}\n\na ![x](figures/dot.svg){#curve}\n\n### Part {#recall}\n\n### Metrics {#metrics}\n"
    )
    deck = loaded(tmp_path, {"c.md": text})
    assert codes(deck) == []
    names = [note.id for note in deck.deck.notes]
    assert [name.rpartition("-")[0] for name in names[:3]] == ["precision", "recall", "curve"]
    assert names[3] == "precision"
    assert deck.deck.chapters[0].anchor.startswith("sec_metrics-")


def test_anchors_are_unique_and_stay(tmp_path: Path) -> None:
    """Chapters and sections of one title get anchors of their own, which another chapter does not change."""
    text = "# T\n\n## S\n\nQ: a\nA: b\n\n## S\n\nQ: c\nA: d\n\n# T\n\nQ: e\nA: f\n"
    one = loaded(tmp_path / "one", {"b.md": text}).deck
    two = loaded(tmp_path / "two", {"a.md": "# First\n\nQ: g\nA: h\n", "b.md": text}).deck
    anchors = [[chapter.anchor, *(q.anchor for q in chapter.questions)] for chapter in one.chapters]
    flat = [anchor for chapter in anchors for anchor in chapter]
    assert len(set(flat)) == len(flat)
    assert flat[:2] == ["sec_t", "sec_s"]
    assert anchors == [[c.anchor, *(q.anchor for q in c.questions)] for c in two.chapters[1:]]


def test_many_equal_sections(tmp_path: Path) -> None:
    """However often a title stands in a deck, its anchors differ."""
    text = "".join(f"## Same\n\nQ: q{number}\nA: a\n\n" for number in range(200))
    (chapter,) = loaded(tmp_path, {"c.md": text}).deck.chapters
    assert len({question.anchor for question in chapter.questions}) == 200


def test_guid_follows_the_id(tmp_path: Path) -> None:
    """The GUID comes of deck id, note type and card id, and of nothing else."""
    one = _notes(tmp_path / "one", {"c.md": "Q: que {#x}\nA: a\n"})
    two = _notes(tmp_path / "two", {"d/other.md": "# T\n\n## y\n\na\n\nQ: z {#x .type}\nA: b\n"})
    three = _notes(tmp_path / "three", {"c.md": "C: {{q}} {#x}\n"})
    assert one["x"].guid == two["x"].guid != three["x"].guid
    assert (one["x"].note_type, three["x"].note_type) == ("recall", "cloze")


def test_empty_chapters_are_no_chapters(tmp_path: Path) -> None:
    """A file or a title without a word below it makes no chapter."""
    deck = loaded(
        tmp_path, {"a.md": "", "b.md": "# Only a title\n", "c.md": "<!-- x -->\n", "d.md": "Q: q\nA: a\n"}
    ).deck
    assert [chapter.chapter.span.path for chapter in deck.chapters] == ["d.md"]


def test_all_notes_are_in_the_deck_once(tmp_path: Path) -> None:
    """The notes of a deck are those of its chapters, in order."""
    deck = loaded(tmp_path, {"a.md": "Q: a\nA: b\n\n## c\n\nd\n\nC: {{e}}\n", "b.md": "Q: f\nA: g\n"}).deck
    assert deck.notes == tuple(note for chapter in deck.chapters for note in notes_of(chapter))
    assert len({note.guid for note in deck.notes}) == 4


def test_ids_wherever_they_stand(tmp_path: Path) -> None:
    """An id is found behind other attributes of its heading, and in a footnote that only a call leads to."""
    text = (
        "Q: que\nA: See [the part](#part) and [the dot](#dot).[^n]\n\n"
        "### A part {  #part }\n\nx\n\n[^n]: ![a dot](figures/dot.svg){#dot}\n"
    )
    _notes(tmp_path, {"c.md": text})


def test_abbreviations_of_plain_texts(tmp_path: Path) -> None:
    """A text without any markup changes when an abbreviation in it is explained in another way."""
    text = "Q: que\nA: It has a CPU\n\n*[CPU]: Central processing unit\n"
    one = _notes(tmp_path / "one", {"c.md": text})["que"]
    other = _notes(tmp_path / "other", {"c.md": text.replace("unit", "engine")})["que"]
    assert one.source != other.source
