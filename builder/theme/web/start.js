// All parts begin when the page is read, in this order.

document.addEventListener("DOMContentLoaded", () => {
  wireKeys();
  wireDialogs();
  wireSettings();
  wireAnswers();
  wireCopying();
  wireParts();
  wireContents();
  wireFigures();
  wireNotes();
  wirePrinting();
  wireStudy();
  wirePlaces();
  wireFind();
});
