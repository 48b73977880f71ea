/* The scripts of a card share these, and begin when the card is whole. */

function all(selector, root = document) {
  return [...root.querySelectorAll(selector)];
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function name(element, role, label) {
  element.setAttribute("role", role);
  element.ariaLabel = label;
}

/* One program replaces the whole card at once; another reads it as a page, and the back is still to come here. */
function begin(work) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work);
  else work();
}
