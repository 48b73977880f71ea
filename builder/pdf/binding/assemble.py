"""Parts put together to one tagged PDF: pages, structure, destinations, links and outline, by pikepdf.

Sources: ISO 32000-1, 7.9.6 and 7.9.7 (name and number trees), 12.3.3 (outline), 14.7 (structure), 14.8.2.2 (artifacts).
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from builder.pdf.binding.stitch import Binding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.pdf.binding.impose import ImposedSheet
    from builder.pdf.manuscript import Entry
    from builder.pdf.press.galley import Galley
    from builder.settings import Config, PrintSettings

_LEAF: Final = 128
"""Keys in one leaf of the number tree from marked content to structure."""
_MANY: Final = 120
"""Items of the outline that may stand below one."""
_GROUP: Final = 50


def assemble(galleys: Sequence[Galley], sheets: Sequence[ImposedSheet], outline: Sequence[Entry]) -> Any:  # noqa: ANN401
    """Return a `pikepdf.Pdf` of *sheets*, on which the leaves of *galleys* lie, each once.

    The order of the text is that of *galleys*. *outline* names destinations; what names none is left out. Title,
    language and the like are not set yet.
    """
    import pikepdf

    book = pikepdf.new()
    binding = Binding(book, galleys)
    for sheet in sheets:
        binding.add(sheet)
    binding.finish()
    root = book.Root
    document = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, K=pikepdf.Array(binding.kids))
    document = book.make_indirect(document)
    for kid in binding.kids:
        kid.P = document
    structure = book.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructTreeRoot,
            K=pikepdf.Array([document]),
            ParentTree=_number_tree(book, binding.owners),
            ParentTreeNextKey=len(binding.owners),
        )
    )
    document.P = structure
    root.StructTreeRoot = structure
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    if binding.destinations:
        root.Names = pikepdf.Dictionary(Dests=_name_tree(book, binding.destinations))
    _add_outline(book, outline, binding.destinations)
    return book


def publish(
    book: Any,  # noqa: ANN401
    config: Config,
    settings: PrintSettings,
    title: str,
    description: str = "",
) -> bytes:
    """Return *book*, of the deck *config*, with *title* and *description*, finished as *settings* ask, as a file.

    The same book gives the same bytes.
    """
    from builder.pdf.binding import grey, metadata

    if settings.grey:
        grey.make_grey(book)
    metadata.stamp(
        book,
        title=title,
        author=config.author,
        description=description,
        language=config.language,
        archive=settings.archive,
    )
    return _to_bytes(book, archive=settings.archive)


def _to_bytes(book: Any, *, archive: bool) -> bytes:  # noqa: ANN401 (pikepdf's classes are loaded where they are used)
    """Return *book* as a file; one for an *archive* holds all objects singly, twice as large.

    An object stream may end in a carriage return, which checkers of PDF/A take for a part of the line end behind it.
    """
    import pikepdf

    buffer = BytesIO()
    modes = pikepdf.ObjectStreamMode
    book.save(
        buffer,
        deterministic_id=True,
        object_stream_mode=modes.disable if archive else modes.generate,
        compress_streams=True,
        force_version="1.7",
    )
    return buffer.getvalue()


def _number_tree(book: Any, owners: Sequence[Any]) -> Any:  # noqa: ANN401
    """Return the tree from the numbers of pages and annotations, which count on from 0, to their *owners*.

    It has leaves, so that a reader finds the tags of a page without reading all others'.
    """
    import pikepdf

    leaves = []
    for start in range(0, len(owners), _LEAF):
        some = owners[start : start + _LEAF]
        pairs = [item for number, owner in enumerate(some, start=start) for item in (number, owner)]
        leaf = pikepdf.Dictionary(Limits=[start, start + len(some) - 1], Nums=pikepdf.Array(pairs))
        leaves.append(book.make_indirect(leaf))
    return book.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(leaves)))


def _name_tree(book: Any, destinations: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the tree from anchors to *destinations*, in the order of their bytes."""
    import pikepdf

    names = sorted(destinations.items(), key=lambda item: bytes(pikepdf.String(item[0])))
    leaves = []
    for start in range(0, len(names), _LEAF):
        some = names[start : start + _LEAF]
        pairs = [item for name, place in some for item in (pikepdf.String(name), place)]
        limits = [pikepdf.String(some[0][0]), pikepdf.String(some[-1][0])]
        leaves.append(book.make_indirect(pikepdf.Dictionary(Limits=limits, Names=pikepdf.Array(pairs))))
    return book.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array(leaves)))


def _add_outline(book: Any, entries: Sequence[Entry], destinations: dict[str, Any]) -> None:  # noqa: ANN401
    """Give *book* an outline of those of *entries* that lead somewhere."""
    import pikepdf

    there = [entry for entry in entries if entry.anchor in destinations]
    if not there:
        return
    with book.open_outline() as outline:
        open_items: list[tuple[int, Any]] = []
        for entry in there:
            item = pikepdf.OutlineItem(entry.label)
            item.destination = destinations[entry.anchor]
            while open_items and open_items[-1][0] >= entry.level:
                open_items.pop()
            (open_items[-1][1].children if open_items else outline.root).append(item)
            open_items.append((entry.level, item))
        outline.root[:] = _in_groups(outline.root)


def _in_groups(items: Sequence[Any]) -> list[Any]:
    """Return *items* of an outline with what is below them; more than one looks through in groups, "1-50" and so on.

    Readers, and those that check a file, follow items from one to the next, and some not without end.
    """
    import pikepdf

    for item in items:
        item.children[:] = _in_groups(item.children)
    if len(items) <= _MANY:
        return list(items)
    groups = []
    for start in range(0, len(items), _GROUP):
        some = items[start : start + _GROUP]
        group = pikepdf.OutlineItem(f"{start + 1}\N{EN DASH}{start + len(some)}")
        group.destination = some[0].destination
        group.is_closed = True
        group.children.extend(some)
        groups.append(group)
    return groups
