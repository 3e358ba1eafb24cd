// Calls whoever looks elsewhere, in the ways that they chose: somebody waits, something of the list is unread, or
// they were told of a ticket.
import { changed } from "./page.js";

const chosen = (one) => document.getElementById("content").dataset.notices.split(" ").includes(one);
const calling = () => [
  Number(document.getElementById("badge").dataset.waiting),
  document.querySelectorAll("#list .row.unread").length,
  document.querySelectorAll("#told .other").length,
];
let before = calling();

changed.addEventListener("push", () => {
  const now = calling();
  const isNews = now.some((number, n) => number > before[n]);
  before = now;
  if (!isNews || !document.hidden) return;
  if (chosen("sound")) ring();
  if (chosen("browser") && "Notification" in window && Notification.permission === "granted") {
    const notice = new Notification("Tellonce", { body: document.getElementById("badge").textContent.trim(), tag: "desk" });
    notice.addEventListener("click", () => window.focus());
  }
});
changed.addEventListener("page", () => (before = calling()));

function ring() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.1;
  tone.frequency.value = 660;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.15);
  tone.addEventListener("ended", () => audio.close());
}
