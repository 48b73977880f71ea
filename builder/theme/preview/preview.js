// The page itself: its cards, what is chosen of them and how they look, and the keys that move about.
(() => {
  const data = JSON.parse(document.getElementById("ui_data").textContent);
  const main = document.getElementById("ui_main");
  const list = document.getElementById("ui_cards");
  const form = document.getElementById("ui_form");
  const root = document.documentElement;

  const near = "1000px 0px";

  // ---- What is chosen: the form is the state, the address keeps what differs from its beginning

  const filters = ["text", "kind", "chapter", "level", "tag", "remarks"];
  const state = () => Object.fromEntries(new FormData(form));
  const atFirst = state();
  let current = null;

  function remember() {
    const kept = new URLSearchParams();
    for (const [name, value] of Object.entries(state())) if (value !== atFirst[name]) kept.set(name, value);
    for (const name of Object.keys(atFirst)) if (!(name in state())) kept.set(name, "");
    if (current !== null) kept.set("card", data.cards[current].anchor);
    history.replaceState(null, "", `#${kept}`);
  }

  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    form.reset();
    for (const [name, value] of kept) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value !== "";
      else field.value = value;
      if (field.value === "" && field.localName === "select") field.selectedIndex = 0;
    }
    const index = data.cards.findIndex((card) => card.anchor === kept.get("card"));
    current = index < 0 ? null : index;
  }

  // ---- Cards

  const articles = data.cards.map(makeArticle);
  const says = finder(data);
  const { fill, drop } = framer(data, state, list, press);

  function makeArticle(card, index) {
    const title = make("h2", { id: `ui_title_${index}` }, card.id);
    const facts = make("p", { class: "facts" }, make("span", { class: "kind" }, card.kind));
    if (card.name) facts.append(make("span", {}, card.name));
    facts.append(make("span", {}, data.chapters[card.chapter]), make("code", {}, card.place));
    for (const tag of card.tags) facts.append(make("span", { class: "tag" }, tag));
    const head = make("header", {}, title, facts);
    const article = make("article", { "aria-labelledby": `ui_title_${index}`, tabindex: "-1" }, head);
    if (card.remarks.length) {
      const remarks = card.remarks.map(([severity, code, place, text]) =>
        make("li", { class: severity }, make("b", {}, `${severity}[${code}]`), ` ${place}: ${text}`),
      );
      article.append(make("ul", { class: "remarks" }, ...remarks));
    }
    article.append(make("div", { class: "sides" }));
    article.dataset.index = index;
    return article;
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) (isIntersecting ? fill : drop)(target);
    },
    { rootMargin: near },
  );

  // ---- Filters

  function fits(card, chosen) {
    if (chosen.kind && card.kind !== chosen.kind) return false;
    if (chosen.chapter && card.chapter !== chosen.chapter) return false;
    if (chosen.level && !card.tags.includes(`level::${chosen.level}`)) return false;
    if (chosen.tag && !card.tags.includes(chosen.tag)) return false;
    if (chosen.remarks && !card.remarks.length) return false;
    return says(card, chosen.text);
  }

  let shown = [];

  function filter() {
    const chosen = state();
    shown = [];
    data.cards.forEach((card, index) => {
      const isShown = fits(card, chosen);
      articles[index].hidden = !isShown;
      if (isShown) shown.push(index);
    });
    if (current !== null && !shown.includes(current)) go(null);
    document.getElementById("ui_clear").hidden = !filters.some((name) => chosen[name]);
    const count = shown.length === data.cards.length ? "" : `${shown.length.toLocaleString("en")} of `;
    document.getElementById("ui_count").textContent =
      `${count}${data.cards.length.toLocaleString("en")} ${data.cards.length === 1 ? "card" : "cards"}`;
  }

  function clear() {
    for (const name of filters) {
      const field = form.elements.namedItem(name);
      if (field?.type === "checkbox") field.checked = false;
      else if (field) field.value = "";
    }
    filter();
    remember();
    form.elements.namedItem("text").focus();
  }

  // ---- Looks

  // A row of the page holds as many cards as fit without being scaled by much; wide screens are scaled to fit.
  function fit() {
    const { theme, width, beside } = state();
    root.dataset.theme = theme;
    const [gap, padding, least] = [16, 36, 0.84];
    const room = list.clientWidth;
    const isPaired = Boolean(beside) && room > 720;
    list.classList.toggle("beside", isPaired);
    const wished = (isPaired ? 2 : 1) * (theme === "both" ? 2 : 1);
    const inside = (columns) => (room - (columns - 1) * gap) / columns - padding;
    const abreast = (columns, count) => (inside(columns) - (count - 1) * gap) / count;
    const tight = (columns) => abreast(columns, wished) / screens.phone[0];
    let columns = 1;
    while (width === "phone" && tight(columns + 1) >= least) columns += 1;
    const phone = tight(columns) >= least ? tight(columns) : inside(columns) / screens.phone[0];
    const desktop = abreast(1, isPaired ? 2 : 1) / screens.desktop[0];
    root.style.setProperty("--columns", columns);
    root.style.setProperty("--scale-phone", Math.min(1, phone));
    root.style.setProperty("--scale-desktop", Math.min(1, desktop));
  }

  function redraw() {
    for (const article of articles) {
      if (!article.querySelector(".sides").firstChild) continue;
      article.querySelector(".sides").replaceChildren();
      fill(article);
    }
  }

  // ---- Moving about

  function go(index) {
    if (current !== null) articles[current].removeAttribute("aria-current");
    current = index;
    if (index === null) return;
    articles[index].setAttribute("aria-current", "true");
    articles[index].focus({ preventScroll: true });
    articles[index].scrollIntoView({ block: "start" });
  }

  function step(by) {
    if (!shown.length) return;
    const top = current !== null && shown.includes(current) ? shown.indexOf(current) + by : inView();
    go(shown[Math.max(0, Math.min(top, shown.length - 1))]);
    remember();
  }

  // The first card that is not yet above the window.
  function inView() {
    const bar = document.getElementById("ui_bar").getBoundingClientRect().bottom;
    return Math.max(0, shown.findIndex((index) => articles[index].getBoundingClientRect().bottom > bar));
  }

  function turn(name) {
    const field = form.elements.namedItem(name);
    const values = [...field].map((option) => option.value);
    field.value = values[(values.indexOf(field.value) + 1) % values.length];
    change(name);
  }

  function press(key) {
    if (!state().keys) return false;
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "t") turn("theme");
    else if (key === "w") turn("width");
    else if (key === "s") form.elements.namedItem("beside").click();
    else if (key === "u") form.elements.namedItem("unfolded").click();
    else if (key === "/") form.elements.namedItem("text").focus();
    else return false;
    return true;
  }

  function change(name) {
    if (["theme", "width", "unfolded"].includes(name)) redraw();
    fit();
    if (filters.includes(name)) filter();
    else if (current !== null && name !== "keys") go(current);
    remember();
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=search], select")) {
      if (event.key === "Escape") event.target.blur();
    } else if (press(event.key)) {
      event.preventDefault();
    }
  });
  form.addEventListener("input", (event) => change(event.target.name));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("ui_clear").addEventListener("click", clear);
  document.getElementById("ui_skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
  });
  addEventListener("resize", fit);
  addEventListener("hashchange", () => start());

  function start() {
    recall();
    redraw();
    fit();
    filter();
    // A browser that reloads the page goes where it was, but the address may say better.
    history.scrollRestoration = current === null ? "auto" : "manual";
    go(current);
  }

  list.append(...articles);
  start();
  for (const article of articles) watcher.observe(article);
  form.hidden = false;
})();
