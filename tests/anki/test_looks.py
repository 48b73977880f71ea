"""What a learner sees: each side of each kind of card, as Anki renders it, in Anki's own reviewer page.

With `CARDPRESS_PICTURES=folder` in the environment, a picture of each is written there.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from builder.anki.notetypes import Styles, note_types
from builder.anki.package import package
from tests.anki.samples import CONFIG, figure, fragment, note, rendered
from tests.anki.samples import CURVE as PICTURE
from tests.anki.stage import DESKTOP, PHONE, Stage, as_desktop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.anki.conftest import Kinds, Referee

PICTURES: Final = os.environ.get("CARDPRESS_PICTURES")
WIDTHS: Final = (PHONE, DESKTOP, 320, 414, 600, 768, 1000, 1920)
"""CSS px: those of every run, and more for `make soak`."""
NARROWEST: Final = 320
"""CSS px: a small phone, or a large one with large type (WCAG 2.2, 1.4.10)."""
BROKEN: Final = """
const pictures = [...document.querySelectorAll("#qa img")].filter((one) => one.offsetParent);
return [
    ...[...document.querySelectorAll("#qa mjx-merror")].map((one) => "a formula: " + one.textContent),
    ...pictures.filter((one) => !one.naturalWidth).map((one) => "a broken image: " + one.src),
    ...pictures.filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5
        || one.getBoundingClientRect().left < -0.5).map((one) => "an image beyond the window: " + one.src),
];
"""
"""What is wrong with what a side shows."""

RUNS: Final = """
return [...document.querySelectorAll(".answer p, .answer li")].map((one) => {
    const text = one.firstChild, box = one.getBoundingClientRect();
    const at = (from, to) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        return range.getBoundingClientRect();
    };
    const [first, last, all] = [at(0, 1), at(text.length - 1, text.length), at(0, text.length)];
    return [first.left < last.left ? "ltr" : "rtl", all.left - box.left < box.right - all.right ? "left" : "right"];
});
"""
"""Which way each text of an answer runs, and on which side of its box it stands."""


def sides(kinds: Kinds) -> Iterator[tuple[str, str, int, bool]]:
    """Yield a name, the HTML, the ordinal, and whether it is the back, of each side of each card."""
    for (card_id, ordinal), card in kinds.cards.items():
        for back in (False, True):
            name = f"{card_id}-{ordinal + 1}-{'back' if back else 'front'}"
            yield name, as_desktop(card, back=back), ordinal, back


def shape_faults(stage: Stage) -> list[str]:
    """Return, in words, what of the side on stage is out of shape, broken, or not to the browser's liking."""
    wide_by = stage.wide_by()
    return [*([f"{wide_by} px too wide"] if wide_by else []), *stage.run(BROKEN), *stage.complaints()]


def told(found: dict[str, list[str]]) -> str:
    """Return what is wrong with sides, a line each."""
    return "\n".join(f"{name}: {one}" for name, wrong in found.items() for one in wrong)


@pytest.mark.soak(2, len(WIDTHS))
def test_every_side_is_in_order(stage: Stage, kinds: Kinds, run: int) -> None:
    """By day and night no side goes sideways, is broken, breaks WCAG 2 AA, or asks for anything but its own media."""
    width = WIDTHS[run]
    found = {}
    stage.requests()
    stage.open()
    for name, html, ordinal, back in sides(kinds):
        for night in (False, True):
            # What a script has drawn, it drew for the day.
            if night and "<canvas" not in html:
                stage.turn(night=True, card=ordinal)
            else:
                stage.show(html, width=width, back=back, card=ordinal, night=night)
            shown = f"{name}-{width}-{'night' if night else 'day'}"
            found[shown] = shape_faults(stage)
            # By night nothing but colours is another, and they know nothing of the width.
            if width == PHONE or not night:
                found[shown] += stage.violations()
            if PICTURES:
                stage.picture(Path(PICTURES) / f"{shown}.png")
    media = {f"/{path.name}" for path in kinds.referee.media.iterdir()}
    asked = {address for address in stage.requests() if not address.startswith("/_anki/")}
    found["all"] = [f"asks for {address}" for address in sorted(asked - media - {Stage.PAGE})]
    assert not any(found.values()), told(found)
    assert {name for name in media if name.endswith((".png", ".svg", ".jpg", ".webp", ".gif"))} <= asked


def test_pages_of_their_own_are_in_order(stage: Stage, kinds: Kinds) -> None:
    """On a phone, where each side is a page of its own without the desktop's styles, no side goes sideways either."""
    found = {}
    for name, html, ordinal, back in sides(kinds):
        stage.load(html.replace("<details", "<details open"), width=NARROWEST, card=ordinal, night=back)
        wide_by = stage.wide_by()
        too_wide = [f"{wide_by} px too wide"] if wide_by else []
        found[name] = [*too_wide, *stage.run(BROKEN), *stage.complaints()]
    assert not any(found.values()), told(found)


@pytest.mark.parametrize("night", [False, True])
def test_day_and_night(stage: Stage, kinds: Kinds, *, night: bool) -> None:
    """The card has the ground of its theme, whatever Anki's own page has."""
    stage.show(as_desktop(kinds.cards["led", 0]), night=night)
    ground = stage.run("return getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 25, 31)" if night else "rgb(255, 255, 255)")


