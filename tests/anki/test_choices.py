"""Choices in a browser: their order from day to day, how they are picked, and what the back says of it."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, replace
from html import escape
from itertools import combinations, pairwise
from math import factorial
from typing import TYPE_CHECKING, Final

import pytest
from selenium.webdriver import ActionChains, Keys

from builder.anki.package import package
from builder.model import Kind
from builder.render.fragment import Math
from tests.anki.conftest import Referee
from tests.anki.samples import CONFIG, SPAN, choice, fragment, note, rendered
from tests.anki.stage import DESKTOP, PHONE, Stage, as_desktop, stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anki.cards import Card
    from selenium.webdriver import Chrome

    from builder.render.fragment import RenderedNote

WORDS: Final = (
    *("Precision", "Recall", "Specificity", "F1", "Accuracy", "Kappa"),
    *("Jaccard", "Dice", "Fallout", "Markedness", "Informedness", "Prevalence"),
)
DAY: Final = "2026-03-05T12:00"
SHOWN: Final = """
const list = [...document.querySelectorAll("ul.choices")].find((one) => one.offsetParent);
return [...list.children].map((row) => row.innerText.split("\\n")[0].trim());
"""
"""The choices that are seen, in their order, without what is said of them."""
TEXTS: Final = """
return [...document.querySelectorAll(".choices > li")].filter((row) => row.offsetParent).map((row) => {
    const texts = [], walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        texts.push(...[...range.getClientRects()].map(({left, top, right, bottom}) => [left, top, right, bottom]));
    }
    return texts;
});
"""
"""Where the words of each choice are: left, top, right, bottom of each line."""
RUNS: Final = """
return [...document.querySelectorAll(".choices > li")].filter((row) => row.offsetParent).map((row) => {
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    const {left, right} = row.getBoundingClientRect(), text = walker.nextNode();
    const at = (from, to) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        return range.getBoundingClientRect();
    };
    const all = at(0, text.length);
    return [getComputedStyle(row).direction, row.innerText.split("\\n")[0].trim(),
        at(0, 1).left < at(text.length - 1, text.length).left ? "ltr" : "rtl",
        all.left - left < right - all.right ? "left" : "right"];
});
"""
"""Of each choice that is seen: the way of its list, its words, the way of these, and on which side they stand."""
STATE: Final = """
const rows = [...document.querySelectorAll(".answer .choices > li")];
return Object.fromEntries(rows.map((row) => [row.innerText.split("\\n")[0].trim(), row.className]));
"""
SERIES: Final = """
const [html, start, days] = arguments;
const Real = Date;
const orders = [];
for (let day = 0; day < days; day++) {
    const noon = new Real(start);
    noon.setDate(noon.getDate() + day);
    window.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [noon.getTime()])); }
        static now() { return noon.getTime(); }
    };
    const qa = document.getElementById("qa");
    qa.innerHTML = html;
    for (const script of qa.querySelectorAll("script")) (0, eval)(script.textContent);
    orders.push([...qa.querySelectorAll("ul.choices label")].map((label) => label.innerText.trim()).join(" "));
}
window.Date = Real;
return orders;
"""
"""The order of the choices of a front at noon of each of so many days."""


def clock(local: str) -> str:
    """Return what lets a page believe that it is a *local* time, such as 2026-03-05T12:00."""
    return f"""<script>{{
        const at = new Date({json.dumps(local)}).getTime();
        const Real = Date;
        window.Date = class extends Real {{
            constructor(...given) {{ super(...(given.length ? given : [at])); }}
            static now() {{ return at; }}
        }};
    }}</script>"""


def asking(card_id: str, count: int, *, rights: tuple[int, ...] = (1,)) -> RenderedNote:
    """Return a card of *count* choices, of which those at *rights* are right."""
    choices = tuple(choice(word, right=i in rights, why=f"On {word}.") for i, word in enumerate(WORDS[:count]))
    return note(card_id, fragment("<p>Which?</p>"), kind=Kind.CHOICE, choices=choices)


def mixed(card_id: str) -> RenderedNote:
    """Return a card whose choices are of two scripts, some with explanations, some of many lines."""
    choices = (
        choice("الأول: 12%", why="شرح 5 < 7"),
        choice("Only English here.", right=True),
        choice("<mark>Marked</mark> words.", why="<mark>So</mark> it is not."),
        choice("أسطر كثيرة من الكلام " * 8, right=True),
        choice("many words to fill lines, " * 8, right=True, why="Why so."),
    )
    return note(card_id, fragment("<p>أي مما يلي صحيح؟</p>"), kind=Kind.CHOICE, choices=choices)


def formulas() -> RenderedNote:
    """Return a card whose choices are formulas."""
    texts = (Math("E = mc^2", display=True, span=SPAN), Math(r"\{1, \pi\}", display=False, span=SPAN))
    choices = (*(replace(choice("x"), text=fragment(one)) for one in texts), choice("neither", right=True))
    return note("formulas", fragment("<p>Which?</p>"), kind=Kind.CHOICE, choices=choices)


@dataclass(frozen=True)
class Asked:
    """Cards of choices in Anki, and a browser to show them in."""

    stage: Stage
    cards: dict[tuple[str, int], Card]

    def load(self, card_id: str, *, back: bool = False, at: str = DAY) -> list[str]:
        """Show a side as phones do, in a page of its own, at a local time; return its choices in their order."""
        card = self.cards[card_id, 0]
        self.stage.load(card.answer() if back else card.question(), head=clock(at))
        assert self.stage.complaints() == []
        return self.shown()

    def orders(self, card_id: str, start: str, days: int) -> list[str]:
        """Return the order of the choices of a front on each of so many days from *start*."""
        self.stage.load("")
        return list(self.stage.run(SERIES, self.cards[card_id, 0].question(), start, days))

    def show(self, card_id: str, *, back: bool = False) -> list[str]:
        """Show a side as the desktop does, in the page that shows them all."""
        self.stage.show(as_desktop(self.cards[card_id, 0], back=back), back=back)
        return self.shown()

    def shown(self) -> list[str]:
        """Return the choices that are seen in their order."""
        return list(self.stage.run(SHOWN))

    def pick(self, *words: str) -> None:
        """Click on the rows of the choices *words*, far from their signs."""
        for word in words:
            row = (
                "[...document.querySelectorAll('.choices label')].find((one) => one.innerText.trim() === arguments[0])"
            )
            box = self.stage.run(f"const at = {row}.getBoundingClientRect(); return [at.right - 8, at.top + 8]", word)
            actions = ActionChains(self.stage.browser)
            pointer = actions.w3c_actions.pointer_action
            pointer.move_to_location(*map(round, box))  # type: ignore[no-untyped-call]  # selenium gives it no types
            pointer.click()
            actions.perform()

    def picked(self) -> list[str]:
        """Return the choices that are picked on a front."""
        script = (
            "return [...document.querySelectorAll('.choices input:checked')].map((one) => one.parentNode.innerText)"
        )
        return [str(word).strip() for word in self.stage.run(script)]

    def signs(self, kind: str) -> list[tuple[float, ...]]:
        """Return where the signs of the choices of a back are: left, top, right, bottom.

        *kind* is ``before`` for the boxes, ``after`` for what is said of them.
        """
        ask = self.stage.browser.execute_cdp_cmd
        page = ask("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        rows = ask("DOM.querySelectorAll", {"nodeId": page, "selector": ".answer .choices > li"})["nodeIds"]
        nodes = [ask("DOM.describeNode", {"nodeId": row})["node"].get("pseudoElements", []) for row in rows]
        made = [node["backendNodeId"] for found in nodes for node in found if node["pseudoType"] == kind]
        quads = [ask("DOM.getBoxModel", {"backendNodeId": node})["model"]["border"] for node in made]
        return [(*quad[0:2], *quad[4:6]) for quad in quads]

    def press(self, *keys: str) -> None:
        """Press *keys*, one after the other."""
        ActionChains(self.stage.browser).send_keys(*keys).perform()


@pytest.fixture(name="asked", scope="module")
def _asked(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Yield cards of two to twelve choices."""
    referee = Referee(tmp_path_factory.mktemp("choices"))
    names = ("a", "misses", "which-falls-with-each-miss")
    by_count = [asking(f"{name}-{count}", count) for name in names for count in (2, 3, 4, 6, 12)]
    referee.take(package(rendered(*by_count, asking("many", 5, rights=(0, 2, 4)))).data)
    referee.take(package(rendered(formulas())).data)
    for language in ("ar", "en"):
        config = replace(CONFIG, id=f"mixed-{language}-k3x9qd", name=f"Mixed {language}", language=language)
        referee.take(package(rendered(mixed(f"mixed-{language}"), config=config)).data)
    with stage(browser, referee.media) as made:
        yield Asked(made, referee.cards())
    referee.col.close()


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("name", ["a", "misses", "which-falls-with-each-miss"])
def test_all_orders_come_within_thirty_days(asked: Asked, name: str, count: int) -> None:
    """In any thirty days on end all orders of two to four choices occur, each day another than the day before."""
    for start in ("2025-12-20T12:00", "2026-03-01T12:00", "2031-10-01T12:00"):
        orders = asked.orders(f"{name}-{count}", start, 90)
        for first in range(60):
            assert len(set(orders[first : first + 30])) == factorial(count)
        assert all(one != other for one, other in pairwise(orders))


