// Answers that come while somebody looks elsewhere: a number in the title, a dot on the icon, and a soft sound.

import { find, recall, remember } from "./page.js";

const SOUND = "tellonce.sound";
const SEEN = "tellonce.seen";
const AFTER = 0.4; // seconds in which another tab may say that it is seen there

const title = document.title;
const icon = document.querySelector("link[rel=icon]");
const plain = icon.href;
const button = find("sound");
const isAway = () => document.hidden || !document.hasFocus();
let unread = 0;
let context; // made when somebody first touches the page: browsers let nothing sound before

export function heard(answers) {
  if (!answers.length) return;
  if (!isAway()) return seen(answers.at(-1).id);
  unread += answers.length;
  draw();
  setTimeout(() => unread && recall(SOUND) !== "off" && ring(), AFTER * 1000);
}

function seen(id) {
  unread = 0;
  draw();
  if (id) remember(SEEN, id);
}

function draw() {
  document.title = unread ? `(${unread}) ${title}` : title;
  const wanted = unread ? icon.dataset.unread : plain;
  if (icon.href !== wanted) icon.href = wanted;
}

function look() {
  if (unread && !isAway()) seen(String(Date.now()));
}

document.addEventListener("visibilitychange", look);
addEventListener("focus", look);
addEventListener("storage", (event) => event.key === SEEN && seen());

// The sound: two soft notes, made here, so that nothing has to be loaded --------------------------------------------

function ring() {
  if (!context) return;
  context.resume();
  for (const [place, pitch] of [660, 880].entries()) {
    const [note, volume] = [context.createOscillator(), context.createGain()];
    const begins = context.currentTime + place * 0.14;
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, begins);
    volume.gain.exponentialRampToValueAtTime(0.08, begins + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begins + 0.3);
    note.connect(volume).connect(context.destination);
    note.start(begins);
    note.stop(begins + 0.32);
  }
}

const wake = () => (context ??= new AudioContext());
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake, { once: true });

const drawButton = () => button.setAttribute("aria-pressed", String(recall(SOUND) !== "off"));
button.addEventListener("click", () => {
  const on = recall(SOUND) === "off";
  remember(SOUND, on ? "on" : "off");
  drawButton();
  if (on) ring();
});
drawButton();
