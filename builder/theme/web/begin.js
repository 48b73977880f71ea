// What all other scripts of the page stand on. It runs in the head, so that the look that a reader chose is there
// before anything is painted. Everything can be read without any of them.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
// What belongs to the page and not to its deck has an id that no card can have.
const ui = (name) => byId(`ui_${name}`);
const pick = (selector, within = document) => within.querySelector(selector);
const pickAll = (selector, within = document) => [...within.querySelectorAll(selector)];
const on = (target, type, heard, options) => target.addEventListener(type, heard, options);

// The storage may be shut or full (private windows, files opened from a stick): then what is kept lasts for the visit,
// and wins over what an older visit left there.
const kept = new Map();

function recall(key) {
  if (kept.has(key)) return kept.get(key);
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    kept.delete(key);
    return true;
  } catch {
    kept.set(key, value);
    return false;
  }
}

// Children are elements or text, never HTML: nothing that is found in the page is parsed a second time.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [type, heard] of Object.entries(value)) on(element, type, heard);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function say(message) {
  ui("status").textContent = message;
}

// One thing at a time: the deck is read, or studied.
const isStudying = () => root.dataset.mode === "study";

function setMode(mode) {
  root.dataset.mode = mode;
  ui("read").hidden = mode !== "read";
  ui("study").hidden = mode !== "study";
}
