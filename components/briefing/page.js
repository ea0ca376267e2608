// Hover, and one filter: by period. It only adds what the record gave; unknown stays unknown.
const data = JSON.parse(document.getElementById("data").textContent);
const from = document.getElementById("from"), to = document.getElementById("to");
const whole = new Intl.NumberFormat(data.locale, { useGrouping: true });
const written = (n) => whole.formatToParts(n).map((p) => (p.type === "group" ? "\u202f" : p.value)).join("");
const filled = (form, values) => form.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function figure(rows) {
  const known = rows.filter((row) => row.best !== null);
  const sum = (end, list) => list.reduce((total, row) => total + (row[end] ?? 0), 0);
  if (!rows.length) return data.words.none_documented;
  if (!known.length) return data.words.not_reported;
  const [low, best, high] = [sum("low", known), sum("best", known), sum("high", rows)];
  const open = rows.some((row) => row.open);
  const said = { low: written(low), best: written(best), high: written(high) };
  if (low === high) return open ? filled(data.words.at_least, said) : said.best;
  return filled(open ? data.words.range_open : data.words.range, said);
}

function show() {
  const [start, end] = [from.value || data.first, to.value || data.last];
  const rows = data.incidents.filter((row) => row.day >= start && row.day <= end);
  const ids = new Set(rows.map((row) => row.id));
  const silent = rows.filter((row) => row.best === null).length;
  document.getElementById("said").textContent =
    `${data.words.in_period}: ${data.words.measure} ${figure(rows)}; ${data.words.incidents}: ${written(rows.length)}; ${data.words.unreported}: ${written(silent)}`;
  for (const bar of document.querySelectorAll("[data-start]"))
    bar.classList.toggle("outside", bar.dataset.end < start || bar.dataset.start > end);
  for (const mark of document.querySelectorAll("[data-ids]"))
    mark.style.display = mark.dataset.ids.split(" ").some((id) => ids.has(id)) ? "" : "none";
  for (const row of document.querySelectorAll("tr[data-id]")) row.hidden = !ids.has(row.dataset.id);
}

const tip = document.getElementById("tip");
document.addEventListener("pointermove", (event) => {
  const about = event.target.closest?.("svg *")?.querySelector(":scope > title");
  tip.style.display = about ? "block" : "none";
  if (!about) return;
  tip.textContent = about.textContent;
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - 340)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 10)}px`;
});
from.addEventListener("input", show);
to.addEventListener("input", show);
document.querySelector("form").addEventListener("reset", () => setTimeout(show));
show();