def test_back_shows_one_list_of_choices(stage: Stage, kinds: Kinds) -> None:
    """The back shows the marked list in place of the bare one, each choice once."""
    stage.show(as_desktop(kinds.cards["scattered-most", 0], back=True), back=True)
    assert stage.seen().count("none, if n == 1") == 1
    assert stage.seen().count("The shortest waves that we see.") == 1


def test_back_hides_the_hint(stage: Stage, kinds: Kinds) -> None:
    """A hint is on the front, and gone on the back."""
    card = kinds.cards["blue-sky", 0]
    stage.show(as_desktop(card))
    assert "Which wavelengths does air turn aside?" in stage.seen()
    stage.show(as_desktop(card, back=True), back=True)
    assert "Which wavelengths does air turn aside?" not in stage.seen()


def test_back_tells_question_works_and_dates_once(stage: Stage, kinds: Kinds) -> None:
    """A back shows the question that its card belongs to, its works and its dates, each once."""
    stage.show(as_desktop(kinds.cards["speed-of-light", 0], back=True), back=True)
    seen = stage.seen()
    for words in ("Why is the sky blue, and the setting sun red?", "The International System of Units", "2028-03-01"):
        assert seen.count(words) == 1


def test_wrong_answer_is_told_from_the_right_one(stage: Stage, kinds: Kinds) -> None:
    """What was typed wrongly, what is missing and the right answer are seen, legibly, by day and by night."""
    stage.show(as_desktop(kinds.cards["levels", 0], back=True, typed="1 < 7"), back=True)
    assert "1 << 8" in stage.seen()
    assert stage.run("return document.querySelectorAll('.typeBad, .typeMissed').length") > 1
    assert stage.violations() == []
    stage.turn(night=True)
    assert stage.violations() == []


def test_scripts_leave_no_trace(stage: Stage, kinds: Kinds) -> None:
    """A card looks the same after a hundred others in the same page as it did at first."""
    card = kinds.cards["additive-primaries", 0]
    stage.show(as_desktop(card))
    before = stage.run("return document.body.innerHTML")
    for _, html, ordinal, back in [*sides(kinds)][:100]:
        stage.run("_showQuestion(arguments[0], '', document.body.className)" if not back else "0", html)
        stage.turn(night=False, card=ordinal)
    stage.show(as_desktop(card))
    assert stage.run("return document.body.innerHTML") == before


def test_styles_of_the_author_come_last(stage: Stage, referee: Referee) -> None:
    """What `theme.css` says of a card holds against our own styles, which stand before it; type by night, too."""
    made = note("card", fragment("<p>Q</p>"), fragment("<p>A</p>", figure(PICTURE, "a curve")))
    author = Styles(".question { font-size: 40px; } .card { color: rgb(1, 2, 3); font: 30px/2 Georgia; }")
    config = replace(CONFIG, name="Author's own")
    referee.take(package(rendered(made, config=config), note_types(config, author)).data)
    stage.show(as_desktop(referee.cards()["card", 0]))
    script = "const style = getComputedStyle(document.querySelector(arguments[0])); return style[arguments[1]]"
    assert stage.run(script, "body", "color") == "rgb(1, 2, 3)"
    for night in (False, True):
        stage.turn(night=night)
        assert stage.run(script, ".question", "fontSize") == "40px"
        assert stage.run(script, "body", "font").endswith("30px / 60px Georgia")


def test_paragraphs_run_their_own_way(stage: Stage, referee: Referee) -> None:
    """In a text from right to left what is English runs to the right, and an item of a list stays beside its mark."""
    texts = ("<p>نص بالعربية.</p>", "<p>English text.</p>", "<ul><li>بند أول.</li><li>English item.</li></ul>")
    config = replace(CONFIG, language="ar")
    referee.take(package(rendered(note("card", fragment("<p>س</p>"), fragment(*texts)), config=config)).data)
    stage.show(as_desktop(referee.cards()["card", 0], back=True), back=True)
    assert stage.run(RUNS) == [["rtl", "right"], ["ltr", "left"], ["rtl", "right"], ["ltr", "right"]]


@pytest.mark.parametrize("night", [False, True])
def test_marked_words_stand_out(stage: Stage, referee: Referee, *, night: bool) -> None:
    """Words that the author marked have another ground than the text around them, in a callout of any kind, too."""
    marked = "<p>a <mark>marked</mark> word</p>"
    kinds = ("note", "tip", "important", "warning", "caution")
    callouts = [f'<div class="callout {kind}">{marked}</div>' for kind in kinds]
    referee.take(package(rendered(note("card", fragment("<p>Q</p>"), fragment(marked, *callouts)))).data)
    stage.show(as_desktop(referee.cards()["card", 0], back=True), back=True, night=night)
    script = """
    const ground = (one) => getComputedStyle(one.closest("mark, .callout, body")).backgroundColor;
    return [...document.querySelectorAll("mark")].map((one) => [ground(one), ground(one.parentNode)]);
    """
    grounds = stage.run(script)
    assert len(grounds) == 6
    assert all(mark != around for mark, around in grounds)
    assert stage.violations() == []
