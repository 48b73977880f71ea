"""Every fault that the build can find, with its one severity and its line in the documentation."""

from __future__ import annotations

from typing import Final

from builder.diagnostics import RULES, Severity, rule

_E = Severity.ERROR
_W = Severity.WARNING
_N = Severity.NOTE

# Files and settings
FILE_UNREADABLE: Final = rule("file-unreadable", _E, "A file or folder cannot be read.")
NOT_UTF8: Final = rule("not-utf8", _E, "A text file is not UTF-8.")
BAD_CHARACTER: Final = rule(
    "bad-character", _E, "A control character or a Unicode noncharacter, which no output may hold."
)
TOML_INVALID: Final = rule("toml-invalid", _E, "`deck.toml` or `sources.toml` is not TOML.")
CONFIG_KEY: Final = rule("config-key", _E, "A key that `deck.toml` or `sources.toml` does not have.")
CONFIG_VALUE: Final = rule("config-value", _E, "A setting of the wrong type, out of its range, or missing.")
DECK_ID_MISSING: Final = rule("deck-id-missing", _W, "`deck.toml` has no `id`, so it hangs on the name.")
DECK_EMPTY: Final = rule("deck-empty", _E, "The content folder holds no card.")
FRONT_MATTER_INVALID: Final = rule(
    "front-matter-invalid", _E, "Front matter that is not closed, is not YAML, or has a value of the wrong type."
)
FRONT_MATTER_KEY: Final = rule("front-matter-key", _E, "A key that front matter does not have.")

# Structure
QUESTION_WITHOUT_ANSWER: Final = rule("question-without-answer", _E, "A `##` heading with nothing under it.")
HEADING_EMPTY: Final = rule("heading-empty", _E, "A `#` or `##` heading, or a `Q:`, without text.")
CARD_WITHOUT_ANSWER: Final = rule("card-without-answer", _E, "A `Q:` with neither `A:` nor choices.")
ANSWER_WITHOUT_QUESTION: Final = rule("answer-without-question", _E, "An `A:` that no `Q:` stands above.")
ANSWER_TWICE: Final = rule("answer-twice", _E, "A second `A:` in one card.")
ANSWER_MISPLACED: Final = rule("answer-misplaced", _E, "An `A:` after a `C:` or `O:` card.")
CARD_IN_HTML: Final = rule("card-in-html", _W, "A `Q:`, `A:`, `C:` or `O:` inside an HTML block begins no card.")
MARK_NEAR: Final = rule("mark-near", _W, "A `Q:`, `A:`, `C:` or `O:` without its space, which begins no card.")
FENCE_UNCLOSED: Final = rule("fence-unclosed", _E, "A code fence that is never closed.")
HTML_UNCLOSED: Final = rule("html-unclosed", _E, "An HTML block or comment that is never closed.")
NESTED_DEEP: Final = rule("nested-deep", _E, "Lists and quotes that stand more than 50 deep in each other.")
TABLE_ROW: Final = rule("table-row", _E, "A row with more cells than the head of its table.")
FOREIGN_MARK: Final = rule("foreign-mark", _W, "A mark of another tool, which this one does not know.")

