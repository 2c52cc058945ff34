// Starts the design system's own components. Its address carries a content hash, so the page hands it over.
const script = document.querySelector("script[data-govuk]");

const start = async () => {
  const { initAll } = await import(script.dataset.govuk);
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  initAll();
};

start();
