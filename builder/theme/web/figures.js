// Figures as large as the screen, and larger. A picture under masks is enlarged with them, so nothing is told.

const zoomBox = () => ui("zoom_box");
const enlarged = { picture: null, image: null, widths: [], at: 0 };

const pictureOf = (figure) => pick(":scope > img, :scope > .masked", figure);

function addZoom(figure) {
  const label = pick(".label", figure)?.textContent ?? "the picture";
  const attributes = { type: "button", class: "tool zoom", "aria-label": `Enlarge ${label}` };
  pictureOf(figure)?.after(make("button", attributes, "Enlarge"));
}

// In CSS pixels: as large as the screen, then twice that, or a picture's own size where that is more, and twice again.
function widthsOf({ naturalWidth, naturalHeight }, { clientWidth, clientHeight }) {
  const fitting = Math.min(clientWidth, (clientHeight * naturalWidth) / naturalHeight || clientWidth);
  const larger = Math.max(2 * fitting, naturalWidth);
  return [fitting, larger, 2 * larger];
}

function setZoom(at) {
  const box = zoomBox();
  const { picture, widths } = enlarged;
  const [left, top] = [box.scrollLeft + box.clientWidth / 2, box.scrollTop + box.clientHeight / 2];
  const grown = widths[at] / (parseFloat(picture.style.width) || widths[at]);
  enlarged.at = at;
  picture.style.width = `${widths[at]}px`;
  box.scrollTo(left * grown - box.clientWidth / 2, top * grown - box.clientHeight / 2);
  ui("zoom_size").textContent = `${Math.round((100 * widths[at]) / widths[0])} %`;
}

function zoomBy(steps) {
  setZoom(Math.max(0, Math.min(enlarged.widths.length - 1, enlarged.at + steps)));
}

function fitZoom() {
  enlarged.widths = widthsOf(enlarged.image, zoomBox());
  enlarged.picture.style.width = "";
  setZoom(0);
}

function enlarge(figure) {
  const shown = pictureOf(figure).cloneNode(true);
  const told = figure.closest(".card")?.matches(":has(> details.back[open])");
  enlarged.picture = make("div", { class: told ? "zoom-picture told" : "zoom-picture" }, shown);
  enlarged.image = shown.matches("img") ? shown : pick("img", shown);
  zoomBox().replaceChildren(enlarged.picture);
  const caption = pick("figcaption", figure)?.cloneNode(true);
  ui("zoom_caption").replaceChildren(...(caption?.childNodes ?? []));
  open(ui("zoom"));
  zoomBox().focus();
  enlarged.image.decode().then(fitZoom, fitZoom);
}

function wireFigures() {
  const dialog = ui("zoom");
  on(document, "click", (event) => {
    const figure = event.target.closest("figure");
    if (figure && event.target.closest(".zoom, figure > img, .masked")) enlarge(figure);
  });
  on(ui("zoom_in"), "click", () => zoomBy(1));
  on(ui("zoom_out"), "click", () => zoomBy(-1));
  on(zoomBox(), "click", (event) => {
    if (event.target.closest(".zoom-picture")) setZoom((enlarged.at + 1) % enlarged.widths.length);
  });
  on(dialog, "keydown", (event) => {
    const steps = { "+": 1, "=": 1, "-": -1, 0: -enlarged.at }[event.key];
    if (steps === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    zoomBy(steps);
  });
  on(dialog, "close", () => zoomBox().replaceChildren());
  on(window, "resize", () => dialog.open && fitZoom());
}
