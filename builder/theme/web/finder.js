// The dialog of search: what is found as one types, and the way there.

const SHOWN = 50;
const SNIPPET = 180;
const BEFORE = 40;

const finder = { units: [], words: new Set(), at: 0 };
const FOUND = "cardpress:found";

// A deck in many files that cannot be read as a whole is searched on this page alone.
let deckIndex = null;
const deckIndexed = () => (deckIndex ??= whole().catch(() => ui("read")).then((deck) => makeIndex(deck)));

// Where in a text words stand that were found: [start, end, word] in their order. Pairs of letters that overlap are one.
function marksIn(text, words) {
  const marks = [];
  for (const [word, start, end] of wordsIn(text)) {
    if (!words.has(word)) continue;
    if (start < marks.at(-1)?.[1]) marks.at(-1)[1] = end;
    else marks.push([start, end, word]);
  }
  return marks;
}

function marked(text, words) {
  const line = [];
  let done = 0;
  for (const [start, end] of marksIn(text, words)) {
    line.push(text.slice(done, start), make("mark", {}, text.slice(start, end)));
    done = end;
  }
  return [...line, text.slice(done)];
}

// The part of a text in which most of the words stand close together, or nothing.
function snippetOf(text, words) {
  const marks = marksIn(text, words);
  let [first, most] = [0, 0];
  for (const [at, [start]] of marks.entries()) {
    const near = marks.slice(at, at + SNIPPET).filter(([, to]) => to < start + SNIPPET - BEFORE);
    const kinds = new Set(near.map(([, , word]) => word)).size;
    if (kinds > most) [first, most] = [start, kinds];
  }
  if (marks.length === 0) return "";
  const begin = first > BEFORE ? Math.max(text.lastIndexOf(" ", first - BEFORE / 2) + 1, first - BEFORE) : 0;
  const stop = text.length > begin + SNIPPET ? text.lastIndexOf(" ", begin + SNIPPET) : text.length;
  const end = stop > first ? stop : begin + SNIPPET;
  return `${begin > 0 ? "… " : ""}${text.slice(begin, end)}${end < text.length ? " …" : ""}`;
}

// What is found by its id or tag alone shows these, so that nobody wonders why it is there.
function foundItem(unit, number) {
  const { words } = finder;
  const name = titleOf(unit) || unit.id;
  const text = snippetOf(`${textOf(fieldOf(unit, 1))} ${textOf(fieldOf(unit, 2))}`, words);
  const why = text || marksIn(name, words).length > 0 ? text : snippetOf(labelsOf(unit), words);
  const where = aboveOf(unit).join(" › ") || "Chapter";
  const line = (style, content) => make("span", { class: style }, ...marked(content, words));
  return make(
    "li",
    { role: "option", id: `ui_found_${number}` },
    line("found-name", name),
    ...(why ? [" ", line("found-text", why)] : []),
    " ",
    line("found-where", where),
  );
}

function pickFound(number) {
  const items = [...ui("find_list").children];
  items.forEach((item, at) => item.setAttribute("aria-selected", at === number));
  finder.at = number;
  items[number]?.scrollIntoView({ block: "nearest" });
  ui("find_words").setAttribute("aria-activedescendant", items[number]?.id ?? "");
}

function countFound(query) {
  const count = finder.units.length;
  const { advice, nothing } = ui("find_status").dataset;
  if (query.trim() === "") return advice;
  if (count === 0) return nothing;
  return count > SHOWN ? `${count} found; the nearest ${SHOWN} are shown.` : `${count} found.`;
}

// What was typed while the index was made, or since, is looked for next, so an older answer is let go.
async function showFound() {
  const input = ui("find_words");
  const query = input.value;
  const index = await deckIndexed();
  if (input.value !== query) return;
  Object.assign(finder, search(index, query));
  const list = ui("find_list");
  list.replaceChildren(...finder.units.slice(0, SHOWN).map(foundItem));
  list.hidden = finder.units.length === 0;
  input.setAttribute("aria-expanded", !list.hidden);
  write("find_status", countFound(query));
  list.scrollTop = 0;
  pickFound(0);
}

const unmarkFound = () => CSS.highlights?.delete("found");

// Where the words stand in the page, as ranges; a formula or picture is one place.
function rangesOf(unit, words) {
  const ranges = [];
  for (const field of [0, 1, 2].flatMap((level) => fieldOf(unit, level))) {
    const { text, parts } = readOut(field);
    for (const [start, end] of marksIn(text, words)) {
      const range = new Range();
      const first = parts.findLast((part) => part.start <= start);
      const last = parts.findLast((part) => part.start < end);
      if (first.node.data) range.setStart(first.node, start - first.start);
      else range.setStartBefore(first.node);
      if (last.node.data) range.setEnd(last.node, end - last.start);
      else range.setEndAfter(last.node);
      ranges.push(range);
    }
  }
  return ranges;
}

// No answer stays closed in which the words stand, and the first of them is seen.
function showIn(unit, words) {
  const ranges = rangesOf(unit, words);
  for (const { startContainer: node } of ranges) openAround(node.parentElement);
  if (globalThis.Highlight) CSS.highlights.set("found", new Highlight(...ranges));
  unit.scrollIntoView();
  ranges[0]?.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

// As a link would: the address is that of the place, and going back leads to where one was.
function goToFound(number) {
  const unit = finder.units[number];
  if (!unit) return;
  const address = addressOf(unit);
  ui("find").close();
  if (!address.startsWith("#")) {
    keep(FOUND, { id: unit.id, words: [...finder.words] });
    location.assign(address);
    return;
  }
  if (isStudying()) leaveStudy();
  if (location.hash === address) visit();
  else location.hash = address;
  showIn(byId(unit.id), finder.words);
}

// On another page of the deck the words are marked when one comes there.
function arriveFound() {
  const found = recall(FOUND);
  if (!found) return;
  keep(FOUND, null);
  const unit = byId(found.id);
  if (anchorOf(location) === found.id && unit) showIn(unit, new Set(found.words));
}

function openFind() {
  unmarkFound();
  open(ui("find"));
  ui("find_words").select();
  showFound();
}

function hearFindKeys(event) {
  const last = Math.min(finder.units.length, SHOWN) - 1;
  const steps = {
    ArrowDown: () => pickFound(finder.at < last ? finder.at + 1 : 0),
    ArrowUp: () => pickFound(finder.at > 0 ? finder.at - 1 : last),
    Home: () => pickFound(0),
    End: () => pickFound(last),
    Enter: () => goToFound(finder.at),
  };
  if (event.isComposing || !isPlain(event) || last < 0 || !Object.hasOwn(steps, event.key)) return;
  event.preventDefault();
  steps[event.key]();
}

function wireFind() {
  const [opener, input] = [ui("find_open"), ui("find_words")];
  opener.hidden = false;
  on(opener, "click", openFind);
  onKey("/", "any", openFind);
  on(input, "input", showFound);
  on(input, "keydown", hearFindKeys);
  on(ui("find_list"), "click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) goToFound([...item.parentElement.children].indexOf(item));
  });
  on(document, "keydown", (event) => {
    if (event.key === "Escape") unmarkFound();
    if (event.key.toLowerCase() !== "k" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!isOverlaid()) openFind();
  });
  arriveFound();
}
