// Opens a disclosure that a link points into, opens all of them for printing, and closes a shown name on Escape.

const openFor = (hash) => {
  const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target) target.closest("details")?.setAttribute("open", "");
};
openFor(window.location.hash);
window.addEventListener("hashchange", () => openFor(window.location.hash));

let opened = [];
window.addEventListener("beforeprint", () => {
  // Names stay covered on paper unless the person opened them.
  opened = [...document.querySelectorAll("details:not([open]):not(.hsb-name)")];
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

document.addEventListener("keydown", (event) => {
  const name = event.key === "Escape" && event.target.closest?.("details.hsb-name[open]");
  if (name) name.open = false;
});
