"""Texts in the shape of chapters: everything that the format knows, put together well and badly."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "alpha",
        "beta",
        "Ünïcödé",
        "召回率",
        "مرحبا",
        "e\u0301tude",
        "a\u200bb",
        "🙂",
        "x1",
        "naïve",
        "½",
        "ﬁn",
        "gamma",
        "delta",
    ]
)
PLAIN_WORDS = ("alpha", "beta", "Ünïcödé", "召回率", "مرحبا", "naïve", "gamma", "delta")
NOISE = st.text(st.sampled_from("aB1 \t*_~=`$[](){}<>!#|:\\-+.&;\"'@^%/é🙂\u00a0"), max_size=12)
IDS = st.sampled_from(["a", "b-1", "Upper", "x" * 60, "1"])
CLASSES = st.sampled_from(
    ["core", "senior", "reversed", "type", "boxes", "print-only", "anki-only", "retired", "corre", "2"]
)
VALUES = st.sampled_from(
    [
        'tags="a b"',
        "tags=c",
        "as-of=2026-01-01",
        "as-of=soon",
        'hint="x y"',
        "source=lin2014",
        "source=nobody",
        'deck="A::B"',
        "c=2",
        "c=two",
        'style="x"',
        "tags",
        'hint="open',
    ]
)


@st.composite
def attribute_lists(draw: st.DrawFn) -> str:
    """Return an attribute list, perhaps a broken one."""
    parts = draw(
        st.lists(st.one_of(IDS.map("#{}".format), CLASSES.map(".{}".format), VALUES, WORDS), min_size=1, max_size=3)
    )
    return draw(st.sampled_from([" {%s}", " {%s", "{%s}", " {%s }", " {{%s}}"])) % " ".join(parts)


def clozes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return clozes around *inner*, whole and broken."""
    number = st.sampled_from(["", "", "c1::", "c2::", "c1,3::", "c0::", "c501::", "c99999999999::"])
    hint = st.sampled_from(["", "", "::hint", "::", "::a::b"])
    close = st.sampled_from(["}}", "}}", "}}", "}", ""])
    return st.builds(lambda n, body, h, end: "{{" + n + body + h + end, number, inner, hint, close)


INLINE_LEAF = st.one_of(
    WORDS,
    WORDS,
    NOISE,
    WORDS.map("*{}*".format),
    WORDS.map("**{}".format),
    WORDS.map("`{}`".format),
    WORDS.map("`` a`{} ``".format),
    WORDS.map("=={}==".format),
    WORDS.map("~~{}~~".format),
    st.sampled_from(
        [
            "$x^2$",
            "$\\frac{1}{{{c1::2}}}$",
            "$5-$10",
            "\\(y\\)",
            "\\[z\\]",
            "$$w$$",
            "$\\nosuch$",
            "$\\frac{1$",
            "`{{c2::v}}::w`",
            "\\{{",
            "[l](https://e.org)",
            "[l](#a)",
            "[l](x.md#b)",
            "[l][ref]",
            "[ref]",
            "![alt](figures/dot.svg)",
            "![](figures/dot.svg){#f}",
            "![a](no.png)",
            "![a](https://e.org/x.png)",
            "[^n]",
            "[^m]",
            "[@lin2014]",
            "[@lin2014; @nobody]",
            "<b>bold</b>",
            "<i onclick='x'>",
            "<script>",
            "<!-- c -->",
            "<!--",
            "-->",
            "<https://e.org>",
            "<a@b.org>",
            "<x:y>",
            "&amp;",
            "&#0;",
            "&#xfdd0;0&#xfdd1;",
            "&nope;",
            "\\*",
            "\\\\",
            "\\",
            "HTML",
            "  \n",
            "\\\n",
            "| a | b |",
            "::",
            "}}",
            "{{",
            "[",
            "](",
            "![",
            "((",
            "`",
            "``",
            "$",
            "<",
            ">",
            "*",
            "**",
            "***",
            "_",
            "==",
            "~~",
        ]
    ),
)
INLINE = st.lists(st.one_of(INLINE_LEAF, clozes(INLINE_LEAF), clozes(clozes(INLINE_LEAF))), min_size=1, max_size=5).map(
    " ".join
)

