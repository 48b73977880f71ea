"""The flags of `build pdf`: each stands for settings of `deck.toml`, and is judged as these are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from builder.cli.flags import Flag, settings_by, taking
from builder.cli.options import Words
from builder.settings import BREAKS, DUPLEX, KEYS, LEVELS, PAPERS, ROOMS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click import Command, Context, HelpFormatter

    from builder.settings import Flags

EVERY: Final = "Every PDF"
GROUPS: Final = {EVERY: "", "Study sheet": "sheet", "Cards to cut out": "cards", "Quiz": "quiz"}
"""The groups of the help, each with the name of the one output that it is for."""
_OTHERS: Final = "The build"
_WHOLE: Final[dict[str, Any]] = {"chapters": (), "tags": (), "levels": (), "number": None}
"""A quiz about the whole deck."""


_FLAGS: Final = (
    Flag(("--paper",), ("print.paper",), "Paper that the printer holds.", type=Words(PAPERS)),
    Flag(
        ("--scale",),
        ("print.scale",),
        "Size of all type, 0.7 to 1.6; 1 is as usual.",
        type=float,
        metavar="NUMBER",
    ),
    Flag(("--grey/--colour", "--gray/--color"), ("print.grey",), "Print without colours, or with them."),
    Flag(
        ("--detail/--no-detail",),
        ("print.detail", "cards.detail"),
        "Print what follows the answers, or leave it away.  [default: print it, but not on cards]",
    ),
    Flag(
        ("--archive/--no-archive",),
        ("print.archive",),
        "Keep to PDF/A-3a, for archives. All files keep to PDF/UA-1, for screen readers, anyway.",
    ),
    Flag(("--columns",), ("print.columns",), "Columns of text: 1 or 2.", "Study sheet", int, "NUMBER"),
    Flag(
        ("--breaks",),
        ("print.chapters",),
        "Begin chapters on a new page, or let them run on; auto: new pages for those that fill some.",
        "Study sheet",
        Words(BREAKS),
    ),
    Flag(
        ("--size",),
        ("cards.size",),
        "a7, 3x5, avery-5371, avery-5388, or width x height in mm, such as 85x54.  [default: a7; on Letter 3x5]",
        "Cards to cut out",
        str,
        "SIZE",
    ),
    Flag(
        ("--duplex",),
        ("cards.duplex",),
        "The edge over which the printer turns the paper, so that backs lie on their fronts. Fold, for one that prints "
        "one side only: front and back beside each other.",
        "Cards to cut out",
        Words(DUPLEX),
    ),
    Flag(
        ("--fronts-first/--no-fronts-first",),
        ("cards.fronts_first",),
        "First all fronts, then all backs: to turn the stack by hand.",
        "Cards to cut out",
    ),
    Flag(
        ("--offset",),
        ("cards.offset",),
        'Move the backs by so many mm to the right and down, as one looks at them: "1.5,-0.5".',
        "Cards to cut out",
        str,
        "MM,MM",
    ),
    Flag(("--marks/--no-marks",), ("cards.marks",), "Print lines to cut along.", "Cards to cut out"),
    Flag(
        ("--calibration/--no-calibration",),
        ("cards.calibration",),
        "Begin with a sheet that tells which --offset the printer needs.",
        "Cards to cut out",
    ),
    Flag(("--room",), ("quiz.room",), "What there is to write in.", "Quiz", Words(ROOMS)),
    Flag(("--key",), ("quiz.key",), "Where the answers stand: behind, or in a file apart.", "Quiz", Words(KEYS)),
    Flag(
        ("--chapter",),
        ("quiz.chapters",),
        "Ask about this chapter only; say it again for each further one.",
        "Quiz",
        str,
        "TITLE",
        multiple=True,
    ),
    Flag(("--tag",), ("quiz.tags",), "The same for a tag.", "Quiz", str, "TAG", multiple=True),
    Flag(("--level",), ("quiz.levels",), "The same for a level.", "Quiz", Words(LEVELS), multiple=True),
    Flag(("--number",), ("quiz.number",), "Draw so many questions.", "Quiz", int, "NUMBER"),
    Flag(
        ("--seed",),
        ("quiz.seed",),
        "Draw and shuffle by this word, the same way each time: A makes version A, B another.",
        "Quiz",
        str,
        "WORD",
    ),
)
_WHOLE_DECK: Final = "whole_deck"
_GROUP_OF: Final = {flag.parameter: flag.group or EVERY for flag in _FLAGS} | {_WHOLE_DECK: "Quiz"}


class Grouped(click.Command):
    """A command whose help has its options in groups."""

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options, group by group."""
        rows: dict[str, list[tuple[str, str]]] = {group: [] for group in (*GROUPS, _OTHERS)}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None and isinstance(parameter, click.Option):
                rows[_GROUP_OF.get(parameter.name or "", _OTHERS)].append(record)
        for group, records in rows.items():
            with formatter.section(group):
                formatter.write_dl(records)


def printing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the flags to *command*."""
    whole = "Ask about everything, whatever deck.toml chooses; flags above choose anew."
    command = click.option("--whole-deck", is_flag=True, default=None, help=whole)(command)
    return taking(_FLAGS)(command)


def flags(said: dict[str, Any]) -> Flags:
    """Return what the flags among *said*, options by their names, set."""
    return settings_by(_FLAGS, said, {"quiz": _WHOLE} if said.get(_WHOLE_DECK) else None)


def check_use(command: Command, said: dict[str, Any], outputs: Sequence[str]) -> None:
    """Raise `click.UsageError` where a flag of *said* is for none of *outputs*, the names of PDFs."""
    for parameter in command.params:
        meant_for = GROUPS.get(_GROUP_OF.get(parameter.name or "", EVERY), "")
        if meant_for and meant_for not in outputs and said.get(parameter.name or "") is not None:
            name = parameter.opts[0]
            built = " and ".join(outputs)
            more = " ".join((*outputs, meant_for))
            raise click.UsageError(f"{name} is for the {meant_for}, and this builds {built} only: `build pdf {more}`.")
