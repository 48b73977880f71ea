"""Make `python -m builder` the same command as `build`."""

from __future__ import annotations

from builder.cli import main

if __name__ == "__main__":
    main(prog_name="build")
