"""Print constraints with every run-time dependency at its lower bound, and all else as constraints.txt has it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def normalised(name: str) -> str:
    """Return a distribution's name as all its spellings have it (PyPA, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lower_bounds(pyproject: str) -> dict[str, str]:
    """Return the lowest version that is allowed of each run-time dependency, by normalised name.

    Raises `ValueError` for a dependency that has no lower bound.
    """
    bounds = {}
    for requirement in tomllib.loads(pyproject)["project"]["dependencies"]:
        match = re.match(r"([\w.-]+)>=([\w.]+)", requirement)
        if match is None:
            message = f"no lower bound: {requirement}"
            raise ValueError(message)
        bounds[normalised(match[1])] = match[2]
    return bounds


def main() -> None:
    """Print them, one a line."""
    bounds = lower_bounds((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        print(f"{name}=={bounds.get(normalised(name), version)}" if version else line)


if __name__ == "__main__":
    main()
