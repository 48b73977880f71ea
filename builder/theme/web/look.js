// The look of the page, which a reader chooses and the browser remembers. What was kept may be of another version
// or damaged, so only what is known of it counts.

const LOOK = "cardpress:look";
const USUAL = { theme: "auto", size: 100, width: "normal", keys: true };
const CHOICES = {
  theme: ["auto", "light", "dark"],
  size: [85, 92, 100, 112, 125, 140, 160],
  width: ["narrow", "normal", "wide"],
  keys: [true, false],
};
const look = { ...USUAL };

function setLook(chosen) {
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(chosen?.[name])) look[name] = chosen[name];
  }
  root.dataset.theme = look.theme;
  root.dataset.width = look.width;
  root.style.setProperty("--size", look.size / 100);
}

function fillSettings(form) {
  form.elements.ui_theme.value = look.theme;
  form.elements.ui_width.value = look.width;
  form.elements.ui_size.value = CHOICES.size.indexOf(look.size);
  form.elements.ui_keys.checked = look.keys;
  sayOwnSize(form);
}

function readSettings(form) {
  const { ui_theme: theme, ui_width: width, ui_size: size, ui_keys: keys } = form.elements;
  return { theme: theme.value, width: width.value, size: CHOICES.size[size.value], keys: keys.checked };
}

function sayOwnSize(form) {
  const size = `${CHOICES.size[form.elements.ui_size.value]} %`;
  form.elements.ui_size.setAttribute("aria-valuetext", size);
  pick("output", form).textContent = size;
}

function wireSettings() {
  const dialog = ui("settings");
  const form = pick("form", dialog);
  const choose = (chosen) => {
    setLook(chosen);
    fitNearStops();
    if (!keep(LOOK, look)) say("Kept for this visit only: the browser stores nothing for this page.");
  };
  on(form, "input", () => sayOwnSize(form));
  on(form, "change", () => choose(readSettings(form)));
  on(form, "reset", (event) => {
    event.preventDefault();
    choose(USUAL);
    fillSettings(form);
    say("Everything looks as usual.");
  });
  opens("ui_settings_open", dialog, () => fillSettings(form));
}

setLook(recall(LOOK));
