// How far a run got that goes on beside the page: a replay, an import. Its piece of the page is asked for again.
const HEADERS = { "X-Requested-With": "studio" };
const run = document.getElementById("run");

async function look() {
  if (!run.querySelector("[data-running]")) return;
  const answer = await fetch(run.dataset.poll, { headers: HEADERS }).catch(() => null);
  if (answer?.ok) run.innerHTML = await answer.text(); // our own page, escaped there
  if (!run.querySelector("[data-running]")) document.querySelector("form button[disabled]")?.removeAttribute("disabled");
  setTimeout(look, 1000);
}
if (run) setTimeout(look, 700);
