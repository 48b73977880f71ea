// Which cards a round asks for, and in which order. Nothing here touches the page.

const FILTERS = ["chapter", "level", "kind", "tag"];
const FACETS = [...FILTERS, "only"];
const KEY_SHAPE = /^[a-z0-9][a-z0-9-]*(#([1-9]\d*|back))?$/;

const listed = (list) => (list ?? "").split(" ").filter(Boolean);

// As in Anki each number of a card, and each way of a reversed one, is asked for by itself: `part` of an item is the
// number, "back", or nothing. `deck` is the element that holds all chapters.
function itemsOf(deck) {
  return pickAll("section.chapter [data-kind]", deck).flatMap((card) => {
    const { kind, levels, tags } = card.dataset;
    const chapter = card.closest("section.chapter").id;
    const common = { card, kind: [kind], chapter: [chapter], level: listed(levels), tag: listed(tags) };
    return partsOf(card, kind).map((part) => ({ ...common, part, key: part ? `${card.id}#${part}` : card.id }));
  });
}

function partsOf(card, kind) {
  if (kind === "reversed") return ["", "back"];
  if (kind !== "cloze" && kind !== "occlusion") return [""];
  const numbered = kind === "cloze" ? ".front [data-blank]" : ".masks [data-number]";
  const found = pickAll(numbered, card);
  const numbers = found.flatMap(({ dataset }) => listed(dataset.blank ?? dataset.number));
  return [...new Set(numbers)].sort((one, other) => one - other);
}

// What an address asks for, as a map of keys to lists; what the deck does not know is left out.
function wishesOf(parameters, items) {
  const known = (facet) => new Set(items.flatMap((item) => item[facet]));
  const wishes = {};
  for (const facet of FILTERS) {
    const values = known(facet);
    wishes[facet] = [...new Set(parameters.getAll(facet))].filter((value) => values.has(value));
  }
  const one = (key, allowed) => allowed.find((value) => value === parameters.get(key)) ?? allowed[0];
  wishes.only = [one("only", ["all", "new", "missed"])];
  wishes.order = [one("order", ["deck", "shuffle"])];
  wishes.seed = wishes.order[0] === "shuffle" ? [parameters.get("seed") || newSeed()] : [];
  wishes.many = [one("many", ["all", "10", "20", "50"])];
  wishes.repeat = parameters.has("repeat") ? ["1"] : [];
  return wishes;
}

// The other way round: what goes without saying is not said.
function addressFor(wishes, go) {
  const parameters = new URLSearchParams();
  for (const [key, values] of Object.entries(wishes)) {
    for (const value of values) if (value !== "all" && value !== "deck") parameters.append(key, value);
  }
  if (go) parameters.append("go", "1");
  return parameters.size ? `#ui_study?${parameters}` : "#ui_study";
}

function standing(item, progress) {
  const entry = progress[item.key];
  if (!entry) return ["all", "new"];
  return entry.last === "again" ? ["all", "missed"] : ["all"];
}

const valuesOf = (item, facet, progress) => (facet === "only" ? standing(item, progress) : item[facet]);

function failing(item, wishes, progress) {
  return FACETS.filter((facet) => {
    const wished = wishes[facet];
    return wished.length > 0 && !valuesOf(item, facet, progress).some((value) => wished.includes(value));
  });
}

// How many cards each value of a facet would give while the other facets stay as they are: "tag metrics" → 12.
function countsOf(items, wishes, progress) {
  const counts = new Map();
  for (const item of items) {
    const failed = failing(item, wishes, progress);
    if (failed.length > 1) continue;
    for (const facet of failed.length ? failed : FACETS) {
      for (const value of valuesOf(item, facet, progress)) {
        counts.set(`${facet} ${value}`, (counts.get(`${facet} ${value}`) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function drawn(items, wishes, progress) {
  const fitting = items.filter((item) => failing(item, wishes, progress).length === 0);
  const ordered = wishes.seed.length ? shuffled(fitting, wishes.seed[0]) : fitting;
  return ordered.slice(0, Number(wishes.many[0]) || ordered.length);
}

// FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv), over UTF-16.
function hash(text) {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

// xorshift32 (G. Marsaglia, Xorshift RNGs, J. Stat. Softw. 8/14, 2003): whole numbers only, so every machine draws
// alike. Its state must not be 0, and like seeds part ways only after some steps.
function generator(seed) {
  let state = hash(seed.normalize("NFC")) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let step = 0; step < 16; step++) next();
  return next;
}

// Fisher and Yates, as Durstenfeld wrote it (Knuth, TAOCP 2, 3.4.2, algorithm P).
function shuffled(things, seed) {
  const next = generator(seed);
  const order = [...things];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor((next() / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

// Six letters or digits, which can be told to others.
const newSeed = () => Math.random().toString(36).slice(2, 8) || "0";
