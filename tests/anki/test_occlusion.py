"""Image occlusion, from the source to what a learner sees: Anki's own library and reviewer are the referees."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest

from builder.anki.package import package
from builder.pipeline import build, load
from builder.stages import Options
from tests.anki.conftest import Referee
from tests.anki.said import said
from tests.anki.stage import DESKTOP, PHONE, Stage, as_desktop, stage
from tests.silent import Silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anki.cards import Card
    from anki.notes import Note
    from selenium.webdriver import Chrome

PICTURE: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {height}" width="600" height="{height}">
<rect width="600" height="{height}" fill="#fdfdf8"/><circle cx="320" cy="200" r="150" fill="none" stroke="#333"/>
</svg>
"""
CHAPTER: Final = r"""# The eye

O: Which part of the eye is this?[^a] {#parts hint="from the front to the back"}
![A section of an eye](eye.svg "Seen from above")
- rect 28% 2% 12% 7%: lens
- rect 2.5% 21% 13.33% 8%: **cornea**
- ellipse 49% 44% 18% 12%: $\frac{\{a\}}{b}$, `std::set` and `}}`

The nerve has no mask.

[^a]: There are more.

O: Which parts are these? {#pairs .hide-all}
![The lens of an eye](eye.svg)
- rect 28% 2% 12% 7%: lens {c=2}
- ellipse 2% 19% 15% 12%: cornea {c=2}
- rect 73% 81% 22% 9%: optic nerve {c=5}

O: ![A tall picture](tall.svg) {#tall}
- rect 10% 90% 40% 5%: iris

O: Which of the two? {#nested .hide-all}
![A section of an eye](eye.svg)
- rect 10% 10% 40% 40%: vitreous
- rect 20% 20% 10% 10%: macula
"""
ANSWERS: Final = {
    ("parts", 0): ["lens"],
    ("parts", 1): ["cornea"],
    ("parts", 2): ["std::set and }}"],
    ("pairs", 1): ["lens", "cornea"],
    ("pairs", 4): ["optic nerve"],
    ("tall", 0): ["iris"],
    ("nested", 0): ["vitreous"],
    ("nested", 1): ["macula"],
}
"""What the back of each card tells."""
WORDS: Final = {word for answers in ANSWERS.values() for answer in answers for word in re.findall(r"\w+", answer)} - {
    "and"
}
ALPHA: Final = """
const canvas = document.getElementById("image-occlusion-canvas");
const context = canvas.getContext("2d");
return arguments[0].map(([x, y]) => [...context.getImageData(x * canvas.width, y * canvas.height, 1, 1).data]);
"""
BOXES: Final = """
const box = (element) => { const b = element.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; };
return ["#image-occlusion-container img", "#image-occlusion-canvas"].map((name) => box(document.querySelector(name)));
"""
SHOWN: Final = """
const items = [...document.querySelectorAll(".key li")];
return items.filter((item) => item.getClientRects().length).map((item) => item.innerText.trim());
"""
"""The answers that a back shows."""
STATE: Final = """
const frame = document.getElementById("image-occlusion-container");
return [getComputedStyle(frame).visibility, document.getElementById("err").textContent];
"""


@dataclass(frozen=True)
class Eye:
    """The deck in Anki."""

    package: bytes
    referee: Referee
    cards: dict[tuple[str, int], Card]

    def note(self, card_id: str) -> Note:
        """Return the note of *card_id*."""
        return next(card.note() for (name, _), card in self.cards.items() if name == card_id)


def write_content(folder: Path) -> Path:
    """Write the content folder into *folder* and return it."""
    folder.mkdir()
    (folder / "deck.toml").write_text('name = "Eye"\nid = "eye-k3x9qd"\n', encoding="utf-8")
    (folder / "01-eye.md").write_text(CHAPTER, encoding="utf-8")
    for name, height in (("eye", 400), ("tall", 1800)):
        (folder / f"{name}.svg").write_text(PICTURE.format(height=height), encoding="utf-8")
    return folder


@pytest.fixture(name="eye", scope="module")
def _eye(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eye]:
    """Yield the deck, built and imported as a learner does."""
    folder = tmp_path_factory.mktemp("eye")
    outcome = build(Options(write_content(folder / "content"), folder / "dist", ("anki",)), Silent())
    data = (folder / "dist" / outcome.entries[0].name).read_bytes()
    (folder / "anki").mkdir()
    referee = Referee(folder / "anki")
    referee.take(data)
    yield Eye(data, referee, referee.cards())
    referee.col.close()


