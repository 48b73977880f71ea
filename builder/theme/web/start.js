// All parts begin when the page is read, in this order.

document.addEventListener("DOMContentLoaded", () => {
  wireTheme();
  wireAnswers();
  wireCopying();
  wireContents();
  wirePrinting();
});
