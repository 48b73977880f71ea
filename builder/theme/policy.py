"""What a page of ours may load and run: only what is in the file (Content Security Policy Level 3)."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


SITE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; form-action 'none'"
)
"""The policy of a page that is one of many files: it allows files from where it came itself, and nothing inline."""


def policy(scripts: Iterable[str], styles: Iterable[str] | None = None) -> str:
    """Return the policy that allows inline *scripts* and *styles* by their digests, and data inside the file.

    Without *styles* all inline ones are allowed. Nothing else is loaded or run, and no form is sent.
    """
    allowed = "'unsafe-inline'" if styles is None else _digests(styles)
    directives = (
        "default-src 'none'",
        f"script-src {_digests(scripts)}",
        f"style-src {allowed}",
        "img-src data:",
        "media-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(directives)


def _digests(texts: Iterable[str]) -> str:
    """Return the source expressions of inline elements that hold *texts* (2.3.1), each once."""
    return " ".join(dict.fromkeys(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts))