FENCE = st.builds(
    lambda mark, info, body, close: f"{mark}{info}\n{body}\n{close}",
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "python", " nosuch x", "python {.x}"]),
    st.one_of(INLINE, st.just("Q: no\nA: no"), st.just("x = {{c1::std::vector}}\n\n## no"), st.just("\ta\n  b")),
    st.sampled_from(["```", "~~~", "````", "````", ""]),
)
TABLE = st.builds(
    lambda head, row, more: f"| {head} | b |\n|:--|--:|\n| {row} | 2 |\n| 3 | {more} |",
    st.one_of(WORDS, INLINE_LEAF),
    INLINE_LEAF,
    clozes(WORDS),
)
HTML = st.sampled_from(
    [
        "<div>\n\nalpha\n\n</div>",
        "<div>\nQ: beta\n## gamma",
        "<details>\n<summary>alpha</summary>\n\nbeta\n</details>",
        "<!-- c\n\nQ: x\n-->",
        "<!-- never",
        "<hr>",
        "<table><tr><td>alpha</table>",
        "<p>alpha",
        "<div><div>alpha</div>",
        "</div>",
        "<style>x</style>",
        "<?php x ?>",
        "<!DOCTYPE x>",
        "<div>&#xFDD0;0&#xFDD1;</div>",
    ]
)
DEFINITION = st.sampled_from(
    [
        '[ref]: https://e.org/r "T"',
        "[ref]: <https://e.org/s>",
        "[^n]: note alpha",
        "[^n]: note [^m] [^n]\n\n    more beta",
        "[^m]: [@lin2014] [ref]",
        '*[HTML]: Hyper "text" <b>',
        "*[alpha]: first",
        "[x]:",
        "[ref]: #a",
    ]
)
TERMS = st.builds(lambda term, body: f"{term}\n: {body}\n:   {term}", WORDS, INLINE)
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map("\n".join)


def indented(text: str, first: str, rest: str) -> str:
    """Return *text* with *first* before its first line and *rest* before the others."""
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else line for line in lines[1:])])


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return lists and quotes of *inner* blocks."""
    blocks = st.lists(inner, min_size=1, max_size=2).map("\n\n".join)
    return st.one_of(
        st.lists(
            st.tuples(
                st.sampled_from(["- ", "* ", "1. ", "10) ", "- [x] ", "- [ ] ", "-   ", "-\t", "- rect 1% 1% 1% 1%: "]),
                blocks,
            ),
            min_size=1,
            max_size=3,
        ).map(lambda items: "\n".join(indented(body, mark, " " * len(mark)) for mark, body in items)),
        blocks.map(lambda body: indented(body, "> ", "> ")),
        blocks.map(lambda body: indented(body, "> ", "")),
        blocks.map(lambda body: indented(body, "    ", "    ")),
    )


BLOCK = st.recursive(
    st.one_of(
        PARAGRAPH,
        PARAGRAPH,
        FENCE,
        TABLE,
        HTML,
        DEFINITION,
        TERMS,
        st.sampled_from(["---", "***", "- - -", "### Sub {#s}", "###### x", "%"]),
    ),
    _containers,
    max_leaves=4,
)
BODY = st.lists(BLOCK, min_size=1, max_size=3).map("\n\n".join)
ATTRIBUTES = st.one_of(st.just(""), st.just(""), attribute_lists())
HEADING = st.builds(
    lambda marks, said, more: f"{marks} {said}{more}", st.sampled_from(["#", "##", "##", "###"]), INLINE, ATTRIBUTES
)
CARD = st.one_of(
    st.builds(lambda q, a, d, gap: f"Q: {q}{a}{gap}A: {d}", BODY, ATTRIBUTES, BODY, st.sampled_from(["\n", "\n\n"])),
    st.builds(lambda body, a: f"C: {body}{a}", BODY, ATTRIBUTES),
    st.builds(lambda body, a: f"O: ![alt](figures/dot.svg){a}\n{body}", BODY, ATTRIBUTES),
    st.builds(lambda q, x, y: f"Q: {q}\n- [x] {x}\n  because {y}\n- [ ] {y}", INLINE, INLINE, WORDS),
    st.builds("{} {}".format, st.sampled_from(["Q:", "A:", "C:", "O:"]), BODY),
)
FRONT_MATTER = st.sampled_from(
    [
        "",
        "",
        "",
        "---\ntitle: alpha\ntags: [a, b]\n---\n",
        "---\ntitle: [\n---\n",
        "---\nnope: 1\n---\n",
        "---\ntitle: x",
        "---\ndeck: A::B\n...\n",
        "---\n&a [*a]\n---\n",
        "---\ntitle: 2026-99-99\n---\n",
    ]
)
CHAPTER = st.builds(
    lambda matter, pieces, ending: (matter + "\n\n".join(pieces)).replace("\n", ending),
    FRONT_MATTER,
    st.lists(st.one_of(HEADING, HEADING, CARD, CARD, BODY, st.just("---")), min_size=1, max_size=6),
    st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]),
)
SOUP = st.lists(
    st.one_of(
        INLINE_LEAF,
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "# ",
                "## ",
                "Q: ",
                "A: ",
                "C: ",
                "O: ",
                "- ",
                "> ",
                "    ",
                "\t",
                "```\n",
                "---\n",
                "|",
                "<div>",
                ": ",
                "[^n]: ",
            ]
        ),
    ),
    max_size=30,
).map("".join)
ANY = st.text(st.characters(codec="utf-8"), max_size=120)
