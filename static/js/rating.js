// Rating by single keys. Without this file every button is a form of its own and the page comes back at the next item.
// A digit, n, x: rate and go to the next unrated · j k: next, last item · u: next unrated · e: evidence · Esc: out of it

const board = document.querySelector("[data-rating]");
const refused = document.querySelector("[data-refused]");
const saved = document.querySelector("[data-saved]");
const items = () => [...board.querySelectorAll("[data-item]")];
const writing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

let here = null; // the code of the item that keys rate
let queue = Promise.resolve(); // one at a time, in the order of the keys
const waiting = new Set(); // rated on the page, not yet answered

const find = (code) => items().find((item) => item.dataset.item === code);

const go = (item) => {
  if (!item) return;
  for (const other of board.querySelectorAll(".is-now")) other.classList.remove("is-now");
  here = item.dataset.item;
  item.classList.add("is-now");
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};

const isLeft = (item) => item.hasAttribute("data-left") && !waiting.has(item.dataset.item);

const nextLeft = (from) => {
  const all = items();
  const place = all.findIndex((item) => item.dataset.item === from);
  return [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))].find(isLeft);
};

const say = (message) => {
  refused.hidden = !message;
  refused.textContent = message;
};

const show = (code, answer, restsOnly) => {
  const old = find(code);
  if (!old) return;
  const page = new DOMParser().parseFromString(answer.item, "text/html");
  const fresh = document.importNode(page.querySelector("[data-item]"), true);
  const form = old.querySelector("form[data-rate]");
  const next = fresh.querySelector("form[data-rate]");
  if (restsOnly && form && next) {
    // Somebody may be ticking or typing there still: only the version is new.
    form.elements.version.value = next.elements.version.value;
  } else {
    const holds = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (here === code) fresh.classList.add("is-now");
    if (holds) fresh.focus({ preventScroll: true });
  }
  const profile = document.querySelector("[data-profile]");
  const drawn = new DOMParser().parseFromString(answer.profile, "text/html");
  profile.replaceChildren(...[...drawn.body.childNodes].map((node) => document.importNode(node, true)));
  const count = document.querySelector("[data-left-count]");
  if (count) count.textContent = answer.left;
  saved.textContent = answer.saved;
  board.dataset.done = String(Number(board.dataset.done ?? 0) + 1);
};

const send = async (code, answer) => {
  const form = find(code)?.querySelector(answer.settle ? "form[data-settle]" : "form[data-rate]");
  if (!form) return;
  const body = new FormData(form);
  body.set("answer", answer.value);
  let reply;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      credentials: "same-origin",
      headers: { "X-Requested-With": "keys", Accept: "application/json" },
    });
    reply = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
    if (!reply) reply = { message: "Not saved: sign in again in another window, then rate it again. What you typed stands here." };
  } catch {
    reply = { message: "Not saved: the connection is lost. What you typed stands here. Rate it again when it is back." };
  }
  waiting.delete(code);
  if (reply.message) {
    say(`Item ${code}: ${reply.message}`);
    go(find(code));
    return;
  }
  say("");
  show(code, reply, answer.value === "same");
};

const rate = (code, answer) => {
  if (!answer.settle && answer.value !== "same") waiting.add(code);
  queue = queue.then(() => send(code, answer));
};

if (board) {
  board.addEventListener("submit", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || !event.submitter) return;
    event.preventDefault();
    here = item.dataset.item;
    rate(here, { value: event.submitter.value, settle: event.target.hasAttribute("data-settle") });
  });
  board.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && item.dataset.item !== here) {
      board.querySelector(".is-now")?.classList.remove("is-now");
      here = item.dataset.item;
      item.classList.add("is-now");
    }
  });
  // Reasoning that was typed is kept when one leaves it.
  board.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-rate]");
    if (form?.isConnected) rate(form.closest("[data-item]").dataset.item, { value: "same" });
  });
}

// What was rated is stored before one goes on; leaving otherwise is asked about.
const onward = document.querySelector("[data-go]");
if (board && onward) {
  onward.addEventListener("click", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    queue.then(() => refused.hidden && location.assign(onward.href));
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
}

const press = {
  j: () => go(items()[items().findIndex((item) => item.dataset.item === here) + 1]),
  k: () => go(items()[Math.max(0, items().findIndex((item) => item.dataset.item === here) - 1)]),
  u: () => {
    const next = nextLeft(here);
    if (next) go(next);
    else onward?.focus();
  },
  e: () => {
    const drawer = find(here)?.querySelector("details");
    if (!drawer) return;
    drawer.open = true;
    drawer.querySelector("input, textarea")?.focus();
  },
};

if (board && board.hasAttribute("data-keys")) {
  const [, wanted] = location.hash.match(/^#(i-.+)$/) ?? [];
  go(document.getElementById(wanted ?? "") ?? items().find(isLeft) ?? items()[0]);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      find(here)?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target)) return;
    const button = find(here)?.querySelector(`form[data-rate] [data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      const code = here;
      rate(code, { value: button.value });
      press.u();
      return;
    }
    if (press[event.key]) {
      event.preventDefault();
      press[event.key]();
    }
  });
}
