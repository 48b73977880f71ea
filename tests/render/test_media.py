"""Images, sounds and films in a content folder."""

from __future__ import annotations

import os
import unicodedata
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from builder import faults
from builder.render.media import Found, Library, find
from builder.settings import MediaSettings
from tests.render.pictures import file_of, film_of, opened, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder.diagnostics import Rule

BASE = PurePosixPath("part/chapter.md")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>'


def picture(kind: str, size: tuple[int, int] = (4, 3)) -> bytes:
    """Return a picture of the given kind."""
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """Return a content folder with an image in it, and one outside of it."""
    root = tmp_path / "content"
    (root / "part").mkdir(parents=True)
    (root / "figures").mkdir()
    (root / "figures" / "Ein Bild.png").write_bytes(picture("PNG"))
    (root / "part" / "here.svg").write_bytes(SVG)
    (tmp_path / "secret.png").write_bytes(picture("PNG"))
    return root


@pytest.mark.parametrize(
    "reference", ["../figures/Ein%20Bild.png", "../figures/Ein Bild.png", " ./../figures/./Ein%20Bild.png "]
)
def test_image_is_found_and_named_by_its_contents(root: Path, reference: str) -> None:
    """A path relative to its file, percent-encoded or not, leads to a medium with size and a name of its own."""
    found = find(reference, BASE, root)
    assert found.problems == ()
    assert found.medium is not None
    assert found.medium.name.startswith("ein-bild-")
    assert len(found.medium.name) == len("ein-bild-") + 12 + len(".png")
    assert (found.medium.mime, found.medium.kind) == ("image/png", "image")
    assert (found.medium.width, found.medium.height) == (4, 3)


def test_name_depends_on_contents_alone(root: Path) -> None:
    """The same bytes have the same name in any folder, others another one."""
    (root / "part" / "Ein Bild.png").write_bytes(picture("PNG"))
    names = [find(reference, BASE, root).medium for reference in ("../figures/Ein Bild.png", "Ein Bild.png")]
    assert names[0] == names[1]
    (root / "part" / "Ein Bild.png").write_bytes(picture("PNG", (5, 5)))
    assert find("Ein Bild.png", BASE, root).medium != names[0]


@pytest.mark.parametrize(
    ("reference", "rule", "words"),
    [
        ("http://x.example/a.png", faults.IMAGE_REMOTE, "on the network"),
        ("HTTPS://x.example/a.png", faults.IMAGE_REMOTE, "Download it"),
        ("//x.example/a.png", faults.IMAGE_REMOTE, "on the network"),
        ("data:image/png;base64,AAAA", faults.IMAGE_OUTSIDE, "Save it as a file"),
        ("file:///etc/passwd", faults.IMAGE_OUTSIDE, "relative to the file"),
        ("/etc/passwd", faults.IMAGE_OUTSIDE, "relative to the file"),
        (r"C:\a.png", faults.IMAGE_OUTSIDE, "relative to the file"),
        ("C:/a.png", faults.IMAGE_OUTSIDE, "relative to the file"),
        (r"figures\a.png", faults.IMAGE_MISSING, "by `/`"),
        ("../../secret.png", faults.IMAGE_OUTSIDE, "leads out of"),
        ("%2e%2e/%2e%2e/secret.png", faults.IMAGE_OUTSIDE, "leads out of"),
        ("../../content/figures/Ein Bild.png", faults.IMAGE_OUTSIDE, "leads out of"),
        ("a%00.png", faults.IMAGE_MISSING, "control character"),
        ("NUL.png", faults.IMAGE_MISSING, "device"),
        ("", faults.IMAGE_MISSING, "no path"),
        ("../figures/ein bild.png", faults.IMAGE_MISSING, "Did you mean `Ein Bild.png`? Upper and lower case count."),
        ("../figures/Ein Bidl.png", faults.IMAGE_MISSING, "Did you mean `Ein Bild.png`?"),
        ("Ein Bild.png", faults.IMAGE_MISSING, "There is a `figures/Ein Bild.png`."),
        ("../nowhere/x.png", faults.IMAGE_MISSING, "There is no file `nowhere/x.png`."),
        ("here.svg/x.png", faults.IMAGE_MISSING, "There is no file"),
        ("../figures", faults.IMAGE_TYPE, "is no file"),
    ],
)
def test_wrong_path_is_told(root: Path, reference: str, rule: Rule, words: str) -> None:
    """A path that leads nowhere, or out of the folder, is a fault with a cure, and nothing is read."""
    found = find(reference, BASE, root)
    assert found.medium is None
    (problem,) = found.problems
    assert problem.rule is rule
    assert words in f"{problem.message} {problem.hint}"


