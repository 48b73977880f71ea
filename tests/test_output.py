"""Files take their places whole and together, whatever the disk does, and a mixed set is noticed."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from builder.manifest import Mixed, mixed
from builder.output import CannotWrite, Staged, leftovers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
LOCK, DECK, PAGE, MANIFEST = "content/deck.lock", "dist/deck.apkg", "dist/deck.html", "dist/manifest.json"
OLD: Final = {LOCK: b"old lock", DECK: b"old deck", MANIFEST: b"old manifest"}
NEW: Final = {LOCK: b"new lock", DECK: b"new deck", PAGE: b"new page", MANIFEST: b"new manifest"}
"""In the order of writing."""

# Writes files. At the call to the disk that the third argument counts, the process is `killed`, that call fails, or, on
# a `broken` disk, that one and all that follow; an `unlinked` disk has no hard links. It prints how many calls it made.
PROGRAM: Final = """
import errno, os, signal, sys
from pathlib import Path
from builder.output import CannotWrite, Staged

folder, fate, moment = sys.argv[1], sys.argv[2], int(sys.argv[3])
files = eval(sys.argv[4])
seen = 0

def watch(event, details):
    global seen
    if event not in {"open", "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename"}:
        return
    if not str(details[0]).startswith(folder):
        return
    seen += 1
    if fate == "unlinked" and event == "os.link":
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))
    if fate == "killed" and seen == moment:
        os.kill(os.getpid(), signal.SIGKILL)
    if (fate == "failing" and seen == moment) or (fate == "broken" and seen >= moment):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

sys.addaudithook(watch)
try:
    with Staged() as staged:
        for name, data in files.items():
            staged.write(Path(folder) / name, data)
        staged.commit()
except CannotWrite as error:
    print(error)
else:
    print(seen)
"""


def write(folder: Path, fate: str = "unharmed", moment: int = 0) -> subprocess.CompletedProcess[str]:
    """Write the files of NEW below *folder* in a process of its own."""
    command = [sys.executable, "-S", "-c", PROGRAM, str(folder), fate, str(moment), repr(NEW)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def held(folder: Path) -> dict[str, bytes]:
    """Return all files below *folder* by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put_old(folder: Path) -> Path:
    """Put the files of OLD below the new *folder*, and what an earlier killed build left beside them."""
    leavings = {"dist/.deck.apkg.cardpress-new": b"half a d", "dist/.deck.apkg.cardpress-last": b"older deck"}
    for name, data in (OLD | leavings).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / LOCK).chmod(0o640)
    return folder


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Have the system refuse to let files grow above *size* bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_whenever_it_is_killed_each_file_is_old_or_new(tmp_path: Path) -> None:
    """Killed before any of its calls to the disk, a build leaves whole files, the first ones new; the next mends it."""
    reached = set()
    for moment in count(1):
        folder = put_old(tmp_path / str(moment))
        done = write(folder, "killed", moment)
        found = held(folder)
        assert [name for name in OLD if name not in found] == []
        fresh = [name for name, data in NEW.items() if found.get(name) == data]
        assert fresh == list(NEW)[: len(fresh)]
        assert [name for name, data in OLD.items() if found[name] != data] == [name for name in fresh if name in OLD]
        reached.add(len(fresh))
        assert write(folder).returncode == 0
        assert held(folder) == NEW
        if done.returncode == 0:
            break
    assert reached == {0, 1, 2, 3, 4}


def test_whichever_call_fails_the_last_files_are_back(tmp_path: Path) -> None:
    """When one call to the disk fails, there is a sentence and the old files, all of them, or the new ones."""
    sentences = set()
    for moment in count(1):
        folder = put_old(tmp_path / str(moment))
        done = write(folder, "failing", moment)
        assert done.stderr == ""
        if done.stdout.strip().isdecimal():
            assert held(folder).items() >= NEW.items()
            if int(done.stdout) < moment:
                break
        else:
            sentences.add(done.stdout.removeprefix(f"{folder}/").strip())
            found = held(folder)
            assert {name: data for name, data in found.items() if ".cardpress-" not in name} == OLD
        assert write(folder).returncode == 0
        assert held(folder) == NEW
    assert {f"{name} cannot be written: No space left on device." for name in NEW} <= sentences


