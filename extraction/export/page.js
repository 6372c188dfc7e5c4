"use strict";
const stage = document.getElementById("stage"), detail = document.getElementById("detail"), list = document.getElementById("list");
const reports = [...stage.children, ...[...document.querySelectorAll("template")].map((t) => t.content.firstElementChild)]
  .filter((node) => node && node.matches("article"));

const words = (node, name) => (node.dataset[name] || "").split(" ").filter(Boolean);

/* What an element is about: its own key and the cells it restates. */
function select(node) {
  const article = node.closest("article"), key = words(node, "k")[0], keys = new Set([key, ...words(node, "c")]);
  for (const old of article.querySelectorAll(".on, .near")) old.classList.remove("on", "near");
  const about = [...article.querySelectorAll("[data-k]")];
  const hit = about.filter((other) => words(other, "k").some((key) => keys.has(key)));
  hit.forEach((other) => other.classList.add("on"));
  about.filter((other) => words(other, "c").some((path) => path === key)).forEach((other) => other.classList.add("near"));
  for (const pane of article.querySelectorAll(".columns > section")) {
    if (pane.contains(node)) continue;
    const first = hit.find((other) => pane.contains(other)) || pane.querySelector(".near");
    if (first) first.scrollIntoView({ block: "center", behavior: "smooth" });
  }
  const titles = [node.title, ...(node.title ? [] : hit.filter((other) => other.matches("td")).map((other) => other.title))];
  const place = node.dataset.at ? `原文第 ${node.dataset.at} 字` : "";
  detail.textContent = [...titles, place].filter(Boolean).join("\n");
}

function show(report) {
  stage.replaceChildren(report);
  detail.textContent = "";
  for (const item of list.querySelectorAll("li")) item.toggleAttribute("aria-current", reports[item.dataset.i] === report);
}

function entry(report, i) {
  const item = document.createElement("li"), small = document.createElement("small"), { agency, year, source, findings, high } = report.dataset;
  item.dataset.i = i;
  item.tabIndex = 0;
  if (+findings) {
    const count = document.createElement("span");
    count.className = +high ? "high" : "high mild";
    count.textContent = findings;
    count.title = "问题数";
    item.append(count);
  }
  small.textContent = [year && `${year} 年度`, source].filter(Boolean).join(" · ");
  item.append(agency, small);
  return item;
}

document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-to]"), item = event.target.closest("#list li"), node = event.target.closest("[data-k]");
  if (to) to.closest("article").querySelector(`[data-part="${to.dataset.to}"]`).scrollIntoView({ behavior: "smooth" });
  else if (item) show(reports[item.dataset.i]);
  else if (node) select(node);
  else detail.textContent = "";
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && document.activeElement.matches("[data-k], #list li")) document.activeElement.click();
  if (event.key === "Escape") detail.textContent = "";
});
document.addEventListener("change", (event) => {
  if (event.target.matches(".toggles input")) event.target.closest("article").classList.toggle(`off-${event.target.value}`, !event.target.checked);
});
if (reports.length > 1) {
  list.hidden = false;
  list.querySelector("ol").append(...reports.map(entry));
  const more = document.getElementById("more");
  if (more) { more.hidden = false; list.append(more); }
  document.getElementById("filter").addEventListener("input", (event) => {
    for (const item of list.querySelectorAll("li")) item.hidden = !item.textContent.includes(event.target.value.trim());
  });
  show(reports[0]);
}
