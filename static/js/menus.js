// Menus are <details>: close them on Escape, on a click elsewhere, and when the focus leaves.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
});

// A panel that would leave the screen is moved back inside it.
function keepInside(menu) {
  const panel = menu.querySelector(".menu-panel");
  panel.style.translate = "";
  const { left, right } = panel.getBoundingClientRect();
  const over = Math.max(0, right - document.documentElement.clientWidth + 8);
  const shift = left - over < 8 ? 8 - left : -over;
  if (shift) panel.style.translate = `${shift}px 0`;
}

document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("details.menu[open]")) keepInside(event.target);
  },
  { capture: true },
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
