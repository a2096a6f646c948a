// Turns <select data-combobox> into a field one can type in. The select stays and carries the value.
let count = 0;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function enhance(select) {
  if (select.multiple || select.closest(".combobox")) return;
  const box = document.createElement("div");
  box.className = "combobox";
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const id = `combobox-${(count += 1)}`;
  let active = -1;

  list.id = `${id}-list`;
  list.className = "combobox-list";
  list.role = "listbox";
  list.hidden = true;
  const label = document.querySelector(`label[for="${select.id}"]`);
  list.setAttribute("aria-label", label?.textContent.trim() ?? "");
  input.type = "text";
  input.role = "combobox";
  input.autocomplete = "off";
  input.id = `${id}-input`;
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  if (label) label.htmlFor = input.id;
  input.disabled = select.disabled;

  const shown = () => (select.value ? select.selectedOptions[0].text : "");
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (value) => {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    input.value = shown();
    close();
  };
  const move = (to) => {
    const items = [...list.children];
    if (!items.length) return;
    active = (to + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", items[active].id);
    items[active].scrollIntoView({ block: "nearest" });
  };
  const open = (text) => {
    const wanted = plain(text);
    const found = [...select.options].filter((option) => plain(option.text).includes(wanted)).slice(0, 80);
    list.replaceChildren(
      ...found.map((option, place) => {
        const item = document.createElement("li");
        item.id = `${id}-${place}`;
        item.role = "option";
        item.dataset.value = option.value;
        item.textContent = option.text;
        item.setAttribute("aria-selected", "false");
        return item;
      }),
    );
    list.hidden = !found.length;
    active = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };

  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => open(""));
  input.addEventListener("blur", () => {
    if (!input.value && [...select.options].some((option) => option.value === "")) select.value = "";
    input.value = shown();
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      move(active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active].dataset.value);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      input.value = shown();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) choose(item.dataset.value);
  });

  select.before(box);
  box.append(input, list, select);
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  input.value = shown();
}

const enhanceAll = () => document.querySelectorAll("select[data-combobox]").forEach(enhance);
enhanceAll();
document.addEventListener("htmx:afterSettle", enhanceAll);
