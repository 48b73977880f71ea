"""What the scripts of the cards do beside choices: pictures open large, and what scrolls is reached by the keyboard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pytest
from selenium.webdriver import ActionChains, Keys

from builder.anki.package import package
from builder.model import Kind
from builder.render.fragment import BlankEnd, BlankStart, Math, Medium
from tests.anki.conftest import Referee
from tests.anki.samples import CHIME, CODE, CURVE, SPAN, choice, figure, fragment, note, rendered
from tests.anki.stage import DESKTOP, PHONE, Stage, as_desktop, stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anki.cards import Card
    from selenium.webdriver import Chrome

    from builder.render.fragment import RenderedNote

TALL: Final = Medium(
    "tall-0123456789ab.svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="6000"><rect width="300" height="6000"/></svg>',
    "image/svg+xml",
    "image",
    300,
    6000,
)
WIDE_TABLE: Final = f"<table><tr>{'<td>a cell of words</td>' * 12}</tr></table>"
LONG_FORMULA: Final = Math("+".join(f"x_{{{number}}}" for number in range(60)), display=True, span=SPAN)
REACHED: Final = """
return [...document.querySelectorAll("#qa .wide")].map((one) =>
    [one.tagName, one.tabIndex, one.getAttribute("role"), one.getAttribute("aria-label")].join(" "));
"""
LARGE: Final = """
const one = document.querySelector(".large");
if (!one) return null;
const at = one.getBoundingClientRect(), picture = one.firstChild.getBoundingClientRect();
return {covers: at.width >= innerWidth - 20 && at.height >= innerHeight - 20, wide: picture.width,
        focused: document.activeElement === one, name: one.ariaLabel};
"""
SIZE: Final = """
const at = document.querySelector(arguments[0]).getBoundingClientRect();
return [at.width, at.height];
"""
EDGES: Final = """
const at = document.querySelector(arguments[0]).getBoundingClientRect();
return [at.left, at.right];
"""
FOCUSED: Final = "return document.activeElement.tagName"


@dataclass(frozen=True)
class Shown:
    """Cards in Anki, and a browser to show them in."""

    stage: Stage
    cards: dict[tuple[str, int], Card]

    def show(self, card_id: str, *, width: int = DESKTOP, back: bool = True) -> None:
        """Show a side as the desktop does."""
        self.stage.show(as_desktop(self.cards[card_id, 0], back=back), width=width, back=back)

    def replace_picture(self, width: int, height: int) -> None:
        """Put a picture of *width* × *height* px in the place of the one that is shown."""
        script = """
        const [width, height, done] = arguments, picture = document.querySelector("figure img");
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"/>`;
        picture.onload = () => done();
        picture.src = "data:image/svg+xml," + encodeURIComponent(svg);
        """
        self.stage.browser.execute_async_script(script, width, height)

    def press(self, *keys: str) -> None:
        """Press *keys*, one after the other."""
        ActionChains(self.stage.browser).send_keys(*keys).perform()

    def click(self, what: str) -> None:
        """Click on the first element that the selector *what* finds."""
        self.stage.browser.find_element("css selector", what).click()


def notes() -> Iterator[RenderedNote]:
    """Yield cards with a picture, with wide things, and with neither."""
    titled = replace(figure(CURVE, "a falling curve"), title="It falls.")
    icon = figure(replace(CURVE, width=24, height=9), "an icon", alone=False)
    inline = figure(CURVE, "a curve in a line", alone=False)
    yield note("picture", fragment("<p>What falls?</p>"), fragment(titled, "<p>so ", icon, "</p>"))
    yield note("line", fragment("<p>Q ", inline, "</p>"), fragment("<p>A</p>"))
    yield note("sound", fragment("<p>Q ", figure(CHIME, "a chime", alone=False), "</p>"), fragment("<p>A</p>"))
    wide = fragment(WIDE_TABLE, CODE.replace("areas of", "areas of " * 30), LONG_FORMULA)
    yield note("wide", fragment("<p>Q</p>"), wide)
    start, end = BlankStart((1,), code=True), BlankEnd((1,), code=True)
    line = '<pre class="code" data-language="python">share = intersection(a, b).area / some_long_name_of_a_module.'
    yield note(
        "far",
        fragment(line, start, "union(a, b)", end, " + eps</pre>"),
        kind=Kind.CLOZE,
        source_text="{{c1::union(a, b)}}",
    )
    yield note("narrow", fragment("<p>Q</p>"), fragment("<table><tr><td>1</td></tr></table>", CODE))
    formula = Math("x_i + y_i", display=False, span=SPAN)
    yield note("formula", fragment("<p>Q</p>"), fragment("<p>Some words before it, and then ", formula, ".</p>"))
    choices = (choice("a", right=True), choice("b"))
    yield note("tall", fragment("<p>Q</p>"), fragment(figure(TALL, "a tall bar")))
    pictured = tuple(replace(one, text=fragment(inline)) for one in choices)
    yield note("pictured", fragment("<p>Q</p>"), kind=Kind.CHOICE, choices=pictured)


@pytest.fixture(name="shown", scope="module")
def _shown(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Yield those cards on stage."""
    referee = Referee(tmp_path_factory.mktemp("scripts"))
    made = rendered(*notes())
    referee.take(package(replace(made, media={**made.media, TALL.name: TALL})).data)
    with stage(browser, referee.media) as theatre:
        yield Shown(theatre, referee.cards())
    referee.col.close()


