// What a screen can do for a reader that paper cannot. Clicks are heard on the whole document, so that copies of the
// text, such as those in study, work like the text itself.

function wireAnswers() {
  const button = ui("answers");
  if (!pick("details.back")) return;
  const show = () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", open);
    for (const answer of pickAll("details.back")) answer.open = open;
    say(open ? "All answers are shown." : "All answers are hidden.");
  };
  button.hidden = false;
  on(button, "click", show);
  onKey("a", "read", show);
}

// Pages from a plain http address have no clipboard.
const copy = (text) =>
  Promise.resolve(navigator.clipboard?.writeText(text)).then(
    () => navigator.clipboard !== undefined,
    () => false,
  );

// What became of a click stands beside what was clicked for a while.
function answerClick(element, message) {
  element.dataset.said = message;
  say(message);
  setTimeout(() => {
    delete element.dataset.said;
    say("");
  }, 2000);
}

function wireCopying() {
  on(document, "click", async (event) => {
    const button = event.target.closest("button.copy");
    const link = event.target.closest("a.permalink");
    if (button) {
      const done = await copy(pick("pre", button.parentElement).textContent);
      answerClick(button, done ? "Copied" : "Not copied");
    } else if (link && isPlain(event) && (await copy(link.href))) {
      answerClick(link, "Link copied");
    }
  });
}

// A click that is to open another tab or window is the browser's.
const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

// Buttons and tab stops come to a part of the page when that comes near: so a thousand questions open at once.
const PARTS = ".title, .introduction, .question, .chapter > .recall";
const SCROLLERS = ".table-box, .code-box > pre, .formula, .long-formula";
const near = new Set();

function furnish(part) {
  for (const box of pickAll(".code-box:not(:has(> .copy))", part)) {
    box.prepend(make("button", { type: "button", class: "tool copy", "aria-label": "Copy the code" }, "Copy"));
  }
  for (const figure of pickAll("figure:not(:has(> .zoom))", part)) addZoom(figure);
  fitStops(part);
}

// A box that has nothing to scroll is no stop for the keyboard. All are measured before one is changed.
function fitStops(part) {
  const boxes = pickAll(SCROLLERS, part);
  const scrolling = boxes.map((box) => box.scrollWidth > box.clientWidth && box.clientWidth > 0);
  boxes.forEach((box, index) => {
    if (scrolling[index]) box.tabIndex = 0;
    else if (box !== document.activeElement) box.removeAttribute("tabindex");
  });
}

const fitNearStops = () => near.forEach(fitStops);

function wireParts() {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        near[isIntersecting ? "add" : "delete"](target);
        if (isIntersecting) furnish(target);
      }
    },
    { rootMargin: "100% 0px" },
  );
  for (const part of pickAll(PARTS, ui("read"))) observer.observe(part);
  on(window, "resize", fitNearStops);
  const opened = (event) => near.has(event.target.closest?.(PARTS)) && fitStops(event.target);
  on(document, "toggle", opened, true);
}

// Paper has no buttons. Where the style sheet cannot open closed answers for print, the script does.
function wirePrinting() {
  if (CSS.supports("selector(::details-content)")) return;
  let opened = [];
  on(window, "beforeprint", () => {
    opened = pickAll("main details:not([open])");
    for (const closed of opened) closed.open = true;
  });
  on(window, "afterprint", () => {
    for (const each of opened) each.open = false;
  });
}
