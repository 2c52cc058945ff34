// Shows the questions an answer brings with it: <input data-reveals="id of the block">. Without scripts they all show.
// The design system's own way marks a radio as expanded, which no radio can be; the words around it say enough.

const show = (input) => {
  const block = document.getElementById(input.dataset.reveals);
  if (!block) return;
  const kind = input.type === "radio" ? "radios" : "checkboxes";
  block.classList.toggle(`govuk-${kind}__conditional--hidden`, !input.checked);
};

const showAll = () => {
  for (const input of document.querySelectorAll("input[data-reveals]")) show(input);
};

document.addEventListener("change", (event) => {
  const { name, form, type } = event.target;
  if (!name || !["radio", "checkbox"].includes(type)) return;
  for (const input of document.querySelectorAll("input[data-reveals]")) {
    if (input.name === name && input.form === form) show(input);
  }
});
// The browser fills a form again after Back.
window.addEventListener("pageshow", showAll);
showAll();
