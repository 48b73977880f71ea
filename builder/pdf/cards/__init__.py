"""Cards to cut out: fronts and backs in register, for any printer."""

from builder.pdf.cards.make import cards

__all__ = ["cards"]
