// "/" and Ctrl-K search, "g" then a letter goes somewhere, "?" shows the keys.
import { openDialog } from "./dialogs.js";

const goTo = document.getElementById("go-to")?.dataset ?? {};
let waitingForPlace = 0;

const isTyping = (target) =>
  target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.closest("dialog[open]");

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("palette");
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.timeStamp < waitingForPlace) {
    waitingForPlace = 0;
    if (goTo[event.key]) {
      event.preventDefault();
      location.assign(goTo[event.key]);
      return;
    }
  }
  if (event.key === "g") waitingForPlace = event.timeStamp + 1200;
  const dialog = { "/": "palette", "?": "shortcuts" }[event.key];
  if (dialog && openDialog(dialog)) event.preventDefault();
});
