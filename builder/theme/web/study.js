// The deck as it is studied: where one is, the choice of cards, what was done with them. The address says what is
// asked for: `#ui_study?kind=cloze&order=shuffle&seed=word` is the choice, and with `&go=1` the round itself.

let deckItems = null;
let wishes = null;
let studyAddress = "";
// How far down one was in the text.
let textTop = 0;

async function readDeck() {
  if (deckItems) return;
  const deck = await whole();
  if (deckItems) return;
  deckItems = itemsOf(deck);
  for (const details of ui("filters").children) fillFilter(details);
}

const counted = (count) => `${count} ${count === 1 ? "card" : "cards"}`;

// What one reaches by a link on the way, such as the notes of a card, leaves the round where it is.
const isOnTheWay = (address) => address === "#ui_main" || address.startsWith(`#${NOW}`);

async function route() {
  const address = location.hash;
  if (!/^#ui_study(\?|$)/.test(address)) {
    if (isStudying() && isOnTheWay(address)) history.replaceState(null, "", studyAddress);
    else if (isStudying()) leaveStudy();
    return;
  }
  if (!isStudying()) enterStudy();
  studyAddress = address;
  try {
    await readDeck();
  } catch {
    write("drawn", "The cards could not be read.");
  }
  if (location.hash !== address || !deckItems) return;
  const parameters = new URLSearchParams(address.split("?")[1]);
  wishes = wishesOf(parameters, deckItems);
  keepProgress(progressOf());
  if (parameters.has("go")) resume();
  else start();
}

function enterStudy() {
  textTop = scrollY;
  setMode("study");
  ui("study_open").setAttribute("aria-pressed", true);
  showScreen("ui_start", ui("study_title"));
}

function leaveStudy() {
  setMode("read");
  ui("study_open").setAttribute("aria-pressed", false);
  say("");
  const target = pick("#ui_main :target");
  if (target) return target.scrollIntoView();
  scrollTo(0, textTop);
  ui("study_open").focus({ preventScroll: true });
}

function showScreen(name, focused) {
  for (const screen of pickAll("#ui_study > div")) screen.hidden = screen.id !== name;
  ui("study_title").classList.toggle("sr-only", name !== "ui_start");
  scrollTo(0, 0);
  focused.focus({ preventScroll: true });
}

function warnOnce() {
  const warning = ui("unkept");
  if (warning.hidden) say(warning.textContent);
  warning.hidden = false;
}

// The choice of cards.

function start() {
  for (const field of pickAll("input", ui("picks"))) {
    if (field.type === "text") field.value = wishes.seed[0] ?? newSeed();
    else field.checked = wishes[field.name].includes(field.value);
  }
  showWishes();
  showPast();
  showScreen("ui_start", ui("study_title"));
}

// Kinds stand in the page, those that the deck lacks go. A filter that leaves no choice is not shown.
function fillFilter(details) {
  const { facet } = details.dataset;
  const values = [...new Set(deckItems.flatMap((item) => item[facet]))];
  const group = details.lastElementChild;
  for (const value of facet === "kind" ? [] : values) {
    const box = make("input", { type: "checkbox", name: facet, value });
    const name = facet === "chapter" ? chapterName(value) : value;
    group.append(make("label", {}, box, make("span", { dir: "auto" }, name), make("small")));
  }
  for (const label of pickAll("label", group)) if (!values.includes(label.control.value)) label.remove();
  details.open = values.length < 9;
  details.hidden = !deckItems.some((item) => item[facet].length < values.length);
}

const chapterName = (anchor) => aboveOf(deckItems.find(({ chapter }) => chapter[0] === anchor).card)[0];

function showWishes() {
  const counts = countsOf(deckItems, wishes, progressOf());
  for (const field of pickAll("input", ui("picks"))) {
    const count = pick("small", field.parentElement);
    if (count) count.textContent = counts.get(`${field.name} ${field.value}`) ?? 0;
  }
  for (const details of ui("filters").children) {
    const chosen = pickAll(":checked + span", details).map((name) => name.textContent);
    pick("summary > span", details).textContent = chosen.join(", ") || "all";
  }
  ui("seed").hidden = wishes.seed.length === 0;
  const count = drawn(deckItems, wishes, progressOf()).length;
  write("drawn", count ? counted(count) : "No card is like that.");
  ui("begin").disabled = count === 0;
}

function wish() {
  wishes = wishesOf(new URLSearchParams(new FormData(ui("picks"))), deckItems);
  const [seed] = wishes.seed;
  if (seed) ui("picks").elements.seed.value = seed;
  studyAddress = addressFor(wishes, false);
  history.replaceState(null, "", studyAddress);
  showWishes();
}

// What was done.

function showPast() {
  const { all, seen, good, missed } = progressSum(deckItems, progressOf());
  const done = `${seen} of ${counted(all)} seen: last time ${good} good, ${missed} missed.`;
  write("past", seen ? done : `None of the ${counted(all)} seen yet.`);
}

function tellPast(message) {
  write("past_note", message);
  say(message);
  showPast();
  showWishes();
}

function exportProgress() {
  const url = URL.createObjectURL(new Blob([progressFile()], { type: "application/json" }));
  make("a", { href: url, download: `${deckId()}-progress.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

async function importProgress() {
  const field = ui("import_file");
  const [file] = field.files;
  if (!file) return;
  const text = file.size > PROGRESS_LARGEST ? "" : await file.text().catch(() => "");
  field.value = "";
  tellPast(mergeProgress(file.name, text));
}

function askReset() {
  const dialog = ui("reset_ask");
  write("reset_sum", ui("past").textContent);
  dialog.returnValue = "";
  dialog.showModal();
}

function reset() {
  if (ui("reset_ask").returnValue !== "forget") return;
  keepProgress({});
  tellPast("Forgotten.");
}

function wireStudy() {
  const opener = ui("study_open");
  if (!document.body.dataset.whole && !pick("#ui_read [data-kind]")) return;
  opener.hidden = false;
  ui("study").prepend(make("h1", { id: "ui_study_title", tabindex: "-1" }, "Study"));
  const clicked = {
    study_open: () => (location.hash = isStudying() ? "" : "#ui_study"),
    export: exportProgress,
    import: () => ui("import_file").click(),
    reset: askReset,
    back: goBack,
    again: () => rate("again"),
    good: () => rate("good"),
    leave: toStart,
    over_back: goBack,
    more: toStart,
    missed_again: askMissed,
  };
  for (const [id, action] of Object.entries(clicked)) on(ui(id), "click", action);
  on(ui("import_file"), "change", importProgress);
  on(ui("reset_ask"), "close", reset);
  on(ui("picks"), "change", wish);
  for (const [form, action] of [["ui_picks", begin], ["ui_stage", tell]]) {
    on(byId(form), "submit", (event) => {
      event.preventDefault();
      action();
    });
  }
  onKey("s", "read", clicked.study_open);
  wireRoundKeys();
  // Before the others hear of the new address, the text has to be there again.
  on(window, "hashchange", route, { capture: true });
  route();
}
