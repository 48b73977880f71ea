"""Where a release comes from: real repositories of git, packages and lock files."""

from __future__ import annotations

import os
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from builder.anki.package import package
from builder.identity.lockfile import read_lock
from builder.releases.changes import changes
from builder.releases.history import LARGEST, HistoryError, find_release
from builder.source.files import source
from tests.anki.samples import one_of_each, rendered

if TYPE_CHECKING:
    from pathlib import Path

_WHO = (
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
)


class Repository:
    """A repository of git with a content folder in it."""

    def __init__(self, root: Path, content: str = "content") -> None:
        """Make one in *root*."""
        self.root = root
        self.content = root / content
        self.content.mkdir(parents=True, exist_ok=True)
        self.minute = 0
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """Run git, each time a minute later than before."""
        self.minute += 1
        date = f"2026-01-01T12:{self.minute:02}:00Z"
        environment = {
            **os.environ,
            "GIT_COMMITTER_DATE": date,
            "GIT_AUTHOR_DATE": date,
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        command = ["git", *_WHO, *arguments]
        return subprocess.run(
            command, cwd=self.root, env=environment, check=True, capture_output=True, text=True
        ).stdout

    def commit(self, deck_id: str | None = None) -> None:
        """Commit, after a lock of the deck *deck_id* was written, if that is given."""
        if deck_id:
            (self.content / "deck.lock").write_text(lock_of(deck_id))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=work")


def lock_of(deck_id: str) -> str:
    """Return a lock of the deck *deck_id* with one line."""
    return f'cardpress-lock 1 {deck_id}\n{{"mod": 5, "notetype": "recall", "source": "t"}}\n'


@pytest.fixture(name="repository")
def _repository(tmp_path: Path) -> Repository:
    """Return a repository without commits."""
    return Repository(tmp_path / "work")


def found(said: str | None, content: Path) -> tuple[str, str]:
    """Return the name of a release, and the deck whose lock it is."""
    release = find_release(said, content)
    return release.name, release.lock.deck_id


def sentence(said: str | None, content: Path) -> str:
    """Return why a release cannot be had."""
    with pytest.raises(HistoryError) as error:
        find_release(said, content)
    return str(error.value)


def outcome(path: Path) -> str:
    """Return the deck of the release *path*, or why it cannot be had."""
    try:
        return find_release(str(path), path.parent).lock.deck_id
    except HistoryError as error:
        return str(error)


def test_newest_tag(repository: Repository) -> None:
    """Without a name it is the newest tag, annotated or light, that the commit at hand descends from."""
    repository.commit("one")
    repository.git("tag", "v1.10")
    repository.commit("two")
    repository.git("tag", "--annotate", "--message=two", "v1.9")
    repository.commit("three")
    assert found(None, repository.content) == ("v1.9", "two")
    repository.git("checkout", "--quiet", "HEAD~2")
    assert found(None, repository.content) == ("v1.10", "one")


def test_tags_of_one_moment(repository: Repository) -> None:
    """Of tags with one date that with the highest version counts."""
    repository.commit("one")
    for name in ("v1.10", "v1.9", "v1.2"):
        repository.git("tag", name)
    assert found(None, repository.content) == ("v1.10", "one")


def test_tags_without_a_lock_are_passed_over(repository: Repository) -> None:
    """A tag without a lock, and one that is of no commit, are no releases; without any it is the commit at hand."""
    repository.commit()
    repository.git("tag", "v0")
    repository.commit("one")
    assert found(None, repository.content) == ("HEAD", "one")
    repository.git("tag", "v1")
    (repository.content / "deck.lock").rename(repository.content / "deck.toml")
    repository.commit()
    repository.git("tag", "v2")
    blob = repository.git("rev-parse", "v1:content/deck.lock").strip()
    repository.git("tag", "a-file", blob)
    assert found(None, repository.content) == ("v1", "one")


def test_unmerged_branch(repository: Repository) -> None:
    """A tag on a branch counts only from when that is merged."""
    repository.commit("one")
    repository.git("tag", "v1")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("two")
    repository.git("tag", "v2")
    repository.git("checkout", "--quiet", "main")
    (repository.root / "other.txt").write_text("other")
    repository.commit()
    assert found(None, repository.content) == ("v1", "one")
    assert found("side", repository.content) == ("side", "two")
    repository.git("merge", "--quiet", "--no-edit", "side")
    assert found(None, repository.content) == ("v2", "two")


@pytest.mark.parametrize("content", [".", "a b/ü 'c'"])
def test_content_anywhere_in_the_repository(tmp_path: Path, content: str) -> None:
    """The content folder may be the root of the repository, or lie deep in it under any name."""
    repository = Repository(tmp_path / "work", content)
    repository.commit("one")
    repository.git("tag", "v1")
    assert found(None, repository.content) == ("v1", "one")
    assert found("HEAD", repository.content) == ("HEAD", "one")


def test_worktree(repository: Repository, tmp_path: Path) -> None:
    """In a second work tree its own commit is at hand."""
    repository.commit("one")
    repository.git("tag", "v1")
    repository.commit("two")
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "second"), "v1")
    assert found("HEAD", tmp_path / "second" / "content") == ("HEAD", "one")


