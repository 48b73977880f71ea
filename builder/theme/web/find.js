// The index that search asks. It is made of the page when it is first wanted, and lives as long as the page.
//
// What is found is a unit: a chapter, a question or a card. Its words have a level by the place where they stand best:
// 0 its heading or question, 1 its answer, 2 what else it has, 3 what it stands under.

const UNITS = "section.chapter, article.question, li.card";
const FIELDS = [
  ":scope > .head > :is(h2, h3), :scope > .front",
  ":scope > .answer, :scope > .front > .choices, :scope > .back > :is(.answer, .key)",
  ":scope > .introduction, :is(:scope, :scope > .front, :scope > .back) > :is(.detail, .hint, .footnotes, .meta)",
];
const UNREAD = /(^| )(tool|zoom|copy|permalink|chips|hint|choices|masks|verdict|note-mark|back-link)( |$)/;
const UNREAD_NAMES = new Set(["button", "summary", "script", "style", "annotation"]);
const WITHIN_WORDS = /^(a|abbr|b|bdi|bdo|code|em|i|kbd|mark|math|s|samp|small|span|strong|sub|sup|u|var)$/;

// Scripts that put no spaces between words are found by pairs of neighbouring letters.
const UNSPACED = "HaniHiraKanaThaiLaooKhmrMymr".replace(/.{4}/g, "\\p{scx=$&}");
const LETTERS = "\\p{L}\\p{M}\\p{N}\\u00ad\\u200c\\u200d";
const WORD = new RegExp(`([[${UNSPACED}]&&[${LETTERS}]]+)|[[${LETTERS}]--[${UNSPACED}]]+`, "gv");
const LETTER = /\P{M}\p{M}*/gu;

// Signs that may be there or not: accents, the points of Hebrew and Arabic, joiners, hyphens that are not seen.
const OPTIONAL = /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200c\u200d]/g;
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ" };

const WHOLE = 0;
const BEGINNING = 1;
const INSIDE = 7;
const TYPO = 14;
const LEVEL = 2;
const NOWHERE = 255;

// The same words come again and again, and so are folded once.
const folded = new Map();

function fold(run) {
  let word = folded.get(run);
  if (word !== undefined) return word;
  word = run.normalize("NFKD").toLowerCase().replace(OPTIONAL, "").replace(/[ßæœøłđıς]/g, (letter) => PLAIN[letter]);
  folded.set(run, word);
  return word;
}

// The words of a text as they are compared, each with its place: [word, start, end].
function wordsIn(text) {
  const words = [];
  const add = (run, start) => {
    const word = fold(run);
    if (word) words.push([word, start, start + run.length]);
  };
  for (const { 0: run, 1: unspaced, index: start } of text.matchAll(WORD)) {
    const letters = unspaced ? [...run.matchAll(LETTER)] : [];
    if (letters.length < 2) add(run, start);
    for (let n = 1; n < letters.length; n++) add(letters[n - 1][0] + letters[n][0], start + letters[n - 1].index);
  }
  return words;
}

const isUnread = (node) => UNREAD_NAMES.has(node.localName) || UNREAD.test(node.getAttribute("class") ?? "");

// The text of an element as it is read out, and which node each part of it comes from. Formulas and pictures are read
// by what they have in words.
function readOut(element, read = { text: "", parts: [] }) {
  const add = (node, text) => {
    read.parts.push({ node, start: read.text.length });
    read.text += text;
  };
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) add(node, node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || isUnread(node)) continue;
    const gap = WITHIN_WORDS.test(node.localName) ? "" : " ";
    const spoken = node.getAttribute("alttext") ?? node.getAttribute("alt");
    read.text += gap;
    if (spoken === null) readOut(node, read);
    else add(node, spoken);
    read.text += gap;
  }
  return read;
}

const fieldOf = (unit, level) => pickAll(FIELDS[level], unit);
const textOf = (elements) => elements.map((each) => readOut(each).text).join(" ").replace(/\s+/g, " ").trim();

// What a unit is called where it is not shown: its id, its tags and levels.
const labelsOf = ({ id, dataset: { tags, levels } }) => `#${id} ${tags ?? ""} ${levels ?? ""}`.trim();

const titles = new WeakMap();

function titleOf(unit) {
  if (!titles.has(unit)) titles.set(unit, textOf(fieldOf(unit, 0)));
  return titles.get(unit);
}

// What a unit stands under, from the chapter down.
function aboveOf(unit) {
  const above = [unit.parentElement.closest(".chapter"), unit.parentElement.closest(".question")];
  return above.filter(Boolean).map(titleOf);
}

// A word's places are numbers, four to a unit: four times the number of the unit, and the level.
function addUnit(index, unit) {
  const texts = FIELDS.map((_, level) => textOf(fieldOf(unit, level)));
  texts[2] += ` ${labelsOf(unit)}`;
  const place = index.units.length * 4;
  const fields = [...texts, aboveOf(unit).join(" ")].map((text, level) => {
    const words = wordsIn(text).map(([word]) => word);
    for (const word of words) {
      const places = index.words.get(word);
      if (!places) index.words.set(word, [place + level]);
      else if (places.at(-1) < place) places.push(place + level);
    }
    return ` ${words.join(" ")} `;
  });
  index.units.push({ element: unit, fields });
}

