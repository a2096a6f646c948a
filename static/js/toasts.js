// Messages of the page and "toast" events of HTMX answers ({text, tone, undo}). Errors stay until closed.
const region = document.getElementById("toasts");
const SECONDS = 7;

function leaveLater(toast) {
  if (toast.classList.contains("toast-bad") || toast.classList.contains("toast-warn")) return;
  let timer = setTimeout(() => toast.remove(), SECONDS * 1000);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => {
    timer = setTimeout(() => toast.remove(), SECONDS * 1000);
  });
}

export function showToast({ text, tone = "info", undo = "" }) {
  const toast = document.getElementById("toast-template").content.firstElementChild.cloneNode(true);
  toast.classList.add(`toast-${tone}`);
  toast.querySelector("p").textContent = text;
  if (undo) {
    const button = toast.querySelector("[data-toast-undo]");
    button.hidden = false;
    button.addEventListener("click", () => {
      toast.remove();
      window.htmx.ajax("POST", undo, { swap: "none" });
    });
  }
  region.append(toast);
  leaveLater(toast);
}

if (region) {
  for (const toast of region.querySelectorAll(".toast")) leaveLater(toast);
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest(".toast").remove();
  });
  document.body.addEventListener("toast", (event) => showToast(event.detail));
}
