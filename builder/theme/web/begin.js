// What all other scripts of the page stand on. It runs in the head, so that the look that a reader chose is there
// before anything is painted. Everything can be read without any of them.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

// The storage may be shut (private windows, files opened from a stick): then what is kept lasts for the visit.
const kept = new Map();

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? kept.get(key) ?? null;
  } catch {
    return kept.get(key) ?? null;
  }
}

function keep(key, value) {
  kept.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// Children are elements or text, never HTML: nothing that is found in the page is parsed a second time.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [type, heard] of Object.entries(value)) element.addEventListener(type, heard);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function say(message) {
  byId("ui_status").textContent = message;
}

// One thing at a time: the deck is read, or studied.
const isStudying = () => root.dataset.mode === "study";

function setMode(mode) {
  root.dataset.mode = mode;
  byId("ui_read").hidden = mode !== "read";
  byId("ui_study").hidden = mode !== "study";
}

// The element that holds every chapter; a promise, for a deck in many files is read when it is first asked for.
const whole = () => Promise.resolve(byId("ui_read"));

// Where a link to an element of `whole` leads.
const addressOf = (element) => `#${element.id}`;
