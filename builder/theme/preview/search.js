// Cards by their words: id, place in the source, texts, and the LaTeX of formulas; no accents, no capitals.
const finder = (data) => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // Tags that part no words: code is coloured letter by letter, a syllable may be bold.
  const inWords = /<\/?(?:a|abbr|b|code|del|em|i|kbd|mark|s|span|strong|sub|sup|u)\b(?:[^>"]|"[^"]*")*>/g;
  const names = { lt: "<", gt: ">", amp: "&", quot: '"' };

  function decode(text) {
    return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot));/gi, (_, hex, number, name) =>
      name ? names[name.toLowerCase()] : String.fromCodePoint(parseInt(hex ?? number, hex ? 16 : 10)),
    );
  }

  const wordsOf = new Map();
  function words(number) {
    if (!wordsOf.has(number)) {
      const latex = data.texts[number].replace(/<math\b[^>]*? alttext="([^"]*)"[^>]*>.*?<\/math>/gs, " $1 ");
      wordsOf.set(number, plain(decode(latex.replace(inWords, "").replace(/<(?:[^>"]|"[^"]*")*>/g, " "))));
    }
    return wordsOf.get(number);
  }

  function said(card) {
    card.said ??= [...new Set([...card.front, ...card.back])]
      .filter((number) => number >= data.own)
      .map(words)
      .concat(plain(`${card.id} ${card.place}`))
      .join(" ");
    return card.said;
  }

  return (card, asked) => {
    const wanted = plain(asked).split(/\s+/).filter(Boolean);
    return !wanted.length || wanted.every((word) => said(card).includes(word));
  };
};
