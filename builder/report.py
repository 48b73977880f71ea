"""What a build says, as text for people and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from builder.diagnostics import Severity
from builder.manifest import folder_of
from builder.source.files import position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from builder.diagnostics import Diagnostic
    from builder.manifest import Entry, Mixed, Outdated
    from builder.source.files import Folder, Source
    from builder.stages import Options, Outcome

_ACTING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What acts on a terminal, or on whoever reads the lines of a log, instead of being seen."""
_WHAT: Final = {
    "anki": "package",
    "sheet": "study sheet",
    "cards": "sheets to cut out",
    "quiz": "quiz",
    "quiz-key": "key of the quiz",
    "handout": "handout",
}
_MOST: Final = 5
"""Files that are told one by one as wrong."""
_COMMANDS: Final = {
    "anki": "anki",
    "sheet": "pdf sheet",
    "cards": "pdf cards",
    "quiz": "pdf quiz",
    "quiz-key": "pdf quiz",
    "handout": "html",
}
"""What builds an output."""


def diagnostic_lines(diagnostics: tuple[Diagnostic, ...], folder: Folder, content: Path) -> Iterator[str]:
    """Yield each diagnostic as ``path:line:column: severity[code]: sentence. Hint.``."""
    files = _files(folder)
    for one in diagnostics:
        said = f"{one.rule.severity.value}[{one.rule.code}]: {one.message}"
        yield _one_line(f"{_place(one, files, content)}: {said} {one.hint}".rstrip())


def _one_line(said: str) -> str:
    """Return *said* with escapes for what would not be seen: the name of a stranger's file may hold anything."""
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode(), said)


