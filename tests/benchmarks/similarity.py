"""Print how many reworded cards are recognised, by rule: right, unsure, none, and wrong, which must stay 0.

Usage: `PYTHONPATH=. python tests/benchmarks/similarity.py [--seeds 5] [--ease 0.9] [--show RULE]`.

With an ease of 0.9 all limits ask for a tenth less, with 1.1 for a tenth more: nothing may go wrong there either. Of
a new card, no match is right, and one that is only named counts as unsure; of swapped answers nothing is sure.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from builder.likeness import similar
from builder.likeness.evidence import LIMITS, Limits
from tests.likeness import rewording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.likeness.rewording import Case

OUTCOMES: Final = ("right", "unsure", "none", "wrong")


AT_LEAST: Final = (
    "question question_elsewhere telling long brief other_words quite_other_words some_words kept whole least clear"
    " doubt"
).split()
AT_MOST: Final = "one_word around both forms added".split()


def eased(by: float) -> Limits:
    """Return the limits with all that must be reached times *by*, and all that may be reached divided by it."""
    less = {name: getattr(LIMITS, name) * by for name in AT_LEAST}
    more = {name: getattr(LIMITS, name) / by for name in AT_MOST}
    return replace(LIMITS, **less, **more)


def judge(case: Case, limits: Limits = LIMITS) -> list[str]:
    """Return the outcome for each card of a case; for a new card, no match at all is right."""
    found = {one.card: one for one in similar.match(case.cards, case.lines, case.settled, limits)}
    outcomes: list[str] = []
    for card, lines in enumerate(case.truth):
        one = found.get(card)
        if one is None:
            outcomes.append("none" if lines else "right")
        elif not one.sure:
            outcomes.append("unsure")
        else:
            outcomes.append("right" if one.line in lines else "wrong")
    return outcomes


def cases(seeds: int) -> Iterator[tuple[str, Case]]:
    """Yield all cases, each with the heading that it is counted under."""
    words = rewording.texts()
    for kind, deck in rewording.shipped().items():
        for rule in rewording.RULES:
            yield from ((f"{kind} | {rule}", case) for case in rewording.singles(deck, words, rule))
        for share in (0.1, 0.3, 1.0):
            for seed in range(seeds):
                yield f"{kind} | {share:.0%} at once", rewording.mixed(deck, words, share, seed)
        for case in (
            *rewording.neighbours(deck, words),
            rewording.all_replaced(deck, words),
            *rewording.split_and_merged(deck, words),
        ):
            yield f"{kind} | {case.rule}", case
    for form in rewording.FORMS:
        yield from ((f"{form} | {case.rule}", case) for case in rewording.strangers(words, form))
    families = rewording.facts()
    for name, family in families.items():
        rest = [said for other in families.values() for said in other if bool(said.answer) == bool(family[0].answer)]
        rest = [said for said in rest if said not in family]
        for case in (
            *rewording.fact_swaps(family, rest, name),
            *rewording.fact_batches(family, name),
            *rewording.fact_rewordings(family, name),
        ):
            yield case.rule, case


def table(counted: dict[str, Counter[str]]) -> Iterable[str]:
    """Yield the lines of the table."""
    yield f"{'':56}{'cards':>7}" + "".join(f"{name:>9}" for name in OUTCOMES)
    for heading, counts in counted.items():
        number = sum(counts.values())
        rates = "".join(f"{counts[name] / number:>9.1%}" for name in OUTCOMES[:3])
        yield f"{heading:56}{number:>7}{rates}{counts['wrong']:>9}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--ease", type=float, default=1.0)
    parser.add_argument("--show", default="", help="print what is not right under headings like this")
    options = parser.parse_args()
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for heading, case in cases(options.seeds):
        outcomes = judge(case, eased(options.ease))
        counted[heading].update(outcomes)
        for at, outcome in enumerate(outcomes):
            if outcome == "wrong" or (outcome != "right" and options.show and options.show in heading):
                lines = [case.lines[line] for line in case.truth[at]] or case.lines
                print(outcome, heading, case.cards[at], "<-", lines[:3], case.rules[at : at + 1])
    print("\n".join(table(counted)))


if __name__ == "__main__":
    main()
