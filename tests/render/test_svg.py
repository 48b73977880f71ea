"""SVG, cleaned."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import faults
from builder.render.problem import Problem
from builder.render.svg import CleanSvg, clean_svg

# ruff: noqa: S314  # What is parsed is our own, before and after cleaning.
NAMESPACE = "http://www.w3.org/2000/svg"
FIGURES = sorted((Path(__file__).parents[2] / "content" / "figures").glob("*.svg"))
PIECES = (
    *(
        '<g id="a">',
        "</g>",
        '<use href="#a"/>',
        '<rect fill="url(#a)"/>',
        "<style>",
        "</style>",
        "<script>",
        "</script>",
    ),
    *(
        "text",
        "&amp;",
        "&",
        "<",
        "<!-- c -->",
        "<![CDATA[x]]>",
        '<path d="M0 0" style="fill:red;x:url(y)"/>',
        "\0",
        "é",
    ),
    *(".a{fill:red}", "@import url(x);", "{{{", "}", "<a>", "</a>", '<image href="data:image/png;base64,AA"/>'),
)


def svg(inside: str, attributes: str = "") -> bytes:
    """Return an SVG document."""
    return f'<svg xmlns="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>{inside}</svg>'.encode()


def cleaned(inside: str, attributes: str = "") -> CleanSvg:
    """Return an SVG document, cleaned."""
    picture = clean_svg(svg(inside, attributes))
    assert isinstance(picture, CleanSvg), picture
    return picture


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_figures_of_the_deck_lose_nothing(path: Path) -> None:
    """A clean figure keeps every element and every word, and nothing is reported."""
    picture = clean_svg(path.read_bytes())
    assert isinstance(picture, CleanSvg)
    assert picture.removed == ()
    before, after = fromstring(path.read_bytes()), fromstring(picture.data)
    assert [e.tag for e in before.iter()] == [e.tag for e in after.iter()]
    assert list(before.itertext())[:-1] == list(after.itertext())[:-1]


@pytest.mark.parametrize(
    ("inside", "attributes", "gone"),
    [
        ("<script>x</script>", "", ("<script>",)),
        ("", 'onload="x()"', ("onload",)),
        ('<rect onclick="x()"/>', "", ("onclick",)),
        ('<image href="http://x.example/a.png"/>', "", ('href="http://x.example/a.png"',)),
        ('<image xlink:href="file:///etc/passwd"/>', "", ('href="file:///etc/passwd"',)),
        ('<image href="data:image/svg+xml;base64,AA"/>', "", ('href="data:image/svg+xml;base64,AA"',)),
        ('<use href="other.svg#a"/>', "", ('href="other.svg#a"',)),
        ('<rect fill="url(http://x.example)"/>', "", ("fill",)),
        ('<rect fill="\\75rl(http://x.example)"/>', "", ("fill",)),
        ('<rect style="fill:url(http://x.example)"/>', "", ("fill",)),
        ('<rect style="fill:url(#a\\) url(http://x.example)"/>', "", ("fill",)),
        ("<style>@import url(x.css);</style>", "", ("@import",)),
        ("<style>@font-face{src:url(x)}</style>", "", ("@font-face",)),
        ("<style>a{fill:image-set('x' 1x)}</style>", "", ("fill",)),
        ('<animate attributeName="href" to="javascript:x"/>', "", ("<animate>",)),
        ('<set attributeName="onclick" to="x"/>', "", ("<set>",)),
        ('<metadata>x</metadata><foo:b xmlns:foo="urn:foo">y</foo:b>', 'data-name="z"', ()),
        ('<a href="javascript:x"><text>kept</text></a>', "", ()),
    ],
)
def test_what_acts_or_reaches_outside_goes(inside: str, attributes: str, gone: tuple[str, ...]) -> None:
    """Dangerous parts go and are named; what drawing programs leave behind goes without a word."""
    picture = cleaned(inside, attributes)
    assert picture.removed == gone
    for word in (b"script", b"onload", b"onclick", b"http://x", b"file:", b"x.css", b"75rl", b"animate", b"javascript"):
        assert word not in picture.data
    if "kept" in inside:
        assert b"<text>kept</text>" in picture.data


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="http://x.example/a.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<image href="#a"/>',
        "<image/>",
        '<use href="other.svg#a"/>',
        "<use/>",
        '<filter><feImage href="http://x.example/a.png"/></filter>',
    ],
)
def test_what_would_show_something_that_is_not_there_goes(inside: str) -> None:
    """An element whose reference was taken out, or that never had one, goes with it: print would choke on it."""
    assert not re.search(rb"<(image|use|feImage)", cleaned(f"{inside}<rect/>").data)
    assert b"<rect" in cleaned(f"{inside}<rect/>").data


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (svg("<foreignObject><p>x</p></foreignObject>"), faults.SVG_REFUSED, "htmlLabels"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), faults.SVG_REFUSED, "DTD"),
        (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"), faults.SVG_REFUSED, "DTD"),
        (svg('<g id="a"><use href="#a"/></g>'), faults.SVG_REFUSED, "repeats itself"),
        (svg("<g>" * 100 + "</g>" * 100), faults.SVG_REFUSED, "nested"),
        (
            svg(
                '<g id="a0"><path/></g>'
                + "".join(f'<g id="a{n}">{f"<use href=%#a{n - 1}%/>" * 10}</g>'.replace("%", '"') for n in range(1, 9))
            ),
            faults.SVG_REFUSED,
            "too often",
        ),
        (b"<svg", faults.IMAGE_TYPE, "well-formed"),
        (b"", faults.IMAGE_TYPE, "well-formed"),
        (b"<svg/>", faults.IMAGE_TYPE, "no SVG"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", faults.IMAGE_TYPE, "no SVG"),
        (b"<?xml version='1.0' encoding='nonsense'?><svg/>", faults.IMAGE_TYPE, "encoding"),
    ],
)
def test_what_cannot_be_cleaned_is_refused(data: bytes, rule: object, words: str) -> None:
    """A file that would lose its text in print, that hides declarations or that explodes is told with a cure."""
    problem = clean_svg(data)
    assert isinstance(problem, Problem)
    assert problem.rule is rule
    assert words in f"{problem.message} {problem.hint}"
    assert problem.hint


def test_harmless_doctype_passes() -> None:
    """The line that Graphviz and Matplotlib write on top is dropped, and nothing is read from where it points."""
    line = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    picture = clean_svg(line + svg("<title>t</title>"))
    assert isinstance(picture, CleanSvg)
    assert b"DOCTYPE" not in picture.data
    assert picture.removed == ()


def test_ids_of_two_files_never_meet() -> None:
    """Every id and everything that names it has the file's own prefix."""
    inside = (
        '<title id="t">T</title><linearGradient id="g"/><style>#r, svg.k &gt; .c{fill:url(#g)}</style>'
        '<rect id="r" fill="url(#g)" style="mask:url(\'#g\')"/><use href="#r"/>'
    )
    first, second = (cleaned(inside + extra, 'aria-labelledby="t"').data.decode() for extra in ("", "<g/>"))
    prefix = first[first.index('id="') + 4 : first.index("-svg")]
    assert prefix not in second
    for part in (
        'aria-labelledby="{}-t"',
        'id="{}-g"',
        'fill="url(#{}-g)"',
        "mask:url(&quot;#{}-g&quot;)",
        'href="#{}-r"',
        "#{}-svg #{}-r,",
        ",#{}-svg.k &gt; .c{{",
    ):
        assert part.replace("{}", prefix).replace("{{", "{") in first


