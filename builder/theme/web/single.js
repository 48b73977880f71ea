// The whole deck is on this page.

// The element that holds every chapter; a promise, for on the pages of a site it has to be read first (site.js).
const whole = async () => ui("read");

// Where a link to an element of `whole` leads.
const addressOf = (element) => `#${element.id}`;
