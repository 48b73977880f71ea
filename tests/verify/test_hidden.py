"""What the blanks of a field hide, and when a number asks something else."""

from __future__ import annotations

import pytest

from builder.verify.hidden import hidden, moved


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("F1 is the {{c1::<b>harmonic</b>::which?}} mean", {1: "harmonic"}),
        (
            "{{c2,3::precision and {{c4::recall::r…}}}}",
            {2: "precision and recall", 3: "precision and recall", 4: "recall"},
        ),
        ("{{c1::a}} and {{c1::b}}", {1: "a … b"}),
        ("{{c1::std&#58;&#58;set &lt; 2}}", {1: "std::set < 2"}),
        ("{{c1::never closed", {}),
        ("}} {{Front}}", {}),
        ("{{c1::image-occlusion:rect:left=.1}} {{c1::<p>lens</p>}}", {1: "lens"}),
        ("{{c1::image-occlusion:rect:left=.1}}", {1: "image-occlusion:rect:left=.1"}),
    ],
)
def test_hidden(field: str, expected: dict[int, str]) -> None:
    """Each number hides the plain text of its blanks, inner ones included, hints left out."""
    assert hidden([field]) == expected


@pytest.mark.parametrize(
    ("before", "after", "numbers"),
    [
        ({1: "recall"}, {1: "the recall"}, []),
        ({1: "recall"}, {1: "recalls"}, []),
        ({1: "recall"}, {1: "GPU"}, [1]),
        ({1: "recall", 2: "new recall"}, {1: "new recall", 2: "recall"}, [1, 2]),
        ({1: "recall"}, {2: "recall"}, []),
        ({1: "出力"}, {1: "出力層"}, []),
        ({1: "image-occlusion:rect:left=.1"}, {1: "image-occlusion:rect:left=.7"}, []),
        (
            {1: "image-occlusion:rect:left=.1"},
            {1: "image-occlusion:rect:left=.7", 2: "image-occlusion:rect:left=.1"},
            [1],
        ),
    ],
)
def test_moved(before: dict[int, str], after: dict[int, str], numbers: list[int]) -> None:
    """A number asks something else when another one has its text now, or its text has nothing of the old one."""
    assert list(moved(before, after)) == numbers
