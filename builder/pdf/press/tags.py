"""The structure tree that WeasyPrint leaves, brought to what PDF/UA-1 means by it.

WeasyPrint derives the type of a structure element from the name of its HTML element alone, and hands on no other
attribute than the ``alt`` of an image. So what has a type of its own comes through that gate in disguise
(`CODE`, `FORMULA`, `MISSING`) and is unmasked here, before the file is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from builder.pdf.paper import PX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CODE: Final = "article"
"""Elements of code are renamed to this; WeasyPrint makes the type Art of it, and we use no other articles."""

FORMULA: Final = "\N{INVISIBLE TIMES}"
"""First character of the ``alt`` of an image that is a formula."""

MISSING: Final = "\N{INVISIBLE SEPARATOR}"
"""First character of the ``alt`` of an image that stands for the character behind it, which no face has."""

INTERNAL: Final = "deck:to/"
"""Before the anchor in the address of a link into the deck, which may lead into another part."""

_PRINT: Final = 4
"""The flag that an annotation is printed (ISO 32000-1, table 165)."""

if TYPE_CHECKING:
    _Objects = dict[bytes, Any]


def finish(pdf: Any, labels: Mapping[str, str], part: int, zoom: float) -> None:  # noqa: ANN401 (pydyf has no types)
    """Correct the structure of *pdf*, a `pydyf.PDF` before it is written: *part* number so much of a book.

    All that WeasyPrint counts within one file gets the number of the part. *zoom* is what it was written with.

    Code becomes Code, formulas Formula, the image of a missing character a Span with its ActualText; items of lists
    get one body each, heads of tables their scope; what stands in the margins of a page becomes an artifact; what is
    empty goes; a link says in words where it leads, by *labels* (anchor → words).

    Source: ISO 32000-1, 14.7 (structure), 14.8.2.2 (artifacts), 14.8.4.3.3 (lists), 14.9.4 (replacement text).
    """
    for element in _elements(pdf):
        _unmask(element)
    objects = {item.reference: item for item in pdf.objects if item.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    # Keys and values take turns in a number tree; WeasyPrint files page n, then each annotation, under 0, 1, 2, …
    owners = objects[root["ParentTree"]]["Nums"]
    _gather_links(pdf, objects, owners)
    _gather_items(pdf, objects)
    _aim_heads(pdf, objects)
    _set_furniture_apart(pdf, root, objects, owners)
    _prune(root, objects)
    _aim_links(pdf, labels)
    _tell_apart(pdf, part)
    _place_figures(pdf, objects, zoom)


def _elements(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the structure elements."""
    return (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem")


def _unmask(element: Any) -> None:  # noqa: ANN401
    """Give *element* the type that it came in disguise of."""
    import pydyf

    alt = element["Alt"].string if "Alt" in element else ""
    if element["S"] == "/Art":
        element["S"] = "/Code"
    elif alt.startswith(FORMULA):
        element["S"] = "/Formula"
        # Formulas are spoken in English, whatever the language of the deck.
        element["Lang"] = pydyf.String("en")
        element["Alt"] = pydyf.String(alt.removeprefix(FORMULA))
    elif alt.startswith(MISSING):
        element["S"] = "/Span"
        element["ActualText"] = pydyf.String(alt.removeprefix(MISSING))
        # What belongs to a figure alone: its words and its place on the page.
        del element["Alt"], element["A"]


def _gather_links(pdf: Any, objects: _Objects, owners: list[Any]) -> None:  # noqa: ANN401
    """Hang each link annotation on its Link: WeasyPrint makes one for every box in a link, and leaves it there."""
    for element in _elements(pdf):
        if element["S"] == "/Link":
            continue
        for kid in [kid for kid in element["K"] if isinstance(kid, bytes) and objects[kid].get("Type") == "/OBJR"]:
            link = element
            while link["S"] != "/Link":
                link = objects[link["P"]]
            element["K"].remove(kid)
            link["K"].append(kid)
            owners[2 * objects[objects[kid]["Obj"]]["StructParent"] + 1] = link.reference


def _gather_items(pdf: Any, objects: _Objects) -> None:  # noqa: ANN401
    """Give each item of a list one body that holds all it says.

    WeasyPrint leaves blocks of an item beside its body, a list in it behind the item, and the columns that a list is
    set in as lists in a list.
    """
    for listed in [element for element in _elements(pdf) if element["S"] == "/L"]:
        kids = [objects[kid] for kid in listed["K"]]
        if all(kid["S"] == "/L" for kid in kids):
            columns, kids = kids, [objects[kid] for column in kids for kid in column["K"]]
            for column in columns:
                column["K"].clear()
        items: list[Any] = []
        for kid in kids:
            if kid["S"] == "/L" and items:
                items[-1]["K"].append(kid.reference)
            else:
                items.append(kid)
        _hold(listed, items)
        for item in items:
            if item["S"] == "/LI":
                _embody(pdf, item, objects)


def _embody(pdf: Any, item: Any, objects: _Objects) -> None:  # noqa: ANN401
    """Put all that *item* holds besides its label into one body, in the order of the page, as objects are numbered."""
    import pydyf

    kids = sorted((objects[kid] for kid in item["K"]), key=lambda kid: kid.number)
    labels = [kid for kid in kids if kid["S"] == "/Lbl"]
    said = [kid for kid in kids if kid["S"] != "/Lbl"]
    if [kid["S"] for kid in said] in ([], ["/LBody"]):
        return
    for kid in said:
        if kid["S"] == "/LBody":
            kid["S"] = "/P"
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array([]), "Pg": item["Pg"]})
    pdf.add_object(body)
    objects[body.reference] = body
    _hold(body, said)
    _hold(item, [*labels, body])


