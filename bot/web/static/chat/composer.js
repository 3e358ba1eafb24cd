// The box: words, and the files that are to go along, chosen, dropped or pasted. What is written is never cut or lost.

import { fill, find, inBytes, isTouch, largestFile, lengthOf, longest, make, recall, remember, unwarn, warn, words } from "./page.js";

const DRAFT = "tellonce.draft";
const MOST_FILES = 10; // with one message
const PREVIEW = 96; // pixels, twice as many as are to be seen

const [form, text, length, tray, picker, dropping] = ["form", "text", "length", "tray", "picker", "dropping"].map(find);
let chosen = []; // files
let send;

export function begin(listener) {
  send = listener;
  form.hidden = false;
  text.value = recall(DRAFT) ?? "";
  count();
  grow();
}

// Puts words back that could not be sent, before what has been written since.
export function giveBack(said) {
  if (!said) return;
  text.value = text.value ? `${said}\n${text.value}` : said;
  written();
}

// Lets go of the keyboard of a phone, which would cover what is to be answered by a button.
export function letGo() {
  if (isTouch() && document.activeElement === text && !text.value) text.blur();
}

export const focus = () => !isTouch() && text.focus({ preventScroll: true });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const said = text.value.trim();
  if (!said && !chosen.length) return;
  if (lengthOf(said) > longest) return warn(words.tooLong); // it stays in the box
  const files = chosen;
  chosen = [];
  text.value = "";
  written();
  drawTray();
  unwarn(true);
  send(
    ...(files.length
      ? files.map((blob, place) => ({ text: place ? "" : said, file: { name: blob.name, size: blob.size }, blob }))
      : [{ text: said }]),
  );
});

// Enter sends where there is a real keyboard; while a Chinese word is being composed it only ends the word.
text.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing || isTouch()) return;
  event.preventDefault();
  form.requestSubmit();
});

text.addEventListener("input", written);

function written() {
  remember(DRAFT, text.value);
  count();
  grow();
}

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

// Told from four fifths of the limit on. What is pasted is never cut, as maxlength would do.
function count() {
  const now = lengthOf(text.value);
  length.hidden = now < 0.8 * longest;
  length.textContent = length.hidden ? "" : `${words.length} ${now.toLocaleString(document.documentElement.lang)}`;
  length.classList.toggle("over", now > longest);
  text.setAttribute("aria-invalid", String(now > longest));
}

// Files -----------------------------------------------------------------------------------------------------------

async function choose(files) {
  unwarn(true);
  for (const file of files) {
    const why = await whyNot(file);
    if (why) warn(fill(why, { name: file.name }));
    else chosen.push(file);
  }
  drawTray();
  focus();
}

async function whyNot(file) {
  if (chosen.length >= MOST_FILES) return words.fileMany;
  if (file.size > largestFile) return words.fileTooLarge;
  // A folder looks like a file, and cannot be read.
  const readable = await file.slice(0, 1).arrayBuffer().catch(() => null);
  if (!readable) return words.fileUnreadable;
  return file.size ? "" : words.fileEmpty;
}

function drawTray() {
  tray.hidden = chosen.length === 0;
  tray.replaceChildren(...chosen.map(makeItem));
}

function makeItem(file) {
  const back = make("button", { type: "button", className: "back", title: words.remove, textContent: "×" });
  back.ariaLabel = fill(words.removes, { name: file.name });
  back.addEventListener("click", () => {
    chosen = chosen.filter((other) => other !== file);
    drawTray();
    (tray.querySelector("button") ?? find("attach")).focus();
  });
  const about = make("span", { className: "about", textContent: inBytes(file.size) });
  const item = make("li", {}, make("span", { className: "names" }, make("bdi", { textContent: file.name }), about), back);
  preview(file).then((picture) => picture && item.prepend(picture));
  return item;
}

// A small picture of a picture; nothing of what the browser cannot draw.
async function preview(file) {
  const bitmap = file.type.startsWith("image/") && (await createImageBitmap(file).catch(() => null));
  if (!bitmap) return null;
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = make("canvas", { width: PREVIEW, height: PREVIEW, ariaHidden: "true" });
  const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  canvas.getContext("2d").drawImage(bitmap, left, top, side, side, 0, 0, PREVIEW, PREVIEW);
  bitmap.close();
  return canvas;
}

find("attach").addEventListener("click", () => picker.click());
picker.addEventListener("change", () => {
  choose([...picker.files]);
  picker.value = ""; // so that the same one can be chosen again
});
text.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  // A table that is copied comes with a picture of it: its words are meant.
  if (!files.length || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  choose(files);
});

const brings = (event) => event.dataTransfer?.types.includes("Files");

addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  dropping.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) dropping.hidden = true;
});
addEventListener("drop", (event) => {
  dropping.hidden = true;
  if (!brings(event)) return;
  event.preventDefault();
  choose([...event.dataTransfer.files]);
});
