// Where the reader is, and the ways from place to place.

let places = null;
let currentPlace = null;
let currentLink = null;

// In a deck of many pages the chapter's link says so for good.
const THIS_PAGE = '[aria-current="page"]';

// Chapters, questions and the sources of this page stand in their order, so the one that is read is found by halving:
// the last that begins above the line where a link would put it.
function placeNow() {
  places ??= pickAll(".chapter, .question, .sources", ui("read"));
  const line = parseFloat(getComputedStyle(root).scrollPaddingTop) + 8;
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  return aimedAt() ?? places[low - 1] ?? null;
}

// At the end of the page a place cannot come up to the line: there the one that was gone to counts.
function aimedAt() {
  if (scrollY + innerHeight < root.scrollHeight - 2) return null;
  const aimed = pick(":target", ui("read"))?.closest(".question, .chapter, .sources");
  return aimed && aimed.getBoundingClientRect().top >= 0 ? aimed : null;
}

function markPlace() {
  const place = isStudying() ? currentPlace : placeNow();
  if (place === currentPlace) return;
  currentPlace = place;
  currentLink?.removeAttribute("aria-current");
  currentLink = place && pick(`a[href$="#${CSS.escape(place.id)}"]:not(${THIS_PAGE})`, ui("contents"));
  currentLink?.setAttribute("aria-current", "true");
  if (currentLink) showInContents(currentLink);
}

// Only the list scrolls, never the page. Chapters that were not seen yet may turn out longer than they were taken for.
function showInContents(link, tries = 3) {
  const list = ui("contents");
  const { top, height } = list.getBoundingClientRect();
  const box = link.getBoundingClientRect();
  if (box.top < top || box.bottom > top + height) list.scrollTop += box.top - top - height / 3;
  if (tries > 1) requestAnimationFrame(() => showInContents(link, tries - 1));
}

// On a narrow screen the list lies over the text while it is open, and the text stays where it was.
function wireContents() {
  const nav = ui("contents");
  const list = pick("details", nav);
  const opener = pick(".to-contents");
  const toggle = (open) => {
    list.open = open;
    nav.classList.toggle("over", open);
    opener.setAttribute("aria-expanded", open);
    if (!open) return;
    const link = currentLink ?? pick(THIS_PAGE, nav) ?? pick("a", nav);
    link.focus();
    showInContents(link);
  };
  toggle(false);
  on(opener, "click", (event) => {
    event.preventDefault();
    toggle(!list.open);
  });
  on(list, "toggle", () => list.open || toggle(false));
  on(nav, "click", (event) => event.target.closest("a") && toggle(false));
  on(nav, "keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    event.preventDefault();
    toggle(false);
    opener.focus();
  });
  on(document, "focusin", (event) => {
    if (list.open && !event.target.closest(".side")) toggle(false);
  });
  onKey("c", "read", () => toggle(true));
}

// Nothing that an address leads to stays closed, and the keyboard goes on from there.
function visit() {
  const target = byId(anchorOf(location));
  if (!target || !ui("read").contains(target)) return;
  const wasAway = isStudying();
  if (wasAway) setMode("read");
  if (openAround(target) || wasAway) target.scrollIntoView();
  focusOn(pick(":scope > .head > :is(h2, h3)", target) ?? target);
  markPlace();
}

// What follows the # of a link or of the page's address; anything may have been typed there.
function anchorOf({ hash }) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

function openAround(target) {
  let opened = false;
  for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) {
    if (!each.open) opened = each.open = true;
  }
  return opened;
}

function focusOn(element) {
  if (!element.matches("a, button, summary, [tabindex]")) {
    element.tabIndex = -1;
    on(element, "blur", () => element.removeAttribute("tabindex"), { once: true });
  }
  element.focus({ preventScroll: true });
}

// To the next or the previous question. The address follows, but going back leads past all these steps at once.
// In a deck of many pages the last question of one leads on to the next by its link.
function step(by) {
  const now = placeNow();
  let index = places.indexOf(now);
  do index += by;
  while (places[index] && !places[index].matches(".question"));
  if (places[index]) location.replace(`#${places[index].id}`);
  else now && pick(`.step a[rel=${by > 0 ? "next" : "prev"}]`, now)?.click();
}

function wirePlaces() {
  let waiting = null;
  const later = () => {
    waiting ??= requestAnimationFrame(() => {
      waiting = null;
      markPlace();
    });
  };
  // The bar is as high as its buttons need, and what is gone to stops below it.
  new ResizeObserver(([{ target }]) => root.style.setProperty("--bar", `${target.offsetHeight}px`)).observe(
    pick(".bar"),
  );
  on(window, "scroll", later, { passive: true });
  on(window, "resize", later);
  on(window, "hashchange", visit);
  onKey("j", "read", () => step(1));
  onKey("k", "read", () => step(-1));
  // Until then the browser itself is busy with the address.
  on(window, "load", visit);
  later();
}
