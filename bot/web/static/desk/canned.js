// Canned replies: typing "/" in a reply shows those whose title or words go on as one types, Enter takes the first.
const ASKED = /(?:^|\s)\/([^\s/]*)$/u;
const reply = () => document.getElementById("reply");
const list = () => document.querySelector(".canned");
const shown = () => [...list().querySelectorAll("li:not([hidden]) a")];

const asked = (box) => ASKED.exec(box.value.slice(0, box.selectionStart));

document.addEventListener("input", ({ target }) => {
  if (target !== reply() || !list()) return;
  const found = asked(target);
  list().open = Boolean(found);
  narrow(found);
});

function narrow(found) {
  for (const one of list().querySelectorAll("li")) {
    one.hidden = Boolean(found) && !one.textContent.toLowerCase().includes(found[1].toLowerCase());
  }
}

document.addEventListener("keydown", (event) => {
  const box = reply();
  if (event.target !== box || !list()?.open || !asked(box)) return;
  narrow(asked(box)); // what is pushed meanwhile shows all of them again, and the first would be another one
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown") shown()[0]?.focus();
  else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && shown().length) take(shown()[0]);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

document.addEventListener("keydown", (event) => {
  const links = event.target.closest?.(".canned a") ? shown() : [];
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!links.length || !by) return;
  event.preventDefault();
  (links[links.indexOf(event.target) + by] ?? reply()).focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".canned a");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  take(link);
}, { capture: true });

function take(link) {
  const box = reply();
  const found = asked(box);
  const end = box.selectionStart;
  box.setRangeText(link.dataset.text, found ? end - found[1].length - 1 : end, end, "end");
  close();
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

function close() {
  list().open = false;
  for (const one of list().querySelectorAll("li")) one.hidden = false;
}