// The page stays quick meanwhile: after each slice of some milliseconds the browser has its turn.
async function makeIndex(deck, slice = 16) {
  const index = { units: [], words: new Map() };
  let began = performance.now();
  for (const unit of pickAll(UNITS, deck)) {
    addUnit(index, unit);
    if (performance.now() - began < slice) continue;
    await new Promise((done) => setTimeout(done));
    began = performance.now();
  }
  return index;
}

const typosAllowed = (word) => (word.length < 4 || /\d/.test(word) ? 0 : word.length < 8 ? 1 : 2);

const rows = [[], [], []];

// How many letters are wrong, missing, too many or changed places with their neighbour: the distance of Damerau and
// Levenshtein in which no letters are edited twice. Answers [for the whole word, for the best beginning of it].
function typosBetween(asked, word, most) {
  const width = Math.min(word.length, asked.length + most);
  let [older, old, row] = rows;
  let least = 0;
  for (let w = 0; w <= width; w++) row[w] = w;
  for (let a = 1; a <= asked.length; a++) {
    [older, old, row] = [old, row, older];
    row[0] = least = a;
    for (let w = 1; w <= width; w++) {
      const same = asked[a - 1] === word[w - 1];
      row[w] = Math.min(old[w] + 1, row[w - 1] + 1, old[w - 1] + (same ? 0 : 1));
      const swapped = a > 1 && w > 1 && asked[a - 1] === word[w - 2] && asked[a - 2] === word[w - 1];
      if (swapped) row[w] = Math.min(row[w], older[w - 2] + 1);
      least = Math.min(least, row[w]);
    }
    if (least > most) return [NOWHERE, NOWHERE];
  }
  return [width === word.length ? row[width] : NOWHERE, least];
}

// How far a word of the deck is from one that is asked for.
function distance(asked, word, typos, isGuessing) {
  if (word === asked) return WHOLE;
  if (word.startsWith(asked)) return BEGINNING;
  // A single Latin letter is inside of nearly every word; a single Chinese one tells much.
  if ((asked.length > 1 || asked > "z") && word.includes(asked)) return INSIDE;
  if (!typos || word.length < asked.length - typos) return NOWHERE;
  if (!isGuessing && word.length > asked.length + typos) return NOWHERE;
  const [whole, beginning] = typosBetween(asked, word, typos);
  if (whole <= typos) return TYPO * whole;
  return isGuessing && asked.length > 4 && beginning === 1 ? TYPO * 3 : NOWHERE;
}

// The units that hold every word that is asked for, with how far they are from it, and the words that were taken for
// those. A slip is thought of where the deck does not have the very word, or, guessing, everywhere.
function unitsWith({ units, words }, asked, isGuessing) {
  const far = new Float64Array(units.length);
  const own = new Uint8Array(units.length);
  const taken = new Set();
  for (const wanted of asked) {
    const best = new Uint8Array(units.length).fill(NOWHERE);
    const typos = isGuessing || !words.has(wanted) ? typosAllowed(wanted) : 0;
    for (const [word, places] of words) {
      const off = distance(wanted, word, typos, isGuessing);
      if (off === NOWHERE) continue;
      taken.add(word);
      for (const place of places) {
        const unit = place >> 2;
        best[unit] = Math.min(best[unit], off + LEVEL * (place & 3));
        if ((place & 3) < 3) own[unit] = 1;
      }
    }
    best.forEach((off, unit) => (far[unit] += off === NOWHERE ? Infinity : off));
  }
  const found = units.map((unit, n) => ({ unit, far: own[n] ? far[n] : Infinity })).filter(({ far }) => far < Infinity);
  return { found, taken };
}

// How much nearer a unit is that has the words as they are asked for: side by side, or as all that it says somewhere.
function nearerBy({ element, fields }, asked, query) {
  if (element.id === query.trim().replace(/^#/, "")) return 99;
  const phrase = ` ${asked.join(" ")}`;
  if (asked.length === 1) return fields.includes(`${phrase} `) ? 1 : 0;
  const level = fields.findIndex((field) => field.includes(phrase));
  if (level < 0) return 0;
  return 8 - LEVEL * level + (fields[level] === `${phrase} ` ? 1 : 0);
}

// Answers the elements of the units that are found, the nearest first and else in the order of the deck, and the words
// to be marked in them.
function search(index, query) {
  const said = wordsIn(query).map(([word]) => word);
  const asked = [...new Set(said)];
  if (asked.length === 0) return { units: [], words: new Set() };
  let { found, taken } = unitsWith(index, asked, false);
  if (found.length === 0) ({ found, taken } = unitsWith(index, asked, true));
  for (const each of found) each.far -= nearerBy(each.unit, said, query);
  found.sort((one, other) => one.far - other.far);
  return { units: found.map(({ unit }) => unit.element), words: taken };
}
