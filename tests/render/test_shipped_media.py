"""Media on their way into the package, the handout and the sheet, built as an author builds them."""

from __future__ import annotations

import re
import wave
from base64 import b64decode
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from anki.collection import Collection, ImportAnkiPackageRequest
from click.testing import CliRunner

from builder.anki.read import PackageContents, read_package
from builder.cli import main
from builder.pdf.read.reader import read_pdf
from builder.render.svg import CleanSvg, clean_svg
from tests.render.pictures import file_of, film_of, opened, photo

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = 'name = "Media"\nid = "media-abc123"\n'
CHAPTER = """# Media

Q: Which picture is of which kind? {#kinds}
A: Four of them, and a drawing.

![A photo](photo.jpg) ![A painting](painting.png) ![A print](print.webp)
![A sketch](sketch.gif) ![A drawing](drawing.svg)

Q: What is heard? {#heard}
A: ![A tone of one second](sounds/tone.wav)

Q: What is seen? {#seen}
A: A short film.

![A ball that falls](films/fall.mp4)

Q: What has spaces in its name? {#names}
A: ![Encoded](with%20spaces.png) ![In brackets](<with spaces.png>) ![Of another script](Größe/Ελλάδα.png)

Q: Which files have one name? {#namesakes}
A: ![Of the left](left/one.png) ![Of the right](right/one.png) ![Of the left again](./left/one.png)

Q: What moves? {#moves}
A: ![What blinks](blink.webp)
"""


def tone() -> bytes:
    """Return a second of silence as a WAV."""
    target = BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 1, 8000, 8000, "NONE", ""))
        file.writeframes(b"\x80" * 8000)
    return target.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>'
FILM = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41\0\0\0\x08free"
FILES = {
    "photo.jpg": file_of(photo(), "JPEG", quality=95),
    "painting.png": file_of(photo(), "PNG"),
    "print.webp": file_of(photo(), "WEBP", quality=95),
    "sketch.gif": file_of(photo(), "GIF"),
    "drawing.svg": SVG,
    "sounds/tone.wav": tone(),
    "films/fall.mp4": FILM,
    "with spaces.png": file_of(photo((40, 30)), "PNG"),
    "Größe/Ελλάδα.png": file_of(photo((30, 40)), "PNG"),
    "left/one.png": file_of(photo((20, 20)), "PNG"),
    "right/one.png": file_of(photo((24, 20)), "PNG"),
    "blink.webp": film_of([photo(), photo().rotate(180)], "WEBP"),
}


def shipped() -> list[bytes]:
    """Return what of these files ships, sorted: the SVG as it is cleaned, the others as they are."""
    drawing = clean_svg(SVG)
    assert isinstance(drawing, CleanSvg)
    return sorted([drawing.data, *(data for data in FILES.values() if data != SVG)])


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Return a content folder with media of every kind."""
    folder = tmp_path / "content"
    for name, data in {"deck.toml": SETTINGS.encode(), "a.md": CHAPTER.encode(), **FILES}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def run(*words: str | Path) -> str:
    """Run `build` with *words* and return all that it says."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def built(folder: Path, name: str) -> dict[str, bytes]:
    """Build *folder* into the folder *name* beside it; return the files by their endings."""
    dist = folder.parent / name
    run("all", "--content", folder, "--dist", dist)
    return {path.suffix: path.read_bytes() for path in dist.iterdir()}


def names(package: PackageContents, card: str, shown_by: str = r'<img src="([^"]+)"') -> list[str]:
    """Return the names of the images in the fields of *card*, in their order, or of what else is *shown_by*."""
    (note,) = (note for note in package.notes if note.fields["Id"] == card)
    return re.findall(shown_by, "".join(note.fields.values()))


def sizes(html: str) -> dict[str, tuple[int, int]]:
    """Return width and height of each image in *html* by its alternative text."""
    found = re.findall(r'<img src="[^"]*" alt="([^"]*)"[^>]* width="(\d+)" height="(\d+)"', html)
    return {unescape(alt): (int(width), int(height)) for alt, width, height in found}


def test_every_kind_ships_as_it_is(folder: Path) -> None:
    """Every file is in the package once, byte for byte, under its stem and its digest; each card shows its own."""
    package = read_package(built(folder, "dist")[".apkg"])
    assert sorted(package.media.values()) == shipped()
    for name, data in package.media.items():
        assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{12}\.[a-z0-9]+", name)
        assert name.rpartition("-")[2].startswith(sha256(data).hexdigest()[:12])
    endings = [name.rpartition(".")[2] for name in names(package, "kinds")]
    assert endings == ["jpg", "png", "webp", "gif", "svg"]
    left, right, again = names(package, "namesakes")
    assert left == again != right
    assert [package.media[left], package.media[right]] == [FILES["left/one.png"], FILES["right/one.png"]]
    encoded, bracketed, foreign = names(package, "names")
    assert encoded == bracketed
    assert [package.media[encoded], package.media[foreign]] == [FILES["with spaces.png"], FILES["Größe/Ελλάδα.png"]]


