for (const table of document.querySelectorAll(".table > table:not(.matrix)")) {
  const body = table.tBodies[0];
  if (body.rows.length < 3 || body.querySelector("td.note")) continue;
  table.querySelectorAll("thead th").forEach((title, column) => {
    title.classList.add("sortable");
    title.tabIndex = 0;
    const sort = () => {
      const isDescending = title.getAttribute("aria-sort") === "ascending";
      for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
      title.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      const text = row => row.cells[column]?.textContent ?? "";
      const rows = [...body.rows].sort((a, b) => text(a).localeCompare(text(b), document.documentElement.lang, {numeric: true}));
      body.append(...(isDescending ? rows.reverse() : rows));
    };
    title.addEventListener("click", sort);
    title.addEventListener("keydown", event => { if (event.key === "Enter") sort(); });
  });
}
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    details.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-printed]")) {
    details.open = false;
    delete details.dataset.printed;
  }
});