def test_inside_a_hook(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git sets for a hook of another repository leads nowhere else."""
    repository.commit("one")
    other = Repository(tmp_path / "other")
    other.commit("two")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git/index"))
    assert found("HEAD", repository.content) == ("HEAD", "one")


def test_relative_content_folder(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The content folder may be named from where the user stands."""
    repository.commit("one")
    monkeypatch.chdir(repository.root)
    assert found(None, repository.content.relative_to(repository.root)) == ("HEAD", "one")


def test_any_reference(repository: Repository) -> None:
    """A release may be named as git names commits."""
    repository.commit("one")
    repository.commit("two")
    commit = repository.git("rev-parse", "HEAD~1").strip()
    for name in (commit, commit[:10], "HEAD~1", "main^", "main^{/work}~1"):
        assert found(name, repository.content) == (name, "one")


@pytest.mark.parametrize(
    "name", ["nope", "--help", "-p", "--output=x", "", "HEAD\nHEAD", "HEAD:content", "a" * 5000, "v1 ", "\0", ":0"]
)
def test_unknown_reference(repository: Repository, name: str) -> None:
    """What is neither file nor commit is told in a sentence, and is never an option of git."""
    repository.commit("one")
    said = sentence(name, repository.content)
    assert said.startswith("There is no file ")
    assert said.endswith("git knows no commit, tag or branch of that name.")
    assert "\n" not in said
    assert len(said) < 200


def test_no_lock_at_a_reference(repository: Repository) -> None:
    """A commit without a lock is told in a sentence, and so is a repository without any."""
    repository.commit()
    assert sentence("HEAD", repository.content).startswith("HEAD holds no deck.lock in the content folder.")
    assert sentence(None, repository.content).startswith("Neither this commit nor a tag")


def test_no_commit(repository: Repository) -> None:
    """A repository without commits is told in a sentence."""
    assert sentence(None, repository.content).startswith("The repository has no commit yet")
    assert sentence("HEAD", repository.content).startswith("There is no file HEAD, and git knows no commit")


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git has nothing to say, the sentence says how to do without."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert sentence(None, tmp_path) == (
        "The content folder lies in no git repository. "
        "Name a package or a lock file to compare with: `build diff OLD.apkg`."
    )
    assert sentence(None, tmp_path / "gone") == "There is no content folder gone."


def test_inside_the_folder_of_git(repository: Repository) -> None:
    """A folder that git does not look after is told in a sentence."""
    assert sentence(None, repository.root / ".git").startswith("The content folder lies in no work tree of git.")