def diagnostics_json(diagnostics: tuple[Diagnostic, ...], folder: Folder, content: Path) -> str:
    """Return the diagnostics as a JSON array; lines and columns count from 1."""
    files = _files(folder)
    rows = []
    for one in diagnostics:
        line, column, end_line, end_column = _extent(one, files)
        rows.append(
            {
                "path": (content / one.span.path).as_posix(),
                "line": line,
                "column": column,
                "endLine": end_line,
                "endColumn": end_column,
                "severity": one.rule.severity.value,
                "code": one.rule.code,
                "message": one.message,
                "hint": one.hint,
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many errors, warnings and notes there are, in words; nothing where there are none."""
    grades = Counter(one.rule.severity for one in diagnostics)
    return ", ".join(_count(grades[grade], grade.value) for grade in Severity if grades[grade])


def made_lines(outcome: Outcome, options: Options) -> Iterator[str]:
    """Yield what a build made, file by file, the account, and what becomes of the lock."""
    dist = options.dist
    if outcome.mixed and outcome.entries:
        yield _mixed(outcome.mixed, dist)
    if not outcome.entries:
        return
    chapters = _count(len(outcome.loaded.deck.chapters), "chapter")
    yield f"{outcome.loaded.deck.config.name}: {_count(len(outcome.loaded.deck.notes), 'card')} in {chapters}"
    made = list(_folded(outcome.entries))
    names = {entry.name: f"{dist / entry.name}{'/' if files else ''}" for entry, files in made}
    width = max(len(name) for name in names.values())
    for entry, files in made:
        more = [_count(files, "file")] if files else []
        more.append(_size(entry.size))
        if entry.pages is not None:
            more.append(_pages(entry.pages, outcome.sheets.get(entry.name)))
        if entry.name in outcome.cards:
            more.append(f"{_count(outcome.cards[entry.name], 'card')} to review")
        yield f"  {names[entry.name]:<{width}}  {', '.join(more)}"
    yield (
        "Opened again, the files hold "
        + "; ".join(f"{entry.found} of {entry.expected} cards in the {_WHAT[entry.output]}" for entry, _ in made)
        + "."
    )
    if options.renews and not options.locked and outcome.loaded.folder.lock is None:
        yield f"{options.content / 'deck.lock'} is new: commit it with the content, for it remembers who each card is."
    elif outcome.lock_changed:
        yield f"{options.content / 'deck.lock'} has changed: commit it with the content."
    if outcome.outdated:
        yield from _outdated(outcome.outdated, outcome.loaded.deck.config.outputs)


def _pages(pages: int, sheets: int | None) -> str:
    """Return how many *pages* a file has, and how many *sheets* of paper they take where that is not the same."""
    return _count(pages, "page") + (f" on {_count(sheets, 'sheet')}" if sheets is not None else "")


def _outdated(found: Outdated, outputs: Sequence[str]) -> Iterator[str]:
    """Yield which files do not go with the others, and what to do; *outputs* are those that `build all` makes."""
    if found.content:
        yield f"Older than the content now: {_names(found.content)}. {_anew(found.content, outputs)}"
    if found.settings:
        forms = [entry for entry in found.settings if entry.output == "handout"]
        others = [entry for entry in found.settings if entry.output != "handout"]
        if forms:
            # A handout in one file, or in a folder, beside the other that the settings in force make.
            flag = "--split" if folder_of(forms[0].name) else "--no-split"
            cure = f"`build html {flag}` makes it anew; delete it if nobody needs it."
            yield f"Made with other settings than now: {_names(forms)}. {cure}"
        if others:
            yield f"Made with other settings than now: {_names(others)}. {_anew(others, outputs)}"
    if found.left:
        yield f"Left from an older build, and no part of the set any more: {_names(found.left)}. Delete it."


def _folded(entries: Iterable[Entry]) -> Iterator[tuple[Entry, int]]:
    """Yield *entries* with those of one folder as one, and how many files that has; 0 of a file."""
    folders: dict[str, list[Entry]] = {}
    for entry in entries:
        folders.setdefault(folder_of(entry.name) or entry.name, []).append(entry)
    for name, inside in folders.items():
        if not folder_of(inside[0].name):
            yield inside[0], 0
            continue
        expected, found = sum(entry.expected for entry in inside), sum(entry.found for entry in inside)
        size = sum(entry.size for entry in inside)
        yield replace(inside[0], name=name, size=size, expected=expected, found=found), len(inside)


def _names(entries: Sequence[Entry]) -> str:
    """Return the names of *entries* as a list, folders as such."""
    return _each(entry.name for entry in entries)


def _each(names: Iterable[str]) -> str:
    """Return *names* of files as a list, with the name of a folder for what is in it."""
    return ", ".join(dict.fromkeys(f"{folder}/" if (folder := folder_of(name)) else name for name in names))


def _anew(entries: Sequence[Entry], outputs: Sequence[str]) -> str:
    """Return what makes the files of *entries* anew, as a sentence."""
    others = [entry.output for entry in entries if entry.output.removesuffix("-key") not in outputs]
    if not others:
        return "`build all` makes the whole set."
    *commands, last = dict.fromkeys(f"`build {_COMMANDS[output]}`" for output in others)
    return f"{', '.join(['`build all`', *commands])} and {last} make the whole set."


def _mixed(found: Mixed, dist: Path) -> str:
    """Return what was wrong with the set of files in *dist* before this build."""
    what = [f"{name} was missing" for name in found.missing]
    what += [f"{name} was not the one that manifest.json names" for name in found.differing]
    if len(what) > _MOST:
        what = [*what[:_MOST], f"and {len(what) - _MOST} more"]
    if what:
        return f"{dist} held no whole set, as after a build that was stopped: {', '.join(what)}."
    return f"A build in {dist} was stopped before its end; what it left there is taken away."


def _files(folder: Folder) -> dict[str, Source]:
    """Return the text files of *folder* by path."""
    others = [file for file in (folder.deck, folder.works, folder.theme, folder.lock) if file]
    return {file.path: file for file in (*folder.chapters, *others)}


def _place(one: Diagnostic, files: dict[str, Source], content: Path) -> str:
    """Return where a diagnostic points, as editors understand it."""
    shown = (content / one.span.path).as_posix() if one.span.path else content.as_posix()
    if one.span.path not in files:
        return shown
    line, column = position(files[one.span.path], one.span.start)
    return f"{shown}:{line}:{column}"


def _extent(one: Diagnostic, files: dict[str, Source]) -> tuple[int, int, int, int]:
    """Return line and column of the beginning and the end of a diagnostic."""
    if one.span.path not in files:
        return 1, 1, 1, 1
    file = files[one.span.path]
    return (*position(file, one.span.start), *position(file, one.span.end))


def _count(number: int, what: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _size(size: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(round(size / 1e3), 1)} kB"