# Attributes, kinds and identity
ATTR_MALFORMED: Final = rule("attr-malformed", _E, "An attribute list with a part that cannot be read.")
ATTR_KEY: Final = rule("attr-key", _E, "An attribute that does not exist.")
ATTR_VALUE: Final = rule("attr-value", _E, "An attribute with a value that it cannot take.")
CLASS_UNKNOWN: Final = rule("class-unknown", _W, "A class that does not exist.")
KINDS_CLASH: Final = rule("kinds-clash", _E, "Kinds of card that do not go together, or not on this card.")
TYPED_NOT_PLAIN: Final = rule(
    "typed-not-plain", _E, "The first block of a typed answer is neither plain text nor one code span."
)
ID_TWICE: Final = rule("id-twice", _E, "One id on two cards, chapters, headings or images.")
CARD_TWICE: Final = rule("card-twice", _E, "Two cards of one note type that are equal in question and answer.")
LOCK_INVALID: Final = rule("lock-invalid", _E, "A line of `deck.lock` that cannot be read.")
LOCK_VERSION: Final = rule("lock-version", _E, "`deck.lock` was written by a later version, in a form of its own.")
LOCK_DECK: Final = rule("lock-deck", _E, "`deck.lock` belongs to a deck of another id than `deck.toml` says.")
LOCK_HEALED: Final = rule("lock-healed", _N, "A merge left doubled lines or marks in `deck.lock`; the build mends it.")
LOCK_OUTDATED: Final = rule("lock-outdated", _E, "A locked build, as in CI, would have to change `deck.lock`.")
NO_LOCK: Final = rule("no-lock", _W, "A locked build, as in CI, finds no `deck.lock`, so edits would never arrive.")
LOCK_LOST: Final = rule("lock-lost", _W, "There is no `deck.lock`, and learners of the last package miss changes.")
CLOCK: Final = rule("clock", _E, "A time in `deck.lock`, or `SOURCE_DATE_EPOCH`, is more than a day ahead, or is none.")
TIME_BACK: Final = rule(
    "time-back", _E, "A change that is not later than a release, so that Anki passes it over for ever."
)
GUID_CHANGED: Final = rule("guid-changed", _E, "A card that has another GUID than in a release: learners get it twice.")
OTHER_DECK: Final = rule("other-deck", _E, "A release of a deck of another id, with which nothing can be compared.")
LOCK_FORGOT: Final = rule("lock-forgot", _W, "A card of a release that `deck.lock` has no line of.")
BLANK_MOVED: Final = rule(
    "blank-moved", _W, "A blank with the number, and so the reviews, that another one had in a release."
)
ID_KEPT: Final = rule("id-kept", _N, "A card whose id was added or changed is still who it was.")
ID_MOVED: Final = rule("id-moved", _W, "An id on a card that the lock knows under another: the reviews go with the id.")
ID_NEW: Final = rule("id-new", _W, "A card with a new id and a new text, which may be one that the lock knows.")
IDENTITY_GUESS: Final = rule("identity-guess", _N, "A reworded card without an id, taken for one that the lock knows.")
IDENTITY_UNSURE: Final = rule(
    "identity-unsure", _W, "A card or blank that may be an older one, reworded; it is taken for a new one."
)
CARD_RETIRED: Final = rule(
    "card-retired", _N, "A card that is no longer in the source, or got `.retired`; who has it keeps it."
)
CARD_REVIVED: Final = rule("card-revived", _N, "A card that had gone from the source and is back.")
KIND_CHANGED: Final = rule("kind-changed", _N, "A card that turned into a kind of another note type: new to learners.")
DECK_RENAMED: Final = rule("deck-renamed", _W, "A deck whose cards all stand under another name now.")
SAME_DECK: Final = rule("same-deck", _W, "Two chapters whose decks are one name to Anki.")
OCCLUSION_INVALID: Final = rule(
    "occlusion-invalid", _E, "An `O:` card without an image that masks can lie on, or a mask that is none."
)
OCCLUSION_TOLD: Final = rule(
    "occlusion-told", _W, "The header of an `O:` card, or the words for its image, say what a mask hides."
)

# Clozes
CLOZE_MISSING: Final = rule("cloze-missing", _E, "A `C:` card without a cloze.")
CLOZE_EMPTY: Final = rule("cloze-empty", _E, "A cloze that hides nothing.")
CLOZE_UNBALANCED: Final = rule("cloze-unbalanced", _E, "`{{` without its `}}`, or `}}` without its `{{`.")
CLOZE_NUMBER: Final = rule("cloze-number", _E, "A cloze number outside 1 to 500.")
CLOZE_DEEP: Final = rule("cloze-deep", _E, "Clozes nested more than ten deep, of which Anki shows no more.")
CLOZE_NEAR: Final = rule("cloze-near", _W, "A cloze that begins almost like a number, such as `{{C1::…}}`.")
CLOZE_RENUMBERED: Final = rule(
    "cloze-renumbered", _W, "A blank with another number than the one that learners reviewed it under."
)
CLOZE_CROSSES: Final = rule("cloze-crosses", _E, "A cloze that begins and ends in different markup.")