def test_orders_of_many_choices_vary(asked: Asked) -> None:
    """Six choices stand in another order on each of a hundred days, and every one of them is the first at times."""
    orders = asked.orders("a-6", "2026-03-01T12:00", 100)
    assert len(set(orders)) == 100
    assert {order.split()[0] for order in orders} == set(WORDS[:6])


def test_a_dozen_choices_are_shuffled_to_the_end(asked: Asked) -> None:
    """Of twelve choices, none keeps to a place for long, and the last four stand in most orders within thirty days."""
    orders = [order.split() for order in asked.orders("a-12", "2026-03-01T12:00", 30)]
    places = [[order.index(word) for order in orders] for word in WORDS]
    assert max(found.count(place) for found in places for place in found) <= 12
    assert len({tuple(sorted(range(4), key=order[-4:].__getitem__)) for order in orders}) >= 18


def test_next_day_looks_different(asked: Asked) -> None:
    """From one day to the next at most one of three or four choices keeps its place."""
    for count in (3, 4):
        orders = [order.split() for order in asked.orders(f"a-{count}", DAY, 60)]
        for one, other in pairwise(orders):
            assert sum(word == place for word, place in zip(one, other, strict=True)) <= 1


def test_cards_have_orders_of_their_own(asked: Asked) -> None:
    """On one day not all cards of as many choices have them in one order."""
    assert len({tuple(asked.load(f"{name}-4")) for name in ("a", "misses", "which-falls-with-each-miss")}) > 1


