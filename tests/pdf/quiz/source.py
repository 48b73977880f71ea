"""A deck whose every answer is a word that no language has, so that one that is told is found wherever it stands."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from PIL import Image

from builder.pipeline import load
from tests.silent import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from builder.render.fragment import RenderedDeck

SETTINGS: Final = """\
format = 1
name = "Quiet Deck"
id = "quiet-abc123"

[anki]
tags = ["everything"]
"""

SOURCES: Final = """\
[asked2001]
author = "Asked, A."
year = "2001"
title = "Zquoxasked and others"

[told2002]
author = "Ztoldauthor, T."
year = "2002"
title = "Ztoldwork"
"""

KINDS: Final = """\
---
tags: [kinds]
---

# Kinds {#kinds}

An introduction with zintroword.

*[ABR]: zmeaning

## How is a question asked, ABR? {#a-question .core tags="one::below"}

By zquestanswer, see [@told2002].

A detail with zquestdetail.[^told]

[^told]: A note with znoteanswer.
[^asked]: A note that is shown.
[^telling]: A note that says zblankprose.

Q: Which work says so [@asked2001]?[^asked] {#a-recall}
See [the page](https://example.org/zrecallanswer "zrecallanswer").
A: zrecallanswer

The detail is zrecalldetail.

![zfigureanswer](figures/plain.svg "zfiguretitle"){#shown-in-answer}

Q: One way? {#a-reversed .reversed}
A: zotherway

Q: Type it. {#a-typed .type hint="it is short"}
A: `ztypedanswer`

Q: Which one? {#a-choice}

- [ ] wrong
- [x] right
  Because of zchoicewhy.
- [ ] neither

A: It is zchoiceanswer.

Q: Which of them? {#some-choices}

- [x] two
- [x] three
- [ ] one
"""

BLANKS: Final = r"""# Blanks

## A section of blanks

C: In prose {{zblankprose}} and {{c7::zhinted::a hint}}, {#told-zblankprose}
{{c3::outer {{c4::zinner}} outer zouter}}.[^telling]

[^telling]: A note that says zblankprose.

C: A formula $x_{{c1::\text{zmathtext}}} + \frac{{{c2::\mathrm{zmathupright}}}}{2}$
and $\text{the {{c3::zmathword}} of it}$.

C: Code `call({{c1::zcodeinline}})`:

```python
def f():
    return {{c1::zcodeblock}}
{{c2::zcodeline()}}
```

C: A table:

| word | meaning |
|---|---|
| here | {{zcell}} |

C: A picture of {{zpictured}}.

![Here is zpictured](figures/plain.svg "zpictured again")

with {{zsecond}}.

The detail is zclozedetail.

C: {{zwhole sentence that is much longer than all of the others, so that its blank would be much wider, zlongend}}.
"""
PICTURES: Final = """\
# Pictures

O: Which parts? {#parts}

![A drawing](figures/labelled.svg "Two parts")

- rect 5% 10% 40% 30%: zlabelone
- ellipse 55% 10% 40% 30%: zlabeltwo

The detail is zmaskdetail.

O: Which colour? {#colour}

![A photograph](figures/photo.jpg)

- rect 0% 0% 50% 100%: zphotomask

Q: What is seen? ![A photograph](figures/photo.jpg) {#seen}
A: zseenanswer

Q: Not on paper? {.anki-only}
A: zankionly
"""

ANSWERS: Final = tuple(
    """
    zquestanswer zquestdetail znoteanswer zrecallanswer zrecalldetail zfigureanswer zfiguretitle zotherway ztypedanswer
    zchoicewhy zchoiceanswer zblankprose zhinted zinner zouter zmathtext zmathupright zmathword zcodeinline zcodeblock
    zcodeline zcell zpictured zsecond zclozedetail zwhole zlongend zlabelone zlabeltwo zmaskdetail zphotomask
    zseenanswer ztoldauthor ztoldwork zquoxasked
    """.split()
)
"""All that the key tells, and the questions must not."""

UNSEEN: Final = ("zintroword", "zmeaning", "zankionly", "zmetadata")
"""What neither tells."""

_LABELLED: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">'
    '<rect width="200" height="100" fill="#eee"/><text x="20" y="30" font-size="12">zlabelone</text>'
    '<text x="120" y="30" font-size="12">zlabeltwo</text><text x="80" y="90" font-size="12">in sight</text></svg>'
)
_PLAIN: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40" width="80" height="40">'
    '<circle cx="40" cy="20" r="15" fill="#1d5fa8"/></svg>'
)


def photograph() -> bytes:
    """Return a JPEG, blue on the left and red on the right, that says what it shows in its comment and in Exif."""
    picture = Image.new("RGB", (160, 80), "red")
    picture.paste("blue", (0, 0, 80, 80))
    exif = Image.Exif()
    exif[0x010E] = "zmetadata"
    target = BytesIO()
    picture.save(target, "JPEG", quality=95, exif=exif, comment=b"zmetadata")
    return target.getvalue()


def write_deck(folder: Path) -> Path:
    """Write the deck into *folder* and return it."""
    (folder / "figures").mkdir(parents=True)
    texts = {
        "deck.toml": SETTINGS,
        "sources.toml": SOURCES,
        "01-kinds.md": KINDS,
        "02-blanks.md": BLANKS,
        "03-pictures.md": PICTURES,
        "figures/labelled.svg": _LABELLED,
        "figures/plain.svg": _PLAIN,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "figures" / "photo.jpg").write_bytes(photograph())
    return folder


def read_deck(folder: Path) -> RenderedDeck:
    """Return the deck that stands in *folder*; no fault stops it."""
    loaded = load(folder, Silent())
    errors = [fault for fault in loaded.diagnostics if fault.rule.severity.value == "error"]
    assert not errors, errors
    return loaded.rendered
