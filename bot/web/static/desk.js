// What the desk's pages do beyond htmx: the count in the title, the lost connection, the newest bubble in sight.
const transcript = () => document.getElementById("transcript");
let atTheEnd = true;

function toTheEnd() {
  const log = transcript();
  if (log) log.scrollTop = log.scrollHeight;
}

document.addEventListener("htmx:wsBeforeMessage", () => {
  const log = transcript();
  atTheEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
});

document.addEventListener("htmx:wsAfterMessage", () => {
  const waiting = Number(document.getElementById("badge").dataset.waiting);
  document.title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  if (atTheEnd) toTheEnd();
});

document.addEventListener("htmx:afterSettle", toTheEnd);
document.addEventListener("htmx:wsClose", async () => {
  document.getElementById("offline").hidden = false;
  // A session that has ended looks like a lost connection: only the server knows.
  const answer = await whoIsThere().catch(() => null);
  if (answer?.status === 401 && !document.querySelector(".again")) askToSignIn(document.getElementById("reply-box") ?? document.getElementById("content").firstElementChild);
});
document.addEventListener("htmx:wsOpen", () => (document.getElementById("offline").hidden = true));

// Ctrl or ⌘ with Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
});

// What somebody types whose session has ended stays in its box: they sign in beside it, and it is sent.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 401) askToSignIn(event.detail.elt, event.detail.elt);
});

function askToSignIn(place, form) {
  document.querySelector(".again")?.remove();
  place.before(document.getElementById("sign-in-again").content.cloneNode(true));
  const box = document.querySelector(".again");
  const [link, problem, button] = ["input", ".problem", "button"].map((part) => box.querySelector(part));
  const signIn = async () => {
    button.disabled = true;
    const answer = await (link.value.trim()
      ? fetch("/sign-in", { method: "POST", body: new URLSearchParams({ link: link.value }) })
      : whoIsThere());
    button.disabled = false;
    problem.hidden = answer.ok;
    if (!answer.ok) return;
    box.remove();
    form?.requestSubmit();
  };
  button.addEventListener("click", () => signIn().catch(() => (button.disabled = false)));
  if (form) link.focus();
}

// Where nobody is signed in, this is 401 and not the way to the door.
const whoIsThere = () => fetch("/desk/sessions", { method: "HEAD", headers: { "HX-Request": "true" } });

toTheEnd();
