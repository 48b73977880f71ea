"""What the check before a release found, as a value; it travels between the two processes as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

_SCHEMA: Final = 1


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that goes wrong, or that an author should know of."""

    code: str
    """What kind of thing, for programs: a key of `builder.verify.words.CURES`."""
    card: str
    """Id of the card (of a note without the field Id, the beginning of its first field); empty where it is none."""
    message: str
    """One sentence that names the thing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes of the learners of an old package who import a new one.

    Where nothing else is said a number counts what the learner has who studies and edits nothing.
    """

    anki: str
    """Version of Anki that was asked."""
    old: str
    """Path as it was given; empty when the new package was imported twice."""
    new: str
    notes_before: int
    notes_after: int
    cards_before: int
    cards_after: int
    added: int
    """Notes that are new to the learner."""
    updated: int
    unchanged: int
    conflicting: int
    """Notes that Anki does not update, for their note type has other fields or templates now."""
    gone: int
    """Notes of the old package that the new one does not hold; learners keep them."""
    lost: int
    """Notes of which a review or the scheduling of a card is gone, or stands with another card now."""
    elsewhere: int
    """Known cards that the new package holds in another deck; Anki leaves them where they are."""
    older_form: int
    """Notes that newcomers see a little differently, though what the author wrote is the same."""
    reviews: int
    """Reviews of both learners before the new package came."""
    reviews_kept: int
    edits: int
    """Notes that the editing learner had changed."""
    edits_kept: int
    edits_replaced: int
    """By a later change of the author."""
    held_back: int
    """Changes of the author that are older than the editing learner's own, so that Anki keeps the learner's."""
    failures: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Say whether learners lose nothing, and get all that they should."""
        return not self.failures


def report_json(report: Report) -> str:
    """Return *report* as a JSON object: its fields, whether it is ``ok``, and the version of this form, ``schema``."""
    whole = {"schema": _SCHEMA, "ok": report.ok} | asdict(report)
    return json.dumps(whole, ensure_ascii=False, indent=2)


def read_report(text: str) -> Report:
    """Return the report that `report_json` wrote.

    Raises `ValueError` where *text* is not JSON, `KeyError` or `TypeError` where it is no report.
    """
    whole = json.loads(text)
    failures, warnings = ([Finding(**row) for row in whole.pop(key)] for key in ("failures", "warnings"))
    del whole["schema"], whole["ok"]
    return Report(**whole, failures=tuple(failures), warnings=tuple(warnings))
