"""Formulas in the forms of the three media: MathML for the screen, SVG for print, MathJax's LaTeX for Anki."""

from __future__ import annotations

from builder.render.mathcheck import check
from builder.render.mathjax import mathjax
from builder.render.mathml import mathml
from builder.render.mathsvg import MathSvg, svg

__all__ = ["MathSvg", "check", "mathjax", "mathml", "svg"]
