"""What a sceptical reader found, kept so that it cannot come back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from builder.anki.read import read_package
from builder.cli import main
from builder.config import read_config
from builder.pipeline import build, load
from builder.source.files import source
from builder.stages import Options
from tests.silent import Silent

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'name = "Small"\nid = "small-abc123"\n'


@pytest.fixture(name="content")
def _content(tmp_path: Path) -> Path:
    """Return a content folder with settings alone."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.toml").write_text(DECK, encoding="utf-8")
    return folder


def codes(content: Path) -> list[str]:
    """Return the codes of all that is wrong in *content*."""
    return [one.rule.code for one in load(content, Silent()).diagnostics]


def test_decks_without_id_are_told_apart_in_every_script() -> None:
    """Two names of which no ASCII letter is left make two ids, for an id enters every GUID."""
    ids = [read_config(source("deck.toml", f'name = "{name}"\n'))[0].id for name in ("机器学习", "深度学习", "ML", "C")]
    assert len(set(ids)) == 4
    assert ids[2].startswith("ml-")
    assert "deck" not in ids


def test_a_hint_with_marks_leaves_nothing_behind(content: Path, tmp_path: Path) -> None:
    """Math, code or a link in a hint are words there, and the text around the blank is whole."""
    (content / "a.md").write_text("C: One {{two::see $x$ and `y`}} end. {#hinted}\n", encoding="utf-8")
    build(Options(content, tmp_path / "dist", ("anki",)), Silent())
    (note,) = read_package((tmp_path / "dist" / "small-abc123.apkg").read_bytes()).notes
    assert "One {{c1::two::see x and y}} end." in note.fields["Text"]


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_a_deck_written_from_the_right_is_built(content: Path, tmp_path: Path, language: str) -> None:
    """Every output holds Hebrew and Arabic cards, in whatever order a reader of PDF hands their letters back."""
    (content / "deck.toml").write_text(f'{DECK}language = "{language}"\n', encoding="utf-8")
    text = "# שיעור\n\n## ما هو التعلم الآلي (IoU)؟\n\nتعلم الآلة من البيانات: IoU 0.5.\n\nQ: שלום?\nA: yes, כן.\n"
    (content / "a.md").write_text(text, encoding="utf-8")
    outcome = build(Options(content, tmp_path / "dist"), Silent())
    assert [one.message for one in outcome.diagnostics] == []
    assert all(entry.found == 2 for entry in outcome.entries)


def test_a_name_that_is_not_utf8_is_told(content: Path) -> None:
    """A file whose name is no text is a fault with a sentence."""
    with open(os.fsencode(content) + b"/a\xff.md", "w", encoding="utf-8") as file:  # noqa: PTH123 (no Path can say it)
        file.write("## Q\n\nA.\n")
    assert sorted(codes(content)) == ["deck-empty", "file-unreadable"]


def test_links_to_themselves_and_pipes_are_told(content: Path) -> None:
    """A link that leads to itself, a pipe and a folder in the place of a chapter neither crash nor wait for ever."""
    (content / "b.md").symlink_to("b.md")
    os.mkfifo(content / "c.md")
    (content / "a.md").write_text("## Q\n\nA.\n", encoding="utf-8")
    assert codes(content) == ["file-unreadable", "file-unreadable"]


def test_a_very_long_address_is_told(content: Path) -> None:
    """An image whose name is longer than a file system allows is missing, not a crash."""
    (content / "a.md").write_text(f"## Q\n\n![alt]({'x' * 300}.png)\n", encoding="utf-8")
    assert codes(content)[0] in {"image-missing", "file-unreadable"}


def test_a_number_without_end_is_told(content: Path) -> None:
    """A number of 5,000 digits in TOML is a sentence."""
    (content / "deck.toml").write_text(f"{DECK}[anki]\nnew_per_day = {'9' * 5000}\n", encoding="utf-8")
    (content / "a.md").write_text("## Q\n\nA.\n", encoding="utf-8")
    assert "toml-invalid" in codes(content)


def test_a_deck_without_name_is_told_in_order(content: Path) -> None:
    """The sentence on a missing name reads as one."""
    (content / "deck.toml").write_text('id = "x"\n', encoding="utf-8")
    (content / "a.md").write_text("## Q\n\nA.\n", encoding="utf-8")
    (fault,) = load(content, Silent()).diagnostics
    assert (fault.message, fault.hint) == ("The deck has no name.", 'Add the line `name = "…"`.')


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    """What is not there is told once."""
    assert codes(tmp_path / "nowhere") == ["file-unreadable"]


def test_a_missing_library_is_exit_3_with_warnings_too(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning beside the missing library does not make the content faulty."""
    from builder.pdf import library

    def absent() -> None:
        raise library.LibraryMissing(library.sentence("libpango-1.0-0 was not found"))

    monkeypatch.setattr(library, "load", absent)
    (content / "deck.toml").write_text('name = "Small"\n', encoding="utf-8")
    (content / "a.md").write_text("## Q\n\nA.\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["pdf", "--content", str(content), "--dist", str(tmp_path / "dist")])
    assert result.exit_code == 3
    assert "nothing was written" not in result.stderr


def test_what_an_introduction_uses_makes_the_set_older(content: Path, tmp_path: Path) -> None:
    """A changed footnote, figure or face is content: files made before are named as older."""
    chapter = "Intro [^a].\n\n[^a]: {}\n\n## Q\n\nA.\n"
    (content / "a.md").write_text(chapter.format("one"), encoding="utf-8")
    build(Options(content, tmp_path / "dist", ("anki", "handout")), Silent())
    (content / "a.md").write_text(chapter.format("two"), encoding="utf-8")
    outcome = build(Options(content, tmp_path / "dist", ("handout",)), Silent())
    assert outcome.outdated is not None
    assert [entry.name for entry in outcome.outdated.content] == ["small-abc123.apkg"]
