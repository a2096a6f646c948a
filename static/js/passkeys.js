// allauth's scripts tell of a passkey that was refused or cancelled on the console only; people read pages.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.querySelector("[data-passkey-error]");
  if (note) note.hidden = false;
});
