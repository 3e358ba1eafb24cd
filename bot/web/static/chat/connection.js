// The way to the server: words and buttons go by a socket, files by requests of their own, one at a time and always
// under the same id, so that none is lost, doubled or overtaken. What the server keeps comes back by the socket.

import { fill, limited, unwarn, warn, words } from "./page.js";
import { blobOf, drop, queue } from "./queue.js";

const LONGEST_PAUSE = 15; // seconds, as the next
const LONGEST_WAIT = 20;
const LONGEST_SILENCE = 60; // of a file on its way

let parts; // what hears of it: show, typing, taken, refused, progress, changed
let socket;
let failures = 0;
let inFlight = null;
let upload = null;
let timer;
let patience;
let opened = false; // the newest socket
let wait = 0; // seconds that the server asked for
let fresh = true; // nothing has come by the newest socket yet

export function begin(hearing) {
  parts = hearing;
  connect();
}

export const isSent = (id) => id === inFlight;
export const isConnected = () => !fresh;

const pause = () => Math.min(LONGEST_PAUSE, 2 ** failures++) * 1000 * (0.75 + Math.random() / 4);

function connect() {
  clearTimeout(timer);
  socket = new WebSocket(new URL("/chat", location.href.replace(/^http/, "ws")));
  opened = false;
  socket.onopen = () => (opened = true);
  socket.onmessage = (event) => hear(JSON.parse(event.data));
  socket.onclose = (event) => {
    if (event.code === 1009 && inFlight) refuse(inFlight, "too-long");
    reconnect();
  };
}

function reconnect() {
  fresh = true;
  if (!upload) answered();
  parts.state(navigator.onLine && failures < 2 ? "connecting" : "offline");
  if (!navigator.cookieEnabled) return warn(words.cookies);
  timer = setTimeout(opened ? connect : renew, wait ? wait * 1000 : pause());
  wait = 0;
}

// A socket that never opened may have been refused for its cookie, which the page gives out.
async function renew() {
  await fetch("/").catch(() => undefined);
  connect();
}

// A phone that changed networks may keep a dead socket for minutes.
function abandon() {
  socket.onclose = socket.onmessage = null;
  socket.close();
  reconnect();
}

function answered() {
  clearTimeout(patience);
  inFlight = upload = null;
  parts.changed();
}

function connectNow() {
  if (document.visibilityState === "visible" && socket.readyState === WebSocket.CLOSED && navigator.cookieEnabled) connect();
}

export function sendNext() {
  const next = queue()[0];
  if (!next || inFlight || socket.readyState !== WebSocket.OPEN) return;
  inFlight = next.id;
  parts.changed();
  if (next.file) return void sendFile(next);
  patience = setTimeout(abandon, LONGEST_WAIT * 1000);
  socket.send(JSON.stringify(next.button ? { id: next.id, button: next.button } : { id: next.id, text: next.text }));
}

function hear(answer) {
  if (answer.messages) return showAll(answer.messages, answer.asked);
  if (answer.limited) return void (wait = limited(answer.limited, answer.after));
  answered();
  if (answer.retry && answer.after) return void setTimeout(sendNext, limited(answer.reason, answer.after) * 1000);
  if (answer.retry) return void setTimeout(sendNext, pause());
  if (answer.taken) {
    const entry = drop(answer.taken);
    unwarn();
    if (answer.typing) parts.typing();
    if (entry) parts.taken(entry);
  }
  if ("refused" in answer) refuse(answer.refused ?? queue()[0]?.id, answer.reason);
  failures = 0;
  sendNext();
}

function showAll(messages, asked) {
  const first = fresh;
  fresh = false;
  parts.show(messages, first, asked);
  if (!first) return;
  failures = 0;
  parts.state("");
  sendNext();
}

function refuse(id, reason) {
  const entry = drop(id);
  const says = reason.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  warn(fill(words[says] ?? words.malformed, { name: entry?.file?.name ?? "" }));
  if (entry) parts.refused(entry);
}

// Files -----------------------------------------------------------------------------------------------------------

async function sendFile(entry) {
  const blob = await blobOf(entry.id);
  if (inFlight !== entry.id) return;
  if (!blob) return void hear({ refused: entry.id, reason: "file-gone" });
  const request = (upload = new XMLHttpRequest());
  const patient = () => {
    clearTimeout(patience);
    patience = setTimeout(() => request.abort(), LONGEST_SILENCE * 1000);
  };
  patient();
  request.open("POST", `/chat/files/${entry.id}`);
  request.upload.onprogress = (event) => {
    patient();
    parts.progress(entry.id, event.loaded / event.total);
  };
  request.onloadend = () => upload === request && hear(read(request, entry.id));
  // One line says how it is called and what is said with it; then come its bytes.
  request.send(new Blob([`${JSON.stringify({ text: entry.text, name: entry.file.name })}\n`, blob]));
}

function read(request, id) {
  if (request.status === 200) return JSON.parse(request.responseText);
  if (request.status === 429) return { retry: id, reason: "uploads", after: Number(request.getResponseHeader("Retry-After")) || 60 };
  if (request.status === 400 || request.status === 413) return { refused: id, reason: "file-unreadable" };
  return { retry: id };
}

export function takeBack(id) {
  const request = id === inFlight ? upload : null;
  if (request) answered();
  request?.abort();
  drop(id);
  sendNext();
}

addEventListener("online", connectNow);
addEventListener("offline", () => parts.state("offline"));
document.addEventListener("visibilitychange", connectNow);