@pytest.mark.parametrize("card_id", ["a-2", "misses-3", "a-4", "a-6", "many"])
def test_front_and_back_show_one_order(asked: Asked, card_id: str) -> None:
    """Front and back are two page loads, and show one order, day after day."""
    for day in range(1, 8):
        at = f"2026-11-{day:02}T20:15"
        assert asked.load(card_id, at=at) == asked.load(card_id, back=True, at=at)


def test_desktop_shows_one_order(asked: Asked) -> None:
    """On the desktop, where the back replaces the front in one page, the order stays, too."""
    before = asked.show("a-4")
    assert asked.show("a-4", back=True) == before
    assert asked.stage.complaints() == []


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_day_begins_at_four(asked: Asked, zone: str) -> None:
    """The order changes at four in the morning by the clock on the wall, also where that was set in the night."""
    asked.stage.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
    for eve, day in (("2026-06-30", "2026-07-01"), ("2026-03-07", "2026-03-08"), ("2026-10-31", "2026-11-01")):
        evening, night = asked.load("a-4", at=f"{eve}T22:00"), asked.load("a-4", at=f"{day}T03:59")
        morning, noon = asked.load("a-4", at=f"{day}T04:00"), asked.load("a-4", at=f"{day}T13:00")
        assert evening == night
        assert night != morning
        assert morning == noon
    asked.stage.browser.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