def test_a_disk_that_fails_for_good_leaves_whole_files(tmp_path: Path) -> None:
    """When no call succeeds any more, not even those that put the old files back, each file is old or new."""
    for moment in count(1):
        folder = put_old(tmp_path / str(moment))
        done = write(folder, "broken", moment)
        assert done.stderr == ""
        found = held(folder)
        assert [name for name in OLD if found[name] not in {OLD[name], NEW[name]}] == []
        if done.stdout.strip().isdecimal() and int(done.stdout) < moment:
            break


def test_a_disk_without_links_will_do(tmp_path: Path) -> None:
    """Where the file system has no hard links, the old files are copied until the new ones are in their places."""
    done = write(put_old(tmp_path), "unlinked")
    assert (done.stdout.strip().isdecimal(), done.stderr) == (True, "")
    assert held(tmp_path) == NEW


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """A file that the disk cannot take whole is a sentence, and leaves nothing behind."""
    path = tmp_path / "deck.apkg"
    path.write_bytes(b"old")
    with Staged() as staged, no_file_above(4096), pytest.raises(CannotWrite) as caught:
        staged.write(path, bytes(5000))
    assert str(caught.value) == f"{path} cannot be written: File too large."
    assert held(tmp_path) == {"deck.apkg": b"old"}


def test_a_folder_in_the_place_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """When one file can have no place, those before it are what they were, and nothing waits about."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "c" / "inside").mkdir(parents=True)
    with Staged() as staged:
        staged.write(tmp_path / "a", b"new")
        staged.write(tmp_path / "b", b"new")
        with pytest.raises(CannotWrite, match="c cannot be written: a folder stands in its place"):
            staged.write(tmp_path / "c", b"new")
    assert held(tmp_path) == {"a": b"old"}


def test_a_folder_that_comes_late_is_told_too(tmp_path: Path) -> None:
    """A folder that takes a file's place before `commit` does has the files before it put back."""
    (tmp_path / "a").write_bytes(b"old")
    with Staged() as staged:
        for name in ("a", "b", "c"):
            staged.write(tmp_path / name, b"new")
        (tmp_path / "c" / "inside").mkdir(parents=True)
        with pytest.raises(CannotWrite, match="c cannot be written: "):
            staged.commit()
    assert held(tmp_path) == {"a": b"old"}


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(path.name)])
def test_what_is_no_file_is_no_place(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe and a link to itself are told; neither do they block the build, nor are they replaced."""
    place = tmp_path / "deck.html"
    make(place)
    before = place.lstat()
    with Staged() as staged, pytest.raises(CannotWrite, match=r"deck\.html cannot be written: "):
        staged.write(place, b"new")
    assert (place.lstat().st_ino, place.lstat().st_mode) == (before.st_ino, before.st_mode)


def test_a_file_as_folder_is_told(tmp_path: Path) -> None:
    """A folder that cannot be made, since a file has its name, is a sentence."""
    (tmp_path / "dist").write_bytes(b"")
    with Staged() as staged, pytest.raises(CannotWrite, match=r"deck\.html cannot be written: "):
        staged.write(tmp_path / "dist" / "deck.html", b"new")


def test_what_waits_can_be_read_and_goes_without_commit(tmp_path: Path) -> None:
    """A file is read back from where it waits; without `commit` nothing of it stays, and the old one is what it was."""
    (tmp_path / "a").write_bytes(b"old")
    with Staged() as staged:
        assert staged.write(tmp_path / "a", b"new").read_bytes() == b"new"
        assert (tmp_path / "a").read_bytes() == b"old"
    assert held(tmp_path) == {"a": b"old"}


def test_an_interrupted_commit_puts_the_old_files_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between two files leaves the old ones, and is passed on."""
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        if target.name == "b" and path.name.endswith("-new"):
            raise KeyboardInterrupt
        return replace(path, target)

    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", interrupted)
    with Staged() as staged:
        for name in ("a", "b"):
            staged.write(tmp_path / name, b"new")
        with pytest.raises(KeyboardInterrupt):
            staged.commit()
    assert held(tmp_path) == {"a": b"old", "b": b"old"}


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    """A file that is replaced may be read by whom it could be before; a new one by whom new files are."""
    path = tmp_path / "deck.lock"
    path.write_bytes(b"old")
    plain = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o604)
    with Staged() as staged:
        staged.write(path, b"new")
        staged.write(tmp_path / "other", b"new")
        staged.commit()
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == plain


