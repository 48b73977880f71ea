"""`[handout]` in deck.toml and the flags of `build html`: what they set, what is wrong with them, what is written."""

from __future__ import annotations

import fcntl
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from builder.config import read_config
from builder.settings import HandoutSettings
from builder.source.files import read_folder

DECK = 'format = 1\nname = "Small"\nid = "small-abc123"\n'
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><script>no()</script><rect width="4" height="4"/></svg>'
)


class Place:
    """A content folder with two chapters, and what is built of it."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.dist = folder / "dist"
        self.content.mkdir()
        self.write("")
        self.say("one", "Q: What follows one? {#two}\nA: Two.\n")
        self.say("more", "## Which other? {#other}\n\nThat [one](#two).\n")

    def write(self, settings: str) -> None:
        """Write `deck.toml` with *settings*."""
        (self.content / "deck.toml").write_text(DECK + settings, encoding="utf-8")

    def say(self, name: str, text: str) -> None:
        """Write the chapter *name*."""
        (self.content / f"{name}.md").write_text(f"# {name.title()}\n\n{text}", encoding="utf-8")

    def build(self, *flags: str) -> Result:
        """Run `build html` with *flags*."""
        return CliRunner().invoke(main, ["html", *flags, "--content", str(self.content), "--dist", str(self.dist)])

    def built(self) -> set[str]:
        """Return the files in `dist/`, but the manifest."""
        files = {path.relative_to(self.dist).as_posix() for path in self.dist.rglob("*") if path.is_file()}
        return files - {"manifest.json"}

    def rows(self) -> dict[str, Any]:
        """Return the files that the manifest names."""
        rows: dict[str, Any] = json.loads((self.dist / "manifest.json").read_text(encoding="utf-8"))["files"]
        return rows


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_settings_are_read(place: Place) -> None:
    """What `[handout]` says is in the settings; addresses of folders end with a slash, those of pages do not."""
    place.write('[handout]\nlogo = "a.svg"\nfooter = "*Mine*"\nsplit = true\nbase_url = "https://example.org/cv"\n')
    config, found = read_config(read_folder(place.content).deck)

    assert config.handout == HandoutSettings("a.svg", "*Mine*", split=True, base_url="https://example.org/cv/")
    assert not found


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a/b.html", "https://example.org/a/b.html"),
        ("https://example.org:8443/a/", "https://example.org:8443/a/"),
        ("", ""),
    ],
)
def test_base_url_has_one_form(place: Place, written: str, taken: str) -> None:
    """An address is that of a page, or of a folder with a slash at its end."""
    place.write(f'[handout]\nbase_url = "{written}"\n')
    config, found = read_config(read_folder(place.content).deck)

    assert config.handout.base_url == taken
    assert not found


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('base_url = "http://example.org/"', "`base_url` must be an address that begins with https://"),
        ('base_url = "https://example.org/?a=1"', "`base_url` must be an address that begins with https://"),
        ('base_url = "https://example.org/\\">x"', "`base_url` must be an address that begins with https://"),
        ('split = "yes"', "`split` must be true or false"),
        ('icon = "a.svg"', "There is no key `icon` in [handout]"),
        ('logo = "missing.svg"', "There is no file `missing.svg`"),
        ('logo = "https://example.org/a.svg"', "is on the network"),
        ('logo = "../a.svg"', "leads out of the content folder"),
        ('logo = "one.md"', "is no image, sound or film"),
        ('footer = "See [that](#nowhere)."', "Nothing in the deck has the id `nowhere`"),
    ],
)
def test_faults_are_sentences_with_their_place(place: Place, settings: str, said: str) -> None:
    """What is wrong in `[handout]` is told with the line where it stands, and nothing is written."""
    place.write(f"[handout]\n{settings}\n")
    ran = place.build()

    assert ran.exit_code == 1
    assert "deck.toml:5:1: error[" in ran.stderr
    assert said in ran.stderr
    assert not place.dist.exists()


def test_logo_is_cleaned_and_counts_as_used(place: Place) -> None:
    """A logo passes the same cleaning as every figure, and no rule calls it unused."""
    (place.content / "logo.svg").write_text(LOGO, encoding="utf-8")
    place.write('[handout]\nlogo = "logo.svg"\nfooter = "By *me*"\n')
    ran = place.build("--split")
    kept = next(name for name in place.built() if "/logo-" in name)

    assert ran.exit_code == 0
    assert "script" not in (place.dist / kept).read_text(encoding="utf-8")
    assert "media-unused" not in ran.stderr
    assert "By <em>me</em>" in (place.dist / "small-abc123" / "one.html").read_text(encoding="utf-8")


def test_logo_and_footer_are_content(place: Place) -> None:
    """Another footer is another content; an address is a setting alone."""
    place.build()
    before = place.rows()["small-abc123.html"]
    place.write('[handout]\nfooter = "Mine"\n')
    place.build()
    after = place.rows()["small-abc123.html"]
    place.write('[handout]\nfooter = "Mine"\nbase_url = "https://example.org/"\n')
    place.build()
    online = place.rows()["small-abc123.html"]

    assert "settings" not in before
    assert before["content"] != after["content"] == online["content"]
    assert online["settings"]


def test_split_is_a_folder(place: Place) -> None:
    """The flag makes a folder, which the report names once with its files and cards, and the manifest file by file."""
    ran = place.build("--split", "--base-url", "https://example.org/s/")
    names = {"index.html", "one.html", "more.html", "sitemap.xml", "assets/deck.js", "assets/style.css"}

    assert ran.exit_code == 0
    assert {f"small-abc123/{name}" for name in names} <= place.built() == place.rows().keys()
    assert ran.stdout.count("small-abc123") == 1
    assert "files, " in ran.stdout
    assert "2 of 2 cards in the handout." in ran.stdout
    assert place.rows()["small-abc123/one.html"]["cards"] == {"expected": 1, "found": 1}


def test_both_forms_may_lie_beside_each_other(place: Place) -> None:
    """A build of one form leaves the other, and tells that it was made with other settings."""
    place.build()
    ran = place.build("--split")

    assert "small-abc123.html" in place.built()
    assert "Made with other settings than now: small-abc123.html. `build html --no-split` makes it" in ran.stdout
    ran = place.build("--no-split")
    assert "Made with other settings than now: small-abc123/. `build html --split` makes it" in ran.stdout


def test_pages_of_older_builds_go(place: Place) -> None:
    """A page that no build makes any more goes with the next, unless somebody has changed it."""
    place.say("third", "Q: What follows two? {#three}\nA: Three.\n")
    place.say("fourth", "Q: What follows three? {#four}\nA: Four.\n")
    place.build("--split")
    changed = place.dist / "small-abc123" / "fourth.html"
    changed.write_text("mine", encoding="utf-8")
    for name in ("third", "fourth"):
        (place.content / f"{name}.md").unlink()
    place.build("--split")

    assert "small-abc123/third.html" not in place.built()
    assert "small-abc123/third.html" not in place.rows()
    assert changed.read_text(encoding="utf-8") == "mine"


def test_flags_are_judged_as_settings(place: Place) -> None:
    """A flag with a wrong value is a fault of use, in the words of `deck.toml`."""
    ran = place.build("--base-url", "ftp://example.org")

    assert ran.exit_code == 2
    assert "It must be an address that begins with https://" in ran.stderr


def test_two_builds_are_identical(place: Place) -> None:
    """A second build leaves every file of the folder as it is."""
    place.build("--split")
    before = {name: (place.dist / name).stat().st_mtime_ns for name in place.built()}
    place.build("--split")

    assert {name: (place.dist / name).stat().st_mtime_ns for name in place.built()} == before


def test_footer_has_footnotes_and_sources(place: Place) -> None:
    """A text of `deck.toml` may define footnotes and cite works, as any text of the deck may."""
    works = '[lin]\nauthor = "Lin"\nyear = 2014\ntitle = "COCO"\n'
    (place.content / "sources.toml").write_text(works, encoding="utf-8")
    place.write('[handout]\nfooter = "Data[^a] of [@lin].\\n\\n[^a]: All *free*."\n')
    ran = place.build()
    page = (place.dist / "small-abc123.html").read_text(encoding="utf-8")

    assert ran.exit_code == 0, ran.stderr
    assert '<li id="fn_ui_foot_1"><p>All <em>free</em>.' in page
    assert '<li id="ui_source_lin">' in page


def test_what_a_footer_shows_is_content(place: Place) -> None:
    """Another picture in the footer, by reference or in a footnote, is another content; no rule calls it unused."""
    place.write('[handout]\nfooter = "Us[^a]. ![One][one]\\n\\n[one]: one.svg\\n\\n[^a]: ![Two](two.svg)"\n')
    for name in ("one", "two"):
        (place.content / f"{name}.svg").write_text(LOGO, encoding="utf-8")
    ran = place.build()
    before = place.rows()["small-abc123.html"]["content"]
    (place.content / "two.svg").write_text(LOGO.replace('width="4"', 'width="3"'), encoding="utf-8")
    place.build()

    assert ran.exit_code == 0, ran.stderr
    assert "media-unused" not in ran.stderr
    assert place.rows()["small-abc123.html"]["content"] != before


@pytest.mark.parametrize("text", ["![A dot](logo.svg){#two}", "### Where {#two}"])
def test_texts_of_the_settings_have_no_ids(place: Place, text: str) -> None:
    """An id in a footer would stand on every page, and twice where a card has it: it is told."""
    (place.content / "logo.svg").write_text(LOGO, encoding="utf-8")
    place.write(f'[handout]\nfooter = "{text}"\n')
    ran = place.build()

    assert ran.exit_code == 1
    assert "deck.toml:5:1: error[attr-key]: The id `two` stands in a text of `deck.toml`" in ran.stderr


@pytest.mark.parametrize("said", ["https://example.org/v1.2", "https://example.org/v1.2/index.html"])
def test_address_of_a_site_is_a_folder(place: Place, said: str) -> None:
    """With a page for each chapter the address is that of their folder, whatever its name looks like."""
    place.build("--split", "--base-url", said)
    listed = (place.dist / "small-abc123" / "sitemap.xml").read_text(encoding="utf-8")

    assert re.findall("<loc>(.*)</loc>", listed) == [
        "https://example.org/v1.2/",
        "https://example.org/v1.2/more.html",
        "https://example.org/v1.2/one.html",
    ]


def test_outer_folder_is_held_first(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two builds at once, one of them of all outputs, none waits for the other for ever: both hold `dist/` first."""
    held: list[Path] = []
    lock = fcntl.flock

    def locked(handle: int, how: int) -> None:
        held.append(Path(f"/proc/self/fd/{handle}").readlink())
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", locked)
    place.build("--split")
    folder = place.dist / "small-abc123"

    assert held == [place.dist, folder, folder / "assets"]


def test_leftovers_in_the_folder_are_told_and_go(place: Place) -> None:
    """What a killed build left in the folder of the handout is told by the next one, of any form, and taken away."""
    place.build("--split")
    left = place.dist / "small-abc123" / "assets" / ".deck.js.cardpress-new"
    left.write_bytes(b"half")
    ran = place.build("--no-split")

    assert "was stopped before its end; what it left there is taken away" in ran.stdout
    assert not left.exists()


def test_file_in_place_of_the_folder_is_told(place: Place) -> None:
    """Where a file of the author's stands in the place of the folder, a sentence says so, and the file stays."""
    place.dist.mkdir()
    mine = place.dist / "small-abc123"
    mine.write_text("mine", encoding="utf-8")
    ran = place.build("--split")

    assert ran.exit_code == 1
    assert "cannot be written: a file stands where its folder has to be." in ran.stderr
    assert mine.read_text(encoding="utf-8") == "mine"