def test_styles_hold_within_the_picture() -> None:
    """A style sheet in a picture cannot touch the page around it."""
    sheet = cleaned("<style>text, *{fill:red;position:fixed} @media print{p{fill:blue}}</style>").data.decode()
    rules = sheet[sheet.index("<style>") + 7 : sheet.index("</style>")]
    root = sheet[sheet.index('id="') + 4 : sheet.index("-svg") + 4]
    assert rules == f"#{root} text,#{root} *{{fill:red}}@media print{{#{root} p{{fill:blue}}}}"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20" height="10"', (20, 10)),
        ('width="1in" height="72pt"', (96, 96)),
        ('viewBox="0 0 640 414"', (640, 414)),
        ('viewBox="0,0,640,320" width="320"', (320, 160)),
        ('viewBox="0 0 640 320" width="100%" height="100%"', (640, 320)),
        ("", (None, None)),
        ('viewBox="0 0 nan 1e999"', (None, None)),
    ],
)
def test_size_is_told_in_px(attributes: str, size: tuple[float | None, float | None]) -> None:
    """Width and height are those written, else those of the view box."""
    picture = cleaned("", attributes)
    assert (picture.width, picture.height) == size


def test_same_bytes_however_it_was_written() -> None:
    """Line endings, encoding and prefixes of the source do not reach the result, but for the ids' prefix."""
    first = clean_svg(f'<s:svg xmlns:s="{NAMESPACE}"><s:text>é\r\n</s:text></s:svg>'.encode("utf-16"))
    second = clean_svg(f'<svg xmlns="{NAMESPACE}"><text>é\n</text></svg>'.encode())
    assert isinstance(first, CleanSvg)
    assert isinstance(second, CleanSvg)
    assert first.data[first.data.index(b"<text") :] == second.data[second.data.index(b"<text") :]


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
def test_any_file_is_cleaned_or_refused(inside: str) -> None:
    """Whatever stands in a file, what comes out is well-formed, and cleaning it again removes nothing."""
    picture = clean_svg(svg(inside))
    if isinstance(picture, CleanSvg):
        assert fromstring(picture.data).tag == f"{{{NAMESPACE}}}svg"
        again = clean_svg(picture.data)
        assert isinstance(again, CleanSvg)
        assert again.removed == ()
