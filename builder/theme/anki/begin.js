/* All scripts of a card share these, and begin when the card is whole. */

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function name(element, role, label) {
  element.setAttribute("role", role);
  element.setAttribute("aria-label", label);
}

function begin() {
  choices();
  pictures();
  boxes();
}

/* One program replaces the whole card at once; another reads it as a page, and the back is still to come here. */
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
