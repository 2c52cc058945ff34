// Runs before the page is drawn, so that what only works with scripts is not shown and then taken away.
document.documentElement.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.documentElement.classList.add("govuk-frontend-supported");
}
