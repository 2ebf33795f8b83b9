// Warns two minutes before the session locks, and covers the page when it does. The lock itself is the server's:
// without this script the next page that is asked for is the lock.
const warning = document.querySelector("[data-idle-warning]");
const cover = document.querySelector("[data-idle-lock]");
const left = warning.querySelector("[data-idle-left]");
const warnAt = Number(warning.dataset.warn);
const SECOND = 1000;

let endsAt = Date.now() + Number(warning.dataset.left) * SECOND;
let timer = 0;

function seconds() {
  return Math.round((endsAt - Date.now()) / SECOND);
}

// While something is typed or clicked, the server is told now and then: writing is no idleness. What was done before
// the computer slept does not count when it wakes.
const LATELY = 60 * SECOND;
let doneAt = 0;
let toldAt = Date.now();
for (const kind of ["keydown", "pointerdown", "input"]) {
  document.addEventListener(kind, () => { doneAt = Date.now(); }, { passive: true });
}

function busy() {
  return doneAt > toldAt && Date.now() - doneAt < LATELY && Date.now() - toldAt > 30 * SECOND;
}

async function ask(address, form) {
  const options = { headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual" };
  if (form) {
    options.method = "POST";
    options.body = new URLSearchParams(new FormData(form));
  }
  const response = await fetch(address, options);
  return response.type === "opaqueredirect" ? { locked: true } : response.json();
}

function heed(state) {
  if (state.ended) {
    // what is typed here stays: whoever signs in again in another tab finds it
    lock();
    tell(warning.dataset.ended);
    cover.querySelector("[data-idle-again]").hidden = false;
  } else if (state.who && state.who !== warning.dataset.who) {
    window.location.assign("/");
  } else if (state.locked) {
    lock();
  } else if (typeof state.left === "number") {
    endsAt = Date.now() + state.left * SECOND;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
      field.value = state.token;
    }
    unlock();
    if (seconds() > warnAt && warning.open) {
      warning.close();
    }
  }
}

function tell(text) {
  const wrong = cover.querySelector("[data-idle-wrong]");
  wrong.hidden = !text;
  wrong.textContent = text || "";
}

function lock() {
  if (warning.open) {
    warning.close();
  }
  document.body.classList.add("sign-in-locked");
  if (!cover.open) {
    cover.showModal();
    cover.querySelector("[name=password]").focus();
  }
}

function unlock() {
  tell("");
  cover.querySelector("[data-idle-again]").hidden = true;
  document.body.classList.remove("sign-in-locked");
  if (cover.open) {
    cover.close();
  }
}

async function look() {
  clearTimeout(timer);
  try {
    if (busy() && !cover.open && !warning.open) {
      toldAt = Date.now();
      heed(await ask(warning.querySelector("form").action, warning.querySelector("form")));
    } else if (seconds() <= warnAt && !cover.open) {
      // another page of the same session may have put the lock off meanwhile
      heed(await ask(warning.dataset.state));
      show();
    } else if (cover.open) {
      heed(await ask(warning.dataset.state));
    }
  } catch (error) {
    if (seconds() <= 0) {
      lock();
    }
  }
  timer = setTimeout(look, seconds() <= warnAt ? SECOND : Math.min(15, Math.max(1, seconds() - warnAt)) * SECOND);
}

function show() {
  if (seconds() <= 0) {
    lock();
  } else if (seconds() <= warnAt && !cover.open) {
    if (!warning.open) {
      warning.showModal();
    }
    left.textContent = `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`;
  }
}

warning.querySelector("[data-idle-stay]").addEventListener("submit", async (event) => {
  event.preventDefault();
  heed(await ask(event.target.action, event.target));
});
warning.addEventListener("cancel", (event) => {
  event.preventDefault();
  warning.querySelector("[data-idle-stay]").requestSubmit();
});
cover.addEventListener("cancel", (event) => event.preventDefault());
cover.querySelector("[data-idle-unlock]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = event.target.querySelector("[name=password]");
  const state = await ask(event.target.action, event.target);
  field.value = "";
  tell(state.wrong);
  if (!state.wrong) {
    heed(state);
  }
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) { look(); } });
look();
