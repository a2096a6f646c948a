// data-dialog-open="id" opens a <dialog>; data-dialog-close or a click on the backdrop closes it.
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || dialog.open) return null;
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent(`${id}:open`));
  return dialog;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener && !event.ctrlKey && !event.metaKey && openDialog(opener.dataset.dialogOpen)) {
    event.preventDefault();
    return;
  }
  if (event.target.closest("[data-dialog-close]") || event.target instanceof HTMLDialogElement) {
    event.target.closest("dialog")?.close();
  }
});
