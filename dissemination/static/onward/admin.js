// The workspace: names for every control of Django's admin that has none, and lists that read as cards on a phone.
// Nothing here is needed to work; it makes what is there easier to hear and to read.

const words = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");
const isNamed = (control) =>
  control.labels?.length > 0 || control.hasAttribute("aria-label") || control.hasAttribute("aria-labelledby");
const controlsIn = (place) => place.querySelectorAll("input:not([type=hidden]), select, textarea");

function nameControl(control, column, row) {
  if (!isNamed(control)) {
    control.setAttribute("aria-label", [column, row].filter(Boolean).join(": ") || control.name);
  }
}

function nameCells(row, columns, rowName) {
  [...row.cells].forEach((cell, index) => {
    const column = columns[index] || "";
    if (column) {
      cell.dataset.label = column;
    }
    controlsIn(cell).forEach((control) => nameControl(control, column, rowName));
  });
}

function nameList(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell) => words(cell.querySelector(".text") || cell));
  [...table.tBodies].forEach((body) =>
    [...body.rows].forEach((row) => nameCells(row, columns, words(row.querySelector("th")))),
  );
}

function nameInline(table) {
  const columns = [...table.tHead.rows[0].cells].map(words);
  table.querySelectorAll("tr.form-row").forEach((row, index) => {
    nameCells(row, columns, words(row.querySelector(".original p")) || String(index + 1));
  });
}

function nameTheRest() {
  document.querySelectorAll(".form-row .flex-container, .fieldBox").forEach((line) => {
    const label = words(line.querySelector("label, legend")).replace(/:$/, "");
    controlsIn(line).forEach((control) => nameControl(control, label, control.previousSibling?.textContent?.trim()));
  });
  document.querySelectorAll("th.original:empty").forEach((heading) => heading.setAttribute("role", "presentation"));
  document.querySelectorAll(".related-widget-wrapper-link img[alt='']").forEach((icon) => {
    icon.parentElement.setAttribute("role", "link"); // without an address it has no role, and may have no name
    icon.parentElement.setAttribute("aria-label", icon.parentElement.title);
  });
  document.querySelectorAll(".search-label-icon").forEach((icon) => icon.setAttribute("role", "img"));
}

function nameEverything() {
  document.querySelectorAll("#result_list").forEach(nameList);
  document.querySelectorAll(".tabular table").forEach(nameInline);
  nameTheRest();
}

// A new row of a timetable begins where the row above it ends.
function beginWhereTheLastEnds(event) {
  const of = (row, name) => row?.querySelector?.(`[name$="-${name}"]`);
  const before = of(event.target.previousElementSibling, "ends_at")?.value;
  if (!before || !of(event.target, "starts_at")) return;
  const later = new Date(`${before}Z`);
  later.setUTCMinutes(later.getUTCMinutes() + 30);
  of(event.target, "starts_at").value = before;
  of(event.target, "ends_at").value = later.toISOString().slice(0, 16);
}

function closeOtherFilters(event) {
  document.querySelectorAll("details.filter[open]").forEach((filter) => {
    if (!filter.contains(event.target)) {
      filter.open = false;
    }
  });
}

function closeFilterOnEscape(event) {
  const filter = event.key === "Escape" && document.querySelector("details.filter[open]");
  if (filter) {
    filter.open = false;
    filter.querySelector("summary").focus();
  }
}

nameEverything();
document.addEventListener("formset:added", nameEverything);
document.addEventListener("formset:added", beginWhereTheLastEnds);
document.addEventListener("click", closeOtherFilters);
document.addEventListener("keydown", closeFilterOnEscape);
window.addEventListener("load", nameEverything); // after Django's own scripts have added their rows and pickers
