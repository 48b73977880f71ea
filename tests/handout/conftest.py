"""A small deck made by hand that has one of everything, its handout, and a browser without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from builder.diagnostics import Span
from builder.handout.page import handout
from builder.model import (
    Attributes,
    Card,
    Chapter,
    Choice,
    Deck,
    DeckChapter,
    DeckQuestion,
    Definitions,
    Kind,
    Note,
    Question,
    Work,
)
from builder.render.fragment import (
    BlankEnd,
    BlankStart,
    Citation,
    Figure,
    Fragment,
    LinkEnd,
    LinkStart,
    Math,
    MathBlank,
    Medium,
    NoteMark,
    RenderedChapter,
    RenderedChoice,
    RenderedDeck,
    RenderedNote,
    RenderedQuestion,
)
from builder.settings import Config
from builder.source.text import Text, empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

PATH = "01-metrics.md"
SPAN = Span(PATH, 0, 0)
NOWHERE = empty(PATH, 0)
NOTHING = Fragment()

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120">'
    b'<path d="M10 110 L390 10" stroke="#1b2530" stroke-width="2"/>'
    b'<text x="200" y="100" font-family="sans-serif" font-size="16">recall</text></svg>'
)
DIAGRAM = Medium("curve-0123456789ab.svg", SVG, "image/svg+xml", "image", 400, 120)

CODE = "def iou(a, b):\n    if a < b:\n        return 0.0\n    return 1.0\n"
HIGHLIGHTED = (
    '<pre class="code" data-language="python"><code><span class="k">def</span> <span class="nf">iou</span>(a, b):\n'
    '    <span class="k">if</span> a <span class="o">&lt;</span> b:\n'
    '        <span class="k">return</span> <span class="mf">0.0</span>\n'
    '    <span class="k">return</span> <span class="mf">1.0</span>\n</code></pre>'
)
WIDE_TABLE = (
    "<table><thead><tr>"
    + "".join(f"<th>Measure {n}</th>" for n in range(12))
    + "</tr></thead><tbody><tr>"
    + "".join(f'<td style="text-align: right;">{n / 7:.4f}</td>' for n in range(12))
    + "</tr></tbody></table>"
)
WIDE_FORMULA = (
    r"\mathrm{AP} = \frac{1}{|T|} \sum_{t \in T} \int_0^1 \max_{\tilde r \ge r} p_t(\tilde r)\,dr "
    r"+ \lambda_1 + \lambda_2 + \lambda_3 + \lambda_4 + \lambda_5 + \lambda_6 + \lambda_7 + \lambda_8"
)
WORKS = {
    "lin2014": Work("lin2014", "Lin, T.-Y.; Maire, M.; Belongie, S.", "2014", "Microsoft COCO", "ECCV",
                    doi="10.1007/978-3-319-10602-1_48"),
    "padilla2020": Work("padilla2020", "Padilla, R. and Netto, S.", "2020", "A survey on <metrics>"),
    "unused": Work("unused", "Nobody", "1999", "Never cited"),
}  # fmt: skip


def text(value: str) -> Text:
    """Return *value* as a text of the chapter."""
    return Text(value, PATH, ((0, 0),))


def html(*parts: object) -> Fragment:
    """Return a fragment of *parts*."""
    return Fragment(parts)  # type: ignore[arg-type]


def note(kind: Kind, note_id: str, *, classes: tuple[str, ...] = (), choices: tuple[Choice, ...] = ()) -> Note:
    """Return a note that stands in every output."""
    attributes = Attributes(SPAN, note_id, classes)
    card = Card(kind, text(note_id), NOWHERE, NOWHERE, attributes, SPAN, choices=choices)
    return Note(
        id=note_id, note_type="cloze" if kind is Kind.CLOZE else "recall", guid=f"guid-{note_id}", card=card,
        definitions=Definitions(), deck="Metrics", tags=("metrics",), context=(), sources=(), hint="", as_of=None,
        review_by=None, in_anki=True, in_print=True, retired=False, place=1, source="", mod=1700000000,
    )  # fmt: skip


def rendered(
    made: Note,
    question: Fragment,
    answer: Fragment = NOTHING,
    detail: Fragment = NOTHING,
    *,
    choices: tuple[RenderedChoice, ...] = (),
    cited: tuple[str, ...] = (),
) -> RenderedNote:
    """Return *made* with its texts."""
    return RenderedNote(made, question, answer, detail, choices, (), cited)


def choice(value: str, explanation: str, *, right: bool) -> RenderedChoice:
    """Return an answer of a multiple-choice card."""
    return RenderedChoice(Choice(text(value), right, text(explanation)), html(value), html(explanation))


def question(
    heading: Fragment, own: RenderedNote | None, notes: tuple[RenderedNote, ...], anchor: str
) -> RenderedQuestion:
    """Return a question with its recall cards."""
    card = own.note.card if own else note(Kind.QUESTION, anchor).card
    written = Question(card, tuple(each.note.card for each in notes), is_section=own is None)
    entry = DeckQuestion(written, own.note if own else None, tuple(each.note for each in notes), anchor)
    return RenderedQuestion(entry, heading, own, notes)


def chapter(
    anchor: str,
    title: str,
    introduction: Fragment,
    notes: tuple[RenderedNote, ...],
    questions: tuple[RenderedQuestion, ...],
) -> RenderedChapter:
    """Return a chapter."""
    written = Chapter(text(title), Attributes(SPAN), NOWHERE, (), (), SPAN)
    entry = DeckChapter(
        written, text(title), f"Deck::{title}", anchor, tuple(each.note for each in notes),
        tuple(each.entry for each in questions), Definitions(),
    )  # fmt: skip
    return RenderedChapter(entry, html(title), introduction, notes, questions)


def deck_of(chapters: tuple[RenderedChapter, ...], description: Fragment = NOTHING, **settings: str) -> RenderedDeck:
    """Return *chapters* as a deck; *settings* are keys of `deck.toml`."""
    config = Config(**{"name": "Judging & measuring", "id": "judging-abcdef", "author": "A. Author", **settings})  # type: ignore[arg-type]
    notes = tuple(
        each
        for part in chapters
        for each in (*part.notes, *(n for q in part.questions for n in (*((q.note,) if q.note else ()), *q.notes)))
    )
    deck = Deck("judging-abcdef", config, tuple(part.entry for part in chapters), tuple(n.note for n in notes), WORKS)
    return RenderedDeck(deck, description, chapters, notes, {DIAGRAM.name: DIAGRAM})


def detector() -> RenderedQuestion:
    """Return a question whose detail has every part that a text can have."""
    footnotes = {"a": html("<p>Threshold <em>0.5</em>.</p>"), "b": html("<p>See ", NoteMark("a"), ".</p>")}
    footnotes["b"] = replace(footnotes["b"], footnotes={"a": footnotes["a"]})
    detail = Fragment(
        (
            '<h3 id="sec_curves">Curves</h3><p>Precision', NoteMark("b"), " against recall ",
            Citation(("lin2014", "padilla2020")), ": ", Math("P = TP/(TP+FP)", display=False, span=SPAN), ".</p>",
            Figure(DIAGRAM, "Precision falls as recall rises", "", "curve", alone=True, span=SPAN),
            "<h4>Code</h4>", HIGHLIGHTED, WIDE_TABLE,
            "<p>", Math(WIDE_FORMULA, display=True, span=SPAN), "</p>",
            '<div class="callout warning"><p class="callout-title">Warning</p><p>One threshold hides much, see ',
            LinkStart("f1-mean"), "the F1 card", LinkEnd(), ".</p></div>",
            '<ul class="checklist"><li class="done">split</li><li class="todo">seed</li></ul>',
            '<p>More at <a href="https://example.org/a?b=1&amp;c=2">a site</a>.</p>',
        ),
        footnotes,
    )  # fmt: skip
    own = replace(
        note(Kind.QUESTION, "judge-a-detector"),
        tags=("metrics", "level::core"), as_of=date(2026, 10, 1), review_by=date(2027, 10, 1),
    )  # fmt: skip
    heading = html("How do you judge a <em>detector</em> by ", Math("AP_{50}", display=False, span=SPAN), "?")
    answer = html("<p>Average precision at a stated IoU, averaged over classes.</p>")
    cards = (*cards_of_each_kind(), media_card())
    return question(heading, rendered(own, heading, answer, detail, cited=("lin2014",)), cards, own.id)


def cards_of_each_kind() -> tuple[RenderedNote, ...]:
    """Return a card of each kind that stands under a question."""
    options = (choice("TP + FP", "all predicted", right=True), choice("TP + FN", "all true", right=False))
    choices = tuple(option.choice for option in options)
    recall = replace(note(Kind.RECALL, "precision-denominator"), hint="What was predicted?")
    cloze_detail = html("<p>It punishes imbalance.</p>")
    return (
        rendered(recall, html("<p>What does precision divide by?</p>"), html("<p>TP + FP</p>"), cited=("lin2014",)),
        rendered(
            note(Kind.CLOZE, "f1-mean"),
            html("<p>F1 is the ", BlankStart((1,), "which mean?"), "harmonic", BlankEnd((1,)), " mean, ",
                 Math("F_1 = 2PR/(P+R)", display=False, span=SPAN, blanks=(MathBlank((2,), 6, 15),)), ".</p>"),
            detail=cloze_detail,
        ),
        rendered(note(Kind.TYPED, "typed-one"), html("<p>Type the call.</p>"), html("<p><code>iou(a, b)</code></p>")),
        rendered(note(Kind.REVERSED, "both-ways"), html("<p>mAP</p>"), html("<p>mean average precision</p>")),
        rendered(
            note(Kind.CHOICE, "choose-one", choices=choices), html("<p>Which sum is it?</p>"), choices=options
        ),
        rendered(replace(note(Kind.RECALL, "gone"), retired=True, in_print=False), html("<p>Retired?</p>")),
        rendered(replace(note(Kind.RECALL, "anki-only"), in_print=False), html("<p>Hidden?</p>"), html("<p>Yes.</p>")),
    )  # fmt: skip


def media_card() -> RenderedNote:
    """Return a card with block content on both sides and a footnote on its front."""
    front = Fragment(("<p>Read this", NoteMark("x"), ":</p>", HIGHLIGHTED), {"x": html("<p>Only behind the flap.</p>")})
    back = html("<p>It compares.</p>")
    return rendered(note(Kind.RECALL, "read-this"), front, back, html("<h3>Why</h3><p>Because.</p>"))


@pytest.fixture(name="deck", scope="session")
def _deck() -> RenderedDeck:
    lone = rendered(note(Kind.RECALL, "lone"), html("<p>A?</p>"), html("<p>B.</p>"))
    section = question(html("Only cards"), None, (lone,), "sec_only-cards")
    early = rendered(note(Kind.RECALL, "early"), html("<p>Before all?</p>"), html("<p>Yes.</p>"))
    metrics = chapter("sec_metrics", "Metrics", html("<p>An introduction.</p>"), (early,), (detector(), section))
    return deck_of((metrics,), html("<p>What a number says.</p>"), license="CC-BY-4.0")


@pytest.fixture(name="page", scope="session")
def _page(deck: RenderedDeck) -> str:
    return handout(deck)


@pytest.fixture(name="page_file", scope="session")
def _page_file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handout") / "handout.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(name="browser", scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--proxy-server=127.0.0.1:9", f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    yield driver
    driver.quit()
