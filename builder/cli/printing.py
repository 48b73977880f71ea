"""The flags of `build pdf`: each stands for settings of `deck.toml`, and is judged as these are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from builder.cli.options import Words
from builder.settings import BREAKS, DUPLEX, KEYS, LEVELS, PAPERS, ROOMS, Flags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click import Command, Context, HelpFormatter, Parameter

EVERY: Final = "Every PDF"
GROUPS: Final = {EVERY: "", "Study sheet": "sheet", "Cards to cut out": "cards", "Quiz": "quiz"}
"""The groups of the help, each with the name of the one output that it is for."""
_OTHERS: Final = "The build"
_WHOLE: Final[dict[str, Any]] = {"chapters": (), "tags": (), "levels": (), "number": None}
"""A quiz about the whole deck."""


@dataclass(frozen=True, slots=True)
class _Flag:
    """One flag, and what it stands for."""

    names: tuple[str, ...]
    sets: tuple[str, ...]
    """The settings, as ``table.key``."""
    help: str
    group: str = EVERY
    type: Any = None
    """As Click has it; None for a switch."""
    metavar: str | None = None
    multiple: bool = False

    @property
    def parameter(self) -> str:
        """The name by which Click hands it out."""
        return self.names[0].split("/")[0].removeprefix("--").replace("-", "_")


_FLAGS: Final = (
    _Flag(("--paper",), ("print.paper",), "Paper that the printer holds.", type=Words(PAPERS)),
    _Flag(
        ("--scale",),
        ("print.scale",),
        "Size of all type, 0.7 to 1.6; 1 is as usual.",
        type=float,
        metavar="NUMBER",
    ),
    _Flag(("--grey/--colour", "--gray/--color"), ("print.grey",), "Print without colours, or with them."),
    _Flag(
        ("--detail/--no-detail",),
        ("print.detail", "cards.detail"),
        "Print what follows the answers, or leave it away.  [default: print it, but not on cards]",
    ),
    _Flag(
        ("--archive/--no-archive",),
        ("print.archive",),
        "Keep to PDF/A-3a, for archives. All files keep to PDF/UA-1, for screen readers, anyway.",
    ),
    _Flag(("--columns",), ("print.columns",), "Columns of text: 1 or 2.", "Study sheet", int, "NUMBER"),
    _Flag(
        ("--breaks",),
        ("print.chapters",),
        "Begin chapters on a new page, or let them run on; auto: new pages for those that fill some.",
        "Study sheet",
        Words(BREAKS),
    ),
    _Flag(
        ("--size",),
        ("cards.size",),
        "a7, 3x5, avery-5371, avery-5388, or width x height in mm, such as 85x54.  [default: a7; on Letter 3x5]",
        "Cards to cut out",
        str,
        "SIZE",
    ),
    _Flag(
        ("--duplex",),
        ("cards.duplex",),
        "The edge over which the printer turns the paper, so that backs lie on their fronts. Fold, for one that prints "
        "one side only: front and back beside each other.",
        "Cards to cut out",
        Words(DUPLEX),
    ),
    _Flag(
        ("--fronts-first/--no-fronts-first",),
        ("cards.fronts_first",),
        "First all fronts, then all backs: to turn the stack by hand.",
        "Cards to cut out",
    ),
    _Flag(
        ("--offset",),
        ("cards.offset",),
        'Move the backs by so many mm to the right and down, as one looks at them: "1.5,-0.5".',
        "Cards to cut out",
        str,
        "MM,MM",
    ),
    _Flag(("--marks/--no-marks",), ("cards.marks",), "Print lines to cut along.", "Cards to cut out"),
    _Flag(
        ("--calibration/--no-calibration",),
        ("cards.calibration",),
        "Begin with a sheet that tells which --offset the printer needs.",
        "Cards to cut out",
    ),
    _Flag(("--room",), ("quiz.room",), "What there is to write in.", "Quiz", Words(ROOMS)),
    _Flag(("--key",), ("quiz.key",), "Where the answers stand: behind, or in a file apart.", "Quiz", Words(KEYS)),
    _Flag(
        ("--chapter",),
        ("quiz.chapters",),
        "Ask about this chapter only; say it again for each further one.",
        "Quiz",
        str,
        "TITLE",
        multiple=True,
    ),
    _Flag(("--tag",), ("quiz.tags",), "The same for a tag.", "Quiz", str, "TAG", multiple=True),
    _Flag(("--level",), ("quiz.levels",), "The same for a level.", "Quiz", Words(LEVELS), multiple=True),
    _Flag(("--number",), ("quiz.number",), "Draw so many questions.", "Quiz", int, "NUMBER"),
    _Flag(
        ("--seed",),
        ("quiz.seed",),
        "Draw and shuffle by this word, the same way each time: A makes version A, B another.",
        "Quiz",
        str,
        "WORD",
    ),
)
_WHOLE_DECK: Final = "whole_deck"
_GROUP_OF: Final = {flag.parameter: flag.group for flag in _FLAGS} | {_WHOLE_DECK: "Quiz"}


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
    for flag in reversed(_FLAGS):
        kind: dict[str, Any] = {"type": flag.type, "metavar": flag.metavar, "multiple": flag.multiple}
        more = kind if flag.type is not None else {"is_flag": True}
        command = click.option(*flag.names, default=None, help=flag.help, callback=_judged, **more)(command)
    return command


def _judged(ctx: Context, parameter: Parameter, value: Any) -> Any:  # noqa: ANN401
    """Return *value* as the setting has it that it stands for; say what is wrong with it as of `deck.toml`."""
    if value is None or value == ():
        return None
    from builder.configkeys import DECK, judge, near

    (flag,) = (flag for flag in _FLAGS if flag.parameter == parameter.name)
    table, name = flag.sets[0].split(".")
    key = DECK[table][name]
    said = _numbers(value) if name == "offset" else list(value) if flag.multiple else value
    if wanted := judge(key, said):
        raise click.BadParameter(f"It must be {wanted}. {near(key, said)}".rstrip(), ctx, parameter)
    return key.taken(said)


def _numbers(said: str) -> list[float] | str:
    """Return the numbers of *said*, which has commas between them, or itself where they are none."""
    try:
        return [float(part) for part in said.split(",")]
    except ValueError:
        return said


def flags(said: dict[str, Any]) -> Flags:
    """Return what the flags among *said*, options by their names, set."""
    settings: dict[str, dict[str, Any]] = {"print": {}, "cards": {}, "quiz": {}}
    if said.get(_WHOLE_DECK):
        settings["quiz"] |= _WHOLE
    for flag in _FLAGS:
        value = said.get(flag.parameter)
        if value is not None:
            for setting in flag.sets:
                table, name = setting.split(".")
                settings[table][name] = value
    return Flags(**settings)


def check_use(command: Command, said: dict[str, Any], outputs: Sequence[str]) -> None:
    """Raise `click.UsageError` where a flag of *said* is for none of *outputs*, the names of PDFs."""
    for parameter in command.params:
        meant_for = GROUPS.get(_GROUP_OF.get(parameter.name or "", EVERY), "")
        if meant_for and meant_for not in outputs and said.get(parameter.name or "") is not None:
            name = parameter.opts[0]
            built = " and ".join(outputs)
            more = " ".join((*outputs, meant_for))
            raise click.UsageError(f"{name} is for the {meant_for}, and this builds {built} only: `build pdf {more}`.")
