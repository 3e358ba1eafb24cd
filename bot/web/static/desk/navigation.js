// Links and forms of the desk without a page that loads anew: the same addresses, the same answers.
import { bringInPage, toTheEnd } from "./page.js";
import { askToSignIn } from "./sign_in_again.js";

export const HEADERS = { "X-Requested-With": "desk" };
const isOfTheDesk = ({ origin, pathname }) =>
  origin === location.origin && (pathname === "/desk" || /^\/desk\/tickets\/[^/]+$/.test(pathname));

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isPlain = !event.defaultPrevented && event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.target || link.getAttribute("href").startsWith("#") || link.search.includes("lang=")) return;
  if (!isOfTheDesk(link)) return;
  event.preventDefault();
  go(link.href);
});

addEventListener("popstate", () => go(location.href, { keep: false }));

export async function go(address, { keep = true } = {}) {
  const answer = await fetch(address, { headers: HEADERS }).catch(() => null);
  if (answer?.status === 401) return askToSignIn(null, () => go(address, { keep }));
  if (!answer?.ok) return location.assign(address);
  if (keep) history.pushState(null, "", answer.url);
  bringInPage(await answer.text(), answer.url);
  toTheEnd();
  // Where another pane took the place of the link, as on a phone, one begins at its head.
  if (document.activeElement === document.body || !document.activeElement.checkVisibility()) focusHead();
}

function focusHead() {
  const head = document.getElementById("status") ?? document.getElementById("list");
  if (head?.checkVisibility()) head.focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("main.panes") || form.method === "dialog" || event.defaultPrevented) return;
  event.preventDefault();
  send(form, event.submitter);
});

async function send(form, button) {
  const address = new URL(button?.getAttribute("formaction") || form.getAttribute("action") || "", location.href);
  const files = [...form.querySelectorAll("input[type=file]")];
  const filled = new FormData(form, button);
  const written = [...form.querySelectorAll("textarea")];
  const begun = form.matches(".undo") && document.getElementById("reply");
  if (begun) { // the server joins it to what comes back
    written.push(begun);
    filled.set("text", begun.value);
  }
  for (const { name } of files) if (files.every((one) => !one.files.length)) filled.delete(name);
  const fields = files.some((one) => one.files.length) ? filled : new URLSearchParams(filled);
  if ((button?.getAttribute("formmethod") ?? form.method) === "get") {
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    return go(`${address.pathname}?${fields}`);
  }
  const typed = written.map((box) => [box, box.value]);
  for (const one of form.elements) if (one.type === "submit") one.disabled = true;
  const answer = await fetch(address, { method: "POST", body: fields, headers: HEADERS }).catch(() => null);
  for (const one of form.elements) if (one.type === "submit") one.disabled = false;
  if (answer?.status === 401) return askToSignIn(form, () => form.requestSubmit(button));
  if (!answer || !(answer.ok || answer.status === 409)) return failed(form);
  if (answer.ok) {
    for (const [box, text] of typed) if (box.value === text) box.value = "";
    for (const one of files) one.value = "";
    document.dispatchEvent(new Event("desk:sent")); // a push may have taken the form away meanwhile
    history.replaceState(null, "", answer.url);
  }
  const page = await answer.text();
  const isStillThere = document.activeElement === document.body || form.contains(document.activeElement);
  bringInPage(page, answer.url);
  if (answer.ok && form.matches(".resolve") && isStillThere) focusRow(); // it is over: one key takes the next
  else if (form.id === "next" || !document.activeElement || document.activeElement === document.body) focusWork();
}

function focusRow() {
  const row = document.querySelector("#list a[aria-current]") ?? document.querySelector("#list a.row");
  if (row?.checkVisibility()) row.focus({ preventScroll: true });
  else focusHead();
}

// What was sent is still in its box; only the line, or the server, is gone.
function failed(form) {
  document.getElementById("offline").hidden = false;
  form.querySelector("textarea, input:not([type=hidden])")?.focus();
}

// Where the button is gone that somebody has pressed, they go on with what comes next: to write.
export function focusWork() {
  const box = document.querySelector(".composer .panel textarea:not([hidden])");
  const shown = [...document.querySelectorAll(".composer textarea")].find((one) => one.checkVisibility()) ?? box;
  (shown ?? document.getElementById("list"))?.focus({ preventScroll: true });
}

// Ctrl or ⌘ with Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
});
