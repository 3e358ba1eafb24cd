// Makes a piece of the page look like another one, and changes nothing else: whoever has the focus keeps it, what is
// typed stays, and a list stays where it was scrolled to.

// What stands for the same thing before and after.
const keyOf = (node) => node.id || node.dataset?.key || "";
const isSame = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
// What a person is writing is not taken away, nor the tab that leads there, even if it can be sent no more.
const isWritten = (box) => box.nodeName === "TEXTAREA" && box.value.trim() !== "";
function isInHand(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  if (isPush && "stay" in node.dataset) return true;
  if (node.classList.contains("pane")) return false; // what is written to another customer is kept as a draft
  const tab = node.name === "box" ? node.value : /^tab-(.*)/.exec(node.htmlFor ?? "")?.[1];
  const within = tab ? document.querySelector(`.panel.${tab}`) : node;
  return [within, ...(within?.querySelectorAll("textarea") ?? [])].some((one) => one && isWritten(one));
}

let isPush = false;

// A push tells what others did: why something of one's own was refused stays until one does something else.
export function morphPushed(now, wanted) {
  isPush = true;
  morph(now, wanted);
  isPush = false;
}

export function morph(now, wanted) {
  if ("same" in (wanted.dataset ?? {}) || now.isEqualNode(wanted)) return;
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.data = wanted.data;
    return;
  }
  morphAttributes(now, wanted);
  if (!("own" in now.dataset)) morphChildren(now, wanted);
}

function morphAttributes(now, wanted) {
  if ("order" in wanted.dataset) return; // only what is in it
  for (const { name, value } of [...wanted.attributes]) {
    if (now.getAttribute(name) !== value && !isTheirs(now, name)) now.setAttribute(name, value);
  }
  for (const { name } of [...now.attributes]) {
    if (!wanted.hasAttribute(name) && !isTheirs(now, name)) now.removeAttribute(name);
  }
}

// What somebody has folded out, or written.
const isTheirs = (node, name) =>
  (node.nodeName === "DETAILS" && name === "open") || ("own" in node.dataset && name === "value") || name === "checked";

function morphChildren(now, wanted) {
  const known = new Map([...now.children].filter(keyOf).map((child) => [keyOf(child), child]));
  const lost = now.contains(document.activeElement) ? placeOf(now, document.activeElement) : -1;
  const wantedKeys = new Set([...wanted.children].map(keyOf));
  let here = now.firstChild;
  const leave = () => {
    const next = here.nextSibling;
    if (!isInHand(here)) here.remove();
    here = next;
  };
  for (const child of [...wanted.childNodes]) {
    while (here && keyOf(here) && !wantedKeys.has(keyOf(here))) leave();
    const key = keyOf(child);
    const old = key ? known.get(key) : here && !keyOf(here) && isSame(here, child) ? here : null;
    if (old && isSame(old, child)) {
      if (old === here) here = here.nextSibling;
      else now.insertBefore(old, here);
      morph(old, child);
    } else if (!("same" in (child.dataset ?? {}))) {
      now.insertBefore(document.importNode(child, true), here);
    }
  }
  while (here) leave();
  chooseTab(now, wanted);
  if (lost >= 0 && !now.contains(document.activeElement)) focusAt(now, lost);
}

// Whose chosen tab has gone has the one that the page would choose: a box to write in is always there.
function chooseTab(now, wanted) {
  const choice = wanted.querySelector(":scope > input[type=radio][checked]");
  if (choice && !now.querySelector(":scope > input:checked")) now.querySelector(`#${choice.id}`).checked = true;
}

const focusable = (within) => [...within.querySelectorAll("a[href], button, input, select, textarea, summary")];
const placeOf = (within, element) => focusable(within).indexOf(element);

// Whoever had the focus on what is gone has it on what took its place: never at the top of the page.
function focusAt(within, place) {
  const there = focusable(within);
  const next = there[Math.min(place, there.length - 1)] ?? within.closest("[tabindex]");
  next?.focus({ preventScroll: true });
}
