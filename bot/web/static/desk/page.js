// Brings what the server answers into the page that stands: a whole page, or pieces of one.
import { morph, morphPushed } from "./morph.js";

const byId = (id) => document.getElementById(id);
const content = () => byId("content");
export const changed = new EventTarget();

// Pieces that were pushed; a piece that the page does not have is left out.
export function bringIn(html) {
  const atTheEnd = isAtTheEnd();
  const pieces = new DOMParser().parseFromString(html, "text/html").body.children;
  for (const piece of [...pieces]) {
    const now = byId(piece.id);
    if (now) morphPushed(now, piece);
  }
  settle(atTheEnd);
  changed.dispatchEvent(new Event("push"));
}

// The answer to a link or a form.
export function bringInPage(html, address) {
  const ticket = content().dataset.live;
  const page = new DOMParser().parseFromString(html, "text/html");
  const wanted = page.getElementById("content");
  if (!wanted?.dataset.live || !content().dataset.live) return location.assign(address);
  const atTheEnd = isAtTheEnd();
  document.title = page.title;
  // The answer to a form offers no other language, which this page goes on to do.
  if (page.querySelector(".tongue")) morph(document.querySelector(".bar"), page.querySelector(".bar"));
  else morph(byId("badge"), page.getElementById("badge"));
  morph(content(), wanted);
  settle(atTheEnd || ticket !== content().dataset.live);
  changed.dispatchEvent(new Event("page"));
}

export function toTheEnd() {
  const log = byId("transcript");
  if (!log) return;
  const unread = byId("unread");
  log.scrollTop = unread ? unread.offsetTop - 8 : log.scrollHeight;
}

function isAtTheEnd() {
  const log = byId("transcript");
  return !log || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

function settle(toEnd) {
  const counts = content().dataset.notices.split(" ").includes("count");
  const waiting = counts ? Number(byId("badge").dataset.waiting) : 0;
  document.title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  const log = byId("transcript");
  if (toEnd && log) log.scrollTop = log.scrollHeight;
}
