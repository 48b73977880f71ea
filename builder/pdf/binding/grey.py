"""A PDF without colour: all that is drawn, shaded or pictured becomes as light a grey as it was.

As light means of the same relative luminance, Y = 0.2126 R + 0.7152 G + 0.0722 B of linear light (WCAG 2.2, "relative
luminance"; ITU-R BT.709), so every contrast that the colours had is kept. A component c of sRGB is, in linear light,
c/12.92 up to 0.04045, else ((c + 0.055)/1.055)^2.4 (IEC 61966-2-1).

Sources: ISO 32000-1, 8.6 (colour spaces), 8.7.4 (shadings), 8.9.5 (images), table 74 (operators).
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf
    from PIL.Image import Image

_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)
_STEPS: Final = 65_535
"""In so many steps the light of a pixel is counted."""

_QUALITY: Final = 92
"""Of a photograph that is compressed anew, in the numbers of JPEG."""

_BARE: Final = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
"""Operators that set a colour together with its space: of areas; in capitals, of lines."""

_COMPONENTS: Final = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
"""What a space with a profile is all but equal to, by the number of its components."""


def make_grey(pdf: pikepdf.Pdf) -> None:
    """Take all colour out of *pdf*: its pages, forms, patterns, shadings and images. What is grey stays as it is."""
    from pikepdf import Dictionary, Stream

    for page in pdf.pages:
        page.Contents = pdf.make_stream(_drained(page.obj, page.resources))
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            _drain(item)
    # Many pages share these, so they go last.
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Stream)):
            for holder in (item, item.get("/Resources", Dictionary())):
                if isinstance(holder.get("/ColorSpace"), Dictionary):
                    del holder["/ColorSpace"]


def _drain(item: Any) -> None:  # noqa: ANN401 (pikepdf's objects are of any type)
    """Take the colour out of *item*, an object of the file that is no page."""
    from pikepdf import Array, Dictionary, Name

    if item.get("/Subtype") == Name.Image:
        _drain_image(item)
    elif item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1:
        item.write(_drained(item, item.get("/Resources", Dictionary())))
    elif "/ShadingType" in item:
        _drain_shading(item)
    elif item.get("/Type") == Name.Annot and len(item.get("/C", ())) > 1:
        item.C = Array([_grey(_COMPONENTS[len(item.C)], list(item.C))])
    if "/CS" in item.get("/Group", Dictionary()):
        item.Group.CS = Name.DeviceGray


def luminance(red: float, green: float, blue: float) -> float:
    """Return the relative luminance, 0 to 1, of the sRGB colour whose components, 0 to 1, are given."""
    return sum(weight * _linear(value) for weight, value in zip(_WEIGHTS, (red, green, blue), strict=True))


def _linear(value: float) -> float:
    """Return the light of a component of sRGB."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    """Return the component of sRGB that has so much *light*; the inverse of `_linear`."""
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _grey(space: Any, values: Iterable[Any]) -> float:  # noqa: ANN401
    """Return the grey, 0 to 1, of the colour *values* in *space*, a name or an array."""
    numbers = [float(value) for value in values]
    family = _family(space)
    if family == "/DeviceGray":
        return numbers[0]
    if family == "/Lab":
        # Its lightness alone says how light it is (ISO 32000-1, 8.6.5.4).
        step = (numbers[0] + 16) / 116
        light = step**3 if step > 6 / 29 else 108 / 841 * (step - 4 / 29)
    elif family == "/DeviceCMYK":
        ink = numbers[3]
        light = luminance(*((1 - part) * (1 - ink) for part in numbers[:3]))
    else:
        light = luminance(*numbers)
    return round(_encoded(light), 4)


def _family(space: Any) -> str:  # noqa: ANN401
    """Return the name of what *space* is, or is all but equal to.

    Raises:
        ValueError: It is none that WeasyPrint writes.

    """
    from pikepdf import Array

    name = str(space[0] if isinstance(space, Array) else space)
    if name == "/ICCBased":
        name = _COMPONENTS[int(space[1].N)]
    if name not in {*_COMPONENTS.values(), "/Lab", "/Pattern"}:
        raise ValueError(f"a colour space that WeasyPrint does not write: {name}")
    return name


def _drained(holder: Any, resources: Any) -> bytes:  # noqa: ANN401
    """Return what *holder*, a page or a stream, draws with *resources*, without its colours."""
    from pikepdf import ContentStreamInstruction, Operator, parse_content_stream, unparse_content_stream

    known = resources.get("/ColorSpace", {})
    spaces = {"areas": "/DeviceGray", "lines": "/DeviceGray"}
    kept: list[dict[str, Any]] = []
    drained: list[Any] = []
    for step in parse_content_stream(holder):
        name = str(step.operator)
        what = "lines" if name.isupper() else "areas"
        kind = name.lower()
        grey: float | None = None
        if name == "q":
            kept.append(dict(spaces))
        elif name == "Q" and kept:
            spaces = kept.pop()
        elif kind in _BARE:
            spaces[what] = _BARE[kind]
            grey = _grey(_BARE[kind], step.operands) if kind != "g" else None
        elif kind == "cs":
            space = step.operands[0]
            spaces[what] = known.get(str(space), space)
            # A space begins with its black.
            grey = 0 if _family(spaces[what]) != "/Pattern" else None
        elif kind in {"sc", "scn"} and _family(spaces[what]) != "/Pattern":
            grey = _grey(spaces[what], step.operands)
        if grey is None:
            drained.append(step)
        else:
            drained.append(ContentStreamInstruction([grey], Operator("G" if what == "lines" else "g")))
    return unparse_content_stream(drained)


def _drain_shading(shading: Any) -> None:  # noqa: ANN401
    """Take the colour out of *shading*: out of its ends, between which it is as even as before."""
    from pikepdf import Array, Name

    space = shading.ColorSpace
    if _family(space) != "/DeviceGray":
        shading.Function = _drained_function(shading.Function, space)
        shading.ColorSpace = Name.DeviceGray
        if "/Background" in shading:
            shading.Background = Array([_grey(space, list(shading.Background))])


def _drained_function(function: Any, space: Any) -> Any:  # noqa: ANN401
    """Return *function*, from a number to a colour of *space*, as one to its grey.

    It is one between two colours, or made of such (ISO 32000-1, 7.10.3 and 7.10.4).
    """
    from pikepdf import Array, Dictionary

    drained = Dictionary({key: function[key] for key in function.keys()})  # noqa: SIM118 (no dict)
    if function.FunctionType == 3:
        drained.Functions = Array([_drained_function(part, space) for part in function.Functions])
    else:
        drained.C0 = Array([_grey(space, list(function.C0))])
        drained.C1 = Array([_grey(space, list(function.C1))])
    return drained


def _drain_image(image: Any) -> None:  # noqa: ANN401
    """Take the colour out of *image*; its mask, if it has one, is grey already."""
    from pikepdf import Name, PdfImage

    if "/ColorSpace" not in image or image.ColorSpace == Name.DeviceGray:
        return
    is_photograph = Name.DCTDecode in (image.Filter if isinstance(image.Filter, list) else [image.Filter])
    picture = drained_picture(PdfImage(image).as_pil_image())
    if is_photograph:
        data = BytesIO()
        picture.save(data, "JPEG", quality=_QUALITY)
        image.write(data.getvalue(), filter=Name.DCTDecode)
    else:
        image.write(zlib.compress(picture.tobytes()), filter=Name.FlateDecode)
    image.ColorSpace = Name.DeviceGray
    image.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms"):
        if key in image:
            del image[key]


def drained_picture(picture: Image) -> Image:
    """Return *picture* in 256 greys, each pixel as light as it was."""
    from PIL import ImageMath

    shares = [[round(weight * _linear(value / 255) * _STEPS) for value in range(256)] for weight in _WEIGHTS]
    bands = [band.point(share, "I") for band, share in zip(picture.convert("RGB").split(), shares, strict=True)]
    red, green, blue = bands
    light: Image = ImageMath.lambda_eval(lambda known: known["red"] + known["green"] + known["blue"],
                                  red=red, green=green, blue=blue)  # fmt: skip
    greys = [round(255 * _encoded(step / _STEPS)) for step in range(_STEPS + 1)]
    return light.point(greys, "L")
