// Entry point of every page. Each module enhances what the server sent; pages work without them.
import "./as-of.js";
import "./dialogs.js";
import "./menus.js";
import "./theme.js";
import "./toasts.js";
import "./palette.js";
import "./shortcuts.js";
import "./tables.js";
import "./combobox.js";

// On a narrow screen the row of tabs scrolls: begin where the reader is.
for (const row of document.querySelectorAll(".tabs")) {
  const here = row.querySelector("[aria-current]");
  if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

document.querySelector("[data-autofocus]")?.focus();
