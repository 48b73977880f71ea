"""The author's own styles and faces reach every output, and nothing of a stranger's does harm there."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from builder.pipeline import build
from builder.source.files import source
from builder.stages import Options
from builder.theme.author import clean_theme
from tests.silent import Silent

if TYPE_CHECKING:
    from pathlib import Path

DECK = 'name = "Small"\nid = "small-abc123"\n'
CHAPTER = "# Small\n\n## What is one?\n\nThe first number.\n"
STYLES = ".own-mark, p { letter-spacing: 0.031em }\n"


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("@import 'x.css';", "`@import` has no place here"),
        ("@font-face { font-family: x; src: url(x.ttf) }", "`@font-face` has no place here"),
        ("p { background: url(http://example.org/x.png) }", "`url()` fetches something"),
        ("p { background: url('//example.org/x.png') }", "`url()` fetches something"),
        ("p { background: image-set('x.png' 1x) }", "`image-set()` fetches something"),
        ("p { width: calc(1px + min(2px, (url(x)))) }", "`url()` fetches something"),
        ("@media print { p { cursor: url(x), auto } }", "`url()` fetches something"),
        ("p { --x: u\\72l(x) }", "`url()` fetches something"),
        ("p ]", "it is no CSS"),
    ],
)
def test_what_fetches_is_taken_out(rule: str, why: str) -> None:
    """A rule that reaches outside goes, with a warning at its place, and what stands beside it stays."""
    cleaned, diagnostics = clean_theme(source("theme.css", f"b {{ color: red }}\n{rule}\n"))
    assert "color: red" in cleaned
    assert "url" not in cleaned.replace("url(#", "")
    assert [d.rule.code for d in diagnostics] == ["style-cleaned"]
    assert why in diagnostics[0].message


def test_harmless_styles_stay() -> None:
    """Rules, nested rules, variables and data in the sheet itself are kept as they are written."""
    text = "p > b::before { content: '»' }\n@media (width < 400px) { p { color: var(--x, red) } }\n"
    text += "i { background: url('data:image/png;base64,AA') }\n"
    cleaned, diagnostics = clean_theme(source("theme.css", text))
    assert not diagnostics
    assert "content" in cleaned
    assert "(width < 400px)" in cleaned
    assert "data:image/png" in cleaned


def test_styles_cannot_end_their_element() -> None:
    """What would close a style element in HTML is written in another way."""
    cleaned, _ = clean_theme(source("theme.css", "p::before { content: '</style><script>alert(1)</script>' }"))
    assert "</" not in cleaned


def test_deep_nesting_is_refused() -> None:
    """Brackets without end are no recursion without end."""
    cleaned, diagnostics = clean_theme(source("theme.css", "p { width: " + "(" * 5000))
    assert not cleaned
    assert [d.rule.code for d in diagnostics] == ["style-cleaned"]


def test_every_output_takes_the_styles(tmp_path: Path) -> None:
    """The author's rules stand in the note types and in the handout, and the sheet is laid out with them."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "deck.toml").write_text(DECK, encoding="utf-8")
    (content / "small.md").write_text(CHAPTER, encoding="utf-8")
    before = build(Options(content, tmp_path / "before"), Silent())
    (content / "theme.css").write_text(STYLES, encoding="utf-8")
    outcome = build(Options(content, tmp_path / "dist"), Silent())
    assert not outcome.diagnostics
    assert "letter-spacing: 0.031em" in (tmp_path / "dist" / "small-abc123.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "dist" / "small-abc123.apkg") as package:
        assert b"letter-spacing: 0.031em" in package.read("collection.anki2")
    digests = [{entry.output: entry.sha256 for entry in one.entries} for one in (before, outcome)]
    assert all(digests[0][name] != digests[1][name] for name in ("anki", "sheet", "handout"))
