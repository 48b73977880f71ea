// Footnotes and sources open beside their mark. Without scripts the mark is a link to them.

const MARKS = "a[role=doc-noteref], a.citation";

function copyOf(note) {
  const copy = note.cloneNode(true);
  for (const each of pickAll("[id]", copy)) each.removeAttribute("id");
  for (const each of pickAll(".back-link", copy)) each.remove();
  return copy.childNodes;
}

// Below the mark where there is room, else above it, and never beyond the screen. It scrolls with the text.
function putBeside(box, mark) {
  const at = mark.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const { clientWidth, clientHeight } = root;
  const left = Math.max(8, Math.min(at.left, clientWidth - width - 8));
  const isRoomBelow = at.bottom + height + 8 <= clientHeight || at.top < clientHeight / 2;
  const top = isRoomBelow ? at.bottom + 6 : at.top - height - 6;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${Math.max(top, 8) + scrollY}px`;
}

function showNote(mark, note) {
  const box = ui("note");
  const isSource = mark.matches(".citation");
  ui("note_text").replaceChildren(...copyOf(note));
  ui("note_link").href = mark.getAttribute("href");
  ui("note_link").textContent = isSource ? "All sources" : "All notes";
  box.setAttribute("aria-label", isSource ? "Source" : `Note ${mark.textContent}`);
  if (!box.matches(":popover-open")) box.showPopover();
  putBeside(box, mark);
  box.focus({ preventScroll: true });
}

function wireNotes() {
  const box = ui("note");
  let opener = null;
  if (!box.showPopover) return;
  const hide = () => box.hidePopover();
  on(document, "click", (event) => {
    const mark = event.target.closest(MARKS);
    const note = mark && isPlain(event) && byId(anchorOf(mark));
    if (!note) return;
    event.preventDefault();
    if (!box.contains(mark)) opener = mark;
    showNote(mark, note);
  });
  on(box, "beforetoggle", (event) => {
    if (event.newState === "closed" && box.contains(document.activeElement)) opener.focus({ preventScroll: true });
  });
  on(ui("note_link"), "click", hide);
  // Who leaves it by Tab goes on from the mark.
  on(box, "keydown", (event) => {
    const stops = [box, ...pickAll("a, button, [tabindex='0']", box)];
    const edges = event.shiftKey ? stops.slice(0, 2) : stops.slice(-1);
    if (event.key === "Tab" && edges.includes(document.activeElement)) hide();
  });
}
