// A card as it is asked: copies of what the page holds, without what is asked. That is kept out of the document until
// the reader wants it, so nothing finds it, selects it or reads it aloud before.

const NOW = "ui_now_";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const BELOW = ".answer, .detail, .footnotes, .meta";
// "h" opens the hint, "u" goes back.
const OPTION_KEYS = "abcdefgijklmnopqrstvwxyz";

const write = (name, text) => (ui(name).textContent = text);

// Ids stand once in a page. `home` is the page of the card; notes go with it, other links lead back there.
function copied(source, home) {
  const copy = document.importNode(source, true);
  for (const each of [copy, ...pickAll("[id]", copy)]) if (each.id) each.id = NOW + each.id;
  for (const link of pickAll("a[href^='#']", copy)) {
    const anchor = link.getAttribute("href").slice(1);
    link.setAttribute("href", /^doc-(noteref|backlink)$/.test(link.role) ? `#${NOW}${anchor}` : `${home}#${anchor}`);
  }
  for (const made of pickAll("button", copy)) made.remove();
  return copy;
}

function frontOf(card) {
  const title = pick(":scope > .head > h3", card);
  return title ? [title] : pickAll(":scope > .front > :not(.chips, .hint)", card);
}

function backOf(card) {
  const holder = card.matches("article") ? card : pick(":scope > .back", card);
  return holder ? [...holder.children].filter((each) => each.matches(BELOW)) : [];
}