def test_order_stays_when_a_day_begins_in_between(asked: Asked) -> None:
    """Who reads the front before four and the back after it sees one order, and what was picked."""
    before = asked.load("a-4", at="2026-07-01T03:58")
    asked.pick("Precision")
    assert asked.load("a-4", back=True, at="2026-07-01T04:02") == before
    assert asked.stage.run(STATE)["Precision"] == "wrong picked"


def test_back_says_what_was_picked(asked: Asked) -> None:
    """The back shows what was picked, what is right and what was missed, in words, too."""
    asked.load("many")
    asked.pick("Precision", "Recall", "F1")
    asked.pick("F1")
    assert sorted(asked.picked()) == ["Precision", "Recall"]
    asked.load("many", back=True)
    assert asked.stage.run(STATE) == {
        "Precision": "right picked",
        "Recall": "wrong picked",
        "Specificity": "right missed",
        "F1": "wrong",
        "Accuracy": "right missed",
    }
    script = """const rows = [...document.querySelectorAll(".answer .choices > li")];
        return rows.map((row) => getComputedStyle(row, "::after").content).filter((word) => word !== "none");"""
    assert sorted(asked.stage.run(script)) == ['"missed"', '"missed"', '"your pick"', '"your pick"']


def test_one_answer_is_picked_or_not(asked: Asked) -> None:
    """Of one right answer the back says what was picked; that the right one is another needs no words."""
    asked.load("misses-3")
    asked.pick("Precision")
    asked.pick("Specificity")
    assert asked.picked() == ["Specificity"]
    asked.load("misses-3", back=True)
    assert asked.stage.run(STATE) == {"Precision": "wrong", "Recall": "right", "Specificity": "wrong picked"}


def test_picks_are_forgotten(asked: Asked) -> None:
    """When the card comes again nothing is picked, and a back of another day shows no older picks."""
    asked.load("misses-3", at="2026-07-01T12:00")
    asked.pick("Recall")
    asked.load("misses-3", back=True, at="2026-07-04T12:00")
    assert "picked" not in " ".join(asked.stage.run(STATE).values())
    asked.load("misses-3", at="2026-07-01T12:30")
    assert asked.picked() == []
    asked.load("misses-3", back=True, at="2026-07-01T12:30")
    assert "picked" not in " ".join(asked.stage.run(STATE).values())


def test_rows_are_easy_to_hit(asked: Asked) -> None:
    """Each row is one target from edge to edge, at least 44 px high, and taps on it are no gestures of AnkiDroid's."""
    asked.load("many")
    script = """return [...document.querySelectorAll(".choices label.tappable")].map((label) => {
        const at = label.getBoundingClientRect(), row = label.parentNode.getBoundingClientRect();
        return [row.height, row.width - at.width];
    });"""
    sizes = asked.stage.run(script)
    assert len(sizes) == 5
    assert all(height >= 44 and edges <= 4 for height, edges in sizes)


def test_arrows_pick_one(asked: Asked) -> None:
    """With one right answer an arrow picks the first choice, further arrows the next, as radio buttons do."""
    first, second, third = asked.show("a-3")
    asked.press(Keys.ARROW_DOWN)
    assert asked.picked() == [first]
    asked.press(Keys.ARROW_DOWN)
    assert asked.picked() == [second]
    asked.press(Keys.ARROW_UP, Keys.ARROW_UP)
    assert asked.picked() == [third]
    asked.show("misses-3")
    asked.press(Keys.ARROW_UP)
    assert asked.picked() == [asked.shown()[-1]]


