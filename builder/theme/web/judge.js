// What a reader has typed or chosen, beside what is right. Nothing here touches the page.

// As Anki compares: letters composed, white space at the ends and in excess away. Telephones curl quotation marks
// without being asked.
function plainly(text) {
  return text.normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
}

// Letters as they are seen: an accent that cannot be composed stays with its letter.
function letters(text) {
  return [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map((one) => one.segment);
}

// Pieces [text, is it in both?] of the typed and of the wanted text, by their longest common subsequence (Wagner and
// Fischer, J. ACM 21/1, 1974). Both texts are plain.
function compared(typed, wanted) {
  const [from, to] = [letters(typed), letters(wanted)];
  const common = commonLengths(from, to);
  const pieces = { typed: [], wanted: [] };
  let [at, by] = [0, 0];
  while (at < from.length || by < to.length) {
    if (at < from.length && from[at] === to[by]) {
      join(pieces.typed, from[at++], true);
      join(pieces.wanted, to[by++], true);
    } else if (by === to.length || (at < from.length && common[at + 1][by] >= common[at][by + 1])) {
      join(pieces.typed, from[at++], false);
    } else {
      join(pieces.wanted, to[by++], false);
    }
  }
  return pieces;
}

// The length of the longest common subsequence of what follows each pair of places.
function commonLengths(from, to) {
  const common = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  for (let at = from.length - 1; at >= 0; at--) {
    for (let by = to.length - 1; by >= 0; by--) {
      const along = Math.max(common[at + 1][by], common[at][by + 1]);
      common[at][by] = from[at] === to[by] ? common[at + 1][by + 1] + 1 : along;
    }
  }
  return common;
}

function join(pieces, letter, isShared) {
  const last = pieces.at(-1);
  if (last && last[1] === isShared) last[0] += letter;
  else pieces.push([letter, isShared]);
}

// "good", "again", or nothing where nothing was tried. `options` say whether each is right and whether it was chosen.
function judgedChosen(options) {
  if (!options.some((one) => one.chosen)) return null;
  return options.every((one) => one.chosen === one.right) ? "good" : "again";
}

// How an option came out; a wrong one that was left alone needs no word.
function outcome({ right, chosen }) {
  if (right) return chosen ? "Right" : "Missed";
  return chosen ? "Wrong" : "";
}
