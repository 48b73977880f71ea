// The deck is in many files, and this page has one chapter of it, or none.

// The element that holds every chapter; a promise, for it is read when it is first asked for.
let wholeDeck = null;

function whole() {
  wholeDeck ??= readWhole(document.body.dataset.whole);
  return wholeDeck;
}

// The deck comes as a script, for pages opened from a stick cannot fetch. What it hands over is parsed, never run.
function readWhole(address) {
  return new Promise((resolve, reject) => {
    const fail = () => {
      wholeDeck = null;
      reject(new Error(`${address} cannot be read`));
    };
    on(window, "cardpress:deck", (event) => resolve(parsedDeck(event.detail)), { once: true });
    document.head.append(make("script", { src: address, on: { error: fail } }));
  });
}

// Links to places of a chapter lead to its page; those to footnotes stay, for notes go where their card goes.
function parsedDeck(chapters) {
  const held = new DOMParser().parseFromString(chapters.join(""), "text/html").body;
  for (const link of pickAll('a[href^="#"]:not([role])', held)) {
    const { page } = link.closest("[data-page]").dataset;
    if (page !== document.body.dataset.page) link.setAttribute("href", page + link.getAttribute("href"));
  }
  return held;
}

// Where a link to an element of `whole` leads.
function addressOf(element) {
  const page = element.closest("[data-page]").dataset.page;
  return `${page === document.body.dataset.page ? "" : page}#${element.id}`;
}
