"use strict";

// Everything can be read without this script: it adds the choice of theme, one switch for all answers and the
// buttons that copy code. It runs in the head, so that the chosen theme is there before anything is painted.
(() => {
  const root = document.documentElement;

  // The storage may be shut (private windows, files opened from a stick): then the choice lasts for the visit.
  const storage = {
    read(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        // Nothing depends on its being kept.
      }
    },
  };

  const themeKey = "cardpress:theme";
  const themes = ["auto", "light", "dark"];

  function theme() {
    const chosen = root.dataset.theme;
    return themes.includes(chosen) ? chosen : "auto";
  }

  function dress(name) {
    if (name === "light" || name === "dark") root.dataset.theme = name;
    else delete root.dataset.theme;
  }

  function wireTheme() {
    const button = document.getElementById("ui_theme");
    const label = () => (button.textContent = `Theme: ${theme()}`);
    label();
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = themes[(themes.indexOf(theme()) + 1) % themes.length];
      dress(next);
      storage.write(themeKey, next);
      label();
    });
  }

  function wireAnswers() {
    const answers = document.querySelectorAll("details.back");
    if (answers.length === 0) return;
    const button = document.getElementById("ui_answers");
    button.hidden = false;
    button.addEventListener("click", () => {
      const show = button.textContent === "Show answers";
      for (const answer of answers) answer.open = show;
      button.textContent = show ? "Hide answers" : "Show answers";
    });
  }

  function say(message) {
    document.getElementById("ui_status").textContent = message;
  }

  // Pages from a plain http address have no clipboard API; there the selection is copied the old way.
  async function copy(element) {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(element.textContent);
      return true;
    }
    getSelection().selectAllChildren(element);
    return document.execCommand("copy");
  }

  function wireCopying() {
    for (const box of document.querySelectorAll(".code-box")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tool copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy the code");
      button.addEventListener("click", async () => {
        const done = await copy(box.querySelector("code") ?? box.querySelector("pre")).catch(() => false);
        button.textContent = done ? "Copied" : "Not copied";
        say(button.textContent);
        setTimeout(() => {
          button.textContent = "Copy";
          say("");
        }, 2000);
      });
      box.prepend(button);
    }
  }

  // A folded list of contents is open when one comes to it by its link, and folds again when it has served.
  function wireContents() {
    const nav = document.getElementById("ui_contents");
    const list = nav.querySelector("details");
    document.querySelector(".to-contents").addEventListener("click", () => (list.open = true));
    nav.addEventListener("click", (event) => {
      if (event.target.closest("a")) list.open = false;
    });
  }

  // Paper has no buttons. Where the style sheet cannot open closed answers for print, the script does.
  function wirePrinting() {
    if (CSS.supports("selector(::details-content)")) return;
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("main details:not([open])")];
      for (const closed of opened) closed.open = true;
    });
    addEventListener("afterprint", () => {
      for (const each of opened) each.open = false;
    });
  }

  dress(storage.read(themeKey));
  document.addEventListener("DOMContentLoaded", () => {
    wireTheme();
    wireAnswers();
    wireCopying();
    wireContents();
    wirePrinting();
  });
})();
