"""Typed rules by which authors reword, split, merge and replace cards, each with what the truth is afterwards.

The texts are plain and casefolded, as `builder.source.said.compared` has them. All choices come from a generator
that is seeded by the rule and the card, so that each run sees the same edits.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from builder.identity.ids import note_type_of
from builder.likeness.similar import Said
from builder.source import said as words_of
from builder.source.files import read_folder
from builder.source.parser import parse
from builder.source.plain import normal
from builder.source.said import compared, hidden

if TYPE_CHECKING:
    from builder.model import Card, Document

ROOT: Final = Path(__file__).parents[2]

Rule = Callable[[Said, "Edit"], Said | None]
"""Gives the card as it is after the edit; None where the rule does not apply."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a rule may use besides the card."""

    rng: random.Random
    id: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Texts:
    """What authors might write, from ``wordings.toml``; ids are those of the shipped deck."""

    paraphrases: dict[str, str]
    answers: dict[str, str]
    siblings: dict[str, tuple[str, str]]
    foreign: tuple[tuple[str, str], ...]
    neighbours: tuple[tuple[Said, Said], ...]
    """Pairs of cards of other fields, on which no limit was tuned."""


@dataclass(frozen=True, slots=True)
class Case:
    """One state of a deck after an edit: what `match` is given, and for each card the lines that it may get."""

    rule: str
    cards: tuple[Said, ...]
    lines: tuple[Said, ...]
    settled: tuple[Said, ...]
    truth: tuple[frozenset[int], ...]
    """Empty for a new card."""
    rules: tuple[str, ...] = ()
    """Which rule made each card, where they are several."""


def _chance(*seed: object) -> random.Random:
    """Return a generator that is the same in each run."""
    return random.Random(" ".join(map(str, seed)))  # noqa: S311 (edits are no secret)


def shipped() -> dict[str, dict[str, Said]]:
    """Return the cards of the shipped deck by note type and id."""
    found: dict[str, dict[str, Said]] = {}
    for file in read_folder(ROOT / "content").chapters:
        document, _ = parse(file)
        for card in _cards(document):
            cards = found.setdefault(note_type_of(card.kind), {})
            blanks = hidden(card) if card.clozes else ()
            name = card.attributes.id or card.question.value
            cards[name] = Said(*compared(*words_of.said(card)), document.path, blanks)
    return found


def _cards(document: Document) -> Iterator[Card]:
    for chapter in document.chapters:
        yield from chapter.cards
        for question in chapter.questions:
            yield from (() if question.is_section else (question.card,))
            yield from question.cards


def texts() -> Texts:
    """Return the hand-written texts, in the form in which texts are compared."""
    with (Path(__file__).parent / "wordings.toml").open("rb") as file:
        read: dict[str, dict[str, Any]] = tomllib.load(file)
    return Texts(
        {key: _said(text) for key, text in read["paraphrases"].items()},
        {key: _said(text) for key, text in read["answers"].items()},
        {key: (_said(pair[0]), _said(pair[1]) if len(pair) > 1 else "") for key, pair in read["siblings"].items()},
        tuple((_said(question), _said(answer)) for question, answer in read["foreign"]["sentences"]),
        tuple(
            (Said(_said(asked), _said(told), "other.md"), Said(_said(beside), _said(other), "other.md"))
            for asked, told, beside, other in read["neighbours"]["pairs"]
        ),
    )


def _said(text: str) -> str:
    return normal(" ".join(text.replace("$", "").split()))


def _words(text: str) -> list[str]:
    return text.split(" ")


def _long_words(words: Sequence[str], least: int = 5) -> list[int]:
    return [at for at, word in enumerate(words) if len(word) >= least and word.isalpha()]


SYNONYMS: Final = dict(
    pair.split("/")
    for pair in (
        "image/picture picture/image images/pictures which/what what/which show/demonstrate needs/requires need/require"
        " gives/yields give/yield trained/fitted wrong/incorrect share/fraction error/mistake box/rectangle"
        " boxes/rectangles large/big largest/biggest small/little picks/chooses choose/select build/construct"
        " begin/start begins/starts removed/dropped remove/drop brings/adds bring/add fails/breaks shown/displayed"
        " makes/produces make/produce uses/employs use/employ whether/if about/roughly before/prior hard/difficult"
        " rare/scarce example/sample examples/samples object/thing objects/things scene/view width/breadth"
    ).split()
)


