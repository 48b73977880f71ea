"""Decks made by hand: a card of each kind, with each kind of part in some text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from builder.diagnostics import Span
from builder.identity import ids
from builder.model import Attributes, Card, Choice, Cloze, Deck, Definitions, Kind, Note, Work
from builder.render.fragment import (
    BlankEnd,
    BlankStart,
    Citation,
    Figure,
    Fragment,
    Math,
    MathBlank,
    Medium,
    NoteMark,
    Part,
    RenderedChoice,
    RenderedDeck,
    RenderedNote,
)
from builder.settings import Config
from builder.source.said import compared, said
from builder.source.text import Text

SPAN = Span("01-metrics.md", 0, 1)
CONFIG = Config(
    name="Vision <quiz>",
    id="vision-k3x9qd",
    root_deck="Vision",
    description="Questions on *vision*.",
    new_per_day=12,
)
WORKS = {
    "lin2014": Work(
        key="lin2014",
        author="Lin, T.-Y.; Maire, M.; Belongie, S.",
        year="2014",
        title="Microsoft COCO: Common Objects in Context",
        venue="ECCV",
        url="https://arxiv.org/abs/1405.0312",
    )
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="320" height="120"><rect width="320"'
SVG += b' height="120" rx="8" fill="#fff"/><path d="M20 100 L300 20" stroke="#1d5fa8" stroke-width="3"/></svg>'
CODE = """\
<pre class="code" data-language="python"><span class="k">def</span> <span class="nf">iou</span>(a, b):
    <span class="c1"># areas of overlap and union</span>
    <span class="k">return</span> overlap(a, b) <span class="o">/</span> union(a, b)</pre>"""
CURVE = Medium("curve-0123456789ab.svg", SVG, "image/svg+xml", "image", 320, 120)
CHIME = Medium("chime-ba9876543210.mp3", b"ID3 not really a sound", "audio/mpeg", "audio")


def text(value: str) -> Text:
    """Return *value* as if it stood at the beginning of a file."""
    return Text(value, SPAN.path, ((0, 0),))


def fragment(*parts: Part, **footnotes: str) -> Fragment:
    """Return a fragment of *parts*; *footnotes* are one paragraph each."""
    return Fragment(parts, {label: Fragment((f"<p>{words}</p>",)) for label, words in footnotes.items()})


def figure(medium: Medium, alt: str, *, alone: bool = True) -> Figure:
    """Return *medium* as it stands in a text."""
    return Figure(medium, alt, "", None, alone, SPAN)


def note(
    card_id: str,
    question: Fragment,
    answer: Fragment | None = None,
    *,
    kind: Kind = Kind.RECALL,
    detail: Fragment | None = None,
    choices: tuple[RenderedChoice, ...] = (),
    clozes: tuple[Cloze, ...] = (),
    source_text: str = "",
    deck: str = "Vision::Metrics",
    place: int = 1,
    tags: tuple[str, ...] = (),
    hint: str = "",
    cited: tuple[str, ...] = (),
    retired: bool = False,
    in_anki: bool = True,
    classes: tuple[str, ...] = (),
    mod: int = ids.T0,
    parent: str = "How do you judge a detector?",
) -> RenderedNote:
    """Return a rendered note; everything but its texts has a value that fits most tests."""
    note_type = ids.note_type_of(kind)
    card = Card(
        kind=kind,
        question=text(source_text or card_id),
        answer=text(f"answer of {card_id}"),
        detail=text(""),
        attributes=Attributes(SPAN, classes=classes),
        span=SPAN,
        clozes=clozes,
        choices=tuple(choice.choice for choice in choices),
    )
    plain = Note(
        id=card_id,
        note_type=note_type,
        guid=ids.guid(CONFIG.id, note_type, card_id),
        card=card,
        definitions=Definitions(),
        deck=deck,
        tags=tags,
        context=(),
        sources=(),
        hint=hint,
        as_of=None,
        review_by=None,
        in_anki=in_anki,
        in_print=True,
        retired=retired,
        place=place,
        source="0" * 64,
        mod=mod,
        text=compared(*said(card)),
    )
    context = (fragment("Metrics"),) if kind is Kind.QUESTION else (fragment("Metrics"), fragment(parent))
    return RenderedNote(plain, question, answer or Fragment(), detail or Fragment(), choices, context, cited)


def choice(words: str, *, right: bool = False, why: str = "") -> RenderedChoice:
    """Return one answer of a multiple-choice card."""
    explanation = Fragment((f"<p>{why}</p>",)) if why else Fragment()
    return RenderedChoice(Choice(text(words), right, text(why)), Fragment((words,)), explanation)


def rendered(*notes: RenderedNote, config: Config = CONFIG) -> RenderedDeck:
    """Return a rendered deck of *notes*."""
    deck = Deck(config.id, config, (), tuple(n.note for n in notes), WORKS)
    media = {medium.name: medium for medium in (CHIME, CURVE)}
    return RenderedDeck(deck, Fragment(), (), notes, media)


def one_of_each() -> tuple[RenderedNote, ...]:
    """Return one card of each kind, with each kind of part in some text."""
    return (_question(), _recall(), _reversed(), _typed(), _choice(), _choices(), _cloze(), _code_cloze())


def _question() -> RenderedNote:
    """Return a question with a long answer."""
    detail = fragment(
        "<h3>In two minutes</h3><p>Sweep the threshold, count, and integrate",
        NoteMark("interp"),
        ":</p>",
        Math(r"AP = \int_0^1 p(r)\,dr", display=True, span=SPAN),
        "<table><thead><tr><th>Threshold</th><th>Precision</th><th>Recall</th></tr></thead>"
        "<tbody><tr><td>0.9</td><td>1.00</td><td>0.20</td></tr><tr><td>0.5</td><td>0.80</td><td>0.80</td></tr></tbody>"
        "</table>",
        figure(CURVE, "Precision falls as recall grows"),
        CODE,
        '<div class="callout warning"><p class="callout-title">Warning</p><p>Small objects weigh as much.</p></div>'
        '<ul class="checklist"><li class="done">boxes</li><li class="todo">masks</li></ul>',
        interp="COCO takes 101 points.",
    )
    answer = fragment(
        '<p>Average precision at a stated <abbr title="intersection over union">IoU</abbr> threshold ',
        Citation(("lin2014",)),
        ".</p>",
    )
    question = fragment("How do you judge a detector, and what hides in one number?", NoteMark("aside"), aside="Aside.")
    made = note(
        "judge-a-detector",
        question,
        answer,
        kind=Kind.QUESTION,
        detail=detail,
        cited=("lin2014",),
        tags=("level::core", "metrics"),
        hint="Think of the threshold.",
        place=1,
    )
    return replace(made, note=replace(made.note, as_of=date(2026, 5, 1), review_by=date(2027, 5, 1)))


def _recall() -> RenderedNote:
    """Return a plain recall card whose front has an abbreviation."""
    question = fragment('<p>What does <abbr title="true positives">TP</abbr> share with FP in precision?</p>')
    answer = fragment("<p>The denominator, ", Math("TP + FP", display=False, span=SPAN), ".</p>")
    return note("precision-denominator", question, answer, place=2, tags=("metrics",))


def _reversed() -> RenderedNote:
    """Return a card that is asked both ways."""
    answer = fragment('<p>The <abbr title="short form">mean</abbr> over classes', NoteMark("n"), "</p>", n="Or not.")
    return note("map-term", fragment("<p>mAP</p>"), answer, kind=Kind.REVERSED, place=3)


def _typed() -> RenderedNote:
    """Return a card whose answer is typed."""
    question = fragment("<p>Which NumPy call gives the index of the largest value?</p>")
    detail = fragment("<p>Ties go to the first.</p>")
    return note(
        "argmax", question, fragment("<p><code>np.argmax(a &lt; b)</code></p>"), kind=Kind.TYPED, detail=detail, place=4
    )


def _choice() -> RenderedNote:
    """Return a multiple-choice card with one right answer."""
    choices = (
        choice("Precision", why="It looks at predictions only."),
        choice("Recall", right=True, why="Misses are in its denominator."),
        choice("Specificity"),
    )
    return note("misses", fragment("<p>Which falls with each miss?</p>"), kind=Kind.CHOICE, choices=choices, place=5)


def _choices() -> RenderedNote:
    """Return a multiple-choice card with two right answers."""
    choices = (choice("AP", right=True), choice("AUC", right=True), choice("F1"))
    return note(
        "areas",
        fragment("<p>Which are areas under a curve?</p>"),
        fragment("<p>F1 is a point on one.</p>"),
        kind=Kind.CHOICE,
        choices=choices,
        place=6,
    )


def _cloze() -> RenderedNote:
    """Return a cloze with a hint, two numbers on one blank, a nested one, and one in a formula."""
    source = "F1 is the {{c1::harmonic::which?}} mean of {{c2,3::precision and {{c4::recall}}}}."
    clozes = (
        Cloze((1,), 10, 34, (16, 24), (26, 32)),
        Cloze((2, 3), 43, 82, (51, 80)),
        Cloze((4,), 65, 80, (71, 77)),
    )
    question = fragment(
        "<p>F1 is the ",
        BlankStart((1,), "which?"),
        "harmonic",
        BlankEnd((1,), "which?"),
        " mean of ",
        BlankStart((2, 3)),
        "precision and ",
        BlankStart((4,)),
        "recall",
        BlankEnd((4,)),
        BlankEnd((2, 3)),
        ": ",
        Math(r"F_1 = \frac{2PR}{P+R}", display=False, span=SPAN, blanks=(MathBlank((5,), 12, 15),)),
        "</p>",
    )
    return note(
        "f1-mean", question, kind=Kind.CLOZE, clozes=clozes, source_text=source, place=7, deck="Vision::Metrics::F1"
    )


def _code_cloze() -> RenderedNote:
    """Return a cloze in code whose body ends in a brace and holds two colons."""
    question = fragment(
        '<p>Fill in:</p><pre class="code" data-language="cpp">x = ',
        BlankStart((1,), code=True),
        "std::set{1, {2}}",
        BlankEnd((1,), code=True),
        ";</pre>",
    )
    return note("cpp-set", question, kind=Kind.CLOZE, source_text="x = {{c1::std::set{1, {2}}}};", place=8)
