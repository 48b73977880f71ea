"""What stands inside a paragraph: which marks are one, and which bind tighter."""

from __future__ import annotations

import pytest
from hypothesis import given

from builder.source.inline import Mark, citation_keys, is_balanced, label_key, scan, unescape
from tests.source import grammar


def _found(text: str) -> list[tuple[str, str]]:
    """Return the tokens of *text*: what each is, and what it covers."""
    return [(token.mark.name.lower(), text[token.start : token.end]) for token in scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$ and $y+1$", [("math", "$x$"), ("math", "$y+1$")]),
        ("$5-$10", []),
        ("$5 and $10", []),
        ("$ x$", []),
        ("$x $", []),
        ("costs $5, or 6$", [("math", "$5, or 6$")]),
        ("\\$x$ y$", [("escape", "\\$")]),
        ("$a\\$b$", [("math", "$a\\$b$")]),
        ("$$x\ny$$", [("math", "$$x\ny$$")]),
        ("$$ $$", []),
        ("\\(x\\) \\[y\\]", [("math", "\\(x\\)"), ("math", "\\[y\\]")]),
        ("\\(\\)", [("escape", "\\("), ("escape", "\\)")]),
        ("`$x$` a", [("code", "`$x$`")]),
        ("`` a`b ``", [("code", "`` a`b ``")]),
        ("`a``", []),
        ("a ` b", []),
        ("\\`a`", [("escape", "\\`")]),
        ("[a](b)", [("link", "[a](b)")]),
        ("[a](<b c> 'd')", [("link", "[a](<b c> 'd')")]),
        ("[a](b (c))", [("link", "[a](b (c))")]),
        ("[a](b_(c)_d)", [("link", "[a](b_(c)_d)")]),
        ("[a] (b)", [("link", "[a]")]),
        ("[a][b]", [("link", "[a][b]")]),
        ("[a][]", [("link", "[a][]")]),
        ("[]", []),
        ("[a `]` b](c)", [("link", "[a `]` b](c)"), ("code", "`]`")]),
        ("[a $]$ b](c)", [("link", "[a $]$ b](c)"), ("math", "$]$")]),
        ("[a <b c=']'> d](e)", [("link", "[a <b c=']'> d](e)"), ("tag", "<b c=']'>")]),
        ("[a \\] b](c)", [("link", "[a \\] b](c)"), ("escape", "\\]")]),
        ("[a [b] c](d)", [("link", "[a [b] c](d)"), ("link", "[b]")]),
        ("![a *b*](c)", [("image", "![a *b*](c)")]),
        ("![a]", [("image", "![a]")]),
        ("\\![a](b)", [("escape", "\\!"), ("link", "[a](b)")]),
        ("[^1] and [^two]", [("footnote", "[^1]"), ("footnote", "[^two]")]),
        ("[^]", [("link", "[^]")]),
        ("[^a b]", [("link", "[^a b]")]),
        ("[@a2014]", [("citation", "[@a2014]")]),
        ("[@a; @b:c.d/e+f-g]", [("citation", "[@a; @b:c.d/e+f-g]")]),
        ("[@a](b)", [("link", "[@a](b)")]),
        ("[@a and more]", [("link", "[@a and more]")]),
        ("<https://e.org/a?b=c>", [("autolink", "<https://e.org/a?b=c>")]),
        ("<a.b@c.org>", [("autolink", "<a.b@c.org>")]),
        ("<b> </b> <br/>", [("tag", "<b>"), ("tag", "</b>"), ("tag", "<br/>")]),
        ("<a b='c>' d=\"e\" f=g h>", [("tag", "<a b='c>' d=\"e\" f=g h>")]),
        ("a < b > c, 1<2", []),
        ("<!-- a\n--> b", [("comment", "<!-- a\n-->")]),
        ("<!-- a", []),
        ("\\a \\* \\\\", [("escape", "\\*"), ("escape", "\\\\")]),
        ("{{$5}} or {{$6}}", []),
        ("{{$x$}}", [("math", "$x$")]),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, str]]) -> None:
    """A mark is what the format says that it is, and nothing else is one."""
    assert _found(text) == expected


def test_token_knows_its_parts() -> None:
    """A link has the address, the title and the text that its author wrote."""
    (token,) = scan('see [the *text*](a\\)b "T \\"i\\"")')
    assert (token.mark, token.address, token.title, token.label) == (Mark.LINK, "a)b", 'T "i"', None)
    (token,) = scan("![alt][ Some  Label ]")
    assert (token.mark, token.label) == (Mark.IMAGE, " Some  Label ")
    assert label_key(" Some  Label ") == label_key("some label")


def test_label_of_a_thousand_characters_is_none() -> None:
    """A label is no longer than 999 characters, so that nested brackets cost nothing."""
    assert scan(f"[{'a' * 1000}]") == ()
    assert len(scan(f"[{'a' * 900}]")) == 1
    assert len(scan(f"[{'a' * 5000}](b)")) == 1


def test_helpers() -> None:
    """Keys, braces and backslashes are read as in Markdown."""
    assert citation_keys("@a; @b") == ("a", "b")
    assert is_balanced("{a{b}}")
    assert is_balanced("\\{")
    assert not is_balanced("}{")
    assert unescape("\\*a\\b\\\\") == "*a\\b\\"


@given(grammar.INLINE)
def test_tokens_do_not_cross(text: str) -> None:
    """Two tokens follow each other, or one lies in the text of a link; their bodies lie inside them."""
    open_ends: list[int] = []
    at = 0
    for token in scan(text):
        assert at <= token.start < token.end <= len(text)
        assert token.start <= token.body[0] <= token.body[1] <= token.end
        while open_ends and open_ends[-1] <= token.start:
            open_ends.pop()
        assert not open_ends or token.end <= open_ends[-1]
        if token.mark is Mark.LINK:
            open_ends.append(token.end)
        at = token.start + 1 if token.mark is Mark.LINK else token.end
