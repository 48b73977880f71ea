"""The author's own `theme.css`: kept as it is, but for what would fetch something or end the style sheet.

It may come from a stranger's pull request, and goes into every output behind our own styles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import tinycss2  # type: ignore[import-untyped]  # It has no types.

from builder import faults
from builder.diagnostics import Diagnostic, Span
from builder.theme.css import BLOCKS, FETCHING, MAX_NESTING, nesting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.source.files import Source

_NESTED_RULES: Final = frozenset({"media", "supports", "layer"})
_FETCHING_RULES: Final = frozenset({"import", "charset", "namespace", "font-face"})


def clean_theme(file: Source | None) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the styles of *file*, safe to stand in any output, and a warning for each rule that was taken out."""
    if file is None:
        return "", ()
    if nesting(file.text) > MAX_NESTING:
        message = f"theme.css nests brackets more than {MAX_NESTING} deep, so none of it is used."
        return "", (Diagnostic(faults.STYLE_CLEANED, Span(file.path, 0, 0), message, "Part its rules."),)
    diagnostics: list[Diagnostic] = []
    rules = tinycss2.parse_stylesheet(file.text, skip_comments=True, skip_whitespace=True)
    kept = "\n".join(_kept(rules, file, diagnostics))
    return kept.replace("</", "<\\/").replace("<!--", "<\\!--"), tuple(diagnostics)


def _kept(rules: Iterable[Any], file: Source, diagnostics: list[Diagnostic]) -> Iterator[str]:
    """Yield the rules that stay."""
    for rule in rules:
        why = _fault(rule)
        if why:
            start = file.lines[min(rule.source_line, len(file.lines)) - 1] + rule.source_column - 1
            message = f"A rule of theme.css was taken out: {why}."
            hint = "Styles can use what is in the file alone; faces go into the folder fonts/."
            diagnostics.append(Diagnostic(faults.STYLE_CLEANED, Span(file.path, start, start), message, hint))
        elif rule.type == "at-rule" and rule.lower_at_keyword in _NESTED_RULES and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            condition = tinycss2.serialize(rule.prelude).strip()
            body = "\n".join(_kept(inner, file, diagnostics))
            yield f"@{rule.lower_at_keyword} {condition} {{\n{body}\n}}"
        else:
            yield rule.serialize()


def _fault(rule: Any) -> str:  # noqa: ANN401 (tinycss2 carries no types)
    """Return why *rule* cannot stay, or nothing."""
    if rule.type == "error":
        return f"it is no CSS ({rule.message})"
    if rule.type == "at-rule" and rule.lower_at_keyword in _FETCHING_RULES:
        return f"`@{rule.lower_at_keyword}` has no place here"
    if rule.type == "at-rule" and rule.lower_at_keyword in _NESTED_RULES:
        return ""
    fetching = next(_fetches([*rule.prelude, *(rule.content or [])]), "")
    return f"`{fetching}` fetches something" if fetching else ""


def _fetches(nodes: Iterable[Any]) -> Iterator[str]:
    """Yield what among *nodes* fetches a file or an address; data in the style sheet itself may stay."""
    for node in nodes:
        if node.type == "url":
            if not node.value.startswith(("data:image/", "#")):
                yield "url()"
        elif node.type == "function":
            quoted = [argument.value for argument in node.arguments if argument.type == "string"]
            is_data = node.lower_name == "url" and quoted and quoted[0].startswith(("data:image/", "#"))
            if node.lower_name in FETCHING and not is_data:
                yield f"{node.lower_name}()"
            yield from _fetches(node.arguments)
        elif node.type in BLOCKS:
            yield from _fetches(node.content)
