"""The fields of each Anki note.

What stands in a field is a contract with every learner's collection: templates may change at any release, but a
field that is filled in a new way is a note sent anew. So fields hold content and classes, and the words around it
("Sources", "as of") stand in templates and styles.

| field | holds |
|---|---|
| Question, Text | the front; Text with Anki's clozes |
| Answer | the first block; of a choice card the choices again, right ones and explanations marked, and then the block |
| Detail | the rest, with the footnotes of the whole note behind it |
| Choices | of a choice card the bare choices, for a front must not hold its answer, not even unseen |
| Typed | of a typed card the answer as plain text; where it is filled, the card asks to type it |
| Reversed | ``1`` for a second card that asks the other way round |
| Kind | ``question``, ``recall``, ``reversed``, ``typed`` or ``choice`` |
| Hint | shown on request |
| Context | the chapter, shown on both sides |
| Sources | where the card comes from: its question, then the works; shown on the back |
| Dates | ``as-of`` and ``review-by`` as ISO dates |
| Id | the card's id |
| Spare 1, Spare 2 | empty |

All kinds of *Recall* share the fields, and a switch (Choices, Typed, Reversed) turns one into another: the note and
its first card stay who they are.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from builder.anki.defuse import defuse_text
from builder.anki.dress import Footnotes, Side, Trail
from builder.anki.occlusion import occlusion
from builder.identity import ids
from builder.model import Kind
from builder.render.choices import one_right
from builder.render.fragment import dress
from builder.render.works import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from builder.model import Work
    from builder.render.fragment import Fragment, RenderedNote

_TAG: Final = re.compile(r'<(?:[^>"]|"[^"]*")*>')


def field_values(rendered: RenderedNote, works: Mapping[str, Work]) -> tuple[dict[str, str], frozenset[str]]:
    """Return the fields of a note by their names, those that are not empty, and the names of the media in them.

    *works* are those of the deck. Raises `KeyError` for a note of a type that has no card here.
    """
    media: set[str] = set()
    footnotes = Footnotes()
    front = Side(works, footnotes, media, front=True)
    back = Side(works, footnotes, media, front=False)
    make = {ids.RECALL: _recall, ids.CLOZE: _cloze, ids.OCCLUSION: occlusion}[rendered.note.note_type]
    values = make(rendered, front, back)
    detail = "Comments" if rendered.note.note_type == ids.OCCLUSION else "Detail"
    values[detail] = values.get(detail, "") + dress(rendered.detail, back) + footnotes.html(back)
    # The footnotes of the question above stand on the question's own card.
    values |= _common(rendered, Trail(works, Footnotes(), media, front=True), works)
    return {name: value for name, value in values.items() if value}, frozenset(media)


def _recall(rendered: RenderedNote, front: Side, back: Side) -> dict[str, str]:
    """Return what the note type *Recall* has of its own; the answer of a reversed card is a front as well."""
    kind = rendered.note.card.kind
    # In the order of reading, for that is the order of the footnotes.
    return {
        "Question": dress(rendered.question, front),
        "Choices": _choices(rendered, front),
        "Answer": _answered(rendered, back) + dress(rendered.answer, front if kind is Kind.REVERSED else back),
        "Typed": defuse_text(_plain(rendered.answer)) if kind is Kind.TYPED else "",
        "Reversed": "1" if kind is Kind.REVERSED else "",
        "Kind": kind.value,
    }


def _cloze(rendered: RenderedNote, front: Side, back: Side) -> dict[str, str]:
    """Return what the note type *Cloze* has of its own; its text is question and answer in one."""
    return {"Text": dress(rendered.question, front), "Detail": dress(rendered.answer, back)}


def _common(rendered: RenderedNote, trail: Trail, works: Mapping[str, Work]) -> dict[str, str]:
    """Return the fields that all note types have."""
    note = rendered.note
    chapter, *question = (dress(part, trail) for part in rendered.context)
    belongs_to = "".join(f'<div class="of">{html}</div>' for html in question)
    return {
        "Hint": defuse_text(note.hint),
        "Context": chapter,
        "Sources": belongs_to + trail.text(listed(rendered.cited, works)),
        "Dates": " ".join([*_date("as-of", note.as_of), *_date("review-by", note.review_by)]),
        "Id": note.id,
    }


def _choices(rendered: RenderedNote, front: Side) -> str:
    """Return the choices as the front shows them."""
    items = "".join(f"<li>{dress(choice.text, front)}</li>" for choice in rendered.choices)
    return _list(rendered, items)


def _answered(rendered: RenderedNote, back: Side) -> str:
    """Return the choices as the back shows them."""
    items = "".join(
        f'<li class="{"right" if choice.choice.right else "wrong"}">{dress(choice.text, back)}'
        f"{_explanation(dress(choice.explanation, back))}</li>"
        for choice in rendered.choices
    )
    return _list(rendered, items)


def _list(rendered: RenderedNote, items: str) -> str:
    """Return choices as a list: ``one`` asks for one of them, ``many`` for all that are right."""
    return f'<ul class="choices {"one" if one_right(rendered) else "many"}">{items}</ul>' if items else ""


def _explanation(html: str) -> str:
    """Return what is said about a choice."""
    return f'<div class="why">{html}</div>' if html else ""


def _date(name: str, value: date | None) -> Iterable[str]:
    """Return a date, if there is one; its words are in the styles."""
    return [f'<time class="{name}">{value.isoformat()}</time>'] if value else []


def _plain(fragment: Fragment) -> str:
    """Return the words of a fragment without markup; the parser sees to it that a typed answer is nothing else."""
    html = "".join(part for part in fragment.parts if isinstance(part, str))
    return " ".join(unescape(_TAG.sub("", html)).split())
