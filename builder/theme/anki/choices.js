/* Choices: each day in another order, and in one order on front and back, which may be two pages. */

/* A day begins at four by the clock on the wall, as in Anki: no order changes at midnight. */
function today() {
  return Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4 - 144e5) / 864e5);
}

/* Each day has a number, and its digits in the factorial system (Lehmer) are an order. The step is a prime beyond any
   count of choices, so all orders come in turn; and of all steps it leaves the fewest choices in their places. */
function order(count, id, day) {
  let hash = 2166136261; /* FNV-1a */
  for (const sign of id) hash = Math.imul(hash ^ sign.charCodeAt(0), 16777619) >>> 0;
  let number = hash + day * 11239;
  const left = [...Array(count).keys()];
  return [...left].map(() => {
    const [next] = left.splice(number % left.length, 1);
    number = Math.floor(number / (left.length + 1));
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
  } catch (_) { /* no help */ }
}

function choices() {
  const options = document.querySelector(".options[data-id]");
  const told = document.querySelector(".answer > .choices");
  const list = told || document.querySelector(".options .choices");
  if (!options || !list || list.dataset.day) return;
  const before = told && memory(options.dataset.id);
  const said = before && today() - before.day < 2 ? before : { day: today(), picked: [] };
  const rows = [...list.children];
  order(rows.length, options.dataset.id, said.day).forEach((place) => list.append(rows[place]));
  list.dataset.day = said.day;
  if (!told) ask(options, list, rows, said);
  else if (said.picked.length) tell(rows, said.picked);
}

function tell(rows, picked) {
  rows.forEach((row, place) => {
    if (picked.includes(place)) row.classList.add("picked");
    else if (row.matches(".many > .right")) row.classList.add("missed");
  });
}

function ask(options, list, rows, said) {
  const one = list.matches(".one");
  list.classList.add("live");
  if (one) name(options, "radiogroup", "One is right");
  else name(options, "group", "Several may be right");
  const signs = rows.map((row) => {
    const label = make("label", { className: "tappable" });
    const box = make("input", { type: one ? "radio" : "checkbox", name: "choice" });
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
    const shown = [...list.querySelectorAll("input")];
    const at = shown.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "x" && at >= 0) shown[at].click();
    else if (step && (at < 0 ? document.body === document.activeElement : !one)) {
      const next = shown[(Math.max(at, step < 0 ? 0 : -1) + step + shown.length) % shown.length];
      next.focus();
      if (one) next.click();
    } else return;
    event.preventDefault();
  });
}
