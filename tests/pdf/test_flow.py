"""A flow set in parts looks as if it had been set at once, and loses nothing."""

from __future__ import annotations

import random
import re

import pytest

from builder.pdf.binding.impose import one_each
from builder.pdf.press import flow
from builder.pdf.press.flow import set_flow
from builder.pdf.press.galley import first_leaves, leaves_of
from tests.pdf.press_room import pressed, published, texts


def words(number: int, count: int) -> str:
    """Return *count* words that only section *number* has."""
    return " ".join(f"w{number}x{index}" for index in range(count))


def sections(count: int, seed: int, *, fresh: int = 0) -> str:
    """Return *count* sections of random length; each *fresh*-th of them begins a leaf."""
    chance = random.Random(seed)  # noqa: S311 (texts of any length will do)
    made = []
    for number in range(count):
        is_fresh = fresh and number % fresh == 0
        attributes = 'class="fresh" data-fresh' if is_fresh else ""
        text = words(number, chance.randint(5, 160))
        made.append(f'<section data-flow="body" id="s{number}" {attributes}><h2>t{number}</h2><p>{text}</p></section>')
    return "".join(made)


def parted(
    units: str, monkeypatch: pytest.MonkeyPatch, part: int, *, step: int = 1, notes: str = ""
) -> list[list[str]]:
    """Return the texts of the leaves of each part that *units* are set in, with so many leaves a part."""
    monkeypatch.setattr(flow, "_PART", part)
    with pressed(units, notes=notes) as it:
        galleys = set_flow(it, it.flows["body"], step=step)
        found = texts(published(galleys, one_each(galleys)))
    parts = []
    for galley in galleys:
        parts.append(found[: len(galley.leaves)])
        del found[: len(galley.leaves)]
    return parts


@pytest.mark.parametrize("fresh", [0, 7])
def test_a_flow_in_parts_has_the_leaves_of_the_whole(monkeypatch: pytest.MonkeyPatch, fresh: int) -> None:
    """The leaves of a flow that was set in several parts are those of the flow set at once."""
    units = sections(40, 3, fresh=fresh)
    whole = parted(units, monkeypatch, 1000)
    parts = parted(units, monkeypatch, 4)
    assert len(whole) == 1
    assert len(parts) > 3
    assert [leaf for part in parts for leaf in part] == whole[0]


def test_parts_of_columns_end_with_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two leaves a sheet each part but the last has an even number of them, and nothing else changes."""
    units = sections(60, 2)
    parts = parted(units, monkeypatch, 4, step=2)
    assert len(parts) > 1
    assert all(len(part) % 2 == 0 for part in parts[:-1])
    assert [leaf for part in parts for leaf in part] == parted(units, monkeypatch, 1000)[0]


def test_a_flow_without_a_place_to_part_is_whole_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word of units that never begin a leaf is set once."""
    one = f'<section data-flow="body" id="s0"><p>{words(0, 900)}</p></section>'
    more = "".join(
        f'<section data-flow="body" id="s{number}"><p>{words(number, 7)}</p></section>' for number in range(1, 60)
    )
    parts = parted(one + more, monkeypatch, 2)
    found = " ".join(leaf for part in parts for leaf in part).split()
    assert sorted(found) == sorted((words(0, 900) + " " + " ".join(words(n, 7) for n in range(1, 60))).split())


def test_footnotes_stay_with_their_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """A footnote that is put off to the next leaf is not left behind where a part ends."""
    chance = random.Random(11)  # noqa: S311 (as above)
    units, notes = "", ""
    for number in range(50):
        text = words(number, chance.randint(20, 120))
        mark = f'<span class="footnote" data-note="{number}"></span>'
        units += f'<section data-flow="body" id="s{number}"><p>{text}{mark}</p></section>'
        notes += f"<div><p>{' '.join(f'n{number}y{index}' for index in range(chance.randint(3, 90)))}</p></div>"
    parts = parted(units, monkeypatch, 4, notes=notes)
    found = " ".join(leaf for part in parts for leaf in part)
    assert len(parts) > 3
    for number in range(50):
        wanted = notes.split("</div>")[number].count(f"n{number}y")
        assert len(set(re.findall(rf"\bn{number}y\d+\b", found))) == wanted
        assert len(re.findall(rf"\bw{number}x0\b", found)) == 1


def test_leaves_know_their_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each section is found on the leaf that shows its title, in points from the top."""
    monkeypatch.setattr(flow, "_PART", 4)
    with pressed(sections(30, 9)) as it:
        galleys = set_flow(it, it.flows["body"])
        shown = texts(published(galleys, one_each(galleys)))
    leaves = leaves_of(galleys)
    for anchor, number in first_leaves(leaves).items():
        assert re.search(rf"\bt{anchor[1:]}\b", shown[number])
        assert leaves[number].anchors[anchor][0] == pytest.approx(30)
        assert 30 <= leaves[number].anchors[anchor][1] <= 370
