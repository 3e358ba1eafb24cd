// The socket by which the page is kept up to date; it comes back by itself, and tells that somebody looks.
import { bringIn, changed } from "./page.js";
import { askToSignIn, whoIsThere } from "./sign_in_again.js";

const FIRST = 500;
const LONGEST = 15_000;
let socket = null;
let followed = "";
let wait = FIRST;

function follow() {
  const address = document.getElementById("content").dataset.live;
  if (!address || (address === followed && socket)) return;
  followed = address;
  letGo(socket);
  const here = new WebSocket(new URL(address, location.href.replace(/^http/, "ws")));
  socket = here;
  here.addEventListener("open", () => {
    wait = FIRST;
    offline(false);
    seen();
  });
  here.addEventListener("message", ({ data }) => {
    if (here !== socket) return;
    bringIn(data);
    seen();
  });
  here.addEventListener("close", () => here === socket && comeBack());
}

// One that is closed before it is open is told as a fault in the browser's console.
function letGo(old) {
  if (old?.readyState === WebSocket.CONNECTING) old.addEventListener("open", () => old.close());
  else old?.close();
}

async function comeBack() {
  socket = null;
  offline(true);
  // A session that has ended looks like a lost connection: only the server knows.
  const answer = await whoIsThere().catch(() => null);
  if (answer?.status === 401) return askToSignIn(null, follow);
  setTimeout(follow, wait * (0.5 + Math.random() / 2));
  wait = Math.min(2 * wait, LONGEST);
}

function offline(is) {
  document.getElementById("offline").hidden = !is;
}

function seen() {
  const log = document.getElementById("transcript");
  if (log && !document.hidden && socket?.readyState === WebSocket.OPEN) socket.send("seen");
}

document.addEventListener("visibilitychange", seen);
changed.addEventListener("page", follow);
follow();
