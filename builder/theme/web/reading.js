// What a screen can do for a reader that paper cannot.

function wireAnswers() {
  const answers = document.querySelectorAll("details.back");
  if (answers.length === 0) return;
  const button = byId("ui_answers");
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = button.textContent === "Show answers";
    for (const answer of answers) answer.open = show;
    button.textContent = show ? "Hide answers" : "Show answers";
  });
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
    const button = make("button", { type: "button", class: "tool copy", "aria-label": "Copy the code" }, "Copy");
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
  const nav = byId("ui_contents");
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
