"""The study sheet: all questions with their answers and recall cards, to read and to print."""

from builder.pdf.sheet.make import sheet

__all__ = ["sheet"]
