// The customers' chat. Above stands what the server keeps; below it, what is still on its way there.
//
// A message lives in the queue, which outlasts reloads and is shared by all tabs, from the moment it is written until
// the server says it has it. One at a time is sent, always under the same id, so that none is lost, doubled or
// overtaken. What the server keeps comes as messages with ids that sort by time, and may come more than once.

const QUEUE = "tellonce.queue";
const LONGEST_PAUSE = 15; // seconds, as the next
const LONGEST_WAIT = 20;
const LONGEST_TYPING = 40;

const find = (id) => document.getElementById(id);
const [said, waiting, choices, scroller] = ["said", "waiting", "choices", "scroller"].map(find);
const typing = find("typing");
const [form, text, state, notice, empty, length] = ["form", "text", "state", "notice", "empty", "length"].map(find);
const words = document.body.dataset;
const longest = Number(words.longest);
const connecting = state.textContent;
const known = new Map(); // id -> the message as the server keeps it

// The queue ----------------------------------------------------------------------------------------------------

let memory = "[]"; // where the browser keeps nothing for us

function queue() {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) ?? "[]");
  } catch {
    return JSON.parse(memory);
  }
}

function keep(entries) {
  memory = JSON.stringify(entries);
  try {
    localStorage.setItem(QUEUE, memory);
  } catch {
    // then it lasts as long as the page
  }
  draw();
}

const drop = (id) => keep(queue().filter((entry) => entry.id !== id));

// crypto.randomUUID would do, but is missing on plain HTTP.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(entry) {
  notice.hidden = true;
  keep([...queue(), { id: newId(), ...entry }]);
  toTheEnd();
  sendNext();
}

// The connection -----------------------------------------------------------------------------------------------

let socket;
let failures = 0;
let inFlight = null;
let timer;
let patience;
let typingEnds;
let opened = false; // the newest socket
let wait = 0; // seconds that the server asked for

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
  answered();
  state.textContent = connecting;
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
  inFlight = null;
}

function connectNow() {
  if (document.visibilityState === "visible" && socket.readyState === WebSocket.CLOSED && navigator.cookieEnabled) connect();
}

function sendNext() {
  const next = queue()[0];
  if (!next || inFlight || socket.readyState !== WebSocket.OPEN) return;
  inFlight = next.id;
  patience = setTimeout(abandon, LONGEST_WAIT * 1000);
  socket.send(JSON.stringify(next.button ? { id: next.id, button: next.button } : { id: next.id, text: next.text }));
}

function hear(answer) {
  if (answer.messages) return show(answer.messages);
  if (answer.limited) return void (wait = limited(answer.limited, answer.after));
  answered();
  if (answer.retry && answer.after) return void setTimeout(sendNext, limited(answer.reason, answer.after) * 1000);
  if (answer.retry) return void setTimeout(sendNext, pause());
  if (answer.taken) {
    if (answer.typing) showTyping();
    drop(answer.taken);
    unwarn();
  }
  if ("refused" in answer) refuse(answer.refused ?? queue()[0]?.id, answer.reason);
  failures = 0;
  sendNext();
}

function refuse(id, reason) {
  const entry = queue().find((candidate) => candidate.id === id);
  drop(id);
  warn(reason === "too-long" ? words.tooLong : words.malformed);
  if (!entry?.text || entry.button) return;
  text.value = text.value ? `${entry.text}\n${text.value}` : entry.text; // nothing written is thrown away
  count();
}

function warn(message) {
  notice.textContent = message;
  notice.hidden = false;
}

// Says why it has to wait and until when; returns for how many seconds.
function limited(reason, seconds) {
  const why = words[reason.replace(/-(.)/g, (_, letter) => letter.toUpperCase())];
  const time = new Date(Date.now() + seconds * 1000).toLocaleTimeString(document.documentElement.lang);
  warn(why.replace("{time}", time));
  notice.dataset.passes = "";
  return seconds;
}

function unwarn() {
  if ("passes" in notice.dataset) notice.hidden = true;
  delete notice.dataset.passes;
}

// What is to be seen -------------------------------------------------------------------------------------------

function show(messages) {
  const first = state.textContent !== "";
  const follow = first || nearTheEnd() || messages.some((message) => message.author === "customer");
  state.textContent = "";
  for (const message of messages) place(message, first);
  draw();
  if (follow) toTheEnd();
  if (first) {
    failures = 0;
    sendNext();
  }
}

// What is kept unread is answered when the customer pauses.
function showTyping() {
  typing.hidden = false;
  clearTimeout(typingEnds);
  typingEnds = setTimeout(hideTyping, LONGEST_TYPING * 1000);
  toTheEnd();
}

function hideTyping() {
  clearTimeout(typingEnds);
  typing.hidden = true;
}

function place(message, old) {
  if (known.has(message.id)) return;
  if (message.author !== "customer") hideTyping();
  known.set(message.id, message);
  const bubble = makeBubble(message.author, message.text, message.name);
  bubble.dataset.id = message.id;
  bubble.classList.toggle("old", old);
  const later = [...said.children].find((other) => other.dataset.id > message.id);
  said.insertBefore(bubble, later ?? null);
}

function makeBubble(author, words, name) {
  const bubble = document.createElement("li");
  bubble.className = `bubble ${author}`;
  if (name) bubble.append(Object.assign(document.createElement("span"), { className: "name", textContent: name }));
  bubble.append(Object.assign(document.createElement("p"), { textContent: words }));
  return bubble;
}

function draw() {
  const entries = queue();
  const shown = new Map([...waiting.children].map((bubble) => [bubble.dataset.id, bubble]));
  waiting.replaceChildren(...entries.map((entry) => shown.get(entry.id) ?? makeWaiting(entry)));
  empty.hidden = state.textContent !== "" || known.size + entries.length > 0;
  drawChoices(entries.length === 0);
}

function makeWaiting(entry) {
  const bubble = makeBubble("customer unsent", entry.text);
  bubble.dataset.id = entry.id;
  bubble.append(Object.assign(document.createElement("span"), { className: "hint", textContent: words.pending }));
  return bubble;
}

// Only the newest message may be answered by a button.
function drawChoices(free) {
  const newest = known.get(said.lastElementChild?.dataset.id);
  const offered = free && newest?.author === "bot" ? newest.choices : [];
  if (choices.dataset.of === (offered.length ? newest.id : "")) return;
  choices.dataset.of = offered.length ? newest.id : "";
  choices.replaceChildren(...offered.map(([data, label]) => makeChoice(data, label)));
}

function makeChoice(data, label) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", () => {
    say({ button: data, text: label });
    text.focus({ preventScroll: true });
  });
  return button;
}

const nearTheEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
const toTheEnd = () => (scroller.scrollTop = scroller.scrollHeight);

// What the customer does ---------------------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const written = text.value.trim();
  if (!written) return;
  if (written.length > longest) return warn(words.tooLong); // it stays in the box
  text.value = "";
  count();
  grow();
  say({ text: written });
});

// Enter sends where there is a real keyboard; while a Chinese word is being composed it only ends the word.
text.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || composing || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  form.requestSubmit();
});

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

// Told from four fifths of the limit on. What is pasted is never cut, as maxlength would do.
function count() {
  length.hidden = text.value.length < 0.8 * longest;
  length.textContent = length.hidden ? "" : `${words.length} ${text.value.length}`;
}

text.addEventListener("input", grow);
text.addEventListener("input", count);
addEventListener("storage", (event) => event.key === QUEUE && draw());
addEventListener("online", connectNow);
document.addEventListener("visibilitychange", connectNow);
draw();
connect();
