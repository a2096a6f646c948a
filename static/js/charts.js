// Mounts Plotly figures sent as JSON. Colours are token names ("token:good"), resolved for the theme in force.
const FRENCH = {
  moduleType: "locale",
  name: "fr",
  dictionary: {},
  format: {
    days: ["Dimanche", "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi"],
    shortDays: ["Dim", "Lun", "Mar", "Mer", "Jeu", "Ven", "Sam"],
    months: [
      "Janvier", "Février", "Mars", "Avril", "Mai", "Juin",
      "Juillet", "Août", "Septembre", "Octobre", "Novembre", "Décembre",
    ],
    shortMonths: ["Jan", "Fév", "Mar", "Avr", "Mai", "Juin", "Juil", "Août", "Sep", "Oct", "Nov", "Déc"],
    date: "%d/%m/%Y",
  },
};
const language = document.documentElement.lang;
const mounted = new Map();

function tokenReader() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const cache = new Map();
  const read = (name) => {
    if (!cache.has(name)) {
      probe.style.color = `var(--${name})`;
      cache.set(name, getComputedStyle(probe).color);
    }
    return cache.get(name);
  };
  return { read, done: () => probe.remove() };
}

function resolve(value, read) {
  if (typeof value === "string") return value.startsWith("token:") ? read(value.slice(6)) : value;
  if (Array.isArray(value)) return value.map((item) => resolve(item, read));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, read)]));
  }
  return value;
}

function axis(read, own = {}) {
  return {
    automargin: true,
    gridcolor: read("line"),
    linecolor: read("line"),
    zerolinecolor: read("control-line"),
    tickcolor: read("line"),
    ...own,
  };
}

function template(read, layout) {
  const base = {
    autosize: true,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: read("text") },
    colorway: [1, 2, 3, 4, 5].map((place) => read(`series-${place}`)),
    margin: { l: 48, r: 16, t: 8, b: 36 },
    hoverlabel: { bgcolor: read("surface"), bordercolor: read("control-line"), font: { color: read("text") } },
    legend: { orientation: "h", x: 0, y: 1.12 },
    separators: language.startsWith("fr") ? ",\u202f" : ".,",
  };
  const axes = {};
  for (const name of new Set(["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))])) {
    axes[name] = axis(read, layout[name]);
  }
  return { ...base, ...layout, ...axes };
}

function draw(holder) {
  const figure = mounted.get(holder);
  const { read, done } = tokenReader();
  const data = resolve(figure.data, read);
  const layout = template(read, resolve(figure.layout ?? {}, read));
  done();
  holder.querySelector(".skeleton")?.remove();
  window.Plotly.react(holder, data, layout, {
    responsive: true,
    displayModeBar: false,
    locale: language.startsWith("fr") ? "fr" : "en-US",
  });
}

function openRows(event) {
  const target = event.points?.[0]?.customdata;
  const url = Array.isArray(target) ? target.find((item) => typeof item === "string" && item.startsWith("/")) : target;
  if (typeof url === "string" && url.startsWith("/")) location.assign(url);
}

function mountAll() {
  for (const holder of document.querySelectorAll("[data-chart]")) {
    if (mounted.has(holder)) continue;
    mounted.set(holder, JSON.parse(document.getElementById(holder.dataset.chart).textContent));
    draw(holder);
    holder.on("plotly_click", openRows);
  }
}

document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-chart-toggle]");
  if (!toggle) return;
  const frame = document.getElementById(toggle.dataset.chartToggle);
  const asTable = frame.classList.toggle("is-table");
  frame.querySelector(".chart-table").classList.toggle("is-shown", asTable);
  toggle.setAttribute("aria-pressed", String(asTable));
  dispatchEvent(new Event("resize"));
  if (!asTable) window.Plotly.Plots.resize(frame.querySelector("[data-chart]"));
});

// On paper: light colours, and drawings that scale to the column (Plotly gives its SVG a size, not a viewBox).
function drawForPaper() {
  document.documentElement.style.colorScheme = "light";
  for (const holder of mounted.keys()) {
    draw(holder);
    for (const svg of holder.querySelectorAll(".main-svg")) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    }
  }
}

function drawForScreen() {
  document.documentElement.style.colorScheme = "";
  for (const holder of mounted.keys()) {
    for (const svg of holder.querySelectorAll(".main-svg")) svg.removeAttribute("viewBox");
    draw(holder);
  }
}

addEventListener("beforeprint", drawForPaper);
addEventListener("afterprint", drawForScreen);
document.addEventListener("vigie:theme", () => [...mounted.keys()].forEach(draw));
document.addEventListener("htmx:afterSettle", mountAll);
window.Plotly.register(FRENCH);
mountAll();
