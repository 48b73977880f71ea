"""The process that asks Anki: a folder to work in, the old package where there is one, the new one; JSON comes out."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from builder.verify.examine import examine
from builder.verify.learner import CannotRead
from builder.verify.process import REFUSED
from builder.verify.report import report_json


def main() -> int:
    """Write the report of the packages named on the command line, or the sentence why there is none."""
    folder, *packages = map(Path, sys.argv[1:])
    old = packages[0] if len(packages) > 1 else None
    code = 0
    # Whatever Anki prints must not stand before the JSON.
    with redirect_stdout(sys.stderr):
        try:
            said = report_json(examine(old, packages[-1], folder))
        except CannotRead as error:
            said, code = json.dumps(str(error)), REFUSED
    sys.stdout.write(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
