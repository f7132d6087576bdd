// Takes the place of Django's own: a choice among many rows is a search box and a plain list beside it.
// Django's asks select2, whose inline styles our content policy refuses and whose box has no name.
"use strict";
{
  const PAUSE = 250;

  const rowsFor = async (select, term) => {
    const { appLabel: app_label, modelName: model_name, fieldName: field_name } = select.dataset;
    const query = new URLSearchParams({ term, app_label, model_name, field_name });
    const answer = await fetch(`${select.getAttribute("data-ajax--url")}?${query}`);
    return answer.ok ? (await answer.json()).results : [];
  };

  const offer = (select, rows) => {
    const kept = [...select.options].filter((option) => option.selected || option.value === "");
    const known = new Set(kept.map((option) => option.value));
    const found = rows.filter((row) => !known.has(row.id)).map((row) => new Option(row.text, row.id));
    select.replaceChildren(...kept, ...found);
  };

  const addSearch = (select) => {
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = gettext("Search");
    const label = select.labels[0] ? select.labels[0].textContent.trim() : "";
    search.setAttribute("aria-label", `${gettext("Search")}: ${label}`);
    let waiting = 0;
    const look = async () => offer(select, await rowsFor(select, search.value));
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, PAUSE);
    });
    select.addEventListener("focus", look, { once: true });
    select.before(search);
  };

  const addAll = (root) => {
    const choices = root.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])");
    choices.forEach(addSearch);
  };

  document.addEventListener("DOMContentLoaded", () => addAll(document));
  document.addEventListener("formset:added", (event) => addAll(event.target));
}
