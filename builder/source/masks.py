"""The picture and the masks of an occlusion card, as an author writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.model import Mask
from builder.source import attributes
from builder.source.blocks import Block, Shape, content
from builder.source.inline import Mark, scan
from builder.source.splitter import split
from builder.source.text import Text, join, part, span, strip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER: Final = r"([0-9]{1,3}(?:\.[0-9]+)?)%"
_MASK: Final = re.compile(
    rf"(rect|ellipse)[ \t]+{_NUMBER}[ \t]+{_NUMBER}[ \t]+{_NUMBER}[ \t]+{_NUMBER}(?::[ \t]+(?=\S)|:?\Z)"
)
_LIKE_A_MASK: Final = re.compile(r"(?:rect|ellipse)[ \t]+[0-9]")
_WHOLE: Final = 100.0
_DIGITS: Final = 6
"""Of a sum of two numbers that are decimal to the author and binary here."""
_SMALLEST: Final = 0.5
"""Per cent of the picture; what is smaller is no pixel of a phone, and hides nothing."""
_FORM: Final = (
    "Write `rect` or `ellipse`, then left, top, width and height in % of the image, a colon, the answer: "
    "`- rect 12% 30% 20% 10%: answer`."
)


def find_picture(body: Text, blocks: Sequence[Block]) -> tuple[int, int] | None:
    """Return where the first image in a paragraph of *body* begins and ends, its attribute list included."""
    for block in blocks:
        if block.shape is Shape.PARAGRAPH:
            inside = body.value[block.start : block.end]
            for token in scan(inside):
                if token.mark is Mark.IMAGE:
                    end, _, _ = attributes.at_start(body, block.start + token.end, attributes.IMAGE)
                    return block.start + token.start, end
    return None


def other_pictures(header: Text, *, has_picture: bool) -> Iterator[Diagnostic]:
    """Yield a fault for each image in a header from which the one under the masks was taken, if it *has_picture*."""
    for token in scan(header.value):
        if token.mark is Mark.IMAGE:
            message = "This `O:` has two images, and masks lie on one."
            hint = "Take one away, or put it behind the list of masks, into the detail."
            if not has_picture:
                message = "The image of an `O:` stands in a paragraph, and this one does not."
                hint = "Put it on a line of its own, outside of quotes, tables and headings."
            yield Diagnostic(faults.OCCLUSION_INVALID, span(header, token.start, token.end), message, hint)


def link_around(body: Text, blocks: Sequence[Block], start: int) -> Iterator[Diagnostic]:
    """Yield the fault of a picture, which begins at *start*, in the text of a link: the masks are what one clicks."""
    block = next(block for block in blocks if block.start <= start < block.end)
    for token in scan(body.value[block.start : block.end]):
        if token.mark is Mark.LINK and token.body[0] <= start - block.start < token.body[1]:
            place = span(body, block.start + token.start, block.start + token.end)
            hint = "Put the link into the words of the card or into the detail, and the image on a line of its own."
            yield Diagnostic(faults.OCCLUSION_INVALID, place, "The image under the masks stands in a link.", hint)


def read_masks(body: Text, block: Block) -> tuple[tuple[Mask, ...], tuple[Diagnostic, ...]]:
    """Return the masks that *block*, a list in *body*, says, without those that are none."""
    masks: list[Mask] = []
    diagnostics: list[Diagnostic] = []
    for item in block.items:
        mask, bad = _mask(content(body, item.pieces))
        diagnostics += bad
        masks += [mask] if mask else []
    diagnostics += _twice(masks)
    return tuple(masks), tuple(diagnostics)


def stray_masks(body: Text, blocks: Sequence[Block]) -> Iterator[Diagnostic]:
    """Yield a fault for each list among *blocks*, those of the detail, that looks like masks."""
    for block in blocks:
        if block.shape is not Shape.LIST:
            continue
        first = strip(content(body, block.items[0].pieces))
        if _LIKE_A_MASK.match(first.value):
            message = "These masks stand in a second list, where they are only text."
            hint = "Put all masks of a card into one list, under one kind of bullet and with no text between them."
            yield Diagnostic(faults.OCCLUSION_INVALID, _first_line(first), message, hint)


def _mask(line: Text) -> tuple[Mask | None, tuple[Diagnostic, ...]]:
    """Return the mask that an item of the list says."""
    line = strip(line)
    said, found, diagnostics = attributes.at_end(line, attributes.MASK)
    match = _MASK.match(said.value)
    left, top, width, height = (float(match[index]) for index in range(2, 6)) if match else (0.0, 0.0, 0.0, 0.0)
    text = part(said, match.end()) if match else said
    if fault := _fault(text, (left, top, width, height), is_mask=match is not None):
        return None, (*diagnostics, Diagnostic(faults.OCCLUSION_INVALID, _first_line(line), *fault))
    if found and found.id:
        message = f"A mask has no id, so `#{found.id}` leads nowhere."
        hint = "Take it away, or write it behind the `O:`: it is the card that has an id."
        diagnostics = (*diagnostics, Diagnostic(faults.ATTR_KEY, found.span, message, hint))
    number = dict(found.values).get("c") if found else None
    shape = match[1] if match else ""
    return Mask(shape, left, top, width, height, text, int(number) if number else None, span(line)), diagnostics


def _fault(text: Text, box: tuple[float, float, float, float], *, is_mask: bool) -> tuple[str, str] | None:
    """Return what is wrong with a mask, and the cure, if anything is."""
    left, top, width, height = box
    right, bottom = round(left + width, _DIGITS), round(top + height, _DIGITS)
    if not is_mask:
        return "This is no mask.", _FORM
    if max(right, bottom) > _WHOLE:
        ends = f"{right:g} % across and {bottom:g} % down"
        hint = "Left and width, and top and height, make at most 100 % together."
        return f"This mask ends outside its image, {ends}.", hint
    if min(width, height) < _SMALLEST:
        hint = f"Give it a width and a height of at least {_SMALLEST:g} % of the image."
        return "This mask is so small that it hides nothing.", hint
    if not _says(text):
        return "This mask has no answer.", "Write what it hides behind a colon: `- rect 12% 30% 20% 10%: answer`."
    if len(split(text.value)) > 1:
        return "The answer of a mask is one line.", "Put what else there is to say below the list, into the detail."
    return None


def _says(answer: Text) -> bool:
    """Say whether there is more in *answer* than comments."""
    said = answer.value
    for token in reversed(scan(said)):
        if token.mark is Mark.COMMENT:
            said = said[: token.start] + said[token.end :]
    return bool(said.strip())


def _twice(masks: Sequence[Mask]) -> Iterator[Diagnostic]:
    """Yield the masks that lie exactly where another one does: none of the two could be seen alone."""
    first: dict[tuple[str, float, float, float, float], Mask] = {}
    for mask in masks:
        box = (mask.shape, mask.left, mask.top, mask.width, mask.height)
        if first.setdefault(box, mask) is not mask:
            message = f"This mask lies exactly on the one of “{first[box].text.value}”."
            hint = "Take one of the two away, or give it its own place."
            yield Diagnostic(faults.OCCLUSION_INVALID, mask.span, message, hint)


def without(body: Text, start: int, end: int) -> Text:
    """Return *body* without what stands between *start* and *end*."""
    return join([part(body, 0, start), part(body, end)], body.path)


def _first_line(text: Text) -> Span:
    """Return the place of the first line of *text*."""
    newline = text.value.find("\n")
    return span(text, 0, newline if newline >= 0 else None)
