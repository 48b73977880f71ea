"""Chapters without any fault, each of whose words stands in them once."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.source.grammar import indented

INLINE = st.lists(
    st.sampled_from(
        [
            "§",
            "§",
            "*§*",
            "**§**",
            "***§***",
            "`§`",
            "``§ ` §``",
            "$§$",
            "==§==",
            "~~§~~",
            "[§](https://e.org)",
            "[§][ref]",
            "[§ *§*](#here)",
            "![§](figures/dot.svg)",
            "§[^note]",
            "<b>§</b>",
            "<sub>§</sub>",
            "\\*§",
            "{§}",
            "§ & < §",
            "§*§*§",
            "_§_",
            "&lt;§",
            "§\\\n§",
            "$5-$10 §",
            "[§]",
            "§ [@lin2014]",
            "§ <!-- x --> §",
            "https://e.org/§",
            "<https://e.org/§>",
            "(§)",
            "§|§",
            "![§](figures/dot.svg)",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
CLOZE = st.sampled_from(
    [
        "{{§}}",
        "{{c2::§}}",
        "{{§::§}}",
        "{{c1,3::§}}",
        "$\\frac{{{c1::§}}}{{{c2::§}}}$",
        "{{{§}}}",
        "{{c1::§ {{c2::§}} §}}",
        "{{**§**}}",
        "$x {{c1::§}}$",
        "`{{c1::§}}::§`",
        "{{`§`}}",
        "{{$§$::§}}",
    ]
)
LEAF = st.one_of(
    INLINE,
    st.lists(INLINE, min_size=2, max_size=3).map("\n".join),
    st.sampled_from(
        [
            "```\n§\n\n§\n```",
            "~~~python\ndef §(): return 1 # §\n~~~",
            "| § | § |\n|---|:-:|\n| § | `§` |\n| § |",
            "### § §",
            "§\n: §\n: §\n\n  §",
            "<div>\n§\n\n<p>§</p>\n</div>",
            "<!-- x\n\n-->",
            "$$\n§\n$$",
            "***",
            "![§](figures/dot.svg)",
            "    §\n\n    §",
        ]
    ),
)
BLOCK = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(st.tuples(st.sampled_from(["- ", "1. ", "- [x] ", "-   "]), inner), min_size=1, max_size=3).map(
            lambda items: "\n".join(indented(f"§\n\n{body}", mark, " " * len(mark)) for mark, body in items)
        ),
        inner.map(lambda body: "> " + f"[!NOTE]\n§\n\n{body}".replace("\n", "\n> ")),
        inner.map(lambda body: "> " + f"§\n\n{body}".replace("\n", "\n> ")),
    ),
    max_leaves=3,
)
BODY = st.lists(BLOCK, max_size=3).map(lambda blocks: "\n\n".join(["§", *blocks]))
CARD = st.one_of(
    st.builds("Q: {}\n\nA: {}".format, BODY, BODY),
    st.builds("C: {} {}\n\n{}".format, INLINE, CLOZE, BODY),
    st.builds("C: {}\n\n- {}\n\n{}".format, BODY, CLOZE, BODY),
    st.builds("Q: {}\n- [x] {}\n\n  {}\n- [ ] §".format, INLINE, INLINE, INLINE),
    st.builds("## {}\n\n{}".format, INLINE.map(lambda said: said.replace("\n", " ")), BODY),
    st.builds("# §\n\n{}".format, BODY),
)
TAIL = "\n\nQ: Here? {#here}\nA: §[^note]\n\n[ref]: https://e.org/ref\n[^note]: §\n\n    §\n"
CHAPTER = st.lists(CARD, min_size=1, max_size=5).map(lambda cards: numbered("\n\n".join(cards) + TAIL))


def numbered(text: str) -> str:
    """Return *text* with a word of its own for each ``§``."""
    first, *rest = text.split("§")
    return first + "".join(f"w{number}z{more}" for number, more in enumerate(rest))
