// The customers' chat: wires its parts, and has them do what the customer does.

import * as away from "./chat/away.js";
import * as composer from "./chat/composer.js";
import * as connection from "./chat/connection.js";
import * as log from "./chat/log.js";
import { find, unwarn, words } from "./chat/page.js";
import { add, onChange } from "./chat/queue.js";

const state = find("state");

function say(...entries) {
  unwarn(true);
  add(...entries);
  log.toTheEnd();
  connection.sendNext();
}

function show(messages, first, asked) {
  const isBack = state.textContent === "" || state.dataset.was === "here";
  const here = log.show(messages, first, asked);
  if (isBack) away.heard(here.filter((message) => message.author !== "customer"));
  if (log.hasChoices()) composer.letGo();
}

function taken(entry) {
  // Who chose a language wants the page in it as well.
  const language = entry.button?.startsWith(words.languageButton) && entry.button.slice(words.languageButton.length);
  if (language) location.replace(`/?lang=${encodeURIComponent(language)}`);
}

function tellState(now) {
  state.textContent = now ? words[now] : "";
  if (!now) state.dataset.was = "here";
  document.body.classList.toggle("offline", now === "offline");
  log.draw();
}

log.onTap((data, label) => {
  say({ button: data, text: label });
  composer.focus();
});

for (const button of document.querySelectorAll("button[data-command]")) {
  button.addEventListener("click", () => say({ text: button.dataset.command }));
}

// What was told so far is not thrown away by a tap that was not meant.
const sure = find("sure");
find("anew").addEventListener("click", () => sure.showModal());
sure.addEventListener("close", () => {
  if (sure.returnValue === "anew") say({ text: log.isEmpty() ? "/start" : "/cancel" });
  sure.returnValue = "";
});

if (new URLSearchParams(location.search).has("lang")) history.replaceState(null, "", "/");
find("needs-script").remove();
find("menu").hidden = false;
onChange(log.draw);
composer.begin(say);
tellState("connecting");
connection.begin({
  show,
  taken,
  state: tellState,
  typing: log.showTyping,
  progress: log.progress,
  changed: log.draw,
  refused: (entry) => entry.button || composer.giveBack(entry.text),
});
