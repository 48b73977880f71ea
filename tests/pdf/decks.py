"""Decks made by hand, for want of a source: one of them has one of everything."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from builder.diagnostics import Span
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
    Mask,
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
    RenderedMask,
    RenderedNote,
    RenderedQuestion,
    plain,
)
from builder.settings import Config
from builder.source.text import Text, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.render.fragment import Part

PATH = "01-metrics.md"
NOTHING = Fragment()
NOWHERE = empty(PATH, 0)
SPAN = Span(PATH, 0, 0)

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 150" width="420" height="150">'
    b'<path d="M20 130H400M20 130V15" stroke="#51606f" fill="none"/>'
    b'<path d="M20 20C160 25 300 50 395 125" stroke="#1d5fa8" stroke-width="2.5" fill="none"/>'
    b'<text x="210" y="146" font-family="sans-serif" font-size="13" text-anchor="middle">recall</text></svg>'
)
CURVE = Medium("curve-0123456789ab.svg", DRAWING, "image/svg+xml", "image", 420, 150)
SOUND = Medium("beep-0123456789ab.mp3", b"ID3", "audio/mpeg", "audio")

CODE = (
    '<pre class="code" data-language="python"><code><span class="k">def</span> <span class="nf">iou</span>(a, b):\n'
    '    <span class="sd">"""Return the overlap of two boxes,\n\n    each as left, top, right, bottom."""</span>\n'
    '    inter <span class="o">=</span> max(<span class="mi">0</span>, min(a.right, b.right) - max(a.left, b.left))'
    " * max(0, min(a.bottom, b.bottom) - max(a.top, b.top))\n"
    '    <span class="k">return</span> inter / (area(a) + area(b) - inter)\n</code></pre>'
)
LONG_CODE = (
    '<pre class="code"><code>x = <span class="n">first</span>.<span class="n">second_of_them</span>(3)'
    '.<span class="n">requires_grad_</span>(<span class="kc">False</span>).<span class="n">train</span>()</code></pre>'
)
TABLE = (
    "<table><thead><tr><th>Prevalence</th><th>Precision</th></tr></thead>"
    "<tbody><tr><td>1 %</td><td>0.08</td></tr><tr><td>50 %</td><td>0.90</td></tr></tbody></table>"
)
WIDE_TABLE = (
    "<table><thead><tr>"
    + "".join(f"<th>Measurement {n}</th>" for n in range(12))
    + "</tr></thead><tbody><tr>"
    + "".join(f"<td>{n / 7:.8f}</td>" for n in range(12))
    + "</tr></tbody></table>"
)
CODE_TABLE = (
    f"<table><tr><th>Name</th><th>Value</th></tr><tr><td>{'name_of_it_' * 9}</td><td>{'9' * 90}</td></tr></table>"
)
WORKS = {
    "lin2014": Work("lin2014", "Lin, T.-Y.; Maire, M.; Belongie, S.", "2014", "Microsoft COCO", "ECCV",
                    doi="10.1007/978-3-319-10602-1_48"),
    "padilla2020": Work("padilla2020", "Padilla, R. and Netto, S.", "2020", "A survey on <metrics>"),
    "unused": Work("unused", "Nobody", "1999", "Never cited"),
}  # fmt: skip


def html(*parts: Part, notes: Mapping[str, Fragment] | None = None) -> Fragment:
    """Return a fragment of *parts* with the footnotes *notes*."""
    return Fragment(parts, notes or {})


def p(text: str) -> Fragment:
    """Return a fragment of one paragraph."""
    return html(f"<p>{text}</p>")


def math(latex: str, *, display: bool = False, blanks: tuple[MathBlank, ...] = ()) -> Math:
    """Return a formula."""
    return Math(latex, display, SPAN, blanks)


def made_note(
    kind: Kind,
    note_id: str,
    *,
    span: Span = SPAN,
    classes: tuple[str, ...] = (),
    choices: tuple[Choice, ...] = (),
    tags: tuple[str, ...] = (),
    hint: str = "",
    as_of: date | None = None,
    in_print: bool = True,
) -> Note:
    """Return a note."""
    card = Card(kind, NOWHERE, NOWHERE, NOWHERE, Attributes(span, note_id, classes), span, choices=choices)
    return Note(
        id=note_id, note_type="cloze" if kind is Kind.CLOZE else "recall", guid=note_id, card=card,
        definitions=Definitions(), deck="Metrics", tags=tags, context=(), sources=(), hint=hint, as_of=as_of,
        review_by=None, in_anki=True, in_print=in_print, retired=False, place=1, source="", mod=1700000000,
    )  # fmt: skip


def card(
    note: Note,
    question: Fragment,
    answer: Fragment = NOTHING,
    detail: Fragment = NOTHING,
    *,
    choices: tuple[RenderedChoice, ...] = (),
    cited: tuple[str, ...] = (),
) -> RenderedNote:
    """Return *note* with its texts."""
    return RenderedNote(note, question, answer, detail, choices, (), cited)


def choice(text: str, why: str = "", *, right: bool = False) -> RenderedChoice:
    """Return an answer of a multiple-choice card."""
    return RenderedChoice(Choice(Text(text, PATH, ((0, 0),)), right, NOWHERE), plain(text), p(why) if why else html())


def occlusion(
    note: Note, header: Fragment, image: Figure, *masks: RenderedMask, detail: Fragment = NOTHING
) -> RenderedNote:
    """Return *note* with a picture under *masks*."""
    return RenderedNote(note, header, NOTHING, detail, (), (), (), html(image), masks)


def mask(number: int, answer: Fragment, shape: str = "rect", left: float = 10, top: float = 10) -> RenderedMask:
    """Return a mask of 20 % by 15 %."""
    return RenderedMask(Mask(shape, left, top, 20, 15, NOWHERE, number, SPAN), answer)


def question(note: RenderedNote | None, heading: Fragment, *notes: RenderedNote, anchor: str) -> RenderedQuestion:
    """Return a question, or without *note* a section title, with its recall cards."""
    own = note.note.card if note else made_note(Kind.QUESTION, anchor).card
    written = Question(own, tuple(each.note.card for each in notes), is_section=note is None)
    entry = DeckQuestion(written, note.note if note else None, tuple(each.note for each in notes), anchor)
    return RenderedQuestion(entry, heading, note, notes)


def chapter(
    anchor: str,
    title: Fragment,
    introduction: Fragment,
    *questions: RenderedQuestion,
    notes: tuple[RenderedNote, ...] = (),
    span: Span = SPAN,
) -> RenderedChapter:
    """Return a chapter."""
    written = Chapter(NOWHERE, Attributes(span), NOWHERE, (), (), span)
    entry = DeckChapter(
        written, NOWHERE, "Metrics", anchor, tuple(each.note for each in notes),
        tuple(each.entry for each in questions), Definitions(),
    )  # fmt: skip
    return RenderedChapter(entry, title, introduction, notes, questions)


def deck(*chapters: RenderedChapter, config: Config | None = None, description: Fragment = NOTHING) -> RenderedDeck:
    """Return a deck of *chapters*."""
    config = config or Config("Vision Interview", "vision-abc123", author="Ada Example", license="CC-BY-4.0")
    notes: list[RenderedNote] = []
    for each in chapters:
        notes += each.notes
        for asked in each.questions:
            notes += [asked.note] if asked.note else []
            notes += asked.notes
    entries = tuple(each.entry for each in chapters)
    whole = Deck(config.id, config, entries, tuple(each.note for each in notes), WORKS)
    return RenderedDeck(whole, description, chapters, tuple(notes), {})


def small_deck(
    text: str = "An answer.", *, heading: str = "What?", span: Span = SPAN, config: Config | None = None
) -> RenderedDeck:
    """Return a deck of one question whose answer is *text*, HTML inside a paragraph."""
    asked = card(made_note(Kind.QUESTION, "only", span=span), plain(heading), p(text))
    return deck(chapter("sec_one", plain("One"), html(), question(asked, plain(heading), anchor="only")), config=config)


def _detector() -> RenderedQuestion:
    """Return a question that has one of everything."""
    own = card(
        made_note(Kind.QUESTION, "judge-a-detector", tags=("level::core",), as_of=date(2026, 3, 1)),
        html("How do you judge a detector?"),
        html("<p>Average precision at a stated IoU threshold, averaged over classes, on a split that the model has ",
             "never seen; with ", math("P = TP/(TP+FP)"), " reported at the threshold in use.</p>"),
        html(
            "<p>A curve says more than a number", NoteMark("a"), ", as ", LinkStart("f1-mean"), "the mean", LinkEnd(),
            " does ", Citation(("lin2014",)), ".</p>\n",
            Figure(CURVE, "Precision falls as recall rises", "", "fig-curve", alone=True, span=SPAN),
            "<h3>The measures</h3>\n<p>Call <code>iou(a, b)</code>; the first mark again", NoteMark("a"), ".</p>\n",
            CODE, math(r"\mathrm{AP} = \int_0^1 p(r)\,dr", display=True), TABLE, WIDE_TABLE, CODE_TABLE,
            '<div class="callout warning"><p class="callout-title">Warning</p><p>Precision moves with the share of '
            'positives.</p></div>\n<ul class="checklist"><li class="done">Fix the split</li>'
            '<li class="todo">Count twice</li></ul><blockquote><p>Measure first.</p></blockquote>'
            "<dl><dt>IoU</dt><dd>Intersection over union.</dd></dl>",
            notes={"a": html("<p>First noted in the ", Citation(("padilla2020",)), " survey.</p><p>And again.</p>")},
        ),
    )  # fmt: skip
    return question(
        own, html("How do you judge a detector?"),
        card(made_note(Kind.RECALL, "precision-denominator", hint="look below the line"),
             p("What does precision divide the true positives by?"), p("Everything predicted positive, TP + FP."),
             p("So it moves with the share of positives."), cited=("padilla2020",)),
        card(made_note(Kind.TYPED, "jaccard"), p("Another name of IoU?"), p("<code>Jaccard index</code>")),
        card(made_note(Kind.REVERSED, "recall-is"), html("<p>Recall</p>", LONG_CODE), p("Sensitivity")),
        card(made_note(Kind.CLOZE, "f1-mean"),
             html("<p>F1 is the ", BlankStart((1,)), "harmonic", BlankEnd((1,)), " mean of ",
                  BlankStart((2,)), "precision", BlankEnd((2,)), " and recall, ",
                  math("F_1 = 2PR/(P+R)", blanks=(MathBlank((3,), 6, 9),)), ".</p>")),
        occlusion(made_note(Kind.OCCLUSION, "curve-parts", hint="from the left"), p("Which axis is covered?"),
                  Figure(CURVE, "", "Seen from the front", "masked", alone=False, span=SPAN),
                  mask(2, html("the <em>vertical</em> axis")), mask(4, plain("the other one"), "ellipse", 40, 80),
                  mask(2, plain("its arrow"), left=5, top=60), detail=p("Both begin at zero.")),
        card(made_note(Kind.CHOICE, "threshold"), p("Which IoU threshold does AP50 use?"), html(), html(),
             choices=(choice("0.5", right=True), choice("0.05", "Off by ten."), choice("50"))),
        card(made_note(Kind.CHOICE, "curves", classes=("boxes",)), p("Which do not move with the prevalence?"),
             choices=(choice("TPR", right=True), choice("FPR", right=True), choice("precision"))),
        anchor="judge-a-detector",
    )  # fmt: skip


def full_deck() -> RenderedDeck:
    """Return a deck of two chapters that has one of everything."""
    hidden = card(made_note(Kind.RECALL, "anki-only", in_print=False), p("Not on paper?"), p("Never printed."))
    loose = card(made_note(Kind.RECALL, "loose"), p("A card before any question?"), p("It stands in a table."))
    section = question(None, plain("Only cards"), card(made_note(Kind.RECALL, "under-a-section"), p("Why?"), p("So.")),
                       anchor="sec_only-cards")  # fmt: skip
    metrics = chapter(
        "sec_metrics", plain("Metrics"), html("<p>How good is good enough?</p><h3>Why measure</h3><p>Because.</p>"),
        _detector(), section, notes=(loose, hidden),
    )  # fmt: skip
    link = card(
        made_note(Kind.QUESTION, "linked"), html("Is ", math("x^2"), " convex?"),
        html("<p>Yes; see ", LinkStart("anki-only"), "elsewhere", LinkEnd(), " and ", LinkStart("judge-a-detector"),
             "the detector", LinkEnd(), ". Hear ", Figure(SOUND, "a beep", "", None, alone=False, span=SPAN), ".</p>"),
    )  # fmt: skip
    theory = chapter("sec_theory", plain("Theory"), html(),
                     question(link, html("Is ", math("x^2"), " convex?"), anchor="linked"))  # fmt: skip
    return deck(metrics, theory, description=html("<p>Questions <em>and</em> answers.</p>"))
