"""No learner ever loses a review: whole lives of decks, lived in Anki itself."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.model import Kind
from tests.life import edits, learner, story

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIVES: Final = settings().max_examples * 2 // 5
_PHASES: Final = tuple(phase for phase in Phase if phase is not Phase.explain)  # which takes minutes
AT: Final = st.integers(0, 40)
KINDS: Final = st.sampled_from((*edits.CHOOSABLE, Kind.OCCLUSION))
NUMBERS: Final = st.sampled_from(((), (1,), (2,), (3,), (1, 2), (7,)))

REWORD: Final = st.builds(edits.Reword, AT, st.sampled_from(edits.PARTS), st.integers(0, 19))
INSERT: Final = st.builds(edits.Insert, AT, KINDS, AT, st.booleans(), st.booleans())
DELETE: Final = st.builds(edits.Delete, AT)
COVER: Final = st.builds(edits.Cover, AT, AT, st.booleans())
EDIT: Final = st.one_of(
    REWORD,
    REWORD,
    REWORD,
    INSERT,
    DELETE,
    st.builds(edits.BringBack, AT, AT),
    st.builds(edits.Move, AT, AT, AT),
    st.builds(edits.Rename, st.sampled_from(edits.RENAMED), AT, AT),
    st.builds(edits.Split, AT, AT, st.booleans()),
    st.builds(edits.Join, AT),
    st.builds(edits.SetId, AT, st.booleans()),
    st.builds(edits.Mark, st.sampled_from(edits.MARKED), AT, AT),
    st.builds(edits.Turn, AT, st.sampled_from(edits.CHOOSABLE)),
    COVER,
    st.builds(edits.Uncover, AT, AT),
    st.builds(edits.RewordBlank, AT, AT, st.integers(0, 9)),
    st.builds(edits.Recover, AT),
    st.builds(edits.SwapBlanks, AT, AT),
    st.builds(edits.Renumber, AT, AT, NUMBERS),
)
ON_BRANCH: Final = st.lists(st.one_of(REWORD, INSERT, DELETE, COVER), max_size=3).map(tuple)
EVENT: Final = st.one_of(
    st.none(),
    st.none(),
    st.builds(story.WriteIds),
    st.builds(story.LoseLock),
    st.builds(story.SetClock, st.sampled_from((0, 60, 80_000)), st.sampled_from((None, None, 1_500_000_000))),
)
EASES: Final[tuple[Literal[1, 2, 3, 4], ...]] = (1, 2, 3, 4)
REVIEW: Final = st.builds(learner.Review, AT, st.sampled_from(EASES))
ACT: Final = st.one_of(
    REVIEW,
    REVIEW,
    st.builds(learner.Write, AT, AT),
    st.builds(learner.Tag, AT),
    st.builds(learner.Suspend, AT),
    st.builds(learner.PutElsewhere, AT),
)
PERIOD: Final = st.builds(
    story.Period,
    merge=st.one_of(st.none(), st.none(), st.none(), st.builds(story.Branches, ON_BRANCH, ON_BRANCH)),
    edits=st.lists(EDIT, min_size=1, max_size=8).map(tuple),
    event=EVENT,
    heeds=st.booleans(),
    acts=st.lists(ACT, max_size=6).map(tuple),
    late=st.booleans(),
    takes=st.sampled_from((1, 0, 2)),
)
BEGINNING: Final = st.builds(
    story.Beginning,
    cards=st.lists(st.tuples(KINDS, AT, st.booleans()), min_size=2, max_size=12),
    files=st.integers(1, 3),
    ids=st.sampled_from(("none", "half", "every")),
)


@pytest.fixture(name="counts", scope="module")
def _counts() -> Iterator[Counter[str]]:
    """Count over all lives, and say at the end how often the build did not know who somebody was."""
    counts: Counter[str] = Counter()
    yield counts
    print("", *(f"{what}: {number:,}" for what, number in sorted(counts.items())), sep="\n  ")  # noqa: T201


def live(beginning: story.Beginning, *periods: story.Period) -> Counter[str]:
    """Live a deck's life, all that it must keep checked after each import; return what was counted."""
    with tempfile.TemporaryDirectory(prefix="life-") as folder:
        life = story.Life(beginning, Path(folder))
        try:
            for period in periods:
                life.live(period)
        finally:
            life.learner.close()
        life.end()
    return life.counts


@pytest.mark.soak
@settings(max_examples=_LIVES, phases=_PHASES, suppress_health_check=list(HealthCheck))
@given(BEGINNING, st.lists(PERIOD, min_size=2, max_size=8))
def test_a_life(counts: Counter[str], beginning: story.Beginning, periods: list[story.Period]) -> None:
    """Whatever authors and learners do, no review is lost or moved, and each edit arrives that should."""
    counts += live(beginning, *periods)
    counts["lives"] += 1


def period(*edits_: edits.Edit) -> story.Period:
    """Return a period in which the author does *edits_*, and the learner reviews the first cards."""
    return story.Period(edits=edits_, acts=tuple(learner.Review(at, 3) for at in range(4)))


EYE: Final = story.Beginning([(Kind.OCCLUSION, 1, False)], 1, "every")
"""A third card with three masks."""
PLAIN: Final = story.Beginning([], 1, "none")
"""Two cards, the second one with two blanks."""


def test_mask_reworded_as_another_goes() -> None:
    """A mask that is reworded while another one goes keeps its number, or the build says that it does not know."""
    live(EYE, period(), period(edits.RewordBlank(2, 1, 3), edits.Uncover(2, 2)))


def test_mask_reworded_after_another_has_come_back() -> None:
    """A mask that is reworded while one that had gone comes back keeps its number, or the build says so."""
    live(EYE, period(), period(edits.Uncover(2, 2)), period(edits.RewordBlank(2, 1, 3), edits.Recover(2)))


def test_blank_reworded_as_another_goes() -> None:
    """A blank that is reworded while another one goes keeps its number, or the build says that it does not know."""
    live(PLAIN, period(), period(edits.Uncover(1, 0), edits.RewordBlank(1, 0, 3), edits.Reword(1, "question", 3)))


def test_retired_card_reworded() -> None:
    """A card that is marked as retired and then reworded stays who it was, or the build names what it may be."""
    retire, reword = edits.Mark("retired", 0, 0), edits.Reword(0, "question", 3)
    counts = live(PLAIN, period(edits.Turn(0, Kind.CLOZE)), period(retire), period(reword))
    assert not counts["new without a word"]


def test_number_written_as_the_lock_is_lost() -> None:
    """A number that the author writes just when the lock is made again from a release is told all the same."""
    live(PLAIN, period(), story.Period(edits=(edits.Renumber(1, 0, (2,)),), event=story.LoseLock()))