def test_arrows_and_x_pick_several(asked: Asked) -> None:
    """With several right answers arrows move, x marks, and so does the space bar where the program leaves it alone."""
    order = asked.show("many")
    asked.press(Keys.ARROW_DOWN)
    assert asked.picked() == []
    asked.press("x", Keys.ARROW_DOWN, Keys.ARROW_DOWN, "x")
    assert asked.picked() == [order[0], order[2]]
    asked.press("x", Keys.ARROW_UP, Keys.SPACE, Keys.ARROW_UP, Keys.ARROW_UP, "x")
    assert asked.picked() == [order[0], order[1], order[4]]


def test_tab_reaches_choices(asked: Asked) -> None:
    """Choices are in the way of the tab key, each box of several, and of one the group."""
    asked.show("many")
    asked.press(Keys.TAB, Keys.TAB, "x")
    assert asked.picked() == [asked.shown()[1]]
    asked.show("a-3")
    asked.press(Keys.TAB, "x")
    assert asked.picked() == [asked.shown()[0]]


def test_other_keys_are_left_alone(asked: Asked) -> None:
    """Keys with a modifier pick nothing, and a card that has gone listens no more."""
    asked.show("a-3")
    ActionChains(asked.stage.browser).key_down(Keys.ALT).send_keys(Keys.ARROW_DOWN).key_up(Keys.ALT).perform()
    assert asked.picked() == []
    asked.show("a-3", back=True)
    order = asked.show("a-4")
    asked.press(Keys.ARROW_DOWN)
    assert asked.picked() == [order[0]]


def test_listeners_hear_what_they_are(asked: Asked) -> None:
    """The choices are a named group of radio buttons or check boxes."""
    script = "const one = document.querySelector('.options'); return [one.getAttribute('role'), one.ariaLabel]"
    asked.show("a-3")
    assert asked.stage.run(script) == ["radiogroup", "One is right"]
    asked.show("many")
    assert asked.stage.run(script) == ["group", "Several may be right"]
    assert asked.stage.violations() == []


def test_formulas_name_their_boxes(asked: Asked) -> None:
    """A choice that is a formula is told by its source to those who listen, for a formula that is set has no words."""
    asked.show("formulas")
    script = "return [...document.querySelectorAll('.choices input')].map((one) => one.getAttribute('aria-label'))"
    names = asked.stage.run(script)
    assert set(names) == {"[E = mc^2]", "({1, \\pi})", None}
    assert asked.stage.violations() == []


@pytest.mark.parametrize(("language", "way", "side"), [("ar", "rtl", "right"), ("en", "ltr", "left")])
def test_direction_is_another_on_no_day(asked: Asked, language: str, way: str, side: str) -> None:
    """The list runs the way of its card and each choice its own, whichever choice a day puts first, on both sides."""
    firsts = set()
    for day in range(1, 15):
        for back in (False, True):
            order = asked.load(f"mixed-{language}", back=back, at=f"2026-11-{day:02}T12:00")
            runs = {words: (of_list, own, at) for of_list, words, own, at in asked.stage.run(RUNS)}
            assert runs["Only English here."] == (way, "ltr", side)
            assert runs["الأول: 12%"] == (way, "rtl", side)
            firsts.add(order[0])
    assert len(firsts) > 3


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_lies_over_words_and_signs(asked: Asked, language: str, width: int) -> None:
    """What was picked or missed is said beside the sign and the words of each choice, never over any, and is seen."""
    card = asked.cards[f"mixed-{language}", 0]
    for picked in ("[0, 1, 2]", "[2, 4]", "[3]"):
        asked.stage.show(as_desktop(card), width=width)
        asked.stage.run(
            f"const rows = document.querySelectorAll('.choices input'); {picked}.map((i) => rows[i].click())"
        )
        asked.stage.show(as_desktop(card, back=True), width=width, back=True)
        texts = [tuple(line) for row in asked.stage.run(TEXTS) for line in row]
        signs, tabs = asked.signs("before"), asked.signs("after")
        assert len(signs) == 5
        assert tabs
        boxes = [*texts, *signs, *tabs]
        apart = [(one, other) for one, other in combinations(boxes, 2) if {one, other} & {*signs, *tabs}]
        assert [pair for pair in apart if overlap(*pair)] == []
        left, top, right, bottom = asked.stage.run(
            "const at = document.querySelector('.answer').getBoundingClientRect();"
            "return [at.left, at.top, at.right, at.bottom];"
        )
        for box in (*signs, *tabs):
            assert left <= box[0] < box[2] <= right
            assert top <= box[1] < box[3] <= bottom


