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

document.querySelector("[data-autofocus]")?.focus();
