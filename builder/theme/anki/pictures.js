/* Pictures open large at a tap or at Enter; on Anki's desktop, where Enter shows the answer, at x. */

const KEYS = ["Enter", " ", "x"];

function pictures() {
  all(".leaf img:not([tabindex])").forEach((image) => {
    const width = image.getAttribute("width");
    image.style.setProperty("--ratio", width / image.getAttribute("height") || "");
    if (image.closest("a, label, #image-occlusion-container")) return;
    if (!image.closest("figure") && width <= 100) return;
    image.tabIndex = 0;
    image.classList.add("tappable");
    name(image, "button", image.alt || "Picture");
    image.onclick = () => enlarge(image);
    image.onkeydown = ({ key }) => {
      if (!KEYS.includes(key)) return true;
      enlarge(image);
      return false;
    };
  });
  /* Anki gives its play button no name. */
  all(".replay-button").forEach((button) => name(button, "button", "Play"));
}

begin(pictures);

function enlarge(image) {
  const frame = make("div", { className: "large tappable", tabIndex: 0 });
  const ratio = image.naturalWidth / image.naturalHeight || 1;
  const high = innerHeight * ratio;
  /* A picture of many pixels is as wide as two windows, and a panorama as high as one. */
  const most = Math.min(image.naturalWidth, Math.max(2 * innerWidth, high));
  /* On a phone the whole is no larger than on the card. */
  const twice = innerWidth < 600 ? 2 * image.clientWidth : 0;
  const width = Math.max(Math.min(innerWidth, high), twice, most);
  const large = make("img", { alt: "", src: image.src, width, height: width / ratio });
  name(frame, "dialog", image.ariaLabel);
  frame.append(large);
  const close = () => {
    frame.remove();
    image.focus({ preventScroll: true });
  };
  frame.onclick = close;
  frame.onkeydown = (event) => {
    if (event.key === "Escape" || KEYS.includes(event.key)) close();
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation(); /* at Escape Anki would let go of the card */
  };
  image.closest(".leaf").append(frame);
  frame.focus();
  large.scrollIntoView({ block: "center", inline: "center" });
}
