// What all parts of the chat share: the elements of the page, its words, and times in the words of who reads them.

export const find = (id) => document.getElementById(id);
export const words = document.body.dataset;
export const longest = Number(words.longest);
export const largestFile = Number(words.largestFile);

// Where there is no real keyboard, one that covers half of the screen opens with the focus of the box.
export const isTouch = () => matchMedia("(pointer: coarse)").matches;

export function make(tag, fields = {}, ...children) {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...children);
  return element;
}

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Characters as the server counts them: one of two halves is one.
export const lengthOf = (text) => [...text].length;

export function inBytes(count) {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${Math.round(count / 1000)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}

// What the browser keeps for us, or, where it keeps nothing, the page.

const memory = new Map();

export function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return memory.get(name) ?? null;
  }
}

export function remember(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // then it lasts as long as the page
  }
}

// Times -------------------------------------------------------------------------------------------------------------

// The language of the page, as it is written where the reader lives: that decides between 14:05 and 2:05 PM.
const page = document.documentElement.lang;
const language = navigator.languages.find((one) => one.split("-")[0] === page.split("-")[0]) ?? page;
const hours = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const dates = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
const farDates = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const near = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

export const time = (at) => hours.format(at);

const midnight = (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate());

export function day(at) {
  const ago = Math.round((midnight(at) - midnight(new Date())) / 86_400_000);
  if (ago === 0 || ago === -1) return near.format(ago, "day").replace(/^./, (letter) => letter.toLocaleUpperCase());
  return (ago > -180 ? dates : farDates).format(at);
}

// The notice above the box -----------------------------------------------------------------------------------------

const notice = find("notice");

export function warn(message) {
  notice.textContent = message;
  notice.hidden = false;
  delete notice.dataset.passes;
}

// Says why it has to wait and until when; returns for how many seconds.
export function limited(reason, seconds) {
  const why = words[reason.replace(/-(.)/g, (_, letter) => letter.toUpperCase())] ?? words.messages;
  warn(fill(why, { time: time(new Date(Date.now() + seconds * 1000)) }));
  notice.dataset.passes = "";
  return seconds;
}

// Takes back what was said of a wait that is over, or, with `all`, whatever was said.
export function unwarn(all = false) {
  if (all || "passes" in notice.dataset) notice.hidden = true;
}
