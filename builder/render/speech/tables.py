"""What is said of tables: matrices row by row, equations line by line, cases with their conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from builder.render.speech.row import LIMIT, said_row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from builder.render.speech.row import Say

SOLE: Final = "sole"
"""The attribute of a table that is the whole formula, so that its end needs no word."""


def said_matrix(table: Element, say: Say, name: str) -> str:
    """Return a matrix or a determinant, row by row; one of a single row or column is a vector."""
    columns = max((len(row) for row in table), default=0)
    if name == "matrix" and 1 in (columns, len(table)) and columns * len(table) > 1:
        kind = "column" if columns == 1 else "row"
        cells = "; ".join(_cell(cell, say) for row in table for cell in row)
        return f"the {kind} vector: {cells}; end vector"
    rows = "; ".join(f"row {number}: {_cells(row, say)}" for number, row in enumerate(table, 1))
    return f"the {len(table)} by {columns} {name}, {rows}; end {name}"


def said_cases(table: Element, say: Say) -> str:
    """Return a definition by cases, or a system of equations."""
    if is_alignment(table):
        return f"the system of {len(table)} equations: {_lines(table, say)}; end system"
    rows = "; ".join(_cells(row, say) for row in table)
    return f"{len(table)} cases: {rows}; end cases"


def said_lines(table: Element, say: Say) -> str:
    """Return a table without brackets: lines of equations, or an array of cells."""
    columns = max((len(row) for row in table), default=0)
    if columns > 1 and not is_alignment(table):
        return said_matrix(table, say, "array")
    if len(table) <= 1:
        return " ".join(_line(row, say) for row in table)
    return _lines(table, say) if SOLE in table.attrib else f"{len(table)} lines: {_lines(table, say)}; end lines"


def said_conditions(table: Element, say: Say) -> str:
    """Return the lines below a sum or a maximum."""
    return ", ".join(said_row(list(cell), say, LIMIT) for row in table for cell in row)


def is_alignment(table: Element) -> bool:
    """Say whether the cells of *table* are parts of equations, so that nothing parts them."""
    first = table.find("mtr/mtd")
    joined = first is not None and "padding-left:0" in first.get("style", "")
    return joined or table.get("columnspacing", "").startswith("0em")


def _lines(table: Element, say: Say) -> str:
    """Return the rows of an alignment, each with its number."""
    lines = [_line(row, say) for row in table]
    return "; ".join(f"line {number}: {line}" for number, line in enumerate(filter(None, lines), 1))


def _line(row: Element, say: Say) -> str:
    """Return a row of an alignment: two cells make one equation."""
    cells = list(row)
    pairs = (cells[index : index + 2] for index in range(0, len(cells), 2))
    return ", ".join(filter(None, (said_row([part for cell in pair for part in cell], say) for pair in pairs)))


def _cells(row: Element, say: Say) -> str:
    """Return the cells of a row."""
    return ", ".join(_cell(cell, say) for cell in row)


def _cell(cell: Element, say: Say) -> str:
    """Return one cell; that nothing stands in it is said, too."""
    return said_row(list(cell), say) or "nothing"