def test_a_link_stays_and_leads_to_the_new_file(tmp_path: Path) -> None:
    """What a link leads to is replaced in its own folder, or made there."""
    real, content = tmp_path / "real", tmp_path / "content"
    real.mkdir()
    content.mkdir()
    (real / "one.lock").write_bytes(b"old")
    (content / "one.lock").symlink_to("../real/one.lock")
    (content / "two.lock").symlink_to("../real/two.lock")
    with Staged() as staged:
        staged.write(content / "one.lock", b"new one")
        staged.write(content / "two.lock", b"new two")
        staged.commit()
    assert sorted(path.name for path in content.iterdir() if path.is_symlink()) == ["one.lock", "two.lock"]
    assert held(real) == {"one.lock": b"new one", "two.lock": b"new two"}
    assert leftovers(content) == []


def test_a_file_that_would_not_change_is_left_alone(tmp_path: Path) -> None:
    """A file that holds the same bytes keeps its time and its inode, while others beside it change."""
    for name in ("same", "other"):
        (tmp_path / name).write_bytes(b"old")
        os.utime(tmp_path / name, (1, 1))
    before = (tmp_path / "same").stat()
    with Staged() as staged:
        assert staged.write(tmp_path / "same", b"old") == tmp_path / "same"
        staged.write(tmp_path / "other", b"new")
        staged.commit()
    after = (tmp_path / "same").stat()
    assert (after.st_ino, after.st_mtime, after.st_ctime_ns) == (before.st_ino, 1, before.st_ctime_ns)
    assert (tmp_path / "other").stat().st_mtime > 1


def test_the_later_of_two_writings_counts(tmp_path: Path) -> None:
    """A file that is written twice before `commit` is what was written last, the old bytes included."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    with Staged() as staged:
        for name, data in (("a", b"first"), ("b", b"first"), ("a", b"second"), ("b", b"old")):
            staged.write(tmp_path / name, data)
        staged.commit()
    assert held(tmp_path) == {"a": b"second", "b": b"old"}


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    """Two builds that write into one folder at the same time take turns, so neither takes the other's files away."""

    def second() -> None:
        with Staged() as staged:
            staged.write(tmp_path / "a", b"second")
            staged.commit()

    other = threading.Thread(target=second)
    with Staged() as staged:
        staged.write(tmp_path / "a", b"first")
        other.start()
        staged.write(tmp_path / "b", b"first")
        staged.commit()
        assert held(tmp_path) == {"a": b"first", "b": b"first"}
    other.join()
    assert held(tmp_path) == {"a": b"second", "b": b"first"}


MANIFEST_OF_TWO: Final = """{"schema": 1, "deck": "deck", "files": {
  "deck.apkg": {"size": 4, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
  "deck.html": {"size": 4, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
  "../deck.toml": {"size": 4, "sha256": ""}, "\\ud800": {}, "deck-sheet.pdf": 1
}}"""


def test_a_whole_set_is_not_mixed(tmp_path: Path) -> None:
    """Where each file is what the manifest says, nothing is to be told; names that no build gives are passed over."""
    assert not mixed(tmp_path)
    (tmp_path / "manifest.json").write_text(MANIFEST_OF_TWO, encoding="utf-8")
    for name in ("deck.apkg", "deck.html"):
        (tmp_path / name).write_bytes(b"test")
    assert mixed(tmp_path) == Mixed()


def test_a_mixed_set_is_noticed(tmp_path: Path) -> None:
    """A file that is missing, one that differs though its size does not, and a file that waits are named."""
    (tmp_path / "manifest.json").write_text(MANIFEST_OF_TWO, encoding="utf-8")
    (tmp_path / "deck.apkg").write_bytes(b"tost")
    assert mixed(tmp_path) == Mixed(missing=("deck.html",), differing=("deck.apkg",))
    (tmp_path / ".deck.apkg.cardpress-new").write_bytes(b"te")
    assert mixed(tmp_path) == Mixed(missing=("deck.html",), differing=("deck.apkg",), killed=True)


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"schema": 2, "files": {"a": {}}}', '{"schema": 1, "files": []}', "[" * 99999]
)
def test_what_is_no_manifest_says_nothing(tmp_path: Path, said: str) -> None:
    """A manifest that cannot be read, or has another form, makes no claim about the files."""
    (tmp_path / "manifest.json").write_text(said, encoding="utf-8")
    assert not mixed(tmp_path)
