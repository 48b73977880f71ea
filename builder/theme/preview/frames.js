"use strict";

// A screen: how wide it is, and how tall one takes it to be where styles ask for a share of it (`vh`).
const screens = { phone: [360, 640], desktop: [1200, 800] };

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The page holds each text of the deck once. A card's sides are lists of numbers of such texts; they are put together
// when the card comes near the window, each into a frame of its own, and dropped again when it is far away.
const framer = (data, state, list, press) => {
  const heightAtFirst = 220;
  const heights = new Map();
  const framed = new WeakMap();

  function html(side) {
    const whole = side.map((part) => (part < 0 ? data.media[-1 - part] : data.texts[part])).join("");
    return state().unfolded ? whole.replaceAll("<details", "<details open") : whole;
  }

  // A frame is as tall as its card, so a share of the height is taken of the screen that it stands for.
  const styles = new Map();
  function onScreen(type, height) {
    const key = `${type} ${height}`;
    if (!styles.has(key)) {
      const inPixels = (_, share) => `${(share * height) / 100}px`;
      const css = type in data.styles ? data.styles[type] : data.frame.css;
      styles.set(key, css.replace(/(?<![\w/+.])(\d*\.?\d+)[sld]?vh\b/g, inPixels));
    }
    return styles.get(key);
  }

  function page(card, side, isDark, height) {
    const night = isDark ? " nightMode night_mode" : "";
    return (
      `<!doctype html><html class="${isDark ? "night-mode" : ""}"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${card.anchor}</title>` +
      `<style>${onScreen("frame", height)}</style><script>${data.frame.js}<\/script></head>` +
      `<body class="card card${card.number}${night}"><div id="qa" dir="auto">` +
      `<style>${onScreen(card.type, height)}</style>${html(side)}</div></body></html>`
    );
  }

  function makeScreen(card, side, theme, width) {
    const [across, tall] = screens[width];
    const key = `${card.anchor} ${side} ${theme} ${width}`;
    const name = side === "front" ? "Front" : "Back";
    const title = `${name} of ${card.anchor}, ${theme}, ${width}`;
    const frame = make("iframe", { sandbox: "allow-scripts", width: across, title });
    frame.srcdoc = page(card, card[side], theme === "dark", tall);
    const screen = make("div", { class: `screen ${width} ${theme}` }, frame);
    screen.style.setProperty("--height", `${heights.get(key) ?? heightAtFirst}px`);
    const fault = make("span", { class: "fault", hidden: "" });
    framed.set(frame, { key, screen, fault, faults: {} });
    return make("figure", {}, make("figcaption", {}, name, fault), screen);
  }

  function fill(article) {
    const card = data.cards[article.dataset.index];
    const sides = article.querySelector(".sides");
    if (sides.firstChild || !card.front.length) return;
    const chosen = state();
    const each = (value, all) => (value === "both" ? all : [value]);
    for (const width of each(chosen.width, ["phone", "desktop"])) {
      for (const theme of each(chosen.theme, ["light", "dark"])) {
        const pair = ["front", "back"].map((side) => makeScreen(card, side, theme, width));
        sides.append(make("div", { class: "pair" }, ...pair));
      }
    }
    sides.style.minHeight = "";
  }

  function drop(article) {
    const sides = article.querySelector(".sides");
    if (!sides.firstChild) return;
    sides.style.minHeight = `${sides.offsetHeight}px`;
    sides.replaceChildren();
  }

  // What a card tells comes from a sandbox: it is believed as far as its own frame goes.
  addEventListener("message", ({ source, data: said }) => {
    const frame = [...list.querySelectorAll("iframe")].find((one) => one.contentWindow === source);
    if (!frame || typeof said !== "object" || said === null) return;
    const { key, screen, fault, faults } = framed.get(frame);
    if (Number.isFinite(said.height)) {
      heights.set(key, Math.min(Math.ceil(said.height), 20000));
      screen.style.setProperty("--height", `${heights.get(key)}px`);
    }
    if (typeof said.sideways === "boolean") faults.sideways = said.sideways ? "wider than the screen" : "";
    if (typeof said.fault === "string") faults.script = said.fault;
    fault.textContent = Object.values(faults).filter(Boolean).join("; ");
    fault.hidden = !fault.textContent;
    if (typeof said.key === "string") press(said.key);
    if (typeof said.open === "string" && /^https?:\/\//.test(said.open)) open(said.open, "_blank", "noopener,noreferrer");
  });

  return { fill, drop };
};