# Rules for one text

TextRule = Callable[[str, random.Random], str | None]


def typo(text: str, rng: random.Random) -> str | None:
    """Swap, drop or double a letter inside a longer word."""
    words = _words(text)
    places = _long_words(words)
    if not places:
        return None
    at = rng.choice(places)
    word = words[at]
    letter = rng.randrange(1, len(word) - 2)
    swapped = word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :]
    changed = rng.choice([swapped, word[:letter] + word[letter + 1 :], word[:letter] + word[letter] + word[letter:]])
    words[at] = changed if changed != word else word[:letter] + word[letter + 1 :]
    return " ".join(words)


def synonym(text: str, rng: random.Random) -> str | None:
    """Put one word in place of another of much the same meaning."""
    words = _words(text)
    places = [at for at, word in enumerate(words) if word.strip(".,?:;") in SYNONYMS]
    if not places:
        return None
    at = rng.choice(places)
    bare = words[at].strip(".,?:;")
    words[at] = words[at].replace(bare, SYNONYMS[bare])
    return " ".join(words)


_GENERIC: Final = "actual typical particular suitable ordinary common specific relevant".split()


def other_word(text: str, rng: random.Random) -> str | None:
    """Put a word that says little in place of any longer one."""
    words = _words(text)
    places = _long_words(words)
    if len(words) < 6 or not places:
        return None
    words[rng.choice(places)] = rng.choice(_GENERIC)
    return " ".join(words)


def dropped(text: str, rng: random.Random) -> str | None:
    """Leave one word out."""
    words = _words(text)
    if len(words) < 6:
        return None
    del words[rng.randrange(len(words))]
    return " ".join(words)


