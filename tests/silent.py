"""Someone who wants to know nothing of a build."""

from __future__ import annotations


class Silent:
    """Wants to know nothing of a build's stages."""

    def begin(self, stage: str) -> None:
        """Do nothing."""

    def end(self, stage: str, did: str, seconds: float) -> None:
        """Do nothing."""