@pytest.fixture(name="reviewer", scope="module")
def _reviewer(browser: Chrome, eye: Eye) -> Iterator[Stage]:
    """Yield Anki's reviewer with the pictures of the deck."""
    with stage(browser, eye.referee.media) as made:
        yield made


def test_anki_finds_the_shapes(eye: Eye) -> None:
    """Anki's own editor reads each mask: shape, number and place, within a thousandth of the picture."""
    expected = {
        "parts": [
            (1, "rect", {"left": 0.28, "top": 0.02, "width": 0.12, "height": 0.07}),
            (2, "rect", {"left": 0.025, "top": 0.21, "width": 0.1333, "height": 0.08}),
            (3, "ellipse", {"left": 0.49, "top": 0.44, "rx": 0.09, "ry": 0.06}),
        ],
        "pairs": [
            (2, "rect", {"left": 0.28, "top": 0.02, "width": 0.12, "height": 0.07, "oi": 1.0}),
            (2, "ellipse", {"left": 0.02, "top": 0.19, "rx": 0.075, "ry": 0.06, "oi": 1.0}),
            (5, "rect", {"left": 0.73, "top": 0.81, "width": 0.22, "height": 0.09, "oi": 1.0}),
        ],
    }
    for card_id, shapes in expected.items():
        found = eye.referee.col.get_image_occlusion_note(note_id=eye.note(card_id).id).note
        read = [
            (entry.ordinal, shape.shape, {one.name: float(one.value) for one in shape.properties})
            for entry in sorted(found.occlusions, key=lambda entry: entry.ordinal)
            for shape in entry.shapes
        ]
        assert [(number, shape) for number, shape, _ in read] == [(number, shape) for number, shape, _ in shapes]
        for (*_, places), (*_, wanted) in zip(read, shapes, strict=True):
            assert places == pytest.approx(wanted, abs=0.001)
        assert found.occlude_inactive == (card_id == "pairs")
        assert found.image_data == (eye.referee.media / found.image_file_name).read_bytes()
        assert found.image_data.startswith(b"<svg")


def test_numbers_in_fields_are_short(eye: Eye) -> None:
    """Places are written without what a computer adds to them."""
    assert eye.note("parts")["Occlusion"].split("<br>") == [
        "{{c1::image-occlusion:rect:left=.28:top=.02:width=.12:height=.07}}",
        "{{c2::image-occlusion:rect:left=.025:top=.21:width=.1333:height=.08}}",
        "{{c3::image-occlusion:ellipse:left=.49:top=.44:rx=.09:ry=.06}}",
    ]


def test_cards_are_those_that_anki_makes(eye: Eye) -> None:
    """Anki makes the same cards of the same fields itself, and has nothing to mend."""
    col = eye.referee.col
    assert eye.cards.keys() == ANSWERS.keys()
    for card_id in ("parts", "pairs", "tall"):
        note = eye.note(card_id)
        kind = note.note_type()
        assert kind is not None
        made = col.new_note(kind)
        made.fields = list(note.fields)
        col.add_note(made, eye.cards[card_id, min(at for name, at in ANSWERS if name == card_id)].did)
        assert {card.ord for card in made.cards()} == {at for name, at in ANSWERS if name == card_id}
        col.remove_notes([made.id])
    assert list(col.get_empty_cards().notes) == []
    assert [list(found) for found in (col.media.check().missing, col.media.check().unused)] == [[], []]


def test_front_tells_nothing(eye: Eye) -> None:
    """No front says a word of what any mask of its card hides, not even where only programs look."""
    for key, card in eye.cards.items():
        assert not {word for word in WORDS if re.search(rf"\b{word}\b", said(card.question()))}, key
    assert "from the front to the back" in said(eye.cards["parts", 0].question())
    assert 'alt="A section of an eye"' in eye.cards["parts", 0].question()
    assert 'alt=""' in eye.cards["pairs", 1].question()


