"""The account: what a file lacks of a card is noticed in each of its places, and so is what a quiz gives away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from builder import faults
from builder.account import account_of_cards, account_of_key, account_of_quiz, account_of_sheet
from builder.model import Kind
from builder.outputs import OUTPUTS, Order
from builder.render.fragment import BlankEnd, BlankStart, Fragment, plain
from builder.runs import squeeze
from builder.settings import CardSettings, PrintSettings, QuizSettings
from tests.pdf.decks import card, chapter, choice, deck, html, made_note, p, question

if TYPE_CHECKING:
    from builder.outputs import Made
    from builder.render.fragment import RenderedDeck, RenderedNote

ASKED = card(
    made_note(Kind.QUESTION, "asked"),
    plain("How is it measured?"),
    p("By the area under a curve."),
    p("The curve falls, and its area is a mean."),
)
RECALL = card(made_note(Kind.RECALL, "recall"), p("What falls?"), p("The precision at each recall."))
CLOZE = card(
    made_note(Kind.CLOZE, "cloze"),
    html("<p>The ", BlankStart((1,)), "harmonic kind", BlankEnd((1,)), " of mean counts both.</p>"),
)
CHOICE = card(
    made_note(Kind.CHOICE, "choice"),
    p("Which threshold is usual?"),
    choices=(choice("one half", right=True), choice("one tenth", "That would be lenient indeed.")),
)
NOTES = (RECALL, CLOZE, CHOICE)
HIDDEN = card(made_note(Kind.RECALL, "hidden", in_print=False), p("Not on paper?"), p("Never."))


def of(*notes: RenderedNote) -> RenderedDeck:
    """Return a deck of one question, whose own card is the first of *notes*, with the others under it."""
    return deck(
        chapter("sec_one", plain("One"), html(), question(notes[0], notes[0].question, *notes[1:], anchor="asked"))
    )


WHOLE = of(ASKED, *NOTES, HIDDEN)


def made(output: str, rendered: RenderedDeck, order: Order) -> tuple[Made, ...]:
    """Return the files of *output*, which nothing is wrong with."""
    files, diagnostics = OUTPUTS[output](rendered, order)
    assert diagnostics == ()
    return files


DETAIL = Order(PrintSettings(), CardSettings(detail=True), QuizSettings(key="separate"))
SHORT = Order(PrintSettings(detail=False), CardSettings(), QuizSettings(key="end"))


@pytest.mark.parametrize("order", [DETAIL, SHORT])
@pytest.mark.parametrize("output", ["sheet", "cards", "quiz"])
def test_each_pdf_holds_all_that_it_is_meant_to(output: str, order: Order) -> None:
    """With detail and without, with the key apart and behind, every card is found in each file, and no other."""
    for file in made(output, WHOLE, order):
        account = file.count(WHOLE, file.data)
        assert account.diagnostics == ()
        assert (account.output, account.expected, account.found) == (file.output, 4, 4)


def test_a_quiz_counts_those_that_were_drawn() -> None:
    """Of two questions that are drawn two are expected, in the quiz and in its key."""
    for file in made("quiz", WHOLE, Order(quiz=QuizSettings(key="separate", number=2, seed="A"))):
        account = file.count(WHOLE, file.data)
        assert (account.expected, account.found, account.diagnostics) == (2, 2, ())


def robbed(identity: str, part: str) -> RenderedDeck:
    """Return the deck as a fault of the build would print it: the card *identity* has nothing for *part*."""
    nothing: dict[str, Any] = {part: Fragment()}
    notes = [replace(note, **nothing) if note.note.id == identity else note for note in (ASKED, *NOTES)]
    return of(*notes, HIDDEN)


@pytest.mark.parametrize(
    ("output", "identity", "part", "message"),
    [
        ("sheet", "asked", "answer", "The sheet holds the card `asked` without “By the area under a curve.”."),
        ("cards", "recall", "question", "The stack of fronts holds the card `recall` without “What falls?”."),
        (
            "cards",
            "recall",
            "answer",
            "The stack of backs holds the card `recall` without “The precision at each recall.”.",
        ),
        (
            "cards",
            "asked",
            "detail",
            "The stack of backs holds the card `asked` without “The curve falls, and its area is a mean.”.",
        ),
        ("quiz", "recall", "question", "The quiz holds the card `recall` without “What falls?”."),
        (
            "quiz-key",
            "recall",
            "answer",
            "The key of the quiz holds the card `recall` without “The precision at each recall.”.",
        ),
    ],
)
def test_what_is_lost_is_named(output: str, identity: str, part: str, message: str) -> None:
    """A file without a part of a card's front or back is noticed, and tells which part of which card it lacks."""
    poor = robbed(identity, part)
    (file,) = (file for file in made(output.removesuffix("-key"), poor, DETAIL) if file.output == output)
    account = file.count(WHOLE, file.data)
    (fault,) = account.diagnostics
    assert (fault.rule, fault.message) == (faults.CARD_LOST, message)
    assert (account.expected, account.found) == (4, 3)