def test_sounds_and_films_suit_each_output(folder: Path) -> None:
    """Anki plays a sound or film, the handout has a player for it, and paper has its words."""
    files = built(folder, "dist")
    package = read_package(files[".apkg"])
    for card, data in (("heard", FILES["sounds/tone.wav"]), ("seen", FILM)):
        (sound,) = names(package, card, r"\[sound:([^\]]+)\]")
        assert (names(package, card), package.media[sound]) == ([], data)
    html = files[".html"].decode()
    for tag, mime, data, words in (
        ("audio", "audio/wav", FILES["sounds/tone.wav"], "A tone of one second"),
        ("video", "video/mp4", FILM, "A ball that falls"),
    ):
        found = re.search(
            rf'<{tag} controls preload="none" src="data:{mime};base64,([^"]+)" aria-label="{words}">', html
        )
        assert found
        assert b64decode(found[1]) == data
    said = read_pdf(files[".pdf"]).words
    assert "tone of one second" in " ".join(said["heard"])
    assert "ball that falls" in " ".join(said["seen"])


def test_anki_finds_all_media(folder: Path, tmp_path: Path) -> None:
    """Anki's own check of media finds nothing missing and nothing unused after the import."""
    built(folder, "dist")
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        path = str(folder.parent / "dist" / "media-abc123.apkg")
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=path))
        check = collection.media.check()
        assert (list(check.missing), list(check.unused)) == ([], [])
        stored = sorted(file.read_bytes() for file in (tmp_path / "collection.media").iterdir())
        assert stored == shipped()
    finally:
        collection.close()


def test_bound_holds_for_all_outputs(folder: Path) -> None:
    """A bounded picture is as small, and said to be as small, in the package, in the handout and on paper."""
    (folder / "deck.toml").write_text(f"{SETTINGS}[media]\nmax_px = 200\n", encoding="utf-8")
    files = built(folder, "dist")
    package = read_package(files[".apkg"])
    pictures = ("A photo", "A painting", "A print", "A sketch")
    for name in names(package, "kinds")[:4]:
        assert opened(package.media[name]).size == (200, 150)
    fields = "".join(field for note in package.notes for field in note.fields.values())
    for html in (fields, files[".html"].decode()):
        found = sizes(html)
        assert [found[words] for words in pictures] == [(200, 150)] * 4
        assert (found["What blinks"], found["Encoded"]) == ((400, 300), (40, 30))
    for words, name in zip(pictures, names(package, "kinds"), strict=False):
        source = re.findall(rf'<img src="data:[^,]+,([^"]+)" alt="{words}"', files[".html"].decode())[0]
        assert b64decode(source) == package.media[name]
    with pikepdf.open(BytesIO(files[".pdf"])) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]
        widths = sorted({int(image.Width) for image in images})
    assert widths == [20, 24, 30, 40, 200, 400]
    assert len(set(shipped()) & set(package.media.values())) == len(FILES) - 4


def test_bound_sends_nothing_again(folder: Path) -> None:
    """Who sets, changes or takes away the bound changes no lock, no time of a note, and nothing that `diff` tells."""
    first = built(folder, "first")
    lock = (folder / "deck.lock").read_bytes()
    release = folder.parent / "first" / "media-abc123.apkg"
    before = read_package(first[".apkg"])
    for bound in (200, 300):
        (folder / "deck.toml").write_text(f"{SETTINGS}[media]\nmax_px = {bound}\n", encoding="utf-8")
        assert "nothing" in run("diff", release, "--content", folder).lower()
        after = read_package(built(folder, "second")[".apkg"])
        assert (folder / "deck.lock").read_bytes() == lock
        assert [(note.guid, note.mod) for note in after.notes] == [(note.guid, note.mod) for note in before.notes]
        assert after.lock == before.lock
        assert after.media.keys() != before.media.keys()


def test_same_bytes_with_a_bound(folder: Path) -> None:
    """Two builds with a bound give identical files, and a build without one is the build before there was any."""
    plain = built(folder, "plain")
    (folder / "deck.toml").write_text(f"{SETTINGS}[media]\nmax_px = 200\n", encoding="utf-8")
    assert built(folder, "one") == built(folder, "two")
    (folder / "deck.toml").write_text(f"{SETTINGS}[media]\nlarge_image_mb = 5\n", encoding="utf-8")
    assert built(folder, "again")[".apkg"] == plain[".apkg"]
