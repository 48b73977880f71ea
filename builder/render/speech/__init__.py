"""Formulas read aloud, in English: a walk through their MathML.

`form` makes a tree of what belongs together; the other modules each say one kind of part.
"""

from __future__ import annotations

from builder.render.speech.say import speak, spoken, unspoken

__all__ = ["speak", "spoken", "unspoken"]
