"""Where pages end: what is short is kept together, and what is tall begins under its heading and goes on cleanly."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from builder.account import account_of_sheet
from builder.model import Kind
from builder.pdf.sheet import sheet
from builder.render.fragment import plain
from builder.settings import PrintSettings
from tests.pdf.decks import card, chapter, deck, html, made_note, p, question, small_deck

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import Fragment, RenderedDeck

CODE = "x = 1\n" * 70
FENCE = f"<pre><code>{CODE}</code></pre>"
TABLE = f"<table><thead><tr><th>a</th></tr></thead><tbody>{'<tr><td>row</td></tr>' * 70}</tbody></table>"
CALLOUT = f'<div class="callout note"><p class="callout-title">Note</p>{"<p>word</p>" * 70}</div>'
LIST = f"<ul>{'<li>item</li>' * 70}</ul>"


def pages_of(rendered: RenderedDeck, path: Path) -> list[list[list[str]]]:
    """Return the lines of words on each page of the sheet of *rendered*, none of whose cards is lost."""
    printed = sheet(rendered, PrintSettings())
    assert printed.diagnostics == ()
    assert account_of_sheet(rendered, printed.data).diagnostics == ()
    file = path / "sheet.pdf"
    file.write_bytes(printed.data)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return [[line.split() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]


def recall_deck(ask: Fragment, tell: Fragment, detail: Fragment) -> RenderedDeck:
    """Return a deck of a question with one recall card."""
    own = card(made_note(Kind.QUESTION, "own"), plain("Own?"), p("Own."))
    row = card(made_note(Kind.RECALL, "row"), ask, tell, detail)
    return deck(chapter("sec_one", plain("One"), html(), question(own, plain("Own?"), row, anchor="own")))


def paragraphs(name: str, count: int) -> Fragment:
    """Return *count* paragraphs of many lines in a column, each with its own words."""
    return html("".join(f"<p>{' '.join(f'{name}{n}word{k}' for k in range(40))}</p>" for n in range(count)))


@pytest.mark.parametrize("answer", [FENCE, TABLE, CALLOUT, LIST])
def test_a_long_answer_begins_under_its_heading(answer: str, tmp_path: Path) -> None:
    """An answer that is taller than a page does not leave its heading alone on the page before."""
    first, second, *_ = pages_of(small_deck(f"</p>{answer}<p>"), tmp_path)
    begins = next(n for n, line in enumerate(first) if line[-1] == "What?")
    assert len(first) > begins + 20
    assert len(second) > 10


def test_a_tall_row_has_its_head_on_every_page(tmp_path: Path) -> None:
    """A recall card taller than a page begins and goes on under the head, with its first line and its detail."""
    pages = pages_of(recall_deck(p("Ask"), p("Tell"), paragraphs("detail", 12)), tmp_path)
    with_row = [page for page in pages if any(line[-1].startswith("detail") for line in page)]
    assert len(with_row) > 1
    for page in with_row:
        assert ["Recall", "Answer"] in page
    begins = with_row[0].index(["Recall", "Answer"])
    assert with_row[0][begins + 1] == ["Ask", "Tell"]
    assert with_row[0][begins + 2][-1].startswith("detail0")


def test_a_tall_question_stands_above_its_answer(tmp_path: Path) -> None:
    """Where question and answer both go on to the next page, one can still read first the one, then the other."""
    pages = pages_of(recall_deck(paragraphs("ask", 12), paragraphs("tell", 1), paragraphs("more", 12)), tmp_path)
    words = [word for page in pages for line in page for word in line]
    asked, told, added = (
        [n for n, word in enumerate(words) if word.startswith(name)] for name in ("ask", "tell", "more")
    )
    assert asked[-1] < told[0] < told[-1] < added[0]


def test_a_short_answer_is_kept_together(tmp_path: Path) -> None:
    """An answer of a few lines stands on one page."""
    for lines in range(28, 44):
        first = card(made_note(Kind.QUESTION, "first"), plain("First?"), p("x"), html("<p>line</p>" * lines))
        second = card(made_note(Kind.QUESTION, "second"), plain("Second?"), p("<br>".join(["answer"] * 8)))
        asked = (question(first, plain("First?"), anchor="first"), question(second, plain("Second?"), anchor="second"))
        pages = pages_of(deck(chapter("sec_one", plain("One"), html(), *asked)), tmp_path)
        assert sorted(page.count(["answer"]) for page in pages)[-2:] == [0, 8]
