"""What a PDF says of itself: title, author, language, and the standards that it keeps to.

Sources: ISO 32000-1, 14.3 (metadata), 14.8.1 (tagged PDF); ISO 14289-1 (PDF/UA-1), clauses 5 and 7.1;
ISO 19005-3 (PDF/A-3), clause 6.6; XMP is ISO 16684-1.
"""

from __future__ import annotations

import zlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from builder import __version__

if TYPE_CHECKING:
    import pikepdf

_PRODUCER: Final = f"cardpress {__version__}"
_PROFILE: Final = "sRGB2014.icc"
"""The profile of the ICC for sRGB, which comes with WeasyPrint and may be embedded freely."""

_PRINTED: Final = 4
"""The flag that an annotation is printed (ISO 32000-1, table 165)."""

_PACKET: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
{properties}<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{archive}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""

_ARCHIVE: Final = """\
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/A describes each schema that is not its own; the one of PDF/UA is described as its standard says."""


def stamp(
    pdf: pikepdf.Pdf, *, title: str, author: str = "", description: str = "", language: str, archive: bool = False
) -> None:
    """Let *pdf*, tagged already, say what it is called and that it keeps to PDF/UA-1, and with *archive* to PDF/A-3a.

    *description* is plain text, *language* a BCP 47 tag. No date is written: same input, same bytes. Metadata stays
    uncompressed when pikepdf saves it, as PDF/A asks; so the trailer has its ``/ID``, save with ``deterministic_id``.
    """
    from pikepdf import Dictionary, Name, String

    told = {"/Title": title, "/Author": author, "/Subject": description, "/Producer": _PRODUCER}
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in told.items():
        if value:
            pdf.docinfo[key] = String(value)
    packet = _packet(title, author, description, language, archive=archive)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for page in pdf.pages:
        page.Tabs = Name.S
    if archive:
        _fit_for_archive(pdf)


def _packet(title: str, author: str, description: str, language: str, *, archive: bool) -> bytes:
    """Return the XMP of a document: the same as its information dictionary, and the standards."""
    properties = (
        ("title", f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>', title),
        ("creator", f"<rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq>", author),
        ("description", f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(description)}</rdf:li></rdf:Alt>', description),
        ("language", f"<rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag>", language),
    )
    lines = "".join(f"<dc:{name}>{value}</dc:{name}>\n" for name, value, said in properties if said)
    packet = _PACKET.format(properties=lines, producer=escape(_PRODUCER), archive=_ARCHIVE if archive else "")
    return packet.encode()


def _fit_for_archive(pdf: pikepdf.Pdf) -> None:
    """Bring *pdf* to what PDF/A-3 asks beyond tags and metadata: one meaning of colours, no smoothing of images."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    profile = pdf.make_stream(files("weasyprint.pdf").joinpath(_PROFILE).read_bytes(), N=3)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String(_PROFILE),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([intent])
    for item in pdf.objects:
        if isinstance(item, Stream) and item.get("/Type") != Name.Metadata:
            if item.get("/Subtype") == Name.Image and "/Interpolate" in item:
                del item["/Interpolate"]
            _end_clearly(item)
        elif isinstance(item, Dictionary) and item.get("/Type") == Name.Annot:
            item["/F"] = _PRINTED


def _end_clearly(stream: Any) -> None:  # noqa: ANN401 (pikepdf's types know no stream)
    """Compress *stream*, and let it not end in a carriage return.

    With the line feed that PDF/A asks for before ``endstream``, that would be a line end of two bytes; who measures
    streams by their ends, as some checkers do, finds the length wrong. What follows compressed data is not read.
    """
    from pikepdf import Name

    if "/Filter" not in stream:
        stream.write(zlib.compress(stream.read_bytes()), filter=Name.FlateDecode)
    data = stream.read_raw_bytes()
    if data.endswith(b"\r"):
        stream.write(data + b"\n", filter=stream["/Filter"], decode_parms=stream.get("/DecodeParms"))