def test_back_tells_what_was_asked(eye: Eye, reviewer: Stage) -> None:
    """A back shows the answers of its own masks and no other, then detail and footnotes, which the front kept."""
    for (card_id, at), answers in ANSWERS.items():
        card = eye.cards[card_id, at]
        reviewer.show(as_desktop(card, back=True), back=True, card=at)
        told = reviewer.run(SHOWN)
        assert len(told) == len(answers)
        assert all(answer in text for answer, text in zip(answers, told, strict=True))
    reviewer.show(as_desktop(eye.cards["parts", 2], back=True), back=True, card=2)
    assert "The nerve has no mask." in reviewer.seen()
    assert "There are more." in reviewer.seen()
    assert reviewer.run("return document.querySelectorAll('.key mjx-container mjx-mfrac').length") == 1


def test_browser_of_anki_shows_the_answer(eye: Eye) -> None:
    """In the list of cards each one has its own answer, without the marks of clozes."""
    fresh = {key: eye.referee.col.get_card(card.id) for key, card in eye.cards.items()}
    shown = {key: card.render_output(browser=True).answer_text for key, card in fresh.items()}
    assert shown["parts", 0] == "lens"
    assert shown["pairs", 1] == "lens, cornea"


@pytest.mark.parametrize("night", [False, True])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_masks_cover_their_regions(eye: Eye, reviewer: Stage, width: int, *, night: bool) -> None:
    """All over the region that is asked the canvas is opaque, and nowhere else but where all masks hide."""
    lens = [(0.285, 0.03), (0.395, 0.085), (0.285, 0.085), (0.395, 0.03)]
    cornea = [(0.095, 0.25), (0.03, 0.25), (0.16, 0.25), (0.095, 0.2), (0.095, 0.3)]
    nerve = [(0.74, 0.82), (0.94, 0.89)]
    elsewhere = [(0.5, 0.5), (0.02, 0.19), (0.9, 0.3), (0.42, 0.05)]

    reviewer.show(as_desktop(eye.cards["parts", 0]), width=width, night=night)
    assert {alpha for *_, alpha in reviewer.run(ALPHA, lens)} == {255}
    assert {alpha for *_, alpha in reviewer.run(ALPHA, elsewhere + cornea + nerve)} == {0}
    assert reviewer.wide_by() == 0
    picture, canvas = reviewer.run(BOXES)
    assert picture == canvas
    assert picture[2] > width * 0.6

    reviewer.show(as_desktop(eye.cards["pairs", 1]), width=width, night=night, card=1)
    asked, others = (reviewer.run(ALPHA, points) for points in (lens + cornea, nerve))
    assert {alpha for *_, alpha in asked + others} == {255}
    assert asked[0] != others[0]
    assert {alpha for *_, alpha in reviewer.run(ALPHA, elsewhere)} == {0}

    reviewer.show(as_desktop(eye.cards["pairs", 1], back=True), width=width, night=night, back=True, card=1)
    assert {alpha for *_, alpha in reviewer.run(ALPHA, [lens[0], cornea[0]])} == {0}
    assert {alpha for *_, alpha in reviewer.run(ALPHA, nerve)} == {255}
    assert reviewer.violations() == []
    assert reviewer.complaints() == []


def test_what_is_asked_lies_on_top(eye: Eye, reviewer: Stage) -> None:
    """Of a region inside a region, both hidden, the one that is asked is seen whole in its colour."""
    middle, around = (0.215, 0.215), (0.12, 0.12)
    reviewer.show(as_desktop(eye.cards["nested", 0]))
    outer = reviewer.run(ALPHA, [middle, around])
    reviewer.show(as_desktop(eye.cards["nested", 1]), card=1)
    inner = reviewer.run(ALPHA, [middle, around])
    assert outer[0] == outer[1] == inner[0]
    assert inner[1] != inner[0]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_tall_picture_fits(eye: Eye, reviewer: Stage, width: int) -> None:
    """A picture that is taller than the window is shown whole, in its own proportions."""
    reviewer.show(as_desktop(eye.cards["tall", 0]), width=width)
    (_, _, across, down), canvas = reviewer.run(BOXES)
    assert canvas[2:] == [across, down]
    assert down <= 600.5
    assert across / down == pytest.approx(600 / 1800, rel=0.01)


