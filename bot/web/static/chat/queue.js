// What is on its way to the server: it outlasts reloads and is shared by all tabs, from the moment it is written until
// the server says that it has it. The bytes of files are kept beside, where the browser has room for them.

import { recall, remember } from "./page.js";

const QUEUE = "tellonce.queue";
const STORE = "files";

const blobs = new Map(); // of files that were chosen on this page
const listeners = [];

export const onChange = (listener) => listeners.push(listener);
const changed = () => listeners.forEach((listener) => listener());

export function queue() {
  try {
    return JSON.parse(recall(QUEUE) ?? "[]");
  } catch {
    return [];
  }
}

function keep(entries) {
  remember(QUEUE, JSON.stringify(entries));
  changed();
}

export function add(...entries) {
  const made = entries.map(({ blob, ...entry }) => {
    const id = newId();
    if (blob) keepBlob(id, blob);
    return { id, at: Date.now(), ...entry };
  });
  keep([...queue(), ...made]);
}

export function drop(id) {
  const entry = queue().find((one) => one.id === id);
  if (entry?.file) dropBlob(id);
  keep(queue().filter((one) => one.id !== id));
  return entry;
}

// crypto.randomUUID would do, but is missing on plain HTTP.
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

addEventListener("storage", (event) => event.key === QUEUE && changed());

// The bytes of files -----------------------------------------------------------------------------------------------

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode) {
  const opening = indexedDB.open("tellonce", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return (await asked(opening)).transaction(STORE, mode).objectStore(STORE);
}

async function keepBlob(id, blob) {
  blobs.set(id, blob);
  await store("readwrite").then((files) => asked(files.put(blob, id))).catch(() => undefined); // as long as the page then
}

async function dropBlob(id) {
  blobs.delete(id);
  await store("readwrite").then((files) => asked(files.delete(id))).catch(() => undefined);
}

// Nothing if the browser has it no more.
export async function blobOf(id) {
  return blobs.get(id) ?? store("readonly").then((files) => asked(files.get(id))).catch(() => undefined);
}
