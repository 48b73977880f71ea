"""A file without colour: nothing in it is anything but grey, and every contrast is what it was."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from builder.pdf.binding.grey import drained_picture, luminance, make_grey
from builder.theme.tokens import LIGHT
from tests.pdf import referee

if TYPE_CHECKING:
    from pathlib import Path

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><defs>
<linearGradient id="a"><stop offset="0" stop-color="red"/><stop offset=".4" stop-color="lime" stop-opacity=".5"/>
<stop offset="1" stop-color="blue"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="gold"/><stop offset="1" stop-color="purple"/></radialGradient>
<pattern id="c" width="9" height="9" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3" fill="teal"/></pattern>
<mask id="d"><rect width="200" height="100" fill="#888"/></mask></defs>
<rect width="60" height="60" fill="url(#a)" stroke="url(#b)" stroke-width="4"/>
<circle cx="100" cy="40" r="30" fill="url(#b)" opacity=".7"/>
<rect x="140" width="60" height="60" fill="url(#c)" stroke="crimson"/>
<g mask="url(#d)"><rect x="0" y="70" width="200" height="20" fill="navy"/></g></svg>"""
STYLE = """
.ink { color: #1d5fa8; background: oklch(0.9 0.05 200) } .lab { color: lab(40% 60 30); border: 2px solid orange }
.print { color: device-cmyk(0 1 1 0.2) } .see { background: rgb(255 0 0 / 30%); box-shadow: 2px 2px 4px green }
"""


def picture(mode: str, kind: str) -> str:
    """Return a picture of many colours, in one of Pillow's *mode*s, as an address."""
    made = Image.new("RGB", (60, 40))
    made.putdata([(4 * x, 6 * y, 255 - 4 * x) for y in range(40) for x in range(60)])
    if mode == "RGBA":
        made.putalpha(Image.linear_gradient("L").resize(made.size))
    data = BytesIO()
    made.convert(mode).save(data, kind)
    return f"data:image/{kind.lower()};base64,{b64encode(data.getvalue()).decode()}"


@pytest.fixture(name="colourful", scope="module")
def _colourful() -> bytes:
    """Return a page with each way in which WeasyPrint writes a colour."""
    from weasyprint import HTML

    pictures = [picture("RGB", "PNG"), picture("RGBA", "PNG"), picture("P", "PNG"), picture("RGB", "JPEG"),
                picture("CMYK", "JPEG"), picture("L", "PNG")]  # fmt: skip
    drawing = f"data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}"
    images = "".join(f'<img alt="x" src="{address}">' for address in (*pictures, drawing))
    html = f'<html lang="en"><title>t</title><style>{STYLE}</style><p class="ink">ink <a href="#x">link</a></p>'
    html += f'<p class="lab">lab</p><p class="print">print</p><p class="see" id="x">see</p>{images}'
    data: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return data


@pytest.fixture(name="drained", scope="module")
def _drained(colourful: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file with that page, made grey."""
    path = tmp_path_factory.mktemp("grey") / "grey.pdf"
    with pikepdf.open(BytesIO(colourful)) as pdf:
        make_grey(pdf)
        pdf.save(path, deterministic_id=True)
    return path


def test_no_pixel_has_a_colour(drained: Path) -> None:
    """Text, borders, shadows, gradients, patterns, masks and pictures are drawn in grey, and the file is sound."""
    referee.assert_grey(drained)
    referee.assert_sound(drained)


def test_no_operator_and_no_image_has_a_colour(drained: Path) -> None:
    """All that is left of colour spaces is DeviceGray, in content, images, shadings and groups alike."""
    with pikepdf.open(drained) as pdf:
        contents: list[pikepdf.Object] = [page.obj for page in pdf.pages]
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                continue
            if item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1:
                contents.append(item)
            assert item.get("/ColorSpace", pikepdf.Name.DeviceGray) == pikepdf.Name.DeviceGray
            assert item.get("/Group", pikepdf.Dictionary()).get("/CS", "/DeviceGray") == "/DeviceGray"
        operators = {str(step.operator) for each in contents for step in pikepdf.parse_content_stream(each)}
    assert operators.isdisjoint({"rg", "RG", "k", "K", "sc", "SC"})
    assert {"g", "G"} <= operators


def test_masks_of_pictures_stay(colourful: bytes, drained: Path) -> None:
    """A picture that is transparent in part stays so."""

    def masks(pdf: pikepdf.Pdf) -> int:
        return sum("/SMask" in item for item in pdf.objects if isinstance(item, pikepdf.Stream))

    with pikepdf.open(BytesIO(colourful)) as before, pikepdf.open(drained) as after:
        assert masks(before) == masks(after) > 0


def test_same_file_same_bytes(colourful: bytes, drained: Path) -> None:
    """Taking the colour out twice gives one file."""
    again = BytesIO()
    with pikepdf.open(BytesIO(colourful)) as pdf:
        make_grey(pdf)
        pdf.save(again, deterministic_id=True)
    assert again.getvalue() == drained.read_bytes()


def test_white_is_the_paper_and_black_is_black(drained: Path) -> None:
    """The ground stays white, and what was black is."""
    document = pypdfium2.PdfDocument(drained)
    page = document[0].render(scale=1).to_pil().convert("L")
    document.close()
    assert page.getpixel((2, 2)) == 255
    assert luminance(0, 0, 0) == 0
    assert luminance(1, 1, 1) == pytest.approx(1)


@pytest.mark.parametrize("colour", [(255, 0, 0), (0, 255, 0), (0, 0, 255), (29, 95, 168), (128, 128, 128)])
def test_a_pixel_is_as_light_as_it_was(colour: tuple[int, int, int]) -> None:
    """The grey of a colour has its relative luminance, as near as 256 greys allow."""
    (grey,) = drained_picture(Image.new("RGB", (1, 1), colour)).tobytes()
    wanted = luminance(*(value / 255 for value in colour))
    below, above = (luminance(*[max(0, grey + step) / 255] * 3) for step in (-1, 1))
    assert below <= wanted <= above


@pytest.mark.parametrize("name", sorted(name for name, value in LIGHT.items() if value.startswith("#")))
def test_contrast_is_kept(name: str) -> None:
    """A colour of the theme has, as a grey, the same contrast to white as before, to a fiftieth."""
    value = LIGHT[name].removeprefix("#")
    value = "".join(2 * digit for digit in value) if len(value) == 3 else value
    colour = tuple(int(value[at : at + 2], 16) for at in (0, 2, 4))
    (grey,) = drained_picture(Image.new("RGB", (1, 1), colour)).tobytes()
    before, after = (1.05 / (luminance(*parts) + 0.05) for parts in ([v / 255 for v in colour], [grey / 255] * 3))
    assert after == pytest.approx(before, rel=0.02)
