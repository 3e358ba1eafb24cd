// The desk by its keys. They do nothing while somebody writes.
const byId = (id) => document.getElementById(id);
const rows = () => [...document.querySelectorAll("#list a.row")];
const writes = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function move(by) {
  const all = rows();
  const at = all.findIndex((row) => row === document.activeElement);
  const open = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = at >= 0 ? at + by : open >= 0 ? open + by : by > 0 ? 0 : all.length - 1;
  all[Math.max(0, Math.min(next, all.length - 1))]?.focus();
}

function write(box, field) {
  const tab = byId(`tab-${box}`);
  if (!tab) return;
  tab.checked = true;
  byId(field)?.focus();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  t: () => byId("next")?.requestSubmit(),
  r: () => write("reply", "reply"),
  n: () => write("note", "note"),
  e: () => write("resolve", "outcome"),
  u: () => [...document.querySelectorAll(".undo button")].at(-1)?.click(),
  "/": () => byId("q")?.focus(),
  "?": () => byId("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && writes(event.target)) {
    const row = document.querySelector("#list a[aria-current]") ?? rows()[0];
    return (row?.checkVisibility() ? row : event.target).focus(), event.target.blur();
  }
  if (writes(event.target) || byId("keys")?.open || !Object.hasOwn(ACTS, event.key)) return;
  event.preventDefault();
  ACTS[event.key]();
});

// A tab that is chosen leads to its box.
document.addEventListener("change", (event) => {
  if (event.target.name === "box") document.querySelector(`.panel.${event.target.value} textarea`)?.focus();
});
