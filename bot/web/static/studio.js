// What the studio's pages do beyond their forms: save while somebody types, mark what is too long, check a text.
// By this an answer is a piece of the page, and one that the session has ended is no page to sign in.
const HEADERS = { "X-Requested-With": "studio" };
const PAUSE = 1500;
const later = new Map();

function soon(what, key, pause = PAUSE) {
  clearTimeout(later.get(key));
  later.set(key, setTimeout(what, pause));
}

// A button shows so many signs, of which a Chinese one takes two; a message takes so many of UTF-16.
function tooLong(box) {
  const signs = box.dataset.label ? [...box.value].reduce((sum, sign) => sum + (sign >= "\u2e80" ? 2 : 1), 0) : box.value.length;
  return signs > Number(box.dataset.most);
}

const words = document.querySelector("form[data-saves]");
if (words) {
  const status = document.getElementById("saved");
  const boxes = [...words.querySelectorAll("textarea[data-most]")];
  const changed = () => boxes.filter((box) => box.value !== box.defaultValue);
  const seen = (box) => box.parentElement.querySelector("input[type=hidden]");
  let saving = false;
  const save = async () => {
    const mine = changed().filter((box) => !box.dataset.clash);
    if (saving || !mine.length) return;
    saving = true;
    const sent = new Map(mine.map((box) => [box.name, box.value]));
    const body = new URLSearchParams();
    for (const box of mine) {
      body.append(box.name, box.value);
      body.append(`seen:${box.name}`, seen(box).value);
    }
    status.textContent = words.dataset.saving;
    try {
      const answer = await fetch(words.action, { method: "POST", body, headers: HEADERS });
      if (!answer.headers.get("Content-Type").startsWith("application/json")) throw new Error(String(answer.status));
      const { kept, clashes, said } = await answer.json();
      for (const box of mine) {
        if (box.name in kept) {
          box.defaultValue = sent.get(box.name);
          seen(box).value = kept[box.name];
          box.parentElement.classList.toggle("changed", box.value !== box.defaultValue);
        } else if (clashes.includes(box.name)) {
          box.dataset.clash = "yes"; // the button sends it, and the page then shows both
        }
      }
      status.textContent = said;
    } catch {
      status.textContent = words.dataset.failed;
    }
    saving = false;
    if (changed().some((box) => !box.dataset.clash)) soon(save, words);
  };
  words.addEventListener("input", ({ target: box }) => {
    if (!box.dataset.most) return;
    const long = tooLong(box);
    box.parentElement.classList.toggle("too-long", long);
    box.parentElement.querySelector(".long-note").hidden = !long;
    box.parentElement.classList.toggle("changed", box.value !== box.defaultValue);
    soon(save, words);
  });
}

const yaml = document.querySelector("form[data-check]");
if (yaml) {
  const problems = document.getElementById("problems");
  let asked = 0;
  const check = async () => {
    const number = ++asked;
    const body = new URLSearchParams(new FormData(yaml));
    const answer = await fetch(yaml.dataset.check, { method: "POST", body, headers: HEADERS }).catch(() => null);
    if (!answer?.ok || number !== asked) return;
    problems.innerHTML = await answer.text(); // our own page, escaped there; the policy runs no script in it
  };
  yaml.addEventListener("input", () => soon(check, yaml, 400));
  // A line is found by its number; the box is scrolled there.
  const show = (line, cases) => {
    const box = document.getElementById(cases ? "cases" : "text");
    if (!box) return;
    const details = box.closest("details");
    if (details) details.open = true;
    const lines = box.value.split("\n");
    box.dispatchEvent(new CustomEvent("show-line", { detail: line }));
    if (box.hidden) return; // an editor stands over it
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    box.focus();
    box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    box.scrollTop = (line - 4) * (box.scrollHeight / lines.length);
  };
  problems.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    show(Number(link.dataset.line), link.dataset.cases);
  });
  const showAsked = () => {
    const [, line] = /^#line-(\d+)$/.exec(location.hash) ?? [];
    if (line) show(Number(line), "");
  };
  showAsked();
  addEventListener("hashchange", showAsked);
  // The tabulator leaves the box as everywhere; Enter keeps the indentation of the line.
  yaml.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !box.matches("textarea.code")) return;
    const line = box.value.slice(0, box.selectionStart).split("\n").pop();
    const indent = /^ *(?:- )?/.exec(line)[0].replace("-", " ");
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`);
  });
}

// The chosen step is in the middle of the picture.
const picture = document.querySelector(".script-picture");
const chosen = picture?.querySelector("a[aria-current]");
if (chosen) {
  const [around, box] = [picture.getBoundingClientRect(), chosen.getBoundingClientRect()];
  picture.scrollTo(box.left - around.left - (around.width - box.width) / 2, box.top - around.top - (around.height - box.height) / 2);
}

// A known issue is tried while it is written.
const issue = document.querySelector("form[data-try]");
if (issue) {
  const place = document.getElementById("issue-check");
  let number = 0;
  const tryIt = async () => {
    const mine = ++number;
    place.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(issue));
    const answer = await fetch(issue.dataset.try, { method: "POST", body, headers: HEADERS }).catch(() => null);
    if (mine !== number) return;
    place.removeAttribute("aria-busy");
    if (answer?.ok) place.innerHTML = await answer.text(); // our own page, escaped there
  };
  issue.addEventListener("input", () => soon(tryIt, issue, 1000));
}

// Who else is here.
const here = document.getElementById("here");
if (here) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(here.dataset.poll, { headers: HEADERS }).catch(() => null);
    if (answer?.ok) here.innerHTML = await answer.text(); // our own page, escaped there
  }, 20000);
}
