// What is being written waits on the server, for whichever browser its writer comes from next; and in this window, for
// as long as the line is gone or somebody looks at another customer.
import { HEADERS } from "./navigation.js";
import { changed } from "./page.js";

const PAUSE = 700;
const timers = new Map();
const boxes = () => [...document.querySelectorAll(".composer textarea[data-kept]")];
const pathOf = (box) => new URL(box.form.action).pathname;
const nameOf = (box) => `draft:${pathOf(box)}`;
const known = new Map(); // what the server keeps, as far as this window knows

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(".composer textarea[data-kept]")) return;
  keep(target);
  clearTimeout(timers.get(nameOf(target)));
  timers.set(nameOf(target), setTimeout(save, PAUSE, target));
});

// What was sent is no draft any more: the server knows.
document.addEventListener("desk:sent", () => {
  for (const box of boxes()) {
    keep(box);
    if (box.value) continue;
    clearTimeout(timers.get(nameOf(box)));
    timers.delete(nameOf(box));
    known.set(nameOf(box), "");
  }
});
addEventListener("pagehide", () => boxes().filter((box) => timers.has(nameOf(box))).forEach(save));
changed.addEventListener("page", offer);

function keep(box) {
  if (box.value) sessionStorage.setItem(nameOf(box), box.value);
  else sessionStorage.removeItem(nameOf(box));
}

async function save(box) {
  const name = nameOf(box);
  const text = box.value;
  timers.delete(name);
  const [, ticket, action] = /^(.*)\/([^/]+)$/.exec(pathOf(box));
  const body = new URLSearchParams({ text, before: known.get(name) ?? "" });
  const answer = await fetch(`${ticket}/unsent/${action}`, { method: "POST", body, headers: HEADERS, keepalive: true })
    .catch(() => null);
  if (answer?.ok) known.set(name, text);
  const hint = document.getElementById("elsewhere");
  if (hint) hint.hidden = answer?.status !== 409;
}

function offer() {
  for (const box of boxes()) {
    const name = nameOf(box);
    if (!timers.has(name)) known.set(name, box.dataset.kept);
    box.value ||= sessionStorage.getItem(name) ?? box.dataset.kept;
  }
}

offer();
