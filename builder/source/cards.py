"""What the blocks under a mark or a heading say: front, answer, detail, choices, masks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Attributes, Card, Choice, Kind
from builder.source import attributes, masks
from builder.source.blocks import DEFINITIONS, Block, Item, Shape, content
from builder.source.clozes import find_clozes
from builder.source.inline import Mark, scan
from builder.source.plain import plain
from builder.source.splitter import split
from builder.source.text import Text, empty, join, origin, part, span, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

_SILENT: Final = DEFINITIONS | {Shape.COMMENT}
_NO_BLOCK: Final = _SILENT | {Shape.HEADING}
_TASK: Final = re.compile(r"\[([ xX])\][ \t]+")


@dataclass(slots=True)
class CardDraft:
    """A mark, and the blocks that follow it."""

    letter: str
    mark: Block
    front: list[Block] = field(default_factory=list)
    answer: list[Block] | None = None
    """What follows its `A:`; None before there is one."""
    answer_mark: Block | None = None

    def add(self, block: Block) -> None:
        """Add a block to the side that is being written."""
        (self.front if self.answer is None else self.answer).append(block)


def is_said(blocks: Sequence[Block]) -> bool:
    """Say whether there is more among *blocks* than definitions and comments."""
    return any(block.shape not in _SILENT for block in blocks)


def answers(body: Text) -> bool:
    """Say whether *body* holds a block that can be an answer; headings, definitions and comments are none."""
    return any(block.shape not in _NO_BLOCK for block in split(body.value))


def question_parts(body: Text) -> tuple[Text, Text]:
    """Return the answer of a question or recall card, its first block, and the detail, which is the rest."""
    blocks = [block for block in split(body.value) if block.shape not in _NO_BLOCK]
    if not blocks:
        return strip(body), empty(body.path, span(body).end)
    last = blocks[0]
    if len(blocks) > 1 and plain(part(body, last.start, last.end)).endswith((":", "：")):
        last = blocks[1]
    return strip(part(body, 0, last.end)), strip(part(body, last.end))


def recall_card(draft: CardDraft, text: Text) -> tuple[Card | None, list[Diagnostic]]:
    """Return the card of a `Q:`."""
    front, found, diagnostics = _front(draft, text)
    choices: tuple[Choice, ...] = ()
    if chosen := _choices(front):
        front, choices = chosen
    if not front:
        message = "This `Q:` has no question."
        diagnostics.append(Diagnostic(faults.HEADING_EMPTY, _mark(draft, text), message, "Write it behind `Q:`."))
    back = _slice(draft.answer or [], text, draft.mark.end)
    if not answers(back) and (back or not choices):
        asked = "This `A:` has no answer." if draft.answer is not None else "This `Q:` has neither `A:` nor choices."
        hint = "Write the answer behind `A:`, or a task list with one `[x]` and one `[ ]` below the question."
        mark = draft.answer_mark or draft.mark
        place = span(text, mark.start, mark.start + 2)
        diagnostics.append(Diagnostic(faults.CARD_WITHOUT_ANSWER, place, asked, hint))
    answer, detail = question_parts(back)
    kind, clash = kind_of(found, is_choice=bool(choices), answer=answer, mark="Q")
    card = Card(kind, front, answer, detail, found, _whole(draft, text), choices=choices)
    return card, [*diagnostics, *clash]


def cloze_card(draft: CardDraft, text: Text) -> tuple[Card | None, list[Diagnostic]]:
    """Return the card of a `C:`: its text runs to the last block that holds a blank."""
    body, found, diagnostics = _front(draft, text)
    clozes, bad = find_clozes(body)
    diagnostics += bad
    if not clozes and not bad:
        message = "This `C:` has no cloze."
        hint = "Put what is to be hidden into `{{` and `}}`, or begin a question with `Q:`."
        diagnostics.append(Diagnostic(faults.CLOZE_MISSING, _mark(draft, text), message, hint))
    last = max((cloze.end for cloze in clozes), default=0)
    end = next((block.end for block in split(body.value) if block.end >= last), len(body.value))
    front, detail = part(body, 0, end), strip(part(body, end))
    _, clash = kind_of(found, is_choice=False, answer=None, mark="C")
    nothing = empty(body.path, origin(body, end) if body.value else span(body).end)
    card = Card(Kind.CLOZE, front, nothing, detail, found, _whole(draft, text), clozes=clozes)
    return card, [*diagnostics, *clash]


def occlusion_card(draft: CardDraft, text: Text) -> tuple[Card | None, list[Diagnostic]]:
    """Return the card of an `O:`: a header with an image, the first list behind it, which are the masks, and detail."""
    body, found, diagnostics = _front(draft, text)
    blocks = split(body.value)
    picture = masks.find_picture(body, blocks)
    start, end = picture or (0, 0)
    listed = next((b for b in blocks if b.shape is Shape.LIST and b.start >= end), None)
    behind = listed.end if listed else len(body.value)
    header = strip(masks.without(part(body, 0, listed.start if listed else behind), start, end))
    images = tuple(masks.other_pictures(header, has_picture=picture is not None))
    has_image = picture is not None or bool(images)
    if not has_image or listed is None:
        lacking = "list of masks below its image" if has_image else "image in its text"
        hint = "Write `![alt](image)` and below it lines such as `- rect 12% 30% 20% 10%: answer`."
        message = f"This `O:` has no {lacking}."
        diagnostics.append(Diagnostic(faults.OCCLUSION_INVALID, _mark(draft, text), message, hint))
    found_masks, bad_masks = masks.read_masks(body, listed) if listed else ((), ())
    diagnostics += [*bad_masks, *images, *(masks.link_around(body, blocks, start) if picture else ())]
    diagnostics += masks.stray_masks(body, [block for block in blocks if block.start >= behind])
    _, clash = kind_of(found, is_choice=False, answer=None, mark="O")
    card = Card(
        Kind.OCCLUSION,
        header,
        empty(body.path, span(body).start),
        strip(part(body, behind)),
        found,
        _whole(draft, text),
        masks=found_masks,
        image=part(body, start, end) if picture else None,
    )
    return card, [*diagnostics, *clash]


def _front(draft: CardDraft, text: Text) -> tuple[Text, Attributes, list[Diagnostic]]:
    """Return what stands behind a mark without the attribute lists of its first paragraph, and these."""
    body = _slice(draft.front, text, draft.mark.end)
    mark = _mark(draft, text)
    first = next((block for block in split(body.value) if block.shape is Shape.PARAGRAPH), None)
    if first is None:
        return body, Attributes(mark), []
    lists: list[Attributes] = []
    diagnostics: list[Diagnostic] = []
    pieces = [part(body, 0, first.start)]
    at = first.start
    while at < first.end:
        newline = body.value.find("\n", at, first.end)
        stop = first.end if newline < 0 else newline
        said, found, bad = attributes.at_end(part(body, at, stop), attributes.CARD)
        lists += [found] if found else []
        diagnostics += bad
        pieces += [said, part(body, stop, min(stop + 1, first.end))]
        at = stop + 1
    pieces.append(part(body, first.end))
    merged, bad = attributes.merge(lists, mark)
    return strip(join(pieces, body.path, span(body).start)), merged, [*diagnostics, *bad]


def _choices(front: Text) -> tuple[Text, tuple[Choice, ...]] | None:
    """Return the question and the choices, if its last block is a task list with a right and a wrong item."""
    blocks = [block for block in split(front.value) if block.shape not in _SILENT]
    if not blocks or blocks[-1].shape is not Shape.LIST:
        return None
    items = [(item, content(front, item.pieces)) for item in blocks[-1].items]
    found = [_TASK.match(inside.value) for _, inside in items]
    if not all(found) or {match[1].lower() for match in found if match} != {"x", " "}:
        return None
    choices = tuple(_choice(front, item, inside) for item, inside in items)
    return strip(part(front, 0, blocks[-1].start)), choices


def _choice(front: Text, item: Item, inside: Text) -> Choice:
    """Return one choice: its line, lines that continue it without indentation, and as explanation the indented ones."""
    task = _TASK.match(inside.value)
    begin = task.end() if task else 0
    end = item.pieces[0][1] - item.pieces[0][0]
    for start, stop in item.pieces[1:]:
        is_indented = front.value[start - 1] != "\n" or front.value[start:stop][:1].isspace()
        if is_indented:
            break
        end += stop - start
    text, explanation = strip(part(inside, begin, end)), strip(part(inside, end))
    return Choice(text, bool(task and task[1] in "xX"), explanation)


def kind_of(found: Attributes, *, is_choice: bool, answer: Text | None, mark: str) -> tuple[Kind, list[Diagnostic]]:
    """Return the kind of the card that *mark* begins, if it is no cloze, and what its classes ask for in vain."""
    classes = set(found.classes)
    wanted = [name for name in ("reversed", "type") if name in classes]
    bad: list[str] = []
    if mark != "Q":
        bad += [f"`.{name}` belongs to a `Q:` card." for name in wanted]
    elif is_choice:
        bad += [f"`.{name}` does not go with choices." for name in wanted]
    elif len(wanted) > 1:
        bad.append("`.type` does not go with `.reversed`.")
    if "boxes" in classes and not is_choice:
        bad.append("`.boxes` belongs to a card with choices.")
    if mark != "O":
        bad += [f"`.{name}` belongs to an `O:` card." for name in ("hide-one", "hide-all") if name in classes]
    elif classes >= {"hide-one", "hide-all"}:
        bad.append("`.hide-one` does not go with `.hide-all`.")
    diagnostics = [Diagnostic(faults.KINDS_CLASH, found.span, message, "Take one of them away.") for message in bad]
    if is_choice:
        return Kind.CHOICE, diagnostics
    if wanted == ["reversed"]:
        return Kind.REVERSED, diagnostics
    if wanted == ["type"]:
        if answer and not _is_plain(answer):
            message = "A typed answer must be plain text or one code span, for a learner types it letter by letter."
            hint = "Move the markup into the detail, or take `.type` away."
            diagnostics.append(Diagnostic(faults.TYPED_NOT_PLAIN, span(answer), message, hint))
        return Kind.TYPED, diagnostics
    return Kind.RECALL, diagnostics


def _is_plain(answer: Text) -> bool:
    """Say whether *answer* is one paragraph of plain text or one code span."""
    blocks = [block for block in split(answer.value) if block.shape not in _SILENT]
    if [block.shape for block in blocks] != [Shape.PARAGRAPH]:
        return False
    said = answer.value[blocks[0].start : blocks[0].end].strip()
    tokens = [token for token in scan(said) if token.mark is not Mark.ESCAPE]
    if len(tokens) == 1 and tokens[0].mark is Mark.CODE:
        return (tokens[0].start, tokens[0].end) == (0, len(said))
    as_text = " ".join(re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", said).split())
    return not tokens and plain(answer) == as_text


def _slice(blocks: Sequence[Block], text: Text, at: int) -> Text:
    """Return the text of *blocks*, without definitions and comments at its ends; *at* is its place if it is empty."""
    said = [index for index, block in enumerate(blocks) if block.shape not in _SILENT]
    if not said:
        return empty(text.path, origin(text, at))
    return strip(part(text, blocks[said[0]].start, blocks[said[-1]].end))


def _mark(draft: CardDraft, text: Text) -> Span:
    """Return the place of a card's mark."""
    return span(text, draft.mark.start, draft.mark.start + 2)


def _whole(draft: CardDraft, text: Text) -> Span:
    """Return the place of the whole card."""
    blocks = [*draft.front, *(draft.answer or [])]
    return span(text, draft.mark.start, max([draft.mark.end, *(block.end for block in blocks)]))
