// What opens over the page. A dialog shuts by Esc, by its button and by a click beside it; the browser gives the
// focus back to where it was.

function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

// The button is there for readers with scripts alone. `prepare` runs before the dialog is seen.
function opens(button, dialog, prepare = () => {}) {
  const opener = byId(button);
  opener.hidden = false;
  on(opener, "click", () => {
    prepare();
    open(dialog);
  });
}

function wireDialogs() {
  on(document, "click", (event) => {
    const dialog = event.target.closest("dialog");
    if (dialog && (event.target === dialog || event.target.closest(".close"))) dialog.close();
  });
  const help = ui("help");
  opens("ui_help_open", help);
  onKey("?", "any", () => open(help));
}