// What a stage is: the front, what comes below it, `later` what happens to the front then, and `judge`, which says
// which verdict to propose and why, if it can.
function stageOf(item, salt) {
  const { card, part } = item;
  const home = addressOf(card).replace(/#.*/, "");
  const copy = (element) => copied(element, home);
  let [front, back] = [frontOf(card).map(copy), backOf(card).map(copy)];
  if (part === "back") [front, back] = turned(front, back);
  const stage = { front: make("div", { class: "asked" }, ...front), back, later: [], judge: () => ({}) };
  const prepare = { cloze: blankOut, occlusion: maskOut, choice: offer, typed: askTyped }[item.kind[0]];
  prepare?.(stage, item, copy, salt);
  still(stage);
  setLevels([stage.front], 3);
  setLevels(stage.back, 4);
  const hint = pick(":scope > .hint, :scope > .front > .hint", card);
  if (hint) stage.front.append(copy(hint));
  return stage;
}

// The other way: the answer is asked for its question.
function turned(front, back) {
  const answer = back.find((each) => each.matches(".answer"));
  const rest = back.filter((each) => each !== answer);
  return [[...answer.childNodes], [make("div", { class: "answer" }, ...front), ...rest]];
}

// Notes may tell, so their marks are no links yet.
function still({ front, later }) {
  for (const link of pickAll("a[role=doc-noteref]", front)) {
    const mark = make("span", {}, link.textContent);
    link.replaceWith(mark);
    later.push(() => mark.replaceWith(link));
  }
}

// Whatever depth a heading has in the text, here it stands directly below that of its side.
function setLevels(parts, highest) {
  const headings = parts.flatMap((part) => pickAll("h3, h4, h5, h6", part));
  const depth = (heading) => Number(heading.tagName[1]);
  const top = Math.min(...headings.map(depth));
  for (const heading of headings) heading.setAttribute("aria-level", highest + depth(heading) - top);
}

// The blank that is asked hides; the others are plain text, as in Anki. What a formula is called tells, too.
function blankOut({ front, later }, { part }) {
  for (const blank of pickAll("[data-blank]", front)) {
    if (!listed(blank.getAttribute("data-blank")).includes(part)) {
      blank.setAttribute("class", "filled");
      continue;
    }
    if (!front.contains(blank)) continue;
    const math = blank.closest("math");
    const gap = gapFor(blank, math);
    blank.replaceWith(gap);
    later.push(() => gap.replaceWith(blank));
    if (math?.hasAttribute("alttext")) {
      const spoken = math.getAttribute("alttext");
      math.removeAttribute("alttext");
      later.push(() => math.setAttribute("alttext", spoken));
    }
  }
}

function gapFor(blank, math) {
  const hint = blank.getAttribute("data-hint");
  const words = `[${hint || "…"}]`;
  const name = hint ? {} : { role: "img", "aria-label": "blank" };
  if (!math) return make("mark", { class: "blank" }, make("span", name, words));
  const [gap, text] = ["mrow", "mtext"].map((tag) => document.createElementNS(MATHML, tag));
  gap.setAttribute("class", "blank");
  text.textContent = words;
  gap.append(text);
  return gap;
}

// One mask asks. With hide-one the others are away, with hide-all they stay, on the back too.
function maskOut({ front, back, later }, { card, part }, copy) {
  const picture = pick(".masked", front);
  for (const mask of pickAll("[data-number]", picture)) {
    if (mask.dataset.number === part) {
      mask.classList.add("now");
      mask.firstChild.textContent = "?";
      later.push(() => mask.classList.add("open"));
    } else if (picture.dataset.hide === "all") mask.replaceChildren();
    else mask.remove();
  }
  front.append(make("p", { class: "sr-only" }, "What is at the mark?"));
  const hidden = pick(`.back .key > [data-number="${CSS.escape(part)}"]`, card);
  back.unshift(make("div", { class: "answer" }, ...(hidden ? copy(hidden).childNodes : [])));
}

// Options in an order of this round, with letters to choose them by.
function offer(stage, { card, key }, copy, salt) {
  const list = pick(".choices", stage.front);
  const answers = pickAll(".back .choices.key > li", card);
  const isOne = card.dataset.choose === "one";
  const options = shuffled([...[...list.children].entries()], `${salt} ${key}`).map(([at, row], place) => {
    const letter = OPTION_KEYS[place] ?? "";
    const box = make("input", { type: isOne ? "radio" : "checkbox", name: "ui_choice" });
    const words = make("span", { class: "words" }, ...row.childNodes);
    const label = make("label", { class: "option" }, box, make("kbd", { "aria-hidden": "true" }, letter), words);
    return { box, label, letter, right: answers[at].matches(".right"), why: pick(".explanation", answers[at]) };
  });
  const legend = make("legend", {}, isOne ? "Choose one" : "Choose all that hold");
  const group = make("fieldset", { class: "options" }, legend, ...options.map((option) => option.label));
  list.replaceWith(group);
  stage.judge = () => {
    group.disabled = true;
    for (const option of options) mark(option);
    stage.back.unshift(...reasons(options, copy));
    return { proposed: judgedChosen(options), said: sumOf(options) };
  };
}

const stamp = (word) => make("span", { class: "verdict" }, word);

function mark(option) {
  option.chosen = option.box.checked;
  const word = outcome(option);
  if (!word) return;
  option.label.classList.add(option.right ? "right" : "wrong");
  option.label.append(stamp(word));
}

function reasons(options, copy) {
  const told = options.filter((option) => option.why);
  const rows = told.map(({ letter, why }) => make("li", {}, make("kbd", {}, letter), " ", copy(why)));
  return rows.length ? [make("ul", { class: "reasons" }, ...rows)] : [];
}

function sumOf(options) {
  const count = (word) => options.filter((option) => outcome(option) === word).length;
  if (!options.some((option) => option.chosen)) return "";
  return `${count("Right")} right, ${count("Wrong")} wrong, ${count("Missed")} missed.`;
}

function askTyped(stage, { card }) {
  const input = ui("typed");
  stage.judge = () => {
    input.readOnly = true;
    const [typed, wanted] = [plainly(input.value), plainly(card.dataset.typed)];
    const proposed = typed && (typed === wanted ? "good" : "again");
    const right = () => make("p", { class: "right" }, stamp("Right"));
    if (proposed) stage.back.unshift(proposed === "good" ? right() : difference(typed, wanted));
    return { proposed, said: { good: "Right.", again: "Not the same." }[proposed] };
  };
}

// What is too much is struck out, what is lacking is underlined.
function difference(typed, wanted) {
  const pieces = compared(typed, wanted);
  const row = (name, tag, list) => {
    const words = list.map(([text, isShared]) => (isShared ? text : make(tag, {}, text)));
    return [make("dt", {}, name), make("dd", { dir: "auto" }, ...words)];
  };
  return make("dl", { class: "compared" }, ...row("Typed", "del", pieces.typed), ...row("Right", "ins", pieces.wanted));
}
