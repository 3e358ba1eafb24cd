// What somebody types whose session has ended stays in its box: they sign in beside it, and it is sent.
export function askToSignIn(form, again) {
  const open = document.querySelector(".again");
  if (open && !form) return;
  const pasted = open?.querySelector("input").value ?? "";
  open?.remove();
  const place = form ?? document.getElementById("composer") ?? document.getElementById("list");
  place.before(document.getElementById("sign-in-again").content.cloneNode(true));
  const box = document.querySelector(".again");
  const [link, problem, button] = ["input", ".problem", "button"].map((part) => box.querySelector(part));
  link.value = pasted;
  const signIn = async () => {
    button.disabled = true;
    let answer = await whoIsThere(); // a link in another tab, or the box before this one, may have done it
    if (!answer.ok && link.value.trim()) {
      answer = await fetch("/sign-in", { method: "POST", body: new URLSearchParams({ link: link.value }) });
    }
    button.disabled = false;
    problem.hidden = answer.ok;
    if (!answer.ok) return;
    box.remove();
    again();
  };
  button.addEventListener("click", () => signIn().catch(() => (button.disabled = false)));
  if (form) link.focus();
}

// Where nobody is signed in, this is 401 and not the way to the door.
export const whoIsThere = () =>
  fetch("/desk/sessions", { method: "HEAD", headers: { "X-Requested-With": "desk" } });
