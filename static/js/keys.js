// Single-letter keys on a page of texts. They rest while one writes; the page says them in a line and can switch them off.
// j k: next, last part · t: write · Esc: out of the text · e: evidence · a …: attach · n: go on

const page = document.querySelector("[data-keys]");
const parts = [...document.querySelectorAll("[data-part]")];
let here = -1;

const writing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

const target = () => (here >= 0 && parts[here].querySelector("textarea") ? parts[here] : parts.find((part) => part.querySelector("textarea")));

const aim = () => {
  const part = target();
  if (!part) return;
  const said = document.querySelector("[data-target]");
  if (said) said.textContent = (part.querySelector("h3 label") ?? part.querySelector("h3")).textContent;
  for (const form of document.querySelectorAll("form[data-attach]")) {
    form.action = form.action.replace(/text\/[^/]+\/evidence\//, `text/${part.dataset.part}/evidence/`);
    const on = [...part.querySelectorAll("[data-source]")].some((line) => line.dataset.source === form.elements.source.value);
    show(form, on);
  }
  const wanted = document.querySelector(".aim-search input[name=for]");
  if (wanted) wanted.value = part.dataset.part;
};

const show = (form, on) => {
  form.elements.then.value = on ? "off" : "";
  form.querySelector("[data-words]").textContent = on ? "Take off" : "Attach";
  form.closest(".aim-ev").classList.toggle("is-on", on);
};

const go = (index) => {
  if (index < 0 || index >= parts.length) return;
  parts[here]?.classList.remove("is-now");
  here = index;
  parts[here].classList.add("is-now");
  parts[here].focus();
  parts[here].scrollIntoView({ block: "nearest" });
  aim();
};

for (const [index, part] of parts.entries()) {
  part.addEventListener("focusin", (event) => {
    if (event.target === part || here === index) return;
    parts[here]?.classList.remove("is-now");
    here = index;
    part.classList.add("is-now");
    aim();
  });
}

// Whoever saved a part comes back to it: the keys go on from there.
const saved = parts.findIndex((part) => `#${part.id}` === window.location.hash);
if (page && saved >= 0) go(saved);

// Attaching keeps the page, so that nothing that is being typed waits for it.
for (const form of document.querySelectorAll("form[data-attach]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const part = target();
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { "X-Requested-With": "keys", Accept: "application/json" },
      });
    } catch {
      answer = null;
    }
    if (!answer?.ok || !part) return form.submit();
    const reply = await answer.json();
    const source = form.elements.source.value;
    const list = part.querySelector("[data-picked]");
    const old = [...list.children].find((line) => line.dataset.source === source);
    if (reply.attached && !old) {
      const line = document.createElement("li");
      line.dataset.source = source;
      line.append(`${reply.title} `);
      const who = document.createElement("span");
      who.className = "aim-src";
      who.textContent = reply.who;
      line.append(who);
      list.append(line);
    } else if (!reply.attached) old?.remove();
    show(form, reply.attached);
  });
}

const press = {
  j: () => go(here + 1),
  k: () => go(Math.max(0, here - 1)),
  t: () => target()?.querySelector("textarea").focus(),
  e: () => document.getElementById("evidence")?.focus(),
  n: () => document.querySelector("[data-go]")?.click(),
};

if (page) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && writing(event.target)) {
      event.target.closest("[data-part]")?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const letter = document.querySelector(`form[data-letter="${CSS.escape(event.key)}"]`);
    const act = press[event.key] ?? (letter ? () => letter.requestSubmit() : null);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
