// What one has done with the cards: { "<card id>" or "<card id>#<part>": { at, last, good, missed } }, `at` in ms since
// 1970. It lies in the browser under the id of the deck, and goes from one browser to another as a file.

const PROGRESS_FORMAT = "cardpress-progress";
const PROGRESS_VERSION = 1;
const PROGRESS_LARGEST = 32 * 2 ** 20;

const deckId = () => document.body.dataset.deck;
const progressKey = () => `cardpress:${deckId()}:progress`;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

const isEntry = (entry) =>
  [entry?.at, entry?.good, entry?.missed].every(isCount) && ["good", "again"].includes(entry.last);

// Only what is sound is taken over, whoever wrote it. A card may be called `constructor`, so nothing is inherited.
function soundEntries(cards) {
  const sound = Object.create(null);
  for (const [key, entry] of Object.entries(cards ?? {})) {
    if (!KEY_SHAPE.test(key) || !isEntry(entry)) continue;
    const { at, last, good, missed } = entry;
    sound[key] = { at, last, good, missed };
  }
  return sound;
}

// Read afresh each time: another window may have the same deck open.
const progressOf = () => soundEntries(recall(progressKey())?.cards);

// Says so when the browser will not remember it.
function keepProgress(cards) {
  if (!keep(progressKey(), { version: PROGRESS_VERSION, cards })) warnOnce();
}

// Returns what stood there before, or null.
function record(key, verdict) {
  const cards = progressOf();
  const before = cards[key] ?? null;
  const { good = 0, missed = 0 } = before ?? {};
  const isGood = verdict === "good";
  cards[key] = { at: Date.now(), last: verdict, good: good + isGood, missed: missed + !isGood };
  keepProgress(cards);
  return before;
}

function takeBack(key, before) {
  const cards = progressOf();
  if (before) cards[key] = before;
  else delete cards[key];
  keepProgress(cards);
}

function progressSum(items, cards) {
  const entries = items.map((item) => cards[item.key]).filter(Boolean);
  const good = entries.filter((entry) => entry.last === "good").length;
  return { all: items.length, seen: entries.length, good, missed: entries.length - good };
}

function progressFile() {
  const file = { format: PROGRESS_FORMAT, version: PROGRESS_VERSION, deck: deckId(), cards: progressOf() };
  return JSON.stringify(file, null, 1);
}

// What `read` gives, a text in JSON, is; null where it cannot be read.
function parsed(read) {
  try {
    return JSON.parse(read());
  } catch {
    return null;
  }
}

function faultOf(file) {
  if (file?.format !== PROGRESS_FORMAT) return "is no progress file";
  if (file.deck !== deckId()) return `belongs to another deck, “${file.deck}”`;
  return file.version === PROGRESS_VERSION ? "" : "was written by a newer page";
}

// Merges the text of such a file; of two entries for a card the newer wins. Returns a sentence about it.
function mergeProgress(name, text) {
  const file = parsed(() => text);
  const fault = faultOf(file);
  if (fault) return `“${name}” ${fault}. Nothing was changed.`;
  const cards = progressOf();
  const newer = Object.entries(soundEntries(file.cards)).filter(([key, { at }]) => !(cards[key]?.at >= at));
  for (const [key, entry] of newer) cards[key] = entry;
  keepProgress(cards);
  return newer.length ? `${newer.length} of its cards taken from “${name}”.` : `“${name}” holds nothing newer.`;
}
