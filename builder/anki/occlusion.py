"""The fields of an image occlusion note, as Anki's own editor writes and reads them.

| field | holds |
|---|---|
| Occlusion | each mask as a cloze with its place, in parts of the picture's width and height (`imageocclusion.rs`) |
| Image | the picture, one ``<img>`` |
| Header | the question |
| Back Extra | what the masks hide, each in a cloze of the same number |
| Comments | the detail, with the footnotes of the whole note behind it |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.render.fragment import BlankEnd, BlankStart, Fragment, dress
from builder.render.occlusion import key, number_of

if TYPE_CHECKING:
    from builder.anki.dress import Side
    from builder.render.fragment import RenderedMask, RenderedNote

_DIGITS: Final = 4
"""Behind the point, as Anki writes them: exact to a pixel for pictures up to 10,000 px wide."""
_WHOLE: Final = 100.0
_HIDE_ALL: Final = "hide-all"


def occlusion(rendered: RenderedNote, front: Side, back: Side) -> dict[str, str]:
    """Return what the note type *Occlusion* has of its own; *front* and *back* dress its texts.

    The detail is the caller's, for the footnotes of the whole note follow it.
    """
    hides_all = _HIDE_ALL in rendered.note.card.attributes.classes
    return {
        "Occlusion": "<br>".join(_cloze(mask, hides_all=hides_all) for mask in rendered.masks),
        "Image": dress(rendered.image, front),
        "Header": dress(rendered.question, front),
        "Back Extra": _answers(rendered, back),
    }


def _cloze(rendered: RenderedMask, *, hides_all: bool) -> str:
    """Return a mask as Anki reads it; ``oi`` hides it on the cards of the other masks, too."""
    mask = rendered.mask
    places = {"left": mask.left, "top": mask.top}
    if mask.shape == "ellipse":
        places |= {"rx": mask.width / 2, "ry": mask.height / 2}
    else:
        places |= {"width": mask.width, "height": mask.height}
    said = "".join(f":{name}={_part(value)}" for name, value in places.items())
    return f"{{{{c{number_of(rendered)}::image-occlusion:{mask.shape}{said}{':oi=1' if hides_all else ''}}}}}"


def _part(per_cent: float) -> str:
    """Return *per_cent* as a part of one, short: ``.12``."""
    return f"{per_cent / _WHOLE:.{_DIGITS}f}".strip("0").removesuffix(".") or "0"


def _answers(rendered: RenderedNote, back: Side) -> str:
    """Return what the masks hide as a list of clozes."""
    items = (
        dress(Fragment((BlankStart((entry.number,)), *text.parts, BlankEnd((entry.number,))), text.footnotes), back)
        for entry in key(rendered.masks)
        for text in entry.texts
    )
    return f'<ul class="key">{"".join(f"<li>{item}</li>" for item in items)}</ul>'
