// A round: one card after the other, and how it went. It has an `address`, a `salt` for the order of choices, the
// `queue` of keys, whether it will `repeat` what was missed, and a `log` of [verdict, what the progress held before].
// The tab remembers it, so that a reload goes on where one was.

let round = null;
let staged = null;
let isTold = false;

const roundKey = () => `cardpress:${deckId()}:round`;

function keepRound() {
  try {
    sessionStorage.setItem(roundKey(), JSON.stringify(round));
  } catch {
    // Then a reload begins the round again.
  }
}

// A deck may have been built again since, without some of its cards.
function soundRound(kept, address) {
  if (kept?.address !== address || !Array.isArray(kept.queue) || !Array.isArray(kept.log)) return null;
  const known = new Set(deckItems.map((item) => item.key));
  const log = kept.log.filter((entry, at) => Array.isArray(entry) && known.has(kept.queue[at]));
  return { ...kept, salt: String(kept.salt), queue: kept.queue.filter((key) => known.has(key)), log };
}

function newRound() {
  const queue = drawn(deckItems, wishes, progressOf()).map((item) => item.key);
  const { seed, repeat } = wishes;
  return { address: addressFor(wishes, true), salt: seed[0] ?? newSeed(), repeat: repeat.length > 0, queue, log: [] };
}

function begin() {
  wish();
  round = newRound();
  if (round.queue.length) location.hash = round.address;
}

// The address stands; whether the round was begun before is seen now.
function resume() {
  studyAddress = addressFor(wishes, true);
  if (studyAddress !== location.hash) history.replaceState(null, "", studyAddress);
  round = soundRound(round ?? parsed(() => sessionStorage.getItem(roundKey())), studyAddress) ?? newRound();
  if (round.queue.length) ask();
  else start();
}

function ask() {
  keepRound();
  const [place, count] = [round.log.length, round.queue.length];
  if (place >= count) return finish();
  const item = deckItems.find(({ key }) => key === round.queue[place]);
  const [title, typed, told] = [ui("card_title"), ui("typed"), ui("told")];
  const isTyped = item.kind[0] === "typed";
  staged = stageOf(item, round.salt);
  isTold = false;
  say("");
  title.textContent = `Card ${place + 1} of ${count}`;
  staged.front.id = "ui_asked";
  ui("asked").replaceWith(staged.front);
  ui("typed_in").hidden = !isTyped;
  typed.value = "";
  typed.readOnly = false;
  told.hidden = true;
  told.replaceChildren(ui("told_title"));
  furnish(ui("stage"));
  showWay(item, place, count);
  showDeeds();
  showScreen("ui_round", isTyped ? typed : title);
}

function showWay({ card }, place, count) {
  ui("way").style.inlineSize = `${(100 * place) / count}%`;
  write("place", `${place + 1} of ${count}`);
  write("where", aboveOf(card).join(" › "));
  ui("in_text").href = addressOf(card);
}

// The deed that is proposed comes first.
function showDeeds(proposed = "good") {
  ui("show").hidden = isTold;
  ui("back").disabled = round.log.length === 0;
  for (const verdict of ["again", "good"]) {
    ui(verdict).hidden = !isTold;
    ui(verdict).classList.toggle("first", verdict === proposed);
  }
}

function tell() {
  if (isTold) return;
  isTold = true;
  for (const step of staged.later) step();
  const { proposed, said } = staged.judge();
  const [told, title] = [ui("told"), ui("told_title")];
  const [first] = staged.back;
  told.hidden = false;
  told.classList.toggle("sr-only", !first);
  told.append(...staged.back);
  if (first) first.id = "ui_told_first";
  title.setAttribute("aria-describedby", first ? first.id : "ui_asked");
  furnish(ui("stage"));
  showDeeds(proposed ?? "good");
  if (said) say(said);
  title.focus({ preventScroll: true });
  title.scrollIntoView({ block: "nearest" });
}

function rate(verdict) {
  if (!isTold) return;
  isTold = false;
  const key = round.queue[round.log.length];
  round.log.push([verdict, record(key, verdict)]);
  if (verdict === "again" && round.repeat) round.queue.push(key);
  ask();
}

function goBack() {
  if (round.log.length === 0) return;
  const [verdict, before] = round.log.pop();
  if (verdict === "again" && round.repeat) round.queue.pop();
  takeBack(round.queue[round.log.length], before);
  ask();
}

// The end.

function missedKeys() {
  return [...new Set(round.queue.filter((key, at) => round.log[at]?.[0] === "again"))];
}

function finish() {
  const missed = missedKeys();
  const all = new Set(round.queue).size;
  write("over_sum", `${counted(all)}: ${all - missed.length} good, ${missed.length} missed.`);
  ui("missed").replaceChildren(...(missed.length ? [missedList(missed)] : []));
  ui("missed_again").hidden = missed.length === 0;
  ui("more").classList.toggle("first", missed.length === 0);
  showScreen("ui_over", ui("over_title"));
  say(ui("over_sum").textContent);
}

function missedList(keys) {
  const rows = keys.map((key) => {
    const { card } = deckItems.find((item) => item.key === key);
    const name = make("a", { href: addressOf(card) }, titleOf(card) || card.id);
    return make("li", {}, name, make("small", {}, aboveOf(card).join(" › ")));
  });
  return make("ol", { class: "missed" }, ...rows);
}

function askMissed() {
  round = { ...round, queue: missedKeys(), log: [], salt: newSeed() };
  ask();
}

function toStart() {
  location.hash = addressFor({ ...wishes, seed: [] }, false);
}

// What the first button of the screen does.
function proceed(event) {
  if (event.repeat) return;
  pick("#ui_study > :not([hidden]) .deed.first:not([hidden])").click();
}

function leave() {
  if (ui("start").hidden) toStart();
  else location.hash = "";
}

function choose(letter) {
  const options = pickAll("#ui_asked .option");
  const box = options[OPTION_KEYS.indexOf(letter)]?.control;
  box?.click();
  box?.focus();
}

const toggleHint = () => pick("#ui_asked > .hint > summary")?.click();

function wireRoundKeys() {
  for (const key of [" ", "Enter"]) onKey(key, "study", proceed);
  onKey("1", "study", () => rate("again"));
  onKey("2", "study", () => rate("good"));
  onKey("u", "study", () => ui("start").hidden && goBack());
  onKey("h", "study", toggleHint);
  onKey("Escape", "study", leave);
  for (const letter of OPTION_KEYS) onKey(letter, "study", () => choose(letter));
}
