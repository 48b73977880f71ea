"""The styles inside an SVG: harmless properties only, and nothing that reaches out of the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import tinycss2  # type: ignore[import-untyped]  # It has no types, and `Node` stands for its nodes.

from builder.render.svgnames import PROPERTIES
from builder.theme.css import BLOCKS, FETCHING, MAX_NESTING, nesting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Node: TypeAlias = Any

_ID: Final = re.compile(r"#([\w.:-]+)")
_ROOT: Final = re.compile(r"(?:svg|:root)(?![\w-])")
_QUIET_RULES: Final = frozenset({"charset", "namespace"})


def clean_value(value: str, rename: Callable[[str], str]) -> str | None:
    """Return the value of a property with the ids in its ``url(#id)`` renamed, or nothing if it reaches outside."""
    if not set("(\\") & set(value):
        return value
    if nesting(value) > MAX_NESTING:
        return None
    nodes = tinycss2.parse_component_value_list(value)
    return tinycss2.serialize(nodes) if _rename_urls(nodes, rename) else None


def clean_declarations(css: str, rename: Callable[[str], str], removed: list[str]) -> str:
    """Return the declarations of a ``style`` attribute that are harmless; name in *removed* what reached outside."""
    if nesting(css) > MAX_NESTING:
        removed.append("style")
        return ""
    nodes = tinycss2.parse_declaration_list(css, skip_comments=True, skip_whitespace=True)
    return _declarations(nodes, rename, removed)


def clean_sheet(css: str, root: str, rename: Callable[[str], str], removed: list[str]) -> str:
    """Return a style sheet that holds below the element with the id *root* only; name in *removed* what goes."""
    if nesting(css) > MAX_NESTING:
        removed.append("<style>")
        return ""
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), root, rename, removed)


def _rules(rules: Iterable[Node], root: str, rename: Callable[[str], str], removed: list[str]) -> str:
    """Return *rules* cleaned; of the rules with an at sign ``@media`` alone stays."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            body = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            kept.append(f"{_selectors(rule.prelude, root, rename)}{{{_declarations(body, rename, removed)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            condition = tinycss2.serialize(rule.prelude).strip()
            kept.append(f"@media {condition}{{{_rules(inner, root, rename, removed)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword not in _QUIET_RULES:
            removed.append(f"@{rule.lower_at_keyword}")
    return "".join(kept)


def _selectors(prelude: list[Node], root: str, rename: Callable[[str], str]) -> str:
    """Return a list of selectors, each confined to what lies below *root*; ``svg`` in front means the root too."""
    groups: list[list[Node]] = [[]]
    for node in prelude:
        if node.type == "literal" and node.value == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    selectors = []
    for group in groups:
        _rename_hashes(group, rename)
        selector = tinycss2.serialize(group).strip()
        selectors.append(f"#{root} {selector}")
        if _ROOT.match(selector):
            selectors.append(_ROOT.sub(f"#{root}", selector))
    return ",".join(selectors)


def _rename_hashes(nodes: Iterable[Node], rename: Callable[[str], str]) -> None:
    """Rename the ids in a selector, those inside ``:not(…)`` too."""
    for node in nodes:
        if node.type == "hash":
            node.value = rename(node.value)
        elif node.type == "function":
            _rename_hashes(node.arguments, rename)


def _declarations(nodes: Iterable[Node], rename: Callable[[str], str], removed: list[str]) -> str:
    """Return the harmless ones of *nodes*, which are declarations or errors."""
    kept = []
    for node in nodes:
        if node.type != "declaration" or not (node.lower_name in PROPERTIES or node.name.startswith("--")):
            continue
        if _rename_urls(node.value, rename):
            important = "!important" if node.important else ""
            kept.append(f"{node.name}:{tinycss2.serialize(node.value).strip()}{important}")
        else:
            removed.append(node.lower_name)
    return ";".join(kept)


def _rename_urls(nodes: Iterable[Node], rename: Callable[[str], str]) -> bool:
    """Rename the ids in each ``url(#id)`` of *nodes*; say whether nothing else in them fetches anything."""
    for node in nodes:
        if node.type == "url":
            reference = _ID.fullmatch(node.value)
            if not reference:
                return False
            node.representation = f"url(#{rename(reference[1])})"
        elif node.type == "function":
            quoted = [n for n in node.arguments if n.type == "string"]
            reference = _ID.fullmatch(quoted[0].value) if len(quoted) == 1 else None
            if node.lower_name == "url" and reference:
                quoted[0].representation = f'"#{rename(reference[1])}"'
            elif node.lower_name in FETCHING or not _rename_urls(node.arguments, rename):
                return False
        elif node.type == "error" or (node.type in BLOCKS and not _rename_urls(node.content, rename)):
            return False
    return True