def test_picture_opens_and_closes(shown: Shown) -> None:
    """A click opens a picture over the whole window, as large as fits; a click closes it, and focus returns."""
    shown.show("picture")
    assert shown.stage.run(LARGE) is None
    shown.click("figure img")
    large = shown.stage.run(LARGE)
    assert large == {"covers": True, "wide": large["wide"], "focused": True, "name": "a falling curve"}
    assert large["wide"] > 1.5 * 320
    assert shown.stage.wide_by() == 0
    assert shown.stage.violations() == []
    shown.click(".large")
    assert shown.stage.run(LARGE) is None
    assert shown.stage.run(FOCUSED) == "IMG"
    assert shown.stage.complaints() == []


@pytest.mark.parametrize("opening", [Keys.ENTER, Keys.SPACE, "x"])
def test_picture_by_keyboard(shown: Shown, opening: str) -> None:
    """Tab reaches a picture, Enter, Space or x open it, Tab stays in it, Escape closes it."""
    shown.show("picture")
    shown.press(Keys.TAB, opening)
    assert shown.stage.run(LARGE)["focused"]
    shown.press(Keys.TAB)
    assert shown.stage.run(LARGE)["focused"]
    told = shown.stage.run("return told.length")
    shown.press(Keys.ESCAPE)
    assert shown.stage.run(LARGE) is None
    assert shown.stage.run(FOCUSED) == "IMG"
    # Anki would take Escape for itself and let go of the card.
    assert shown.stage.run("return told.length") == told


def test_picture_larger_than_the_window_is_scrolled(shown: Shown) -> None:
    """What is larger than the window is scrolled in both directions, and begins in the middle."""
    shown.show("picture", width=PHONE)
    shown.replace_picture(3000, 3000)
    shown.click("figure img")
    script = "const one = document.querySelector('.large'); return [one.scrollWidth - one.clientWidth, one.scrollLeft]"
    more, at = shown.stage.run(script)
    assert more > 300
    assert at == pytest.approx(more / 2, abs=2)
    assert shown.stage.wide_by() == 0


@pytest.mark.parametrize(
    ("size", "opened"),
    [
        ((6000, 200), (6000, 200)),
        ((6000, 1000), (4800, 800)),
        ((4000, 3000), (1067, 800)),
        ((200, 100), (640, 320)),
    ],
    ids=["panorama", "high-panorama", "photo", "small"],
)
def test_picture_opens_as_large_as_it_helps(shown: Shown, size: tuple[int, int], opened: tuple[int, int]) -> None:
    """On a phone a picture opens in its own size as far as its height fits, and in twice its breadth on the card."""
    shown.show("picture", width=PHONE)
    shown.replace_picture(*size)
    shown.click("figure img")
    assert shown.stage.run(SIZE, ".large img") == pytest.approx(opened, abs=2)
    assert shown.stage.wide_by() == 0