def test_no_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git is told in a sentence."""
    monkeypatch.setenv("PATH", str(repository.root))
    assert sentence(None, repository.content).startswith("git is not installed. Name a package")


def test_broken_repository(repository: Repository) -> None:
    """What git says of a repository that it does not open is handed on."""
    (repository.root / ".git" / "config").write_text("[core]\n\trepositoryformatversion = 99\n")
    assert sentence(None, repository.content).startswith("git does not open the repository of the content folder: ")


def test_broken_lock_in_a_commit(repository: Repository) -> None:
    """A lock that cannot be read is told with the release and the line."""
    repository.commit("one")
    with (repository.content / "deck.lock").open("a") as lock:
        lock.write("{broken\n")
    repository.commit()
    said = sentence("HEAD", repository.content)
    assert said == "deck.lock of HEAD cannot be read, line 3: This line is no JSON. Take another release."


def test_lock_file(tmp_path: Path) -> None:
    """A lock may be named by its path, and needs no repository."""
    path = tmp_path / "old"
    path.write_text(lock_of("one"))
    release = find_release(str(path), tmp_path / "content")
    assert (release.name, release.lock.deck_id, release.is_package) == ("old", "one", False)
    assert [line.source for line in release.lock.note_types] == ["t"]


def test_a_path_comes_first(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file wins over a tag of its name; a folder does not."""
    repository.commit("one")
    repository.git("tag", "v1")
    monkeypatch.chdir(repository.root)
    (repository.root / "v1").mkdir()
    assert found("v1", repository.content) == ("v1", "one")
    (repository.root / "v1").rmdir()
    (repository.root / "v1").write_text(lock_of("file"))
    assert found("v1", repository.content) == ("v1", "file")


def test_package(tmp_path: Path) -> None:
    """The lock of a package is its entry `deck.lock`."""
    path = tmp_path / "old.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", b"")
        archive.writestr("deck.lock", lock_of("one"))
    release = find_release(str(path), tmp_path)
    assert (release.name, release.lock.deck_id, release.is_package) == ("old.apkg", "one", True)


def test_package_of_ours(tmp_path: Path) -> None:
    """A package that was built says who its cards are, so that nothing has changed since."""
    made = package(rendered(*one_of_each()))
    path = tmp_path / "old.apkg"
    path.write_bytes(made.data)
    release = find_release(str(path), tmp_path)
    found = changes(
        release.lock.lines, read_lock(source("deck.lock", made.lock))[0].lines, release.name, is_package=True
    )
    assert (found.cards, found.note_types, found.diagnostics) == ((), (), ())
    assert found.unchanged == len(release.lock.cards) > 0


def test_package_of_another_program(tmp_path: Path) -> None:
    """A package without a lock is told in a sentence."""
    path = tmp_path / "old.apkg"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", b"")
    assert sentence(str(path), tmp_path).startswith("old.apkg holds no deck.lock: this program did not make it")


def test_missing_package(repository: Repository) -> None:
    """A package that is not there is told as such, not as a reference that git does not know."""
    repository.commit("one")
    assert sentence("old.apkg", repository.content) == "There is no file old.apkg."


def test_broken_package(tmp_path: Path) -> None:
    """A package with any byte wrong or missing is read, or told in a sentence."""
    path = tmp_path / "old.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deck.lock", lock_of("one"))
    whole = path.read_bytes()
    for at in range(2, len(whole)):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            path.write_bytes(data)
            assert outcome(path).startswith(("one", "old.apkg is a broken package.", "old.apkg holds no deck.lock"))


def test_huge_lock(tmp_path: Path) -> None:
    """A lock that unpacks to more than any lock can be is not unpacked to its end."""
    path = tmp_path / "old.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("deck.lock", "w") as entry:
        for _ in range(LARGEST // (1 << 20) + 1):
            entry.write(bytes(1 << 20))
    assert sentence(str(path), tmp_path) == "The entry deck.lock of old.apkg is larger than 64 MB, which no lock is."


@pytest.mark.parametrize("data", [b"", b"hello\n", b"\xff\xfe", b"P", b"\x00" * 50], ids=repr)
def test_no_lock_at_all(tmp_path: Path, data: bytes) -> None:
    """A file that is neither package nor lock is told in a sentence."""
    path = tmp_path / "notes.txt"
    path.write_bytes(data)
    assert sentence(str(path), tmp_path).startswith("notes.txt is no lock of a deck")
