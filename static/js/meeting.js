// The live page of a meeting: what autosave heard (what is missing, who writes where) is shown at once; and a day chosen for a
// meeting says at once what it would break. Without this script the page says the same when it is loaded again.

document.addEventListener("hsb:saved", (event) => {
  const reply = event.detail ?? {};
  const beside = document.querySelector("[data-beside]");
  if (beside && typeof reply.beside === "string") beside.textContent = reply.beside;
  const panel = document.querySelector("[data-missing]");
  if (!panel || !Array.isArray(reply.missing)) return;
  const still = new Set(reply.missing);
  for (const line of panel.querySelectorAll("[data-part]")) line.hidden = !still.has(line.dataset.part);
  const count = panel.querySelector("[data-missing-count]");
  if (count) count.textContent = String(still.size);
});

const box = document.querySelector("[data-date-says]");
if (box) {
  const line = document.createElement("p");
  line.className = "govuk-body hsb-date-says";
  line.setAttribute("role", "status");
  const value = (name) => box.querySelector(`[name="${name}"]`)?.value.trim() ?? "";
  const ask = async () => {
    const [day, month, year] = ["on_day", "on_month", "on_year"].map(value);
    const time = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(value("begins"));
    if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return;
    const hour = time ? (Number(time[1]) % 12) + (/pm/i.test(time[3] ?? "") || (!time[3] && Number(time[1]) >= 12) ? 12 : 0) : 12;
    const two = (number) => String(number).padStart(2, "0");
    const on = `${year}-${two(month)}-${two(day)}T${two(hour)}:${time?.[2] ?? "00"}`;
    const answer = await fetch(`${box.dataset.dateSays}?on=${encodeURIComponent(on)}`, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) line.textContent = (await answer.json()).says.join(" ");
  };
  const group = box.querySelector('[name="on_day"]')?.closest(".govuk-form-group.govuk-form-group, fieldset") ?? box;
  group.after(line);
  for (const name of ["on_day", "on_month", "on_year", "begins"]) box.querySelector(`[name="${name}"]`)?.addEventListener("change", ask);
}