def test_tall_picture_is_no_wider_than_it_shows(shown: Shown) -> None:
    """A picture higher than the window keeps its proportions, without empty ground beside it, and opens whole."""
    for width in (PHONE, DESKTOP):
        shown.show("tall", width=width)
        assert shown.stage.run(SIZE, "figure img") == pytest.approx((38, 760), abs=1)
        shown.click("figure img")
        assert shown.stage.run(SIZE, ".large img") == pytest.approx((300, 6000), abs=1)


def test_small_pictures_are_no_buttons(shown: Shown) -> None:
    """An icon in a line does not open; a picture of some size in a line does; taps on it are no gestures."""
    shown.show("picture")
    script = "return [...document.querySelectorAll('#qa img')].map((one) => one.getAttribute('role') + one.className)"
    assert shown.stage.run(script) == ["buttontappable", "null"]
    shown.show("line")
    assert shown.stage.run(script) == ["buttontappable"]


def test_picture_of_a_choice_is_picked(shown: Shown) -> None:
    """A click on a picture that is a choice picks it; on the back it opens."""
    shown.show("pictured", back=False)
    shown.click(".choices img")
    assert shown.stage.run(LARGE) is None
    assert shown.stage.run("return document.querySelectorAll('.choices input:checked').length") == 1
    shown.show("pictured")
    shown.click(".answer .choices img")
    assert shown.stage.run(LARGE)["covers"]


def test_play_button_has_a_name(shown: Shown) -> None:
    """Who listens is told what the button beside a sound does."""
    shown.show("sound", back=False)
    assert shown.stage.run("return document.querySelector('.replay-button').ariaLabel") == "Play"


def test_wide_parts_are_reached(shown: Shown) -> None:
    """A table, code and a formula that scroll are stops of the tab key and have names."""
    shown.show("wide", width=PHONE)
    shown.stage.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert shown.stage.run(REACHED) == [
        "DIV 0 region Table",
        "PRE 0 region Code",
        "MJX-CONTAINER 0 region Formula",
    ]
    assert shown.stage.violations() == []
    shown.press(Keys.TAB, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert shown.stage.run(FOCUSED) == "DIV"


@pytest.mark.parametrize("back", [False, True])
def test_blank_in_long_code_is_in_sight(shown: Shown, *, back: bool) -> None:
    """Code keeps its lines on a phone, and is scrolled to the blank that is asked."""
    shown.show("far", width=PHONE, back=back)
    shown.stage.run("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    code, blank = (shown.stage.run(EDGES, selector) for selector in ("pre", "pre .cloze"))
    assert code[0] < blank[0]
    assert blank[1] < code[1] < PHONE
    assert shown.stage.run("return document.querySelector('pre').scrollLeft") > 100


def test_narrow_parts_are_no_stops(shown: Shown) -> None:
    """What fits is no stop of the tab key; it becomes one where the card gets narrow, and ceases to be one again."""
    shown.show("narrow")
    settled = "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    for width, reached in (("", []), ("240px", ["PRE 0 region Code"]), ("", [])):
        shown.stage.run("document.querySelector('.leaf.back').style.maxWidth = arguments[0]", width)
        shown.stage.run(settled)
        assert shown.stage.run(REACHED) == reached


def test_pictures_keep_a_light_ground_by_night(shown: Shown) -> None:
    """A figure without a ground of its own, drawn for white paper, lies on a light one by night, and on none by day."""
    shown.show("picture")
    script = "return getComputedStyle(document.querySelector('figure img')).backgroundColor"
    assert shown.stage.run(script) == "rgba(0, 0, 0, 0)"
    shown.stage.turn(night=True)
    assert shown.stage.run(script) == "rgb(255, 255, 255)"


def test_formulas_keep_their_full_stop(shown: Shown) -> None:
    """What follows a formula without a space stays on its line, however narrow the card is."""
    shown.show("formula", width=PHONE)
    last_line = """
    const text = document.querySelector(".held").lastChild, range = document.createRange();
    range.selectNode(text);
    const formula = document.querySelector(".answer mjx-container:last-of-type").getBoundingClientRect();
    return range.getBoundingClientRect().bottom > formula.top && range.getBoundingClientRect().top < formula.bottom;
    """
    for width in range(120, 320, 5):
        shown.stage.run("document.querySelector('.leaf.back').style.maxWidth = arguments[0] + 'px'", width)
        assert shown.stage.run(last_line)