def test_symlink_out_of_the_folder_is_refused(root: Path) -> None:
    """A link inside the folder to a file or folder outside is not followed; one within is."""
    (root / "part" / "file.png").symlink_to(root.parent / "secret.png")
    (root / "part" / "folder").symlink_to(root.parent)
    (root / "part" / "within.png").symlink_to(root / "figures" / "Ein Bild.png")
    (root / "part" / "loop.png").symlink_to(root / "part" / "loop.png")
    rules = [
        [problem.rule for problem in find(name, BASE, root).problems]
        for name in ("file.png", "folder/secret.png", "within.png", "loop.png")
    ]
    assert rules == [[faults.IMAGE_OUTSIDE], [faults.IMAGE_OUTSIDE], [], [faults.FILE_UNREADABLE]]


@pytest.mark.parametrize(
    ("data", "name", "ending", "kind"),
    [
        (picture("PNG"), "wrong.jpg", ".png", "image"),
        (picture("JPEG"), "a.jpeg", ".jpg", "image"),
        (picture("WEBP"), "a.webp", ".webp", "image"),
        (picture("GIF"), "a.gif", ".gif", "image"),
        (b"\xef\xbb\xbf" + SVG, "a.svg", ".svg", "image"),
        (b"ID3\x03\0\0\0\0\0\0", "a.mp3", ".mp3", "audio"),
        (b"\xff\xfb\x90\x64" + b"\0" * 400, "a.mp3", ".mp3", "audio"),
        (b"OggS" + b"\0" * 60, "a.ogg", ".ogg", "audio"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", ".wav", "audio"),
        (b"fLaC" + b"\0" * 40, "a.flac", ".flac", "audio"),
        (b"\0\0\0\x20ftypM4A " + b"\0" * 16, "a.m4a", ".m4a", "audio"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 16, "a.m4a", ".m4a", "audio"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 16, "a.mp4", ".mp4", "video"),
        (b"\x1aE\xdf\xa3\x9fB\x82\x84webm", "a.webm", ".webm", "video"),
    ],
)
def test_type_is_told_by_contents(root: Path, data: bytes, name: str, ending: str, kind: str) -> None:
    """What a file is, its first bytes say; its name only parts sound from film where they look alike."""
    (root / "part" / name).write_bytes(data)
    medium = find(name, BASE, root).medium
    assert medium is not None
    assert (PurePosixPath(medium.name).suffix, medium.kind) == (ending, kind)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no image, sound or film"),
        (b"plain text", "no image, sound or film"),
        (b"%PDF-1.7", "no image, sound or film"),
        (b"\0\0\0\x20ftypavif" + b"\0" * 16, "no image, sound or film"),
        (picture("PNG")[:40], "broken"),
        (picture("JPEG", (64, 64))[:-80], "broken"),
        (picture("PNG").replace(b"IHDR\0\0\0\x04", b"IHDR\0\0\0\x05"), "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"<svg", "well-formed"),
        (b"<html/>", "no SVG"),
    ],
)
def test_broken_or_unknown_file_is_told(root: Path, data: bytes, words: str) -> None:
    """A file that no output could show is a fault, even if its name promises a picture."""
    (root / "part" / "a.png").write_bytes(data)
    found = find("a.png", BASE, root)
    assert found.medium is None
    assert found.problems[0].rule is faults.IMAGE_TYPE
    assert words in found.problems[0].message


def test_huge_picture_is_refused_by_its_header(root: Path) -> None:
    """A small file that would decode to gigabytes is refused before it is decoded."""
    from zlib import crc32

    header = b"IHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x02\0\0\0"
    data = picture("PNG")
    (root / "part" / "a.png").write_bytes(data[:12] + header + crc32(header).to_bytes(4) + data[33:])
    assert "million" in find("a.png", BASE, root).problems[0].message


def test_picture_taken_upright_has_its_size_upright(root: Path) -> None:
    """The size is that of the picture as it is shown, which Exif may turn."""
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4, 3)).save(root / "part" / "a.jpg", exif=exif)
    medium = find("a.jpg", BASE, root).medium
    assert medium is not None
    assert (medium.width, medium.height) == (3, 4)


