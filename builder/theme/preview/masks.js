"use strict";

// A stand-in for `anki.imageOcclusion`, which Anki's own window brings along: it draws on a canvas over the image what
// the clozes of the card say, in the colours that the styles of the note type name. It knows the two shapes that our
// cards have, and hands them to the card's own script as Anki does.
(() => {
  const groups = [
    ["activeShapes", "cloze", "active", "#ff8e8e", "1px #212121"],
    ["inactiveShapes", "cloze-inactive", "inactive", "#ffeba2", "1px #212121"],
    ["highlightShapes", "cloze-highlight", "highlight", "#ff8e8e00", "1px #ff8e8e"],
  ];

  // A mask in fractions of the image, or `toAbsolute` in pixels of a canvas.
  class Mask {
    constructor(sizes, isCovering) {
      Object.assign(this, sizes, { isCovering });
    }

    toAbsolute({ width, height }) {
      const across = { left: this.left, width: this.width, rx: this.rx };
      const down = { top: this.top, height: this.height, ry: this.ry };
      const sized = (parts, whole) =>
        Object.entries(parts).map(([name, part]) => [name, part === undefined ? undefined : Math.round(part * whole)]);
      return new Mask(Object.fromEntries([...sized(across, width), ...sized(down, height)]), this.isCovering);
    }
  }

  function masksOf(name) {
    return [...document.querySelectorAll(`div.${name}[data-shape]`)].map(({ dataset }) => {
      const sizes = {};
      for (const side of ["left", "top", "width", "height", "rx", "ry"]) {
        if (side in dataset) sizes[side] = parseFloat(dataset[side]);
      }
      return new Mask(sizes, name !== "cloze-inactive" || dataset.occludeinactive === "1");
    });
  }

  function drawMask(context, mask, fill, stroke, width) {
    context.beginPath();
    if (mask.rx) context.ellipse(mask.left + mask.rx, mask.top + mask.ry, mask.rx, mask.ry, 0, 0, 2 * Math.PI);
    else context.rect(mask.left, mask.top, mask.width, mask.height);
    Object.assign(context, { fillStyle: fill, strokeStyle: stroke, lineWidth: width });
    context.fill();
    if (width) context.stroke();
  }

  function drawAll(canvas, { onDidDrawShapes } = {}) {
    const context = canvas.getContext("2d");
    const styles = getComputedStyle(canvas);
    const shapes = {};
    for (const [group, name, colour, usual, edge] of groups) {
      const fill = styles.getPropertyValue(`--${colour}-shape-color`).trim() || usual;
      const border = styles.getPropertyValue(`--${colour}-shape-border`).trim() || edge;
      const [width, stroke] = [parseFloat(border), border.replace(/^\S+\s*/, "")];
      shapes[group] = masksOf(name);
      for (const mask of shapes[group].filter((one) => one.isCovering)) {
        drawMask(context, mask.toAbsolute(canvas), fill, stroke, width);
      }
    }
    onDidDrawShapes?.(shapes, context);
  }

  // The button that lifts the masks is there only where inactive ones cover anything.
  function wireToggle(canvas, draw) {
    const button = document.getElementById("toggle");
    if (!button) return;
    if (!document.querySelector('[data-occludeinactive="1"]')) button.style.display = "none";
    let isLifted = false;
    button.addEventListener("click", () => {
      isLifted = !isLifted;
      canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
      if (!isLifted) draw();
    });
  }

  async function setup(options) {
    const image = document.querySelector("#image-occlusion-container img");
    const canvas = document.getElementById("image-occlusion-canvas");
    if (!image || !canvas) return;
    if (!image.complete) {
      await new Promise((done) => ["load", "error"].forEach((name) => image.addEventListener(name, done)));
    }
    // Only when it is painted does a frame know its width.
    await new Promise(requestAnimationFrame);
    const ratio = image.naturalWidth / image.naturalHeight;
    document.getElementById("image-occlusion-container").style.aspectRatio = String(ratio);
    const draw = () => {
      canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
      canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
      drawAll(canvas, options);
    };
    draw();
    wireToggle(canvas, draw);
    addEventListener("resize", draw);
  }

  globalThis.anki = { imageOcclusion: { setup }, setupImageCloze: setup };
})();
