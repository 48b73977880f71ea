/* Pictures open large at a tap or at Enter; on Anki's desktop, where Enter shows the answer, at x. */

const KEYS = ["Enter", " ", "x"];

function pictures() {
  document.querySelectorAll(".leaf img:not([tabindex])").forEach((picture) => {
    if (picture.closest("a, label, #image-occlusion-container")) return;
    if (!picture.closest("figure") && !(picture.getAttribute("width") > 100)) return;
    picture.tabIndex = 0;
    picture.classList.add("tappable");
    name(picture, "button", picture.alt || "Picture");
    picture.onclick = () => enlarge(picture);
    picture.addEventListener("keydown", (event) => {
      if (!KEYS.includes(event.key)) return;
      enlarge(picture);
      event.preventDefault();
    });
  });
  /* Anki gives its play button no name. */
  document.querySelectorAll(".replay-button").forEach((button) => name(button, "button", "Play"));
}

function enlarge(picture) {
  const frame = make("div", { className: "large tappable", tabIndex: 0 });
  const large = make("img", { alt: "", src: picture.src });
  const whole = Math.min(innerWidth, (innerHeight * picture.naturalWidth) / picture.naturalHeight || innerWidth);
  /* On a phone the whole is no larger than on the card. */
  const twice = innerWidth < 600 ? 2 * picture.clientWidth : 0;
  large.style.width = Math.max(whole, twice, Math.min(picture.naturalWidth, 2 * innerWidth)) + "px";
  name(frame, "dialog", picture.getAttribute("aria-label"));
  frame.append(large);
  const close = () => {
    frame.remove();
    picture.focus({ preventScroll: true });
  };
  frame.onclick = close;
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || KEYS.includes(event.key)) close();
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation(); /* at Escape Anki would let go of the card */
  });
  picture.closest(".leaf").append(frame);
  frame.focus();
  large.onload = () => large.scrollIntoView({ block: "center", inline: "center" });
}