def test_svg_is_cleaned_and_what_went_is_told(root: Path) -> None:
    """A script in an SVG is a warning, and what is handed on has none."""
    (root / "part" / "a.svg").write_bytes(SVG.replace(b"/>", b"><script>x</script></svg>"))
    found = find("a.svg", BASE, root)
    assert found.medium is not None
    assert b"script" not in found.medium.data
    assert (found.medium.width, found.medium.height) == (4, 3)
    assert [problem.rule for problem in found.problems] == [faults.SVG_CLEANED]
    assert "`<script>`" in found.problems[0].message


def test_file_is_read_once(root: Path) -> None:
    """A library reads each file once, whatever happens to it afterwards."""
    library = Library(root)
    first = library.find("here.svg", BASE)
    (root / "part" / "here.svg").write_bytes(b"broken")
    assert library.find("../part/here.svg", BASE) == first


def test_broken_file_is_read_once_and_told_each_time(root: Path) -> None:
    """A file that cannot be shown is a fault wherever a text names it, and is looked at once."""
    (root / "part" / "a.png").write_bytes(b"text")
    library = Library(root)
    first = library.find("a.png", BASE)
    (root / "part" / "a.png").write_bytes(picture("PNG"))
    assert first.medium is None
    assert library.find("../part/a.png", BASE) == first


def test_what_is_told_of_a_file_is_told_once(root: Path) -> None:
    """A warning about the file itself stands at the first text that shows it, and at no other."""
    (root / "part" / "a.svg").write_bytes(SVG.replace(b"/>", b"><script>x</script></svg>"))
    library = Library(root)
    first = library.find("a.svg", BASE)
    assert [problem.rule for problem in first.problems] == [faults.SVG_CLEANED]
    assert library.find("../part/a.svg", BASE) == Found(first.medium)


@pytest.mark.parametrize("name", ["Größe 1.png", "Ελλάδα.png", "虹.png", "50 % (neu).png", "a#b?.png", "é.png"])
@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_names_of_any_script_are_found(root: Path, name: str, on_disk: str, written: str) -> None:
    """A name with spaces, signs or letters of any script is found however its accents are composed."""
    (root / "part" / unicodedata.normalize(on_disk, name)).write_bytes(picture("PNG"))  # type: ignore[arg-type]
    reference = unicodedata.normalize(written, name).replace("%", "%25")  # type: ignore[arg-type]
    found = find(reference, BASE, root)
    assert found.problems == ()
    assert found.medium is not None
    assert found.medium.name.isascii()
    assert " " not in found.medium.name


def test_folder_is_listed_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files of a folder are shown, it is listed once."""
    listed: list[Path] = []
    list_folder = Path.iterdir

    def watched(folder: Path) -> Iterator[Path]:
        listed.append(folder)
        return list_folder(folder)

    monkeypatch.setattr(Path, "iterdir", watched)
    library = Library(root)
    for number in range(5):
        (root / "figures" / f"{number}.png").write_bytes(picture("PNG"))
    for number in range(5):
        assert library.find(f"../figures/{number}.png", BASE).medium
    assert len(listed) == len(set(listed))


def test_name_without_a_bound_is_that_of_the_contents(root: Path) -> None:
    """A file that ships as it is has the name that it always had: its stem, and the digest of its bytes."""
    data = picture("PNG", (40, 30))
    (root / "part" / "Old name.png").write_bytes(data)
    name = f"old-name-{sha256(data).hexdigest()[:12]}.png"
    for settings in (MediaSettings(), MediaSettings(max_px=100), MediaSettings(max_px=40)):
        medium = Library(root, settings).find("Old name.png", BASE).medium
        assert medium is not None
        assert (medium.name, medium.data) == (name, data)


def test_name_of_a_bounded_picture_hangs_on_file_and_bound_alone(root: Path) -> None:
    """The name of a scaled picture is made of what the file holds and of the bound, and of no encoder's bytes."""
    data = file_of(photo(), "JPEG", quality=95)
    (root / "part" / "a.jpeg").write_bytes(data)
    names = []
    for bound in (200, 300):
        medium = Library(root, MediaSettings(max_px=bound)).find("a.jpeg", BASE).medium
        assert medium is not None
        assert opened(medium.data).size == (medium.width, medium.height) == (bound, bound * 3 / 4)
        assert medium.name == f"a-{sha256(data + f'{chr(0)}max_px={bound}'.encode()).hexdigest()[:12]}.jpg"
        names.append(medium.name)
    assert len({*names, Library(root, MediaSettings()).find("a.jpeg", BASE).medium}) == 3


