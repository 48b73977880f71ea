"""`build verify`: before a release, Anki itself says what becomes of its learners' reviews and edits.

Each learner is a throw-away collection in a process of its own (`python -m builder.verify`): a newcomer, one who
studies the old package, and one who also edits every note of it. All of them import the new one with Anki's default
options, and what they then have is compared with what they should. `anki` is AGPL, an extra, and never imported by
the process that builds.
"""

from builder.verify.process import CannotVerify, lacking, verify
from builder.verify.report import Finding, Report, report_json
from builder.verify.words import report_lines

__all__ = ["CannotVerify", "Finding", "Report", "lacking", "report_json", "report_lines", "verify"]
