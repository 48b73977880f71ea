/* What scrolls sideways is reached by the keyboard, too; what fits is no stop on the way. */

const NAMES = { PRE: "Code", SECTION: "Text", "MJX-CONTAINER": "Formula" };

function boxes() {
  all(".leaf:not([data-watched])").forEach((leaf) => {
    const check = () => {
      all("mjx-container:not([display])", leaf).forEach(hold);
      all(".text, .scroll, pre, mjx-container", leaf).forEach(reach);
    };
    leaf.dataset.watched = "";
    /* Fold-outs and windows change sizes, and formulas are set later. */
    new ResizeObserver(check).observe(leaf);
    new MutationObserver(check).observe(leaf, { childList: true, subtree: true });
  });
}

begin(boxes);

function reach(box) {
  const wide = box.scrollWidth > box.clientWidth + 4;
  if (wide === box.matches(".wide")) return;
  box.classList.toggle("wide");
  box.tabIndex = wide ? 0 : -1;
  if (!box.hasAttribute("role")) name(box, "region", NAMES[box.tagName] || "Table");
  /* What is asked shall not be out of sight. */
  const [blank] = all(".cloze", box);
  if (!blank) return;
  const [around, asked] = [box, blank].map((one) => one.getBoundingClientRect());
  const over = Math.min(asked.right - around.right + 16, asked.left - around.left - around.width / 4);
  box.scrollLeft += Math.max(0, over);
}

/* Beside a formula a line may break, even before the full stop that follows: what belongs together is held. */
function hold(formula) {
  const next = formula.nextSibling;
  const tail = next && /^[^\s\p{L}]+/u.exec(next.data || "");
  if (!tail || formula.closest(".held")) return;
  const held = make("span", { className: "held" });
  formula.replaceWith(held);
  next.splitText(tail[0].length);
  held.append(formula, next);
}