def told(root: Path, data: bytes, name: str, settings: MediaSettings) -> str:
    """Return what is told of *data* as the file *name*: codes and sentences."""
    (root / "part" / name).write_bytes(data)
    problems = Library(root, settings).find(name, BASE).problems
    return "\n".join(f"{one.rule.code}: {one.message} {one.hint}" for one in problems)


def test_large_picture_is_told_with_its_cure(root: Path) -> None:
    """A picture above the limit is a warning with its bytes, its px, and what the bound would make of it."""
    data = file_of(photo((2000, 1500)), "PNG")
    scaled = Library(root, MediaSettings(max_px=1600))
    said = told(root, data, "a.png", MediaSettings())
    medium = scaled.find("a.png", BASE).medium
    assert medium is not None
    assert said == (
        f"media-large: `part/a.png` has {len(data) / 1e6:.1f} MB and 2000 × 1500 px, and each device of each learner "
        "stores that. `max_px = 1600` under `[media]` in deck.toml makes it 1600 × 1200 px and "
        f"{len(medium.data) / 1e6:.1f} MB; or raise `large_image_mb` there."
    )
    assert told(root, data, "a.png", MediaSettings(large_image_mb=20)) == ""


@pytest.mark.parametrize(
    ("data", "name", "cure"),
    [
        (picture("PNG"), "a.png", "Save it as a WebP, or raise `large_image_mb`"),
        (picture("JPEG"), "a.jpg", "Save it smaller, or raise `large_image_mb`"),
        (picture("GIF"), "a.gif", "Save it as a short film (`.mp4`), or raise `large_image_mb`"),
        (SVG, "a.svg", "Draw it with fewer points, or save it as a PNG, or raise `large_image_mb`"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a.wav", "Save it as an MP3 or Ogg, or raise `large_sound_mb`"),
        (b"OggS" + b"\0" * 60, "a.ogg", "Cut it, or save it with fewer bits a second, or raise `large_sound_mb`"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 16, "a.mp4", "fewer bits a second, or raise `large_sound_mb`"),
    ],
)
def test_each_kind_of_large_file_has_its_cure(root: Path, data: bytes, name: str, cure: str) -> None:
    """What is told of a file without px to lose fits its kind; each kind has its own limit."""
    said = told(root, data, name, MediaSettings(large_image_mb=1e-6, large_sound_mb=1e-6))
    assert said.startswith("media-large: ")
    assert cure in said
    is_image = "large_image_mb" in cure
    other = MediaSettings(large_sound_mb=1e-6) if is_image else MediaSettings(large_image_mb=1e-6)
    assert told(root, data, name, other) == ""


def test_weight_is_that_of_what_ships(root: Path) -> None:
    """A picture that the bound makes light enough is no matter to tell."""
    data = file_of(photo(), "JPEG", quality=95)
    limit = MediaSettings(large_image_mb=len(data) / 2e6)
    assert "media-large" in told(root, data, "a.jpg", limit)
    assert told(root, data, "a.jpg", MediaSettings(max_px=200, large_image_mb=limit.large_image_mb)) == ""


def test_animation_beyond_the_bound_is_noted(root: Path) -> None:
    """An animation is left as it is, under its old name, and a note says so."""
    data = film_of([photo(), photo().rotate(180)], "WEBP")
    (root / "part" / "a.webp").write_bytes(data)
    found = Library(root, MediaSettings(max_px=200)).find("a.webp", BASE)
    (note,) = found.problems
    assert note.rule is faults.MEDIA_MOVES
    assert note.message == "`part/a.webp` moves, so its 400 × 300 px are not bounded by `max_px`."
    assert note.hint == "A short film (`.mp4`) takes a fraction of the bytes."
    assert found.medium is not None
    assert (found.medium.data, found.medium.name) == (data, f"a-{sha256(data).hexdigest()[:12]}.webp")


def test_file_that_no_service_takes_is_refused_unread(root: Path) -> None:
    """A file of more than 100 MB is an error."""
    with (root / "part" / "a.mp4").open("wb") as file:
        os.truncate(file.fileno(), 100_000_001)
    (problem,) = find("a.mp4", BASE, root).problems
    assert (problem.rule, problem.message) == (faults.IMAGE_TYPE, "`part/a.mp4` has more than 100 MB.")
