// A form is sent once, however often its button is pressed; and buttons that copy one text into another work.

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // Back or an answer that never came must not leave a dead form.
    window.setTimeout(() => delete form.dataset.sent, 10000);
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("button[data-copy-from]")) {
  const target = document.getElementById(button.dataset.copyTo);
  const source = document.getElementById(button.dataset.copyFrom);
  if (!target || !source) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    target.value = source.innerText;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  });
}
