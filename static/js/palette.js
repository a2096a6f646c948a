// Arrow keys and Enter in the Ctrl-K window; the list itself comes from the server.
const palette = document.getElementById("palette");
const input = palette?.querySelector("input");
const list = document.getElementById("palette-results");

const options = () => [...list.querySelectorAll("[role=option]")];

function select(index) {
  const all = options();
  if (!all.length) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  const chosen = all[(index + all.length) % all.length];
  all.forEach((option, place) => {
    option.id ||= `palette-option-${place}`;
    option.setAttribute("aria-selected", String(option === chosen));
    option.querySelector("a")?.setAttribute("tabindex", "-1");
  });
  input.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

if (palette) {
  list.addEventListener("htmx:afterSwap", () => select(0));
  palette.addEventListener("palette:open", () => input.select());
  palette.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("[aria-selected=true] a")?.click();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    select(options().findIndex((option) => option.getAttribute("aria-selected") === "true") + step);
  });
}
