"""Two branches of one deck in a real repository, and their merge."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from builder.identity.lock import NAME
from tests.everyday.people import Author

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.everyday.people import Release

UNION: Final = f"{NAME} merge=union\n"
"""What the attributes of a repository say, so that a merge keeps the lines of both branches."""
_PLAIN: Final = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Author",
    "GIT_AUTHOR_EMAIL": "author@example.org",
    "GIT_COMMITTER_NAME": "Author",
    "GIT_COMMITTER_EMAIL": "author@example.org",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}
"""An environment in which git does the same for everybody."""


class Repository:
    """A repository with a deck, whose branches are built and committed with their locks."""

    def __init__(self, folder: Path, files: Mapping[str, str], attributes: str = UNION) -> None:
        """Begin in *folder* with *files* on the branch `main`."""
        folder.mkdir(parents=True)
        self.folder = folder
        self.author = Author(folder)
        self.git("init", "--quiet", "--initial-branch=main")
        (folder / ".gitattributes").write_text(attributes)
        (folder / ".gitignore").write_text("/dist/\n")
        self.author.writes(files)
        self.main = self.commit()

    def git(self, *words: str, fine: tuple[int, ...] = (0,)) -> str:
        """Run git, which must end with one of the codes *fine*, and return what it printed."""
        done = subprocess.run(
            ["git", "-c", "core.fsync=none", *words],
            cwd=self.folder,
            env=_PLAIN,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in fine, done.stdout + done.stderr
        return done.stdout

    def commit(self) -> Release:
        """Build, and commit content and lock."""
        release = self.author.builds()
        assert release.exit_code == 0, release.said
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Edit the deck")
        return release

    def branch(self, name: str, files: Mapping[str, str]) -> Release:
        """Return the release of a new branch of `main` that has *files*."""
        self.git("checkout", "--quiet", "-b", name, "main")
        self.author.writes(files)
        return self.commit()

    def merge(self, name: str, resolved: Mapping[str, str] | None = None) -> Release:
        """Merge the branch *name* into the one at hand, and return the release of what comes of it.

        Where both changed one place, the author lets the content be *resolved*. Marks of a conflict in the lock stay.
        """
        self.git("merge", "--no-edit", "--quiet", name, fine=(0, 1))
        if resolved is None:
            assert set(self.git("diff", "--name-only", "--diff-filter=U").split()) <= {f"content/{NAME}"}
        else:
            self.author.writes(resolved)
        return self.commit()
