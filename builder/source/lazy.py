"""Lazy continuation: an unindented line that goes on with a paragraph of a list or quote (CommonMark 5.1)."""

from __future__ import annotations

from builder.source import lines


class Lazy:
    """Whether the last line seen is text of a paragraph, which an unindented line would continue."""

    def __init__(self) -> None:
        """Begin before any line."""
        self.is_open = False
        self.fence = ""

    def see(self, line: str) -> None:
        """Take the next *line* into account, without the indentation of its container."""
        bare = line.lstrip(" \t>")
        if self.fence:
            if bare.rstrip().strip(self.fence[0]) == "" and bare.startswith(self.fence):
                self.fence = ""
            self.is_open = False
        elif found := lines.FENCE.match(bare):
            self.fence = found[2]
            self.is_open = False
        else:
            is_code = not self.is_open and lines.INDENTED.match(line)
            is_other = is_code or lines.HEADING.match(bare) or lines.RULE.match(bare)
            self.is_open = bool(bare.strip()) and not is_other
