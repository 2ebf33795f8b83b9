// Keeps what is typed into a report until it is sent: on the server while one types, and on this device as long as the
// server has not got it, locked with a key that only the server gives out. Every page works without this.
const QUICKLY = 300;
const SOON = 1500;
const AGAIN = 5000;
const form = document.querySelector("form[data-place]");
const status = document.querySelector("[data-keep-status]");

for (const each of document.querySelectorAll("[data-clear]")) {
  localStorage.removeItem(each.dataset.clear);
  sessionStorage.removeItem(each.dataset.clear);
}

const LEFT_OUT = new Set(["csrfmiddlewaretoken", "confidential", "began", "website"]);

function tell(name) {
  if (status && status.dataset[name]) {
    status.textContent = status.dataset[name];
  }
}

function typed() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (!LEFT_OUT.has(name) && typeof value === "string") {
      found[name] = value;
    }
  }
  return found;
}

// With a key what is kept survives the browser; without one (nobody is signed in, or the connection is not secure) it
// stays as long as the tab does.
const locked = Boolean(form && form.dataset.key && globalThis.crypto && crypto.subtle);
const shelf = locked ? localStorage : sessionStorage;
let key = null;

async function ownKey() {
  if (!key) {
    const bytes = Uint8Array.from(atob(form.dataset.key), (letter) => letter.charCodeAt(0));
    key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
  return key;
}

function asText(bytes) {
  let text = "";
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}

async function lock(text) {
  if (!locked) {
    return text;
  }
  const first = crypto.getRandomValues(new Uint8Array(12));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv: first }, await ownKey(), new TextEncoder().encode(text));
  return `${asText(first)}.${asText(new Uint8Array(body))}`;
}

async function unlock(kept) {
  if (!locked) {
    return kept;
  }
  const [first, body] = kept.split(".").map((part) => Uint8Array.from(atob(part), (letter) => letter.charCodeAt(0)));
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: first }, await ownKey(), body));
}

let version = 0;
let onDevice = 0;
let onServer = 0;
let shelving = null;
let quick = 0;
let slow = 0;

async function putOnDevice() {
  const now = version;
  try {
    const text = await lock(JSON.stringify(typed()));
    if (now > onServer) {
      shelf.setItem(form.dataset.place, text);
    }
    onDevice = now;
  } catch {
    // the device takes no more (private window, full): the server still does
  }
}

function shelve() {
  shelving = (shelving || Promise.resolve()).then(putOnDevice);
  return shelving;
}

async function putOnServer(again = false) {
  if (!form.dataset.keep || version === onServer) {
    return;
  }
  const now = version;
  const body = new URLSearchParams(typed());
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  try {
    const answer = await fetch(form.dataset.keep, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token ? token.value : "" },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.status === 204) {
      onServer = now;
      if (version === now) {
        shelf.removeItem(form.dataset.place);
      }
      tell("saved");
      return;
    }
  } catch {
    // no connection
  }
  if (again !== true) {
    tell("offline"); // once: what was said since may matter more
  }
  clearTimeout(slow);
  slow = setTimeout(putOnServer, AGAIN, true);
}

function changed() {
  version += 1;
  clearTimeout(quick);
  clearTimeout(slow);
  quick = setTimeout(shelve, QUICKLY);
  slow = setTimeout(putOnServer, SOON);
}

function fill(kept) {
  let filled = false;
  for (const [name, value] of Object.entries(kept)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") {
        filled ||= field.value === value && !field.checked;
        field.checked = field.value === value;
      } else if (field.type !== "hidden" && field.value !== value) {
        field.value = value;
        filled = true;
      }
    }
  }
  return filled;
}

async function restore() {
  const kept = shelf.getItem(form.dataset.place);
  if (!kept) {
    return;
  }
  try {
    if (fill(JSON.parse(await unlock(kept)))) {
      tell("restored");
      changed();
    }
  } catch {
    shelf.removeItem(form.dataset.place); // somebody else's, or damaged: nobody can read it
  }
}

// Browsers are sure when they say that there is a connection; when they say there is none, some are wrong.
async function reached() {
  if (navigator.onLine) {
    return true;
  }
  try {
    await fetch(form.action, { method: "HEAD", cache: "no-store", redirect: "manual" });
    return true;
  } catch {
    return false;
  }
}

// What was typed a moment ago is on the device before the page goes. Then the form is sent without a second event, and
// says itself which button was pressed.
let going = false;
async function beforeSending(event) {
  event.preventDefault();
  if (going) {
    return;
  }
  going = true;
  const { submitter } = event;
  await shelve();
  if (!(await reached())) {
    going = false;
    tell("again");
    return;
  }
  if (submitter && submitter.name) {
    const pressed = document.createElement("input");
    pressed.type = "hidden";
    pressed.name = submitter.name;
    pressed.value = submitter.value;
    pressed.dataset.pressed = "";
    form.append(pressed);
  }
  clearTimeout(slow);
  form.submit();
}

// Who comes back by the browser's own button may send again.
window.addEventListener("pageshow", () => {
  going = false;
  for (const pressed of document.querySelectorAll("[data-pressed]")) {
    pressed.remove();
  }
});

if (form) {
  // a fresh report has an address of its own, so that loading the page again finds it
  const own = new URL(form.action);
  if (form.dataset.keep && own.origin === location.origin && own.pathname !== location.pathname) {
    history.replaceState(history.state, "", own.pathname);
  }
  await restore();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", beforeSending);
  window.addEventListener("online", putOnServer);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && version > onDevice) {
      shelve();
    }
  });
}
