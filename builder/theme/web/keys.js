// Single keys. All of them are heard here, so that none fires while somebody types, while a dialog is open, or when
// the reader has switched them off (WCAG 2.2, 2.1.4). The help sheet names every one.

const wiredKeys = new Map();

// Where letters are written; what Enter presses; what the space and the arrows move, too.
const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const PRESSED = "a, button, summary, audio, video";
const MOVED = `${PRESSED}, input`;
const OWN_KEYS = { Enter: PRESSED, " ": MOVED, ArrowUp: MOVED, ArrowDown: MOVED, ArrowLeft: MOVED, ArrowRight: MOVED };

// `key` is that of a KeyboardEvent, a letter in lower case. `mode` is "read", "study" or "any".
function onKey(key, mode, action) {
  wiredKeys.set(`${mode} ${key}`, action);
}

const isOverlaid = () => pick("dialog:modal, :popover-open") !== null;

function isTaken(event, key) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true;
  const own = OWN_KEYS[key];
  return event.target.closest(own ? `${TYPED_IN}, ${own}` : TYPED_IN) !== null;
}

function wireKeys() {
  on(document, "keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = wiredKeys.get(`${isStudying() ? "study" : "read"} ${key}`) ?? wiredKeys.get(`any ${key}`);
    if (!action || !look.keys || isTaken(event, key) || isOverlaid()) return;
    event.preventDefault();
    action(event);
  });
}
