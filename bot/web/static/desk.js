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
document.addEventListener("htmx:wsClose", () => (document.getElementById("offline").hidden = false));
document.addEventListener("htmx:wsOpen", () => (document.getElementById("offline").hidden = true));

// Ctrl or ⌘ with Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
});

toTheEnd();
