/* Choices: each day in another order, and in one order on front and back, which may be two pages. */

/* A day begins at four by the clock on the wall, as in Anki: no order changes at midnight. */
function today() {
  const hours = Date.now() / 36e5 - new Date().getTimezoneOffset() / 60;
  return Math.floor((hours - 4) / 24);
}

/* Each day has a number, and its digits in the factorial system (Lehmer) are an order. The step is a prime beyond any
   count of choices, so all orders come in turn; and of all steps it leaves the fewest choices in their places. Where
   there are more orders than days in a life, each further row is moved on by the day, too. */
function order(rows, id, day) {
  let hash = 2166136261; /* FNV-1a */
  for (const sign of id) hash = Math.imul(hash ^ sign.charCodeAt(0), 16777619) >>> 0;
  const turn = day * 11239;
  let number = hash + turn;
  const left = [...rows];
  return rows.map(() => {
    const [next] = left.splice(number % left.length, 1);
    number = Math.floor(number / (left.length + 1)) + (left.length > 8 ? turn : 0);
    return next;
  });
}

/* What is said of a card on its front is there on its back. Storage may be forbidden, and throws then: the back shows
   what is right, and nothing of what was picked. */
function memory(id, said) {
  const key = "choices " + id;
  try {
    if (said) sessionStorage[key] = JSON.stringify(said);
    return JSON.parse(sessionStorage[key]);
  } catch { /* no help */ }
}

function choices() {
  const [options] = all(".options");
  const [told] = all(".answer > .choices");
  const list = told || all(".choices")[0];
  if (!options || !list || list.dataset.day) return;
  const before = told && memory(options.dataset.id);
  const said = before && today() - before.day < 2 ? before : { day: today(), picked: [] };
  const rows = [...list.children];
  list.append(...order(rows, options.dataset.id, said.day));
  list.dataset.day = said.day;
  if (!told) ask(options, list, rows, said);
  else if (said.picked.length) tell(rows, said.picked);
}

begin(choices);

function tell(rows, picked) {
  rows.forEach((row, place) => {
    if (picked.includes(place)) row.classList.add("picked");
    else if (row.matches(".many > .right")) row.classList.add("missed");
  });
}

function ask(options, list, rows, said) {
  const one = list.matches(".one");
  list.classList.add("live");
  name(options, one ? "radiogroup" : "group", one ? "One is right" : "Several may be right");
  const signs = rows.map((row) => {
    const label = make("label", { className: "tappable" });
    const box = make("input", { type: one ? "radio" : "checkbox", name: "choice" });
    /* A formula that is set has no words: its source names the box. (Beside a bracket a plain backslash would begin a
       formula here, too.) */
    const words = row.textContent.replace(/\x5c(?=\W)/g, "");
    if (words !== row.textContent) box.ariaLabel = words;
    label.append(box, ...row.childNodes);
    row.append(label);
    return box;
  });
  const note = () => {
    said.picked = [...signs.keys()].filter((place) => signs[place].checked);
    rows.forEach((row, place) => row.classList.toggle("picked", signs[place].checked));
    memory(options.dataset.id, said);
  };
  list.addEventListener("change", note);
  note();
  /* Anki's desktop keeps Space, Enter and digits to itself: arrows move, x marks. */
  document.addEventListener("keydown", function press(event) {
    if (!list.isConnected) return document.removeEventListener("keydown", press);
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const shown = all("input", list);
    const at = shown.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "x" && at >= 0) shown[at].click();
    else if (step && (at < 0 ? document.body === document.activeElement : !one)) {
      const next = shown[(Math.max(at, step < 0 ? 0 : -1) + step + shown.length) % shown.length];
      next.focus();
      if (one) next.click();
    } else return;
    event.preventDefault();
  });
}
