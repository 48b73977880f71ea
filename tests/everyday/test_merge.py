"""Two branches that both edit the deck, merged by git: whoever has a package of any of them loses nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from tests.everyday.branches import UNION, Repository
from tests.everyday.deck import ALL, DECK, NONE, REWORDED, add, both, named
from tests.everyday.merges import CASES, OURS, SQUARE, SQUARE_ASKED, THEIRS, THIRD, Case, cloze
from tests.everyday.people import asks
from tests.everyday.story import placeless

if TYPE_CHECKING:
    from pathlib import Path

    from tests.everyday.conftest import Begin
    from tests.everyday.people import Learner, Release

NOW: Final = 1_790_000_000
SIDES: Final = "How many sides does a square have?"
ATTRIBUTES: Final = {"union": UNION, "marks": ""}
"""What git makes of the two locks: all lines of both, or marks around them."""
TIMES: Final = {"at once": (NOW, NOW), "theirs later": (NOW, NOW + 60), "ours later": (NOW + 60, NOW)}
"""When the branches were built."""
RUNS: Final = [
    (name, ids, attributes)
    for name, case in CASES.items()
    for ids, attributes in ((ALL, "marks"), (ALL if case.needs_ids else NONE, "union"))
]
CLASHES: Final = [name for name in CASES if name.startswith("one card")]


@dataclass(frozen=True)
class Merged:
    """A merge, and the releases before it."""

    main: Release
    ours: Release
    theirs: Release
    release: Release


def merge(
    folder: Path, patch: pytest.MonkeyPatch, case: Case, ids: str, attributes: str, times: tuple[int, int]
) -> Merged:
    """Return what comes of *case* in a repository in *folder*; a locked build finds nothing to change then."""
    repository = Repository(folder, named(DECK, ids), attributes)
    patch.setenv("SOURCE_DATE_EPOCH", str(times[0]))
    ours = repository.branch("ours", named(case.ours(DECK), ids))
    patch.setenv("SOURCE_DATE_EPOCH", str(times[1]))
    theirs = repository.branch("theirs", named(case.theirs(DECK), ids))
    patch.setenv("SOURCE_DATE_EPOCH", str(NOW + 3600))
    repository.git("checkout", "--quiet", "ours")
    release = repository.merge("theirs", named(case.resolved(DECK), ids) if case.resolved else None)
    again = repository.author.builds("--locked")
    assert (again.exit_code, again.package, again.lock) == (0, release.package, release.lock)
    return Merged(repository.main, ours, theirs, release)


def update(learner: Learner, merged: Release, case: Case, *, is_of_main: bool = False) -> None:
    """Let *learner* import the merge; assert that nothing is lost.

    Every review stays with its card, which asks what it asked; every note of the package is as the author has it now;
    nothing comes twice.
    """
    learner.studies()
    fronts, reviews = learner.fronts(), learner.reviews()
    taken = learner.takes(merged.package)
    assert taken.conflicting == set()
    assert learner.reviews() == reviews

    after = learner.fronts()
    assert all(after[card] in {was, case.asks_now.get(was, was)} for card, was in fronts.items())
    shipped = {note.guid: placeless(note.fields) for note in merged.contents.notes}
    mine = {note.guid: note for note in learner.notes()}
    assert {guid: placeless(dict(note.items())) for guid, note in mine.items() if guid in shipped} == shipped
    assert {asks(note) for guid, note in mine.items() if guid not in shipped} <= set(case.retired)
    assert max(Counter(tuple(said.values())[:2] for said in shipped.values()).values()) == 1
    if is_of_main:
        assert Counter(said for card, said in after.items() if card not in fronts) == Counter(case.new)


def see(
    tmp_path: Path, patch: pytest.MonkeyPatch, beginning: Begin, case: Case, ids: str, attributes: str, times: str
) -> Release:
    """Return the merge of *case*, which learners of `main` and of both branches have imported."""
    merged = merge(tmp_path / "repository", patch, case, ids, ATTRIBUTES[attributes], TIMES[times])
    begun = beginning(named(DECK, ids))
    assert begun.release.package == merged.main.package
    for who, had in {"main": merged.main, "ours": merged.ours, "theirs": merged.theirs}.items():
        with begun.learner(tmp_path / who) as learner:
            learner.takes(had.package)
            update(learner, merged.release, case, is_of_main=who == "main")
    return merged.release


def told(release: Release) -> tuple[str, ...]:
    """Return the codes of what a merge brings up, besides what it always may."""
    return tuple(code for code in release.codes if code not in {"lock-healed", "identity-guess"})


@pytest.mark.parametrize(("name", "ids", "attributes"), RUNS)
def test_merge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, name: str, ids: str, attributes: str
) -> None:
    """The merged deck builds, and a learner of any branch gets it whole and loses nothing."""
    release = see(tmp_path, monkeypatch, beginning, CASES[name], ids, attributes, "theirs later")
    assert told(release) == CASES[name].says, release.said


@pytest.mark.parametrize("times", ["at once", "ours later"])
@pytest.mark.parametrize("name", [*CLASHES, "styles"])
def test_merge_at_other_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, name: str, times: str
) -> None:
    """Whichever branch was built last, or both at once, what the author keeps reaches the learners of both."""
    see(tmp_path, monkeypatch, beginning, CASES[name], ALL, "union", times)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("ids", [ALL, NONE])
def test_one_question_in_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, ids: str, attributes: str
) -> None:
    """Two branches add one question with other answers: both cards are there, each once, and no review is lost."""
    ours = add("01-numbers.md", f"Q: {SIDES} {{#sides}}\nA: Four sides of one length.\n")
    theirs = add("logic/03-sets.md", f"Q: {SIDES} {{#sides-too}}\nA: As many as it has corners.\n")
    case = Case(ours, theirs, new=(SIDES, SIDES))
    assert told(see(tmp_path, monkeypatch, beginning, case, ids, attributes, "at once")) == ()


@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_one_card_in_two_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, attributes: str
) -> None:
    """Two branches add one card in two files: the merge is an error until one of them goes, and nobody has it twice."""
    ours, theirs = add("01-numbers.md", SQUARE), add("logic/03-sets.md", SQUARE)
    repository = Repository(tmp_path / "first", named(DECK, NONE), ATTRIBUTES[attributes])
    repository.branch("ours", named(ours(DECK), NONE))
    repository.branch("theirs", named(theirs(DECK), NONE))
    repository.git("merge", "--no-edit", "--quiet", "ours", fine=(0, 1))
    assert "card-twice" in repository.author.builds().codes

    case = Case(ours, theirs, ours, new=(SQUARE_ASKED,))
    see(tmp_path, monkeypatch, beginning, case, NONE, attributes, "at once")


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize(("ids", "attributes"), [(ALL, "union"), (ALL, "marks"), (NONE, "union")])
def test_a_blank_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, ids: str, attributes: str, times: str
) -> None:
    """Two branches give one number to two blanks: after the merge neither has it, so that no review changes sides."""
    ours = cloze("The {{sum}} of {{two}} odd numbers is always {{even}}.")
    theirs = cloze("The sum of {{two}} odd {{numbers}} is always {{even}}.")
    resolved = cloze("The {{sum}} of {{two}} odd {{numbers}} is always {{even}}.")
    case = Case(ours, theirs, resolved, asks_now={"sum": "", "numbers": ""}, new=("sum", "numbers"))
    see(tmp_path, monkeypatch, beginning, case, ids, attributes, times)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [("union", "1 doubled line"), ("marks", "1 doubled line and 3 marks of an unfinished merge")],
)
def test_words_of_a_merge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin, attributes: str, found: str
) -> None:
    """A merge of two edits of one card asks nothing of the author but to commit the lock."""
    release = see(tmp_path, monkeypatch, beginning, CASES["one card, ours kept"], ALL, attributes, "theirs later")
    assert release.text == (
        f"deck.lock:1: note[lock-healed]: The lock holds {found}, as a merge leaves behind. `build all` puts it in "
        "order; commit what it writes."
    )


def test_branch_of_a_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beginning: Begin) -> None:
    """Branches that are merged, edited and merged again leave every learner with the last text."""
    repository = Repository(tmp_path / "repository", DECK)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    first = repository.branch("ours", OURS(DECK))
    repository.branch("theirs", REWORDED(DECK))
    repository.git("checkout", "--quiet", "ours")
    second = repository.merge("theirs")
    repository.git("checkout", "--quiet", "theirs")
    repository.author.writes(both(REWORDED, THEIRS)(DECK))
    third = repository.commit()
    last = repository.merge("ours", both(REWORDED, THIRD)(DECK))
    for number, had in enumerate([first, second, third]):
        with beginning(DECK).learner(tmp_path / str(number)) as learner:
            learner.takes(had.package)
            update(learner, last, Case(OURS, THEIRS))
