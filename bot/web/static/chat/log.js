// The conversation: above stands what the server keeps, below it what is still on its way there, then the buttons.

import { drawDays, drawMark, drawProgress, makeBubble, makeWaiting } from "./bubbles.js";
import { isConnected, isSent, takeBack } from "./connection.js";
import { find, isTouch, make } from "./page.js";
import { queue } from "./queue.js";

const LONGEST_TYPING = 40; // seconds
const EDGE = 120; // pixels from the end within which somebody reads the newest

const [said, waiting, choices, scroller] = ["said", "waiting", "choices", "scroller"].map(find);
const [empty, typing, newest, log] = ["empty", "typing", "newest", "log"].map(find);
const known = new Map(); // id -> the message as the server keeps it
let typingEnds;
let standing; // the id of the message whose buttons wait for a tap, as the server knows it
let following = true;

// Returns those that were not here yet.
export function show(messages, first, asked) {
  standing = asked;
  const old = first && known.size === 0;
  const follow = first || following || messages.some((message) => message.author === "customer");
  const here = messages.filter((message) => !known.has(message.id));
  for (const message of here) place(message, old);
  drawDays(said);
  draw();
  if (follow) open();
  return here;
}

function place(message, old) {
  if (message.author !== "customer") hideTyping();
  known.set(message.id, message);
  const bubble = makeBubble({ ...message, at: new Date(message.at) });
  bubble.dataset.id = message.id;
  bubble.dataset.at = message.at;
  bubble.classList.toggle("old", old);
  const later = [...said.children].find((other) => other.dataset.id > message.id);
  said.insertBefore(bubble, later ?? null);
}

export function draw() {
  const entries = queue();
  const shown = new Map([...waiting.children].map((bubble) => [bubble.dataset.id, bubble]));
  const bubbles = entries.map((entry) => shown.get(entry.id) ?? makeWaiting(entry, takeBack));
  if (bubbles.length !== waiting.children.length || bubbles.some((bubble) => !bubble.parentNode)) {
    waiting.replaceChildren(...bubbles);
  }
  for (const bubble of bubbles) drawMark(bubble, isSent(bubble.dataset.id) ? "sent" : "waiting");
  empty.hidden = !isConnected() || known.size + entries.length > 0;
  drawChoices(entries.length === 0);
}

export const progress = (id, share) =>
  drawProgress([...waiting.children].find((bubble) => bubble.dataset.id === id), share);

// The buttons -----------------------------------------------------------------------------------------------------

let tapped;

export const onTap = (listener) => (tapped = listener);

const last = () => known.get([...known.keys()].reduce((one, other) => (one > other ? one : other), ""));

// The newest message may be answered by a button, or what was asked before, as long as it is not answered.
function drawChoices(free) {
  const asked = last()?.author !== "customer" && last()?.choices.length ? last() : known.get(standing);
  const offered = free && asked ? asked.choices : [];
  if (choices.dataset.of === (offered.length ? asked.id : "")) return;
  const held = choices.contains(document.activeElement);
  choices.dataset.of = offered.length ? asked.id : "";
  choices.replaceChildren(...offered.map(([data, label]) => makeChoice(data, label)));
  if (held) log.focus({ preventScroll: true }); // a focus that is lost begins at the top of the page
  if (following) open();
}

function makeChoice(data, label) {
  const button = make("button", { type: "button", dir: "auto", textContent: label });
  button.addEventListener("click", () => tapped(data, label));
  return button;
}

export const isEmpty = () => known.size === 0;
export const hasChoices = () => choices.childElementCount > 0;

// What is to be seen -----------------------------------------------------------------------------------------------

// Where what was said last begins: the first answer since the customer's own words, so that a long one is read from its
// first line; the end, if all of it is to be seen there or something is on its way.
function start() {
  const end = scroller.scrollHeight - scroller.clientHeight;
  if (waiting.childElementCount) return end;
  const own = [...said.querySelectorAll(".customer")].at(-1);
  const answer = own ? own.nextElementSibling : said.firstElementChild;
  if (!answer) return end;
  const top = answer.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
  return Math.min(end, top - 12);
}

const nearTheEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < EDGE;

function open() {
  following = true;
  scroller.scrollTop = start();
}

export function toTheEnd() {
  following = true;
  scroller.scrollTop = scroller.scrollHeight;
}

scroller.addEventListener("scroll", () => {
  following = nearTheEnd() || Math.abs(scroller.scrollTop - start()) < 4;
  newest.hidden = nearTheEnd();
});
// When the keyboard of a phone opens or closes, what was to be seen stays so.
new ResizeObserver(() => following && open()).observe(scroller);
newest.addEventListener("click", () => {
  toTheEnd();
  if (isTouch()) log.focus({ preventScroll: true });
  else find("text").focus({ preventScroll: true });
});

// What is kept unread is answered when the customer pauses.
export function showTyping() {
  typing.hidden = false;
  clearTimeout(typingEnds);
  typingEnds = setTimeout(hideTyping, LONGEST_TYPING * 1000);
  toTheEnd();
}

function hideTyping() {
  clearTimeout(typingEnds);
  typing.hidden = true;
}
