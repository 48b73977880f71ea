"""Faults that take more than one chapter: files that cannot be read, links out of the folder, ids in two files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builder import faults, report
from builder.diagnostics import Diagnostic, Span
from builder.source.files import position, read_folder, source
from tests.source.dump import diagnostic_lines
from tests.source.folders import DOT, codes, loaded

if TYPE_CHECKING:
    from pathlib import Path

CARD = "Q: que\nA: a\n"


def _said(root: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return what is said of a folder."""
    deck = loaded(root, files)
    return list(diagnostic_lines(deck.diagnostics, deck.folder))


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is named, and nothing else is said of it."""
    folder = read_folder(tmp_path / "nowhere")
    assert [(d.rule, d.message) for d in folder.diagnostics] == [
        (faults.FILE_UNREADABLE, "There is no content folder 'nowhere'.")
    ]


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder that is called like a setting or a chapter cannot be read, and is named."""
    (tmp_path / "x.md").mkdir(parents=True)
    (tmp_path / "sources.toml").mkdir()
    (tmp_path / "deck.toml").write_text('name = "a"\nid = "a"\n')
    (tmp_path / "a.md").write_text(CARD)
    diagnostics = read_folder(tmp_path).diagnostics
    assert [(d.rule, d.span.path) for d in diagnostics] == [(faults.FILE_UNREADABLE, "sources.toml")]


def test_link_to_nowhere(tmp_path: Path) -> None:
    """A chapter that is a dangling link is named."""
    (tmp_path / "b.md").symlink_to(tmp_path / "gone.md")
    (said,) = _said(tmp_path, {"a.md": CARD})
    assert said.startswith("b.md: error[file-unreadable]: ")


