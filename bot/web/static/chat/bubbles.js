// How one message looks: who says it, the words, the files that came along, when, and how far it got.

import { day, inBytes, fill, make, time, words } from "./page.js";

const commands = new Map(
  [...document.querySelectorAll("[data-says]")].map((command) => [command.dataset.command, command.dataset.says]),
);
const kinds = { photo: words.photo, voice: words.voice, video: words.video, document: words.document };

const hidden = (text) => make("span", { className: "hidden", textContent: text });

// dir="auto": each line of anybody's words begins where its own script does.
const prose = (text) => make("p", { dir: "auto", textContent: text });

export function makeBubble({ author, text, name, files = [], at }) {
  const bubble = make("li", { className: `bubble ${author}` });
  if (name) bubble.append(make("span", { className: "name", dir: "auto", textContent: name }));
  else bubble.append(hidden(author === "customer" ? words.you : words.assistant));
  const said = author === "customer" ? (commands.get(text) ?? text) : text;
  bubble.append(...files.map(makeFile));
  if (said) bubble.append(prose(said));
  const foot = make("span", { className: "foot" });
  if (at) foot.append(makeTime(at));
  if (author === "customer") foot.append(makeMark("kept"));
  bubble.append(foot);
  return bubble;
}

function makeTime(at) {
  return make("time", { dateTime: at.toISOString(), title: at.toLocaleString(), textContent: time(at) });
}

const MARKS = { waiting: "◷", sent: "✓", kept: "✓✓" };

function makeMark(state) {
  const mark = make("span", { className: "mark", title: words[state] });
  mark.append(make("span", { ariaHidden: "true", textContent: MARKS[state] }), hidden(words[state]));
  return mark;
}

// Files -----------------------------------------------------------------------------------------------------------

function makeFile(file) {
  const kind = kinds[file.kind];
  const place = `/chat/files/${file.id}`;
  if (file.shown === "image") {
    const picture = make("img", { src: place, alt: fill(words.opens, { name: `${kind}: ${file.name}` }), loading: "lazy" });
    return make("a", { className: "picture", href: place, target: "_blank", rel: "noopener" }, picture);
  }
  if (file.shown === "audio" || file.shown === "video") {
    return make(file.shown, { src: place, controls: true, preload: "metadata", ariaLabel: `${kind}: ${file.name}` });
  }
  const about = make("span", { className: "about", textContent: inBytes(file.size) });
  const label = make("bdi", { textContent: file.name || kind });
  if (file.shown === "link") return make("a", { className: "file", href: place, download: "" }, label, about);
  about.textContent = words[file.shown === "too-large" ? "fileLarge" : "fileLost"];
  return make("span", { className: "file" }, label, about);
}

// What is still on its way -----------------------------------------------------------------------------------------

export function makeWaiting(entry, takeBack) {
  const bubble = makeBubble({ author: "customer", text: entry.text, at: new Date(entry.at ?? Date.now()) });
  bubble.classList.add("unsent");
  bubble.dataset.id = entry.id;
  if (entry.file) bubble.prepend(makeComing(entry, takeBack));
  bubble.querySelector(".foot").before(make("span", { className: "hint", textContent: words.pending }));
  return bubble;
}

function makeComing(entry, takeBack) {
  const { name, size } = entry.file;
  const progress = make("progress", { max: 1, value: 0, ariaLabel: fill(words.sending, { name }) });
  const back = make("button", { type: "button", className: "back", title: words.remove, textContent: "×" });
  back.ariaLabel = fill(words.removes, { name });
  back.addEventListener("click", () => takeBack(entry.id));
  const about = make("span", { className: "about", textContent: inBytes(size) });
  return make("span", { className: "file" }, make("bdi", { textContent: name }), about, progress, back);
}

export function drawProgress(bubble, share) {
  const progress = bubble?.querySelector("progress");
  if (progress) progress.value = share;
}

export function drawMark(bubble, state) {
  const mark = bubble.querySelector(".mark");
  if (mark.title !== words[state]) mark.replaceWith(makeMark(state));
}

// The lines between the days ----------------------------------------------------------------------------------------

export function drawDays(list) {
  let last = "";
  for (const item of [...list.children]) {
    const at = item.dataset.at;
    if (!at) {
      item.remove();
      continue;
    }
    const name = day(new Date(at));
    if (name !== last) item.before(make("li", { className: "day" }, make("span", { textContent: name })));
    last = name;
  }
}
