"""What stands in the fields of a note."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.anki.notes import field_values
from builder.model import Kind, Work
from builder.render.fragment import BlankEnd, BlankStart, Citation, Fragment, LinkEnd, LinkStart, Math, NoteMark
from tests.anki.samples import CHIME, CURVE, SPAN, WORKS, choice, figure, fragment, note, one_of_each

ONE_OF_EACH = {made.note.id: field_values(made, WORKS)[0] for made in one_of_each()}


def values(question: Fragment, answer: Fragment | None = None, **more: object) -> dict[str, str]:
    """Return the fields of a note of these texts."""
    return field_values(note("card", question, answer, **more), WORKS)[0]  # type: ignore[arg-type]  # see `note`


def test_recall_fields() -> None:
    """A plain card fills the front, the answer and what all cards have, and nothing else."""
    assert ONE_OF_EACH["precision-denominator"] == {
        "Question": "<p>What does TP share with FP in precision?</p>",
        "Answer": r"<p>The denominator, \(TP + FP\).</p>",
        "Kind": "recall",
        "Context": "Metrics",
        "Sources": '<div class="of">How do you judge a detector?</div>',
        "Id": "precision-denominator",
    }


def test_question_fields() -> None:
    """A question has its works with links, its dates and its hint; its front has no mark of a footnote."""
    fields = ONE_OF_EACH["judge-a-detector"]
    assert fields["Question"] == "How do you judge a detector, and what hides in one number?"
    assert fields["Hint"] == "Think of the threshold."
    assert fields["Dates"] == '<time class="as-of">2026-05-01</time> <time class="review-by">2027-05-01</time>'
    assert fields["Sources"] == (
        '<ul class="works"><li>Lin, T.-Y.; Maire, M.; Belongie, S. (2014). <a href="https://arxiv.org/abs/1405.0312">'
        "<cite>Microsoft COCO: Common Objects in Context</cite></a>. ECCV.</li></ul>"
    )
    assert "threshold (Lin et al. 2014).</p>" in fields["Answer"]


def test_footnotes_stand_at_the_end_of_the_detail() -> None:
    """Footnotes are lettered by first use; one of the front has no letter there and is told by Q."""
    fields = values(
        fragment("<p>Why?", NoteMark("z"), "</p>", z="On the question."),
        fragment("<p>So", NoteMark("y"), " and so", NoteMark("x"), "</p>", x="Second.", y="First."),
        detail=fragment("<p>More", NoteMark("x"), "</p>", x="Second."),
    )
    assert fields["Question"] == "<p>Why?</p>"
    assert fields["Answer"] == '<p>So<sup class="mark">a</sup> and so<sup class="mark">b</sup></p>'
    assert fields["Detail"] == (
        '<p>More<sup class="mark">b</sup></p><div class="footnotes">'
        '<div class="footnote"><sup class="mark">Q</sup><p>On the question.</p></div>'
        '<div class="footnote"><sup class="mark">a</sup><p>First.</p></div>'
        '<div class="footnote"><sup class="mark">b</sup><p>Second.</p></div></div>'
    )


def test_footnotes_of_footnotes() -> None:
    """A footnote that is named in another is listed behind it, once, even when they name each other."""
    inner = Fragment(("<p>Inner", NoteMark("outer"), "</p>"), {"outer": fragment("<p>Outer.</p>")})
    outer = Fragment(("<p>Outer", NoteMark("inner"), "</p>"), {"inner": inner})
    fields = values(fragment("Q"), Fragment(("<p>A", NoteMark("outer"), "</p>"), {"outer": outer}))
    assert fields["Detail"].count('class="footnote"') == 2
    assert 'Outer<sup class="mark">b</sup>' in fields["Detail"]
    assert 'Inner<sup class="mark">a</sup>' in fields["Detail"]


def test_letters_go_on_after_z() -> None:
    """The twenty-seventh footnote is ``aa``."""
    marks = [NoteMark(f"n{number}") for number in range(28)]
    notes = {mark.label: f"Note {mark.label}." for mark in marks}
    fields = values(fragment("Q"), fragment(*marks, **notes))
    assert fields["Answer"].endswith('z</sup><sup class="mark">aa</sup><sup class="mark">ab</sup>')


def test_footnotes_of_the_question_above_stay_there() -> None:
    """A recall card does not bring the footnotes of the question that it stands under."""
    made = note("card", fragment("Q"), fragment("A"))
    context = (fragment("Chapter"), fragment("Above", NoteMark("n"), n="Not here."))
    fields, _ = field_values(replace(made, context=context), WORKS)
    assert "Not here" not in "".join(fields.values())
    assert fields["Sources"] == '<div class="of">Above</div>'


def test_sounds_of_the_question_above_stay_there() -> None:
    """A sound in the heading of a chapter or question is not played with the cards below it; a picture is shown."""
    made = note("card", fragment("Q"), fragment("A"))
    heard = fragment("Above", figure(CHIME, "a chime", alone=False), figure(CURVE, "a curve", alone=False))
    fields, media = field_values(replace(made, context=(heard, heard)), WORKS)
    assert "[sound:" not in "".join(fields.values())
    assert media == {CURVE.name}


def test_reversed_answer_is_a_front_too() -> None:
    """The answer of a reversed card expands no abbreviation and bears no mark."""
    fields = ONE_OF_EACH["map-term"]
    assert fields["Answer"] == "<p>The mean over classes</p>"
    assert (fields["Reversed"], fields["Kind"]) == ("1", "reversed")
    assert "Or not." in fields["Detail"]


def test_links_of_a_front_have_no_titles() -> None:
    """A link keeps its address on the front, and leaves its title to the back."""
    link = '<a href="https://e.org/?title=1" title="TOLD &quot;x&quot;">'
    fields, _ = field_values(note("card", fragment(f"<p>{link}Q</a></p>"), fragment(f"<p>{link}A</a></p>")), WORKS)
    assert fields["Question"] == '<p><a href="https://e.org/?title=1">Q</a></p>'
    assert fields["Answer"] == f"<p>{link}A</a></p>"


def test_typed_answer_is_plain() -> None:
    """What is typed is compared with the words of the answer, escaped once."""
    fields = ONE_OF_EACH["argmax"]
    assert fields["Typed"] == "np.argmax(a &lt; b)"
    assert fields["Answer"] == "<p><code>np.argmax(a &lt; b)</code></p>"


def test_choices_do_not_tell() -> None:
    """The front's list holds neither marks nor explanations, the back's list both."""
    fields = ONE_OF_EACH["misses"]
    assert fields["Choices"] == '<ul class="choices one"><li>Precision</li><li>Recall</li><li>Specificity</li></ul>'
    assert fields["Answer"] == (
        '<ul class="choices one"><li class="wrong">Precision<div class="why"><p>It looks at predictions only.</p></div>'
        '</li><li class="right">Recall<div class="why"><p>Misses are in its denominator.</p></div></li>'
        '<li class="wrong">Specificity</li></ul>'
    )


@pytest.mark.parametrize(
    ("rights", "classes", "expected"),
    [((True, False), (), "one"), ((True, True), (), "many"), ((True, False), ("boxes",), "many")],
)
def test_one_or_many(rights: tuple[bool, ...], classes: tuple[str, ...], expected: str) -> None:
    """One right answer asks for one, unless the card has `.boxes`."""
    choices = tuple(choice(f"choice {index}", right=right) for index, right in enumerate(rights))
    fields = values(fragment("Q"), kind=Kind.CHOICE, choices=choices, classes=classes)
    assert fields["Choices"].startswith(f'<ul class="choices {expected}">')


def test_cloze_fields() -> None:
    """Blanks are Anki's clozes: with hints, shared, nested, and in a formula."""
    fields = ONE_OF_EACH["f1-mean"]
    assert fields["Text"].startswith(
        "<p>F1 is the {{c1::harmonic::which?}} mean of {{c2,3::precision and {{c4::recall}}}}"
    )
    assert "{{c5::2PR}}" in fields["Text"]
    assert "Question" not in fields
    assert "Kind" not in fields


