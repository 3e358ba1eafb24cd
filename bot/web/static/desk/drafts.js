// What is being written to one customer waits there while somebody looks at another, and over a reload of the page.
import { changed } from "./page.js";

const boxes = () => [...document.querySelectorAll(".composer textarea")];
const nameOf = (box) => `draft:${new URL(box.form.action).pathname}`;

document.addEventListener("input", ({ target }) => {
  if (target.matches?.(".composer textarea")) keep(target);
});
document.addEventListener("desk:sent", () => boxes().forEach(keep));
changed.addEventListener("page", offer);

function keep(box) {
  if (box.value) sessionStorage.setItem(nameOf(box), box.value);
  else sessionStorage.removeItem(nameOf(box));
}

function offer() {
  for (const box of boxes()) box.value ||= sessionStorage.getItem(nameOf(box)) ?? "";
}

offer();
