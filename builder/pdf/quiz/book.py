"""The quiz as files: questions and key are set so that each says on which page of the other it is gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.pdf.binding.assemble import assemble, publish
from builder.pdf.binding.furniture import Furniture, furnish, head_styles
from builder.pdf.binding.impose import one_each, pages_of_anchors
from builder.pdf.manuscript import Printed, shortened
from builder.pdf.press.flow import set_flow
from builder.pdf.press.galley import leaves_of
from builder.pdf.press.press import press
from builder.pdf.quiz.compose import QuizComposer
from builder.pdf.quiz.shape import shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from builder.pdf.manuscript import Manuscript
    from builder.pdf.press.fonts import Fonts
    from builder.pdf.press.galley import Galley
    from builder.pdf.press.press import Press
    from builder.pdf.quiz.choose import Asked
    from builder.pdf.quiz.shape import Shape
    from builder.render.fragment import RenderedDeck
    from builder.settings import Config, PrintSettings, QuizSettings

_QUIZ: Final = "Quiz"
_KEY: Final = "Answer key"
_HEAD_LENGTH: Final = 56
"""Characters that a running head has for the name of the deck."""


def bound(
    rendered: RenderedDeck,
    asked: Sequence[Asked],
    settings: QuizSettings,
    printing: PrintSettings,
    fonts: Fonts,
) -> tuple[Printed]:
    """Return one file: the questions *asked*, and the key behind them."""
    binder = _Binder(rendered.deck.config, settings, printing, shape_of(printing), fonts)
    manuscript = QuizComposer(rendered, settings, printing, binder.shape, fonts).compose(asked)
    with press(manuscript, fonts) as opened:
        first = binder.set(opened, "questions", {})
        key = binder.set(opened, "key", _pages(first))
        questions = binder.set(opened, "questions", _pages(key, before=len(leaves_of(first))))
        _check(first, questions)
        return (binder.bind(opened, manuscript, {_QUIZ: questions, _KEY: key}),)


def bound_apart(
    rendered: RenderedDeck,
    asked: Sequence[Asked],
    settings: QuizSettings,
    printing: PrintSettings,
    fonts: Fonts,
) -> tuple[Printed, Printed]:
    """Return two files: the questions *asked*, with nothing of their answers, and the key."""
    binder = _Binder(rendered.deck.config, settings, printing, shape_of(printing), fonts)
    composer = QuizComposer(rendered, settings, printing, binder.shape, fonts)
    sheet = composer.compose(asked, answers=False)
    answers = composer.sibling().compose(asked, questions=False)
    with press(answers, fonts) as opened:
        first = binder.set(opened, "key", {})
    with press(sheet, fonts) as opened:
        questions = binder.set(opened, "questions", _pages(first))
        handed_out = binder.bind(opened, sheet, {_QUIZ: questions})
    with press(answers, fonts) as opened:
        key = binder.set(opened, "key", _pages(questions))
        _check(first, key)
        return handed_out, binder.bind(opened, answers, {_KEY: key})


def _pages(galleys: Sequence[Galley], before: int = 0) -> dict[str, int]:
    """Return the page of each anchor in *galleys*, where *before* pages stand before them."""
    return pages_of_anchors(galleys, one_each(galleys), before)


def _check(before: Sequence[Galley], after: Sequence[Galley]) -> None:
    """Make sure that the numbers, which have room of their own, moved nothing."""
    if leaves_of(before) != leaves_of(after):
        raise ValueError("the numbers of pages moved the text")


@dataclass(frozen=True, slots=True)
class _Binder:
    """What all parts of a quiz are set and bound with."""

    config: Config
    settings: QuizSettings
    printing: PrintSettings
    shape: Shape
    fonts: Fonts

    def set(self, opened: Press, flow: str, numbers: Mapping[str, int]) -> list[Galley]:
        """Return *flow*, with the *numbers* of the pages that it names."""
        return set_flow(opened, opened.flows[flow], numbers=numbers, zoom=self.shape.scale)

    def bind(self, opened: Press, manuscript: Manuscript, parts: Mapping[str, Sequence[Galley]]) -> Printed:
        """Return *parts* as a file, each under its name in the running heads."""
        version = f", version {self.settings.seed}" if self.settings.seed else ""
        galleys = [galley for part in parts.values() for galley in part]
        names = [f"{name}{version}" for name, part in parts.items() for _ in leaves_of(part)]
        deck = shortened(self.config.name, _HEAD_LENGTH)
        furniture = [
            Furniture(
                head_start=deck if number > 1 else "",
                head_end=shortened(name, _HEAD_LENGTH) if number > 1 else "",
                foot_end=f"Page {number} of {len(names)}",
            )
            for number, name in enumerate(names, start=1)
        ]
        shape = self.shape
        top, bottom, side = (mm * shape.scale for mm in (shape.top, shape.bottom, shape.side))
        styles = head_styles(self.fonts, shape.scale, top=top - 9, bottom=bottom - 10, side=side)
        furnished, pages = furnish(opened, galleys, one_each(galleys), furniture, styles)
        title = f"{self.config.name}: {next(iter(parts))}{version}"
        book = assemble(furnished, pages, manuscript.outline)
        data = publish(book, self.config, self.printing, title, manuscript.description)
        return Printed(data, len(pages), opened.diagnostics())