def test_links_out_of_the_folder(tmp_path: Path) -> None:
    """No chapter, setting, folder or image is read through a link that leaves the content folder."""
    outside, root = tmp_path / "outside", tmp_path / "content"
    (outside / "sub").mkdir(parents=True)
    root.mkdir()
    (outside / "secret.md").write_text("Q: secret\nA: x\n")
    (outside / "sub" / "more.md").write_text("Q: more\nA: x\n")
    (outside / "secret.svg").write_bytes(DOT)
    (root / "linked.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside / "sub")
    (root / "linked.svg").symlink_to(outside / "secret.svg")
    text = CARD + "\n![a](linked.svg) ![b](../outside/secret.svg) ![c](/etc/passwd)\n"
    deck = loaded(root, {"a.md": text})
    assert codes(deck) == ["image-outside"] * 5
    assert [note.id for note in deck.deck.notes] == ["que"]
    assert "secret" not in str(sorted(deck.rendered.media))


def test_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    """A link from one place of the content folder to another is as good as the file."""
    (tmp_path / "b.md").symlink_to(tmp_path / "_shared.md")
    deck = loaded(tmp_path, {"_shared.md": CARD})
    assert codes(deck) == []
    assert [note.card.span.path for note in deck.deck.notes] == ["b.md"]


def test_not_utf8(tmp_path: Path) -> None:
    """A byte that is not UTF-8 is told at its line and column, in chapters and settings."""
    assert _said(tmp_path, {"a.md": b"Q: caf\xe9?\r\nA: a\r\n", "b.md": b"\xef\xbb\xbfQ: x\r\n\r\nA: \xff\xfe\n"}) == [
        "a.md:1:7: «�» error[not-utf8]: Byte 0xE9 is not UTF-8. Save the file as UTF-8.",
        "b.md:3:4: «�» error[not-utf8]: Byte 0xFF is not UTF-8. Save the file as UTF-8.",
    ]


def test_utf16_is_one_fault_and_not_hundreds(tmp_path: Path) -> None:
    """A file saved as UTF-16 is told once for its bytes and once for its zeros."""
    assert codes(loaded(tmp_path, {"a.md": CARD.encode("utf-16"), "b.md": CARD})) == ["not-utf8", "bad-character"]


def test_same_deck(tmp_path: Path) -> None:
    """Two chapters whose decks are one to Anki, which ignores case, are a warning at the second."""
    (said,) = _said(tmp_path, {"1.md": "# Metrics\n\nQ: a\nA: b\n", "2.md": "# METRICS\n\nQ: c\nA: d\n"})
    assert said == (
        "2.md:1:1: «# METRICS» warning[same-deck]: This chapter goes into the deck “Deck::METRICS”, where a chapter of"
        " 1.md goes already. Give one of the two another title, or a `deck:` of its own."
    )


def test_id_twice_in_two_files(tmp_path: Path) -> None:
    """An id in two files is told at the second."""
    assert [
        said.partition(" error")[0]
        for said in _said(tmp_path, {"1.md": "Q: a {#x}\nA: b\n", "2.md": "## c\n\nd\n\n### e {#x}\n"})
    ] == ["2.md:5:7: «{#x}»"]


def test_card_twice_in_two_files(tmp_path: Path) -> None:
    """Cards of two files that say the same are told at the second, which names the first."""
    (said,) = _said(tmp_path, {"1.md": CARD, "2.md": "Q: Que\nA: **a**\n"})
    assert said.startswith("2.md:1:1: «Q: Que» error[card-twice]: This card says the same as the card `que` in 1.md.")


def test_definitions_stay_in_their_file(tmp_path: Path) -> None:
    """A footnote of one file is none in another."""
    assert codes(loaded(tmp_path, {"1.md": "Q: a[^n]\nA: b\n", "2.md": "Q: c[^n]\nA: d\n\n[^n]: note\n"})) == [
        "footnote-unknown"
    ]


def test_links_between_files(tmp_path: Path) -> None:
    """A link leads to an id or a chapter of any file, by its path from the file that it stands in."""
    files: dict[str, str | bytes] = {
        "a.md": "Q: a {#a}\nA: [b](sub/b.md#b), [sub](sub/b.md), [only the id](#b), [space](with%20space.md)\n",
        "sub/b.md": "Q: b {#b}\nA: [up](../a.md#a), [not](a.md#a)\n",
        "with space.md": "Q: c\nA: c\n",
    }
    assert [said.partition(" error")[0] for said in _said(tmp_path, files)] == ["sub/b.md:2:21: «[not](a.md#a)»"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.png", b"no image at all", "image-type"),
        ("a.txt", b"text", "image-type"),
        ("a.svg", b"<svg", "image-type"),
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><script>x</script></svg>',
            "svg-cleaned",
        ),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"/>', "svg-refused"),
    ],
)
def test_images_that_are_none(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    """A file that is no image, or one with more in it than a picture, is told where it is shown."""
    (said,) = _said(tmp_path, {"c.md": f"Q: q\nA: ![a]({name})\n", name: data})
    assert said.startswith(f"c.md:2:4: «![a]({name})» ")
    assert f"[{code}]" in said


def test_line_and_column() -> None:
    """Lines and columns count from 1, in characters, whatever ends a line."""
    file = source("a.md", "\ufeffaé\r\nb🙂c\rd")
    assert file.text == "aé\nb🙂c\nd"
    assert [position(file, file.text.index(character)) for character in "aébcd"] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 3),
        (3, 1),
    ]
    assert position(file, len(file.text)) == (3, 2)


def test_what_a_name_holds_does_not_act(tmp_path: Path) -> None:
    """A name that holds a line end or an escape of terminals is told in one line, in plain letters."""
    name = "pics/z\n::error::\x1b[31m\u202e.png"
    told = Diagnostic(faults.IMAGE_MISSING, Span(name, 0, 0), f"There is no file `{name}`.")
    (line,) = report.diagnostic_lines((told,), loaded(tmp_path, {"01.md": "Q: a\nA: b\n"}).folder, tmp_path)
    assert "`pics/z\\n::error::\\x1b[31m\\u202e.png`" in line
    assert line.isprintable()
