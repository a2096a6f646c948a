// A past date stays in force from page to page: links inside the application carry ?as_of= on.
const day = new URLSearchParams(location.search).get("as_of");

if (day) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || link.closest(".as-of") || link.hasAttribute("data-dialog-open")) return;
    const target = new URL(link.href);
    if (target.searchParams.has("as_of") || (target.pathname === location.pathname && target.hash && !target.search)) return;
    target.searchParams.set("as_of", day);
    link.href = target.href;
  }, { capture: true });
}
