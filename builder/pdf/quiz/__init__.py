"""The quiz: questions with room to write, and the key to them."""

from builder.pdf.dress.telling import key_anchor, question_anchor
from builder.pdf.quiz.choose import drawn
from builder.pdf.quiz.make import quiz

__all__ = ["drawn", "key_anchor", "question_anchor", "quiz"]