# Text
HTML_REMOVED: Final = rule("html-removed", _W, "Raw HTML that is not allowed and was taken out.")
MATH_COMMAND: Final = rule("math-command", _E, "A LaTeX command that the math engines do not know.")
MATH_INVALID: Final = rule("math-invalid", _E, "A formula that cannot be read.")
CITATION_UNKNOWN: Final = rule("citation-unknown", _E, "A work that `sources.toml` does not list.")
FOOTNOTE_UNKNOWN: Final = rule("footnote-unknown", _E, "A footnote mark without its footnote.")
LINK_DEAD: Final = rule("link-dead", _E, "A link to a place that the deck does not have.")

# Media
IMAGE_MISSING: Final = rule("image-missing", _E, "An image, sound or film that is not there.")
IMAGE_OUTSIDE: Final = rule("image-outside", _E, "A file outside the content folder, by path or by symlink.")
IMAGE_REMOTE: Final = rule("image-remote", _E, "An image on the network.")
IMAGE_TYPE: Final = rule("image-type", _E, "A file that is no image, sound or film of a known kind, or is broken.")
IMAGE_ALT: Final = rule("image-alt", _W, "An image without alternative text.")
MEDIA_LARGE: Final = rule("media-large", _W, "An image, sound or film of more bytes than `[media]` allows.")
MEDIA_MOVES: Final = rule("media-moves", _N, "An animation larger than `max_px`, which is left as it is.")
MEDIA_UNUSED: Final = rule("media-unused", _N, "An image, sound or film in the content folder that no text shows.")
SVG_REFUSED: Final = rule(
    "svg-refused", _E, "An SVG whose text would vanish in print (`foreignObject`), or with a DTD."
)
SVG_CLEANED: Final = rule("svg-cleaned", _W, "An SVG from which scripts or outside references were taken out.")
STYLE_CLEANED: Final = rule("style-cleaned", _W, "A rule of `theme.css` that fetches something, or is no CSS.")

# Outputs
GLYPH_MISSING: Final = rule("glyph-missing", _W, "A character that no font of the build has.")
PRINT_FAULT: Final = rule("print-fault", _E, "Something that the page layout could not do.")
PAPER_TOO_SMALL: Final = rule("paper-too-small", _E, "Cards that are larger than the paper they shall be cut out of.")
CARD_TOO_LONG: Final = rule("card-too-long", _E, "A card to cut out with something on it that fits at no size.")
QUIZ_UNKNOWN: Final = rule("quiz-unknown", _E, "A chapter, tag or level that the quiz shall choose, and nothing has.")
QUIZ_EMPTY: Final = rule("quiz-empty", _E, "A quiz for which no question is left.")
QUIZ_TOLD: Final = rule("quiz-told", _E, "A question of the written quiz that holds its own answer.")
CARD_LOST: Final = rule("card-lost", _E, "A card of the source that a written file does not hold.")

OF_CHANGES: Final = frozenset(
    {
        *(ID_KEPT, ID_MOVED, ID_NEW, IDENTITY_GUESS, IDENTITY_UNSURE),
        *(CARD_RETIRED, CARD_REVIVED, KIND_CHANGED, DECK_RENAMED, CLOZE_RENUMBERED),
    }
)
"""What is only known of a source that can be read: else a card that a fault hides would look as if it were gone."""
OF_THE_WHOLE: Final = OF_CHANGES | {MEDIA_UNUSED}
"""What is only known of a source that can be read whole: a picture of a text that a fault hides is not unused."""
BROKEN: Final = frozenset({LOCK_INVALID, NOT_UTF8, BAD_CHARACTER})
"""What `build lock --from` mends in a lock."""
ALL: Final = tuple(RULES.values())
