// Up and down move between the rows of a table; on phones each cell carries the name of its column.
function label(table) {
  const heads = [...table.querySelectorAll("thead tr:last-child > *")].map((head) =>
    head.firstElementChild?.classList.contains("visually-hidden") ? "" : head.textContent.trim(),
  );
  for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
    let column = 0;
    for (const cell of row.children) {
      if (cell.tagName === "TD" && !cell.dataset.label && heads[column] && cell.colSpan === 1) {
        cell.dataset.label = heads[column];
      }
      column += cell.colSpan;
    }
  }
}

const labelAll = (root) => root.querySelectorAll?.("table.data-table").forEach(label);

// What scrolls must be reachable by keyboard.
function letScroll() {
  for (const wrap of document.querySelectorAll(".table-wrap")) {
    const scrolls = wrap.scrollWidth > wrap.clientWidth || wrap.scrollHeight > wrap.clientHeight;
    if (scrolls) wrap.tabIndex = 0;
    else wrap.removeAttribute("tabindex");
  }
}

function prepare() {
  labelAll(document);
  letScroll();
}

prepare();
addEventListener("resize", letScroll);
document.addEventListener("htmx:afterSettle", prepare);

const controlsOf = (row) => [...row.querySelectorAll("a[href], button:not(:disabled), input:not(:disabled)")];

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const row = event.target.closest?.(".data-table tbody tr");
  if (!step || !row || event.altKey || /^(SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if (event.target.tagName === "INPUT" && event.target.type !== "checkbox") return;
  const place = controlsOf(row).indexOf(event.target);
  let next = row[step];
  while (next && !controlsOf(next).length) next = next[step];
  if (!next) return;
  event.preventDefault();
  const controls = controlsOf(next);
  (controls[place] ?? controls[0]).focus();
});
