"""Occlusion cards for all media: a picture that does not tell, masks to lay over it, and the key to them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.render.fragment import Figure, Fragment
from builder.source.plain import plain
from builder.source.text import span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from builder.model import Card
    from builder.render.fragment import RenderedMask

_WORD: Final = re.compile(r"\w+|[^\w\s]+")
_SIGNS: Final = frozenset("#%&*@[\\]_{}")
"""Punctuation that says something, as all symbols of Unicode do: ``C#`` is not ``C``."""
_CASELESS: Final = "Lo"
"""The Unicode category of letters without case: most scripts that have them part no words by spaces, or join some."""
_KINDS: Final = {"audio": "a sound", "video": "a film"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the key: what all masks of one number hide."""

    number: int
    """As Anki counts its cards."""
    label: str
    """What stands on the masks in print and on the web: from 1 on, without gaps."""
    texts: tuple[Fragment, ...]
    """Inline, in the order of the source, each once."""


def key(masks: Sequence[RenderedMask]) -> tuple[Entry, ...]:
    """Return the key of *masks*, by their numbers."""
    texts: dict[int, list[Fragment]] = {}
    for one in sorted(masks, key=number_of):
        known = texts.setdefault(number_of(one), [])
        known += [one.text] if one.text not in known else []
    return tuple(Entry(number, str(at), tuple(said)) for at, (number, said) in enumerate(texts.items(), start=1))


def number_of(rendered: RenderedMask) -> int:
    """Return the number of a mask, which collecting gave it where the author wrote none."""
    if rendered.mask.number is None:
        raise ValueError("a mask without a number")
    return rendered.mask.number


def masked(image: str, masks: Sequence[RenderedMask], width: str = "", *, hides: str = "") -> str:
    """Return *image*, an HTML image, with *masks* over it, each with its label from the `key`.

    Style sheets give the masks their looks: ``.masked`` is as large as its image, *width* wide if that is said, and
    ``.masks`` lies on it. *hides* says what a learner does not see, ``one`` of them or ``all``. What they say stands in
    the key again, so a screen reader is spared it here.
    """
    labels = {entry.number: entry.label for entry in key(masks)}
    regions = " ".join(
        f'<span data-number="{number_of(one)}" style="{_place(one)}"><b>{labels[number_of(one)]}</b></span>'
        for one in masks
    )
    size = f' style="width:{width}"' if width else ""
    said = f' data-hide="{hides}"' if hides else ""
    return f'<div class="masked"{said}{size}>{image}<div class="masks" aria-hidden="true">{regions}</div></div>'


def described(figure: Figure, masks: Sequence[RenderedMask]) -> Figure:
    """Return *figure* with alternative text in any case: the author's, or words that say what it is."""
    count = "a mask" if len(masks) == 1 else f"{len(masks)} masks"
    return figure if figure.alt else replace(figure, alt=f"Picture with {count}")


def figure_of(fragment: Fragment) -> Figure | None:
    """Return the picture in *fragment*, that of an occlusion card; None where a fault has left none."""
    return next((part for part in fragment.parts if isinstance(part, Figure)), None)


def picture(card: Card, fragment: Fragment) -> tuple[Fragment, tuple[Diagnostic, ...]]:
    """Return the picture of *card*, rendered as *fragment*, without words that tell; and what the author should know.

    Where header, alternative text or title say what a mask hides, that is a warning; the latter two are left away.
    """
    figure, place = figure_of(fragment), span(card.image) if card.image else card.span
    told = list(_told(span(card.question), "header of this card", plain(card.question), card, is_left=False))
    if figure is None:
        if fragment:
            message = "This image has no address, so there is nothing for masks to lie on."
            hint = "Write the address behind it, `![alt](image)`, or define its reference."
            told.append(Diagnostic(faults.OCCLUSION_INVALID, place, message, hint))
        return Fragment(), tuple(told)
    if figure.medium.kind != "image":
        message = f"Masks lie on an image, and this is {_KINDS[figure.medium.kind]}."
        hint = "Name an image, or ask for what is heard or seen by a `Q:` card."
        return Fragment(), (*told, Diagnostic(faults.OCCLUSION_INVALID, place, message, hint))
    of_alt = list(_told(place, "alternative text of this image", figure.alt, card, is_left=True))
    of_title = list(_told(place, "title of this image", figure.title, card, is_left=True))
    quiet = replace(figure, alt="" if of_alt else figure.alt, title="" if of_title else figure.title)
    return Fragment((quiet,)), (*told, *of_alt, *of_title)


def sounding(masks: Sequence[RenderedMask]) -> Iterator[Diagnostic]:
    """Yield a fault for each sound and film in what *masks* hide: Anki plays all that stand on the back of a card."""
    for figure in (part for mask in masks for part in mask.text.parts if isinstance(part, Figure)):
        if figure.medium.kind != "image":
            message = f"A mask hides {_KINDS[figure.medium.kind]}, and Anki would play it on the cards of all masks."
            hint = "Put it below the list, into the detail, or ask for what is heard or seen by a `Q:` card."
            yield Diagnostic(faults.OCCLUSION_INVALID, figure.span, message, hint)


def tells(words: str, answer: str) -> bool:
    """Say whether *words* hold *answer*, both plain text, word for word; a single letter counts with its case."""
    known, wanted = _words(words), _words(answer)
    if not wanted:
        return False
    if any(unicodedata.category(character) == _CASELESS for word in wanted for character in word):
        return "".join(wanted) in "".join(known)
    return any(known[at : at + len(wanted)] == wanted for at in range(len(known) - len(wanted) + 1))


def _told(place: Span, where: str, words: str, card: Card, *, is_left: bool) -> Iterator[Diagnostic]:
    """Yield the warning that the *words* at *where* hold an answer of *card*, if they do; *is_left* if they go."""
    if answers := [answer for answer in _answers(card) if tells(words, answer)]:
        said = ", ".join(f"“{answer}”" for answer in answers)
        left = ", and is left away" if is_left else ", which a mask hides"
        yield Diagnostic(
            faults.OCCLUSION_TOLD, place, f"The {where} tells {said}{left}.", "Say it without these words."
        )


def _answers(card: Card) -> tuple[str, ...]:
    """Return what the masks of *card* hide, as plain text, each once."""
    return tuple(dict.fromkeys(plain(mask.text, inline=True) for mask in card.masks))


def _words(text: str) -> list[str]:
    """Return the words and signs of *text* as they are compared."""
    said = "".join(c if c.isalnum() or _is_sign(c) else " " for c in unicodedata.normalize("NFKC", text))
    return [word if len(word) == 1 else word.casefold() for word in _WORD.findall(said)]


def _is_sign(character: str) -> bool:
    """Say whether *character*, neither letter nor digit, is more than punctuation."""
    return character in _SIGNS or unicodedata.category(character).startswith("S")


def _place(rendered: RenderedMask) -> str:
    """Return the place and shape of a mask as a style."""
    mask = rendered.mask
    sides = ("left", mask.left), ("top", mask.top), ("width", mask.width), ("height", mask.height)
    round_ = ";border-radius:50%" if mask.shape == "ellipse" else ""
    return ";".join(f"{name}:{length:g}%" for name, length in sides) + round_
