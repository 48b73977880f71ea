"""Files in the content folder that no text shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import faults
from builder.diagnostics import Severity
from tests.source.folders import DOT, codes, loaded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DECK = 'name = "Deck"\nid = "deck"\ndescription = "![A cover](figures/cover.svg)"\n'
SHOWN = """# Chapter

![In an introduction](figures/dot.svg)

## What is ![in a heading](figures/heading.svg) here? {#one}

An answer with a note[^1] and a picture by reference: ![In a reference][dot].

- in a list: ![In a list](<figures/with space.svg>)

> | in a table |
> |---|
> | ![In a table](figures/with%2520percent.svg) |

Q: What is heard? {.print-only}
A: ![A tone](sounds/tone.mp3)

C: ![In a cloze](figures/cloze.svg) {{x}} {.retired}

Q: Which one?

- [x] ![The right one](figures/right.svg)
- [ ] no
  ![Its explanation](figures/explanation.svg)

[^1]: A note with ![a picture](figures/note.svg).
[^2]: A note that nobody calls, with ![a picture](figures/uncalled.svg).
[dot]: figures/reference.svg
[other]: figures/defined.svg
"""


def unused(root: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Return what is told of unused files in the folder of *files*."""
    deck = loaded(root, files)
    assert [one for one in deck.diagnostics if one.rule.severity is Severity.ERROR] == []
    found = [one for one in deck.diagnostics if one.rule is faults.MEDIA_UNUSED]
    assert all(one.rule.severity is Severity.NOTE for one in found)
    return [f"{one.span.path}: {one.message} {one.hint}" for one in found]


def test_each_way_of_showing_a_file_is_a_use(tmp_path: Path) -> None:
    """Whatever text shows a file, or defines its address, the file is used: by cards that are retired too."""
    names = (
        *("cover", "heading", "with space", "with%20percent", "cloze", "right", "explanation"),
        *("note", "uncalled", "reference", "defined"),
    )
    files: dict[str, str | bytes] = {f"figures/{name}.svg": DOT for name in names}
    files |= {"deck.toml": DECK, "a.md": SHOWN, "sounds/tone.mp3": b"ID3\x03\0\0\0\0\0\0"}
    assert unused(tmp_path, files) == []


def test_forgotten_file_is_told_with_its_path(tmp_path: Path) -> None:
    """A medium that no text shows is a note at its path: code, comments and links show nothing."""
    text = (
        "# One\n\n## Why?\n\nBecause. ![Dot](figures/dot.svg)\n\n"
        "`![Code](old.png)`\n\n<!-- ![Comment](old.png) -->\n\n    ![Code](old.png)\n"
    )
    assert unused(tmp_path, {"a.md": text, "old.png": b"none", "deep/er/Old.JPEG": "", "deep/tone.mp3": ""}) == [
        f"{path}: No text shows `{path}`. Delete it, or begin its name with `_` to keep it for later."
        for path in ("deep/er/Old.JPEG", "deep/tone.mp3", "old.png")
    ]


def test_what_is_no_medium_of_the_deck_is_no_matter(tmp_path: Path) -> None:
    """Settings, scripts, faces, drafts and hidden files are nobody's forgotten media."""
    shown = {"a.md": "# One\n\n## Why?\n\n![Dot](figures/dot.svg)\n"}
    others = (
        *("_draft.png", ".hidden.png", "_drafts/a.png", ".git/a.png", "figures/_old/a.svg", "fonts/specimen.png"),
        *("figures/draw.py", "figures/data.csv", "README.md", "theme.css", "notes.txt", "figures/raw.psd"),
    )
    assert unused(tmp_path, shown | dict.fromkeys(others, "")) == []
    assert len(unused(tmp_path, {"figures/fonts/a.png": ""})) == 1


def test_link_within_the_folder_uses_its_target(tmp_path: Path) -> None:
    """A file that is shown by the name of a link to it is used, and so is one in a folder that a text climbs out of."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "real.svg").write_bytes(DOT)
    (tmp_path / "figures" / "link.svg").symlink_to("real.svg")
    text = "# One\n\n## Why?\n\n![Link](../figures/link.svg) ![Dot](./../figures/../figures/dot.svg)\n"
    assert unused(tmp_path, {"part/a.md": text}) == []


def test_composed_and_decomposed_names_are_one(tmp_path: Path) -> None:
    """A name whose accents are composed otherwise on disk is the one that the text shows."""
    text = "# One\n\n## Why?\n\n![A](é.svg) ![Dot](figures/dot.svg)\n"
    assert unused(tmp_path, {"a.md": text, "e\u0301.svg": DOT}) == []


def test_store_of_pictures_does_not_drown_the_rest(tmp_path: Path) -> None:
    """Of very many files the first are told by their paths, the others by their number."""
    files = {f"store/{number:03}.png": "" for number in range(50)}
    told = unused(tmp_path, {"a.md": "# One\n\n## Why?\n\n![Dot](figures/dot.svg)\n", **files})
    assert len(told) == 21
    assert told[-1] == (
        "store/020.png: No text shows `store/020.png` and 29 files behind it. Delete them, or move them elsewhere."
    )


def test_files_are_not_read(tmp_path: Path) -> None:
    """Only names are looked at: what no one may read, or leads nowhere, stops nothing."""
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "gone.png").symlink_to("nowhere.png")
    (tmp_path / "folder.png").mkdir()
    told = unused(tmp_path, {"a.md": "# One\n\n## Why?\n\n![Dot](figures/dot.svg)\n"})
    assert [line.partition(":")[0] for line in told] == ["gone.png", "loop.png"]


def test_nothing_is_unused_where_a_fault_may_hide_its_use(tmp_path: Path) -> None:
    """While a text cannot be read as it is meant, nobody is told that its pictures are unused."""
    text = "# One\n\n## Why?\n\n![Dot](figures/dto.svg)\n"
    assert codes(loaded(tmp_path, {"a.md": text})) == ["image-missing"]