def test_masks_can_be_toggled(eye: Eye, reviewer: Stage) -> None:
    """Where a back hides the others, a button shows them; where it hides nothing, there is none."""
    nerve = [(0.84, 0.85)]
    reviewer.show(as_desktop(eye.cards["pairs", 1], back=True), back=True, card=1)
    button = reviewer.browser.find_element("id", "toggle")
    assert button.is_displayed()
    button.click()
    assert reviewer.run(ALPHA, nerve)[0][3] == 0
    button.click()
    assert reviewer.run(ALPHA, nerve)[0][3] == 255
    reviewer.show(as_desktop(eye.cards["parts", 0], back=True), back=True)
    assert not reviewer.browser.find_element("id", "toggle").is_displayed()


def test_front_waits_for_its_masks(eye: Eye, reviewer: Stage) -> None:
    """In Anki the picture comes with its masks, and nothing is found fault with."""
    for key, card in eye.cards.items():
        reviewer.show(as_desktop(card), card=key[1])
        assert reviewer.run(STATE) == ["visible", ""]


def test_program_without_occlusion_shows_no_picture(eye: Eye, reviewer: Stage) -> None:
    """Where nobody draws masks the front says so instead of showing what they hide; the back shows the picture."""
    card = eye.cards["parts", 0]
    reviewer.load(card.question())
    visibility, fault = reviewer.run(STATE)
    assert visibility == "hidden"
    assert fault == "The masks cannot be drawn here: this program knows no image occlusion."
    reviewer.load(card.answer())
    assert reviewer.run(STATE)[0] == "visible"


_OLD: Final = "<script>var anki = {{ setupImageCloze() {{ {} }} }};</script>"
_PAINT: Final = """
const canvas = document.getElementById("image-occlusion-canvas");
canvas.getContext("2d").fillRect(0, 0, canvas.width, canvas.height);
"""


def test_older_program_may_draw_masks(eye: Eye, reviewer: Stage) -> None:
    """A program that has only the older name draws them too; the picture comes when they are there, and not before."""
    card = eye.cards["parts", 0]
    wait = "const done = arguments[0]; setTimeout(() => done(null), 300)"
    reviewer.load(card.question(), head=_OLD.format(_PAINT))
    reviewer.browser.execute_async_script(wait)
    assert reviewer.run(STATE) == ["visible", ""]
    reviewer.load(card.question(), head=_OLD.format(""))
    reviewer.browser.execute_async_script(wait)
    assert reviewer.run(STATE)[0] == "hidden"
    reviewer.load(card.question(), head=_OLD.format("return Promise.reject(new Error('no canvas'));"))
    reviewer.browser.execute_async_script(wait)
    assert reviewer.run(STATE) == ["hidden", "The masks cannot be drawn here: no canvas"]


def test_missing_picture_is_told(eye: Eye, reviewer: Stage) -> None:
    """Where the file of the picture is gone the front says what is missing."""
    html = eye.cards["parts", 0].question().replace('src="eye', 'src="gone')
    reviewer.load(html, head=_OLD.format(_PAINT))
    reviewer.browser.execute_async_script("setTimeout(() => arguments[0](null), 300)")
    assert reviewer.run(STATE) == ["hidden", "The masks cannot be drawn here: there is no picture."]
    reviewer.complaints()


def test_without_scripts_nothing_is_told(eye: Eye, reviewer: Stage) -> None:
    """With scripts off the front hides its picture and says why; the back tells the answer that is asked."""
    browser, card = reviewer.browser, eye.cards["pairs", 4]
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reviewer.load(card.question())
        assert not browser.find_element("css selector", "#image-occlusion-container img").is_displayed()
        assert "its masks cannot be drawn: scripts are off" in browser.find_element("id", "qa").text
        reviewer.load(card.answer())
        assert browser.find_element("css selector", "#image-occlusion-container img").is_displayed()
        assert browser.find_element("css selector", ".key").text == "optic nerve"
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_lost_mask_is_named(tmp_path: Path) -> None:
    """A mask that a package would not hold is a fault that names the card."""
    rendered = load(write_content(tmp_path / "content"), Silent()).rendered
    robbed = replace(rendered, notes=(replace(rendered.notes[0], masks=rendered.notes[0].masks[:2]),))
    (fault,) = package(robbed).diagnostics
    assert fault.rule.code == "card-lost"
    assert "Card 3 of `parts`" in fault.message