def test_cloze_body_is_kept_whole() -> None:
    """Braces and colons at the edges of a blank are parted from Anki's own."""
    start, end = BlankStart((1,), "a::b}}"), BlankEnd((1,), "a::b}}")
    fields = values(fragment("{", start, ":x:", end, "}"), kind=Kind.CLOZE)
    assert fields["Text"] == "&#123;{{c1:::x&#58;::a&#58;:b&#125;&#125;}}&#125;"


def test_figures() -> None:
    """An image stands in a figure when it is alone; media that the note uses are named."""
    made = note("card", fragment("Q ", figure(CURVE, 'a "curve"', alone=False)), fragment(figure(CHIME, "a horn")))
    fields, media = field_values(made, WORKS)
    image = '<img src="curve-0123456789ab.svg" alt="a &quot;curve&quot;" width="320" height="120">'
    assert fields["Question"] == f"Q {image}"
    assert fields["Answer"] == "<p>[sound:chime-ba9876543210.mp3]</p>"
    assert media == {CURVE.name, CHIME.name}
    titled = replace(figure(CURVE, "x"), title="Caption {{x}}")
    assert "<figcaption>Caption &#123;{x&#125;&#125;</figcaption>" in values(fragment("Q"), fragment(titled))["Answer"]


def test_links_and_citations_are_text() -> None:
    """A link into the deck is its text; a citation is author and year, also of several works."""
    works = WORKS | {
        "b": Work("b", "Bolya, D. & Hays, J.", "2020", "TIDE <v1>", doi="10.1/x<y"),
        "c": Work("c", "Everingham, M.", "2010", "VOC", url="javascript:alert(1)"),
    }
    parts = (LinkStart("f1-mean"), "see", LinkEnd(), " ", Citation(("lin2014", "b", "c")))
    made = replace(note("card", fragment("Q"), fragment(*parts)), cited=("b", "c"))
    fields, _ = field_values(made, works)
    assert fields["Answer"] == "see (Lin et al. 2014; Bolya and Hays 2020; Everingham 2010)"
    assert '<a href="https://doi.org/10.1/x%3Cy"><cite>TIDE &lt;v1&gt;</cite></a>' in fields["Sources"]
    assert "javascript" not in fields["Sources"]


def test_tables_stand_in_a_box() -> None:
    """A table is put in a box that scrolls."""
    assert values(fragment("Q"), fragment("<table><tr><td>1</td></tr></table>"))["Answer"] == (
        '<div class="scroll"><table><tr><td>1</td></tr></table></div>'
    )


def test_math_is_for_mathjax() -> None:
    """A displayed formula has MathJax's brackets."""
    formula = Math("x^2", display=True, span=SPAN)
    assert values(fragment("Q"), fragment(formula))["Answer"] == r"\[x^2\]"