def _aim_heads(pdf: Any, objects: _Objects) -> None:  # noqa: ANN401
    """Say of each head of a table whether it is that of a column or of a row, which it is by its place.

    Without that a cell below a head that spans others belongs to none.
    """
    for row in [element for element in _elements(pdf) if element["S"] == "/TR"]:
        cells = [objects[kid] for kid in row["K"]]
        heads = [cell["S"] == "/TH" for cell in cells]
        is_head = objects[row["P"]]["S"] == "/THead" or all(heads)
        for cell in (cell for cell, is_one in zip(cells, heads, strict=True) if is_one):
            cell["A"]["Scope"] = "/Column" if is_head else "/Row"


def _hold(element: Any, kids: list[Any]) -> None:  # noqa: ANN401
    """Let *element* hold *kids* and nothing else."""
    element["K"][:] = [kid.reference for kid in kids]
    for kid in kids:
        kid["P"] = element.reference


def _set_furniture_apart(pdf: Any, root: Any, objects: _Objects, owners: list[Any]) -> None:  # noqa: ANN401
    """Mark as artifact what no reading order holds: WeasyPrint tags page margins, and hangs the tags nowhere."""
    held = _reachable(root, objects)
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    loose: dict[int, set[int]] = {}
    for element in _elements(pdf):
        if element.reference in held:
            continue
        page = pages[element["Pg"]]
        marks = [kid for kid in element["K"] if isinstance(kid, int)]
        loose.setdefault(page, set()).update(marks)
        for mark in marks:
            owners[2 * page + 1][mark] = "null"
        element["K"].clear()
    for reference, page in pages.items():
        _make_artifacts(objects[objects[reference]["Contents"]].stream, loose.get(page, set()))


def _reachable(root: Any, objects: _Objects) -> set[bytes]:  # noqa: ANN401
    """Return the references of all structure elements below *root*."""
    found: set[bytes] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes) and reference not in found:
            found.add(reference)
            waiting.extend(objects[reference].get("K", ()))
    return found


def _make_artifacts(content: list[Any], marks: set[int]) -> None:
    """Turn the marked sequences with the numbers *marks* in the page *content* into artifacts of pagination."""
    import pydyf

    for index, item in enumerate(content):
        if isinstance(item, dict) and item.get("MCID") in marks:
            content[index - 1] = "/Artifact"
            content[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _prune(element: Any, objects: _Objects) -> bool:  # noqa: ANN401
    """Take out what is empty below *element*; say whether it holds anything itself. Cells stay, to keep their rows."""
    if element.get("Type") == "/OBJR":
        return True
    element["K"][:] = [kid for kid in element["K"] if isinstance(kid, int) or _prune(objects[kid], objects)]
    return bool(element["K"]) or element.get("S") in ("/TD", "/TH")


def _aim_links(pdf: Any, labels: Mapping[str, str]) -> None:  # noqa: ANN401
    """Let links print, lead internal ones to their destinations, in whatever part, and say in words where that is."""
    import pydyf

    for item in pdf.objects:
        if not isinstance(item, dict) or item.get("Subtype") != "/Link":
            continue
        item["F"] = _PRINT
        address = item["A"]["URI"].string if "A" in item else ""
        if address.startswith(INTERNAL):
            anchor = address.removeprefix(INTERNAL)
            del item["A"]
            item["Dest"] = pydyf.String(anchor)
            item["Contents"] = pydyf.String(labels.get(anchor, anchor))


def _tell_apart(pdf: Any, part: int) -> None:  # noqa: ANN401
    """Make the names of table heads those of this *part*."""
    import pydyf

    for element in _elements(pdf):
        if "ID" in element:
            element["ID"] = pydyf.String(f"{part}-{element['ID'].string}")
        attributes = element.get("A")
        if attributes and "Headers" in attributes:
            attributes["Headers"] = pydyf.Array(pydyf.String(f"{part}-{name.string}") for name in attributes["Headers"])


def _place_figures(pdf: Any, objects: _Objects, zoom: float) -> None:  # noqa: ANN401
    """Give the boxes of figures in the measure of the page: WeasyPrint gives them in CSS px from the top."""
    import pydyf

    scale = PX * zoom
    for element in _elements(pdf):
        box = element["A"].get("BBox") if "A" in element else None
        if box:
            top = objects[element["Pg"]]["MediaBox"][3]
            left, upper, right, lower = box
            corners = (left * scale, top - lower * scale, right * scale, top - upper * scale)
            element["A"]["BBox"] = pydyf.Array(round(corner, 3) for corner in corners)
