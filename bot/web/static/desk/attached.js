// Names the files that were chosen, in place of what browsers say in a language of their own.
import { changed } from "./page.js";

function name() {
  const told = document.getElementById("attached");
  const files = document.getElementById("reply-files")?.files ?? [];
  if (told) told.textContent = [...files].map((file) => file.name).join(", ");
}

document.addEventListener("change", ({ target }) => target.id === "reply-files" && name());
document.addEventListener("desk:sent", name);
changed.addEventListener("page", name);
