"""A deck with a card of each kind, and with what is hard to show, as an author writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x00"
METRICS = r"""---
tags: [metrics]
---

# Metrics & more

## How do you judge a detector? {#judge .core tags="detection" hint="Think of the threshold."}

Average precision, $AP = \int_0^1 p(r)\,dr$, of {0, 1} and `std::vector<T>`.

The detail with ![a dot](figures/dot.svg), again ![a dot](figures/dot.svg), and

$$F_1 = \frac{2PR}{P + R} < 1 \quad a \& b$$

| a | b |
|---|---|
| `</script>` | <kbd>x</kbd> |

Q: What does precision divide by? {#precision}
A: By $TP + FP$ [@lin2014].[^n]

[^n]: Never by zero.

Q: mAP {#map .reversed}
A: The mean over classes

Q: Which call gives the largest index? {#argmax .type}
A: `np.argmax(a < b)`

Q: Which falls with each miss? {#misses .senior}

- [ ] Precision
- [x] Recall
  Misses are in its denominator.
- [ ] Specificity

Q: What do you hear? {#hear}
A: ![a chime](chime.mp3)
"""
CLOZES = r"""# Clozes

C: F1 is the {{c2::harmonic::which?}} mean of {{c1::precision and {{c3::recall}}}}. {#nested}

C: {{c1,4::Shared}} by two, {{c2::"quoted" & <b>bold</b>}}. {#shared}

C: $F_1 = \frac{ {{c1::2PR}} }{P+R} = x^{{{c2::y}}}$ and $\text{a {{c3::b::c}} d}$ {#in-math}

C: Fill in: `x = {{c1::std::set{1, {2}}}};` {#in-code}

C: After it: {{c1::one}} {{two}} ${{c3::z_{i_{j}}}}$. {#fence}

   ```cpp
   template<{{c4::typename T}}> f() { return {{c4::a::b}}; }
   ```
"""
MASKS = """# Masks

O: Where do two boxes meet? {#masks .hide-all}
![Two boxes](figures/dot.svg)
- rect 10% 20% 30% 40%: overlap {c=2}
- ellipse 50% 20% 40% 60%: the $y$ axis
"""
PLAIN = """# Plain

Q: What is only printed? {#printed .print-only}
A: This.

Q: What is retired? {#old .retired}
A: This one.
"""
FILES: Final[Mapping[str, str | bytes]] = {
    "01-metrics.md": METRICS,
    "02-clozes.md": CLOZES,
    "03-plain.md": PLAIN,
    "04-masks.md": MASKS,
    "chime.mp3": SOUND,
}
