"""The documents say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from builder import __version__, faults
from builder.cli import main
from builder.model import Kind
from builder.pipeline import load
from builder.verify.words import CURES, WARNINGS
from tests.anki.pictures import lay_out, samples
from tests.silent import Silent

ROOT = Path(__file__).parents[1]


def test_every_code_has_its_line() -> None:
    """The page of faults lists every code with its severity and what it is, and no other."""
    text = (ROOT / "FAULTS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning|note) \| (.+) \|$", text.split("\n## ")[0], re.MULTILINE)
    assert rows == [(rule.code, rule.severity.value, rule.about) for rule in sorted(faults.ALL, key=lambda r: r.code)]


def test_every_finding_has_its_line() -> None:
    """The page of faults lists all that `build verify` may find, with what to do."""
    text = (ROOT / "FAULTS.md").read_text(encoding="utf-8").split("\n## ")[1]
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \| (.+) \|$", text, re.MULTILINE)
    severities = {code: "warning" if code in WARNINGS else "error" for code in CURES}
    assert rows == [(code, severities[code], cure) for code, cure in sorted(CURES.items())]


def test_every_command_is_shown() -> None:
    """The README names each command, and opens with the two that set everything up."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^(make(?: test)?)\b", text, re.MULTILINE)[:2] == ["make", "make test"]
    for command in main.commands:
        assert f"build {command}" in text


def test_pictures_of_the_readme_are_there() -> None:
    """Every picture that the README shows is in the repository, with words for those who do not see it."""
    text = re.sub(
        r"^(`{3,}).*?^\1$", "", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
    pictures += [(words, path) for path, words in re.findall(r'<img src="([^"]+)"[^>]* alt="([^"]+)"', text)]
    assert len(pictures) == text.count("![") + text.count("<img ") >= 11
    assert [path for _, path in pictures if not (ROOT / path).is_file()] == []


def test_the_table_of_kinds_has_them_all(tmp_path: Path) -> None:
    """Each kind of card stands in the README with a source that builds, without a fault, into a card of that kind."""
    shown: set[Kind] = set()
    for sample in samples((ROOT / "README.md").read_text(encoding="utf-8")):
        lay_out(sample, tmp_path / sample.name)
        deck = load(tmp_path / sample.name, Silent())
        assert [fault.message for fault in deck.diagnostics] == []
        (note,) = deck.deck.notes
        shown.add(note.card.kind)
    assert shown == set(Kind)


def test_every_room_is_on_the_map() -> None:
    """ARCHITECTURE.md names each package and each module at the top of `builder/`."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path for path in (ROOT / "builder").iterdir() if path.is_dir() and path.name != "__pycache__"]
    modules = [path for path in (ROOT / "builder").glob("*.py") if not path.name.startswith("__")]
    for path in rooms:
        assert f"`{path.name}/`" in text, path.name
    for path in modules:
        assert f"`{path.name}`" in text, path.name


def test_the_changelog_knows_the_version() -> None:
    """The changelog has a section for what ships now."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8") or "## Unreleased" in (
        ROOT / "CHANGELOG.md"
    ).read_text(encoding="utf-8")
