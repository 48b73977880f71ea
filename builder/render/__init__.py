"""From Markdown to neutral fragments, and from these to each medium: text, math, code, media."""
