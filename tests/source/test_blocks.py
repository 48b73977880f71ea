"""What is inside a block, as a text of its own."""

from __future__ import annotations

from builder.source.blocks import Shape, content
from builder.source.leaves import leaves
from builder.source.splitter import split
from builder.source.text import Text, origin

_NESTED = """\
> A quote with a list:
>
> 1. First, with code:
>
>    ```python
>    one = 1

>    two = 2
>    ```
> 2. Second
lazily continued

```
three = 3

  four = 4
```

  ~~~
  five = 5
   six = 6
  ~~~

Term
:   Its explanation

    and more of it
"""


def test_leaves_know_where_they_stood() -> None:
    """Each character of each leaf stood where its text says, however deep the leaf is."""
    found = list(leaves(Text(_NESTED, "a.md", ((0, 0),))))
    assert len(found) > 8
    for leaf in found:
        assert "".join(_NESTED[origin(leaf.text, at)] for at in range(len(leaf.text.value))) == leaf.text.value


def test_lines_that_follow_each_other_are_one_piece() -> None:
    """What stands in a fence at column 0 is remembered as one piece, not line by line."""
    source = "```\none\n\ntwo\nthree\n```\n"
    (fence,) = split(source)
    assert fence.shape is Shape.FENCE
    assert len(fence.pieces) == 4
    assert content(Text(source, "a.md", ((0, 10),)), fence.pieces) == Text("one\n\ntwo\nthree\n", "a.md", ((0, 14),))
