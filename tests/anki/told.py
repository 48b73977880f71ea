r"""What each card of the deck of every kind (`kinds/`) asks, and what it tells only on its back.

Words stand as in `tests.anki.said`, and formulas as MathJax gets them: braces that would end a blank are parted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Told:
    """The two sides of a card."""

    asks: tuple[str, ...]
    """On the front, and of a card without blanks on the back as well."""
    tells: tuple[str, ...]
    """On the back, and not on the front, not even in an attribute."""


def told(asks: str | tuple[str, ...], *tells: str) -> Told:
    """Return the two sides."""
    return Told(asks if isinstance(asks, tuple) else (asks,), tells)


_ENERGY: Final = r"\(E = { h } \nu = \frac{ { h } c}{ { \lambda } }\)"
_MODE: Final = r"\({ \frac{ {2} }{ {3} } } E_{ { ij } }\)"
_SIGMA: Final = r"\[\sigma \propto { \frac{d^{6} }{\lambda^{4} } }\]"
_PALETTE: Final = "palette{{{0, 0, 0}, {255, 255, 255}}}; auto first = palette"

TOLD: Final = {
    # Questions with a long answer, and short ones
    ("blue-sky", 0): told(
        ("Light Why is the sky blue, and the setting sun red?", "Which wavelengths does air turn aside?"),
        "blue light reaches us from all over the sky (Strutt 1871)",
        r"fourth powera: \[\frac{I_{450} }{I_{700} } = \left(\frac{700}{450}\right)^4 \approx 5.9\]",
        "violet 400 9.4",
        "return (reference / wavelength) ** 4 # 400 < 700: more than 9",
        "A prism parts a ray of white light",
        "Glass bends what air scatters",
        "Clouds are white",
        "Haze Particles",
        "absorption by ozone",
        "See the cones and a spectrum.",
        "A molecule of air measures some 0.3 nm",
        "On the light from the sky, its polarization and colour",
        "https://doi.org/10.1080/14786447108640452",
        "2026-03-01",
        "2028-03-01",
    ),
    ("speed-of-light", 0): told(
        "What is the speed of light in vacuum, in m/s?",
        "299,792,458 m/s, exactly",
        "Since 1983",
        "Why is the sky blue",
        "The International System of Units",
    ),
    ("rods", 0): told("rod (of the retina)", "works in dim light", "About 120 million", "six million cones"),
    ("rods", 1): told("works in dim light and tells no colours", "rod (of the retina)", "120 million", "six million"),
    ("longest-waves", 0): told(("longest waves?", "Think of the setting sun."), " red "),
    ("levels", 0): told("8-bit channel by a shift?", "1 << 8", "It is 256"),
    # Choices
    ("scattered-most", 0): told(
        ("red", "green", "violet", "none, if n == 1"),
        r"nearly straight on: \(\lambda = 700\,\mathrm{nm}\)",
        "The shortest waves that we see.",
        "Violet, at about 400 nm.",
    ),
    ("additive-primaries", 0): told(
        ("primaries of additive mixing?", "red", "green", "yellow", "blue"), "Red and green light together make it."
    ),
    ("infrared", 0): told(("It is visible.", "longer than those of red light.", "more energy than"), "Why is the sky"),
    # Of another question
    ("led", 0): told(
        "What does an LED lack that a bulb has?", "A hot filament", "light-emitting diode", "sold from 1880 on"
    ),
    ("cone-kinds", 0): told("How many kinds of cones has a typical human eye?", "Three, with", "2025-06-30", "Cones"),
    # Clozes
    ("prism-bends", 0): told("bends [...] light most and red light least.", "violet"),
    ("prism-bends", 1): told("bends violet light most and [...] light least.", "red"),
    ("wave-speed", 0): told("Frequency times [...] is the speed of the wave.", "wavelength"),
    ("wave-speed", 1): told("[...] times wavelength is the speed of the wave.", "Frequency"),
    ("wave-speed", 4): told("Frequency times wavelength is [...].", "the speed of the wave"),
    ("cone-names", 0): told("The cones are named [short], M and L after", "named S, M and L"),
    ("cone-names", 1): told("The cones are named S, [medium] and L after", "named S, M and L"),
    ("cone-names", 2): told("The cones are named S, M and [long] after", "named S, M and L"),
    ("cone-names", 3): told("after the [what of light?] that they answer to.", "waves"),
    ("photon", 0): told("An electron [...] and sends out a photon.", "falls", "lower", "level"),
    ("photon", 1): told("An electron falls to a [...] level and sends out a photon.", "lower"),
    ("photon-energy", 0): told("[...] of [...] light carry more energy than red ones.", "Photons", "blue"),
    ("photon-energy", 1): told("[...] of blue light carry more energy than [...] ones.", "Photons", "red"),
    ("photon-formula", 0): told(
        (r"\(E = { [...] } \nu = \frac{ { [...] } c}{ { \lambda } }\)", _MODE, _SIGMA), _ENERGY, r"\(\sigma_{a_{b} }\)"
    ),
    ("photon-formula", 1): told((r"\(E = { h } \nu = \frac{ { h } c}{ { [...] } }\)", _MODE, _SIGMA), r"\lambda }"),
    ("photon-formula", 2): told((_ENERGY, r"\({ [...] } E_{ { ij } }\)", _SIGMA), r"\frac{ {2} }{ {3} }"),
    ("photon-formula", 3): told((_ENERGY, r"\({ \frac{ {2} }{ {3} } } E_{ { [...] } }\)", _SIGMA), "{ ij }"),
    ("photon-formula", 4): told((_ENERGY, _MODE, r"\[\sigma \propto { [...] }\]"), "d^{6}", r"\lambda^{4}"),
    ("palette", 0): told(f"a palette is [...] {_PALETTE}.at(0);", "std::vector<Colour>"),
    ("palette", 1): told(f"std::vector<Colour> {_PALETTE}[...];", ".at(0)"),
    ("css", 0): told("A line is set by [...] in CSS, its ground by background: rgb(0 0 0).", "color: red;"),
    ("css", 1): told("A line is set by color: red; in CSS, its ground by background: [...].", "rgb(0 0 0)"),
    ("subtractive", 0): told("[...] magenta yellow", "Cyan", "are the primaries of print."),
    ("subtractive", 1): told("Cyan [...] yellow", "magenta", "are the primaries of print."),
    ("subtractive", 2): told("Cyan magenta [the brightest of them]", "yellow", "are the primaries of print."),
    ("marked-up", 0): told("What is [...] looks blue.", r"strongly scattered by \(\lambda^{-4}\) and air looks"),
    ("braces", 0): told("{{not a blank}} stands beside [...], and $5-$10 buys a prism.", "a blank, and"),
    ("braces", 1): told("{{not a blank}} stands beside a blank, and $5-$10 [...] a prism.", "buys"),
    # Pictures with masks
    ("spectrum-bands", 0): told("Which part of the spectrum is covered?", "microwaves", "less than an octave"),
    ("spectrum-bands", 1): told("Which part of the spectrum is covered?", "infrared, the warm one"),
    ("spectrum-bands", 3): told("Wavelengths fall from top to bottom.", "ultraviolet", "X-rays"),
    ("discs", 0): told("Which colour do the lights make where they overlap?", r"yellow, \(R + G\)"),
    ("discs", 1): told("Which colour do the lights make where they overlap?", "cyan"),
    ("discs", 2): told("Which colour do the lights make where they overlap?", "magenta"),
    ("discs", 3): told("Which colour do the lights make where they overlap?", "white"),
    # Other scripts
    ("sky-arabic", 0): told("لماذا تبدو السماء زرقاء؟", "لأن الهواء", "أزرق 450 nm", r"\(\lambda = 700\)"),
    ("speed-arabic", 0): told("ما سرعة الضوء في الفراغ؟", "نحو ثلاثمئة ألف", "299792458 m/s"),
    ("blank-arabic", 0): told("لون السماء في النهار [لون].", "أزرق"),
    ("choice-arabic", 0): told(("الأحمر", "البنفسجي"), "موجته أقصر."),
    ("speed-hebrew", 0): told("מהי מהירות האור בריק?", "כשלוש מאות אלף"),
    ("speed-hebrew", 1): told("כשלוש מאות אלף קילומטרים בשנייה", "מהי מהירות האור"),
    ("mix-hebrew", 0): told("אור אדום ואור ירוק?", "צהוב"),
    ("sky-japanese", 0): told("空はなぜ青いのですか。", "空気が波長の短い光", r"：\(I \propto \lambda^{-4}\)。"),
    ("speed-chinese", 0): told("光在真空中的速度约为每秒[...]公里。", "三十万"),
    ("primaries-korean", 0): told("빛의 삼원색은 무엇입니까?", "빨강, 초록, 파랑입니다."),
    # What is too wide
    ("wide-table", 0): told("Which instrument sees which band", "ALMA millimetre 31 950", "mercury-cadmium-telluride"),
    ("wide-code", 0): told("print(max(brightness) < 1)", "Y = 0.2126 R + 0.7152 G", "the sum is at most 1)"),
    ("wide-words", 0): told("Can a word be too long", "Lichtgeschwindigkeitsmess", "/at/all/index.html"),
    ("wide-formula", 0): told("Which series", r"+ \frac{x^{17} }{17!} - \cdots\]", "deeper still", r"\(x_{i_j}\)"),
    # What Anki could take for its own
    ("dollars", 0): told("cost, $5-$10 or $1 and $2?", "From $5 to $10", r"\(x_1 + x_2\) and \(a_{b_c}\) keep their"),
    ("field-marks", 0): told(
        "What stands in {{Front}}, and what is {{Front}} here?",
        "{{FrontSide}}, {{#Tags}}, {{cloze:Text}} and [sound:none.mp3] are text",
        r"[[type:Front]], [latex]x[/latex], [$]y[/$], \(z\).",
    ),
    ("angles", 0): told(
        r"Is \(x < y\) the same as \(y > x\), with a < b && c > d?",
        '<script>alert("&amp;")</script> is code, and <b> is text.',
        r"\text{if } x < 0 \\ b & \text{if } x \ge 0 \end{cases} \qquad { {a} }^{ {b} } :: c\]",
    ),
    ("lone-marks", 0): told(
        r"What do a lone \( and a lone ]] or }} or {{c1:: mean in prose?",
        r"Themselves: \( and \[, }} and {{, :: and \. So it is in a pair: \(x\).",
    ),
    ("brackets", 0): told(r"is map<K, V>, and \(\frac{ { [...] } }{c}\) ends well.", "a^{b}"),
    ("brackets", 1): told(r"is map<[...], V>, and \(\frac{ { a^{b} } }{c}\) ends well.", "map<K, V>"),
    # Sound and film
    ("pitch", 0): told("Which pitch is this?", "The a' that orchestras tune to.", "in another format"),
    ("marks", 0): told("Which of the two marks stands left?", "The letter L", "The letter R"),
    ("white", 0): told("What does white light hold?", "From red to violet", "The run turned", "A dot that blinks"),
    ("film", 0): told("What moves here?", "A test pattern:", "A prism, seen before"),
}
