/* Anki draws the masks. The front shows its picture only when they lie on it, and says what is amiss if they never do. */

const PATIENCE = 300; /* frames from when the picture is there */
const frame = document.getElementById("image-occlusion-container");
const canvas = document.getElementById("image-occlusion-canvas");
const picture = frame.querySelector("img");
const COVERED = ".masks .cloze, .masks .cloze-inactive[data-occludeinactive='1']";
/* Shapes of a learner's own may have no middle inside them. */
const regions = [...document.querySelectorAll(COVERED)].filter(({ dataset }) => dataset.width || dataset.rx);

function say(fault) {
  document.getElementById("err").textContent = "The masks cannot be drawn here: " + fault;
}

/* A mask is there when the middle of its region is painted: one pixel of each is put side by side, and looked at. */
function isMasked() {
  if (!regions.length) return true;
  if (!canvas.width || !canvas.height) return false;
  const probe = document.createElement("canvas");
  probe.width = regions.length;
  const context = probe.getContext("2d", { willReadFrequently: true });
  regions.forEach((region, at) => {
    const { left, top, width, height, rx, ry } = region.dataset;
    const x = Math.floor((Number(left) + Number(rx || width / 2)) * canvas.width);
    const y = Math.floor((Number(top) + Number(ry || height / 2)) * canvas.height);
    context.drawImage(canvas, x, y, 1, 1, at, 0, 1, 1);
  });
  const { data } = context.getImageData(0, 0, regions.length, 1);
  return regions.every((_, at) => data[4 * at + 3]);
}

function reveal(frames) {
  if (!frame.isConnected) return; /* the desktop has put the back in place of the front */
  if (picture && !picture.complete) requestAnimationFrame(() => reveal(0));
  else if (!picture || !picture.naturalWidth) say("there is no picture.");
  else if (isMasked()) frame.classList.add("masked");
  else if (frames < PATIENCE) requestAnimationFrame(() => reveal(frames + 1));
  else say("nothing covers the picture.");
}

function trace(context, { left, top, width, height, rx, ry }, out) {
  context.beginPath();
  if (rx) context.ellipse(left + rx, top + ry, rx + out, ry + out, 0, 0, 2 * Math.PI);
  else context.rect(left - out, top - out, width + 2 * out, height + 2 * out);
}

/* What is asked lies on top, where Anki has what is not, and bears a question mark; on the back it has a line that is
   seen on light and dark: not by colour alone. */
function mark(shapes, context) {
  const scale = canvas.width / canvas.clientWidth;
  const style = getComputedStyle(canvas);
  const ink = style.getPropertyValue("--paper");
  const placed = (list) => list.map((one) => one.toAbsolute(canvas)).filter((one) => !one.angle && (one.width || one.rx));
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.strokeStyle = ink;
  context.lineWidth = 2;
  for (const one of placed(shapes.activeShapes)) {
    trace(context, one, 0);
    context.fillStyle = style.getPropertyValue("--active-shape-color");
    context.fill();
    context.stroke();
    context.fillStyle = ink;
    const across = one.rx || one.width / 2;
    const down = one.ry || one.height / 2;
    context.font = "700 " + Math.min(across * 1.8, down * 1.4, 32 * scale) + "px sans-serif";
    context.fillText("?", one.left + across, one.top + down);
  }
  const out = 3 * scale; /* the lines run around what is shown, and cover nothing of it */
  for (const one of placed(shapes.highlightShapes)) {
    trace(context, one, out);
    for (const [thick, colour] of [[6, ink], [3, style.getPropertyValue("--blank")]]) {
      context.lineWidth = thick * scale;
      context.strokeStyle = colour;
      context.stroke();
    }
  }
  context.restore();
}

function draw() {
  const known = typeof anki === "undefined" ? {} : anki;
  if (known.imageOcclusion) return known.imageOcclusion.setup({ onDidDrawShapes: mark });
  if (known.setupImageCloze) return known.setupImageCloze();
  throw new Error("this program knows no image occlusion.");
}

/* An answer that will be asked on another card leaves no empty item behind. */
document.querySelectorAll(".key li").forEach((item) => { item.hidden = !item.querySelector(".cloze"); });
try {
  Promise.resolve(draw()).catch((fault) => say(fault.message));
  const toggle = document.getElementById("toggle");
  if (toggle) toggle.hidden = !document.querySelector(COVERED);
  reveal(0);
} catch (fault) {
  say(fault.message);
}
