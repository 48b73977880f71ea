"""A build that is killed at any moment leaves whole files, and the next one mends the set."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from builder.manifest import NAME, mixed
from builder.output import NEW, leftovers

ROOT: Final = Path(__file__).resolve().parent.parent
SETTINGS: Final = 'format = 1\nname = "Small"\nid = "small-abc123"\n'
DECK: Final = f'{SETTINGS}\n[outputs]\nall = ["anki"]\n'
BOTH: Final = f'{SETTINGS}\n[outputs]\nall = ["anki", "handout"]\n'
FIRST: Final = "# Numbers\n\n## What is one? {#one}\n\nThe first number.\n\nQ: What follows one?\nA: Two.\n"
SECOND: Final = f"{FIRST.replace('The first number', 'What counting begins with')}\nC: Three is {{{{odd}}}}.\n"
TIME: Final = {"SOURCE_DATE_EPOCH": "1750000000"}
"""When cards change, to the lock: the same for a build that is killed and for one that is not."""


@dataclass(frozen=True)
class Killing:
    """A build that is going to be killed."""

    command: str
    content: tuple[str, str]
    """Its settings and its chapter."""
    before: dict[str, bytes]
    """Files that earlier builds left, by path below the folder that holds `content` and `dist`."""
    after: dict[str, bytes]
    """What this build leaves if nobody kills it."""
    mended: dict[str, bytes]
    """What `build all` leaves then."""
    seconds: dict[str, float]
    """How long it took, unharmed, from each of `MARKS` until all was written."""


MARKS: Final = {"beginning": "", "first file": NEW, "last file": f"{NAME}{NEW}"}
"""From when the moment of the kill is counted, and how the name ends of the waiting file that is seen then."""


def put(folder: Path, content: tuple[str, str], files: dict[str, bytes]) -> Path:
    """Put the *content*, and the *files* that earlier builds left, into *folder*."""
    settings, chapter = content
    texts = {"content/deck.toml": settings.encode(), "content/numbers.md": chapter.encode()}
    for name, data in (files | texts).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def left(folder: Path) -> dict[str, bytes]:
    """Return what builds have left in *folder*: all of `dist`, and what `content` holds besides its sources."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.endswith((".toml", ".md"))}


def whole(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return those of *files* that stand in their places."""
    return {name: data for name, data in files.items() if ".cardpress-" not in name}


def of_dist(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return those of *files* that belong to the set that the manifest names."""
    return {name: data for name, data in files.items() if name.startswith("dist/")}


def begin(folder: Path, command: str) -> subprocess.Popen[str]:
    """Begin `build` *command* of the content in *folder*."""
    words = [command, "--content", str(folder / "content"), "--dist", str(folder / "dist")]
    call = [sys.executable, "-m", "builder", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(call, cwd=ROOT, env=os.environ | TIME, stdout=pipe, stderr=pipe, encoding="utf-8")


def waits(folder: Path, mark: str) -> bool:
    """Say whether a file waits in `dist` whose name has the end of *mark*."""
    return any(path.name.endswith(MARKS[mark]) for path in leftovers(folder / "dist"))


def build(folder: Path, command: str) -> dict[str, float]:
    """Build in *folder*, and return the seconds that it took from each mark until all was written."""
    begun = {"beginning": time.perf_counter()}
    process = begin(folder, command)
    end = 0.0
    while process.poll() is None:
        now = time.perf_counter()
        for mark in MARKS:
            if waits(folder, mark):
                begun.setdefault(mark, now)
                end = now
        time.sleep(0.0005)
    _, complaint = process.communicate()
    assert process.returncode == 0, complaint
    return {mark: end - start for mark, start in begun.items()}


def kill(folder: Path, command: str, mark: str, seconds: float) -> None:
    """Build in *folder*, and kill the build so many *seconds* after *mark*, if it lasts that long."""
    with begin(folder, command) as process:
        while mark != "beginning" and not waits(folder, mark) and process.poll() is None:
            time.sleep(0.0002)
        time.sleep(seconds)
        process.kill()


@pytest.fixture(name="killings", scope="module")
def _killings(tmp_path_factory: pytest.TempPathFactory) -> list[Killing]:
    """Return builds to be killed, each with what it is measured by: the same build, which nobody killed."""

    def done(command: str, content: tuple[str, str], before: dict[str, bytes]) -> Killing:
        folder = put(tmp_path_factory.mktemp("unharmed"), content, before)
        seconds = build(folder, command)
        after = left(folder)
        return Killing(command, content, before, after, after, seconds)

    deck = done("all", (DECK, FIRST), {})
    both = done("all", (BOTH, FIRST), {})
    forth = done("all", (BOTH, SECOND), both.after)
    back = done("all", (DECK, FIRST), done("all", (DECK, SECOND), deck.after).after)
    partial = replace(done("anki", (BOTH, SECOND), both.after), mended=forth.after)
    return [forth, back, partial, deck]


@pytest.mark.soak(10, 200)
def test_a_killed_build_leaves_whole_files_and_the_next_one_mends_them(
    killings: list[Killing], tmp_path: Path, run: int
) -> None:
    """After a kill each file is old or new, a mixed set is noticed, and `build all` makes it right, leaving nothing."""
    one = killings[run % len(killings)]
    chance = random.Random(run)  # noqa: S311 (which moment is no secret)
    (mark,) = chance.choices(list(MARKS), weights=[2, 3, 5])
    folder = put(tmp_path, one.content, one.before)
    # A mark that passed between two looks is over at once.
    kill(folder, one.command, mark, chance.uniform(0, one.seconds.get(mark, 0.0)))

    found = whole(left(folder))
    assert set(one.before) <= set(found) <= {*one.before, *one.after}
    assert [name for name, data in found.items() if data not in {one.before.get(name), one.after.get(name)}] == []
    if of_dist(found) not in (of_dist(one.before), of_dist(one.after)):
        noticed = mixed(folder / "dist")
        assert noticed.differing or noticed.missing or (noticed.killed and not one.before)

    build(folder, "all")
    assert left(folder) == one.mended