def test_marked_words_of_a_wrong_pick_stand_out(asked: Asked) -> None:
    """Words that the author marked have another ground than the choice that was picked and is wrong."""
    asked.show("mixed-en")
    asked.stage.run("document.querySelector('.choices mark').closest('label').click()")
    asked.show("mixed-en", back=True)
    script = "return getComputedStyle(document.querySelector('.answer .wrong.picked' + arguments[0])).backgroundColor"
    assert asked.stage.run(script, "") != asked.stage.run(script, " mark")


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Return True when two boxes share more than a line."""
    left, top = (max(one[side], other[side]) for side in (0, 1))
    right, bottom = (min(one[side], other[side]) for side in (2, 3))
    return right - left > 0.5 and bottom - top > 0.5


@pytest.mark.parametrize("night", [False, True])
def test_picks_are_legible(asked: Asked, *, night: bool) -> None:
    """What was picked, right or missed is legible by day and by night, on both sides."""
    asked.stage.show(as_desktop(asked.cards["many", 0]), width=PHONE, night=night)
    asked.pick("Precision", "Recall")
    assert asked.stage.violations() == []
    asked.stage.show(as_desktop(asked.cards["many", 0], back=True), width=PHONE, night=night, back=True)
    assert "missed" in " ".join(asked.stage.run(STATE).values())
    assert asked.stage.violations() == []


def test_forbidden_storage_does_no_harm(asked: Asked) -> None:
    """Where a page may store nothing both sides have one order, choices can be picked, and the right ones are shown."""
    card = asked.cards["a-4", 0]
    orders = []
    for html in (card.question(), card.answer()):
        page = f"<!doctype html><meta charset=utf-8>{clock(DAY)}<body class=card>{html}"
        asked.stage.browser.get(f"data:text/html;base64,{b64encode(page.encode()).decode()}")
        denied = "try { return String(sessionStorage) } catch (fault) { return fault.name }"
        assert asked.stage.run(denied) == "SecurityError"
        orders.append(asked.shown())
        if len(orders) == 1:
            asked.pick("Recall")
            assert asked.picked() == ["Recall"]
    assert asked.stage.complaints() == []
    assert orders[0] == orders[1]
    assert asked.stage.run(STATE) == {"Precision": "wrong", "Recall": "right", "Specificity": "wrong", "F1": "wrong"}


def test_without_scripts_all_is_readable(asked: Asked) -> None:
    """With scripts off the choices stand as they are written, and the back tells the right ones."""
    card = asked.cards["a-4", 0]
    for html, right in ((card.question(), 0), (card.answer(), 1)):
        page = f'<body class="card">{html}'
        asked.stage.load(f'<iframe sandbox="allow-same-origin" width=360 height=600 srcdoc="{escape(page)}"></iframe>')
        inside = SHOWN.replace("document", "document.querySelector('iframe').contentDocument")
        assert asked.stage.run(inside) == ["Precision", "Recall", "Specificity", "F1"]
        script = "return document.querySelector('iframe').contentDocument.querySelectorAll(arguments[0]).length"
        assert asked.stage.run(script, "input") == 0
        assert asked.stage.run(script, ".right") == right
    assert all("Blocked script execution" in complaint for complaint in asked.stage.complaints())
