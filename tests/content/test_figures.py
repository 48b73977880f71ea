"""Every figure of the shipped deck is drawn by the script beside it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

FIGURES = Path(__file__).parents[2] / "content" / "figures"
DRAWN = sorted(FIGURES.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 16
"""Font size, in units of a figure 640 units wide: some 9 CSS pixels on a phone, 10 points on A4."""


def test_each_figure_has_its_script_and_its_place() -> None:
    """There are figures, each has its script, each script its figure, and some chapter shows each."""
    names = {path.stem for path in DRAWN}
    assert len(names) >= 8
    assert names == {path.stem for path in FIGURES.glob("*.py")}
    chapters = "".join(path.read_text(encoding="utf-8") for path in FIGURES.parent.glob("*.md"))
    assert names == set(re.findall(r"\]\(figures/([\w-]+)\.svg\)", chapters))


@pytest.mark.parametrize("figure", DRAWN, ids=lambda path: path.stem)
def test_a_script_draws_its_figure_again(figure: Path, tmp_path: Path) -> None:
    """The script, run elsewhere and without anything but the standard library, writes the same bytes."""
    script = Path(shutil.copy(figure.with_suffix(".py"), tmp_path))
    subprocess.run([sys.executable, "-I", "-S", script], cwd=tmp_path, check=True, capture_output=True)
    assert script.with_suffix(".svg").read_bytes() == figure.read_bytes()


@pytest.mark.parametrize("figure", DRAWN, ids=lambda path: path.stem)
def test_a_figure_can_be_read_anywhere(figure: Path) -> None:
    """A figure has a title and a description, a ground of its own, and no text too small for paper."""
    root = ET.fromstring(figure.read_bytes())  # noqa: S314  # our own file
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    ground = next(root.iter(f"{SVG}rect"))
    assert ground.get("fill") == "#ffffff"
    assert root.get("viewBox") == f"0 0 {ground.get('width')} {ground.get('height')}"
    sizes = [float(size) for part in root.iter() if (size := part.get("font-size"))]
    assert sizes
    assert min(sizes) >= SMALLEST
