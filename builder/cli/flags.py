"""Flags that stand for settings of `deck.toml`, and are judged as these are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from builder.settings import Flags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click import Context, Parameter


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag, and what it stands for."""

    names: tuple[str, ...]
    sets: tuple[str, ...]
    """The settings, as ``table.key``."""
    help: str
    group: str = ""
    """Under which heading of the help it stands, where there are some."""
    type: Any = None
    """As Click has it; None for a switch."""
    metavar: str | None = None
    multiple: bool = False

    @property
    def parameter(self) -> str:
        """The name by which Click hands it out."""
        return self.names[0].split("/")[0].removeprefix("--").replace("-", "_")


def taking(flags: Iterable[Flag]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds *flags* to a command, in their order."""
    added = tuple(flags)

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for flag in reversed(added):
            kind: dict[str, Any] = {"type": flag.type, "metavar": flag.metavar, "multiple": flag.multiple}
            more = kind if flag.type is not None else {"is_flag": True}
            command = click.option(*flag.names, default=None, help=flag.help, callback=_judging(flag), **more)(command)
        return command

    return add


def settings_by(flags: Iterable[Flag], said: dict[str, Any], more: dict[str, dict[str, Any]] | None = None) -> Flags:
    """Return what *flags* set, where they are among *said*, options by their names; *more* is set in any case."""
    settings: dict[str, dict[str, Any]] = {
        table.name: dict((more or {}).get(table.name, {})) for table in fields(Flags)
    }
    for flag in flags:
        value = said.get(flag.parameter)
        if value is not None:
            for setting in flag.sets:
                table, name = setting.split(".")
                settings[table][name] = value
    return Flags(**settings)


def _judging(flag: Flag) -> Callable[[Context, Parameter, Any], Any]:
    """Return what judges a value of *flag*."""

    def judged(ctx: Context, parameter: Parameter, value: Any) -> Any:  # noqa: ANN401
        """Return *value* as its setting has it; say what is wrong with it as of `deck.toml`."""
        if value is None or value == ():
            return None
        from builder.configkeys import DECK, judge, near

        table, name = flag.sets[0].split(".")
        key = DECK[table][name]
        said = _numbers(value) if name == "offset" else list(value) if flag.multiple else value
        if wanted := judge(key, said):
            raise click.BadParameter(f"It must be {wanted}. {near(key, said)}".rstrip(), ctx, parameter)
        return key.taken(said)

    return judged


def _numbers(said: str) -> list[float] | str:
    """Return the numbers of *said*, which has commas between them, or itself where they are none."""
    try:
        return [float(part) for part in said.split(",")]
    except ValueError:
        return said
