"""Markdown questions and answers, turned into an Anki deck, printed sheets and a web handout."""

from typing import Final

__version__: Final = "0.1.0"
