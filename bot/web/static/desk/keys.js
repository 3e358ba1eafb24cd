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

function write(box) {
  const tab = byId(`tab-${box}`);
  if (!tab) return;
  tab.checked = true;
  begin(box);
}

// One goes on with what is still to be filled in: how it ended comes before the words about it.
function begin(box) {
  const fields = [...document.querySelectorAll(`.panel.${box} :is(select[required], textarea)`)];
  (fields.find((field) => !field.value) ?? fields.at(-1))?.focus();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  t: () => byId("next")?.requestSubmit(),
  r: () => write("reply"),
  n: () => write("note"),
  e: () => write("resolve"),
  u: () => [...document.querySelectorAll(".undo button")].at(-1)?.click(),
  "/": () => byId("q")?.focus(),
  "?": () => byId("keys")?.showModal(),
  g: () => (goesUntil = performance.now() + PATIENCE),
};

// After g a letter leads to a list, such as w to those who wait.
const PATIENCE = 1500;
let goesUntil = 0;

function goesTo(letter) {
  const goes = performance.now() < goesUntil;
  goesUntil = 0;
  const link = goes && /^[a-z]$/.test(letter) && document.querySelector(`#views a[data-go=${letter}]`);
  link?.click?.();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && writes(event.target)) {
    const row = document.querySelector("#list a[aria-current]") ?? rows()[0];
    return (row?.checkVisibility() ? row : event.target).focus(), event.target.blur();
  }
  if (writes(event.target) || byId("keys")?.open) return;
  const isLed = goesTo(event.key);
  if (!isLed && !Object.hasOwn(ACTS, event.key)) return;
  event.preventDefault();
  if (isLed) return;
  ACTS[event.key]();
});

// A tab that is chosen leads to its box.
document.addEventListener("change", (event) => {
  if (event.target.name === "box") begin(event.target.value);
});