def reordered(text: str, rng: random.Random) -> str | None:
    """Move the end of the text to its front."""
    words = _words(text)
    if len(words) < 7:
        return None
    at = rng.randrange(len(words) // 2, len(words) - 2)
    return " ".join([*words[at:], *words[:at]])


_FRONT: Final = (
    "in practice, and for a model that is in use:",
    "as of today,",
    "seen from the side of the engineer who runs it,",
    "strictly speaking,",
    "for a beginner:",
)
_BEHIND: Final = (
    "(answer in one sentence)",
    "as far as we know today",
    "and why does that matter to a team that ships it?",
    "in most cases",
    "give an example from your own work",
)


def front(text: str, rng: random.Random) -> str | None:
    """Put a clause in front."""
    return f"{rng.choice(_FRONT)} {text}" if text else None


def behind(text: str, rng: random.Random) -> str | None:
    """Put a clause behind."""
    return f"{text} {rng.choice(_BEHIND)}" if text else None


def half(text: str, rng: random.Random) -> str | None:  # noqa: ARG001 (a rule takes a generator)
    """Keep the first half."""
    words = _words(text)
    return " ".join(words[: (len(words) + 1) // 2]) if len(words) > 3 else None


TEXT_RULES: Final[dict[str, TextRule]] = {
    "typo": typo,
    "synonym": synonym,
    "word changed": other_word,
    "word dropped": dropped,
    "reordered": reordered,
    "clause in front": front,
    "clause behind": behind,
}


# Rules for one card


def asking(said: Said, question: str) -> Said:
    """Return *said* with another question, or cloze text; a blank that is not in it any more hides something else."""
    return replace(said, question=question, hidden=tuple(b if b in question else f"{b} …" for b in said.hidden))


def _in_question(rule: TextRule) -> Rule:
    def edit(said: Said, how: Edit) -> Said | None:
        question = rule(said.question, how.rng)
        return asking(said, question) if question else None

    return edit


def _in_answer(rule: TextRule) -> Rule:
    def edit(said: Said, how: Edit) -> Said | None:
        answer = rule(said.answer, how.rng) if said.answer else None
        return replace(said, answer=answer) if answer else None

    return edit


def _in_both(rule: TextRule) -> Rule:
    def edit(said: Said, how: Edit) -> Said | None:
        question = rule(said.question, how.rng)
        answer = rule(said.answer, how.rng) if said.answer else None
        return replace(said, question=question, answer=answer) if question and answer else None

    return edit


def _answer_foreign(said: Said, how: Edit) -> Said | None:
    return replace(said, answer=how.rng.choice(how.texts.foreign)[1]) if said.answer else None


def _answer_rewritten(said: Said, how: Edit) -> Said | None:
    return replace(said, answer=how.texts.answers[how.id]) if how.id in how.texts.answers else None


def _question_rewritten(said: Said, how: Edit) -> Said | None:
    return replace(said, question=how.texts.paraphrases[how.id]) if how.id in how.texts.paraphrases else None


def _both_medium(said: Said, how: Edit) -> Said | None:
    question = reordered(said.question, how.rng) or said.question
    longer = behind(dropped(question, how.rng) or question, how.rng)
    answer = synonym(said.answer, how.rng) or typo(said.answer, how.rng)
    if not answer or not longer:
        return None
    return replace(said, question=longer, answer=front(answer, how.rng) or answer)


def _both_heavy(said: Said, how: Edit) -> Said | None:
    found = _question_rewritten(said, how)
    return _answer_rewritten(found, how) if found else None


def _lengthened(said: Said, how: Edit) -> Said | None:
    more = " ".join(answer for _, answer in how.rng.sample(how.texts.foreign, 2))
    return replace(said, answer=f"{said.answer} {more}") if said.answer else None


def _choices(said: Said, how: Edit) -> Said | None:
    others = " ".join(answer for _, answer in how.rng.sample(how.texts.foreign, 3))
    return replace(said, answer=f"{said.answer} {others}") if 0 < len(said.answer) < 80 else None


def _moved(said: Said, how: Edit) -> Said | None:
    question = typo(said.question, how.rng)
    return replace(asking(said, question), file=f"moved/{said.file}") if question else None


RULES: Final[dict[str, Rule]] = {
    **{f"question: {name}": _in_question(rule) for name, rule in TEXT_RULES.items()},
    **{f"answer: {name}": _in_answer(rule) for name, rule in TEXT_RULES.items()},
    **{f"both: {name}": _in_both(rule) for name, rule in TEXT_RULES.items()},
    "both: medium": _both_medium,
    "both: other words": _both_heavy,
    "question: other words": _question_rewritten,
    "answer: other words": _answer_rewritten,
    "answer: of another card": _answer_foreign,
    "answer: first half": _in_answer(half),
    "answer: lengthened": _lengthened,
    "recall → choice": _choices,
    "typo and other file": _moved,
}
"""All rules that reword one card, by name."""


# Edits of a deck


def singles(deck: dict[str, Said], words: Texts, rule: str) -> Iterator[Case]:
    """Yield, for each card, the deck in which *rule* reworded it alone."""
    for name, said in deck.items():
        new = RULES[rule](said, Edit(_chance(f"{rule} {name}"), name, words))
        if new and new != said:
            rest = tuple(other for key, other in deck.items() if key != name)
            yield Case(rule, (new,), (said,), rest, (frozenset({0}),))


def mixed(deck: dict[str, Said], words: Texts, share: float, seed: int) -> Case:
    """Return the deck of which a *share* of all cards was reworded, each by a rule drawn at random."""
    rng = _chance(f"{seed} {share}")
    names = sorted(rng.sample(sorted(deck), round(share * len(deck))))
    cards: list[Said] = []
    rules: list[str] = []
    for name in names:
        new = None
        while new is None or new == deck[name]:
            rule = rng.choice(list(RULES))
            new = RULES[rule](deck[name], Edit(rng, name, words))
        cards.append(new)
        rules.append(rule)
    order = list(range(len(cards)))
    rng.shuffle(order)
    rest = tuple(said for name, said in deck.items() if name not in names)
    lines = tuple(deck[name] for name in names)
    truth = tuple(frozenset({at}) for at in order)
    return Case("mixed", tuple(cards[at] for at in order), lines, rest, truth, tuple(rules[at] for at in order))


def sibling_of(name: str, said: Said, words: Texts) -> Said:
    """Return the neighbour of a card; a blank whose text it has too hides that."""
    question, answer = words.siblings[name]
    return Said(question, answer, said.file, tuple(blank for blank in said.hidden if blank in question))


def neighbours(deck: dict[str, Said], words: Texts) -> Iterator[Case]:
    """Yield what may happen to a card and the neighbour that differs from it in what it asks."""
    light = [rule for name, rule in TEXT_RULES.items() if name != "word changed"]
    for name, said in deck.items():
        if name not in words.siblings:
            continue
        sibling = sibling_of(name, said, words)
        rest = tuple(other for key, other in deck.items() if key != name)
        rng = _chance(f"sibling {name}")

        def reworded(old: Said, rng: random.Random = rng) -> Said:
            question = rng.choice(light)(old.question, rng) or typo(old.question, rng) or f"{old.question}, then"
            answer = rng.choice(light)(old.answer, rng) if old.answer else ""
            return replace(asking(old, question), answer=answer or old.answer)

        both = (frozenset({0}), frozenset({1}))
        yield Case("(a) both known, both reworded", (reworded(said), reworded(sibling)), (said, sibling), rest, both)
        yield Case("(b) deleted, neighbour new", (sibling,), (said,), rest, (frozenset(),))
        yield Case("(b) deleted, neighbour new, alone", (sibling,), (said,), (), (frozenset(),))
        yield Case("(b) the other way round", (said,), (sibling,), rest, (frozenset(),))
        yield Case("(b) reworded neighbour new", (reworded(sibling),), (said,), rest, (frozenset(),))
        added = (frozenset[int](), frozenset({0}))
        yield Case("(c) neighbour beside the reworded", (sibling, reworded(said)), (said,), rest, added)
        if said.answer:
            swapped = replace(said, answer=sibling.answer), replace(sibling, answer=said.answer)
            if said.answer != sibling.answer:
                yield Case("(d) answers swapped", swapped, (said, sibling), rest, (frozenset(), frozenset()))


FORMS: Final = ("recall", "cloze", "cloze, one blank")
"""What neighbours of another field are: cards with an answer, clozes that hide it, or that both hide one word."""


def strangers(words: Texts, form: str) -> Iterator[Case]:
    """Yield decks in which one of two neighbours of another field was deleted and the other is new, reworded or not."""

    def formed(said: Said, other: Said) -> Said:
        if form == "recall":
            return said
        text = f"{said.question} {said.answer}"
        if form == "cloze":
            return Said(text, "", said.file, (said.answer,))
        both = [word for word in text.split() if len(word) > 3 and word in f"{other.question} {other.answer}".split()]
        return Said(text, "", said.file, tuple(both[-1:]))

    pairs = [(formed(one, other), formed(other, one)) for one, other in words.neighbours]
    for number, pair in enumerate(pairs):
        others = tuple(said for at, both in enumerate(pairs) if at != number for said in both)
        for old, new in (pair, pair[::-1]):
            for settled in ((), others):
                yield Case("strangers: deleted, neighbour new", (new,), (old,), settled, (frozenset(),))
                for name, rule in TEXT_RULES.items():
                    rng = _chance(name, number)
                    edited = asking(new, rule(new.question, rng) or new.question)
                    yield Case("strangers: reworded neighbour new", (edited,), (old,), settled, (frozenset(),))
                    known = (*settled, old)
                    yield Case(f"strangers: {name}", (edited,), (new,), known, (frozenset({0}),))


def all_replaced(deck: dict[str, Said], words: Texts) -> Case:
    """Return the deck in which each card that has a neighbour was deleted, and its neighbour is new."""
    names = [name for name in deck if name in words.siblings]
    cards = tuple(sibling_of(name, deck[name], words) for name in names)
    rest = tuple(said for name, said in deck.items() if name not in words.siblings)
    lines = tuple(deck[name] for name in names)
    return Case("(b) all at once", cards, lines, rest, (frozenset(),) * len(cards))


def split_and_merged(deck: dict[str, Said], words: Texts) -> Iterator[Case]:
    """Yield what becomes of a long card that is split into two, and of two that are merged; and unrelated news."""
    rng = _chance("split")
    names = [name for name, said in deck.items() if len(said.answer.split()) >= 8]
    for name in names:
        said = deck[name]
        rest = tuple(other for key, other in deck.items() if key != name)
        parts = said.answer.split()
        middle = len(parts) // 2
        first = replace(said, answer=" ".join(parts[:middle]))
        second = Said(rng.choice(words.foreign)[0], " ".join(parts[middle:]), said.file)
        yield Case("split in two", (second, first), (said,), rest, (frozenset(), frozenset({0})))
    for name, other in pairwise(names):
        one, two = deck[name], deck[other]
        rest = tuple(said for key, said in deck.items() if key not in {name, other})
        merged = Said(f"{one.question} {two.question}", f"{one.answer} {two.answer}", one.file)
        yield Case("two merged", (merged,), (one, two), rest, (frozenset({0, 1}),))
    for name, said in deck.items():
        rest = tuple(other for key, other in deck.items() if key != name)
        question, answer = rng.choice(words.foreign)
        new = Said(question, answer, said.file) if said.answer else Said(answer, "", said.file)
        yield Case("unrelated new, another deleted", (new,), (said,), rest, (frozenset(),))
    keys = list(deck)
    for name, other in pairwise(keys):
        rest = tuple(said for key, said in deck.items() if key not in {name, other})
        yield Case("next card new, this deleted", (deck[other],), (deck[name],), rest, (frozenset(),))


# Plain knowledge, where neighbours differ in a word everywhere


def facts() -> dict[str, list[Said]]:
    """Return families of short cards."""
    capitals = (
        "france/paris spain/madrid italy/rome germany/berlin poland/warsaw austria/vienna greece/athens norway/oslo"
        " sweden/stockholm finland/helsinki denmark/copenhagen ireland/dublin portugal/lisbon hungary/budapest"
        " romania/bucharest bulgaria/sofia egypt/cairo kenya/nairobi japan/tokyo peru/lima chile/santiago cuba/havana"
        " canada/ottawa niger/niamey nigeria/abuja iran/tehran iraq/baghdad mali/bamako malawi/lilongwe"
        " slovakia/bratislava slovenia/ljubljana"
    )
    german = (
        "haus/house maus/mouse hund/dog katze/cat baum/tree blume/flower buch/book tisch/table stuhl/chair"
        " fenster/window tür/door wasser/water feuer/fire erde/earth himmel/sky sonne/sun mond/moon stern/star"
        " hand/hand fuß/foot hut/hat hüte/hats mutter/mother vater/father bruder/brother brücke/bridge schwester/sister"
        " rot/red rat/advice"
    )
    gender = (
        "haus/das kind/das buch/das hund/der baum/der tisch/der katze/die blume/die sonne/die maus/die fenster/das"
        " stuhl/der tür/die"
    )
    cities = "nice/france lyon/france lille/france turin/italy milan/italy bari/italy porto/portugal faro/portugal"
    symbols = (
        "hydrogen/h helium/he lithium/li beryllium/be boron/b carbon/c nitrogen/n oxygen/o fluorine/f neon/ne"
        " sodium/na magnesium/mg silicon/si phosphorus/p sulphur/s chlorine/cl argon/ar potassium/k iron/fe copper/cu"
        " silver/ag gold/au tin/sn lead/pb mercury/hg"
    )
    years = (
        "hastings/1066 agincourt/1415 lepanto/1571 lützen/1632 blenheim/1704 poltava/1709 trafalgar/1805"
        " austerlitz/1805 borodino/1812 leipzig/1813 waterloo/1815 gettysburg/1863 sedan/1870 verdun/1916"
    )
    kanji = "火/fire 水/water 木/tree 金/gold 土/earth 日/sun 月/moon 山/mountain 川/river 人/person"
    prefixes = (
        "abduction/movement away from the midline of the body"
        "|adduction/movement towards the midline of the body"
        "|flexion/movement that makes the angle of a joint smaller"
        "|extension/movement that makes the angle of a joint larger"
        "|pronation/rotation of the forearm that turns the palm down"
        "|supination/rotation of the forearm that turns the palm up"
        "|hypertonic/with a higher concentration than the cell"
        "|hypotonic/with a lower concentration than the cell"
        "|afferent/leading towards the centre"
        "|efferent/leading away from the centre"
        "|mitosis/a division into two cells with the full set of chromosomes"
        "|meiosis/a division into four cells with half the set of chromosomes"
        "|ethane/the alkane with two carbon atoms"
        "|ethene/the alkene with two carbon atoms"
        "|nitrate/the salt of nitric acid"
        "|nitrite/the salt of nitrous acid"
    )
    clauses = (
        "the mitochondrion makes the energy of the cell|the chloroplast makes the sugar of the cell"
        "|the ribosome makes the proteins of the cell|paris is the capital of france|rome is the capital of italy"
        "|pytorch stores batches of images as nchw|onnx stores batches of images as nchw"
        "|tensorflow stores batches of images as nhwc|lyon is a city in the south-east of france"
        "|nice is a city in the south-east of france|abduction is movement away from the midline"
        "|adduction is movement towards the midline|the l1 norm is the sum of absolute values"
        "|the l2 norm is the root of the sum of squares|water boils at 100 °c at sea level"
        "|water freezes at 0 °c at sea level|in 1815 napoleon lost at waterloo|in 1812 napoleon won at borodino"
        "|a higher learning rate makes training less stable|a lower learning rate makes training more stable"
        "|the precision falls when the threshold is lowered|the recall rises when the threshold is lowered"
        "|the supervised loss needs labels|the unsupervised loss needs no labels"
    )

    def family(pairs: str, question: str, between: str | None = None) -> list[Said]:
        split = (pair.split("/") for pair in pairs.split(between))
        return [Said(question.format(asked), answer, "facts.md") for asked, answer in split]

    return {
        "capitals": family(capitals, "what is the capital of {}?"),
        "german": family(german, "translate into english: {}"),
        "one word": family(german, "{}"),
        "gender": family(gender, "which article has the german noun {}?"),
        "cities": family(cities, "which country is {} in?"),
        "symbols": family(symbols, "chemical symbol of {}"),
        "years": family(years, "in which year was the battle of {}?"),
        "kanji": family(kanji, "{}"),
        "japanese": family(kanji, "「{}」という漢字の意味は何ですか。"),
        "terms": family(prefixes, "what is meant by {}?", "|"),
        "terms reversed": [Said(one.answer, one.question, one.file) for one in family(prefixes, "{}", "|")],
        "products": [
            Said(f"{one} × {two} = ?", str(one * two), "facts.md") for one in range(2, 10) for two in range(one, 10)
        ],
        "sums": [
            Said(f"what is {one} + {two}?", str(one + two), "facts.md") for one in range(2, 9) for two in (3, 5, 8)
        ],
        "orders": [
            Said("is a cheetah faster than a horse?", "yes", "facts.md"),
            Said("is a horse faster than a cheetah?", "no", "facts.md"),
            Said("is a horse faster than a donkey?", "yes", "facts.md"),
            Said("is the sun heavier than the earth?", "yes", "facts.md"),
            Said("is the earth heavier than the sun?", "no", "facts.md"),
            Said("is the earth heavier than the moon?", "yes", "facts.md"),
        ],
        "statements": [Said(text, "", "facts.md") for text in clauses.split("|")],
    }


def fact_swaps(family: Sequence[Said], rest: Sequence[Said], name: str) -> Iterator[Case]:
    """Yield, for each two cards of a family, the deck in which one is deleted and the other is new.

    The rest of the deck is once all else, once the family, once nothing, once only its other half.
    """
    for old in family:
        for new in family:
            if new == old:
                continue
            others = tuple(said for said in family if said not in {old, new})
            for settled in ((), others, (*others, *rest)) if len(family) < 16 else ((), others):
                yield Case(f"facts: {name}", (new,), (old,), settled, (frozenset(),))


def fact_batches(family: Sequence[Said], name: str) -> Iterator[Case]:
    """Yield decks in which a third of a family is deleted while another third is new, and the rest stays."""
    for seed in range(20):
        rng = _chance(f"{name} {seed}")
        shuffled = rng.sample(list(family), len(family))
        third = max(1, len(family) // 3)
        new, old, rest = shuffled[:third], shuffled[third : 2 * third], shuffled[2 * third :]
        yield Case(f"facts, a third: {name}", tuple(new), tuple(old), tuple(rest), (frozenset(),) * third)


_QUIET: Final = (
    lambda text: f"{text} (in short)",
    lambda text: f"quiz: {text}",
    lambda text: re.sub(r"(\w)(\w)(\w*)$", r"\1\2\2\3", text) if text[-1:].isalpha() else f"{text} !!",
)


def fact_rewordings(family: Sequence[Said], name: str) -> Iterator[Case]:
    """Yield families in which some, or all, of the questions were reworded lightly while the answers stay."""
    for seed, share in enumerate((0.1, 0.3, 1.0)):
        rng = _chance(f"{name} {seed}")
        chosen = rng.sample(list(family), max(1, round(share * len(family))))
        cards = tuple(replace(said, question=rng.choice(_QUIET)(said.question)) for said in chosen)
        rest = tuple(said for said in family if said not in chosen)
        truth = tuple(frozenset({at}) for at in range(len(chosen)))
        yield Case(f"facts reworded: {name}", cards, tuple(chosen), rest, truth)
