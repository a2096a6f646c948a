// Mounts Swagger UI from its wheel over the description of our own API.

const place = document.getElementById("explorer");

const night = matchMedia("(prefers-color-scheme: dark)");

function follow() {
  const { theme } = document.documentElement.dataset;
  document.documentElement.classList.toggle("dark-mode", theme === "dark" || (theme !== "light" && night.matches));
}

follow();
document.addEventListener("vigie:theme", follow);

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.description,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // The session of this browser signs in; writing needs its CSRF token beside.
  requestInterceptor: (request) => {
    if (request.method && request.method !== "GET") request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});
