// Saves a form as it is typed. <form data-autosave="address"> posts what changed since the last save:
// 3 s after the last change, and at most 10 s after the first unsaved one. Text waits in this page's memory only.
// The answer is JSON: {"saved_at": "...", "version": n}, and whatever other hidden field should be brought up to date; 409 means somebody else saved first; 401 or 403 (or a page
// instead of JSON) means the session has ended.

const QUIET = 3000;
const LONGEST = 10000;
const RETRIES = [2000, 5000, 10000, 20000, 30000];

const clockTime = (instant) => {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/London",
    hour: "numeric",
    minute: "2-digit",
    hour12: true,
  }).formatToParts(instant);
  const part = (type) => parts.find((found) => found.type === type)?.value ?? "";
  const hour = Number(part("hour")) % 12 || 12;
  return `${hour}:${part("minute")}${part("dayPeriod").toLowerCase().replace(/[^apm]/g, "")}`;
};

class Autosave {
  constructor(form) {
    this.form = form;
    this.saved = this.read();
    this.firstChange = null;
    this.timer = null;
    this.sending = false;
    this.failures = 0;
    this.renewed = false;
    this.conflict = false;
    this.leaving = false;
    this.line = this.makeLine();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) this.leaving = true;
    });
    window.addEventListener("pageshow", () => {
      this.leaving = false;
    });
    window.addEventListener("online", () => this.pending() && this.save());
    document.addEventListener("visibilitychange", () => {
      if (!this.pending()) return;
      if (document.visibilityState === "hidden") this.save(true);
      else if (this.failures) this.save();
    });
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.pending()) event.preventDefault();
    });
  }

  makeLine() {
    const line = document.createElement("p");
    line.className = "hsb-saved";
    line.setAttribute("role", "status");
    line.setAttribute("aria-live", "polite");
    const group = this.form.querySelector(".govuk-button-group");
    if (group) group.before(line);
    else this.form.append(line);
    return line;
  }

  // What stands in the form now: each field's values, in order, as text.
  read() {
    const fields = new Map();
    for (const element of this.form.elements) {
      if (!element.name || element.disabled) continue;
      if (["hidden", "submit", "button", "file", "password", "image", "reset"].includes(element.type)) continue;
      if (!fields.has(element.name)) fields.set(element.name, []);
      if (["checkbox", "radio"].includes(element.type) && !element.checked) continue;
      if (element.multiple) fields.get(element.name).push(...[...element.selectedOptions].map((option) => option.value));
      else fields.get(element.name).push(element.value);
    }
    return new Map([...fields].map(([name, values]) => [name, JSON.stringify(values)]));
  }

  changes() {
    return [...this.read()].filter(([name, values]) => this.saved.get(name) !== values);
  }

  pending() {
    return this.changes().length > 0;
  }

  changed() {
    if (!this.pending()) return;
    const now = performance.now();
    this.firstChange ??= now;
    if (this.sending || this.conflict || this.failures) return;
    this.wait(Math.max(0, Math.min(QUIET, this.firstChange + LONGEST - now)));
  }

  wait(milliseconds) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), milliseconds);
  }

  async save(lastChance = false) {
    window.clearTimeout(this.timer);
    if (this.sending || this.conflict) return;
    const changes = this.changes();
    if (!changes.length) {
      this.firstChange = null;
      return;
    }
    this.sending = true;
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "version"]) {
      const element = this.form.elements.namedItem(name);
      if (element) body.append(name, element.value);
    }
    for (const [name, values] of changes) {
      const list = JSON.parse(values);
      body.append("changed", name);
      if (!list.length) body.append(name, "");
      for (const value of list) body.append(name, value);
    }
    let answer;
    try {
      answer = await fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "manual",
        keepalive: lastChance && changes.reduce((size, [, values]) => size + values.length, 0) < 60000,
        headers: { Accept: "application/json", "X-Requested-With": "autosave" },
      });
    } catch {
      answer = null;
    }
    this.sending = false;
    await this.heard(answer, changes);
  }

  async heard(answer, changes) {
    if (answer?.ok && answer.headers.get("content-type")?.includes("json")) {
      const reply = await answer.json();
      for (const [name, values] of changes) this.saved.set(name, values);
      for (const [name, value] of Object.entries(reply)) {
        const hidden = this.form.querySelector(`input[type="hidden"][name="${CSS.escape(name)}"]`);
        if (hidden) hidden.value = value;
      }
      this.failures = 0;
      this.renewed = false;
      this.firstChange = null;
      const at = reply.saved_at ? new Date(reply.saved_at) : new Date();
      this.say(Number.isNaN(at.valueOf()) ? "Saved" : `✓ Saved at ${clockTime(at)}`, "done");
      document.dispatchEvent(new CustomEvent("hsb:saved", { detail: reply }));
      if (this.pending()) this.changed();
      return;
    }
    if (answer?.status === 409) {
      this.conflict = true;
      const reply = await answer.json().catch(() => ({}));
      this.say(
        reply.message ??
          "Not saved: somebody else saved this while you were writing. Press the green button: you will see both texts and choose.",
        "waiting",
      );
      return;
    }
    if (answer && answer.status >= 400 && answer.status < 500 && ![401, 403, 408, 429].includes(answer.status)) {
      const reply = await answer.json().catch(() => ({}));
      this.say(reply.message ?? "Not saved yet. Press the green button to see what to put right; keep this page open.", "waiting");
      this.retry();
      return;
    }
    const ended = answer && (answer.type === "opaqueredirect" || [401, 403].includes(answer.status) || answer.ok);
    if (ended && (await this.renew())) return this.save();
    if (ended) this.sayEnded();
    else this.say("Not saved yet: we keep trying, do not close this page", "waiting");
    this.retry();
  }

  retry() {
    const delay = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.wait(delay);
  }

  say(words, state) {
    this.line.className = `hsb-saved hsb-saved--${state}`;
    if (this.line.textContent !== words) this.line.textContent = words;
  }

  // Signing in again gives the browser a new token; with it, this page can save once more. Answers whether to try at once:
  // not twice running, for then it is not the token that is refused.
  async renew() {
    let fresh = "";
    try {
      const answer = await fetch(this.form.dataset.token, { credentials: "same-origin", redirect: "manual" });
      if (answer.ok) fresh = (await answer.json()).token ?? "";
    } catch {
      fresh = "";
    }
    const token = this.form.elements.namedItem("csrfmiddlewaretoken");
    if (token && fresh) token.value = fresh;
    const tryAtOnce = Boolean(token && fresh) && !this.renewed;
    this.renewed = Boolean(fresh);
    return tryAtOnce;
  }

  sayEnded() {
    const words = "Not saved yet: you have been signed out. What you typed is still on this page.";
    if (this.line.firstChild?.textContent === words) return;
    this.say(words, "waiting");
    const link = document.createElement("a");
    link.href = "/";
    link.target = "_blank";
    link.rel = "noopener";
    link.className = "govuk-link";
    link.textContent = "Sign in again (opens in a new tab), then come back here";
    this.line.append(" ", link);
  }
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