def test_a_card_that_is_not_there_is_named() -> None:
    """A card without its back, its question or its answer in the key is lost, also where the rest has its words."""
    order = Order(quiz=QuizSettings(key="separate"))
    fewer = of(ASKED, RECALL, CHOICE)
    (fronts,) = made("cards", fewer, order)
    (quiz, key) = made("quiz", fewer, order)
    anchors = {note.note.id: note.note.id for note in (ASKED, *NOTES)}
    for account, where in (
        (account_of_cards(WHOLE, fronts.data), "stack of fronts"),
        (account_of_quiz(WHOLE, quiz.data, anchors=anchors, detail=True, has_key=False), "quiz"),
        (account_of_key(WHOLE, key.data, drawn=anchors, detail=True), "key of the quiz"),
    ):
        assert [fault.message for fault in account.diagnostics] == [f"The card `cloze` is not in the {where}."]


def test_a_quiz_that_tells_is_noticed() -> None:
    """A page with the answer beside its question is the error quiz-told for each card: here it is the study sheet."""
    (sheet,) = made("sheet", WHOLE, Order())
    assert account_of_sheet(WHOLE, sheet.data).diagnostics == ()
    anchors = {note.note.id: note.note.id for note in (ASKED, *NOTES)}
    told = account_of_quiz(WHOLE, sheet.data, anchors=anchors, detail=True, has_key=False).diagnostics
    assert {fault.rule for fault in told} == {faults.QUIZ_TOLD}
    assert [fault.message for fault in told] == [
        "The quiz tells what the card `asked` asks for: “By the area under a curve.”.",
        "The quiz tells what the card `recall` asks for: “The precision at each recall.”.",
        "The quiz tells what the card `cloze` asks for: “harmonic kind”.",
        "The quiz tells what the card `choice` asks for: “That would be lenient indeed.”.",
    ]


def test_a_quiz_may_say_what_stands_around_a_question() -> None:
    """An answer that is the title of the next chapter, or stands in the question too, tells nothing."""
    own = card(made_note(Kind.RECALL, "own"), p("Is it a harmonic mean, or not?"), p("A harmonic mean, or not"))
    nextly = card(made_note(Kind.RECALL, "next"), p("What comes after this?"), p("Convolutional networks"))
    last = card(made_note(Kind.RECALL, "last"), p("And then?"), p("Nothing that is known."))
    rendered = deck(
        chapter("sec_one", plain("One"), html(), notes=(own, nextly)),
        chapter("sec_two", plain("Convolutional networks"), html(), notes=(last,)),
    )
    (file,) = made("quiz", rendered, Order())
    account = file.count(rendered, file.data)
    assert (account.found, account.diagnostics) == (3, ())


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("\u02bbokina", "\u2018okina"),
        ("it\u02bcs", "it\u2019s"),
        ("\u03b5\u1fbd", "\u03b5\u0313"),
        ("e\u00ad-\u00a0 \u0301", "\u00e9"),
        ("ﬁne", "fine"),
    ],
)
def test_what_looks_alike_compares_equal(text: str, other: str) -> None:
    """Characters that a reader of PDF cannot tell apart are one, and to squeeze twice changes nothing."""
    assert squeeze(text) == squeeze(other) == squeeze(squeeze(text))
