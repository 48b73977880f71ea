"use strict";

// What stands around a card in its frame: it tells the page how large the card is, and does for the card what Anki's
// own window does (plays sounds, opens links). The frame is sandboxed, so the page is told by messages.
(() => {
  const tell = (what) => parent.postMessage(what, "*");
  const root = document.documentElement;

  addEventListener("error", (event) => tell({ fault: event.message }));

  const measure = () => tell({ height: root.getBoundingClientRect().height, sideways: root.scrollWidth > root.clientWidth });
  new ResizeObserver(measure).observe(root);
  addEventListener("load", measure);

  addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    if (link.classList.contains("soundLink")) play(link.nextElementSibling);
    else if (/^https?:/.test(link.href) && !link.getAttribute("href").startsWith("#")) tell({ open: link.href });
  });

  function play(player) {
    if (player.localName === "video") player.hidden = false;
    if (player.paused) player.play().catch((fault) => tell({ fault: fault.message }));
    else player.pause();
  }

  // The keys of the page work here as well, unless the card has a use for them.
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) tell({ key: event.key });
  });
})();
