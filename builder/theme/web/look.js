// The look of the page, which a reader chooses and the browser remembers.

const LOOK = "cardpress:look";
const THEMES = ["auto", "light", "dark"];
const look = { theme: "auto", ...recall(LOOK) };

function dress() {
  if (look.theme === "light" || look.theme === "dark") root.dataset.theme = look.theme;
  else delete root.dataset.theme;
}

function wireTheme() {
  const button = byId("ui_theme");
  const label = () => (button.textContent = `Theme: ${THEMES.includes(look.theme) ? look.theme : "auto"}`);
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    look.theme = THEMES[(THEMES.indexOf(look.theme) + 1) % THEMES.length];
    dress();
    keep(LOOK, look);
    label();
  });
}

dress();
